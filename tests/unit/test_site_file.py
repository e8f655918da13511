"""A site definition in YAML: read as written, or refused with the line of each mistake."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from cookieguard.domain.definition import parse_site
from cookieguard.domain.finding import Finding
from cookieguard.errors import InvalidDefinition
from cookieguard.site_file import LARGEST_BYTES, SiteFile
from tests.builders import LANGUAGES, the_catalogue

GOOD = """\
# A comment before all.
site: shop
name: The Shop
origins:
- https://www.shop.example
languages: [nl, en]
controller:
  name: Shop Ltd
  email: privacy@shop.example
  privacy_url: /privacy
authority: {name: The Authority, url: 'https://authority.example'}
vendors:
- id: google-analytics-4
  account: G-ABC1234567
- {id: youtube}
"""


def a_file(text: str) -> SiteFile:
    return SiteFile(dedent(text), "shop.yaml")


def refusal(text: str) -> str:
    """Return why this file cannot be read."""
    with pytest.raises(InvalidDefinition) as refused:
        a_file(text)
    return refused.value.detail


def explained(text: str) -> list[str]:
    """Return what is wrong with the definition in this file."""
    file = a_file(text)
    with pytest.raises(InvalidDefinition) as refused:
        parse_site(file.definition, the_catalogue(), LANGUAGES)
    return file.explain(refused.value.evidence["findings"])


def test_a_good_file_gives_a_good_definition():
    site = parse_site(a_file(GOOD).definition, the_catalogue(), LANGUAGES)
    assert (site.id, site.vendors[0].account) == ("shop", "G-ABC1234567")


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[2] / "cookieguard/demo").glob("*.yaml")), ids=lambda p: p.stem
)
def test_the_examples_that_ship_are_good(path):
    parse_site(SiteFile.read(path).definition, the_catalogue(), LANGUAGES)


def test_every_mistake_is_told_with_file_line_problem_and_mend():
    text = (
        GOOD.replace("www.shop.example", "www.shop.example/")
        .replace("privacy@", "")
        .replace("youtube", "youtub")
    )
    assert explained(text.replace("account:", "acount:")) == [
        "shop.yaml:5: origins[0]: 'https://www.shop.example/' is not allowed; write scheme, host and only an "
        "unusual port, such as https://www.example.com",
        "shop.yaml:9: controller.email: 'shop.example' is not in the right form; write an e-mail address",
        "shop.yaml:14: vendors[0].acount: unknown field; did you mean account?",
        "shop.yaml:15: vendors[1].id: 'youtub' is not in the vendor catalogue; did you mean youtube?",
    ]


def test_what_is_missing_is_told_at_the_place_where_it_belongs():
    lines = explained(GOOD.replace("  email: privacy@shop.example\n", "").replace("name: The Shop\n", ""))
    assert lines == [
        "shop.yaml:2: name: is missing; add it",
        "shop.yaml:6: controller.email: is missing; add it",
    ]


def test_a_field_without_a_value_counts_as_missing():
    assert explained(GOOD.replace("name: The Shop", "name:")) == ["shop.yaml:3: name: is missing; add it"]


def test_a_mistake_in_flow_style_is_told_with_its_line_too():
    (line,) = explained(GOOD.replace("'https://authority.example'", "authority"))
    assert line.startswith("shop.yaml:11: authority.url: ")


def test_a_path_that_the_file_does_not_have_falls_back_to_the_last_part_it_has():
    lines = a_file(GOOD).explain([Finding(("vendors", 7, "id"), "x", "y"), Finding((), "x", "y")])
    assert [line.partition(": ")[0] for line in lines] == ["shop.yaml:12", "shop.yaml:2"]


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("off", "off"), ("y", "y"), ("NO", "NO"), ("True", "True"),
        ("true", True), ("false", False), ("null", None), ("~", None), ("", None), ("Null", "Null"),
        ("12", 12), ("-3", -3), ("0", 0), ("012", "012"), ("0x1F", "0x1F"), ("1_000", "1_000"), ("12:30", "12:30"),
        ("1.5", "1.5"), ("1e3", "1e3"), (".nan", ".nan"), (".inf", ".inf"), ("2026-03-02", "2026-03-02"), ("=", "="),
        ("'12'", "12"), ("'true'", "true"), ("<<", "<<"), ("9" * 31, int("9" * 31)), ("9" * 5000, "9" * 5000),
    ],
    ids=lambda value: repr(value)[:12],
)  # fmt: skip
def test_scalars_are_those_of_yaml_1_2(scalar, value):
    """In YAML 1.1 Norway's `no` is a refusal, 12:30 is 750, and a date is no text."""
    definition = a_file(f"value: {scalar}\n").definition
    assert definition == {"value": value}
    assert type(definition["value"]) is type(value)


