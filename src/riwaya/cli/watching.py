"""`riwaya watch`: polls feeds and hands on what is new, until it is stopped."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from riwaya.errors import InputError
from riwaya.pipeline import Tools, read_report
from riwaya.readers import ReadingOptions
from riwaya.sources.feedlist import read_feeds, read_state, state_path
from riwaya.sources.polling import ask_due, poll_rounds
from riwaya.sources.reports import Incoming
from riwaya.sources.web import Fetcher
from riwaya.wire import dump

Consume = Callable[[Incoming | InputError], None]
EndRound = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Taking:
    """What becomes of each item, which counts as taken when `consume` returns; and what follows each round of them."""

    consume: Consume
    end_round: EndRound = lambda: None


def watch_feeds(feeds: Path, taking: Taking, once: bool = False, allow_private: bool = False) -> None:
    """Hands every new report, and every refusal, to `taking`, round after round.

    Ends at SIGTERM or Ctrl-C, or after one round where only that is wanted. Raises FeedsError where the list is wrong.
    """
    listed, state = read_feeds(feeds), read_state(state_path(feeds))
    sys.stderr.write(f"riwaya: {len(listed)} {'feed' if len(listed) == 1 else 'feeds'} watched\n")
    fetcher = Fetcher(allow_private)
    rounds = [ask_due(listed, state, fetcher)] if once else poll_rounds(listed, state, fetcher)
    with _stopped_politely():
        for items in rounds:
            for item in items:
                taking.consume(item)
            taking.end_round()


def print_reading(tools: Tools) -> Taking:
    """Prints the reading of each report as a line of JSON, and each refusal on standard error."""

    def consume(item: Incoming | InputError) -> None:
        if isinstance(item, InputError):
            sys.stderr.write(f"riwaya: {item}\n")
            sys.stderr.flush()
            return
        out = sys.stdout.buffer
        out.write(dump(read_report(item.report, tools)).encode() + b"\n")
        out.flush()

    return Taking(consume)


def keep_in(ledger: str, options: ReadingOptions, link: bool = True) -> Taking:
    """Keeps each report in the ledger before the next is asked for, says what became of it, and links after a round."""
    from riwaya.adding import add_reports
    from riwaya.cli.ledgers import opened, say
    from riwaya.reconciling import means_for, update_events

    opened(ledger, create=True).close()

    def consume(item: Incoming | InputError) -> None:
        with opened(ledger) as kept_in:
            for kept in add_reports([item], kept_in, options):
                say(str(kept.error) if kept.error else f"{kept.outcome}: {kept.where}")

    def end_round() -> None:
        with opened(ledger) as kept_in:
            made = update_events(kept_in, means_for(kept_in, options.lexicon) if options.lexicon else None)
            if made is not None:
                say(f"{kept_in.count_events():,} events")

    return Taking(consume, end_round if link else lambda: None)


class _Stop(BaseException):
    """The signal to end came."""


@contextmanager
def _stopped_politely() -> Iterator[None]:
    """Ends without a trace at SIGTERM or Ctrl-C; what was taken is kept already."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise _Stop

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    except _Stop:
        sys.stderr.write("riwaya: stopped\n")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
