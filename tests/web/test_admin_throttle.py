"""The back-off of sign-in attempts, by the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cookieguard.web.admin.throttle import MOST_ADDRESSES, OVERALL, PER_ADDRESS, Throttle

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
def throttle() -> Throttle:
    return Throttle()


def exhaust(throttle: Throttle, address: str = "anna") -> None:
    for _ in range(PER_ADDRESS.free):
        assert throttle.admit(address, NOON) == 0


def test_the_wait_doubles_up_to_a_minute(throttle):
    exhaust(throttle)
    moment, waits = 0, []
    for _ in range(9):
        wait = throttle.admit("anna", at(moment))
        waits.append(wait)
        moment += wait
        assert throttle.admit("anna", at(moment)) == 0
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_hammering_during_the_wait_does_not_lengthen_it(throttle):
    exhaust(throttle)
    for _ in range(1000):
        assert throttle.admit("anna", at(0.5)) == 1
    assert throttle.admit("anna", at(1)) == 0


def test_a_proved_password_forgives_the_attempts_before_it(throttle):
    exhaust(throttle)
    throttle.forgive("anna")
    exhaust(throttle)


def test_a_quarter_of_an_hour_without_attempts_is_forgiven_too(throttle):
    exhaust(throttle)
    assert throttle.admit("anna", at(901)) == 0
    assert throttle.admit("anna", at(901)) == 0


def test_a_spray_over_many_addresses_is_slowed_to_one_attempt_in_two_seconds(throttle):
    for number in range(OVERALL.free + 2):
        throttle.admit(f"address-{number}", at(number * 0.001 if number < OVERALL.free else number * 2))
    assert throttle.admit("fresh", at((OVERALL.free + 1) * 2 + 1)) == 1
    assert throttle.admit("fresh", at((OVERALL.free + 1) * 2 + 2)) == 0


def test_memory_stays_bounded(throttle):
    for number in range(MOST_ADDRESSES + 50):
        throttle.admit(f"address-{number}", at(number * 2))
    assert len(throttle._addresses) == MOST_ADDRESSES
