"""Small linear models over named signs: text files that a person can read, written by tools/train_choices.py."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import repeat
from pathlib import Path

import yaml

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

    def weigh(self, signs: Iterable[str]) -> int:
        """The log-odds (hundredths) that the signs speak for."""
        return sum(map(self.signs.get, signs, repeat(0)), self.bias)


def hundredths(number: float) -> int:
    """A weight as it is added up."""
    return round(number * 100)


@lru_cache(maxsize=16)
def load_weights(name: str) -> Weights:
    """The weights of one decision as trained (`data/<name>.yaml`)."""
    read = yaml.load((DATA / f"{name}.yaml").read_text("utf-8"), Loader=_Loader)
    signs = {sign: hundredths(weight) for sign, weight in read["signs"].items()}
    return Weights(hundredths(read["bias"]), hundredths(read["floor"]), signs)
