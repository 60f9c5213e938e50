"""Reports a second into a ledger, and the memory that takes: `make benchledger`.

10,000 generated reports are added, then 10,000 others to the same ledger, on SQLite and on PostgreSQL (a server of our
own that keeps its commits on the disk). Memory is that of all processes together, shared pages counted once (PSS), at
its highest; PostgreSQL's own is not in it. CPU seconds are those of all our processes, whatever else the machine does.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from ledger_reports import write_folder
from local_postgres import NoServer, new_schema, running
from riwaya.adding import add_reports
from riwaya.ledger import Opening, locate, open_ledger
from riwaya.ledger.location import Location
from riwaya.ledger.verify import verify
from riwaya.readers import ReadingOptions
from riwaya.sources import take_in


class _Memory(threading.Thread):
    """Looks every second how much memory this process and its children take."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.highest = 0.0
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(1.0):
            self.highest = max(self.highest, sum(map(_pss, _family())))


def _family() -> list[int]:
    own = os.getpid()
    children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
    return [own, *map(int, children)]


def _pss(pid: int) -> float:
    """MB."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1000
    except OSError:
        pass
    return 0.0


def _add(location: Location, folder: Path) -> tuple[float, float, Counter[str]]:
    """Seconds, CPU seconds, and what became of the reports."""
    began, cpu = time.perf_counter(), _cpu()
    counts: Counter[str] = Counter()
    with open_ledger(location, Opening(create=True)) as ledger:
        for kept in add_reports(take_in([str(folder)]), ledger, ReadingOptions()):
            counts[kept.outcome] += 1
    return time.perf_counter() - began, _cpu() - cpu, counts


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def measure(name: str, location: Location, folders: list[Path], count: int) -> None:
    """Adds all folders, one after the other, and prints a line for each."""
    took = []
    for number, folder in enumerate(folders, 1):
        memory = _Memory()
        memory.start()
        seconds, cpu, counts = _add(location, folder)
        memory.done.set()
        took.append(seconds)
        print(
            f"{name:<11} {number}. {count:,}: {count / seconds:6.0f} reports/s  {seconds:6.1f} s  CPU {cpu:6.1f} s"
            f"  {memory.highest:4.0f} MB  {dict(counts)}",
            flush=True,
        )
    print(f"{name:<11} the last takes {took[-1] / took[0]:.2f} times the first")
    began = time.perf_counter()
    with open_ledger(location) as ledger:
        found = list(verify(ledger))
    print(f"{name:<11} verified in {time.perf_counter() - began:.1f} s: {found or 'whole'}", flush=True)


def main() -> int:
    """Measures both databases."""
    parser = argparse.ArgumentParser(description="Reports a second into a ledger.")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--in", dest="base", type=Path, help="where to work; by default a temporary folder")
    options = parser.parse_args()
    base = Path(tempfile.mkdtemp(prefix="riwaya-bench-", dir=options.base))
    try:
        folders = [base / "first", base / "second"]
        for number, folder in enumerate(folders):
            write_folder(folder, options.count, number * options.count)
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
        measure("SQLite", locate(str(base / "bench.db")), folders, options.count)
        try:
            with running(durable=True) as server:
                address = new_schema(server).render_as_string(hide_password=False)
                measure("PostgreSQL", locate(address, base / "pg.vault"), folders, options.count)
        except NoServer as reason:
            print(f"PostgreSQL left out: {reason}")
    finally:
        shutil.rmtree(base)
    return 0


if __name__ == "__main__":
    sys.exit(main())
