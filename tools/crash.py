"""Kills `riwaya add` at random moments, and looks whether anything is lost or doubled: `make crash`.

300 reports, among them copies, changed versions and items that are refused, are added and linked; the process is killed
(SIGKILL) at a random moment, begun again, killed again, until all is done; then the ledger is verified and what it says
is compared, byte for byte, with what one undisturbed run says. This goes on until 200 kills have struck, for SQLite and
for PostgreSQL each. How far the ledger was at each kill is told, so that one sees that they strike all of the way.

It is a program of its own, also for the tests: it forks, and what it forks links, which no process may do that was
forked from one with threads.
"""

from __future__ import annotations

import importlib
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ledger_reports import reports
from local_postgres import NoServer, new_schema, running
from riwaya.adding import add_reports
from riwaya.errors import LedgerError
from riwaya.ledger import Opening, locate, open_ledger
from riwaya.ledger.dump import dump
from riwaya.ledger.linked import latest, linked_so_far
from riwaya.ledger.location import Location
from riwaya.ledger.verify import verify
from riwaya.readers import ReadingOptions, warm_up
from riwaya.reconciling import update_events
from riwaya.sources import take_in

COUNT, KILLS = 300, 200


@dataclass(frozen=True, slots=True)
class Told:
    """How a run of kills went; `kept` is how many reports the ledger held after each kill, -1: all, and linked."""

    kills: int
    rounds: int
    kept: tuple[int, ...]


class Broken(Exception):
    """The ledger is not what it should be."""


def make_input(folder: Path, count: int) -> None:
    """Reports as files, one text that changes under one address, one in English, one empty."""
    folder.mkdir()
    for number, data in enumerate(reports(count)):
        (folder / f"{number:04d}.txt").write_bytes(data)
    text = "قتل 12 مدنيا وأصيب 30 آخرون بقصف مدفعي على بلدة كفرنبل جنوب إدلب يوم الإثنين، بحسب الدفاع المدني."
    lines = [f'{{"url": "https://example.org/1", "text": "{text} {more}"}}' for more in ("", "تحديث", "تحديث ثان")]
    (folder / "0010.jsonl").write_text("\n".join(lines), "utf-8")
    (folder / f"{count // 2:04d}x.txt").write_text("Nothing of this is Arabic.", "utf-8")
    (folder / "0001x.txt").write_text(" ", "utf-8")


def add(location: Location, folder: Path, processes: int) -> None:
    """What `riwaya add` does."""
    with open_ledger(location, Opening(create=True)) as ledger:
        for _ in add_reports(take_in([str(folder)]), ledger, ReadingOptions(processes=processes)):
            pass
        update_events(ledger)


def said(location: Location) -> bytes:
    """What the ledger says, once it is verified."""
    with open_ledger(location) as ledger:
        found = [str(finding) for finding in verify(ledger)]
        if found:
            raise Broken(f"verify: {found[:3]}")
        return b"".join(dump(ledger.database))


def torment(new_location: Callable[[], Location], folder: Path, kills: int, seed: int = 1) -> Told:
    """Kills as often as asked, on as many ledgers as that takes; a run that begins anew is killed sooner or later.

    Raises Broken.
    """
    warm_up(ReadingOptions())
    importlib.import_module("splink")  # in every child otherwise
    chance = random.Random(seed)
    undisturbed = new_location()
    began = time.monotonic()
    _in_child(undisturbed, folder, None)
    whole = time.monotonic() - began
    expected = said(undisturbed)
    kept: list[int] = []
    rounds = 0
    while len(kept) < kills:
        location = new_location()
        rounds += 1
        while len(kept) < kills and _in_child(location, folder, chance.triangular(0, whole, whole / 3)):
            kept.append(_kept(location))
        _in_child(location, folder, None)
        got = said(location)
        if got != expected:
            raise Broken(f"after {len(kept)} kills the ledger says something else: {_difference(expected, got)}")
    return Told(len(kept), rounds, tuple(kept))


def _kept(location: Location) -> int:
    """How many reports a ledger holds, 0 where there is none yet, -1 where all is linked."""
    try:
        with open_ledger(location) as ledger, ledger.database.reading() as connection:
            reading = latest(connection)[0]
            state = linked_so_far(connection)
            return -1 if state is not None and state.reading == reading else reading
    except LedgerError:
        return 0


def _in_child(location: Location, folder: Path, moment: float | None) -> bool:
    """Adds in a process of its own, which is killed at a moment; returns whether the kill struck."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            add(location, folder, 2)
            code = 0
        finally:
            os._exit(code)
    if moment is not None:
        time.sleep(moment)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        if os.WTERMSIG(status) != signal.SIGKILL:
            raise Broken(f"adding died of signal {os.WTERMSIG(status)}")
        return True
    if os.WEXITSTATUS(status):
        raise Broken("adding failed")
    return False


def _difference(expected: bytes, got: bytes) -> str:
    one, other = set(expected.splitlines()), set(got.splitlines())
    return f"{len(one - other)} lines lost, {len(other - one)} not expected"


def main() -> int:
    """Torments both databases and prints how it went; on the command line, how many kills, and of how many reports."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    count = int(sys.argv[2]) if len(sys.argv) > 2 else COUNT
    with tempfile.TemporaryDirectory(prefix="riwaya-crash-") as name:
        base = Path(name)
        make_input(base / "in", count)
        numbers = iter(range(10_000))
        began = time.monotonic()
        told = torment(lambda: locate(str(base / f"{next(numbers)}.db")), base / "in", kills)
        print(_line("SQLite", count, told, time.monotonic() - began), flush=True)
        try:
            with running(durable=True) as server:
                began = time.monotonic()

                def schema() -> Location:
                    address = new_schema(server).render_as_string(hide_password=False)
                    return locate(address, base / f"{next(numbers)}.vault")

                told = torment(schema, base / "in", kills, seed=2)
                print(_line("PostgreSQL", count, told, time.monotonic() - began))
        except NoServer as reason:
            print(f"PostgreSQL left out: {reason}")
    return 0


def _line(name: str, count: int, told: Told, seconds: float) -> str:
    tenths = [sum(count * n < 10 * kept <= count * (n + 1) for kept in told.kept) for n in range(10)]
    return (
        f"{name}: {told.kills} kills while adding {count} reports, {told.rounds} ledgers: "
        f"0 lost, 0 doubled, all verified, all equal to an undisturbed run ({seconds:.0f} s)\n"
        f"  struck before the first report was kept: {told.kept.count(0)}; with so many tenths of them kept: {tenths}; "
        f"while all was being linked: {sum(kept > count for kept in told.kept)}, or had been: {told.kept.count(-1)}"
    )


if __name__ == "__main__":
    sys.exit(main())
