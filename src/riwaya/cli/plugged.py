"""`riwaya plugins`: what installed packages add, and what is wrong with it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer


def plugins(
    json: Annotated[bool, typer.Option("--json", help="Print JSON Lines, one object a plug-in.")] = False,
) -> None:
    """What installed packages add: sources, layouts, lexicon and gazetteer packs, readers; and what is broken."""
    from riwaya.cli import SOME_REFUSED
    from riwaya.ledger.rows import as_json
    from riwaya.plugins import GROUPS, fault
    from riwaya.plugins import plugins as installed

    broken = False
    for kind in GROUPS:
        for plugin in installed(kind):
            wrong = fault(plugin)
            broken = broken or wrong is not None
            row = {"kind": kind, "name": plugin.name, "package": plugin.package, "version": plugin.version}
            if json:
                sys.stdout.write(f"{as_json({**row, 'fault': wrong})}\n")
                continue
            sys.stdout.write("\t".join((*row.values(), "broken" if wrong else "works")) + "\n")
            if wrong:
                sys.stderr.write(f"riwaya: {wrong}\n")
    if not json and not any(map(installed, GROUPS)):
        sys.stderr.write("riwaya: no installed package adds anything; docs/plugins.md tells how to write one\n")
    if broken:
        raise typer.Exit(SOME_REFUSED)
