"""Trains the weights of the choices made about a happening, and writes them to src/riwaya/extract/data/<choice>.yaml.

    python tools/train_choices.py GOLD_DIR:TEXT_DIR [...] [--only CHOICE] [--out DIR] [as train_actuality.py]

Choices: cast_perpetrator and cast_target (which bodies have which role, each for itself), beside_perpetrator and
beside_target (the same, each beside the others), claims (which accounts are a speaker's claim),
place (which of the places named is the event's), join (which frames tell of one happening), event (which happenings are
events of their own), type (which type each is of), weapon (with which it was done). It learns from annotated reports:
what was read is paired with what was annotated, and each candidate of the one is right or wrong by the other
(learner.py). It prints figures in five-fold cross-validation over reports, beside those of the rules alone, and keeps
no text, only signs and weights.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from choice_cases import READERS, Case, from_elsewhere, from_examples, from_tables
from joining_cases import CORPUS, OURS, all_turns
from learner import train
from logistic import Earlier
from riwaya.evaluate import read_gold, report_of
from riwaya.extract import weights
from riwaya.extract.extract import tell
from riwaya.extract.weights import DATA
from riwaya.pipeline import Tools, load_tools
from told import Marks
from train_actuality import Unseen, alike, learn_from
from train_casting import all_casts, train_casting
from train_joining import train_joining
from train_labels import all_labels, train_labels

Left = Callable[[str], bool]
"""Whether a report, a judged article or a passage is left out of training."""
LABELS = ("type", "weapon")
"""Choices of one label among all; the weapon's after the type, which speaks for it."""


def collect(asked: argparse.Namespace, tools: Tools, unseen: Unseen, left_out: Left) -> dict[str, list[Case]]:
    """The cases of every choice, without those of the reports, articles and passages left out."""
    cases: dict[str, list[Case]] = {}
    marks = Marks(asked.marks)
    for folder in asked.folders:
        golds, texts = map(Path, folder.split(":"))
        for gold in read_gold(golds):
            if left_out(gold.id):
                continue
            telling = tell(report_of(gold, texts), tools.vocabulary, unseen.of(gold.id))
            if telling is None:
                continue
            for reader in READERS:
                for choice, case in reader(gold, telling, tools.gazetteer, marks):
                    cases.setdefault(choice, []).append(
                        replace(case, trust=OURS * case.trust) if texts.parent == CORPUS else case
                    )
    cases["event"] += (case for case in from_elsewhere(asked, tools, unseen) if not left_out(case.source))
    for choice, case in (*from_examples(tools), *(pair for path in asked.cases for pair in from_tables(path, tools))):
        cases[choice].append(case)
    return cases


def train_all(asked: argparse.Namespace, tools: Tools, unseen: Unseen, left_out: Left, out: Path) -> None:
    """Trains what becomes of tellings, then every other choice on happenings so joined; `out` is what is read with."""
    weights.DATA = out
    earlier = Earlier(asked.times)
    if "join".startswith(asked.only):
        train_joining(list(all_turns(asked, tools, unseen, left_out)), out, earlier, alike(asked))
        weights.load_weights.cache_clear()
    others = collect(asked, tools, unseen, left_out) if asked.only not in (*LABELS, "cast") else {}
    for choice, found in others.items():
        if choice.startswith(asked.only):
            train(choice, found, out, earlier)
    if "cast".startswith(asked.only):
        train_casting(list(all_casts(asked, tools, unseen, left_out)), out, earlier)
    for choice in LABELS:
        if choice.startswith(asked.only):
            weights.load_weights.cache_clear()
            train_labels(choice, list(all_labels(asked, tools, left_out, choice)), out, earlier)


def main() -> int:
    """Trains every choice."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    learn_from(parser)
    parser.add_argument("--only", default="")
    parser.add_argument("--out", type=Path, default=DATA)
    asked = parser.parse_args()
    without = set(asked.without.read_text().split()) if asked.without else set()
    train_all(asked, load_tools(), Unseen(asked.folds), without.__contains__, asked.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
