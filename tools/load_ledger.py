"""Makes a ledger of many events, serves it, and sends readers and writers at it: `make load`.

The reports are those of the tests, copied under other ids, days and places. Everything is made in a folder that is
deleted at the end, and reached on loopback only.

python tools/load_ledger.py --events 100000 --seconds 180
"""

from __future__ import annotations

import argparse
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "tests"), str(HERE)]

from load_web import run  # noqa: E402
from reviewing import PASSWORD, new_ledger  # noqa: E402
from riwaya.ledger import Ledger  # noqa: E402
from riwaya.ledger.tables import claims, evidence, incidents, links, readings, reports, tolls, versions  # noqa: E402
from riwaya.model import Event, Holder  # noqa: E402
from riwaya.web.accounts import Accounts  # noqa: E402
from riwaya.web.serving import beside  # noqa: E402

_PARTS = (incidents, claims, links, tolls, evidence)


def make(folder: Path, count: int) -> None:
    """A ledger of so many events, a quarter of them of three reports and disputed, with one analyst."""
    with new_ledger(folder) as ledger:
        Accounts(beside(ledger.location, "users")).add("analyst", "analyst", PASSWORD)
        ledger.store_events(list(_Copies(ledger, count).events()))


class _Copies:
    """Copies of two events with their reports, readings, and all that hangs on these."""

    def __init__(self, ledger: Ledger, count: int) -> None:
        self._ledger = ledger
        self._count = count
        self._chance = random.Random(1)
        self._kinds = [event for id_ in ("e-kafranbel", "e-shaddadi") if (event := ledger.event(id_))]
        self._rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._number = 1000

    def events(self) -> Iterator[Event]:
        """Copies everything, and yields the events."""
        with self._ledger.database.writing() as connection:
            version = {row.id: dict(row._mapping) for row in connection.execute(select(versions))}
            reading = {row.version: dict(row._mapping) for row in connection.execute(select(readings))}
            hanging = {part.name: defaultdict(list) for part in _PARTS}
            for part in _PARTS:
                for row in connection.execute(select(part)):
                    hanging[part.name][row.reading].append(dict(row._mapping))
            for n in range(self._count):
                event = self._kinds[0 if n % 4 == 0 else 1]
                for member in event.members:
                    of = version[member.report]
                    self._copy(f"{member.report}-{n}", of, reading[of["number"]], hanging, n)
                yield self._event(event, n)
                if n % 2000 == 0 or n + 1 == self._count:
                    for table in (reports, versions, readings, *_PARTS):
                        if self._rows[table.name]:
                            connection.execute(insert(table), self._rows.pop(table.name))

    def _copy(self, id_: str, of: dict[str, Any], read: dict[str, Any], hanging: dict[str, Any], n: int) -> None:
        self._number += 1
        number = self._number
        self._rows["reports"].append({"number": number, "id": id_, "url": None})
        new = {"number": number, "id": id_, "report": number, "version": 1, "identity": f"i{number}"}
        self._rows["versions"].append({**of, **new})
        self._rows["readings"].append({**read, "number": number, "version": number})
        for name, by_reading in hanging.items():
            for row in by_reading.get(read["number"], ()):
                own = {"id": f"{row['id']}-{n}"} if name == "incidents" else {}
                self._rows[name].append({**row, "reading": number, **own})

    def _event(self, event: Event, n: int) -> Event:
        day = str(date(2019, 1, 1) + timedelta(days=self._chance.randrange(2000)))
        told = {"day": day, "place": f"بلدة {self._chance.randrange(3000)}"}

        def own(holder: Holder) -> Holder:
            return replace(holder, report=f"{holder.report}-{n}", incident=f"{holder.incident}-{n}")

        standings = tuple(
            replace(
                standing,
                accounts=tuple(
                    replace(
                        account,
                        value=told.get(standing.attribute, account.value),
                        holders=tuple(map(own, account.holders)),
                        deniers=tuple(map(own, account.deniers)),
                    )
                    for account in standing.accounts
                ),
            )
            for standing in event.standings
        )
        members = tuple(replace(m, report=f"{m.report}-{n}", incident=f"{m.incident}-{n}") for m in event.members)
        return replace(
            event, id=f"e{n:06}", members=members, standings=standings, sources=self._chance.randrange(1, 12)
        )


def main() -> None:
    """Makes, serves, loads, and prints what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("events", 100_000), ("seconds", 180.0), ("readers", 50), ("writers", 5), ("pause", 4.0)):
        parser.add_argument(f"--{name}", type=type(default), default=default)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="riwaya-load-") as made:
        folder = Path(made)
        began = time.monotonic()
        make(folder, given.events)
        print(f"a ledger of {given.events} events made in {time.monotonic() - began:.0f} s")
        riwaya = [sys.executable, "-m", "riwaya"]
        path = str(folder / "riwaya.db")
        token = subprocess.run([*riwaya, "user", "token", "analyst", "--ledger", path], capture_output=True, check=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        began = time.monotonic()
        server = subprocess.Popen([*riwaya, "serve", "--ledger", path, "--port", str(port)])
        try:
            _wait(f"http://127.0.0.1:{port}/login", server)
            print(f"described and served after {time.monotonic() - began:.0f} s")
            run(f"http://127.0.0.1:{port}", token.stdout.decode().strip(), given)
        finally:
            server.terminate()
            server.wait(30)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise SystemExit("the page did not start")


if __name__ == "__main__":
    main()