def test_norwegian_is_a_language_and_no_refusal():
    assert a_file("languages: [no, nl]").definition == {"languages": ["no", "nl"]}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: &x [1]\nb: *x\n", 2),
        ("a: &a [b]\nb: &b [*a, *a]\nc: [*b, *b]\n", 2),
        ("base: &b {x: 1}\nuse:\n  <<: *b\n", 3),
    ],
)
def test_an_alias_is_refused_with_its_line(text, line):
    assert (
        refusal(text)
        == f"shop.yaml:{line}: holds an alias (*name); write the plain value. Nothing was changed."
    )


@pytest.mark.parametrize(
    "tagged",
    [
        "!!python/object/apply:os.system [id]",
        "!!binary aGk=",
        "!!set {a}",
        "!!timestamp x",
        "!!int x",
        "!mine x",
        "! x",
    ],
)
def test_a_tag_is_refused_with_its_line(tagged):
    detail = refusal(f"site: shop\nname: {tagged}\n")
    assert detail.startswith("shop.yaml:2: holds a tag (!name)")


@pytest.mark.parametrize(
    ("text", "line", "name"),
    [
        ("site: a\nname: b\nsite: c\n", 3, "site"),
        ("vendors:\n- id: a\n  id: b\n", 3, "id"),
        ("{a: {b: 1, b: 2}}", 1, "b"),
    ],
)
def test_a_name_that_stands_twice_is_refused_with_its_line(text, line, name):
    assert refusal(text) == f"shop.yaml:{line}: {name} stands twice; keep one. Nothing was changed."


def test_a_list_as_a_name_is_refused_with_its_line():
    assert refusal("site: a\n? [b, c]\n: d\n").startswith("shop.yaml:2: a name is a plain word")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("site: shop\nname: [a, b\n", 3),
        ("site: shop\nname: 'open\n", 3),
        ("site: shop\n\tname: x\n", 2),
        ("site: shop\n  name: x\n", 2),
        ("site: shop\n---\nsite: other\n", 2),
        ("site: shop\nname: a: b\n", 2),
        ("site: shop\nname: \x07\n", 2),
        ("site: shop\nname: @x\n", 2),
    ],
)
def test_damaged_yaml_is_refused_with_its_line(text, line):
    assert refusal(text).startswith(f"shop.yaml:{line}: ")


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n"])
def test_an_empty_file_is_refused(text):
    assert refusal(text) == "shop.yaml: is empty; nothing was changed."


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_a_file_that_nests_without_end_is_refused(opening):
    assert refusal(opening * 5000) == "shop.yaml: nests deeper than any site definition; nothing was changed."


def test_a_byte_order_mark_before_the_text_does_no_harm(tmp_path):
    path = tmp_path / "shop.yaml"
    path.write_text(GOOD, "utf-8-sig")
    assert SiteFile.read(path).definition["site"] == "shop"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"name: \xff\n", "is not UTF-8"),
        (b"#" * (LARGEST_BYTES + 1), "is larger than"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, content, said):
    path = tmp_path / "shop.yaml"
    if content:
        path.write_bytes(content)
    with pytest.raises(InvalidDefinition) as refused:
        SiteFile.read(path)
    assert refused.value.detail.startswith(f"{path}: {said}")
