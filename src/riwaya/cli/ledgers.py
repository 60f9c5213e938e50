"""What every command on a ledger needs: opening it, saying that we wait, progress, and a log of JSON lines."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from riwaya.ledger import Ledger, Opening, locate, open_ledger

Advance = Callable[[int, int | None], None]
"""Called with how much is done, and of how much where that is known."""


def opened(ledger: str, create: bool = False) -> Ledger:
    """The ledger that the user names; its vault is beside it, or where RIWAYA_VAULT says.

    Raises LedgerError as `open_ledger` does.
    """
    vault = os.environ.get("RIWAYA_VAULT")
    return open_ledger(locate(ledger, Path(vault) if vault else None), Opening(create=create, waiting=say))


def say(message: str) -> None:
    """A line on standard error."""
    sys.stderr.write(f"riwaya: {message}\n")
    sys.stderr.flush()


def say_if_behind(ledger: Ledger) -> None:
    """Says on standard error where events were not made anew since something came in or was judged."""
    from riwaya.reconciling import is_behind

    if is_behind(ledger):
        say("something was added or judged since these events were made: `riwaya reconcile` brings them up to date")


@contextmanager
def progress(what: str, quiet: bool, unit: str) -> Iterator[Advance]:
    """A bar on standard error, where that is a terminal and nobody asked for quiet: rate, and time left."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    rate = TextColumn("{task.completed:,.0f} " + unit + " · {task.fields[rate]}/s")
    columns = (SpinnerColumn(), TextColumn(what), BarColumn(), rate, TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, refresh_per_second=4) as bar:
        task = bar.add_task(what, total=None, rate="–")

        def advance(done: int, of: int | None) -> None:
            speed = bar.tasks[0].speed
            bar.update(task, completed=done, total=of, rate=f"{speed:,.0f}" if speed else "–")

        yield advance


class _Lines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and what else the record carries."""

    _PLAIN = frozenset(vars(logging.makeLogRecord({})))

    def format(self, record: logging.LogRecord) -> str:
        from riwaya.ledger.canonical import canonical

        told = {name: value for name, value in vars(record).items() if name not in self._PLAIN}
        at = self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z")
        line = {"at": at, "level": record.levelname.lower(), "logger": record.name, "message": record.getMessage()}
        return canonical({**told, **line}).decode()


@contextmanager
def logged(file: Path | None) -> Iterator[None]:
    """Writes Riwaya's log to a file while the block runs."""
    if file is None:
        yield
        return
    handler = logging.FileHandler(file, encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(_Lines())
    logger = logging.getLogger("riwaya")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        handler.close()
