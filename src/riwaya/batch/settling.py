"""Which arrivals are new, versions, copies or known: the ledger's own rulings, on those that share anything at all.

An arrival that shares neither bytes nor id nor address nor a band of its text with another is new whatever the
others are, and changes no ruling on them; so only the rest goes, in order, through a ledger that is thrown away.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import select

from riwaya.batch.columns import schema
from riwaya.batch.reading import Done, Folder, memory_held, report_in
from riwaya.batch.storing import rows_in, table, write_json
from riwaya.ledger import Ledger, Opening, Read, Ready, Run, locate, open_ledger
from riwaya.ledger.arriving import Fitted
from riwaya.ledger.copies import bands
from riwaya.ledger.stored import outlets
from riwaya.ledger.tables import reports, versions
from riwaya.ledger.vault import Stored, Vault
from riwaya.model import Reading, Report

_TOGETHER = 500

DOUBTFUL = """
WITH named AS (
    SELECT partition, row, concat('s', sha256) AS name FROM arrivals
    UNION ALL SELECT partition, row, concat('i', id) FROM arrivals
    UNION ALL SELECT partition, row, concat('u', url_key) FROM arrivals WHERE url_key IS NOT NULL
    UNION ALL SELECT partition, row, concat('b', cast(band AS string))
        FROM (SELECT partition, row, {each}(bands) AS band FROM arrivals) AS banded
), shared AS (
    SELECT name FROM named GROUP BY name HAVING count(DISTINCT concat(partition, '/', row)) > 1
), doubtful AS (
    SELECT DISTINCT partition, row FROM named JOIN shared USING (name)
)
SELECT a.* FROM arrivals AS a JOIN doubtful AS d ON a.partition = d.partition AND a.row = d.row
ORDER BY a.partition, a.row
"""
"""The arrivals that share something; `{each}` is what the engine calls a row for each member of a list."""


def settle(folder: Folder, doubtful: list[Path]) -> Done:
    """Rules on the arrivals of these files, which are in order, and writes the rulings and what copies what."""
    where = folder.table("_settling")
    shutil.rmtree(where, ignore_errors=True)
    where.mkdir(parents=True)
    with open_ledger(locate(str(where / "rulings.db")), Opening(create=True, user="batch")) as ledger:
        ledger.vault = _NoVault(where)
        counts = {"new": 0, "version": 0, "copy": 0, "known": 0}
        kept: dict[str, dict[str, Any]] = {}
        with table(folder.table("_rulings") / "part-00000.parquet", schema("rulings")) as rulings:
            for at, outcome, id_ in _ruled(rows_in(doubtful), ledger, folder.plan().run):
                counts[outcome] += 1
                if outcome == "known":
                    rulings.add({**at, "outcome": outcome})
                else:
                    kept[id_] = {**at, "outcome": outcome, "id": id_}
            told = {row["id"]: row for row in _versions(ledger)}
            for id_, row in kept.items():
                rulings.add({**row, **told[id_]})
        _keep_copies(folder, ledger)
    shutil.rmtree(where)
    return Done(0, counts, memory_held())


class _NoVault(Vault):
    """Keeps nothing: the originals lie in the batch."""

    def put(self, originals: Mapping[str, bytes]) -> dict[str, Stored]:
        return {sha256: Stored(0, "") for sha256 in originals}


def _ruled(rows: Iterable[dict[str, Any]], ledger: Ledger, run: Run) -> Iterator[tuple[dict[str, int], str, str]]:
    """Where each arrival stood, what became of it, and the id that it is kept under."""
    ahead = iter(rows)
    while some := list(islice(ahead, _TOGETHER)):
        ready = [Ready(_arrival(row), _unread(report_in(row, row["id"]), row["bands"])) for row in some]
        for row, kept in zip(some, ledger.keep(ready, run, _unread), strict=True):
            yield {"partition": row["partition"], "row": row["row"]}, str(kept.outcome), kept.id


def _arrival(row: Mapping[str, Any]) -> Fitted:
    return Fitted(report_in(row, row["id"]), b"", row["place"], row["kind"])


def _unread(report: Report, keys: Iterable[int] | None = None) -> Read:
    """A reading without incidents: rulings hang on words and origin alone."""
    return Read(Reading(report), tuple(keys) if keys is not None else bands(report))


def _versions(ledger: Ledger) -> Iterator[dict[str, Any]]:
    query = select(versions, reports.c.id.label("of")).join(reports, reports.c.number == versions.c.report)
    with ledger.database.reading() as connection:
        rows = connection.execute(query.order_by(versions.c.number)).all()
    last = {row.of: row.id for row in rows}
    for row in rows:
        yield {
            "id": row.id,
            "report": row.of,
            "version": row.version,
            "newest": last[row.of] == row.id,
            "copy_of": row.copy_of,
            "copied": row.copied,
            "likeness": row.likeness,
        }


def _keep_copies(folder: Folder, ledger: Ledger) -> None:
    """Writes what is a copy of what, and the outlets of the originals."""
    copies = dict(ledger.copies())
    with ledger.database.reading() as connection:
        found = dict(outlets(connection, copies.values()))
    write_json(folder.table("_settled") / "copies.json", {"copies": copies, "outlets": found})
