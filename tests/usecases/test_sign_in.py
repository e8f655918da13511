"""Opening, resuming and ending an operator's session, on a real SQLite database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST

from cookieguard.storage import operators
from cookieguard.storage.database import Database
from cookieguard.usecases.add_operator import UnusableOperator, add_operator, generate_password
from cookieguard.usecases.resume_session import resume_session
from cookieguard.usecases.sign_in import SignedIn, sign_in
from cookieguard.usecases.sign_out import sign_out

NOW = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
PASSWORD = "correct horse battery"


class CountingHasher(PasswordHasher):
    """Real argon2id at the cheapest cost that counts how often it did the full work."""

    def __init__(self) -> None:
        super().__init__(CHEAPEST.time_cost, CHEAPEST.memory_cost, CHEAPEST.parallelism)
        self.computed = 0

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.computed += 1
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:
        self.computed += 1
        return super().verify(hash, password)


@pytest.fixture
def passwords() -> CountingHasher:
    return CountingHasher()


@pytest.fixture
def database(tmp_path: Path, passwords: CountingHasher) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/cookieguard.sqlite3")
    database.migrate()
    add_operator(database, "Anna@Example.com", PASSWORD, passwords=passwords, operator_id="op-1", now=NOW)
    passwords.computed = 0
    yield database
    database.close()


@pytest.fixture
def enter(database: Database, passwords: CountingHasher):
    def enter(email="anna@example.com", password=PASSWORD, token="t" * 43, replaces=None, now=NOW):
        return sign_in(
            database, email, password, passwords=passwords, token=token, replaces=replaces, now=now
        )

    return enter


def test_the_right_password_opens_a_session(database, enter):
    assert enter() == SignedIn("op-1", "anna@example.com")
    assert resume_session(database, "t" * 43, now=NOW) == SignedIn("op-1", "anna@example.com")


def test_an_address_is_the_same_in_any_case_and_with_spaces_around_it(enter):
    assert enter(email="  ANNA@example.COM ") is not None


@pytest.mark.parametrize(
    ("email", "password"), [("anna@example.com", "wrong"), ("nobody@example.com", PASSWORD), ("", "")]
)
def test_a_refusal_opens_nothing(database, enter, email, password):
    assert enter(email=email, password=password) is None
    assert resume_session(database, "t" * 43, now=NOW) is None


def test_an_unknown_address_costs_as_many_hash_computations_as_a_wrong_password(enter, passwords):
    enter(password="wrong")
    for_a_wrong_password, passwords.computed = passwords.computed, 0
    enter(email="nobody@example.com")
    assert passwords.computed == for_a_wrong_password == 1


def test_the_database_holds_the_digest_of_the_token_and_never_the_token(database, enter):
    enter()
    with database.read() as connection:
        assert operators.find_session(connection, hashlib.sha256(b"t" * 43).hexdigest()) is not None
        assert operators.find_session(connection, "t" * 43) is None


def test_a_stored_password_is_argon2id_and_not_the_password(database):
    with database.read() as connection:
        operator = operators.find_operator(connection, "op-1")
    assert operator is not None
    assert operator.password_hash.startswith("$argon2id$")
    assert PASSWORD not in operator.password_hash


def test_signing_in_again_ends_the_session_that_the_browser_had(database, enter):
    enter(token="a" * 43)
    enter(token="b" * 43, replaces="a" * 43)
    assert resume_session(database, "a" * 43, now=NOW) is None
    assert resume_session(database, "b" * 43, now=NOW) is not None


def test_a_refused_sign_in_leaves_the_session_that_the_browser_had(database, enter):
    enter(token="a" * 43)
    enter(token="b" * 43, replaces="a" * 43, password="wrong")
    assert resume_session(database, "a" * 43, now=NOW) is not None


def test_a_session_ends_after_twelve_hours(database, enter):
    enter()
    assert resume_session(database, "t" * 43, now=NOW + timedelta(hours=12, seconds=-1)) is not None
    assert resume_session(database, "t" * 43, now=NOW + timedelta(hours=12)) is None


def test_sessions_that_have_run_out_are_forgotten_at_the_next_sign_in(database, enter):
    enter(token="a" * 43)
    enter(token="b" * 43, now=NOW + timedelta(hours=13))
    with database.read() as connection:
        assert operators.find_session(connection, hashlib.sha256(b"a" * 43).hexdigest()) is None


def test_signing_out_ends_the_session_and_can_be_repeated(database, enter):
    enter()
    sign_out(database, "t" * 43)
    sign_out(database, "t" * 43)
    assert resume_session(database, "t" * 43, now=NOW) is None


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("no-address", PASSWORD),
        ("a@b@c", PASSWORD),
        ("bob@example.com", "short"),
        ("bob@example.com", "x" * 257),
        ("anna@EXAMPLE.com", PASSWORD),
    ],
)
def test_an_unusable_operator_is_refused_and_nobody_is_added(database, passwords, email, password):
    with pytest.raises(UnusableOperator):
        add_operator(database, email, password, passwords=passwords, operator_id="op-2", now=NOW)
    with database.read() as connection:
        assert operators.count_operators(connection) == 1


def test_a_generated_password_is_long_enough_and_different_each_time():
    first, second = generate_password(), generate_password()
    assert len(first) == 23
    assert first != second
