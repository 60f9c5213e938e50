"""What each level of each comparison weighs by counting, beside what it is set to in `reconcile/data/weights.yaml`.

m is counted among pairs that are one event: those of corpus/gold (without the held-back reports) and of
corpus/clusters; u among candidate pairs that are not: those of the same sources that are known to be two events, and,
where other reports are named, all of their candidate pairs, of which few are one event. Counts are smoothed towards the
weights that are set, as if these had been seen in STRENGTH pairs: a level that was seen in three pairs moves nothing.
The weights are then set by hand, in view of this table; nothing is trained on its own.

    python tools/estimate_links.py [--reports READ.jsonl …]        reports as `riwaya read` takes them
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from pathlib import Path

from riwaya.errors import InputError
from riwaya.model import Told
from riwaya.pipeline import Tools, load_tools, read_report
from riwaya.reconcile.link import COMPARISONS, Scored, score
from riwaya.reconcile.reconcile import Options, rows_of
from riwaya.reconcile.settings import load_weights
from riwaya.sources import read_inputs

sys.path.insert(0, str(Path(__file__).parent))
from score_linking import ROOT, Labelled, read_corpus, read_hard

STRENGTH = 20.0
_EVERYTHING = -100.0
Counts = dict[str, Counter[int]]


def judged(labelled: Labelled, held_back: set[str]) -> tuple[list[Scored], list[Scored]]:
    """The candidate pairs known to be one event, and those known to be two."""
    kept = [told for told in labelled.tolds if told.report.id not in held_back]
    pairs = score(rows_of(kept, Options()), least=_EVERYTHING)
    known = [pair for pair in pairs if pair.left in labelled.events and pair.right in labelled.events]
    same = [pair for pair in known if labelled.events[pair.left] == labelled.events[pair.right]]
    return same, [pair for pair in known if labelled.events[pair.left] != labelled.events[pair.right]]


def candidates(paths: list[str], tools: Tools) -> list[Scored]:
    """All candidate pairs of other reports."""
    reports = [item for item in read_inputs(paths) if not isinstance(item, InputError)]
    tolds = [Told(report, incident) for report in reports for incident in read_report(report, tools).incidents]
    return score(rows_of(tolds, Options()), least=_EVERYTHING)


def count(pairs: list[Scored]) -> Counts:
    """How often each level of each comparison stands among these pairs."""
    return {name: Counter(pair.levels[place] for pair in pairs) for place, name in enumerate(COMPARISONS)}


def main() -> int:
    """Prints the table."""
    tools = load_tools()
    held_back = set((ROOT / "corpus" / "held-back.txt").read_text("utf-8").split())
    same: list[Scored] = []
    other: list[Scored] = []
    for labelled in (read_corpus(tools), read_hard(tools)):
        one_event, two_events = judged(labelled, held_back)
        same += one_event
        other += two_events
    paths = sys.argv[2:] if sys.argv[1:2] == ["--reports"] else []
    more = candidates(paths, tools) if paths else []
    print(f"{len(same)} pairs of one event, {len(other)} of two, {len(more)} candidate pairs of other reports\n")
    m, u = count(same), count([*other, *more])
    weights = load_weights()
    print(f"{'comparison':<14}{'level':<12}{'m':>7}{'u':>7}{'counted':>9}{'set':>7}")
    for name in COMPARISONS:
        levels = weights.comparisons[name]
        for place, level in enumerate(levels):
            shares = []
            for counts, prior in ((m[name], level.m), (u[name], level.u)):
                told = sum(counts[i] for i in range(len(levels)))
                shares.append((counts[place] + STRENGTH * prior) / (told + STRENGTH))
            bits = math.log2(shares[0] / shares[1])
            print(f"{name:<14}{level.id:<12}{shares[0]:>7.3f}{shares[1]:>7.3f}{bits:>+9.2f}{level.bits:>+7.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
