"""`riwaya gazetteer import`: a user's places into a file of their own."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer

from riwaya.cli import SOME_REFUSED
from riwaya.gazetteer.importing import Progress, import_places

_SHOWN = 20


def import_gazetteer(sources: Sequence[Path], target: Path) -> None:
    """Says how many places the file holds now, and which rows were refused (exit code 1).

    Raises GazetteerError where a source is damaged; the file stays as it was.
    """
    with _bar() as progress:
        report = import_places(sources, target, progress)
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


@contextmanager
def _bar() -> Iterator[Progress | None]:
    """A progress bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("reading"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda done, size: bar.update(task, completed=done, total=size)
