"""Trains which type a happening is of, and with which weapon it was done; writes type.yaml and weapon.yaml.

One of all labels is right, so that they are weighed against one another: a multinomial logit with a ridge towards what
the rules say (L-BFGS); the same input, the same bytes.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from choice_cases import OPEN, TABLES_DAY, paired
from joining_cases import CORPUS
from logistic import BIAS, Earlier, known
from riwaya.evaluate import read_gold, report_of
from riwaya.extract.classing import NAMED, NONE, type_of, type_signs, weapon_by_rule, weapon_signs
from riwaya.extract.extract import Telling, settle, tell
from riwaya.extract.happening import Happening
from riwaya.model import Report
from riwaya.pipeline import Tools
from told import Marks
from train_actuality import FOLDS, fold_of

RARE = 4
RIDGE = 5.0
RULED = 1.5
"""What it weighs, before anything is learned, that the rules say a label."""
OURS, TABLE = 1.5, 16.0
"""How much a happening of corpus/ counts, and one of a passage of our tests."""
SMALL = 0.1
CLOSELY = {"maxiter": 300, "maxfun": 600, "maxcor": 10, "ftol": 1e-9, "gtol": 1e-3}


@dataclass(frozen=True)
class Labelled:
    """A happening: its signs, the label that is right and the one that the rules say."""

    source: str
    signs: frozenset[str]
    right: str
    ruled: str
    trust: float = 1.0


class Learner:
    """The happenings as a matrix of their signs, and the fit."""

    def __init__(self, cases: Sequence[Labelled], prior: Mapping[tuple[str, str], float], times: float) -> None:
        counts = Counter(sign for case in cases for sign in case.signs)
        self.names = sorted({sign for sign, n in counts.items() if n >= RARE} | {sign for _, sign in prior})
        self.labels = sorted(
            {case.right for case in cases} | {case.ruled for case in cases} | {label for label, _ in prior}
        )
        column, at = ({name: i for i, name in enumerate(names)} for names in (self.names, self.labels))
        cells = [(row, column[sign]) for row, case in enumerate(cases) for sign in case.signs if sign in column]
        self.x = csr_matrix((np.ones(len(cells)), tuple(zip(*cells, strict=True))), (len(cases), len(self.names)))
        self.right, self.ruled = (
            np.array([at[t] for t in told]) for told in zip(*((c.right, c.ruled) for c in cases), strict=True)
        )
        self.trust = np.array([case.trust for case in cases])
        prior = prior or {(label, f"ruled {label}"): RULED for label in self.labels}
        self.prior = np.array([known([(label, name) for label in self.labels], prior) for name in self.names])
        p = shares(self.x @ self.prior)
        self.ridge = RIDGE + times * self.x.T @ (self.trust[:, None] * p * (1 - p))

    def fit(self, used: np.ndarray) -> np.ndarray:
        """Weights by sign and label from the happenings used."""
        x, trust = self.x[used], self.trust[used, None]
        wanted = np.eye(len(self.labels))[self.right[used]]

        def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
            weights = flat.reshape(self.prior.shape)
            p, off = shares(x @ weights), weights - self.prior
            value = -(trust * wanted * np.log(np.maximum(p, 1e-300))).sum() + 0.5 * (self.ridge * off**2).sum()
            return float(value), (x.T @ (trust * (p - wanted)) + self.ridge * off).ravel()

        found = minimize(loss, self.prior.ravel(), jac=True, method="L-BFGS-B", options=CLOSELY)
        return found.x.reshape(self.prior.shape)


def shares(z: np.ndarray) -> np.ndarray:
    """The probability of each label of each happening."""
    p = np.exp(z - z.max(axis=1, keepdims=True))
    return p / p.sum(axis=1, keepdims=True)


def all_labels(
    asked: argparse.Namespace, tools: Tools, left_out: Callable[[str], bool], choice: str
) -> Iterator[Labelled]:
    """The happenings of annotated reports and of the tables of tests whose label is known."""
    marks = Marks(asked.marks)
    for folder in asked.folders:
        golds, texts = map(Path, folder.split(":"))
        for gold in read_gold(golds):
            telling = None if left_out(gold.id) else tell(report_of(gold, texts), tools.vocabulary)
            for (event, _), happening, _ in paired(gold, telling, tools.gazetteer, marks) if telling else ():  # type: ignore[misc]
                trust = OURS if texts.parent == CORPUS else 1.0
                yield _labelled(choice, gold.id, happening, getattr(event, choice), telling, trust)
    for path in asked.cases:
        for number, row in enumerate(yaml.safe_load(path.read_text("utf-8"))):
            yield from _of_passage(choice, f"{path.stem}-{number}", row, tools)


def _labelled(
    choice: str, source: str, happening: Happening, right: str | None, telling: Telling, trust: float
) -> Labelled:
    if choice == "type":
        return Labelled(source, frozenset(type_signs(happening)), right or NONE, happening.type, trust)
    type_ = type_of(happening)
    ruled = weapon_by_rule(happening, type_, telling.folded.text)
    signs = frozenset(weapon_signs(happening, type_, ruled))
    return Labelled(source, signs, right or NONE, ruled, trust)


def _of_passage(choice: str, source: str, row: dict, tools: Tools) -> Iterator[Labelled]:  # type: ignore[type-arg]
    report = Report(source, row.get("title", ""), row["text"], None, None, TABLES_DAY)
    telling, events = tell(report, tools.vocabulary), row.get("events", ())
    if telling is None or len(events) != len(telling.happenings):
        return
    settle(telling, OPEN)
    for event, happening in zip(events, telling.happenings, strict=True):
        if choice in event:
            yield _labelled(choice, source, happening, event[choice], telling, TABLE)


def train_labels(choice: str, cases: Sequence[Labelled], out: Path, earlier: Earlier) -> None:
    """Cross-validates, trains on everything, writes."""
    prior = {tuple(name.split(NAMED, 1)): weight for name, weight in earlier.of(choice).items() if name != BIAS}
    learner = Learner(cases, prior, earlier.times)
    fold = np.array([fold_of(case.source) for case in cases])
    best = np.zeros(len(cases), int)
    for k in range(FOLDS):
        best[fold == k] = (learner.x[fold == k] @ learner.fit(fold != k)).argmax(axis=1)
    reports = learner.trust < TABLE
    told = "Cross-validated {:.3f} of the labels are right; by the rules alone {:.3f}.".format(
        *((said == learner.right)[reports].mean() for said in (best, learner.ruled))
    )
    print(f"{choice}: {len(cases)} happenings, {len(learner.names)} signs. {told}")
    weights = learner.fit(np.ones(len(cases), bool))
    kept = sorted(
        (round(float(weight), 2), f"{label}{NAMED}{sign}")
        for sign, row in zip(learner.names, weights, strict=True)
        for label, weight in zip(learner.labels, row, strict=True)
        if abs(weight) >= SMALL
    )
    lines = [f"# Written by tools/train_choices.py: {choice}. {told}", "bias: 0.00", "floor: 0.00", "signs:"]
    lines += [f'  "{name}": {weight:+.2f}' for weight, name in kept]
    (out / f"{choice}.yaml").write_text("\n".join(lines) + "\n", "utf-8")
