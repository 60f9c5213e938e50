"""The sides of a clash, in the order in which they are named."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.fronted import Part, before, body_of
from riwaya.extract.units import Unit
from riwaya.lexicon.entries import FrameEntry

REACH = 16
"""Units after the word of the deed among which its parties are named."""
STOP = frozenset("QBF;.!?")
_RATED = ("تصنف", "يصنف", "تعتبر", "يعتبر", "تعده", "تعدها")
"""Verbs whose subject only says what one of the sides is (التنظيم الذي تصنفه أنقرة منظمة إرهابية)."""
_BACKED = ("مدعوم", "مسنود", "تدعم", "يدعم", "تساند", "يساند", "بدعم", "باسناد", "بمسانده", "بمشاركه")
"""Words by which one body stands behind another, on its side."""


def sides_of(units: Sequence[Unit], at: int, b: int, frame: FrameEntry) -> list[Part]:
    """اشتباكات بين X وY; اشتبك X مع Y: the sides in the order in which they are named."""
    sides: list[Part] = []
    joined = backed = rated = False
    for j in range(at + 1, min(b, at + REACH + 4)):
        unit = units[j]
        if (unit.tag == "b" and joined) or (unit.text == "جهه" and units[j - 1].tag == "f"):
            sides = [Part("perpetrator", p.body, p.unit, p.rule) for p in sides]
        if unit.tag in "bm":
            joined, backed = True, False
            continue
        rated = unit.tag != "," and (rated or unit.core.startswith(_RATED))
        if rated:
            continue
        backed = unit.tag != "," and (backed or unit.core.removeprefix("ال").startswith(_BACKED))
        if unit.tag in STOP or unit.tag in "LKM":
            break
        body = body_of(units, j)
        if body is None:
            continue
        if not joined and not sides and unit.prefix not in ("", "ل"):
            continue
        role = "perpetrator" if not sides or frame.mutual == "all" else sides[-1].role if backed else "target"
        if all(p.body != body for p in sides):
            sides.append(Part(role, body, j, f"role.{frame.id}.side"))
        if len(sides) == (6 if frame.mutual == "all" else 5 if backed else 3):
            break
    if not joined:
        return []
    if backed and len(sides) > 1 and all(p.role == sides[0].role for p in sides):
        sides[-1] = Part("target", sides[-1].body, sides[-1].unit, sides[-1].rule)
    if sides and sides[0].unit > at and len(sides) == 1:
        second = Part("target", sides[0].body, sides[0].unit, f"role.{frame.id}.side")
        first = before(units, at, 0, frame)
        if first and first[0].body != sides[0].body:
            return [first[0], second]
        met = any(u.tag == "m" for u in units[at + 1 : sides[0].unit])
        if frame.mutual != "all" and met and not _harmed_before(units, at):
            return [second]
    return sides


def _harmed_before(units: Sequence[Unit], at: int) -> bool:
    """قتل جنود في اشتباكات مع الفصيل: whether the clause tells of harm first, so that it was done by whom the clash was with."""
    for j in range(at - 1, max(-1, at - REACH), -1):
        if units[j].outcome is not None:
            return True
        if units[j].tag in ",F;.:Q":
            return False
    return False
