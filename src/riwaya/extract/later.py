"""How much later than something else a happening is told to be: غداة هجوم, بعد يومين من مقتل."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.units import Unit


def days_after(units: Sequence[Unit], i: int) -> int | None:
    """How many days later than what follows it something was (غداة مقتل, بعد يومين من هجوم); None elsewhere."""
    unit = units[i]
    if unit.text == "غداه":
        return 1 if _named(units, i + 1) else None
    if unit.core != "بعد" or i + 3 >= len(units):
        return None
    counted, j = units[i + 1], i + 2
    days = 1 if counted.core == "يوم" else 2 if counted.core == "يومين" else None
    if counted.number is not None and units[j].text == "ايام":
        days, j = counted.low, j + 1
    elif units[j].text == "واحد":
        j += 1
    return days if units[j].tag in "fo" and _named(units, j + 1) else None


def _named(units: Sequence[Unit], i: int) -> bool:
    """Whether a noun that tells of a happening stands there (هجوم, مقتل)."""
    return i < len(units) and units[i].tag in "NM"
