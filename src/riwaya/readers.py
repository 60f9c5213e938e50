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
from dataclasses import dataclass, replace
from multiprocessing import connection
from pathlib import Path

from riwaya.ledger import Read, Run
from riwaya.ledger.copies import bands
from riwaya.model import Report
from riwaya.pipeline import load_tools, read_report
from riwaya.provenance import reading_run
from riwaya.second import SecondReader, read_twice


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """A user's own words and places, how many processes read, and who reads beside the rules.

    0 processes: this one, and each item is kept before the next is asked for; so it is with a second reader, whose
    budget is one.
    """

    lexicon: Path | None = None
    gazetteer: Path | None = None
    processes: int | None = None
    second: SecondReader | None = None

    def run(self, whole: bool = True) -> Run:
        """The run of readings made so; of those that the second reader was not able to read whole, the rules' own."""
        return reading_run(self.lexicon, self.gazetteer, self.second.identity if self.second and whole else None)


class Readers:
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


def warm_up(options: ReadingOptions) -> None:
    """Loads all that reading needs, also what is loaded with the first report, so that processes share it."""
    _read(Report("", "", _SENTENCE), replace(options, second=None))


_SENTENCE = (
    "قال مصدر طبي إن خمسة مدنيين قتلوا بقصف جوي للتحالف على حي في مدينة الرقة شمال سوريا أمس الأحد، ونفى التحالف ذلك."
)


@contextmanager
def readers_for(options: ReadingOptions, before: Callable[[], None]) -> Iterator[Readers]:
    """Readers until the block ends, the words and places shared with this process where the system can fork.

    `before` is called before other processes begin, to close what must not be carried into them.
    """
    warm_up(options)
    processes = _cores() if options.processes is None else options.processes
    if processes == 0 or options.second is not None:
        yield Readers(options, None, 0)
        return
    way = "fork" if "fork" in multiprocessing.get_all_start_methods() and os.name == "posix" else "spawn"
    context = multiprocessing.get_context(way)
    before()
    gc.freeze()
    with ProcessPoolExecutor(processes, context, initializer=_end_with_parent) as pool:
        pool.submit(_read_all, [], options).result()
        try:
            yield Readers(options, pool, processes)
        finally:
            pool.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """Ends this process as soon as the one that began it is gone, however it went; leaves Ctrl-C to that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


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
    tools = load_tools(options.lexicon, options.gazetteer)
    if options.second is None:
        return Read(read_report(report, tools), bands(report))
    reading, whole = read_twice(report, tools, options.second)
    return Read(reading, bands(report), whole)
