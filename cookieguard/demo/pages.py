"""The shop's pages, the same in every language: `/nl/…` and `/en/…`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cookieguard.demo.basket import COOKIE, count_lines, format_basket, parse_basket
from cookieguard.demo.content import LANGUAGES, Product

_ORDER_NUMBER = re.compile(r"KH-[0-9]{6}")

pages = Blueprint("shop", __name__)


@dataclass(frozen=True, slots=True)
class Window:
    """What the shop shows: articles by slug, texts by language, and how an order gets its number."""

    products: Mapping[str, Product]
    texts: Mapping[str, Mapping[str, Any]]
    order_number: Callable[[], str]


@pages.before_request
def open_page() -> None:
    """Note the visitor's language and basket; refuse a language the shop does not speak."""
    g.window = current_app.extensions["window"]
    g.language = (request.view_args or {}).get("language", LANGUAGES[0])
    if g.language not in LANGUAGES:
        abort(404)
    g.marked_up = []
    g.basket = parse_basket(request.cookies.get(COOKIE, ""), g.window.products)


@pages.get("/")
def root() -> Response:
    """Send the visitor to the shop's own language."""
    return redirect(url_for(".home", language=LANGUAGES[0]))


@pages.get("/<language>/")
def home(language: str) -> str:
    """Show the shop window."""
    return _render("home", featured=list(g.window.products.values())[:6])


@pages.get("/<language>/products")
def product_list(language: str) -> str:
    """Show all articles, or those of one group."""
    group = request.args.get("group", "")
    chosen = [each for each in g.window.products.values() if group in ("", each.group)]
    return _render("products", chosen=chosen, group=group)


@pages.get("/<language>/products/<slug>")
def product(language: str, slug: str) -> str:
    """Show one article with its video, posts and pins."""
    if slug not in g.window.products:
        abort(404)
    return _render("product", product=g.window.products[slug])


@pages.get("/<language>/contact")
def contact(language: str) -> str:
    """Show how to reach the shop."""
    return _render("contact")


@pages.get("/<language>/privacy")
def privacy(language: str) -> str:
    """Show the privacy statement."""
    return _render("privacy")


@pages.get("/<language>/basket")
def basket(language: str) -> str:
    """Show what is in the basket."""
    lines = [(g.window.products[slug], count) for slug, count in count_lines(g.basket).items()]
    return _render("basket", lines=lines, total=sum(each.cents * count for each, count in lines))


@pages.post("/<language>/basket")
def add_to_basket(language: str) -> Response:
    """Put one article in the basket."""
    added = parse_basket(request.form.get("product", ""), g.window.products)
    answer = redirect(url_for(".basket", language=language), 303)
    answer.set_cookie(COOKIE, format_basket([*g.basket, *added]), httponly=True, samesite="Lax")
    return answer


@pages.post("/<language>/order")
def order(language: str) -> Response:
    """Empty the basket and thank the visitor; nothing is ordered anywhere."""
    answer = redirect(url_for(".thanks", language=language, order=g.window.order_number()), 303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="Lax")
    return answer


@pages.get("/<language>/thanks")
def thanks(language: str) -> str:
    """Thank for an order: the page on which a conversion is counted."""
    number = request.args.get("order", "")
    return _render("thanks", order=number if _ORDER_NUMBER.fullmatch(number) else "")


def _render(page: str, **content: Any) -> str:
    return render_template(
        f"demo/{page}.html", page=page, language=g.language, t=g.window.texts[g.language], **content
    )
