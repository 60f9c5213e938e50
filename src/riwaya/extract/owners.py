"""Whose men, posts and aircraft are meant: a noun takes the body that owns it."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.units import Unit

_ARMED_GROUPS = frozenset({"soldiers", "police", "fighters", "militants"})


def join_owners(units: Sequence[Unit]) -> None:
    """عناصر من الحشد, جنود أتراك, حاجز للجيش, طائرات روسية: the noun takes the body that owns it."""
    for i, unit in enumerate(units):
        if unit.tag not in "A@HsWN":
            continue
        if unit.tag in "A@" and unit.word == "anaphor":
            of = next((j for j in range(i + 1, min(i + 4, len(units))) if units[j].tag == "y"), None)
            owner = units[of + 1] if of is not None and of + 1 < len(units) else None
            if owner is not None and owner.tag in "AY" and owner.body:
                unit.tag, unit.body, owner.used = "A", owner.body, True
            continue
        if unit.tag == "s" and unit.trigger is not None and not any(u.tag in "oV" for u in units[max(0, i - 2) : i]):
            unit.tag = "N"
        owned = (
            unit.tag == "H" and unit.victim is not None and unit.victim.group in _ARMED_GROUPS
        ) or unit.tag in "sWN"
        if not owned or unit.body is not None:
            continue
        for j in range(i + 1, min(i + 5, len(units))):
            nxt = units[j]
            if nxt.tag == "J" and (j == i + 1 or units[j - 1].tag in "wWN"):
                unit.body = nxt.body if nxt.body else None
                break
            if unit.tag == "N":
                break
            if nxt.tag in "AY" and nxt.body and (nxt.prefix in ("", "ل", "ب") or units[j - 1].tag in "fiy"):
                if unit.tag == "H" and nxt.prefix == "" and j == i + 1 and not _construct(unit):
                    break
                unit.body = nxt.body
                nxt.used = True
                break
            if nxt.tag not in "wfyi" or (nxt.tag == "w" and unit.tag == "s" and j > i + 2):
                break


def _construct(unit: Unit) -> bool:
    """Whether the noun can stand before its owner: مقاتلو قسد, عناصر قسد, جنود الجيش."""
    return not unit.definite
