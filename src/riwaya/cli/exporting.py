"""`riwaya export`: a selection written in a layout, with what the layout cannot express said each time."""

from __future__ import annotations

import sys
from collections import defaultdict

from riwaya.errors import ExportError
from riwaya.export.exporting import Exported, Wanted, export_selection
from riwaya.export.layout import Layout
from riwaya.export.layouts import find_layout, layout_names
from riwaya.export.selection import Selection


def run_export(selection: Selection, wanted: Wanted) -> Exported:
    """Writes the selection; says on standard error what was written, left out and lost, on standard output what is new.

    Raises ExportError as `export_selection` does.
    """
    exported = export_selection(selection, wanted)
    files = len(exported.files)
    _say(f"wrote {wanted.to}: {exported.layout.title}, {len(selection.rows)} events, {exported.rows} rows"
         + (f" in {files} files" if files > 1 else ""))  # fmt: skip
    _say_left_out(exported)
    _say(f"what {exported.layout.title} cannot express:")
    for loss in exported.layout.losses:
        _say(f"  - {loss}")
    if exported.changes is not None:
        for sign, keys in (
            ("+", exported.changes.added),
            ("~", exported.changes.changed),
            ("-", exported.changes.gone),
        ):
            for key in keys:
                sys.stdout.write(f"{sign}\t{key}\n")
        _say(f"{len(exported.changes)} rows changed since {wanted.since}: + new, ~ other, - gone")
    return exported


def list_layouts() -> None:
    """Every layout with its description and extras, on standard output."""
    for name in layout_names():
        try:
            layout = find_layout(name)
        except ExportError as error:
            _say(f"riwaya: {error}")
            continue
        for line in _lines(layout):
            sys.stdout.write(f"{line}\n")


def _lines(layout: Layout) -> list[str]:
    into = "a folder" if layout.into == "folder" else f"a file ({layout.suffix})"
    lines = [f"{layout.name}\t{into}\t{layout.description}"]
    return lines + [f"\t--with {name}\t{what}" for name, what in layout.extras.items()]


def _say_left_out(exported: Exported) -> None:
    reasons: dict[str, list[str]] = defaultdict(list)
    for left in exported.left_out:
        reasons[left.why].append(left.event)
    for why, events in reasons.items():
        _say(f"left out, {why}: {len(events)} ({', '.join(events[:5])}{', …' if len(events) > 5 else ''})")


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
