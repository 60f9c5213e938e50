"""Where the time of reading goes: the share of each stage, on the reports of `make bench`, in plain Python.

Each stage is timed as it is called by the next above it, so that only the clock is added: the time on the core, which
other programs on the machine do not add to.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

import bench
import riwaya.pipeline
from riwaya.lexicon import Matcher
from riwaya.pipeline import load_tools

EXTRACT = import_module("riwaya.extract.extract")  # the package's own name for it is the function
STAGES: tuple[tuple[ModuleType | type, str, str], ...] = (
    (EXTRACT, "fold", "folding, with the way back"),
    (Matcher, "hits", "matching words and names"),
    (EXTRACT, "date_report", "dateline"),
    (EXTRACT, "build_units", "words, numbers, dates"),
    (EXTRACT, "name_bodies", "whom names mean"),
    (EXTRACT, "find_voices", "speakers"),
    (EXTRACT, "find_frames", "frames: roles, tolls, types"),
    (EXTRACT, "join_frames", "joining tellings"),
    (EXTRACT, "settle", "weighing roles, places, claims"),
    (riwaya.pipeline, "resolve", "places to coordinates"),
    (bench, "dump", "JSON"),
)
ROUNDS = 5


def timed(function: Callable[..., Any], label: str, spent: Counter[str]) -> Callable[..., Any]:
    """The function, with the time that it takes added under its label."""

    def run(*given: Any, **named: Any) -> Any:
        began = time.process_time()
        try:
            return function(*given, **named)
        finally:
            spent[label] += time.process_time() - began

    return run


def main() -> int:
    """Prints the table."""
    tools = load_tools()
    read = bench.reading(bench.as_in_the_news(), tools)
    read()
    spent: Counter[str] = Counter()
    for owner, name, label in STAGES:
        setattr(owner, name, timed(getattr(owner, name), label, spent))
    began = time.process_time()
    count = sum(read() for _ in range(ROUNDS))
    whole = time.process_time() - began
    spent["the rest"] = whole - sum(spent.values())
    print(f"\n{'stage':<34}{'share':>8}{'µs a report':>14}")
    for label in (*(label for _, _, label in STAGES), "the rest"):
        print(f"{label:<34}{spent[label] / whole:>8.1%}{spent[label] / count * 1e6:>14,.0f}")
    print(f"{'all':<34}{'':>8}{whole / count * 1e6:>14,.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
