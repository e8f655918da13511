"""Serves the demo company site: `python -m cookieguard.demo --port 5081 --consent-url http://localhost:5080`."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from urllib.parse import urlsplit

from werkzeug.serving import run_simple

from cookieguard.demo.shop import create_shop
from cookieguard.errors import InvalidDefinition


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve the shop until it is stopped."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    try:
        shop = create_shop(chosen.consent_url, chosen.site)
    except InvalidDefinition as error:
        parser.error(error.detail)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line a request would hold visitors' addresses
    print(f"The demo shop is on http://{chosen.host}:{chosen.port}/", flush=True)
    run_simple(chosen.host, chosen.port, shop, threaded=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m cookieguard.demo", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=5081)
    parser.add_argument("--consent-url", type=_web_address, default="http://localhost:5080")
    parser.add_argument("--site", default="kantoorhuis", help="id of the shipped site definition")
    return parser


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise argparse.ArgumentTypeError(f"{text!r} is no web address such as http://localhost:5080")
    return text


if __name__ == "__main__":
    main()
