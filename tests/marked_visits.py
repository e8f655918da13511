"""Requests that carry marks wherever a browser could put something personal, and the search for those marks."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

from tests.builders import ORIGIN, a_body, a_refusal

PATH = "/v1/sites/shop/choices"
Send = Callable[[str, str, dict[str, str], bytes], None]
"""Sends method, path with query, headers and body."""

_AS_PAGE = {"Origin": ORIGIN, "Content-Type": "application/json"}


class Marks:
    """What a visitor brings along, new for every request; `all` remembers every one that was sent."""

    def __init__(self) -> None:
        self._dice = random.Random(20260302)
        self.all: set[str] = set()

    def word(self) -> str:
        """Return a word that stands nowhere else."""
        word = "mk" + "".join(self._dice.choices("abcdefghjkmnpqrstuvwxyz", k=14))
        self.all.add(word)
        return word

    def address(self) -> str:
        """Return an address of the networks kept for documentation (RFC 3849, RFC 5737)."""
        address = self._dice.choice(["203.0.113.{}", "198.51.100.{}", "2001:db8::{:x}:beef"]).format(
            self._dice.randrange(1, 255)
        )
        self.all.add(address)
        return address

    def headers(self) -> dict[str, str]:
        """Return headers with a mark in every one that a browser or a proxy may add."""
        return {
            "User-Agent": f"Mozilla/5.0 ({self.word()})",
            "X-Forwarded-For": f"{self.address()}, {self.address()}",
            "Forwarded": f"for={self.address()}",
            "X-Real-IP": self.address(),
            "Referer": f"{ORIGIN}/account?{self.word()}={self.word()}",
            "Accept-Language": f"nl, {self.word()}",
            "Cookie": f"cg_consent=1.{self.word()}; visitor={self.word()}",
            "Authorization": f"Bearer {self.word()}",
            "Sec-CH-UA": f'"{self.word()}";v="1"',
            "X-Request-ID": self.word(),
        }

    def found_in(self, text: bytes | str) -> list[str]:
        """Return the marks that stand in a text."""
        content = text.encode() if isinstance(text, str) else text
        return sorted(mark for mark in self.all if mark.encode() in content)


def visit(send: Send, marks: Marks, version: str) -> None:
    """Do all that a visitor, a broken page or a stranger might; three of the choices are good ones."""
    choices = [("POST", PATH, _AS_PAGE, body) for body in _bodies(marks, version)]
    for method, path, headers, body in [*choices, *_other_requests(marks, version)]:
        query = f"?utm_id={marks.word()}&email={marks.word()}%40x.example"
        send(method, path + query, {**marks.headers(), **headers}, body)


def _bodies(marks: Marks, version: str) -> list[bytes]:
    odd = [
        {**a_body(version), marks.word(): marks.word()},
        a_body(version, vendors={marks.word(): True}),
        {**a_body(version), "method": marks.word()},
        {**a_body(version), "language": marks.word()},
    ]
    good = [a_body(version), a_body(version, granted=[]), a_refusal(version)]
    return [
        *(json.dumps(body).encode() for body in (*good, *odd)),
        f'{{"event": "\\ud800{marks.word()}"}}'.encode(),
        marks.word().encode(),
        marks.word().encode() + b"\xff",
        b"[" * 5000 + marks.word().encode(),
        marks.word().encode() * 2000,
    ]


def _other_requests(marks: Marks, version: str) -> list[tuple[str, str, dict[str, str], bytes]]:
    body = json.dumps(a_body(version)).encode()
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    return [
        ("POST", PATH, {**_AS_PAGE, "Origin": f"https://{marks.word()}.example"}, body),
        ("POST", PATH, {**_AS_PAGE, "Content-Type": f"text/{marks.word()}"}, body),
        ("OPTIONS", PATH, {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}, b""),
        ("GET", PATH, {}, b""),
        ("POST", f"/v1/sites/{marks.word()}/choices", _AS_PAGE, body),
        ("GET", "/b/shop.js", {}, b""),
        ("HEAD", "/b/shop.js", {"If-None-Match": f'"{marks.word()}"'}, b""),
        ("GET", f"/b/{marks.word()}.js", {}, b""),
        ("GET", f"/b/ui.{marks.word()}.js", {}, b""),
        ("GET", f"/{marks.word()}", {}, b""),
        ("POST", f"/{marks.word()}", {}, body),
        ("GET", "/healthz", {}, b""),
        ("GET", "/admin/", {}, b""),
        ("GET", f"/admin/sites/{marks.word()}", {}, b""),
        ("POST", "/admin/sign-in", form, f"email={marks.word()}".encode()),
    ]


def files_with_marks(folder: Path, marks: Marks) -> dict[str, list[str]]:
    """Return the marks in each file below a folder, SQLite's own beside the database included."""
    found = {path.name: marks.found_in(path.read_bytes()) for path in folder.rglob("*") if path.is_file()}
    return {name: marked for name, marked in found.items() if marked}
