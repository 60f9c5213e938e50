"""Logistic regression and conditional logit (L-BFGS), with a ridge towards what is known before.

The same cases give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit

from riwaya.extract.weights import DATA, load_weights

CLOSELY = {"maxiter": 3000, "maxfun": 6000, "maxcor": 20, "ftol": 1e-13, "gtol": 1e-6}
_LEAST = 1e-300
BIAS = ""
"""The name of what is there without any sign."""


@dataclass(frozen=True)
class Earlier:
    """Weights to go on from, and how many reports they learned from for each one at hand; 0: learn afresh.

    What those reports taught of a sign is kept by a ridge towards its weight, as strong as they would make it if they
    had the sign as often as the reports at hand (Laplace's approximation, the diagonal alone).
    """

    times: float = 0.0
    folder: Path = DATA

    def of(self, choice: str) -> dict[str, float]:
        """What each sign of a choice weighs, the bias among them; nothing where it is learned afresh."""
        if not self.times:
            return {}
        kept = load_weights(choice, self.folder)
        return {BIAS: kept.bias / 100, **{sign: weight / 100 for sign, weight in kept.signs.items()}}


def known(names: Sequence[Any], prior: Mapping[Any, float]) -> np.ndarray:
    """What each name weighs beforehand."""
    return np.array([prior.get(name, 0.0) for name in names])


def bend_of(x: csr_matrix, trust: np.ndarray, z: np.ndarray) -> np.ndarray:
    """How much the cases bend the likelihood in each column, at the log-odds z."""
    p = expit(z)
    return np.asarray(x.multiply(x).T @ (trust * p * (1.0 - p)))


def fit(
    x: csr_matrix,
    y: np.ndarray,
    trust: np.ndarray,
    prior: np.ndarray,
    ridge: np.ndarray,
    start: np.ndarray | float = 0.0,
) -> np.ndarray:
    """The weights of the columns; `start` are log-odds that each case has before its signs."""

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        z, off = start + x @ weights, weights - prior
        value = trust @ (np.logaddexp(0.0, z) - y * z) + 0.5 * ridge @ off**2
        return float(value), x.T @ (trust * (expit(z) - y)) + ridge * off

    return minimize(loss, prior, jac=True, method="L-BFGS-B", options=CLOSELY).x


class Turns:
    """Options weighed against one another turn by turn, where to take none is always one more, at log-odds 0.

    `owner` is the turn of each row, those of one turn together; `right` marks the rows that may be taken. Where a turn
    has none, to take none is right; where it has several, it is enough to take one of them.
    """

    def __init__(self, x: csr_matrix, right: np.ndarray, owner: np.ndarray, trust: np.ndarray) -> None:
        self.x, self.right = x, right
        begins = np.append(True, owner[1:] != owner[:-1])
        self.starts = np.flatnonzero(begins)
        self.owner = np.cumsum(begins) - 1
        self.trust = trust[self.starts]
        self.nothing = np.add.reduceat(right, self.starts) == 0

    def fit(self, prior: np.ndarray, ridge: np.ndarray) -> np.ndarray:
        """The weights of the columns."""

        def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
            off = weights - prior
            e, none = self._taken(weights)
            total = np.add.reduceat(e, self.starts) + none
            reached = np.add.reduceat(e * self.right, self.starts) + none * self.nothing
            mass = (
                self.trust[self.owner]
                * e
                * (1.0 / total[self.owner] - self.right / np.maximum(reached, _LEAST)[self.owner])
            )
            value = self.trust @ (np.log(total) - np.log(np.maximum(reached, _LEAST))) + 0.5 * ridge @ off**2
            return float(value), self.x.T @ mass + ridge * off

        return minimize(loss, prior, jac=True, method="L-BFGS-B", options=CLOSELY).x

    def bend(self, weights: np.ndarray) -> np.ndarray:
        """How much the turns bend the likelihood in each column."""
        e, none = self._taken(weights)
        p = e / (np.add.reduceat(e, self.starts) + none)[self.owner]
        likely = self.x.multiply(p[:, None]).tocsr()
        mean = csr_matrix((np.ones(len(p)), (self.owner, np.arange(len(p))))) @ likely
        return np.asarray(self.x.multiply(likely).T @ self.trust[self.owner] - mean.multiply(mean).T @ self.trust)

    def _taken(self, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """How likely each row is, and to take none in each turn, before they are brought to 1 together."""
        z = self.x @ weights
        top = np.maximum(np.maximum.reduceat(z, self.starts), 0.0)
        return np.exp(z - top[self.owner]), np.exp(-top)
