"""Trains what becomes of each telling: it opens a happening, joins one told before, or tells of nothing.

One of all the choices is right, so that they are weighed against one another: a conditional logit with a ridge
(L-BFGS). It writes open.yaml and join.yaml, called by tools/train_choices.py; the same input, the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack

from joining_cases import NOTHING, Turn
from layers import Layer, learn, of_turns, to_begin_from
from logistic import BIAS, Earlier, Turns, known
from train_actuality import FOLDS, fold_of
from word_vectors import Vectors, columns

RARE = 3
RIDGE, RIDGE_WORD, RIDGE_ALIKE = 4.0, 8.0, 7.0
SMALL = 0.03
FLOORS = {"open": -0.6, "join": -0.02}
"""Log-odds against telling of nothing from which a choice is taken, set by the score of whole reports."""


class Learner:
    """The options of all turns as one matrix, those of a turn one after the other, and the fit.

    What a stem weighs is its own weight and what its vector says, which all stems share.
    """

    def __init__(self, turns: Sequence[Turn], earlier: Earlier, alike: Vectors) -> None:
        self.turns = turns
        prior = {
            (choice, sign): weight for choice in FLOORS for sign, weight in earlier.of(choice).items() if sign != BIAS
        }
        named = [[(kind_of(i), sign) for sign in set(signs)] for t in turns for i, signs in enumerate(t.options)]
        counts = Counter(name for names in named for name in names)
        self.names = sorted({name for name, n in counts.items() if n >= RARE} | set(prior))
        column = {name: i for i, name in enumerate(self.names)}
        cells = [(row, column[name]) for row, names in enumerate(named) for name in names if name in column]
        own = csr_matrix((np.ones(len(cells)), tuple(zip(*cells, strict=True))), (len(named), len(self.names)))
        words = {kind: [sign if kind == k and is_stem(sign) else "" for k, sign in self.names] for kind in FLOORS}
        self.alike = np.hstack([columns(stems, alike) for stems in words.values()])
        self.x = hstack([own, own @ self.alike]).tocsr()
        sizes = np.array([len(t.options) for t in turns])
        self.starts = np.cumsum(sizes) - sizes
        self.owner = np.repeat(np.arange(len(turns)), sizes)
        self.right = np.array(
            [s + t.right if t.right != NOTHING else -1 for s, t in zip(self.starts, turns, strict=True)]
        )
        self.taken = np.bincount(self.right[self.right >= 0], minlength=len(self.owner))
        self.trust = np.array([t.trust for t in turns])
        self.prior = np.append(known(self.names, prior), np.zeros(self.alike.shape[1]))
        ridge = [RIDGE_WORD if is_stem(sign) else RIDGE for _, sign in self.names]
        self.ridge = np.array(ridge + [RIDGE_ALIKE] * self.alike.shape[1])
        self.ridge += earlier.times * self._turns(np.ones(len(turns), bool)).bend(self.prior)

    def fit(self, used: np.ndarray) -> np.ndarray:
        """Weights from the turns used: of each name, then what the vectors share."""
        return self._turns(used).fit(self.prior, self.ridge)

    def _turns(self, used: np.ndarray) -> Turns:
        rows = used[self.owner]
        owner = self.owner[rows]
        return Turns(self.x[rows], self.taken[rows], owner, self.trust[owner])

    def layer(self, z: np.ndarray, used: np.ndarray) -> Layer:
        """What the signs of the turns used tell together beyond these log-odds."""
        rows = used[self.owner]
        owner = self.owner[rows]
        starts = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
        x = self.x[rows][:, : len(self.names)]
        return learn(x, of_turns(z[rows], self.taken[rows].astype(float), owner, self.trust[owner]), starts)

    def right_of(self, z: np.ndarray, asked: np.ndarray) -> int:
        """How many of the turns asked for these log-odds decide rightly, each after the right ones before it."""
        best = np.array([self.starts[i] + np.argmax(part) for i, part in enumerate(np.split(z, self.starts[1:]))])
        chosen = np.where(z[best] > 0, best, -1)
        return int((chosen == self.right)[asked].sum())


def is_stem(sign: str) -> bool:
    """Whether a sign is the stem of a word near the telling."""
    return "\u0621" <= sign[0] <= "\u064a"


def kind_of(option: int) -> str:
    """Of which choice an option of a turn is: the first is to open a happening."""
    return "join" if option else "open"


def train_joining(turns: Sequence[Turn], out: Path, earlier: Earlier, alike: Vectors) -> None:
    """Cross-validates, trains on everything, writes."""
    learner = Learner(turns, earlier, alike)
    fold = np.array([fold_of(turn.source) for turn in turns])
    every, rows = np.ones(len(turns), bool), fold[learner.owner]
    z, added = np.zeros(len(rows)), np.zeros(len(rows))
    for k in range(FOLDS):
        z[rows == k] = learner.x[rows == k] @ learner.fit(fold != k)
    fitted = learner.fit(every)
    begun = to_begin_from(z, learner.x @ fitted, learner.trust[learner.owner])
    for k in range(FOLDS):
        added[rows == k] = learner.layer(begun, fold != k).added(learner.x[rows == k][:, : len(learner.names)])
    alone, right = (learner.right_of(odds, every) for odds in (z, z + added))
    told = f"Cross-validated {right} of {len(turns)} tellings are decided rightly, each after the right ones"
    told += f" ({alone} without signs together)."
    print(f"join: {len(turns)} tellings, {len(learner.names)} signs. {told}")
    own, shared = np.split(fitted, [len(learner.names)])
    weights = own + learner.alike @ shared
    layer = learner.layer(begun, every)
    for choice, floor in FLOORS.items():
        mine = [i for i, (kind, _) in enumerate(learner.names) if kind == choice]
        part = Layer(layer.leanings[mine], layer.start, layer.adds)
        part.write(out / f"{choice}.together", [learner.names[i][1] for i in mine])
        kept = sorted(
            (round(float(w), 2), sign)
            for (kind, sign), w in zip(learner.names, weights, strict=True)
            if kind == choice and abs(w) >= SMALL
        )
        lines = [
            f"# Written by tools/train_choices.py: {choice}. {told}",
            "bias: 0.00",
            f"floor: {floor:.2f}",
            "signs:",
        ]
        lines += [f'  "{sign}": {weight:+.2f}' for weight, sign in kept]
        (out / f"{choice}.yaml").write_text("\n".join(lines) + "\n", "utf-8")
