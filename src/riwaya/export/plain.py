"""Our five tables as CSV files with a data package that describes them (Frictionless, Table Schema)."""

from __future__ import annotations

from pathlib import Path

import msgspec

from riwaya.export.cells import row_hashes, write_csv
from riwaya.export.layout import Layout, Written
from riwaya.export.selection import Selection
from riwaya.export.tables import LOSSES, TABLES, Table

_TYPES = {"str": "string", "int": "integer", "float": "number", "date": "date"}


def write(selection: Selection, to: Path, extras: frozenset[str]) -> Written:
    """Writes one CSV file a table, marked as UTF-8 so that Excel shows the Arabic, and datapackage.json."""
    hashes: dict[str, str] = {}
    files = []
    for table in TABLES:
        rows = list(table.rows(selection))
        files.append(to / f"{table.name}.csv")
        write_csv(files[-1], table.columns, rows, bom=True)
        hashes |= row_hashes(table.name, rows)
    package = to / "datapackage.json"
    package.write_bytes(msgspec.json.format(msgspec.json.encode(describe(selection)), indent=2) + b"\n")
    return Written((*files, package), hashes)


def describe(selection: Selection) -> dict[str, object]:
    """The data package: every file with the type and meaning of every column, keys and foreign keys."""
    return {
        "name": "riwaya-export",
        "title": f"Events by the policy {selection.policy}",
        "resources": [_resource(table) for table in TABLES],
    }


def _resource(table: Table) -> dict[str, object]:
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.arabic,
        "description": table.meaning,
        "profile": "tabular-data-resource",
        "format": "csv",
        "encoding": "utf-8-sig",
        "schema": {
            "fields": [
                {"name": c.name, "type": _TYPES[c.type], "title": c.arabic, "description": c.meaning}
                for c in table.columns
            ],
            "primaryKey": table.columns[0].name,
            "foreignKeys": [
                {"fields": column, "reference": {"resource": parent, "fields": "id"}}
                for column, parent in table.parents
            ],
        },
    }


LAYOUT = Layout(
    name="csv",
    title="CSV",
    into="folder",
    suffix="",
    description="Our five tables, a CSV file each, with a data package that describes every column",
    losses=(
        *LOSSES,
        "an empty cell is unknown and nothing else; a cell that a spreadsheet would run gets an apostrophe before it",
    ),
    write=write,
    columns={table.name: table.columns for table in TABLES},
)
