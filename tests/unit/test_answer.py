"""What a browser reports becomes a choice and the state that a record keeps; its clock is believed within reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cookieguard.domain.answer import choice_of, decided_at, state_of, utc_day
from cookieguard.domain.choice import Choice, Terms
from tests.builders import NOW, all_categories, an_answer

TERMS = Terms("a" * 16, 180, {"hotjar": "analytics", "youtube": "social"})


def seconds(**ago: float) -> int:
    return int((NOW - timedelta(**ago)).timestamp())


def a_choice(categories: dict[str, bool], **vendors: bool) -> Choice:
    return Choice("a" * 16, 20_000, categories, vendors)


@pytest.mark.parametrize("claimed", [seconds(), seconds(days=179, hours=23), seconds(hours=-23)])
def test_the_browsers_clock_counts_where_it_can_be_right(claimed):
    assert decided_at(an_answer(decided_at=claimed), TERMS, NOW).timestamp() == claimed


@pytest.mark.parametrize("claimed", [0, seconds(days=180), seconds(days=-1, minutes=-1), 2**40])
def test_a_clock_that_cannot_be_right_says_nothing(claimed):
    answer = an_answer(decided_at=claimed)
    assert decided_at(answer, TERMS, NOW) is None
    assert choice_of(answer, TERMS, NOW, None).day == utc_day(NOW)


def test_a_choice_that_arrives_late_keeps_the_day_it_was_made_on():
    assert choice_of(an_answer(decided_at=seconds(days=30)), TERMS, NOW, None).day == utc_day(NOW) - 30


def test_only_the_vendors_that_differ_from_their_category_are_exceptions():
    answer = an_answer(categories=all_categories(analytics=True), vendors={"hotjar": True, "youtube": True})
    assert choice_of(answer, TERMS, NOW, None).vendors == {"youtube": True}


@pytest.mark.parametrize(
    ("choice", "state"),
    [
        (a_choice(all_categories(True)), "given"),
        (a_choice(all_categories(True), hotjar=False), "partial"),
        (a_choice(all_categories(analytics=True)), "partial"),
        (a_choice(all_categories(), hotjar=True), "partial"),
        (a_choice(all_categories()), "refused"),
    ],
)
def test_the_state_says_whether_all_some_or_nothing_was_granted(choice, state):
    assert state_of(choice, TERMS, takes_back=False) == state


def test_nothing_after_something_is_a_withdrawal():
    assert state_of(a_choice(all_categories()), TERMS, takes_back=True) == "withdrawn"


def test_a_narrower_choice_is_no_withdrawal():
    assert state_of(a_choice(all_categories(analytics=True)), TERMS, takes_back=True) == "partial"


def test_days_are_counted_in_utc():
    midnight = NOW.replace(hour=0)
    assert utc_day(midnight) == utc_day(midnight - timedelta(seconds=1)) + 1 == 20_514
