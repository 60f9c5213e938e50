"""Our tables as one Excel workbook: a sheet each, right to left, with a frozen header and a data dictionary."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from riwaya.errors import ExportError
from riwaya.export.cells import row_hashes, safe
from riwaya.export.layout import Cell, Column, Layout, Written
from riwaya.export.selection import Selection
from riwaya.export.tables import LOSSES, TABLES

_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""The day of making that every workbook bears, so that the same selection gives the same bytes."""

_MOST_ROWS, _MOST_CHARACTERS = 1_048_575, 32_767
DICTIONARY = (
    Column("sheet", "str", "the sheet", "الورقة"),
    Column("column", "str", "the column", "العمود"),
    Column("arabic", "str", "its label in Arabic", "بالعربية"),
    Column("type", "str", "str, int, float or date", "نوع القيمة"),
    Column("meaning", "str", "what it means", "المعنى"),
)


def write(selection: Selection, to: Path, extras: frozenset[str]) -> Written:
    """Writes the workbook.

    Raises ExportError where a table has more rows than a sheet can hold.
    """
    import xlsxwriter

    hashes: dict[str, str] = {}
    book = xlsxwriter.Workbook(str(to), {"strings_to_formulas": False, "strings_to_urls": False})
    try:
        book.set_properties({"title": f"Riwaya: {selection.policy}", "created": _MADE.replace(tzinfo=None)})
        formats = _Formats(book)
        for table in TABLES:
            rows = list(table.rows(selection))
            if len(rows) > _MOST_ROWS:
                raise ExportError(
                    f"{to}: {len(rows):,} {table.name} do not fit on a sheet; choose fewer events, or --as parquet"
                )
            _sheet(book.add_worksheet(table.name), table.columns, rows, formats)
            hashes |= row_hashes(table.name, rows)
        _sheet(book.add_worksheet("dictionary"), DICTIONARY, _dictionary(), formats)
    finally:
        book.close()
    return Written((to,), hashes)


class _Formats:
    """The formats of a workbook's cells."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "bg_color": "#DDE6ED", "border": 1})
        self.quoted = book.add_format({"quote_prefix": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})


def _sheet(sheet: Any, columns: tuple[Column, ...], rows: Iterable[list[Cell]], formats: _Formats) -> None:
    sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column.name, formats.head)
        sheet.set_column(at, at, 44 if column.name in ("quote", "quotes", "meaning", "title") else 16)
    last = 0
    for last, row in enumerate(rows, 1):
        for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
            _cell(sheet, last, at, column, cell, formats)
    sheet.autofilter(0, 0, last, len(columns) - 1)


def _cell(sheet: Any, row: int, at: int, column: Column, cell: Cell, formats: _Formats) -> None:
    if cell is None:
        return
    if isinstance(cell, int | float):
        sheet.write_number(row, at, cell)
    elif column.type == "date" and cell >= "1900-01-01":
        sheet.write_datetime(row, at, datetime.fromisoformat(cell), formats.day)
    else:
        text = cell if len(cell) <= _MOST_CHARACTERS else cell[: _MOST_CHARACTERS - 1] + "…"
        sheet.write_string(row, at, text, formats.quoted if safe(text) != text else None)


def _dictionary() -> list[list[Cell]]:
    return [[table.name, c.name, c.arabic, c.type, c.meaning] for table in TABLES for c in table.columns]


LAYOUT = Layout(
    name="xlsx",
    title="XLSX",
    into="file",
    suffix=".xlsx",
    description="Our five tables as sheets of one workbook, right to left, with a frozen header and a data dictionary",
    losses=(
        *LOSSES,
        "a cell holds 32,767 characters: what is longer is cut and ends in …",
        "days before 1900 are text: Excel has no such dates",
    ),
    write=write,
    columns={**{table.name: table.columns for table in TABLES}, "dictionary": DICTIONARY},
)
