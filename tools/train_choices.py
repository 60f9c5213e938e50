"""Trains the weights of the choices made about a happening, and writes them to src/riwaya/extract/data/<choice>.yaml.

    python tools/train_choices.py GOLD_DIR:TEXT_DIR [...] [--only CHOICE] [--out DIR] [as train_actuality.py]

Choices: cast_perpetrator and cast_target (which bodies have which role), claims (which accounts are a speaker's claim),
place (which of the places named is the event's), join (which frames tell of one happening), event (which happenings are
events of their own), type (which type each is of). It learns from annotated reports: what was read is paired with
what was annotated, and each candidate of the one is right or wrong by the other. Logistic regression with a ridge
towards what the rules say, by Newton's method; the same input gives the same bytes. It prints figures in five-fold
cross-validation over reports, beside those of the rules alone, and keeps no text, only signs with their weights.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from choice_cases import READERS, Case, from_elsewhere, from_examples, from_tables
from joining_cases import CORPUS, OURS, all_turns
from riwaya.evaluate import read_gold, report_of
from riwaya.extract import weights
from riwaya.extract.extract import tell
from riwaya.extract.weights import DATA
from riwaya.pipeline import Tools, load_tools
from told import Marks
from train_actuality import FOLDS, Unseen, fold_of, learn_from
from train_joining import train_joining
from train_types import all_types, train_types

RARE = 4
RIDGE = 8.0
RIDGES = {"cast_perpetrator": 4.0, "cast_target": 4.0}
"""Choices that many cases are known of, and whose signs speak best when less is held back."""
SMALL = 0.05
PRIOR: dict[str, dict[str, float]] = {
    "cast_perpetrator": {"settled by rule": 4.5, "settled by rule, not first": 4.0},
    "cast_target": {"settled by rule": 4.5, "settled by rule, not first": 4.0},
    "claims": {},
    "place": {
        "best of the lead": 1.5, "best of its telling": 1.0, "finest": 0.5, "label own": 2.5, "label carried on": 1.5,
        "implied by land": 3.0,
    },
}  # fmt: skip
"""What each sign weighs before anything is learned: the rules hold where the annotated reports say nothing else."""
FLOORS = {"event": -0.5, "cast_perpetrator": -0.6, "cast_target": -0.9, "claims": -0.5}
"""Floors set by the score of whole reports: two happenings made one lose more than one told twice."""


Left = Callable[[str], bool]
"""Whether a report, a judged article or a passage is left out of training."""


class Learner:
    """The cases of one choice as a matrix, and the fit."""

    def __init__(self, cases: Sequence[Case], prior: Mapping[str, float], ridge: float = RIDGE) -> None:
        self.cases = cases
        counts = Counter(sign for case in cases for sign in set(case.signs))
        self.names = sorted(sign for sign, n in counts.items() if n >= RARE)
        column = {name: i for i, name in enumerate(self.names)}
        self.x = np.zeros((len(cases), len(self.names) + 1))
        self.x[:, -1] = 1.0
        for row, case in enumerate(cases):
            self.x[row, [column[s] for s in case.signs if s in column]] = 1.0
        self.right = np.array([case.right for case in cases], float)
        self.trust = np.array([case.trust for case in cases])
        self.ridge = np.array([ridge] * len(self.names) + [0.01])
        self.prior = np.array([*(prior.get(name, 0.0) for name in self.names), 0.0])

    def fit(self, used: np.ndarray) -> np.ndarray:
        """Weights from the cases used, the bias last."""
        x, y, trust = self.x[used], self.right[used], self.trust[used]

        def loss(w: np.ndarray) -> float:
            z = x @ w
            return float(trust @ (np.logaddexp(0.0, z) - y * z) + 0.5 * (self.ridge * (w - self.prior) ** 2).sum())

        weights = self.prior.copy()
        now = loss(weights)
        for _ in range(40):
            p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
            slope = x.T @ (trust * (p - y)) + self.ridge * (weights - self.prior)
            bend = (x * (trust * p * (1 - p))[:, None]).T @ x + np.diag(self.ridge)
            step = np.linalg.solve(bend, slope)
            share = 1.0
            while (then := loss(weights - share * step)) > now and share > 1e-4:
                share /= 2
            weights, gained, now = weights - share * step, now - then, then
            if gained < 1e-6:
                break
        return weights

    def out_of_fold(self) -> np.ndarray:
        """Each case's log-odds under weights learned without its report."""
        fold = np.array([fold_of(case.source) for case in self.cases])
        scores = np.zeros(len(self.cases))
        for k in range(FOLDS):
            scores[fold == k] = self.x[fold == k] @ self.fit(fold != k)
        return scores


