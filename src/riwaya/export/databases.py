"""Our tables in a file of SQLite: made, filled and closed so that the same selection gives the same bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from riwaya.export.cells import row_hashes
from riwaya.export.selection import Selection
from riwaya.export.tables import TABLES, Table

_TYPES = {"str": "TEXT", "int": "INTEGER", "float": "REAL", "date": "TEXT"}
_GEOPACKAGE_TYPES = {**_TYPES, "date": "DATE"}


@contextmanager
def fresh(path: Path) -> Iterator[sqlite3.Connection]:
    """A new database at the path, committed and closed at the end."""
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("PRAGMA journal_mode = OFF")
        with connection:
            yield connection
    finally:
        connection.close()


def add_table(
    connection: sqlite3.Connection, table: Table, selection: Selection, *, geopackage: bool = False, keys: bool = True
) -> dict[str, str]:
    """Makes a table and fills it; returns a hash for each row. GeoPackage wants a number as key beside our id."""
    types = _GEOPACKAGE_TYPES if geopackage else _TYPES
    parents = dict(table.parents) if keys and not geopackage else {}
    lines = ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"] if geopackage else []
    for column in table.columns:
        line = f'"{column.name}" {types[column.type]}'
        if column is table.columns[0]:
            line += " NOT NULL UNIQUE" if geopackage else " PRIMARY KEY NOT NULL"
        if column.name in parents:
            line += f' REFERENCES "{parents[column.name]}"(id)'
        lines.append(line)
    connection.execute(f'CREATE TABLE "{table.name}" ({", ".join(lines)})')
    rows = list(table.rows(selection))
    insert(connection, table.name, [column.name for column in table.columns], rows)
    return row_hashes(table.name, rows)


def insert(
    connection: sqlite3.Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]
) -> None:
    """Adds rows to a table."""
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)


ORDER = tuple(sorted(TABLES, key=lambda table: ("events", "reports", "claims", "tolls", "accounts").index(table.name)))
"""The tables, each after those that it points to."""
