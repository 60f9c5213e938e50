"""Processes that read reports, with the words and places loaded; or this process, where one is enough."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection
from pathlib import Path

from riwaya.ledger import Read
from riwaya.ledger.copies import bands
from riwaya.model import Report
from riwaya.pipeline import load_tools, read_report


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """A user's own words and places, and how many processes read.

    0: this one, and each item is kept before the next is asked for.
    """

    lexicon: Path | None = None
    gazetteer: Path | None = None
    processes: int | None = None


class Readers:
    """Reads reports, in other processes or in this one."""

    def __init__(self, options: ReadingOptions, pool: ProcessPoolExecutor | None, processes: int) -> None:
        self._options = options
        self._pool = pool
        self.processes = processes

    def read(self, reports: list[Report]) -> Future[list[Read | str]]:
        """Begins to read; each becomes its reading, or what went wrong in words."""
        if self._pool is not None and reports:
            return self._pool.submit(read_all, reports, self._options)
        future: Future[list[Read | str]] = Future()
        future.set_result(read_all(reports, self._options))
        return future

    def read_one(self, report: Report) -> Read:
        """Reads one report here and now."""
        return _read(report, self._options)


def warm_up(options: ReadingOptions) -> None:
    """Loads all that reading needs, also what is loaded with the first report, so that processes share it."""
    _read(Report("", "", _SENTENCE), options)


_SENTENCE = (
    "قال مصدر طبي إن خمسة مدنيين قتلوا بقصف جوي للتحالف على حي في مدينة الرقة شمال سوريا أمس الأحد، ونفى التحالف ذلك."
)


@contextmanager
def readers_for(options: ReadingOptions, before: Callable[[], None]) -> Iterator[Readers]:
    """Readers until the block ends, the words and places shared with this process where the system can fork.

    `before` is called before other processes begin, to close what must not be carried into them.
    """
    warm_up(options)
    processes = cores() if options.processes is None else options.processes
    if processes == 0:
        yield Readers(options, None, 0)
        return
    before()
    gc.freeze()
    with pool_of(processes) as pool:
        pool.submit(read_all, [], options).result()
        try:
            yield Readers(options, pool, processes)
        finally:
            pool.shutdown(cancel_futures=True)


def pool_of(processes: int) -> ProcessPoolExecutor:
    """Processes that share with this one what is loaded, where the system can fork, and end with it."""
    way = "fork" if "fork" in multiprocessing.get_all_start_methods() and os.name == "posix" else "spawn"
    return ProcessPoolExecutor(processes, multiprocessing.get_context(way), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Ends this process as soon as the one that began it is gone, however it went; leaves Ctrl-C to that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_all(reports: list[Report], options: ReadingOptions) -> list[Read | str]:
    """Reads in this process; each becomes its reading, or what went wrong in words."""
    found: list[Read | str] = []
    for report in reports:
        try:
            found.append(_read(report, options))
        except Exception as error:
            found.append(f"{type(error).__name__}: {error}")
    return found


def _read(report: Report, options: ReadingOptions) -> Read:
    return Read(read_report(report, load_tools(options.lexicon, options.gazetteer)), bands(report))
