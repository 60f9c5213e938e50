"""A second look at who did it and who suffered it: each body beside the others, once every one has been weighed alone.

How sure the first look was of it, whether another is surer, in which role it is surer itself, and who fights whom among
the likely ones: these signs are weighed by trained weights and added to what the first look found.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

UNLIKELY = -450
"""Hundredths below the floor of the first look from which a body is not looked at again."""
_STEPS = (-250, -150, -50, 0, 50, 150, 250, 350)
_NAMES = ("never", "hardly", "little", "nearly", "barely", "fairly", "well", "surely", "plainly")
_NOBODY: frozenset[str] = frozenset()
_ALONE = [f"alone {name}" for name in _NAMES]
_BEST = [f"best other {name}" for name in _NAMES]
_AHEAD = [f"ahead {name}" for name in _NAMES]
_TURNED = [f"in the other role {name}" for name in _NAMES]
_SURER = [f"surer in the other role {name}" for name in _NAMES]
_FACING = [f"best in the other role {name}" for name in _NAMES]
_AHEAD_THERE = [f"ahead in the other role {name}" for name in _NAMES]


@dataclass(frozen=True, slots=True)
class Looked:
    """A body after the first look, with its kind; `scores` are its log-odds (hundredths over the floor) in either role."""

    body: str
    kind: str
    scores: tuple[int, int]


def beside_signs(
    looked: Sequence[Looked], role: int, type_: str, rivals: Mapping[str, frozenset[str]]
) -> list[list[str]]:
    """The signs of each body in a role (0 or 1 of `scores`); none for one that the first look ruled out."""
    other = 1 - role
    mine = sorted((one.scores[role] for one in looked), reverse=True)
    theirs = sorted((one.scores[other] for one in looked), reverse=True)
    likely = [one for one in looked if one.scores[role] >= 0]
    opposed = [one for one in looked if one.scores[other] >= 0]
    found: list[list[str]] = []
    for one in looked:
        score, turned = one.scores[role], one.scores[other]
        if score < UNLIKELY:
            found.append([])
            continue
        rank = mine.index(score)
        best = mine[1 if rank == 0 else 0] if len(mine) > 1 else 2 * UNLIKELY
        facing = theirs[1 if turned == theirs[0] else 0] if len(theirs) > 1 else 2 * UNLIKELY
        mates = [o for o in likely if o is not one]
        against = [o for o in opposed if o is not one]
        fights = rivals.get(one.body, _NOBODY)
        signs = [
            _ALONE[_step(score)],
            f"rank {min(rank, 3)}",
            f"{one.kind} rank {min(rank, 2)}",
            f"{type_} rank {min(rank, 2)}",
            f"{type_} {one.kind} {'first' if rank == 0 else 'later'}",
            _BEST[_step(best)],
            _AHEAD[_step(score - best)],
            _TURNED[_step(turned)],
            _SURER[_step(turned - score)],
            _FACING[_step(facing)],
            _AHEAD_THERE[_step(turned - facing)],
            f"{min(len(mates), 3)} likely beside it",
            f"{min(len(against), 3)} likely against it",
        ]
        for names, words in ((mates, "beside"), (against, "against")):
            if names:
                fought = any(o.body in fights for o in names)
                signs.append(f"{'a rival' if fought else 'no rival'} {words} it")
        found.append(signs)
    return found


def _step(score: int) -> int:
    """Which of the names a score has."""
    return bisect_right(_STEPS, score)
