"""The tables of the ledger as Markdown, for docs/ledger.md: `make docs`."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite

from riwaya.ledger.tables import metadata

PAGE = Path(__file__).parent.parent / "docs" / "ledger.md"
_BEGIN, _END = "<!-- the tables, written by `make docs` -->", "<!-- end of the tables -->"


def ledger_page() -> str:
    """The page with its tables as they are."""
    before, _, rest = PAGE.read_text("utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}\n\n{schema()}\n{_END}{after}"


def schema() -> str:
    """Every table with its columns, in the order in which they refer to each other."""
    return "\n".join(_table(table) for table in metadata.sorted_tables)


def _table(table: Table) -> str:
    lines = [f"### `{table.name}`", "", f"{_sentence(table.comment)}", "", "| column | type | |", "|---|---|---|"]
    for column in table.columns:
        refers = [f"→ `{key.target_fullname}`" for key in column.foreign_keys]
        marks = ["key"] * column.primary_key + refers
        told = "; ".join(filter(None, [column.comment or "", ", ".join(marks)]))
        kind = column.type.compile(dialect=sqlite.dialect()).lower() + ("?" if column.nullable else "")
        lines.append(f"| `{column.name}` | {kind} | {told} |")
    return "\n".join([*lines, ""])


def _sentence(comment: str | None) -> str:
    text = comment or ""
    return f"{text[:1].upper()}{text[1:]}."
