"""`riwaya gazetteer import`: a user's places into a file of their own."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from riwaya.cli import SOME_REFUSED
from riwaya.gazetteer.importing import import_places

_SHOWN = 20


def import_gazetteer(sources: Sequence[Path], target: Path) -> None:
    """Says how many places the file holds now, and which rows were refused (exit code 1).

    Raises GazetteerError where a source is damaged; the file stays as it was.
    """
    report = import_places(sources, target)
    for refusal in report.refused[:_SHOWN]:
        sys.stderr.write(f"{refusal}\n")
    if len(report.refused) > _SHOWN:
        sys.stderr.write(f"… and {len(report.refused) - _SHOWN:,} more\n")
    unnamed = f", {report.unnamed:,} without an Arabic name" if report.unnamed else ""
    sys.stdout.write(
        f"{target}: {report.places:,} places from {report.rows:,} rows{unnamed}; use it with --gazetteer\n"
    )
    if report.refused:
        sys.stderr.write(f"riwaya: {len(report.refused):,} rows refused\n")
        raise typer.Exit(SOME_REFUSED)
