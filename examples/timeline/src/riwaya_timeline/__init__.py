"""Writes events as a list by day: `riwaya export --as timeline -o events.md`."""

from __future__ import annotations

from pathlib import Path

from riwaya.export.cells import row_hashes
from riwaya.export.layout import Layout, Written
from riwaya.export.selection import Selected, Selection


def write(selection: Selection, to: Path, extras: frozenset[str]) -> Written:
    """One line an event: the day, the place, what it was, how many sources tell it."""
    rows = sorted((_row(one) for one in selection.rows), key=lambda row: (row[1], row[0]))
    lines = [f"- **{day}** {place}: {what} ({sources} sources)\n" for _, day, place, what, sources in rows]
    to.write_text("".join(lines), "utf-8")
    return Written((to,), row_hashes("events", rows))


def _row(one: Selected) -> tuple[str, str, str, str, int]:
    start, where = one.decided.start, one.decided.where
    day = start.isoformat() if start is not None else "no day"
    what = (one.decided.type or "event").replace("_", " ")
    return one.event.id, day, where.name if where is not None else "nowhere", what, one.event.sources


LAYOUT = Layout(
    name="timeline",
    title="Timeline",
    into="file",
    suffix=".md",
    description="Events as a list by day, in Markdown",
    losses=("tolls, parties and claims are left out",),
    write=write,
)
