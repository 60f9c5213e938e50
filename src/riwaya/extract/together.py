"""Signs that come together: a small layer beside the weights of a choice, for what they tell beyond each for itself.

Each sign leans towards a few grounds, more or less; a ground holds as far as the leanings of all signs together exceed
nought, and then adds to the log-odds of the choice. Everything is a whole number, so that the sums are the same on every
machine. The layers stand beside the weights, written by tools/train_choices.py.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from sys import intern

LANE = 32
"""Bits of a ground in the one number that holds the leanings of a sign."""
WITHIN = 200
"""How far below the floor (hundredths) the weights may speak for a choice that the grounds are still asked of; they seldom add as much."""
_HALF = 1 << (LANE - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """The leanings of each sign (hundredths), all in one number, a lane a ground: adding two numbers adds all lanes.

    `start` is what is there without any sign, `adds` what a whole of each ground adds (hundredths).
    """

    leanings: Mapping[str, int]
    start: int
    adds: tuple[int, ...]

    def lean(self, signs: Iterable[str]) -> int:
        """The leanings of the signs, added up."""
        total = 0
        for sign in signs:
            total += self.leanings.get(sign, 0)
        return total

    def speak(self, leaning: int, parts: int = 1) -> int:
        """What the grounds add to the log-odds (hundredths); `leaning` is in so many parts of a hundredth."""
        held = held_of(leaning + self.start * parts, len(self.adds))
        total = 0
        for ground, add in enumerate(self.adds):
            if held[ground] > _HALF:
                total += (held[ground] - _HALF) * add
        return total // (100 * parts)


def held_of(leaning: int, grounds: int) -> tuple[int, ...]:
    """The lanes of a number, each by itself, and each more by the half of a lane.

    >>> [lane - 2**31 for lane in held_of(packed([3, -2, 5]) + packed([-4, 1, 1]), 3)]
    [-1, -1, 6]
    """
    lanes, halves = _lanes(grounds)
    return lanes.unpack((leaning + halves).to_bytes(lanes.size, "little"))


@lru_cache(maxsize=8)
def _lanes(grounds: int) -> tuple[struct.Struct, int]:
    """How the lanes lie in memory, and what makes each one of a number not below nought."""
    return struct.Struct(f"<{grounds}I"), packed([_HALF] * grounds)


def packed(numbers: Iterable[int]) -> int:
    """One number with a lane for each of several.

    >>> packed([1, 0]) + packed([1, 1]) == packed([2, 1])
    True
    """
    return sum(number << (LANE * place) for place, number in enumerate(numbers))


def load_together(path: Path) -> Together | None:
    """A layer as written: a note, what is there at the start, what the grounds add, then the signs."""
    if not path.is_file():
        return None
    start = 0
    adds: tuple[int, ...] = ()
    leanings: dict[str, int] = {}
    for line in path.read_text("utf-8").splitlines():
        head, _, rest = line.partition(" ")
        if head == "start":
            start = packed(map(int, rest.split()))
        elif head == "adds":
            adds = tuple(map(int, rest.split()))
        elif head != "#":
            leanings[intern(rest)] = packed(struct.unpack(f"{len(head) // 2}b", bytes.fromhex(head)))
    return Together(leanings, start, adds)
