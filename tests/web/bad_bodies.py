"""Bodies that are no choice, each under what is wrong with it."""

from __future__ import annotations

from typing import Any

MARK = "Zx9q-words-of-the-body"
"""Stands somewhere in most bodies below; must never stand in a log."""
NOT_JSON = {
    "empty": b"",
    "blank": b" \n",
    "no JSON": MARK.encode(),
    "a form": f"event={MARK}&layer=1".encode(),
    "two values": b"{} {}",
    "cut off": b'{"event": "',
    "a trailing comma": b'{"event": 1,}',
    "single quotes": b"{'event': 1}",
    "a comment": b"{} // yes",
    "a raw newline in a text": b'{"event": "a\nb"}',
    "NaN": b'{"layer": NaN}',
    "Infinity": b'{"layer": -Infinity}',
    "a number beyond all numbers": b'{"layer": 1e999}',
    "a number of 5,000 digits": b'{"layer": ' + b"9" * 5000 + b"}",
    "a byte order mark": b"\xef\xbb\xbf{}",
    "a name twice": b'{"event": 1, "event": 2}',
    "a name twice, once escaped": b'{"layer": 1, "l\\u0061yer": 2}',
    "a name twice further in": b'{"vendors": {"a": true, "a": false}}',
    "UTF-16 that is UTF-8": b"\x00{\x00}",
}
NOT_UTF8 = {
    "Latin-1": '{"event": "é"}'.encode("latin-1"),
    "UTF-16": '{"event": "é"}'.encode("utf-16"),
    "an overlong slash": b'{"event": "\xc0\xaf"}',
    "a surrogate in bytes": b'{"event": "\xed\xa0\x80"}',
    "half a character": b'{"event": "\xe2\x82"}',
    "half a pair, escaped": b'{"event": "\\ud800"}',
    "half a pair as a name": b'{"categories": {"\\udfff": true}}',
    "half a pair in a method": b'{"method": "\\ud83d and more"}',
}
TOO_DEEP = {
    "10,000 lists": b"[" * 10_000,
    "8,000 lists, closed": b"[" * 8_000 + b"]" * 8_000,
    "2,500 objects": b'{"a":' * 2_500 + b"1" + b"}" * 2_500,
    "one level too many": b'{"a": {"b": {"c": {"d": 1}}}}',
}
EVENT = "00000000-0000-4000-8000-000000000001"
MALFORMED: dict[str, list[Any]] = {
    MARK: [1],
    "Event": ["x"],
    "__proto__": [{}],
    "ip": ["192.0.2.1"],
    "event": [
        1, "", MARK, EVENT[:14] + "1" + EVENT[15:], EVENT[:-1] + "A", "{" + EVENT + "}", EVENT + "\n",
        EVENT.replace("-", ""), EVENT + "\0", [EVENT],
    ],
    "version": ["a" * 63, "A" * 64, "a" * 65, 1, "a" * 16],
    "language": ["nl-NL", "NL", "", "../nl", 1],
    "layer": [-1, 3, "1", True, 1.5, 1.0, 2**63, []],
    "method": ["accept", "Save", MARK, "", 1, ["save"]],
    "categories": [
        [], "analytics", True, {"analytics": 1}, {"analytics": "true"}, {"analytics": None},
        {"analytics": {"granted": True}},
    ],
    "vendors": [
        [], ["youtube"], {"youtube": "yes"}, {"youtube": 0}, {MARK: True}, {"": True}, {"a\0b": True}, {"a" * 65: True},
    ],
    "granted": [{}, "youtube", [1], [None], [MARK], [["youtube"]], ["v"] * 401],
    "decided_at": [
        -1, 2**40 + 1, 2**63, 2**64, -(2**63) - 1, "1772452798", 1772452798.5, True, "2026-03-02T12:00:00Z",
    ],
    "record": [1, "", MARK, EVENT.replace("-", "")],
    "receipt": [1, "", "short", "a" * 121, "é" * 43, MARK + "~" * 9],
}  # fmt: skip
