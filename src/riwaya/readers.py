"""Processes that read reports, with the words and places loaded; or this process, where one is enough."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import connection
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from riwaya.errors import InputError, RiwayaError, UnreadableInput
from riwaya.model import Reading, Report
from riwaya.pipeline import load_tools, read_report

if TYPE_CHECKING:
    from riwaya.ledger import Read, Run
    from riwaya.second import SecondReader


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
        from riwaya.provenance import reading_run

        return reading_run(self.lexicon, self.gazetteer, self.second.identity if self.second and whole else None)


Item = Report | InputError
Told = TypeVar("Told")


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

    def tell(self, items: list[Item], told: Callable[[Reading], Told]) -> Future[list[Told | InputError]]:
        """Begins to read; each report becomes what `told` makes of its reading, or the error that names what failed."""
        assert self._pool is not None
        return self._pool.submit(_tell_all, items, self._options, told)

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
    processes = cores() if options.processes is None else options.processes
    if processes == 0 or options.second is not None:
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


_HERE = 32
"""How many reports are read in this process before others are begun: fewer are read sooner than that takes."""
_PORTION = 16
_PORTION_CHARACTERS = 500_000
"""How many reports, and about how many characters, a process is given to read at a time."""
_AHEAD = 4
"""How many portions wait for each process at most."""


def read_in_order(
    items: Iterable[Item], options: ReadingOptions, told: Callable[[Reading], Told], before: Callable[[], None]
) -> Generator[Told | InputError, None, None]:
    """What `told` (a function of a module) makes of each report's reading, in order; errors stand in their places.

    The first reports are read as they come. Where more follow, and are not longer waited for than read, all cores read
    them, a bounded number ahead. `before` is called before other processes begin.

    Raises RiwayaError where one of these is killed.
    """
    coming = iter(items)
    began, waited = time.perf_counter(), 0.0
    for _ in range(_HERE):
        asked = time.perf_counter()
        item = next(coming, None)
        waited += time.perf_counter() - asked
        if item is None:
            return
        yield from _tell_all([item], options, told)
    processes = cores() if options.processes is None else options.processes
    if options.second is not None or processes < 2 or waited > (time.perf_counter() - began) / 2:
        for item in coming:
            yield from _tell_all([item], options, told)
        return
    with readers_for(options, before) as readers:
        ahead: deque[Future[list[Told | InputError]]] = deque()
        for portion in _portions(coming):
            ahead.append(readers.tell(portion, told))
            while ahead and (ahead[0].done() or len(ahead) > _AHEAD * readers.processes):
                yield from _result(ahead.popleft())
        while ahead:
            yield from _result(ahead.popleft())


def _portions(items: Iterable[Item]) -> Iterator[list[Item]]:
    """A few reports at a time, fewer where they are long."""
    portion: list[Item] = []
    size = 0
    for item in items:
        portion.append(item)
        size += len(item.text) if isinstance(item, Report) else 0
        if len(portion) >= _PORTION or size > _PORTION_CHARACTERS:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _result(reading: Future[list[Told | InputError]]) -> list[Told | InputError]:
    try:
        return reading.result()
    except BrokenProcessPool as error:
        what = "a reading process was killed (often by too little memory)"
        raise RiwayaError(f"{what}; what was printed is whole, read the rest again") from error


def _tell_all(items: list[Item], options: ReadingOptions, told: Callable[[Reading], Told]) -> list[Told | InputError]:
    found: list[Told | InputError] = []
    for item in items:
        if isinstance(item, InputError):
            found.append(item)
            continue
        try:
            found.append(told(_reading(item, options)[0]))
        except Exception as error:
            what = f"reading it failed ({type(error).__name__}: {error})"
            found.append(UnreadableInput(item.id, what, "tell the authors of Riwaya; the rest was read"))
    return found


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
    from riwaya.ledger import Read
    from riwaya.ledger.copies import bands

    reading, whole = _reading(report, options)
    return Read(reading, bands(report), whole)


def _reading(report: Report, options: ReadingOptions) -> tuple[Reading, bool]:
    """The reading by all that are asked to read, and whether each of them was able to read the whole."""
    tools = load_tools(options.lexicon, options.gazetteer)
    if options.second is None:
        return read_report(report, tools), True
    from riwaya.second import read_twice

    return read_twice(report, tools, options.second)
