"""A mapping is read field by field; what is wrong is remembered, and reading goes on."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cookieguard.domain.finding import Fields, Finding


def reading(value: Any) -> tuple[Fields, list[Finding]]:
    """Return the fields of a mapping and the list that its mistakes go to."""
    found: list[Finding] = []
    return Fields(value, (), found), found


def test_a_finding_reads_like_a_place_a_problem_and_a_mend():
    assert (
        str(Finding(("vendors", 3, "account"), "is wrong", "mend it"))
        == "vendors[3].account: is wrong; mend it"
    )
    assert str(Finding((), "is wrong", "mend it")) == "definition: is wrong; mend it"


def test_reading_goes_on_after_a_mistake():
    fields, found = reading({"a": 7, "b": "text"})
    assert (fields.text("a"), fields.text("b"), fields.text("c")) == ("", "text", "")
    assert [finding.path for finding in found] == [("a",), ("c",)]


def test_spaces_around_a_text_are_not_part_of_it():
    fields, found = reading({"a": "  text  "})
    assert (fields.text("a"), found) == ("text", [])


def test_a_form_is_met_by_the_whole_text():
    fields, found = reading({"a": "12x"})
    fields.text("a", re.compile("[0-9]+"), "write digits")
    assert str(found[0]) == "a: '12x' is not in the right form; write digits"


def test_a_section_that_is_left_out_reads_as_empty_only_where_it_is_optional():
    fields, found = reading({"b": None})
    assert not fields.section("a", required=False)
    assert not fields.section("b", required=False)
    assert found == []
    fields.section("b")
    assert [str(finding) for finding in found] == ["b: is missing; add it"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "an empty text"),
        ("nl", "'nl'"),
        ([], "a list"),
        ({}, "named fields"),
        (None, "nothing"),
        (1, "1"),
    ],
)
def test_a_mistake_says_what_was_there(value, said):
    fields, found = reading({"a": value})
    fields.flag("a", default=True)
    assert found[0].problem == f"expected true or false, got {said}"


def test_a_wrong_value_of_each_kind_gives_the_default():
    fields, found = reading({"flag": "x", "number": "x", "choice": "x", "texts": "x", "sections": "x"})
    assert fields.flag("flag", default=True) is True
    assert fields.number("number", 1, 9, default=5) == 5
    assert fields.choice("choice", ("box", "bar"), default="box") == "box"
    assert fields.texts("texts", ("a",), "write a") == ()
    assert fields.sections("sections") == []
    assert len(found) == 5


def test_an_unknown_name_that_is_no_text_is_told_all_the_same():
    fields, found = reading({1: "x", None: "z"})
    fields.refuse_unknown()
    assert [finding.path for finding in found] == [("1",), ("None",)]
