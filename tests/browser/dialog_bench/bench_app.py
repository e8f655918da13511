"""Serves the dialog's ES modules on a page of their own, under the strictest content policy.

By hand: `python -m tests.browser.dialog_bench.bench_app`, then open the printed address. It takes
`?language=en`, `?layout=bar`, `?granted` (a choice is in force) and `?hostile` (a style that fights it).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from wsgiref.simple_server import make_server

from cookieguard.resources import static_folder
from tests.browser.dialog_bench.bench_data import bench_data

_HERE = Path(__file__).parent
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css"}


def bench_app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with a file of the bench, a module of the dialog, or the dialog's data."""
    status, media_type, body = _answer(environ)
    headers = [("Content-Type", media_type), ("Content-Security-Policy", _POLICY)]
    start_response(status, [*headers, ("Content-Length", str(len(body)))])
    return [body]


def _answer(environ: dict[str, Any]) -> tuple[str, str, bytes]:
    folder, _, name = environ["PATH_INFO"].rpartition("/")
    if name == "data.json":
        query = {key: values[0] for key, values in parse_qs(environ["QUERY_STRING"]).items()}
        data = bench_data(query.get("language", "nl"), query.get("layout", "box"))
        return "200 OK", "application/json", json.dumps(data).encode()
    path = (static_folder() / "banner" / "ui" if folder == "/ui" else _HERE) / (name or "index.html")
    if path.suffix not in _TYPES or not path.is_file():
        return "404 Not Found", "text/plain", b""
    if path.suffix == ".css" and environ.get("HTTP_SEC_FETCH_DEST") != "style":
        # What the bundler does with `import css from "./dialog.css"`.
        style = json.dumps(path.read_text("utf-8"))
        return "200 OK", _TYPES[".js"], f"export default {style}".encode()
    return "200 OK", _TYPES[path.suffix], path.read_bytes()


if __name__ == "__main__":
    with make_server("127.0.0.1", 8099, bench_app) as server:
        print("http://127.0.0.1:8099/")
        server.serve_forever()
