"""Parquet: a report a row, its columns named as those of a table are; read a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

import msgspec

from riwaya.errors import BadRecord, InputError, TooLarge
from riwaya.settings import MAX_CHARACTERS
from riwaya.sources.columns import find_columns
from riwaya.sources.records import Taken, parse_day
from riwaya.sources.reports import Incoming, InputOptions, Item, Known, make_incoming

MAX_GROUP = 8_000_000_000
"""The largest row group that is opened, in bytes of what it holds; it is read a page at a time."""

_ROWS = 64
_BUFFER = 1 << 20
_LONGEST_CELL = 4 * MAX_CHARACTERS


def read_rows(file: BinaryIO, where: str, options: InputOptions, groups: Sequence[int] | None = None) -> Taken:
    """The reports of a Parquet file, or of its row groups of these numbers.

    The bytes of a report are its row as JSON. Raises BadRecord where the file is none, or no column holds text.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False)
        columns = find_columns(table.schema_arrow.names, options.columns, where)
        for group in range(table.num_row_groups) if groups is None else groups:
            size, first = table.metadata.row_group(group).total_byte_size, rows_before(table.metadata, group)
            if size > MAX_GROUP:
                what = f"row group {group} holds {size:,} bytes (at most {MAX_GROUP:,})"
                yield TooLarge(where, what, "write the file with smaller row groups")
                continue
            for row, cells in enumerate(_cells(table, group, columns), first + 1):
                yield _taken(cells, f"{where}, row {row}", options)
    except (pa.ArrowException, OSError) as error:
        raise BadRecord(where, f"is damaged Parquet ({error})", "get it again, or write it anew") from error


def row_groups(file: BinaryIO) -> list[int]:
    """How many bytes each row group holds; none where the file is no Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        metadata = pq.ParquetFile(file).metadata
    except (pa.ArrowException, OSError):
        return []
    return [metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups)]


def rows_before(metadata: Any, group: int) -> int:
    """How many rows stand before a row group."""
    return sum(metadata.row_group(earlier).num_rows for earlier in range(group))


def _cells(table: Any, group: int, columns: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The cells of each row by our names."""
    for batch in table.iter_batches(_ROWS, row_groups=[group], columns=list(dict.fromkeys(columns.values()))):
        held = {field: batch.column(batch.schema.get_field_index(column)) for field, column in columns.items()}
        for row in range(batch.num_rows):
            yield {field: column[row] for field, column in held.items()}


def _taken(cells: dict[str, Any], at: str, options: InputOptions) -> Incoming | InputError:
    try:
        return _report({field: _text(cell, at) for field, cell in cells.items()}, at, options)
    except InputError as error:
        return error


def _text(cell: Any, at: str) -> str | None:
    """A cell as words; raises TooLarge for one that no report has."""
    buffer = getattr(cell, "as_buffer", lambda: None)()
    if buffer is not None and buffer.size > _LONGEST_CELL:
        raise TooLarge(at, f"a cell of {buffer.size:,} bytes (at most {_LONGEST_CELL:,})", "split it, a report a row")
    value = cell.as_py()
    if value is None:
        return None
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _report(told: dict[str, str | None], at: str, options: InputOptions) -> Incoming:
    given = {field: value for field, value in told.items() if value is not None}
    published = given.get("published")
    known = Known(
        id=given.get("id", "").strip() or None,
        outlet=given.get("outlet") or None,
        url=given.get("url") or None,
        published=parse_day(published, at) if published else None,
        author=given.get("author") or None,
    )
    data = msgspec.json.encode(given)
    return make_incoming(given.get("title", ""), given.get("text", ""), Item(data, at, "json"), known, options)
