"""ES modules become one function expression, whole, or the build stops."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cookieguard.scripts.bundle import BundleError, bundle, call


@pytest.fixture
def modules(tmp_path):
    """Write modules and return the bundle of `main.js`."""

    def write(keep: list[str] | None = None, **sources: str) -> str:
        for name, source in sources.items():
            path = tmp_path / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(exist_ok=True)
            path.write_text(source, "utf-8")
        return bundle(tmp_path / "main.js", "config", keep)

    return write


START = "export function start(config) {\n  %s\n}\n"


def test_a_bundle_is_a_function_expression_that_starts_with_its_argument(modules):
    text = modules(main_js=START % "console.log(config);")
    form = r"[!(]function\((\w+)\)\{\"use strict\";function (\w+)\(\w+\)\{console\.log\(\w+\)\}\2\(\1\)\}\)?"
    assert re.fullmatch(form, text)


def test_what_is_imported_stands_before_what_imports_it(modules):
    text = modules(
        main_js='import { one } from "./one.js";\n' + START % 'log("main" + one);',
        one_js='import { two } from "./deep/two.js";\nexport const one = log("one" + two);\n',
        deep__two_js='export const two = log("two");\n',
    )
    assert text.index('"two"') < text.index('"one"') < text.index('"main"')


def test_a_module_that_two_others_import_is_there_once(modules):
    text = modules(
        main_js='import { a } from "./a.js";\nimport { b } from "./b.js";\n' + START % "a(b);",
        a_js='import { shared } from "./shared.js";\nexport const a = log(shared);\n',
        b_js='import { shared } from "./shared.js";\nexport const b = log(shared);\n',
        shared_js='export const shared = "only once";\n',
    )
    assert text.count("only once") == 1


def test_an_import_over_several_lines_is_understood(modules):
    text = modules(
        main_js='import {\n  one,\n  two,\n} from "./a.js";\n' + START % "log(one, two);",
        a_js="export const one = 11;\nexport const two = 22;\n",
    )
    assert "import" not in text
    assert "11" in text
    assert "22" in text


def test_a_stylesheet_is_imported_as_text(modules):
    text = modules(
        main_js='import style from "./a.css";\n' + START % "log(style);", a_css='a::before { content: "x" }\n'
    )
    assert 'a::before{content:"x"}' in text.replace("\\", "") or "a::before{content:" in text


def test_a_bundle_keeps_only_the_adapters_that_are_wanted(modules):
    sources = {
        "main_js": 'import { adapters } from "./list.js";\n' + START % "log(adapters);",
        "list_js": 'import { one } from "./one.js";\nimport { two } from "./two.js";\n'
        'export const adapters = {\n  "vendor-one": one,\n  "vendor-two": two,\n};\n',
        "one_js": 'export const one = "adapter one";\n',
        "two_js": 'export const two = "adapter two";\n',
    }
    everything, some, none = (modules(keep, **sources) for keep in (None, ["vendor-two"], []))
    assert ("adapter one" in everything, "adapter two" in everything) == (True, True)
    assert ("adapter one" in some, "adapter two" in some) == (False, True)
    assert ("adapter one" in none, "adapter two" in none) == (False, False)
    assert "vendor-one" not in some


@pytest.mark.parametrize(
    "source",
    [
        "export default function start() {}\n",
        "function start() {}\nexport { start };\n",
        'export * from "./one.js";\n' + START % "",
        'import * as one from "./one.js";\n' + START % "",
        'import one from "./one.js";\n' + START % "",
        'import { one as other } from "./one.js";\n' + START % "",
        'import "./one.js";\n' + START % "",
        "import { one } from './one.js';\n" + START % "",
        'import { one } from "one";\n' + START % "",
        START % 'import("./one.js");',
    ],
)
def test_module_syntax_that_cannot_be_joined_stops_the_build(modules, source):
    with pytest.raises(BundleError):
        modules(main_js=source, one_js="export const one = 1;\n")


@pytest.mark.parametrize(
    "kind", ["const x = 1;", "let x = 1;", "function x() {}", "async function x() {}", "class x {}"]
)
def test_a_name_that_two_modules_declare_stops_the_build(modules, kind):
    with pytest.raises(BundleError, match=r"x is declared by both one\.js and main\.js"):
        modules(
            main_js=f'import {{ one }} from "./one.js";\n{kind}\n' + START % "",
            one_js="const x = 1;\nexport const one = x;\n",
        )


def test_modules_that_import_each_other_stop_the_build(modules):
    with pytest.raises(BundleError, match="imports itself"):
        modules(
            main_js='import { one } from "./one.js";\n' + START % "log(one);",
            one_js='import { start } from "./main.js";\nexport const one = start;\n',
        )


def test_a_stylesheet_under_two_names_stops_the_build(modules):
    with pytest.raises(BundleError, match=r"a\.css is imported under two names"):
        modules(
            main_js='import { one } from "./one.js";\nimport style from "./a.css";\n'
            + START % "log(one, style);",
            one_js='import other from "./a.css";\nexport const one = other;\n',
            a_css="a { color: red }\n",
        )


def test_a_missing_module_stops_the_build(modules):
    with pytest.raises(FileNotFoundError):
        modules(main_js='import { one } from "./one.js";\n' + START % "")


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--", "\u2028\u2029", '"\\', "é😀", "</SCRIPT "]
)
def test_a_literal_is_safe_in_any_page_and_means_the_same(text):
    script = call("f", {"text": text}).decode()
    assert "<" not in script
    assert not {"\u2028", "\u2029"} & set(script)
    literal = script.removeprefix("f(").removesuffix(");\n")
    assert json.loads(literal) == {"text": text}


def test_equal_modules_give_equal_bytes(modules, tmp_path):
    sources = {
        "main_js": 'import { one } from "./one.js";\n' + START % "log(one);",
        "one_js": "export const one = 1;\n",
    }
    first = modules(**sources)
    assert modules(**sources) == first
    assert str(Path(tmp_path)) not in first
