"""Adding 100 new reports to a ledger of 100,000 incidents, and judging one event, from command to prompt.

The ledger is filled with made-up incidents of the density of news (`bench_linking`), four a report, and linked once;
then `riwaya add` takes 100 reports of news length of its last days, and `riwaya judge` parts an event. Both run as a
user runs them, each in a process of its own that begins with loading the words: `make benchledger`.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from bench_linking import made_up
from ledger_reports import write_folder
from riwaya.ledger import Ledger, Opening, Read, Ready, Run, locate, open_ledger
from riwaya.model import Actor, Claim, Incident, Reading, Report, Span, Toll, When, Where
from riwaya.reconcile.features import Features
from riwaya.reconciling import reconcile_ledger
from riwaya.sources import Incoming

A_REPORT, REPORTS_AT_ONCE = 4, 100


def made_up_readings(count: int) -> Iterator[Reading]:
    """Readings with so many incidents in all; what one report tells are different happenings."""
    rows = made_up(count)
    number = 0
    while several := list(islice(rows, A_REPORT * REPORTS_AT_ONCE)):
        for at in range(min(REPORTS_AT_ONCE, len(several))):
            number += 1
            yield _reading(number, several[at::REPORTS_AT_ONCE])


def _reading(number: int, rows: list[Features]) -> Reading:
    sentences = [
        f"قتل عدد من الأشخاص في الموقع {row.place} بحسب المرصد {number * 7919 + n}." for n, row in enumerate(rows)
    ]
    day = date.fromordinal(max(row.last or 1 for row in rows))
    report = Report(f"made-{number}", f"خبر {number}", " ".join(sentences), f"outlet-{number % 20}", None, day)
    starts = [report.full_text.index(sentence) for sentence in sentences]
    incidents = tuple(
        _incident(row, Span(start, start + 3), Span(start, start + len(sentence)))
        for row, start, sentence in zip(rows, starts, sentences, strict=True)
    )
    return Reading(report, incidents)


def _incident(row: Features, trigger: Span, sentence: Span) -> Incident:
    when = When(
        date.fromordinal(row.first or 1), date.fromordinal(row.last or 1), "day", "stated" if row.exact else "dateline"
    )
    place = None
    if row.lat is not None:
        name = row.place or "?"
        place = Where(
            name, None, id=name, admin1=row.admin1, country=row.country, lat=row.lat, lon=row.lon, radius_km=row.radius
        )
    tolls = (Toll("killed", row.killed_low, row.killed_low, None, trigger, "made-up"),) if row.killed_low else ()
    return Incident(
        id=row.id,
        type=row.type,
        main=not row.passing,
        trigger=trigger,
        when=when,
        where=place,
        perpetrators=tuple(Actor(id_, id_) for id_ in row.perpetrators),
        targets=tuple(Actor(id_, id_) for id_ in row.targets),
        weapon=row.weapon,
        claims=(Claim(Actor("sohr", "المرصد"), "asserts", (), tolls, (), (sentence,), "made-up"),),
    )


def fill(ledger: Ledger, count: int) -> None:
    """Keeps made-up reports that tell so many incidents."""
    run = Run("made-up", "", "", "")
    readings = made_up_readings(count)
    while several := list(islice(readings, REPORTS_AT_ONCE)):
        ledger.keep(
            [Ready(_arrived(reading), Read(reading, ())) for reading in several], run, lambda _: Read(several[0], ())
        )


def _arrived(reading: Reading) -> Incoming:
    data = reading.report.full_text.encode()
    sha256 = hashlib.sha256(data).hexdigest()
    report = Report(**{name: getattr(reading.report, name) for name in Report.__slots__} | {"sha256": sha256})
    return Incoming(report, data, report.id, "text")


def _command(*words: object) -> str:
    """Runs a command; what it took: seconds, CPU seconds of all its processes, MB of the largest process so far."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "riwaya", *map(str, words)], capture_output=True, text=True, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    took = f"{time.perf_counter() - began:.1f} s, {cpu:.1f} s of CPU, {after.ru_maxrss / 1000:.0f} MB"
    return f"{took} ({done.stdout.splitlines()[0]})"


def main() -> int:
    """Fills a ledger, and prints what the two commands take."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="a folder to make the ledger in, or to find it in")
    options = parser.parse_args()
    base = options.keep or Path(tempfile.mkdtemp(prefix="riwaya-update-"))
    base.mkdir(exist_ok=True)
    try:
        path = base / "made.db"
        if not path.exists():
            with open_ledger(locate(str(path)), Opening(create=True)) as ledger:
                began = time.perf_counter()
                fill(ledger, options.incidents)
                print(f"filled in {time.perf_counter() - began:.1f} s", flush=True)
                began = time.perf_counter()
                reconcile_ledger(ledger)
                print(
                    f"all linked in {time.perf_counter() - began:.1f} s, {ledger.count_events():,} events", flush=True
                )
        last = date.fromordinal(730_000 + options.incidents // 100)
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        for _ in range(3):
            folder = base / f"new-{time.time_ns()}"
            write_folder(folder, 100, time.time_ns() // 1000 % 10_000_000)
            print(
                "riwaya add, 100 reports:", _command("add", folder, "--ledger", path, "--published", last), flush=True
            )
        with open_ledger(locate(str(path))) as ledger:
            event = next(event for event in ledger.events() if len(event.members) > 1)
        print("riwaya judge:", _command("judge", "different", *[m.incident for m in event.members], "--ledger", path))
    finally:
        if options.keep is None:
            shutil.rmtree(base)
    return 0


if __name__ == "__main__":
    sys.exit(main())
