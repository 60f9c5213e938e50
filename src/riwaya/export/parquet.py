"""Our five tables as Parquet files, typed, for DuckDB, pandas, Polars, R and Spark."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from riwaya.export.cells import row_hashes
from riwaya.export.layout import Cell, Layout, Written
from riwaya.export.selection import Selection
from riwaya.export.tables import LOSSES, TABLES, Table


def write(selection: Selection, to: Path, extras: frozenset[str]) -> Written:
    """Writes one Parquet file a table; the meaning of each column stands in the metadata of its field."""
    import pyarrow.parquet as pq

    hashes: dict[str, str] = {}
    files = []
    for table in TABLES:
        rows = list(table.rows(selection))
        files.append(to / f"{table.name}.parquet")
        pq.write_table(_arrow(table, rows), files[-1], compression="zstd")
        hashes |= row_hashes(table.name, rows)
    return Written(tuple(files), hashes)


def _arrow(table: Table, rows: list[list[Cell]]) -> Any:
    import pyarrow as pa

    types = {"str": pa.string(), "int": pa.int64(), "float": pa.float64(), "date": pa.date32()}
    schema = pa.schema(
        [pa.field(c.name, types[c.type], metadata={"description": c.meaning, "title": c.arabic}) for c in table.columns]
    )
    columns = [
        [_day(row[at]) if column.type == "date" else row[at] for row in rows] for at, column in enumerate(table.columns)
    ]
    return pa.table([pa.array(cells, types[c.type]) for cells, c in zip(columns, table.columns, strict=True)], schema)


def _day(cell: Cell) -> date | None:
    return date.fromisoformat(cell) if isinstance(cell, str) else None


LAYOUT = Layout(
    name="parquet",
    title="Parquet",
    into="folder",
    suffix="",
    description="Our five tables as typed Parquet files",
    losses=LOSSES,
    write=write,
    columns={table.name: table.columns for table in TABLES},
)
