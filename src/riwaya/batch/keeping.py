"""One partition's arrivals, once they are ruled on, as rows of the tables; and as rows that are compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from riwaya.batch.columns import schema
from riwaya.batch.reading import Done, Folder, memory_held, reading_in, reading_row
from riwaya.batch.storing import Table, parts, rows_in, table, written
from riwaya.ledger.rows import rows_of
from riwaya.lexicon import load_lexicon
from riwaya.model import Incident, Reading, Told
from riwaya.pipeline import load_tools, read_report
from riwaya.reconcile.bodies import Bodies, bodies_of
from riwaya.reconcile.features import Features, features_of
from riwaya.reconcile.link import table_of

_COMPARED_AT_ONCE = 5_000


def keep_partition(folder: Folder, number: int) -> Done:
    """Writes reports, incidents and claims of a partition, and the rows by which its incidents are linked."""
    plan = folder.plan()
    bodies = bodies_for(plan.options.lexicon)
    rulings = {row["row"]: row for row in rows_in(parts(folder.table("_rulings"))) if row["partition"] == number}
    with ExitStack() as stack:
        reports, incidents, claims = (
            stack.enter_context(table(folder.part(name, number), schema(name), _weight))
            for name in ("reports", "incidents", "claims")
        )
        compared = stack.enter_context(_compared(folder.part("_features", number)))
        for row in rows_in([folder.part("_arrivals", number)]):
            ruling = rulings.get(row["row"]) or _new(row["id"])
            if ruling["outcome"] == "known":
                continue
            reading = reading_in(row, ruling["id"])
            if row["id"] != ruling["id"]:
                again = replace(reading.report, published=row["published"])
                reading = read_report(again, load_tools(plan.options.lexicon, plan.options.gazetteer))
            reports.add({**row, **reading_row(reading), **{name: ruling[name] for name in _RULED}})
            _tell(reading, {"partition": number, "newest": ruling["newest"]}, incidents, claims)
            if ruling["newest"]:
                compared.add(features_of(Told(reading.report, told), bodies) for told in reading.incidents)
    counts = {"reports": reports.count, "incidents": incidents.count, "claims": claims.count, "linked": compared.count}
    return Done(number, counts, memory_held())


@lru_cache(maxsize=2)
def bodies_for(lexicon: Path | None) -> Bodies:
    """Who is within whom, by our words and a user's own."""
    return bodies_of(load_lexicon(lexicon))


_RULED = ("id", "report", "version", "newest", "copy_of", "copied", "likeness")


def _new(id_: str) -> dict[str, Any]:
    """The ruling on what shares nothing with another."""
    told = {"copy_of": None, "copied": None, "likeness": None}
    return {"outcome": "new", "id": id_, "report": id_, "version": 1, "newest": True, **told}


def _tell(reading: Reading, at: Mapping[str, Any], incidents: Table, claims: Table) -> None:
    rows = rows_of(reading, 0)
    id_ = reading.report.id
    for row, incident in zip(rows["incidents"], reading.incidents, strict=True):
        incidents.add({**row, **at, "report": id_, "main": incident.main, **_days(incident), **_sides(incident)})
    for row in rows["claims"]:
        about = (row["incident"], row["claim"])
        incident = reading.incidents[row["incident"]]
        hanging = {
            name: [found for found in rows[table_] if (found["incident"], found["claim"]) == about]
            for name, table_ in (("chain", "links"), ("tolls", "tolls"), ("evidence", "evidence"))
        }
        denied = list(incident.claims[row["claim"]].denied)
        claims.add({**row, **at, **hanging, "incident": incident.id, "report": id_, "denied": denied})


def _days(incident: Incident) -> dict[str, Any]:
    when = incident.when
    return {"first_day": when.start if when else None, "last_day": when.end if when else None}


def _sides(incident: Incident) -> dict[str, list[str]]:
    return {
        name: [actor.actor or actor.name for actor in actors]
        for name, actors in (("perpetrators", incident.perpetrators), ("targets", incident.targets))
    }


def _weight(row: Mapping[str, Any]) -> int:
    return 2 * len(row.get("text") or "") + len(row.get("read") or "")


class _Compared:
    """Rows as linking reads them, written some at a time."""

    def __init__(self, path: Path) -> None:
        import pyarrow.parquet as pq

        self._writer = pq.ParquetWriter(path, table_of([]).schema, compression="zstd")
        self._rows: list[Features] = []
        self.count = 0

    def add(self, rows: Iterable[Features]) -> None:
        self._rows += rows
        if len(self._rows) >= _COMPARED_AT_ONCE:
            self._write()

    def close(self) -> None:
        self._write()
        self._writer.close()

    def _write(self) -> None:
        if self._rows:
            self._writer.write_table(table_of(self._rows))
            self.count += len(self._rows)
            self._rows = []


@contextmanager
def _compared(target: Path) -> Iterator[_Compared]:
    with written(target) as beside:
        rows = _Compared(beside)
        try:
            yield rows
        finally:
            rows.close()