def tops(scores: np.ndarray, cases: Sequence[Case]) -> np.ndarray:
    """1 for every case that is not in a group and for the first best of each group, else 0."""
    best: dict[str, int] = {}
    for i, case in enumerate(cases):
        if case.group and (case.group not in best or scores[i] > scores[best[case.group]]):
            best[case.group] = i
    return np.array([not case.group or best[case.group] == i for i, case in enumerate(cases)], float)


def f1(right: np.ndarray, taken: np.ndarray) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    hit = float((right * taken).sum())
    p, r = hit / max(1.0, float(taken.sum())), hit / max(1.0, float(right.sum()))
    return p, r, 2 * p * r / max(1e-9, p + r)


def as_yaml(choice: str, learner: Learner, weights: np.ndarray, floor: float, told: str) -> str:
    """The weights as a page that a person can read."""
    kept = sorted((round(float(w), 2), n) for n, w in zip(learner.names, weights[:-1], strict=True) if abs(w) >= SMALL)
    lines = [f"# Written by tools/train_choices.py: {choice}. {told}",
             f"bias: {weights[-1]:.2f}", f"floor: {floor:.2f}", "signs:"]  # fmt: skip
    return "\n".join(lines + [f'  "{name}": {weight:+.2f}' for weight, name in kept]) + "\n"


def train(choice: str, cases: Sequence[Case], out: Path) -> None:
    """Cross-validates, chooses the floor, trains on everything, writes."""
    learner = Learner(cases, PRIOR.get(choice, {}), RIDGES.get(choice, RIDGE))
    scores = learner.out_of_fold()
    rule = np.array([case.by_rule for case in cases], float)
    floors = np.arange(-2.0, 1.01, 0.05)
    top = tops(scores, cases)
    if any(case.group for case in cases):
        floors = np.arange(-5.0, 0.01, 0.25)
    sure = np.array([case.trust >= 1.0 for case in cases], float)
    floor = max(floors, key=lambda at: f1(learner.right * sure, (scores >= at) * top * sure)[2])
    floor = FLOORS.get(choice, floor)
    told = "Cross-validated P {:.3f} R {:.3f} F1 {:.3f}".format(
        *f1(learner.right * sure, (scores >= floor) * top * sure)
    )
    told += "; rules alone P {:.3f} R {:.3f} F1 {:.3f}".format(*f1(learner.right * sure, rule * sure))
    print(
        f"{choice}: {len(cases)} cases, {int(learner.right.sum())} right, {len(learner.names)} signs, "
        f"floor {floor:.2f}. {told}"
    )
    page = as_yaml(choice, learner, learner.fit(np.ones(len(cases), bool)), float(floor), told)
    (out / f"{choice}.yaml").write_text(page, "utf-8")


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
    if "join".startswith(asked.only):
        train_joining(list(all_turns(asked, tools, unseen, left_out)), out)
        weights.load_weights.cache_clear()
    others = collect(asked, tools, unseen, left_out) if asked.only != "type" else {}
    for choice, found in others.items():
        if choice.startswith(asked.only):
            train(choice, found, out)
    if "type".startswith(asked.only):
        weights.load_weights.cache_clear()
        train_types(list(all_types(asked, tools, left_out)), out)


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
