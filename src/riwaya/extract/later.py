"""How much later than something else a happening is told to be: غداة هجوم, بعد يومين من مقتل."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.units import Unit


def days_after(units: Sequence[Unit], i: int) -> int | None:
    """How many days later than what follows it something was (غداة مقتل, بعد يومين من هجوم); None elsewhere."""
    unit = units[i]
    if unit.text == "غداه":
        return 1 if _named(units, i + 1) else None
    counted = _counted(units, i) if unit.core == "بعد" else None
    return counted[0] if counted is not None and _named(units, counted[1]) else None


def _counted(units: Sequence[Unit], i: int) -> tuple[int, int] | None:
    """The days that follow بعد at `i`, with the unit behind their من (بعد ثلاثة أيام من …); None where none are counted."""
    if i + 3 >= len(units):
        return None
    counted, j = units[i + 1], i + 2
    days = 1 if counted.core == "يوم" else 2 if counted.core == "يومين" else None
    if counted.number is not None and units[j].text == "ايام":
        days, j = counted.low, j + 1
    elif units[j].text == "واحد":
        j += 1
    return (days, j + 1) if days and units[j].tag in "fo" else None


def _named(units: Sequence[Unit], i: int) -> bool:
    """Whether a noun that tells of a happening stands there (هجوم, مقتل)."""
    return i < len(units) and units[i].tag in "NM"


def days_since(units: Sequence[Unit], at: int) -> tuple[int, int] | None:
    """How many days before the deed told first the one told at `at` was (غداة سلسلة هجمات, بعد يومين من الضربة), and where the words for it stand."""
    for i in range(at - 1, max(-1, at - _REACH), -1):
        if units[i].tag in _ENDS or units[i].date is not None:
            return None
        if units[i].text in _EVE:
            return 1, i
        if units[i].core == "بعد":
            counted = _counted(units, i)
            return (counted[0], i) if counted is not None and counted[1] < at else None
    return None


_REACH = 8
"""Units before what tells of a happening among which the words stand that count the days since."""
_ENDS = frozenset(".,;!?VKxt")
_EVE = frozenset("غداه وغداه".split())
