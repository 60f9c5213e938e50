"""`riwaya seal`: the state of the ledger in a file that can be published or time-stamped."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from riwaya.cli.options import DEFAULT_LEDGER, LedgerOption


def seal(
    ledger: LedgerOption = DEFAULT_LEDGER,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The seal; the time-stamp request is beside it.")
    ] = Path("riwaya.seal.json"),
    by: Annotated[str, typer.Option(metavar="NAME", help="Who signs it off.")] = "",
    note: Annotated[str, typer.Option(metavar="TEXT", help="What it is for.")] = "",
) -> None:
    """Write the ledger's state to a file to publish or time-stamp (RFC 3161), for `riwaya verify --seal`."""
    from riwaya.cli.ledgers import opened
    from riwaya.ledger.seal import make_seal

    with opened(ledger) as kept_in:
        made = make_seal(kept_in, output, by or kept_in.user, note)
    sys.stdout.write(f"sealed {made.seal.entries:,} entries by {made.seal.by}: {made.file}\n")
    sys.stdout.write(f"sha256 {made.sha256}\n")
    sys.stdout.write(f"request for a time stamp: {made.request}\n")
