"""Rows into files of cells: text that no spreadsheet takes for a formula, a hash for each row, the same bytes each time."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from riwaya.export.layout import Cell, Column

Row = Sequence[Cell]
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?\Z")


def safe(cell: Cell) -> Cell:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it; numbers and other text as they are.

    >>> safe("=HYPERLINK(1)"), safe("-5.2"), safe("الحسكة"), safe(-3)
    ("'=HYPERLINK(1)", '-5.2', 'الحسكة', -3)
    """
    if isinstance(cell, str) and _FORMULA.match(cell) and not _NUMBER.match(cell):
        return "'" + cell
    return cell


def row_hash(row: Row) -> str:
    """Sixteen hexadecimal digits that stay as long as no cell of the row changes."""
    return hashlib.sha256(msgspec.json.encode(list(row))).hexdigest()[:16]


def row_hashes(table: str, rows: Iterable[Row], key: int = 0) -> dict[str, str]:
    """A hash for each row by table and key, the key being the cell at that place."""
    return {f"{table}/{row[key]}": row_hash(row) for row in rows}


def write_csv(
    path: Path, columns: Sequence[Column], rows: Iterable[Row], *, bom: bool = False, second: Row | None = None
) -> None:
    """A CSV file (RFC 4180, UTF-8, lines ended by a line feed), formulas made harmless; unknown is an empty cell.

    `second` is a second header line, for layouts that tag their columns; `bom` marks the file as UTF-8 for Excel.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    if second is not None:
        writer.writerow(second)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    path.write_bytes(out.getvalue().encode("utf-8-sig" if bom else "utf-8"))


def by_columns(columns: Sequence[Column], values: Mapping[str, Cell]) -> list[Cell]:
    """The cells of a row in the order of the columns; a value without a column is a mistake of ours."""
    unknown = values.keys() - {column.name for column in columns}
    if unknown:
        raise KeyError(", ".join(sorted(unknown)))
    return [values.get(column.name) for column in columns]


def listed(values: Iterable[str], separator: str = "; ") -> str:
    """Several values in one cell, each once, in their order."""
    return separator.join(dict.fromkeys(values))


def degrees(value: float | None, places: int) -> str | None:
    """A coordinate with that many decimals, as text, so that no zero is lost.

    >>> degrees(13.5, 4), degrees(None, 4)
    ('13.5000', None)
    """
    return None if value is None else f"{value:.{places}f}"


def number(event: str) -> int:
    """A whole number for an event's id, the same in each export; 49 bits, which every spreadsheet keeps exactly.

    >>> number("ev-1") == number("ev-1") < 2**49
    True
    """
    return int.from_bytes(hashlib.sha256(event.encode()).digest()[:8], "big") >> 15
