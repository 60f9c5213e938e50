"""`riwaya refused`: what could not be taken in, and why."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from riwaya.cli.options import DEFAULT_LEDGER, LedgerOption


def refused(
    ledger: LedgerOption = DEFAULT_LEDGER,
    json: Annotated[bool, typer.Option("--json", help="Print JSON Lines, one object an item.")] = False,
) -> None:
    """What could not be taken in: where it stood, what is wrong, what to do instead."""
    from riwaya.cli.ledgers import opened
    from riwaya.ledger.rows import as_json

    with opened(ledger) as kept_in:
        items = kept_in.refused()
    for item in items:
        sys.stdout.write(f"{as_json(item)}\n" if json else f"{item.where}: {item.what}; {item.remedy}\n")
