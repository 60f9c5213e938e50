"""Our tables as a SQLite file for Datasette and sqlite-utils: keys, full-text search, views, and its metadata beside it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from riwaya.export.databases import ORDER, add_table, fresh
from riwaya.export.layout import Layout, Written
from riwaya.export.selection import Selection
from riwaya.export.tables import LOSSES, TABLES

_SEARCHED = {
    "events": ("place", "perpetrators", "targets", "outlets"),
    "claims": ("quote", "speaker_name"),
    "reports": ("title",),
}
_VIEWS = {
    "disputed_events": (
        "Events on which accounts contradict each other",
        """SELECT e.id, e.start, e.place, e.type, a.attribute, a.value, a.low, a.high, a.held_by, a.denied_by
        FROM accounts a JOIN events e ON e.id = a.event WHERE a.state = 'disputed' ORDER BY e.start, e.id, a.id""",
    ),
    "told": (
        "Claims beside the event and the report that they belong to",
        """SELECT c.id, e.start, e.place, e.type, c.speaker_name, c.stance, c.quote, c.chain, r.outlet, r.published, r.url
        FROM claims c JOIN events e ON e.id = c.event JOIN reports r ON r.id = c.report ORDER BY e.start, c.id""",
    ),
}
_FACETS = {
    "events": ["type", "country", "admin1", "grade"],
    "claims": ["stance", "speaker"],
    "tolls": ["outcome"],
    "reports": ["outlet"],
    "accounts": ["attribute", "state"],
}


def write(selection: Selection, to: Path, extras: frozenset[str]) -> Written:
    """Writes the database, and `<name>.metadata.json` for `datasette --metadata`."""
    hashes: dict[str, str] = {}
    with fresh(to) as connection:
        for table in ORDER:
            hashes |= add_table(connection, table, selection)
            for column, _ in table.parents:
                connection.execute(f'CREATE INDEX "{table.name}_{column}" ON "{table.name}" ("{column}")')
        connection.execute("CREATE INDEX events_start ON events (start)")
        for name, columns in _SEARCHED.items():
            listed = ", ".join(columns)
            connection.execute(
                f'CREATE VIRTUAL TABLE {name}_fts USING fts5({listed}, content="{name}", '
                "tokenize='unicode61 remove_diacritics 2')"
            )
            connection.execute(f"INSERT INTO {name}_fts (rowid, {listed}) SELECT rowid, {listed} FROM {name}")
        for name, (_, query) in _VIEWS.items():
            connection.execute(f"CREATE VIEW {name} AS {query}")
    metadata = to.with_suffix(".metadata.json")
    described = msgspec.json.encode(describe(selection, to.stem))
    metadata.write_bytes(msgspec.json.format(described, indent=2) + b"\n")
    return Written((to, metadata), hashes)


def describe(selection: Selection, name: str) -> dict[str, object]:
    """Datasette's metadata: what every table and column means, and what to count by."""
    tables: dict[str, object] = {
        table.name: {
            "title": f"{table.name} · {table.arabic}",
            "description": table.meaning,
            "columns": {column.name: column.meaning for column in table.columns},
            "facets": _FACETS[table.name],
        }
        for table in TABLES
    }
    tables |= {view: {"title": title} for view, (title, _) in _VIEWS.items()}
    as_of = f", as of {selection.as_of}" if selection.as_of else ""
    return {
        "title": "Riwaya: who says what about which event",
        "description": f"Decided by the policy {selection.policy}{as_of}",
        "databases": {name: {"tables": tables}},
    }


LAYOUT = Layout(
    name="sqlite",
    title="SQLite for Datasette",
    into="file",
    suffix=".db",
    description="Our five tables with keys, indexes, full-text search and two views, and metadata for Datasette beside it",
    losses=LOSSES,
    write=write,
    columns={table.name: table.columns for table in TABLES},
)
