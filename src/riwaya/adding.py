"""The way into the ledger as prose: what comes in is sorted out, read by many processes, and kept by one writer."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from riwaya.errors import InputError, RiwayaError, UnreadableInput
from riwaya.ledger import Arrived, Kept, Ledger, Read, Ready, Run
from riwaya.ledger.arriving import fitted, renamed
from riwaya.ledger.copies import bands
from riwaya.model import Reading, Report
from riwaya.pipeline import load_tools, read_report
from riwaya.provenance import reading_run

log = logging.getLogger("riwaya.adding")

_GROUP = 32
"""How many items are kept in one transaction at most."""

_GROUP_BYTES = 4_000_000
_AHEAD_BYTES = 64_000_000
"""How many bytes of originals wait for their reading at most, beyond the one at hand."""


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """A user's own words and places, and how many processes read.

    0: this one, and each item is kept before the next is asked for.
    """

    lexicon: Path | None = None
    gazetteer: Path | None = None
    processes: int | None = None


def add_reports(incoming: Iterable[Arrived | InputError], ledger: Ledger, options: ReadingOptions) -> Iterator[Kept]:
    """Keeps what comes in, in its order, and tells what became of each once it is kept.

    Raises LedgerError where the ledger cannot be written: what was told of is kept, the rest is not.
    """
    with _readers(options, ledger) as readers:
        run = reading_run(options.lexicon, options.gazetteer)
        ahead: deque[_Begun] = deque()
        for group in _groups(incoming, 1 if readers.processes == 0 else _GROUP):
            ahead.append(_begin(group, ledger, readers))
            while ahead and (len(ahead) > 2 * readers.processes or sum(b.size for b in ahead) > _AHEAD_BYTES):
                yield from _finish(ahead.popleft(), ledger, run, readers)
        while ahead:
            yield from _finish(ahead.popleft(), ledger, run, readers)


def reread(ledger: Ledger, options: ReadingOptions) -> Iterator[int]:
    """Reads every kept report again that was read with other words, places or another program.

    Yields how many were read, a group at a time; older readings stay, and judgements hold.
    """
    with _readers(options, ledger) as readers:
        run = reading_run(options.lexicon, options.gazetteer)
        ahead: deque[Future[list[Read | str]]] = deque()
        for group in _grouped(ledger.unread_by(run)):
            ahead.append(readers.read(group))
            if len(ahead) > 2 * readers.processes:
                yield _keep_again(ahead.popleft(), ledger, run)
        while ahead:
            yield _keep_again(ahead.popleft(), ledger, run)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A group of items, and the reading of those that are not known."""

    items: Sequence[Arrived | InputError]
    size: int
    wanted: Sequence[Report | None]
    reading: Future[list[Read | str]]


def _begin(group: Sequence[Arrived | InputError], ledger: Ledger, readers: _Readers) -> _Begun:
    """Finds out which of a group are new, and has them read."""
    arrivals = [item for item in group if not isinstance(item, InputError)]
    rulings = iter(ledger.sort_out(arrivals))
    wanted: list[Report | None] = []
    for item in group:
        if isinstance(item, InputError):
            wanted.append(None)
            continue
        ruling = next(rulings)
        wanted.append(None if ruling.outcome == "known" else renamed(item.report, ruling))
    size = sum(len(item.data) for item in arrivals)
    return _Begun(group, size, wanted, readers.read([report for report in wanted if report is not None]))


def _finish(begun: _Begun, ledger: Ledger, run: Run, readers: _Readers) -> list[Kept]:
    """Keeps a group once it is read; a report that cannot be read is refused."""
    read = iter(_result(begun.reading))
    items: list[Ready | InputError] = []
    for item, report in zip(begun.items, begun.wanted, strict=True):
        if isinstance(item, InputError):
            items.append(item)
            continue
        found = None if report is None else next(read)
        items.append(_not_read(item.where, found) if isinstance(found, str) else Ready(item, found))
    kept = ledger.keep(items, run, readers.read_one)
    for one in kept:
        log.debug("%s %s", one.outcome, one.where, extra={"outcome": one.outcome, "report": one.id, "where": one.where})
    log.info("kept %d", len(kept), extra={"items": len(kept)})
    return kept


def _not_read(where: str, what: str) -> InputError:
    return UnreadableInput(where, f"reading it failed ({what})", "tell the authors of Riwaya; the rest was read")


def _keep_again(reading: Future[list[Read | str]], ledger: Ledger, run: Run) -> int:
    found = [read.reading for read in _result(reading) if isinstance(read, Read)]
    ledger.keep_readings(found, run)
    return len(found)


def _result(reading: Future[list[Read | str]]) -> list[Read | str]:
    try:
        return reading.result()
    except BrokenProcessPool as error:
        what = "a reading process was killed (often by too little memory)"
        raise RiwayaError(f"{what}; what was added is kept, run the same command again") from error


def _groups(incoming: Iterable[Arrived | InputError], most: int) -> Iterator[list[Arrived | InputError]]:
    """A few items at a time, fewer where they are large."""
    group: list[Arrived | InputError] = []
    size = 0
    for item in incoming:
        item = item if isinstance(item, InputError) else fitted(item)
        group.append(item)
        size += 0 if isinstance(item, InputError) else len(item.data)
        if len(group) >= most or size > _GROUP_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _grouped(reports: Iterator[Report]) -> Iterator[list[Report]]:
    while group := list(islice(reports, _GROUP)):
        yield group


class _Readers:
    """Reads reports, in other processes or in this one."""

    def __init__(self, options: ReadingOptions, pool: ProcessPoolExecutor | None, processes: int) -> None:
        self._options = options
        self._pool = pool
        self.processes = processes

    def read(self, reports: list[Report]) -> Future[list[Read | str]]:
        """Begins to read; each becomes its reading, or what went wrong in words."""
        if self._pool is not None and reports:
            return self._pool.submit(_read_all, reports, self._options)
        future: Future[list[Read | str]] = Future()
        future.set_result(_read_all(reports, self._options))
        return future

    def read_one(self, report: Report) -> Read:
        """Reads one report here and now."""
        return _read(report, self._options)


@contextmanager
def _readers(options: ReadingOptions, ledger: Ledger) -> Iterator[_Readers]:
    """Processes that have the words and places loaded, shared with this one where the system can fork.

    They begin before the ledger is connected to: connections are not to be carried into another process.
    """
    load_tools(options.lexicon, options.gazetteer)
    processes = _cores() if options.processes is None else options.processes
    if processes == 0:
        yield _Readers(options, None, 0)
        return
    way = "fork" if "fork" in multiprocessing.get_all_start_methods() and os.name == "posix" else "spawn"
    context = multiprocessing.get_context(way)
    ledger.close()
    gc.freeze()
    with ProcessPoolExecutor(processes, context) as pool:
        pool.submit(_read_all, [], options).result()
        try:
            yield _Readers(options, pool, processes)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read_all(reports: list[Report], options: ReadingOptions) -> list[Read | str]:
    found: list[Read | str] = []
    for report in reports:
        try:
            found.append(_read(report, options))
        except Exception as error:
            found.append(f"{type(error).__name__}: {error}")
    return found


def _read(report: Report, options: ReadingOptions) -> Read:
    reading: Reading = read_report(report, load_tools(options.lexicon, options.gazetteer))
    return Read(reading, bands(report))
