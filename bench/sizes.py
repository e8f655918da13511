"""Topic 1: the bytes that a page loads, beside those of other consent tools."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import brotli

from bench.office_shop import OfficeShop
from bench.peers import PEERS, Peer, Unreachable, fetch
from bench.report import count, short, table
from cookieguard.scripts.builder import ScriptFile

HEADS = ("what a page loads", "requests", "plain", "gzip", "brotli", "against ours", "counted")


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes of one or several files; each file is compressed by itself, as it travels."""

    files: int
    plain: int
    gzip: int
    brotli: int


def of_scripts(*files: ScriptFile) -> Sizes:
    """Return the sizes of files as they are published."""
    return Sizes(
        len(files),
        sum(len(file.plain) for file in files),
        sum(len(file.gzip) for file in files),
        sum(len(file.brotli) for file in files),
    )


def of_plain(files: Sequence[bytes]) -> Sizes:
    """Return the sizes of somebody's files, compressed as ours are."""
    return Sizes(
        len(files),
        sum(map(len, files)),
        sum(len(gzip.compress(file, 9, mtime=0)) for file in files),
        sum(len(brotli.compress(file, mode=brotli.MODE_TEXT)) for file in files),
    )


def measure_sizes(shop: OfficeShop) -> str:
    """Return the table of sizes."""
    first_visit = of_scripts(shop.core, shop.dialogs["nl"])
    rows = [*_ours(shop, first_visit), *(_theirs(peer, first_visit) for peer in PEERS)]
    notes = (
        f"Ours: the office shop as published, its configuration of {len(shop.vendors)} vendors included; "
        "a visitor who has chosen loads the core only.",
        "Theirs: the library's files alone, without a site's configuration. `against ours` compares brotli "
        "with core + dialog, nl.",
        "Every file is compressed by itself: gzip 9, brotli 11 (text).",
    )
    return table("Bytes", HEADS, rows, notes)


def _ours(shop: OfficeShop, first_visit: Sizes) -> Iterator[list[str]]:
    yield _row("CookieGuard, core", of_scripts(shop.core), first_visit, "gate and configuration")
    for language, dialog in shop.dialogs.items():
        yield _row(f"CookieGuard, dialog, {language}", of_scripts(dialog), first_visit, "JS, CSS, texts")
    for language, facts in shop.facts.items():
        yield _row(
            f"CookieGuard, facts, {language}",
            of_scripts(facts),
            first_visit,
            "second layer: each vendor's data",
        )
    for language, dialog in shop.dialogs.items():
        both = of_scripts(shop.core, dialog)
        yield _row(f"**CookieGuard, core + dialog, {language}**", both, first_visit, "a first visit")
    for language, dialog in shop.dialogs.items():
        everything = of_scripts(shop.core, dialog, shop.facts[language])
        yield _row(f"CookieGuard, all three, {language}", everything, first_visit, "second layer opened")


def _theirs(peer: Peer, first_visit: Sizes) -> list[str]:
    try:
        version, files = fetch(peer)
    except Unreachable as reason:
        return [f"{peer.package} {peer.wanted}", *["-"] * 5, str(reason)]
    return _row(f"{peer.package} {version}", of_plain(files), first_visit, peer.counted)


def _row(name: str, sizes: Sizes, first_visit: Sizes, counted: str) -> list[str]:
    figures = (sizes.files, sizes.plain, sizes.gzip, sizes.brotli)
    return [name, *map(count, figures), short(sizes.brotli / first_visit.brotli), counted]
