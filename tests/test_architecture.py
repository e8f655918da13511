"""The shape of the code, kept: who may import whom, how long things may get, what no file may say."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests import source_rules

ROOT = Path(__file__).parent.parent
FOLDERS = ("cookieguard", "static", "templates", "tests", "tools", "bench", "docs", ".ci")
TEXT = {".py", ".js", ".css", ".html", ".yaml", ".toml", ".json", ".md", ".ini", ".mako", ""}


def files(*folders: str, suffix: str | None = None) -> list[Path]:
    """Return the project's own files below the folders, and the top-level ones where none is named."""
    found = [path for folder in folders or FOLDERS for path in (ROOT / folder).rglob("*")]
    found += [] if folders else ROOT.glob("*")
    own = (path for path in found if path.is_file() and not {"__pycache__", "peers"} & set(path.parts))
    return sorted(path for path in own if path.suffix == suffix or suffix is None)


def findings(rule: Callable[..., Iterator[str]], paths: list[Path]) -> list[str]:
    """Return all that the rule finds in the files."""
    assert paths, "no file to look at: the rule would hold of nothing"
    return [finding for path in paths for finding in rule(path)]


def test_the_layers_of_pyproject_are_kept():
    # A process of its own: the linter reconfigures logging for whoever calls it.
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout


def test_the_domain_is_pure():
    assert findings(source_rules.purity_findings, files("cookieguard/domain", suffix=".py")) == []


def test_nothing_happens_at_import():
    programs = {"__main__.py", "env.py"}  # run by Python and by Alembic, never imported
    paths = [path for path in files("cookieguard", suffix=".py") if path.name not in programs]
    assert findings(source_rules.import_time_findings, paths) == []


def test_python_files_say_what_they_are_for_and_stay_short():
    assert findings(source_rules.python_findings, files(suffix=".py")) == []


def test_scripts_keep_their_borders_and_stay_short():
    scripts = files("static", suffix=".js")
    assert (
        findings(lambda path: source_rules.script_findings(path, str(path.relative_to(ROOT))), scripts) == []
    )


def test_every_name_says_something():
    assert findings(source_rules.name_findings, files()) == []


def test_no_file_knows_a_machine_or_a_registry():
    assert findings(source_rules.text_findings, [path for path in files() if path.suffix in TEXT]) == []


def test_no_test_waits_a_fixed_time():
    assert findings(source_rules.waiting_findings, files("tests", suffix=".py")) == []


def test_what_is_imported_is_declared():
    """An import that works only because a test tool brought it along would fail in a fresh installation."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    installed = _with_what_they_need({_normal(Requirement(line).name) for line in declared})
    known = packages_distributions()
    paths = files("cookieguard", suffix=".py")
    tops = {module.partition(".")[0] for path in paths for module in source_rules.imported_modules(path)}
    strangers = {top for top in tops if top in known and not installed & set(map(_normal, known[top]))}
    assert strangers <= {"cookieguard"}


def _with_what_they_need(names: set[str]) -> set[str]:
    """Return the distributions and all that they bring along, extras left out."""
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            needs = map(Requirement, requires(name) or ())
            waiting += [
                _normal(need.name) for need in needs if not need.marker or need.marker.evaluate({"extra": ""})
            ]
    return seen


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


WRONG: dict[str, tuple[Callable[..., Iterator[str]], str]] = {
    "no docstring": (source_rules.python_findings, "x = 1\n"),
    "long file": (source_rules.python_findings, '"""Doc."""\n' + "x = 1\n" * 300),
    "long function": (source_rules.python_findings, '"""Doc."""\ndef f():\n' + "    x = 1\n" * 40),
    "acts": (source_rules.import_time_findings, '"""Doc."""\nprint(1)\n'),
    "waits": (source_rules.waiting_findings, "import time\ntime." + "sleep(1)\n"),
    "waits in the page": (source_rules.waiting_findings, "page.wait_for" + "_timeout(1)\n"),
    "impure": (source_rules.purity_findings, "import flask\n"),
    "impure inside": (source_rules.purity_findings, "def f():\n    from cookieguard.storage import sites\n"),
    "machine": (source_rules.text_findings, "see /" + "tmp/x\n"),
    "registry": (source_rules.text_findings, "https://pypi" + ".org/simple\n"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_each_rule_notices_what_breaks_it(tmp_path, wrong):
    rule, source = WRONG[wrong]
    path = tmp_path / "sample.py"
    path.write_text(source, "utf-8")
    assert list(rule(path))


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("core/decide.js", 'import { a } from "./cookie.js";'),
        ("core/gating.js", 'export { a } from "./cookie.js";'),
        ("core/state.js", 'import { a } from "../ui/main.js";'),
        ("core/adapters/hotjar.js", 'import { a } from "../gate.js";'),
        ("core/adapters/hotjar.js", 'import { a } from "./matomo.js";'),
        ("ui/main.js", 'import "../core/state.js";'),
        ("ui/main.js", 'const a = await import("../core/state.js");'),
        ("choice/main.js", 'import {\n  a,\n} from "../core/state.js";'),
        ("core/state.js", "a();\n" * 201),
    ],
)
def test_the_rule_for_scripts_notices_what_breaks_it(tmp_path, name, statement):
    path = tmp_path / "sample.js"
    path.write_text(f"// Sample.\n{statement}\n", "utf-8")
    assert list(source_rules.script_findings(path, f"static/banner/{name}"))
