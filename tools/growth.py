"""How the cost of one report grows with its length, stage by stage: part of `make bench`, in plain Python.

The garbage collector is off: it runs by how much is alive, not by what a stage does.

The same 640 kB of the corpus, of nothing but events, are read as 32 reports of 20 kB, as 16 of 40 and as 8 of 80: as
many incidents are read in each, so that only the length differs. (Mixed with reports of sport and markets, as news is,
a piece is read or not by what most of it is about, and a long one is less often about nothing else.) Each figure is the
mean of the reports, of each the least of some readings, in time on the core. A growth of n^1.2 is 1.2 here.
"""

from __future__ import annotations

import gc
import random
import sys
import time
from collections import Counter
from itertools import pairwise
from math import log2

import bench
import riwaya.pipeline
from riwaya.arabic.fold import fold
from riwaya.model import Report
from riwaya.pipeline import Tools, load_tools
from riwaya.resolve.ranking import rank
from riwaya.resolve.surroundings import named_in
from stages import STAGES, timed

SIZES = (20, 40, 80)
"""Thousands of bytes."""
TEXT, READINGS = 640, 3
KEPT = (fold, rank, named_in)
"""What keeps its last results: emptied before each reading, as before a report that was never read."""


def long_reports(size: int) -> list[Report]:
    """Reports of so many thousand bytes: the shuffled bodies of the corpus, cut into such pieces."""
    texts = bench.nothing_but_events()
    random.Random(0).shuffle(texts)
    data = "\n".join(text.decode().partition("\n")[2].strip() for text in texts).encode()
    cuts = range(0, TEXT * 1000, size * 1000)
    pieces = (data[cut : cut + size * 1000].decode("utf-8", "ignore") for cut in cuts)
    return [Report(f"{size}-{number}", "تقرير عن احداث الشهر", piece) for number, piece in enumerate(pieces)]


def spent_on(report: Report, tools: Tools, spent: Counter[str]) -> tuple[Counter[str], int]:
    """The least time (s) of some readings, by stage, and how many incidents are read."""
    best: Counter[str] = Counter()
    told = 0
    for _ in range(READINGS):
        for function in KEPT:
            function.cache_clear()
        gc.collect()
        spent.clear()
        began = time.process_time()
        reading = riwaya.pipeline.read_report(report, tools)
        bench.dump(reading)
        told = len(reading.incidents)
        found = Counter(spent)
        found["all"] = time.process_time() - began
        best = Counter({label: min(found[label], best.get(label, found[label])) for label in found})
    return best, told


def main() -> int:
    """Prints the table."""
    tools = load_tools()
    gc.disable()
    spent: Counter[str] = Counter()
    for owner, name, label in STAGES:
        setattr(owner, name, timed(getattr(owner, name), label, spent))
    means: dict[int, Counter[str]] = {}
    told: Counter[int] = Counter()
    for size in SIZES:
        means[size] = Counter()
        for report in long_reports(size):
            times, incidents = spent_on(report, tools, spent)
            means[size].update(times)
            told[size] += incidents
    print(f"\n{'ms a report':<34}" + "".join(f"{size:>7} kB" for size in SIZES) + "   growth")
    for label in (*(label for _, _, label in STAGES), "all"):
        _print_row(label, [means[size][label] * size / TEXT * 1000 for size in SIZES])
    _print_row("incidents read (not ms)", [told[size] * size / TEXT for size in SIZES])
    return 0


def _print_row(label: str, means: list[float]) -> None:
    growth = ", ".join(f"{log2(two / one):.2f}" for one, two in pairwise(means))
    print(f"{label:<34}" + "".join(f"{one:>10.2f}" for one in means) + f"   {growth}")


if __name__ == "__main__":
    sys.exit(main())
