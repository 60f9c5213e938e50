"""Everything of a selection as JSON Lines: an event a line, with its accounts, incidents, claims and spans."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from riwaya.export.cells import row_hash
from riwaya.export.layout import Layout, Written
from riwaya.export.selection import Selected, Selection
from riwaya.model import Report


def write(selection: Selection, to: Path, extras: frozenset[str]) -> Written:
    """Writes the events, by id."""
    rows = sorted(selection.rows, key=lambda row: row.event.id)
    lines = [msgspec.json.encode(as_values(row, selection)) for row in rows]
    to.write_bytes(b"".join(line + b"\n" for line in lines))
    hashes = {f"events/{row.event.id}": row_hash([line.decode()]) for row, line in zip(rows, lines, strict=True)}
    return Written((to,), hashes)


def as_values(row: Selected, selection: Selection) -> dict[str, Any]:
    """An event as plain values: the record itself, what was decided, and every incident that it is made of."""
    event: dict[str, Any] = msgspec.to_builtins(row.event)
    return {
        **event,
        "policy": selection.policy,
        "as_of": selection.as_of.isoformat() if selection.as_of else None,
        "decided": msgspec.to_builtins(row.decided),
        "incidents": [
            {"report": told.report.id, **msgspec.to_builtins(told.incident)}
            for told in sorted(row.tolds, key=lambda told: told.incident.id)
        ],
        "reports": [_report(report) for report in row.reports()],
    }


def _report(report: Report) -> dict[str, Any]:
    values: dict[str, Any] = msgspec.to_builtins(report)
    values.pop("text")
    return values


LAYOUT = Layout(
    name="jsonl",
    title="JSON Lines",
    into="file",
    suffix=".jsonl",
    description="An event a line with all its accounts, incidents, claims, chains and spans: the whole record",
    losses=(
        "the report's text is not given out: spans count characters in it, and the quotes of the accounts are kept",
    ),
    write=write,
)
