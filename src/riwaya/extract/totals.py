"""Totals told by a noun of the count: the toll, the number of the dead, that rose to so many (ارتفعت حصيلة القتلى إلى تسعة)."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.figures import FoundToll, of_a_war
from riwaya.extract.groups import whose
from riwaya.extract.units import Unit

_WARS = frozenset({"الحرب", "النزاع", "الصراع", "الثوره"})
_TOTALS = (
    ("قتلي", "killed"),
    ("شهداء", "killed"),
    ("وفيات", "killed"),
    ("جرحي", "injured"),
    ("مصابين", "injured"),
    ("اصابات", "injured"),
    ("ضحايا", "killed"),
)
_THAT_IS = frozenset("هي هو كانت كان الي نحو".split())
_PASSING = (
    "من ",
    "لتتجاوز",
    "ليتجاوز",
    "لتتخطي",
    "ليتخطي",
    "يتجاوز",
    "تتجاوز",
    "تجاوز",
    "يتخطي",
    "تتخطي",
    "يفوق",
    "تفوق",
)
"""Words before a figure that belong to it and tell that a total rose so far."""
_EITHER = ("قتيل", "جريح", "شهيد")
"""After بين they tell that a number counts both (إلى أربعين بين قتيل وجريح)."""


def _either(units: Sequence[Unit], k: int, b: int) -> int:
    """Where the words end that tell that a number before k counts the killed and the injured; 0 where they do not."""
    if units[k].tag == "C" and units[k].text.startswith("بين "):
        return k + 1
    both = k + 1 < b and units[k].tag == "b" and units[k + 1].tag == "C" and units[k + 1].text.startswith(_EITHER)
    return k + 2 if both and " و" in units[k + 1].text else 0


def _hurt(unit: Unit) -> bool:
    return unit.outcome is not None and unit.outcome.outcome == "injured" and unit.definite


def totals(
    units: Sequence[Unit], a: int, b: int, i: int, former: int, parts: set[int], taken: set[int]
) -> list[FoundToll]:
    """ارتفعت حصيلة القتلى إلى تسعة; ارتفع إلى تسعة عدد الشهداء: the figure after a rise or إلى on either side of the noun."""
    if i + 1 < b and units[i + 1].text in _WARS:
        return []
    outcome = next((o for word, o in _TOTALS if word in units[i].text), None)
    noun = next((j for j in range(i + 1, min(b, i + 3)) if units[j].tag == "C" and units[j].outcome is not None), None)
    if outcome is None:
        told = units[noun].outcome if noun is not None else None
        outcome = "killed" if told is None or told.outcome == "killed_or_injured" else told.outcome
    elif outcome == "killed" and noun == i + 1 and units[noun].prefix == "و" and _hurt(units[noun]):
        outcome = "killed_or_injured"
    other = next((j for j in range(i + 1, b) if units[j].tag == "U"), b)
    for j in (*range(i + 1, min(other, i + 26)), *range(i - 1, max(a - 1, i - 14), -1)):
        unit = units[j]
        if unit.tag != "n" or j in parts or j in taken or unit.number is None or unit.number.low is None:
            continue
        before = units[j - 1] if j > a else None
        risen = (
            unit.prefix == "ب"
            or j == i + 1
            or (before is not None and (before.tag in "Tu:" or before.text in _THAT_IS))
            or unit.text.startswith(_PASSING)
            or (j > i > a and units[i - 1].tag == "u" and j + 1 < b and units[j + 1].tag in "HC")
        )
        if not risen:
            continue
        following = units[j + 1] if j + 1 < b else None
        if (
            following is not None
            and following.tag == "C"
            and not following.prefix.startswith("و")
            and following.outcome is not None
            and following.outcome.outcome not in (outcome, "killed_or_injured")
        ):
            continue
        victims, group, last = whose(units, j + 1, b)
        if of_a_war(outcome, unit.number.low):
            return []
        taken.update(range(j, last))
        if noun == i + 1 and not units[noun].prefix:
            taken.add(noun)
        if following is not None and following.tag == "C" and not following.prefix.startswith("و"):
            taken.add(j + 1)
            last = max(last, j + 2)
        elif last < b and (pooled := _either(units, last, b)):
            outcome, last = "killed_or_injured", pooled
            taken.add(last - 1)
        return [
            FoundToll(
                outcome,
                unit.number.high if unit.text.startswith("من ") else unit.number.low,
                unit.number.high,
                victims,
                group,
                min(i, j),
                max(last, i + 1),
                "toll.total",
                j > former,
                i,
            )
        ]
    return []
