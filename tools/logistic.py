"""Logistic regression with a ridge towards what is known before (L-BFGS); the same cases give the same bytes."""

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
