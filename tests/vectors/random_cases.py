"""Makes seeded random cases for the rules that two languages share, many of them on the edge of what is allowed."""

from __future__ import annotations

import random
from typing import Any

CATEGORIES = ("functional", "analytics", "advertising", "social")
HEX = "0123456789abcdef"
Case = tuple[str, dict[str, Any]]


def random_cases(seed: int, count: int) -> list[Case]:
    """Return `count` cases (rule, input), the same for the same seed."""
    dice = random.Random(seed)
    makers = (_decide, _parse, _format, _url, _name)
    return [makers[n % len(makers)](dice) for n in range(count)]


def _terms(dice: random.Random) -> dict[str, Any]:
    ids = [f"vendor-{n}" for n in range(dice.randint(0, 17))]
    vendors = [{"id": i, "category": dice.choice(CATEGORIES)} for i in ids]
    older = [dice.choice([*ids, "", "gone"]) for _ in range(dice.randint(0, 9))]
    honours = {"0" * 15 + "1": list(dict.fromkeys(older))} if dice.random() < 0.6 else {}
    return {
        "version": "a" * 16,
        "days": dice.choice([1, 30, 180, 730]),
        "vendors": vendors,
        "honours": honours,
    }


def _version(dice: random.Random) -> str:
    return dice.choices(["a" * 16, "0" * 15 + "1", "b" * 16], [6, 3, 1])[0]


def _choice(dice: random.Random, terms: dict[str, Any]) -> dict[str, Any]:
    categories = {category: dice.random() < 0.5 for category in CATEGORIES}
    vendors = {
        vendor["id"]: not categories[vendor["category"]] for vendor in terms["vendors"] if dice.random() < 0.3
    }
    record = "".join(dice.choices(HEX, k=32)) if dice.random() < 0.4 else None
    day = 20000 + dice.choice([0, 0, -1, 1, 2, dice.randint(-800, 800)])
    version = _version(dice)
    return {"version": version, "day": day, "categories": categories, "vendors": vendors, "record": record}


def _decide(dice: random.Random) -> Case:
    terms = _terms(dice)
    choice = _choice(dice, terms) if dice.random() < 0.95 else None
    return "decide", {"terms": terms, "choice": choice, "today": 20000 + dice.randint(-3, 3)}


def _format(dice: random.Random) -> Case:
    terms = _terms(dice)
    return "format", {"terms": terms, "choice": {**_choice(dice, terms), "version": terms["version"]}}


def _parse(dice: random.Random) -> Case:
    terms = _terms(dice)
    version = _version(dice)
    asked = len(terms["vendors"]) if version == terms["version"] else len(terms["honours"].get(version, ()))
    width = max(0, -(-asked // 4) + dice.choice([0, 0, 0, 0, -1, 1]))
    exceptions = "".join(dice.choices(HEX + "000", k=width)) if dice.random() < 0.7 else ""
    categories = "".join(dice.choices("01", k=4))
    payload = f"1.{version}.{dice.randint(19000, 21000)}.{categories}.{exceptions}"
    if dice.random() < 0.4:
        payload += "." + "".join(dice.choices(HEX, k=32))
    return "parse", {"terms": terms, "payload": _damage(dice, payload) if dice.random() < 0.3 else payload}


def _damage(dice: random.Random, text: str) -> str:
    place = dice.randrange(len(text))
    letter = dice.choice(".~0129afgAF \n-%é")
    return dice.choice(
        [text[:place] + letter + text[place + 1 :], text[:place] + text[place + 1 :], text[:place]]
    )


def _host(dice: random.Random) -> str:
    return ".".join(
        dice.choices(["a", "b", "cdn", "www", "khms1", "example", "test", "co", "x-y"], k=dice.randint(2, 4))
    )


def _path(dice: random.Random) -> str:
    segments = dice.choices(
        ["tr", "sdk", "sdk.js", "a", "..", ".", "%2e%2e", "", "npm", "A", "%2E"], k=dice.randint(0, 4)
    )
    return "".join("/" + segment for segment in segments)


def _pattern(dice: random.Random) -> str:
    star = dice.choice(["", "", "*."])
    host = _host(dice).replace("khms1", dice.choice(["khms*", "khms1"]))
    return star + host + dice.choice(["", "", "/tr", "/*/sdk", "/a/", "/npm/s"])


def _url(dice: random.Random) -> Case:
    hosts = {
        f"vendor-{n}": [_pattern(dice) for _ in range(dice.randint(1, 3))] for n in range(dice.randint(1, 5))
    }
    near = (
        dice.choice(dice.choice(list(hosts.values())))
        .replace("*.", dice.choice(["", "m.", "m.n."]))
        .replace("*", "q")
    )
    place = near if dice.random() < 0.7 else _host(dice) + _path(dice)
    scheme = dice.choice(
        ["https://", "http://", "//", "https:/", "https:\\\\", "wss://", "HTTPS://", "ftp://", "data:", ""]
    )
    user = dice.choice(["", "", "", "user@", "u:p@", "evil.test@"])
    url = (
        scheme
        + user
        + place
        + dice.choice(["", "/", "?q=//a.b", "#x", ":443", ":x", ".", "..", "/../tr", "\\tr", "/%2e./tr"])
    )
    if dice.random() < 0.2:
        place_at = dice.randrange(len(url) + 1)
        url = (
            url[:place_at]
            + dice.choice(["\t", "\n", " ", "%61", "é", "。", "\uff41", "\x00", "@", "[", "%", "|"])
            + url[place_at:]
        )
    return "url", {"hosts": hosts, "url": url}


def _name(dice: random.Random) -> Case:
    letters = "ab_.*+$"
    globs = {
        f"vendor-{n}": [
            "".join(dice.choices(letters, k=dice.randint(1, 5))) for _ in range(dice.randint(1, 3))
        ]
        for n in range(dice.randint(1, 4))
    }
    return "name", {"names": globs, "name": "".join(dice.choices("ab_.+$\n", k=dice.randint(0, 6)))}
