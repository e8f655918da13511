"""The command line: parse, call a use case, print."""

from __future__ import annotations

import argparse
import os
import sys
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from cookieguard import __version__
from cookieguard.app import create_services
from cookieguard.errors import CookieguardError, InvalidDefinition
from cookieguard.serving import serve, serve_demo
from cookieguard.settings import Settings
from cookieguard.site_file import SiteFile
from cookieguard.usecases.add_operator import add_operator, generate_password
from cookieguard.usecases.apply_site import apply_site
from cookieguard.usecases.list_sites import list_sites
from cookieguard.usecases.publish_notice import publish_notice
from cookieguard.web.services import Services


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 refused, 2 not understood."""
    options = _parser().parse_args(arguments)
    try:
        settings = Settings.from_environ(os.environ)
        done: int = options.run(settings, options)
    except CookieguardError as error:
        print(f"cookieguard: {error.detail}", file=sys.stderr)
        return 1
    return done


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cookieguard", description="Self-hosted consent management.")
    parser.add_argument("--version", action="version", version=f"cookieguard {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add(commands, "serve", "serve the scripts, the consent API and the admin", _serve)
    demo = _add(commands, "demo", "serve an example with a company site on its own origin", _demo)
    demo.add_argument("--shop-port", type=int, default=5081, help="port of the company site")
    db = _group(commands, "db", "the database")
    _add(db, "upgrade", "bring the database to this release", _upgrade)
    site = _group(commands, "site", "site definitions")
    apply = _add(site, "apply", "take a definition as the site's draft", _apply)
    apply.add_argument("file", type=Path)
    apply.add_argument("--publish", action="store_true", help="put it in force at once")
    apply.add_argument("--note", default="Applied from a file", help="why, for the publication history")
    _add(site, "list", "list the sites and what they serve", _list)
    user = _group(commands, "user", "operators")
    add = _add(user, "add", "add an operator and print a password once", _add_user)
    add.add_argument("email")
    return parser


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _add(commands: Commands, name: str, help: str, run: object) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=help, description=help)
    command.set_defaults(run=run)
    return command


def _group(commands: Commands, name: str, help: str) -> Commands:
    return commands.add_parser(name, help=help).add_subparsers(required=True, metavar="COMMAND")


def _serve(settings: Settings, _: argparse.Namespace) -> int:
    return serve(settings)


def _demo(settings: Settings, options: argparse.Namespace) -> int:
    return serve_demo(settings, options.shop_port)


def _upgrade(settings: Settings, _: argparse.Namespace) -> int:
    _close(create_services(settings))
    print("The database is up to date.")
    return 0


def _apply(settings: Settings, options: argparse.Namespace) -> int:
    file = SiteFile.read(options.file)
    services = create_services(settings)
    try:
        now = datetime.now(UTC)
        site = apply_site(services.database, file.definition, catalogue=services.catalogue, now=now)
        print(f"{site.name}: saved as the draft of {site.id}.")
        if options.publish:
            publication = publish_notice(
                services.database,
                site.id,
                catalogue=services.catalogue,
                builder=services.builder,
                by="command line",
                note=options.note,
                now=now,
            )
            print(f"Published notice {publication.notice_id[:16]}; pages get it within a minute.")
    except InvalidDefinition as error:
        for line in file.explain(error.evidence.get("findings", ())):
            print(line, file=sys.stderr)
        raise
    finally:
        _close(services)
    return 0


def _list(settings: Settings, _: argparse.Namespace) -> int:
    services = create_services(settings)
    try:
        for site in list_sites(services.database, catalogue=services.catalogue, builder=services.builder):
            live = f"notice {site.current.notice_id[:16]}" if site.current else "not published"
            print(f"{site.id}  {live}  draft {site.draft}  {site.name}")
    finally:
        _close(services)
    return 0


def _add_user(settings: Settings, options: argparse.Namespace) -> int:
    services = create_services(settings)
    password = generate_password()
    try:
        add_operator(
            services.database,
            options.email,
            password,
            passwords=services.passwords,
            operator_id=str(uuid.uuid4()),
            now=datetime.now(UTC),
        )
    finally:
        _close(services)
    print(f"{options.email} signs in with this password, which is shown only now: {password}")
    return 0


def _close(services: Services) -> None:
    services.writer.close()
    services.database.close()
