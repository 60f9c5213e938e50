"""Kills `riwaya add` at random moments, and looks whether anything is lost or doubled: `make crash`.

300 reports, among them copies, changed versions and items that are refused, are added; the process is killed (SIGKILL)
at a random moment, begun again, killed again, until all is added; then the ledger is verified and what it says is
compared, byte for byte, with what one undisturbed run says. This goes on until 200 kills have struck, for SQLite and
for PostgreSQL each.
"""

from __future__ import annotations

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
from riwaya.ledger import Opening, locate, open_ledger
from riwaya.ledger.dump import dump
from riwaya.ledger.location import Location
from riwaya.ledger.verify import verify
from riwaya.readers import ReadingOptions, warm_up
from riwaya.sources import take_in

COUNT, KILLS = 300, 200


@dataclass(frozen=True, slots=True)
class Told:
    """How a run of kills went."""

    kills: int
    rounds: int


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


def said(location: Location) -> bytes:
    """What the ledger says, once it is verified."""
    with open_ledger(location) as ledger:
        found = [str(finding) for finding in verify(ledger)]
        if found:
            raise Broken(f"verify: {found[:3]}")
        return b"".join(dump(ledger.database))


def torment(new_location: Callable[[], Location], folder: Path, kills: int, seed: int = 1) -> Told:
    """Kills as often as asked, on as many ledgers as that takes, in the first half of the time that a whole run takes.

    Raises Broken.
    """
    warm_up(ReadingOptions())
    chance = random.Random(seed)
    undisturbed = new_location()
    began = time.monotonic()
    _in_child(undisturbed, folder, None)
    half = (time.monotonic() - began) / 2
    expected = said(undisturbed)
    struck = rounds = 0
    while struck < kills:
        location = new_location()
        rounds += 1
        while struck < kills and _in_child(location, folder, chance.uniform(0, half)):
            struck += 1
        _in_child(location, folder, None)
        got = said(location)
        if got != expected:
            raise Broken(f"after {struck} kills the ledger says something else: {_difference(expected, got)}")
    return Told(struck, rounds)


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
        return True
    if os.WEXITSTATUS(status):
        raise Broken("adding failed")
    return False


def _difference(expected: bytes, got: bytes) -> str:
    one, other = set(expected.splitlines()), set(got.splitlines())
    return f"{len(one - other)} lines lost, {len(other - one)} not expected"


def main() -> int:
    """Torments both databases and prints how it went."""
    with tempfile.TemporaryDirectory(prefix="riwaya-crash-") as name:
        base = Path(name)
        make_input(base / "in", COUNT)
        numbers = iter(range(10_000))
        began = time.monotonic()
        told = torment(lambda: locate(str(base / f"{next(numbers)}.db")), base / "in", KILLS)
        print(_line("SQLite", told, time.monotonic() - began), flush=True)
        try:
            with running(durable=True) as server:
                began = time.monotonic()

                def schema() -> Location:
                    address = new_schema(server).render_as_string(hide_password=False)
                    return locate(address, base / f"{next(numbers)}.vault")

                told = torment(schema, base / "in", KILLS, seed=2)
                print(_line("PostgreSQL", told, time.monotonic() - began))
        except NoServer as reason:
            print(f"PostgreSQL left out: {reason}")
    return 0


def _line(name: str, told: Told, seconds: float) -> str:
    return (
        f"{name}: {told.kills} kills while adding {COUNT} reports, {told.rounds} ledgers: "
        f"0 lost, 0 doubled, all verified, all equal to an undisturbed run ({seconds:.0f} s)"
    )


if __name__ == "__main__":
    sys.exit(main())
