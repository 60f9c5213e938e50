"""`riwaya backup` and `riwaya restore`: a ledger into a folder, and back."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from riwaya.cli import SOME_REFUSED
from riwaya.cli.options import DEFAULT_LEDGER, LedgerOption


def backup(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The backup; an older one in it is brought up to date.")
    ],
    ledger: LedgerOption = DEFAULT_LEDGER,
    portable: Annotated[
        bool, typer.Option("--portable", help="As JSON Lines, which both SQLite and PostgreSQL can be made of.")
    ] = False,
) -> None:
    """Copy the ledger, as it stands at one moment, and its originals into a folder; others may go on writing."""
    from riwaya.cli.ledgers import opened
    from riwaya.ledger.backup import back_up

    with opened(ledger) as kept_in:
        copied = back_up(kept_in, folder, portable)
    sys.stdout.write(f"backed up to {folder}: {copied:,} originals that were not there yet\n")


def restore(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The backup.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Make a ledger of a backup where there is none yet, and verify it."""
    from riwaya.cli.ledgers import opened
    from riwaya.ledger import locate
    from riwaya.ledger.backup import restore as make
    from riwaya.ledger.verify import verify

    vault = os.environ.get("RIWAYA_VAULT")
    make(folder, locate(ledger, Path(vault) if vault else None))
    with opened(ledger) as made:
        found = list(verify(made))
        counts = made.counts()
    for finding in found:
        sys.stdout.write(f"{finding}\n")
    if found:
        raise typer.Exit(SOME_REFUSED)
    sys.stdout.write(f"restored and verified: {counts['reports']:,} reports, {counts['claims']:,} claims\n")
