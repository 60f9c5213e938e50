"""A batch's result brought into a ledger: the rows that adding its inputs would have given, without reading them."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from itertools import islice
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any

from riwaya import errors
from riwaya.batch.events import event_in
from riwaya.batch.plan import Plan
from riwaya.batch.reading import Folder, reading_in, report_in
from riwaya.batch.storing import parts, rows_in
from riwaya.errors import BatchError, InputError
from riwaya.ledger import Kept, Ledger, Read, Ready
from riwaya.ledger.arriving import Fitted
from riwaya.ledger.linked import linked_so_far
from riwaya.means import Means
from riwaya.model import Report, Told
from riwaya.provenance import reading_run
from riwaya.readers import ReadingOptions, read_all
from riwaya.reconcile.link import order, scored_of
from riwaya.reconcile.reconcile import Reconciled
from riwaya.reconcile.settings import load_weights
from riwaya.reconciling import means_for, store_linking, update_events

_TOGETHER = 64
"""Reports that are kept in one transaction, as adding does."""


def load_batch(path: Path, ledger: Ledger) -> Iterator[Kept]:
    """Keeps the reports and refusals of a finished batch, in their order; safe to repeat.

    Then its events are stored, where the ledger holds nothing else; where it does, all is linked anew.
    Raises BatchError where there is no finished batch, LedgerError where the ledger cannot be written.
    """
    folder = Folder(path)
    plan = folder.plan()
    if not folder.marker("finishing").exists():
        raise BatchError(str(path), "holds a batch that is not finished", "run `riwaya batch` again to go on with it")
    read_again = _read_again(plan, path)
    for number in range(len(plan.partitions)):
        items = _items(folder, number)
        while some := list(islice(items, _TOGETHER)):
            yield from ledger.keep(some, plan.run, read_again)
    means = Means(plan.options.lexicon)
    if plan.linking == means.hash() and _holds_nothing_else(ledger, folder):
        store_linking(ledger, means, _told(folder), _made(folder))
    else:
        update_events(ledger, means_for(ledger, plan.options.lexicon) if plan.options.lexicon else None)


def _holds_nothing_else(ledger: Ledger, folder: Folder) -> bool:
    """Whether a ledger holds the reports of the batch, no judgements, and was never linked."""
    with ledger.database.reading() as connection:
        linked_before = linked_so_far(connection) is not None
    return (
        not linked_before
        and not ledger.judgements()
        and ledger.counts()["versions"] == _count(parts(folder.table("reports")))
    )


def _told(folder: Folder) -> Iterator[Told]:
    """Every incident that counts, in the order of the reports."""
    for row in rows_in(parts(folder.table("reports"))):
        if row["newest"]:
            reading = reading_in(row, row["id"])
            yield from (Told(reading.report, incident) for incident in reading.incidents)


def _made(folder: Folder) -> Reconciled:
    weights = load_weights()
    events = (event_in(row) for row in rows_in(parts(folder.table("events"))))
    pairs = (scored_of(row, weights) for row in rows_in(parts(folder.table("links"))))
    return Reconciled(tuple(sorted(events, key=attrgetter("id"))), tuple(sorted(pairs, key=order)))


def _items(folder: Folder, number: int) -> Iterator[Ready | InputError]:
    """Reports and refusals of a partition as they came."""
    originals = rows_in([folder.part("originals", number)])
    reports = (_ready(row, originals) for row in rows_in([folder.part("reports", number)]))
    refused = ((row["row"], _error(row)) for row in rows_in([folder.part("refused", number)]))
    both: Iterator[tuple[int, Ready | InputError]] = heapq.merge(reports, refused, key=itemgetter(0))
    return (item for _, item in both)


def _ready(row: dict[str, Any], originals: Iterator[dict[str, Any]]) -> tuple[int, Ready]:
    """A report with its original, which stands further on in its own table, and its reading."""
    data = next(original["data"] for original in originals if original["row"] == row["row"])
    report = report_in(row, row["own_id"] or row["sha256"][:16])
    reading = Read(reading_in(row, row["id"]), tuple(row["bands"]))
    return row["row"], Ready(Fitted(report, data, row["place"], row["kind"]), reading)


def _error(row: dict[str, Any]) -> InputError:
    kind = getattr(errors, row["kind"])
    error: InputError = kind(row["place"], row["what"], row["remedy"])
    return error


def _read_again(plan: Plan, path: Path) -> Callable[[Report], Read]:
    options = plan.options

    def read(report: Report) -> Read:
        if reading_run(options.lexicon, options.gazetteer) != plan.run:
            what = f"report {report.id} must be read again under another id, by the program and words of the batch"
            raise BatchError(str(path), what, f"load it with Riwaya {plan.run.program} and its lexicon")
        (found,) = read_all([report], ReadingOptions(options.lexicon, options.gazetteer, 0))
        if isinstance(found, str):
            raise BatchError(str(path), f"report {report.id} cannot be read again ({found})", "tell the authors")
        return found

    return read


def _count(files: list[Path]) -> int:
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(file).num_rows for file in files)
