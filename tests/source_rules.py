"""The rules that every source file keeps: each function takes one file and yields what is wrong with it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
PYTHON_LINES, CONFTEST_LINES, FUNCTION_LINES, SCRIPT_LINES = 300, 100, 40, 200
ALLOWED_AT_IMPORT = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign

# Written in two parts, so that this file keeps its own rule.
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:" + "|".join(("work", "tmp", "root", "home")) + ")/")
REGISTRY = re.compile("|".join(map(re.escape, ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org"))))
DEBIAN_MIRROR = re.compile(r"\b(?:deb|archive|security)\.(?:debian|ubuntu)\." + "(?:org|com)")

IMPORTED = re.compile(r"""(?:\bfrom|^\s*import|\bimport\()\s*["']([^"'\n]+\.\w+)["']""", re.MULTILINE)
ADAPTER = "static/banner/core/adapters/*.js"
SCRIPT_IMPORTS = (
    ("static/banner/core/decide.js", r"(?!)", "imports nothing"),
    ("static/banner/core/cookie.js", r"(?!)", "imports nothing"),
    ("static/banner/core/gating.js", r"(?!)", "imports nothing"),
    ("static/banner/core/adapters/index.js", r"\./[\w-]+\.js", "imports adapters only"),
    (ADAPTER, r"\./(queue|gtag)\.js", "imports only the adapters' own queue.js and gtag.js"),
    ("static/banner/core/*.js", r"\./.+", "stays inside core"),
    ("static/banner/ui/*.js", r"\./.+", "stays inside ui"),
    ("static/banner/choice/*.js", r"\./.+|\.\./ui/.+", "never imports core"),
)
"""File (the first pattern that fits), what its imports must match in full, the rule in words."""


def name_findings(path: Path) -> Iterator[str]:
    """Refuse a name that says nothing about what is inside."""
    if path.stem in BANNED_NAMES:
        yield f"{path}: name it for what it does"


def text_findings(path: Path) -> Iterator[str]:
    """Refuse paths of somebody's machine and addresses of package registries."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if MACHINE_PATH.search(line):
            yield f"{path}:{number}: a path of one machine"
        if REGISTRY.search(line) or DEBIAN_MIRROR.search(line):
            yield f"{path}:{number}: the address of a package registry"


def python_findings(path: Path) -> Iterator[str]:
    """Refuse Python without a docstring, and too long a file or function."""
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    lines = source.count("\n")
    limit = CONFTEST_LINES if path.name == "conftest.py" else PYTHON_LINES
    if lines > limit:
        yield f"{path}: {lines} lines, {limit} allowed"
    if not ast.get_docstring(tree) and source.strip():
        yield f"{path}: no docstring that says what it is for"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield f"{path}:{node.lineno}: {node.name} has {length} lines, {FUNCTION_LINES} allowed"


def import_time_findings(path: Path) -> Iterator[str]:
    """Refuse statements that act when the module is imported; definitions are fine."""
    for node in ast.parse(path.read_text("utf-8")).body:
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_for_types = isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
        if not (is_docstring or is_for_types or isinstance(node, ALLOWED_AT_IMPORT)):
            yield f"{path}:{node.lineno}: acts when it is imported"


def waiting_findings(path: Path) -> Iterator[str]:
    """Refuse fixed waits; a test waits for what it wants to see, with a deadline."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in {"sleep", "wait_for_timeout"}:
                yield f"{path}:{node.lineno}: waits a fixed time"


def purity_findings(path: Path) -> Iterator[str]:
    """Refuse imports beyond the standard library and the domain itself."""
    allowed = sys.stdlib_module_names - {"random", "secrets", "time", "os", "socket", "subprocess", "sqlite3"}
    for module in imported_modules(path):
        top = module.partition(".")[0]
        if top not in allowed and not re.match(r"cookieguard\.(domain|errors)\b", module):
            yield f"{path}: imports {module}"


def imported_modules(path: Path) -> Iterator[str]:
    """Yield the absolute name of every module that a Python file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


def script_findings(path: Path, name: str) -> Iterator[str]:
    """Refuse a script that is too long or imports across its border; `name` is its path in the repository."""
    source = path.read_text("utf-8")
    if source.count("\n") > SCRIPT_LINES:
        yield f"{name}: {source.count(chr(10))} lines, {SCRIPT_LINES} allowed"
    imports = IMPORTED.findall(source)
    rule = next((rule for rule in SCRIPT_IMPORTS if PurePosixPath(name).match(rule[0])), None)
    if rule:
        yield from (
            f"{name}: imports {found}; it {rule[2]}" for found in imports if not re.fullmatch(rule[1], found)
        )
