"""Small linear models over named signs: text files that a person can read, written by tools/train_choices.py."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from sys import intern

import yaml

from riwaya.extract.together import Together, load_together

DATA = Path(str(resources.files("riwaya.extract"))) / "data"
"""By the name of the package: a compiled module does not know its file."""
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What each sign adds to the log-odds of a decision, and the log-odds from which it is taken; all in hundredths.

    Whole numbers add up to the same sum in whatever order the signs come.
    """

    bias: int
    floor: float
    signs: Mapping[str, int]
    together: Together | None = None

    def weigh(self, signs: Iterable[str]) -> int:
        """The log-odds (hundredths) that the signs speak for, each for itself."""
        return self.bias + added(self.signs, signs)

    def weigh_together(self, signs: Collection[str]) -> int:
        """The log-odds (hundredths) that all the signs of a choice speak for, each for itself and together."""
        alone, layer = self.weigh(signs), self.together
        return alone if layer is None else alone + layer.speak(layer.lean(signs))


@dataclass(frozen=True, slots=True, eq=False)
class _Two:
    """What one sign adds to either decision, and how it leans for either where signs come together."""

    first: int
    second: int
    leans_first: int
    leans_second: int


@dataclass(frozen=True, slots=True, eq=False)
class Both:
    """Two decisions weighed by the same signs: each sign is looked up once for both."""

    signs: Mapping[str, _Two]

    def weigh(self, signs: Iterable[str], first: int, second: int) -> tuple[int, int]:
        """The log-odds (hundredths) of either decision: what the signs speak for, added to `first` and `second`."""
        for sign in signs:
            found = self.signs.get(sign)
            if found is not None:
                first += found.first
                second += found.second
        return first, second

    def lean(self, signs: Iterable[str]) -> tuple[int, int]:
        """How the signs lean for either decision; what was weighed just before is found at once."""
        first = second = 0
        for sign in signs:
            found = self.signs.get(sign)
            if found is not None:
                first += found.leans_first
                second += found.leans_second
        return first, second


def added(weights: Mapping[str, int], signs: Iterable[str]) -> int:
    """What the signs that have a weight add up to."""
    total = 0
    for sign in signs:
        total += weights.get(sign, 0)
    return total


def hundredths(number: float) -> int:
    """A weight as it is added up."""
    return round(number * 100)


def in_hundredths(weights: Mapping[str, float]) -> dict[str, int]:
    """Weights as they are added up.

    A sign is the one string of its spelling, so that one that is kept is found at once, and a weight the one number of its
    size: what lies close together in memory is read sooner.
    """
    numbers: dict[int, int] = {}
    return {
        intern(sign): numbers.setdefault(n, n)
        for sign, n in zip(weights, map(hundredths, weights.values()), strict=True)
    }


@lru_cache(maxsize=16)
def load_weights(name: str, folder: Path | None = None) -> Weights:
    """The weights of one decision as trained (`data/<name>.yaml`, or those of another folder)."""
    folder = folder or DATA
    read = yaml.load((folder / f"{name}.yaml").read_text("utf-8"), Loader=_Loader)
    together = load_together(folder / f"{name}.together")
    return Weights(hundredths(read["bias"]), hundredths(read["floor"]), in_hundredths(read["signs"]), together)


@lru_cache(maxsize=8)
def both(first: Weights, second: Weights) -> Both:
    """The weights of two decisions side by side."""
    one, two = first.signs, second.signs
    leans, too = (w.together.leanings if w.together is not None else {} for w in (first, second))
    every = {**one, **two, **leans, **too}
    return Both({s: _Two(one.get(s, 0), two.get(s, 0), leans.get(s, 0), too.get(s, 0)) for s in every})
