"""What an audit entry remembers of rows: one hash a table, over every column of the rows in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table

from riwaya.ledger.canonical import digest
from riwaya.ledger.tables import metadata

COLUMNS = {name: tuple(column.name for column in table.columns) for name, table in metadata.tables.items()}


def rows_digest(rows: Iterable[Sequence[Any]]) -> str:
    """The hash of rows as they come out of the database, all columns, in their order."""
    return digest([list(row) for row in rows])


def new_rows_digest(table: Table, rows: Iterable[Mapping[str, Any]]) -> str:
    """The same hash of rows on their way in."""
    columns = COLUMNS[table.name]
    return digest([[row[name] for name in columns] for row in rows])
