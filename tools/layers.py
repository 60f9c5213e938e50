"""The learning of a layer beside the weights of a choice (riwaya.extract.together), by Adam with dropout.

The weights are learned first. The layer learns what they leave open: from their log-odds of reports that they have not
seen, so that it does not mend what is only learned by heart. The seed is fixed: the same cases give the same bytes.
Kingma and Ba 2015 (Adam), Loshchilov and Hutter 2019 (decay), Srivastava et al. 2014 (dropout).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import expit

GROUNDS = 16
EPOCHS, BATCH, RATE, DECAY = 8, 64, 2e-3, 0.02
UNSEEN, SILENT = 0.2, 0.3
"""The shares of signs and of grounds that are left out of each step, so that none relies on another."""
SPREAD = 0.05
TRUSTED, FIRM, HELD = 1.0, 8.0, 16.0
"""At most so much counts a case. Those that the weights heed FIRM times or more, passages of our tests, count HELD, and
from the log-odds that the weights have for them: the layer shall not learn from them, only leave them as they are."""
MOST = 127
"""Hundredths that a sign leans at most."""

Slope = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""How the mean loss of some rows grows with what is added to the log-odds of each."""


@dataclass
class Layer:
    """Leanings (signs x grounds), what is there without a sign, and what each ground adds."""

    leanings: np.ndarray
    start: np.ndarray
    adds: np.ndarray

    def added(self, x: csr_matrix) -> np.ndarray:
        """What the layer adds to the log-odds of each row."""
        return np.maximum(x @ self.leanings + self.start, 0.0) @ self.adds

    def write(self, path: Path, names: Sequence[str]) -> None:
        """Writes the layer for the signs named, in hundredths."""

        def line(numbers: np.ndarray) -> str:
            return " ".join(str(round(float(n) * 100)) for n in numbers)

        rows = np.clip(np.rint(self.leanings * 100), -MOST, MOST).astype(np.int8)
        lines = ["# Written by tools/train_choices.py: the leanings of signs, two hexadecimal digits a ground"]
        lines += [f"start {line(self.start)}", f"adds {line(self.adds)}"]
        lines += [f"{row.tobytes().hex()} {name}" for row, name in zip(rows, names, strict=True)]
        path.write_text("\n".join(lines) + "\n", "utf-8")


def learn(x: csr_matrix, slope: Slope, starts: np.ndarray | None = None) -> Layer:
    """A layer over the columns of `x`; `starts` are the first rows of turns, whose rows are drawn together."""
    rng = np.random.default_rng(0)
    first = np.arange(x.shape[0]) if starts is None else starts
    after = np.append(first[1:], x.shape[0])
    shapes = ((x.shape[1], GROUNDS), (GROUNDS,), (GROUNDS,))
    layer = Layer(rng.normal(0.0, SPREAD, shapes[0]), np.zeros(GROUNDS), rng.normal(0.0, SPREAD, GROUNDS))
    parts = (layer.leanings, layer.start, layer.adds)
    mean, square = ([np.zeros(shape) for shape in shapes] for _ in range(2))
    step = 0
    for epoch in range(EPOCHS):
        rate = RATE * (1 - epoch / EPOCHS)
        order = rng.permutation(len(first))
        for at in range(0, len(order), BATCH):
            some = np.sort(order[at : at + BATCH])
            rows = np.concatenate([np.arange(a, b) for a, b in zip(first[some], after[some], strict=True)])
            seen = x[rows]
            seen.data = seen.data * (rng.random(len(seen.data)) >= UNSEEN) / (1 - UNSEEN)
            leaning = seen @ layer.leanings + layer.start
            on = (leaning > 0) * (rng.random(leaning.shape) >= SILENT) / (1 - SILENT)
            held = leaning * on
            down = slope(rows, held @ layer.adds)
            back = np.outer(down, layer.adds) * on
            step += 1
            for part, grade, one, two in zip(
                parts, (seen.T @ back, back.sum(0), held.T @ down), mean, square, strict=True
            ):
                one += 0.1 * (grade - one)
                two += 0.001 * (grade**2 - two)
                move = one / (1 - 0.9**step) / (np.sqrt(two / (1 - 0.999**step)) + 1e-8)
                part -= rate * (move + DECAY * part)
    return layer


def to_begin_from(unseen: np.ndarray, seen: np.ndarray, trust: np.ndarray) -> np.ndarray:
    """Log-odds that a layer begins from: those of weights that have not seen the case, but for firm ones."""
    return np.where(trust >= FIRM, seen, unseen)


def of_yes(z: np.ndarray, right: np.ndarray, trust: np.ndarray) -> Slope:
    """The slope where each row is right or wrong for itself, from log-odds `z` on."""
    heed = np.where(trust >= FIRM, HELD, np.minimum(trust, TRUSTED))

    def slope(rows: np.ndarray, added: np.ndarray) -> np.ndarray:
        off = expit(z[rows] + added) - right[rows]
        return heed[rows] * off / max(float(heed[rows].sum()), 1e-9)

    return slope


def of_turns(z: np.ndarray, right: np.ndarray, owner: np.ndarray, trust: np.ndarray) -> Slope:
    """The slope where rows are weighed against one another turn by turn, and against none at log-odds 0."""
    heed = np.where(trust >= FIRM, HELD, np.minimum(trust, TRUSTED))

    def slope(rows: np.ndarray, added: np.ndarray) -> np.ndarray:
        begins = np.append(True, owner[rows][1:] != owner[rows][:-1])
        first, mine = np.flatnonzero(begins), np.cumsum(begins) - 1
        odds, good, weight = z[rows] + added, right[rows], heed[rows][first]
        top = np.maximum(np.maximum.reduceat(odds, first), 0.0)
        likely, none = np.exp(odds - top[mine]), np.exp(-top)
        total = np.add.reduceat(likely, first) + none
        lacks = np.add.reduceat(good, first) == 0
        reached = np.maximum(np.add.reduceat(likely * good, first) + none * lacks, 1e-300)
        off = likely * (1.0 / total[mine] - good / reached[mine])
        return weight[mine] * off / max(float(weight.sum()), 1e-9)

    return slope
