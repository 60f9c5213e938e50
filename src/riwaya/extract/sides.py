"""Two sides under one word of harm: the figure of the other side, told after that of the first (قتل خمسة جنود وتسعة مسلحين)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.extract.figures import FoundToll
from riwaya.extract.groups import Group, group_at
from riwaya.extract.units import Unit

_SERVING = ("police", "soldiers")


def other_side(units: Sequence[Unit], b: int, toll: FoundToll, group: Group, taken: set[int]) -> list[FoundToll]:
    """قتل خمسة جنود وتسعة مسلحين: the other side's figure under the same word of harm."""
    k = _past_their_friends(units, group.last, b)
    if group.first < toll.at and k <= toll.at + 1:
        return []
    if k < b and units[k].tag == "w" and units[k].text == "و":
        k += 1
    elif not (k < b and units[k].prefix.startswith("و")):
        return []
    if k >= b or units[k].tag not in "nH" or k in taken or units[k].outcome is not None:
        return []
    if units[k].tag == "n" and k + 1 < b and units[k + 1].outcome is not None:
        return []
    other = group_at(units, k, b)
    if other is None:
        return []
    victims = _whose(units, other, toll)
    serving = other.group in _SERVING and toll.group in ("militants", "fighters")
    if victims == toll.victims or (victims is None and not serving):
        return []
    taken.update(range(other.first, other.last))
    return [
        replace(
            toll,
            low=other.low,
            high=other.high,
            victims=victims,
            group=other.group,
            first=k,
            last=other.last,
            at=toll.at,
        )
    ]


def _whose(units: Sequence[Unit], other: Group, toll: FoundToll) -> str | None:
    """Whose the second side is; مقتل 15 جنديا و8 مهاجمين: told by what they are, where no name tells it."""
    if other.victims is None and toll.group in _SERVING:
        attackers = any(u.core.startswith("مهاجم") for u in units[other.first : other.last])
        return "unknown-gunmen" if attackers or other.group == "militants" else None
    return other.victims


def _past_their_friends(units: Sequence[Unit], k: int, b: int) -> int:
    """18 جنديا ومن معهم، و11 من التنظيم: past those counted with the first side, to the figure of the other."""
    for j in range(k, min(b, k + 6)):
        unit = units[j]
        if unit.tag == "n":
            joined = unit.prefix == "و" or (j > k and units[j - 1].text == "و")
            return j - (not unit.prefix) if joined else k
        if unit.tag not in "HAJwy@," or (unit.tag == "H" and unit.count):
            return k
    return k
