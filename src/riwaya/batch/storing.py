"""Files that are there whole or not at all: written under another name, flushed, and renamed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, Any]

_ROWS = 1_000
_BYTES = 16_000_000
"""Rows, and bytes of their weightiest column, that are held before they are written."""


@contextmanager
def written(target: Path) -> Iterator[Path]:
    """A name to write a file or folder under, which takes the place of the target once the block is done.

    It begins with a dot: neither DuckDB nor Spark takes what a killed run left there for a part of a table.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{uuid4().hex[:12]}.new")
    try:
        yield beside
        if beside.is_dir():
            shutil.rmtree(target, ignore_errors=True)
        elif beside.exists():
            _flush(beside)
        else:
            beside.mkdir()  # a query without rows writes no folder
        os.rename(beside, target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        beside.unlink(missing_ok=True)
        raise


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_json(target: Path, value: Any) -> None:
    """Writes a value as JSON, whole or not at all."""
    with written(target) as beside:
        beside.write_bytes(msgspec.json.format(msgspec.json.encode(value)))


class Table:
    """Takes rows one by one and writes them to Parquet, a few at a time, so that memory stays bounded."""

    def __init__(self, path: Path, schema: pa.Schema, weight: Callable[[Row], int] = lambda row: 0) -> None:
        import pyarrow.parquet as pq

        self._schema = schema
        self._writer = pq.ParquetWriter(path, schema, compression="zstd")
        self._rows: list[Row] = []
        self._weight = weight
        self._size = 0
        self.count = 0

    def add(self, row: Row) -> None:
        """Adds a row: a value for each column by name, or none for null."""
        self._rows.append(row)
        self._size += self._weight(row)
        self.count += 1
        if len(self._rows) >= _ROWS or self._size >= _BYTES:
            self._write()

    def close(self) -> None:
        """Writes what is left, and the end of the file."""
        self._write()
        self._writer.close()

    def _write(self) -> None:
        import pyarrow as pa

        if self._rows:
            columns = [pa.array([row.get(field.name) for row in self._rows], field.type) for field in self._schema]
            self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))
            self._rows, self._size = [], 0


@contextmanager
def table(target: Path, schema: pa.Schema, weight: Callable[[Row], int] = lambda row: 0) -> Iterator[Table]:
    """A table to add rows to, which is there whole once the block is done."""
    with written(target) as beside:
        rows = Table(beside, schema, weight)
        try:
            yield rows
        finally:
            rows.close()


def rows_in(files: list[Path], columns: list[str] | None = None) -> Iterator[dict[str, Any]]:
    """The rows of Parquet files, one file after the other, a few at a time."""
    import pyarrow.parquet as pq

    for file in files:
        with pq.ParquetFile(file) as opened:
            for batch in opened.iter_batches(200, columns=columns):
                yield from batch.to_pylist()


def parts(folder: Path) -> list[Path]:
    """The Parquet files of a table, by name."""
    return sorted(path for path in folder.glob("*.parquet") if not path.name.startswith((".", "_")))
