"""`riwaya serve`: the review page and the HTTP API; `riwaya user`: who may come in."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from riwaya.cli.options import DEFAULT_LEDGER, LedgerOption
from riwaya.errors import RiwayaError

if TYPE_CHECKING:
    from riwaya.web.accounts import Accounts

user_app = typer.Typer(help="Who may use the review page, and as what.", no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The user's name.")]


def serve(
    ledger: LedgerOption = DEFAULT_LEDGER,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to serve on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port.")] = 8765,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", help="Answer only to this name of the host; may be given again."),
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", metavar="FILE", help="Serve over TLS with this certificate (PEM).")
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", metavar="FILE", help="The certificate's private key.")] = None,
    two_people: Annotated[
        bool, typer.Option("--two-people", help="An event is closed by another person than reviewed it.")
    ] = False,
    lexicon: Annotated[
        Path | None,
        typer.Option(
            "--lexicon",
            metavar="DIR",
            help="Your own word lists; names explained on the page go there (a folder beside the ledger, otherwise).",
        ),
    ] = None,
    gazetteer: Annotated[
        Path | None,
        typer.Option(
            "--gazetteer",
            metavar="FILE",
            help="Your own places; those made on the page go there (a file beside the ledger, otherwise).",
        ),
    ] = None,
    feeds: Annotated[
        Path | None,
        typer.Option("--feeds", metavar="FEEDS.toml", help="Show how the feeds that `riwaya watch` reads are doing."),
    ] = None,
) -> None:
    """Serve the review page and the HTTP API; on 127.0.0.1, with no users made, for you alone."""
    _need_web()
    import os

    import uvicorn

    from riwaya.cli.ledgers import opened, progress
    from riwaya.settings import openid_from
    from riwaya.web.app import make_app
    from riwaya.web.own import Own
    from riwaya.web.serving import site_for, warm_up

    openid = openid_from(os.environ)
    if openid:
        _need("logging in by OpenID Connect", "oidc", "authlib", "joserfc", "requests")
    with opened(ledger) as kept_in:
        site = site_for(kept_in, host, tls=certificate is not None, names=name or (), openid=openid)
        beside = site.additions
        own = Own(lexicon or beside.words, gazetteer or beside.places)
        site = replace(site, two_people=two_people, feeds=feeds, own=own)
        with progress("describing events", False, "events") as advance:
            warm_up(site, advance)
        shown = f"[{host}]" if ":" in host else host
        scheme = "https" if certificate else "http"
        sys.stderr.write(f"riwaya: the review page is at {scheme}://{shown}:{port}/ (Ctrl+C ends it)\n")
        if site.secure and certificate is None:
            sys.stderr.write("riwaya: log-ins need TLS: put a proxy with a certificate before it, or --certificate\n")
        uvicorn.run(
            make_app(site),
            host=host,
            port=port,
            log_level="warning",
            server_header=False,
            ssl_certfile=certificate,
            ssl_keyfile=key,
        )


@user_app.command(name="add")
def user_add(
    name: NameArgument,
    role: Annotated[
        str,
        typer.Option(
            "--role", metavar="ROLE", help="viewer looks, analyst decides, reviewer settles, admin adds users."
        ),
    ],
    single_sign_on: Annotated[
        bool,
        typer.Option("--single-sign-on", help="They log in at the OpenID Connect issuer only, without a password."),
    ] = False,
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Add a user, or give a known one this role and a new password; it is asked for, or read from standard input."""
    from riwaya.web.accounts import as_role

    _need_web()
    password: str | None = None
    if single_sign_on:
        pass
    elif sys.stdin.isatty():
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    user = _accounts(ledger).add(name, as_role(role), password)
    sys.stderr.write(f"riwaya: {user.name} may come in as {user.role}\n")


@user_app.command(name="remove")
def user_remove(name: NameArgument, ledger: LedgerOption = DEFAULT_LEDGER) -> None:
    """Remove a user; what they decided stays."""
    if not _accounts(ledger).remove(name):
        raise RiwayaError(f"user {name}: there is none of this name; see `riwaya user list`")


@user_app.command(name="list")
def user_list(ledger: LedgerOption = DEFAULT_LEDGER) -> None:
    """List the users and their roles."""
    for user in _accounts(ledger).users():
        sys.stdout.write(f"{user.name}\t{user.role}\n")


@user_app.command(name="token")
def user_token(name: NameArgument, ledger: LedgerOption = DEFAULT_LEDGER) -> None:
    """Print a token by which a program uses the HTTP API as this user; it is shown this once."""
    sys.stdout.write(f"{_accounts(ledger).make_token(name)}\n")


def _accounts(ledger: str) -> Accounts:
    from riwaya.cli.ledgers import opened
    from riwaya.web.accounts import Accounts
    from riwaya.web.serving import beside

    with opened(ledger) as kept_in:
        return Accounts(beside(kept_in.location, "users"))


def _need_web() -> None:
    _need("the review page", "web", "fastapi", "uvicorn", "jinja2", "pwdlib", "python_multipart")


def _need(what: str, extra: str, *modules: str) -> None:
    """Raises RiwayaError where libraries of an extra are not installed."""
    missing = [name for name in modules if not find_spec(name)]
    if missing:
        raise RiwayaError(f"{what} needs {', '.join(missing)}; install it: pip install 'riwaya[{extra}]'")
