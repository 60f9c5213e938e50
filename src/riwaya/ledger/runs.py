"""Runs: with which program, rules, words and places readings were made. The same four, the same run."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, select

from riwaya.ledger.canonical import digest
from riwaya.ledger.keeping import next_number
from riwaya.ledger.rows import Row
from riwaya.ledger.tables import runs


@dataclass(frozen=True, slots=True)
class Run:
    """What a reading was made with: the program's version, the hashes of its rules, of word lists and places."""

    program: str
    rules: str
    lexicon: str
    gazetteer: str

    @property
    def id(self) -> str:
        """The same for the same four."""
        return digest(asdict(self))[:16]


def run_row(connection: Connection, run: Run) -> Row:
    """The run's row, made where it is not there yet."""
    found = connection.execute(select(runs).where(runs.c.id == run.id)).one_or_none()
    if found is not None:
        return dict(found._mapping)
    row = {"number": next_number(connection, runs.c.number), "id": run.id, **asdict(run)}
    connection.execute(insert(runs), [row])
    return row
