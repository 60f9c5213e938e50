"""The way into the ledger as prose: what comes in is sorted out, read by many processes, and kept by one writer."""

from __future__ import annotations

import hashlib
import logging
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import groupby, islice

from riwaya.errors import InputError, RiwayaError, UnreadableInput
from riwaya.ledger import Arrived, Kept, Ledger, Read, Ready
from riwaya.ledger.arriving import fitted, renamed
from riwaya.model import Report
from riwaya.readers import Readers, ReadingOptions, readers_for

log = logging.getLogger("riwaya.adding")

_GROUP = 16
"""How many items one process is given to read at a time."""

_TOGETHER = 4
"""How many such groups are kept in one transaction at most: as many as are read when the writer gets to them."""

_AHEAD = 4
"""How many groups wait for each process at most."""

_GROUP_BYTES = 4_000_000
_AHEAD_BYTES = 64_000_000
"""How many bytes of originals wait for their reading at most, beyond the one at hand."""


def add_reports(incoming: Iterable[Arrived | InputError], ledger: Ledger, options: ReadingOptions) -> Iterator[Kept]:
    """Keeps what comes in, in its order, and tells what became of each once it is kept.

    Raises LedgerError where the ledger cannot be written: what was told of is kept, the rest is not.
    """
    with readers_for(options, ledger.close) as readers:
        ahead: deque[_Begun] = deque()
        for group in _groups(incoming, 1 if readers.processes == 0 else _GROUP):
            ahead.append(_begin(group, ledger, readers))
            while ahead and (ahead[0].reading.done() or _enough(ahead, readers)):
                yield from _finish(_take_read(ahead), ledger, options, readers)
        while ahead:
            yield from _finish(_take_read(ahead), ledger, options, readers)


def reread(ledger: Ledger, options: ReadingOptions) -> Iterator[int]:
    """Reads every kept report again that was read with other words, places or another program.

    Yields how many were read, a group at a time; older readings stay, and judgements hold.
    """
    with readers_for(options, ledger.close) as readers:
        ahead: deque[Future[list[Read | str]]] = deque()
        for group in _grouped(ledger.unread_by(options.run()), _GROUP if options.second is None else 1):
            ahead.append(readers.read(group))
            if len(ahead) > _AHEAD * readers.processes:
                yield _keep_again(ahead.popleft(), ledger, options)
        while ahead:
            yield _keep_again(ahead.popleft(), ledger, options)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A group of items, and the reading of those that are not known."""

    items: Sequence[Arrived | InputError]
    size: int
    wanted: Sequence[Report | None]
    reading: Future[list[Read | str]]


def _begin(group: Sequence[Arrived | InputError], ledger: Ledger, readers: Readers) -> _Begun:
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


def _enough(ahead: Sequence[_Begun], readers: Readers) -> bool:
    """Whether so much waits to be read that no more should be asked for."""
    return len(ahead) > _AHEAD * readers.processes or sum(begun.size for begun in ahead) > _AHEAD_BYTES


def _take_read(ahead: deque[_Begun]) -> list[_Begun]:
    """The first group, and those right behind it that are read already."""
    taken = [ahead.popleft()]
    while ahead and len(taken) < _TOGETHER and ahead[0].reading.done():
        taken.append(ahead.popleft())
    return taken


def _finish(begun: Sequence[_Begun], ledger: Ledger, options: ReadingOptions, readers: Readers) -> list[Kept]:
    """Keeps groups in one transaction for each run, once they are read."""
    items = [item for group in begun for item in _readied(group)]
    kept: list[Kept] = []
    for whole, some in groupby(items, _read_whole):
        kept += ledger.keep(list(some), options.run(whole), readers.read_one)
    for one in kept:
        log.debug("%s %s", one.outcome, one.where, extra={"outcome": one.outcome, "report": one.id, "where": one.where})
    log.info("kept %d", len(kept), extra={"items": len(kept)})
    return kept


def _readied(begun: _Begun) -> Iterator[Ready | InputError]:
    """The items of a group with their readings; a report that cannot be read is refused."""
    read = iter(_result(begun.reading))
    for item, report in zip(begun.items, begun.wanted, strict=True):
        if isinstance(item, InputError):
            yield item
            continue
        found = None if report is None else next(read)
        yield _not_read(item.where, found) if isinstance(found, str) else Ready(item, found)


def _read_whole(item: Ready | InputError) -> bool:
    return isinstance(item, InputError) or item.read is None or item.read.whole


def _not_read(where: str, what: str) -> InputError:
    return UnreadableInput(where, f"reading it failed ({what})", "tell the authors of Riwaya; the rest was read")


def _keep_again(reading: Future[list[Read | str]], ledger: Ledger, options: ReadingOptions) -> int:
    found = [read for read in _result(reading) if isinstance(read, Read)]
    return sum(
        ledger.keep_readings([read.reading for read in some], options.run(whole))
        for whole, some in groupby(found, lambda read: read.whole)
    )


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
        item = checked(item)
        group.append(item)
        size += 0 if isinstance(item, InputError) else len(item.data)
        if len(group) >= most or size > _GROUP_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def checked(item: Arrived | InputError) -> Arrived | InputError:
    """The item as the ledger takes it; an error where its bytes are not those that its report names."""
    if isinstance(item, InputError):
        return item
    if hashlib.sha256(item.data).hexdigest() != item.report.sha256:
        return UnreadableInput(item.where, "its bytes are not those it was read from", "tell the maker of its source")
    return fitted(item)


def _grouped(reports: Iterator[Report], most: int) -> Iterator[list[Report]]:
    while group := list(islice(reports, most)):
        yield group
