"""The learning of a choice: logistic regression with a ridge towards what the rules say (L-BFGS).

Of cases in groups one at most is taken of each, so that they are weighed against one another (conditional logit). The
same cases give the same bytes. Figures are of five-fold cross-validation over reports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from choice_cases import Case
from layers import Layer, learn, of_turns, of_yes, to_begin_from
from logistic import BIAS, Earlier, Turns, bend_of, fit, known
from train_actuality import FOLDS, fold_of

RARE = 4
RIDGE = 8.0
RIDGES = {"cast_perpetrator": 2.0, "cast_target": 2.0, "place": 3.0}
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
FLOORS = {
    "event": 0.0,
    "cast_perpetrator": -0.6,
    "cast_target": -0.9,
    "beside_perpetrator": -0.6,
    "beside_target": -0.62,
    "claims": -0.2,
}
"""Floors set by the score of whole reports: two happenings made one lose more than one told twice."""
TOGETHER = ("cast_perpetrator", "cast_target", "claims")
"""Choices whose signs tell more together than each for itself; those of an event, and beside others, do not."""


class Learner:
    """The cases of one choice as a matrix, and the fit."""

    def __init__(self, choice: str, cases: Sequence[Case], earlier: Earlier) -> None:
        self.cases = cases
        prior = earlier.of(choice) or PRIOR.get(choice, {})
        counts = Counter(sign for case in cases for sign in {*case.signs, *case.named})
        self.names = sorted({sign for sign, n in counts.items() if n >= RARE} | set(earlier.of(choice)) - {BIAS})
        column = {name: i for i, name in enumerate(self.names)}
        cells = [(row, sign, 1.0) for row, case in enumerate(cases) for sign in {*case.signs}]
        cells += [(row, sign, case.share) for row, case in enumerate(cases) for sign in case.named]
        at = [(value, row, column[sign]) for row, sign, value in cells if sign in column]
        at += [(1.0, row, len(self.names)) for row in range(len(cases))]
        values, rows, columns = zip(*at, strict=True)
        self.x = csr_matrix((values, (rows, columns)), (len(cases), len(self.names) + 1))
        self.start = np.array([case.start for case in cases])
        self.right = np.array([case.right for case in cases], float)
        self.trust = np.array([case.trust for case in cases])
        self.prior = known([*self.names, BIAS], prior)
        self.groups = np.array([case.group for case in cases]) if any(case.group for case in cases) else None
        every = np.ones(len(cases), bool)
        bend = (
            bend_of(self.x, self.trust, self.start + self.x @ self.prior)
            if self.groups is None
            else self._turns(every).bend(self.prior)
        )
        self.ridge = np.array([RIDGES.get(choice, RIDGE)] * len(self.names) + [0.01]) + earlier.times * bend

    def fit(self, used: np.ndarray) -> np.ndarray:
        """Weights from the cases used, the bias last."""
        if self.groups is not None:
            return self._turns(used).fit(self.prior, self.ridge)
        return fit(self.x[used], self.right[used], self.trust[used], self.prior, self.ridge, self.start[used])

    def _turns(self, used: np.ndarray) -> Turns:
        return Turns(self.x[used], self.right[used], self.groups[used], self.trust[used])

    def out_of_fold(self) -> np.ndarray:
        """Each case's log-odds under weights learned without its report."""
        fold = np.array([fold_of(case.source) for case in self.cases])
        scores = np.zeros(len(self.cases))
        for k in range(FOLDS):
            scores[fold == k] = self.start[fold == k] + self.x[fold == k] @ self.fit(fold != k)
        return scores

    def layer(self, scores: np.ndarray, used: np.ndarray) -> Layer:
        """What the signs of the cases used tell together beyond these log-odds."""
        x, right, trust, z = self.x[used, :-1], self.right[used], self.trust[used], scores[used]
        if self.groups is None:
            return learn(x, of_yes(z, right, trust))
        groups = self.groups[used]
        begins = np.append(True, groups[1:] != groups[:-1])
        owner = np.cumsum(begins) - 1
        return learn(x, of_turns(z, right, owner, trust), np.flatnonzero(begins))

    def added_out_of_fold(self, scores: np.ndarray) -> np.ndarray:
        """What layers add to each case that have learned nothing from its report."""
        fold = np.array([fold_of(case.source) for case in self.cases])
        added = np.zeros(len(self.cases))
        for k in range(FOLDS):
            added[fold == k] = self.layer(scores, fold != k).added(self.x[fold == k, :-1])
        return added


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


def train(choice: str, cases: Sequence[Case], out: Path, earlier: Earlier) -> np.ndarray:
    """Cross-validates, chooses the floor, trains on everything, writes; the log-odds over the floor.

    They are cross-validated; where there is a layer, those of passages of our tests are as they are read.
    """
    learner = Learner(choice, cases, earlier)
    alone = learner.out_of_fold()
    every = np.ones(len(cases), bool)
    fitted = learner.fit(every)
    scores = alone
    if choice in TOGETHER:
        begun = to_begin_from(alone, learner.start + learner.x @ fitted, learner.trust)
        layer = learner.layer(begun, every)
        added = to_begin_from(learner.added_out_of_fold(begun), layer.added(learner.x[:, :-1]), learner.trust)
        scores = begun + added
        layer.write(out / f"{choice}.together", learner.names)
    rule = np.array([case.by_rule for case in cases], float)
    floors = np.arange(-2.0, 1.01, 0.05)
    top = tops(scores, cases)
    if any(case.group for case in cases):
        floors = np.arange(-5.0, 1.01, 0.25)
    sure = np.array([case.trust >= 1.0 for case in cases], float)
    floor = max(floors, key=lambda at: f1(learner.right * sure, (scores >= at) * top * sure)[2])
    floor = FLOORS.get(choice, floor)
    told = "Cross-validated P {:.3f} R {:.3f} F1 {:.3f}".format(
        *f1(learner.right * sure, (scores >= floor) * top * sure)
    )
    if choice in TOGETHER:
        taken = (alone >= floor) * tops(alone, cases) * sure
        told += f"; without signs together F1 {f1(learner.right * sure, taken)[2]:.3f}"
    told += "; as chosen before P {:.3f} R {:.3f} F1 {:.3f}".format(*f1(learner.right * sure, rule * sure))
    print(
        f"{choice}: {len(cases)} cases, {int(learner.right.sum())} right, {len(learner.names)} signs, "
        f"floor {floor:.2f}. {told}"
    )
    page = as_yaml(choice, learner, fitted, float(floor), told)
    (out / f"{choice}.yaml").write_text(page, "utf-8")
    return scores - floor
