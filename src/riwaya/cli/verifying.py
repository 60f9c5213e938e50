"""`riwaya verify`: proves that the ledger and its vault are whole and unaltered, or names what is not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from riwaya.cli import SOME_REFUSED
from riwaya.cli.options import DEFAULT_LEDGER, LedgerOption, QuietOption

_SHOWN = 20


def verify(
    ledger: LedgerOption = DEFAULT_LEDGER,
    seal: Annotated[
        Path | None, typer.Option("--seal", metavar="FILE", help="Check against this seal (`riwaya seal`) too.")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Prove that ledger and vault are whole and unaltered, or name what is not, the first broken link first."""
    from itertools import chain

    from riwaya.cli.ledgers import opened, progress
    from riwaya.ledger.seal import check_seal, read_seal
    from riwaya.ledger.verify import verify as check

    given = read_seal(seal) if seal else None
    with opened(ledger) as kept_in, progress("verifying", quiet, "entries") as advance:
        found = list(chain(check(kept_in, advance), check_seal(kept_in, given) if given else ()))
        counts = kept_in.counts() if not found else {}
    for number, finding in enumerate(found[:_SHOWN]):
        sys.stdout.write(f"{'first broken link: ' if not number else ''}{finding}\n")
    if len(found) > _SHOWN:
        sys.stdout.write(f"… and {len(found) - _SHOWN:,} more\n")
    if found:
        raise typer.Exit(SOME_REFUSED)
    if not quiet:
        against = f", as sealed at entry {given.entries:,}" if given else ""
        sys.stdout.write(
            f"whole and unaltered: {counts['audit']:,} entries, {counts['reports']:,} reports, "
            f"{counts['claims']:,} claims, {counts['objects']:,} originals{against}\n"
        )
