"""Trains who did what to whom, each body for itself, then beside the others; called by tools/train_choices.py."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from choice_cases import Case, Cast, cast_by_examples, cast_by_tables, casting
from joining_cases import CORPUS, OURS
from learner import train
from logistic import Earlier
from riwaya.evaluate import read_gold, report_of
from riwaya.extract.beside import beside_signs
from riwaya.extract.candidates import ROLES
from riwaya.extract.extract import tell
from riwaya.extract.weights import hundredths
from riwaya.pipeline import Tools
from told import Marks
from train_actuality import Unseen


def all_casts(
    asked: argparse.Namespace, tools: Tools, unseen: Unseen, left_out: Callable[[str], bool]
) -> Iterator[Cast]:
    """The bodies of annotated reports, of the examples of the word lists and of the tables of tests."""
    marks = Marks(asked.marks)
    for folder in asked.folders:
        golds, texts = map(Path, folder.split(":"))
        trust = OURS if texts.parent == CORPUS else 1.0
        for gold in read_gold(golds):
            telling = None if left_out(gold.id) else tell(report_of(gold, texts), tools.vocabulary, unseen.of(gold.id))
            if telling is not None:
                yield from casting(gold, telling, tools.gazetteer, marks, trust)
    yield from cast_by_examples(tools)
    for path in asked.cases:
        yield from cast_by_tables(path, tools)


def train_casting(casts: Sequence[Cast], out: Path, earlier: Earlier) -> None:
    """Trains the first look, then the second on what the first says of reports that it has not seen."""
    alone = [
        train(f"cast_{role}", [case for cast in casts for case in cast.cases[role]], out, earlier).tolist()
        for role in ROLES
    ]
    scores = iter([(hundredths(does), hundredths(suffers)) for does, suffers in zip(*alone, strict=True)])
    second: dict[str, list[Case]] = {role: [] for role in ROLES}
    for cast in casts:
        looked = [replace(body, scores=next(scores)) for body in cast.bodies]
        for index, role in enumerate(ROLES):
            signs = beside_signs(looked, index, cast.type, cast.rivals)
            second[role].extend(
                replace(case, signs=found, named=(), start=one.scores[index] / 100)
                for case, one, found in zip(cast.cases[role], looked, signs, strict=True)
                if found
            )
    for role in ROLES:
        train(f"beside_{role}", second[role], out, earlier)
