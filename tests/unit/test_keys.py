"""The newest key signs, every key of the ring verifies, and a signature is good for one purpose and site only."""

from __future__ import annotations

import base64
import hashlib
import hmac
import random
import string
import threading
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie

import pytest
from flask import Flask, session
from itsdangerous import URLSafeTimedSerializer

from cookieguard.domain.choice import Choice
from cookieguard.domain.consent_cookie import format_payload, parse_payload
from cookieguard.domain.decision import decide
from cookieguard.domain.notice import terms_of
from cookieguard.errors import InvalidSettings
from cookieguard.keys import KeyRing, read_or_make_keys
from tests.builders import a_notice, all_categories

OLD, MIDDLE, NEW = ("old-" + "o" * 32, "mid-" + "m" * 32, "new-" + "n" * 32)
PAYLOAD = "1.0123456789abcdef.20514.0100..00000000000040008000000000000001"
RING = KeyRing([OLD, MIDDLE, NEW])


def a_signature(key: str, salt: str, text: str) -> str:
    """Return what HMAC-SHA256 says, worked out here and not by the library under test."""
    derived = hmac.digest(key.encode(), salt.encode(), hashlib.sha256)
    signature = hmac.digest(derived, text.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(signature).rstrip(b"=").decode()


def test_exactly_the_newest_key_signs_a_cookie():
    """CVE-2025-47278: a framework once signed with the oldest key, which keeps a leaked one alive for ever."""
    expected = a_signature(NEW, "cookieguard.consent.shop", PAYLOAD)
    assert RING.sign_cookie("shop", PAYLOAD) == f"{PAYLOAD}~{expected}"


def test_exactly_the_newest_key_signs_a_receipt():
    assert RING.sign_receipt("shop", "record") == a_signature(NEW, "cookieguard.receipt.shop", "record")


@pytest.mark.parametrize("key", [OLD, MIDDLE, NEW])
def test_every_key_of_the_ring_verifies(key):
    signed = KeyRing([key])
    assert RING.verify_cookie("shop", signed.sign_cookie("shop", PAYLOAD)) == PAYLOAD
    assert RING.is_receipt("shop", "record", signed.sign_receipt("shop", "record"))


def test_a_retired_key_verifies_nothing():
    retired, ring = KeyRing([OLD]), KeyRing([MIDDLE, NEW])
    assert ring.verify_cookie("shop", retired.sign_cookie("shop", PAYLOAD)) is None
    assert not ring.is_receipt("shop", "record", retired.sign_receipt("shop", "record"))


def test_a_cookie_of_one_site_is_nothing_on_another():
    assert RING.verify_cookie("shop-2", RING.sign_cookie("shop", PAYLOAD)) is None
    assert not RING.is_receipt("shop-2", "record", RING.sign_receipt("shop", "record"))


def test_a_receipt_is_no_cookie_and_a_cookie_no_receipt():
    assert RING.verify_cookie("shop", f"record~{RING.sign_receipt('shop', 'record')}") is None
    signature = RING.sign_cookie("shop", "record").rpartition("~")[2]
    assert not RING.is_receipt("shop", "record", signature)


def test_a_receipt_speaks_for_its_own_record_only():
    assert not RING.is_receipt("shop", "another", RING.sign_receipt("shop", "record"))


def a_mutation(value: str, dice: random.Random) -> str:
    """Return `value` with something changed, left out, put in or swapped."""
    at, letter = dice.randrange(len(value)), dice.choice(string.printable + "é\u2028\ud800\0")
    other = dice.randrange(len(value))
    cut = sorted((at, other))
    return dice.choice(
        [
            value[:at] + letter + value[at + 1 :],
            value[:at] + value[at + 1 :],
            value[:at] + letter + value[at:],
            value[: cut[0]] + value[cut[1] :],
            value[: cut[0]] + value[cut[0] : cut[1]].swapcase() + value[cut[1] :],
            value + letter,
            letter + value,
        ]
    )


def test_no_mutation_of_a_signed_value_verifies():
    dice = random.Random(20260302)
    signed = RING.sign_cookie("shop", PAYLOAD)
    mutations = [a_mutation(signed, dice) for _ in range(5000)]
    tried = [value for value in mutations if value != signed]
    assert len(tried) > 4000
    assert [value for value in tried if RING.verify_cookie("shop", value) is not None] == []


def test_a_signature_has_one_spelling_only():
    """Base64 has spare bits and its readers skip what they do not know: neither may pass for the same value."""
    signed = RING.sign_cookie("shop", PAYLOAD)
    alphabet = string.ascii_letters + string.digits + "-_"
    assert [end for end in alphabet if RING.verify_cookie("shop", signed[:-1] + end)] == [signed[-1]]
    receipt = RING.sign_receipt("shop", "record")
    assert [end for end in alphabet if RING.is_receipt("shop", "record", receipt[:-1] + end)] == [receipt[-1]]
    for extra in ("=", "!", "\n", " "):
        assert RING.verify_cookie("shop", signed + extra) is None
        assert not RING.is_receipt("shop", "record", receipt + extra)


@pytest.mark.parametrize(
    "value", ["", "~", PAYLOAD, PAYLOAD + "~", "~" * 50, "é", "\ud800", "a~" + "\ud800" * 43, "\0"]
)
def test_what_was_never_signed_is_no_cookie_and_no_error(value):
    assert RING.verify_cookie("shop", value) is None
    assert not RING.is_receipt("shop", "record", value)


def test_an_expired_cookie_verifies_and_is_asked_about_again():
    """The signature tells who wrote it, the rules tell how long it counts."""
    terms = terms_of(a_notice().body)
    choice = Choice(terms.version, 20_000, all_categories(True))
    payload = RING.verify_cookie("shop", RING.sign_cookie("shop", format_payload(choice, terms)))
    read = parse_payload(payload, terms)
    assert decide(terms, read, 20_000 + terms.validity_days - 1).ask is False
    expired = decide(terms, read, 20_000 + terms.validity_days)
    assert (expired.ask, expired.granted) == (True, ())


@pytest.fixture
def flask_app() -> Flask:
    app = Flask("test")
    app.config.update(SECRET_KEY=RING.newest, SECRET_KEY_FALLBACKS=RING.older)
    app.add_url_rule("/write", "write", lambda: session.update(who="anna") or "")
    app.add_url_rule("/read", "read", lambda: session.get("who", "nobody"))
    return app


def a_session(key: str, **content: str) -> str:
    """Return a session cookie as Flask 3 writes one, signed with `key`."""
    options = {"key_derivation": "hmac", "digest_method": hashlib.sha1}
    serializer = URLSafeTimedSerializer(key, salt="cookie-session", signer_kwargs=options)
    return str(serializer.dumps(content))


def test_the_newest_key_comes_first_and_the_others_follow_newest_first():
    assert (RING.newest, RING.older) == (NEW, [MIDDLE, OLD])
    assert (KeyRing([OLD]).newest, KeyRing([OLD]).older) == (OLD, [])


def test_exactly_the_newest_key_signs_the_operators_session(flask_app):
    answer = flask_app.test_client().get("/write")
    value = SimpleCookie(answer.headers["Set-Cookie"])["session"].value
    text, _, signature = value.rpartition(".")
    derived = hmac.digest(NEW.encode(), b"cookie-session", hashlib.sha1)
    expected = (
        base64.urlsafe_b64encode(hmac.digest(derived, text.encode(), hashlib.sha1)).rstrip(b"=").decode()
    )
    assert signature == expected


@pytest.mark.parametrize(
    ("key", "who"), [(OLD, "anna"), (MIDDLE, "anna"), (NEW, "anna"), ("x" * 36, "nobody")]
)
def test_the_operators_session_outlives_a_rotation_but_not_its_key(flask_app, key, who):
    client = flask_app.test_client()
    client.set_cookie("session", a_session(key, who="anna"))
    assert client.get("/read").text == who


@pytest.mark.parametrize("keys", [[], ["short"], [OLD, "n" * 31], [""]])
def test_a_missing_or_short_key_stops_the_start_and_is_not_repeated(keys):
    with pytest.raises(InvalidSettings) as refused:
        KeyRing(keys)
    assert "short" not in refused.value.detail
    assert "32 characters" in refused.value.detail


def test_the_key_file_is_made_once_for_its_owner_only(tmp_path):
    path = tmp_path / "data" / "secret-keys"
    (key,) = read_or_make_keys(path)
    assert read_or_make_keys(path) == [key]
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret-keys"]
    KeyRing([key])


def test_processes_that_start_together_agree_on_one_key(tmp_path):
    together = threading.Barrier(16)

    def start(_: int) -> list[str]:
        together.wait()
        return read_or_make_keys(tmp_path / "secret-keys")

    with ThreadPoolExecutor(16) as pool:
        keys = list(pool.map(start, range(16)))
    assert len({tuple(found) for found in keys}) == 1
    assert len(keys[0]) == 1


def test_a_key_is_added_to_the_file_below_the_older_ones(tmp_path):
    path = tmp_path / "secret-keys"
    path.write_text(f"{OLD}\n\n  {NEW}  \n", "utf-8")
    assert KeyRing(read_or_make_keys(path)).newest == NEW
