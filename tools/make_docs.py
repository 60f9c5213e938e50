"""Writes the pages of reference, and the tables in docs/ledger.md, from the code, so that no page can differ."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import typer

import ledger_schema
import reference
from riwaya.cli.app import app
from riwaya.export.layout import Layout
from riwaya.export.layouts import OURS, find_layout

DOCS = Path(__file__).parent.parent / "docs"
PAGE, EXPORTS = DOCS / "cli.md", DOCS / "exports.md"
_HEAD = """\
# The command line

Written by `make docs` from the commands themselves; do not edit.

"""


def cli_page() -> str:
    """The page as Markdown: every command with its usage, arguments and options."""
    root = typer.main.get_command(app)
    return _HEAD + "\n".join(_sections(root, "riwaya")).rstrip() + "\n"


def _sections(command: Any, path: str) -> list[str]:
    parameters = [p for p in command.params if p.name != "help"]
    pieces = [_piece(p) for p in parameters]
    if getattr(command, "commands", None):
        pieces.append("COMMAND")
    lines = [f"## `{path}`", "", command.help or "", "", f"    {' '.join([path, *pieces])}", ""]
    rows = [(_names(p), _meaning(p)) for p in parameters]
    if rows:
        lines += ["| | |", "|---|---|", *(f"| {names} | {text} |" for names, text in rows), ""]
    if command.epilog:
        lines += [command.epilog, ""]
    for name, inner in getattr(command, "commands", {}).items():
        lines += _sections(inner, f"{path} {name}")
    return lines


def _metavar(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper())


def _piece(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return _metavar(parameter) + ("..." if parameter.nargs == -1 else "")
    name = max(parameter.opts, key=len)
    piece = name if parameter.is_flag else f"{name} {_metavar(parameter)}"
    return piece if parameter.required else f"[{piece}]"


def _names(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{_metavar(parameter)}`".replace("|", "\\|")
    name = ", ".join([*parameter.opts, *parameter.secondary_opts])
    return f"`{name}`" if parameter.is_flag else f"`{name} {_metavar(parameter)}`".replace("|", "\\|")


def _meaning(parameter: Any) -> str:
    """The help of a parameter, with what it may be and what it is where it is not given."""
    text = getattr(parameter, "help", None) or ""
    annotation = parameter.type_descriptor.annotation
    values = [str(value) for value in get_args(annotation)] if get_origin(annotation) is Literal else []
    if values and not all(re.search(rf"\b{value}\b", text) for value in values):
        text += f" One of {', '.join(f'`{value}`' for value in values)}."
    default = parameter.default
    if parameter.is_flag if parameter.param_type_name == "option" else False:
        text += f" Usual: `{parameter.opts[0]}`." if parameter.secondary_opts and default is True else ""
    elif isinstance(default, (str, int, Path)) and not isinstance(default, bool) and default not in ("", 0):
        text += f" `{default}` if not given." if f"{default} " not in text else ""
    return text.replace("|", "\\|")


_EXPORTS_HEAD = """\
# Exports

Written by `make docs` from the layouts themselves; do not edit.

An export writes a selection of events in a layout that other tools know. A policy has decided on one value for each
attribute; layouts that can hold more have the claims and accounts beside it. What a layout cannot express is printed at
each export and listed here. Unknown is an empty cell, never 0, unless the layout has no unknown.

- The same selection gives the same bytes, in every layout.
- Ids are the same in each export. A manifest beside the files has a hash of every row; with `--since` an export lists
  the rows that are new (`+`), other (`~`) and gone (`-`) since an earlier one.
- With `--as-of DAY` an export holds what was published and judged by that day, linked and graded without what came
  later; reports whose day is unknown are left out.
- In CSV, text that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return)
  gets an apostrophe before it; in XLSX it is marked as text. Arabic is untouched.
- A folder of an earlier export is renewed only where nobody has changed its files.
- How our types, bodies and countries are coded for others stands in tables: `types.yaml`, `actors.yaml` and
  `countries.csv` in `src/riwaya/export/data`.
- A package adds a layout of its own by an entry point: see [plug-ins](plugins.md).

| `--as` | writes | what it is |
|---|---|---|
"""


def exports_page() -> str:
    """The page of the layouts as Markdown: what each writes, what it cannot express, its columns and extras."""
    layouts = [find_layout(name) for name in OURS]
    rows = [f"| [`{layout.name}`](#{layout.name}) | {_writes(layout)} | {layout.description} |" for layout in layouts]
    shared: set[tuple[str, ...]] = set()
    sections = [line for layout in layouts for line in _layout(layout, shared)]
    return _EXPORTS_HEAD + "\n".join([*rows, "", *sections]).rstrip() + "\n"


def _writes(layout: Layout) -> str:
    return "a folder" if layout.into == "folder" else f"a file, `{layout.suffix}`"


def _layout(layout: Layout, shared: set[tuple[str, ...]]) -> list[str]:
    lines = [f"## {layout.name}", "", f"{layout.title}. {layout.description}.", "", "What it cannot express:", ""]
    lines += [*(f"- {loss}" for loss in layout.losses), ""]
    if layout.extras:
        lines += [*(f"With `{name}`: {what}." for name, what in layout.extras.items()), ""]
    for table, columns in layout.columns.items():
        names = tuple(column.name for column in columns)
        if len(columns) > 4 and names in shared:
            lines += [f"The columns of `{table}` are [those of `csv`](#csv).", ""]
            continue
        shared |= {names} if layout.name == "csv" else set()
        lines += [f"`{table}`, {len(columns)} columns:", "", "| | | |", "|---|---|---|"]
        lines += [f"| `{column.name}` | {column.type} | {column.meaning} |" for column in columns]
        lines.append("")
    return lines


if __name__ == "__main__":
    for page, text in (
        (PAGE, cli_page()),
        (EXPORTS, exports_page()),
        (ledger_schema.PAGE, ledger_schema.ledger_page()),
        *((page, write()) for page, write in reference.PAGES.items()),
    ):
        page.write_text(text, "utf-8")
        print(f"wrote docs/{page.name}")
