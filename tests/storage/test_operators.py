"""Operators and their sessions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy.exc import IntegrityError

from cookieguard.storage import operators
from cookieguard.storage.database import Database
from cookieguard.storage.operators import OperatorRow, SessionRow
from tests.storage.builders import NOON

OLGA = OperatorRow("1", "olga@shop.example", "$argon2id$", NOON)
HASH = sha256(b"token").hexdigest()
LATER = NOON + timedelta(hours=12)


@pytest.fixture
def staffed(database: Database) -> Iterator[Database]:
    """The database with Olga, who may sign in."""
    with database.write() as connection:
        operators.add_operator(connection, "1", "olga@shop.example", "$argon2id$", NOON)
    return database


def test_an_operator_is_found_by_id_and_by_address(staffed: Database) -> None:
    with staffed.read() as connection:
        assert operators.find_operator(connection, "1") == OLGA
        assert operators.find_operator_by_email(connection, "olga@shop.example") == OLGA


def test_a_stranger_is_not_found(staffed: Database) -> None:
    with staffed.read() as connection:
        assert operators.find_operator(connection, "2") is None
        assert operators.find_operator_by_email(connection, "eve@shop.example") is None


def test_operators_are_counted(staffed: Database) -> None:
    with staffed.write() as connection:
        operators.add_operator(connection, "2", "bob@shop.example", "hash", NOON)
        assert operators.count_operators(connection) == 2


def test_an_address_belongs_to_one_operator(staffed: Database) -> None:
    with pytest.raises(IntegrityError), staffed.write() as connection:
        operators.add_operator(connection, "2", "olga@shop.example", "hash", NOON)


def test_a_session_is_found_until_it_ends(staffed: Database) -> None:
    with staffed.write() as connection:
        operators.add_session(connection, HASH, "1", NOON, LATER)
    with staffed.write() as connection:
        found = operators.find_session(connection, HASH)
        operators.end_session(connection, HASH)
    with staffed.read() as connection:
        assert found == SessionRow(HASH, "1", NOON, LATER)
        assert operators.find_session(connection, HASH) is None


def test_ending_a_session_that_is_not_there_is_no_mistake(staffed: Database) -> None:
    with staffed.write() as connection:
        operators.end_session(connection, HASH)


def test_only_sessions_that_have_run_out_are_swept_away(staffed: Database) -> None:
    hashes = [sha256(name).hexdigest() for name in (b"over", b"just over", b"running")]
    ends = [NOON - timedelta(hours=1), NOON, NOON + timedelta(microseconds=1)]
    with staffed.write() as connection:
        for token_hash, end in zip(hashes, ends, strict=True):
            operators.add_session(connection, token_hash, "1", NOON - timedelta(hours=12), end)
        operators.end_expired(connection, NOON)
        left = [operators.find_session(connection, token_hash) for token_hash in hashes]
    assert [session is not None for session in left] == [False, False, True]


def test_a_raw_token_cannot_be_stored_in_place_of_its_hash(staffed: Database) -> None:
    with pytest.raises(IntegrityError), staffed.write() as connection:
        operators.add_session(connection, "a-token-as-the-browser-holds-it", "1", NOON, LATER)


def test_a_session_belongs_to_an_operator(staffed: Database) -> None:
    with pytest.raises(IntegrityError), staffed.write() as connection:
        operators.add_session(connection, HASH, "nobody", NOON, LATER)
