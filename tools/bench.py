"""Reports a second on one core, beside two anchors in the same run: `make bench`.

1. decode, fold and match of the same text: what any reading by word list costs;
2. spaCy `blank("ar")` with an EntityRuler on the same phrases: the usual way to build such a thing.

All are run by turns, so that a machine that slows down slows all of them; medians, with lowest and highest.

The reports are of real length and of two densities. News of this length (300 reports of 2018 on the Middle East and the
world) has 0.9 incidents a report, none in 6 of 10, and 108 words of our lists: ours have 1.3, none in 5 of 10, and
107. The others are bodies of reports with events, one after the other: 4 incidents a report, denser than any news.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from riwaya.arabic.fold import fold
from riwaya.lexicon.compile import patterns
from riwaya.model import Report
from riwaya.pipeline import Tools, load_tools, place_names, read_report
from riwaya.wire import dump

ROOT = Path(__file__).parent.parent
COUNT = 300
LEAST, MOST = 2_000, 3_000
REPEATS = 7
SPACY_SHARE = 5
"""The second anchor reads every fifth report only: it is slow, and rates do not depend on how many are read."""


def as_in_the_news() -> list[bytes]:
    """COUNT reports of 2-3 kB, about as dense as news: 4 of 10 begin with a report of events."""
    calm = cycle(_texts(lambda gold: not gold["events"]))
    told = cycle(_texts(lambda gold: bool(gold["events"])))
    return [_cut(next(told) if number % 5 < 2 else next(calm), calm) for number in range(COUNT)]


def nothing_but_events() -> list[bytes]:
    """COUNT reports of 2-3 kB: bodies of the corpus under the title of the first."""
    bodies = cycle(_texts(lambda gold: True))
    return [_cut(next(bodies), bodies) for _ in range(COUNT)]


def _texts(wanted: Callable[[Any], bool]) -> list[tuple[str, str]]:
    """Title and body of the corpus reports whose annotation is wanted."""
    found = []
    for path in sorted((ROOT / "corpus" / "gold").glob("*.json")):
        if wanted(json.loads(path.read_bytes())):
            title, _, body = (ROOT / "corpus" / "text" / f"{path.stem}.txt").read_text("utf-8").partition("\n")
            found.append((title, body))
    return found


def _cut(first: tuple[str, str], more: Iterator[tuple[str, str]]) -> bytes:
    """A report filled up with further bodies, cut at a sentence."""
    title, text = first
    while len(f"{title}\n{text}".encode()) < LEAST:
        text = f"{text.rstrip()}\n{next(more)[1].lstrip()}"
    data = f"{title}\n{text}".encode()
    if len(data) > MOST:
        kept = data[:MOST].decode("utf-8", "ignore")
        end = max(kept.rfind("\n"), kept.rfind(".") + 1)
        data = kept[: end if end > LEAST // 2 else len(kept)].encode()
    return data


def reading(reports: list[bytes], tools: Tools) -> Callable[[], int]:
    """The whole way: bytes to JSON."""

    def run() -> int:
        for number, data in enumerate(reports):
            title, _, text = data.decode().partition("\n")
            dump(read_report(Report(str(number), title, text), tools))
        return len(reports)

    return run


def matching(reports: list[bytes], tools: Tools) -> Callable[[], int]:
    """The first anchor."""
    matcher = tools.vocabulary.matcher

    def run() -> int:
        for data in reports:
            matcher.hits(fold(data.decode()).text)
        return len(reports)

    return run


def entity_ruler(reports: list[bytes], tools: Tools) -> Callable[[], int] | str:
    """The second anchor, or the reason why there is none."""
    try:
        import spacy
    except ImportError:
        return "spaCy is not installed (pip install -e '.[bench]')"
    phrases: dict[str, str] = {}
    for pattern in patterns(tools.vocabulary.lexicon, place_names(tools.gazetteer)):
        if "" in pattern.prefixes:
            phrases.setdefault(pattern.form, pattern.term.kind)
    nlp = spacy.blank("ar")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": kind, "pattern": phrase} for phrase, kind in phrases.items()])
    print(f"  spaCy {spacy.__version__}, EntityRuler on {len(phrases):,} phrases (ours, no proclitics)")
    chosen = reports[::SPACY_SHARE]

    def run() -> int:
        for data in chosen:
            nlp(fold(data.decode()).text)
        return len(chosen)

    return run


def main() -> int:
    """Runs the benchmark and prints the table."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    start = time.perf_counter()
    tools = load_tools()
    print(f"  Python {platform.python_version()}, {platform.machine()}; {tools.vocabulary.matcher.size:,} spellings,")
    print(f"  loaded in {time.perf_counter() - start:.1f} s")
    reports, dense = as_in_the_news(), nothing_but_events()
    size = sum(map(len, reports))
    print(f"  {len(reports)} reports, {size / len(reports):,.0f} bytes on average")
    runs = {
        "riwaya: decode to JSON": reading(reports, tools),
        "riwaya: nothing but events": reading(dense, tools),
        "anchor 1: decode, fold, match": matching(reports, tools),
    }
    ruler = entity_ruler(reports, tools)
    if isinstance(ruler, str):
        print(f"  anchor 2 left out: {ruler}")
    else:
        runs["anchor 2: spaCy EntityRuler"] = ruler
    rates: dict[str, list[float]] = {name: [] for name in runs}
    for repeat in range(REPEATS + 1):
        for name, run in runs.items():
            start = time.perf_counter()
            done = run()
            if repeat:
                rates[name].append(done / (time.perf_counter() - start))
    print(f"\n{'reports a second on one core':<32}{'median':>8}{'lowest':>8}{'highest':>8}{'MB/s':>7}")
    for name, found in rates.items():
        median = statistics.median(found)
        row = f"{name:<32}{median:>8,.0f}{min(found):>8,.0f}{max(found):>8,.0f}"
        print(f"{row}{median * size / len(reports) / 1e6:>7.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
