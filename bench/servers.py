"""Starts the servers that are measured, each in processes of its own on 127.0.0.1, and stops them."""

from __future__ import annotations

import http.client
import os
import pwd
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cookieguard.settings import PREFIX

START_SECONDS = 30.0
STOP_SECONDS = 10.0
_SERVE = "import sys; from cookieguard.cli import main; sys.exit(main(['serve']))"


class NotStarted(Exception):
    """A server did not answer in time; the message is what it wrote."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port and its first process."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """Return the processor time that its processes have used up to now."""
        return sum(map(_cpu_seconds, family(self.pid)))

    def get(self, path: str, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        """Ask once; return status, headers (names in lower case) and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=START_SECONDS)
        try:
            connection.request("GET", path, headers=dict(headers))
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()


@contextmanager
def consent_server(data_folder: Path) -> Iterator[Server]:
    """Run `cookieguard serve` over a data folder, with its usual settings."""
    port = _free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    settings = {"DATA_DIR": str(data_folder), "PORT": str(port), "LOG_LEVEL": "WARNING"}
    environ = {**kept, **{PREFIX + name: value for name, value in settings.items()}}
    command = [sys.executable, "-c", _SERVE]
    with _running(command, environ, port, "/healthz", data_folder / "server.log") as server:
        yield server


@contextmanager
def nginx(program: str, folder: Path, path: str, body: bytes, headers: Mapping[str, str]) -> Iterator[Server]:
    """Run nginx with one static file, `body` at `path`, which it answers with these headers."""
    port = _free_port()
    folder.mkdir()
    file = folder / "www" / path.lstrip("/")
    file.parent.mkdir(parents=True)
    file.write_bytes(body)
    config = folder / "nginx.conf"
    config.write_text(_nginx_config(folder, port, headers), "utf-8")
    command = [program, "-p", str(folder), "-c", str(config), "-e", str(folder / "error.log")]
    with _running(command, dict(os.environ), port, path, folder / "nginx.log") as server:
        yield server


def _nginx_config(folder: Path, port: int, headers: Mapping[str, str]) -> str:
    # Started by root, nginx would read as `nobody`, who may not enter a temporary folder.
    user = f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else ""
    names = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{name}_temp_path {folder}/{name};" for name in names)
    added = "".join(
        f'add_header {name} "{value}";' for name, value in headers.items() if name != "content-type"
    )
    return f"""
{user} daemon off; worker_processes auto; pid {folder}/pid;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; {places}
  types {{}} default_type "{headers["content-type"]}";
  server {{ listen 127.0.0.1:{port}; root {folder}/www; {added} }}
}}
"""


@contextmanager
def _running(
    command: Sequence[str], environ: Mapping[str, str], port: int, path: str, log: Path
) -> Iterator[Server]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=environ, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        server = Server(port, process.pid)
        if not _answers(server, path, process):
            raise NotStarted(f"{command[0]} does not answer:\n{log.read_text('utf-8', 'replace')[-2000:]}")
        yield server
    finally:
        _stop(process)


def _answers(server: Server, path: str, process: subprocess.Popen[bytes]) -> bool:
    give_up_at = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < give_up_at:
        try:
            return server.get(path, {})[0] == 200
        except OSError:
            time.sleep(0.05)
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a server and all that it started, politely first."""
    processes = family(process.pid)
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        for pid in processes:
            os.kill(pid, 9)
        process.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    children = Path(f"/proc/{pid}/task").glob("*/children")
    return [
        pid,
        *(each for file in children for child in file.read_text().split() for each in family(int(child))),
    ]


def _cpu_seconds(pid: int) -> float:
    # proc(5): after the name, which may hold blanks, user and system time are the 12th and 13th field.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
