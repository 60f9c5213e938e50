"""Reports a second on one core, beside two anchors in the same run: `make bench`.

1. decode, fold and match of the same text: what any reading by word list costs;
2. spaCy `blank("ar")` with an EntityRuler on the same phrases: the usual way to build such a thing.

The three are run by turns, so that a machine that slows down slows all of them; medians, with lowest and highest.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

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


def real_length_reports() -> list[bytes]:
    """COUNT reports of 2-3 kB of UTF-8: bodies of the corpus under the title of the first, cut at a sentence."""
    bodies = cycle(path.read_text("utf-8").split("\n", 1) for path in sorted((ROOT / "corpus" / "text").glob("*.txt")))
    reports: list[bytes] = []
    while len(reports) < COUNT:
        title, text = next(bodies)
        while len(f"{title}\n{text}".encode()) < LEAST:
            text = f"{text.rstrip()}\n{next(bodies)[1].lstrip()}"
        data = f"{title}\n{text}".encode()
        if len(data) > MOST:
            kept = data[:MOST].decode("utf-8", "ignore")
            end = max(kept.rfind("\n"), kept.rfind(".") + 1)
            data = kept[: end if end > LEAST // 2 else len(kept)].encode()
        reports.append(data)
    return reports


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
    reports = real_length_reports()
    size = sum(map(len, reports))
    print(f"  {len(reports)} reports, {size / len(reports):,.0f} bytes on average")
    runs = {
        "riwaya: decode to JSON": reading(reports, tools),
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
