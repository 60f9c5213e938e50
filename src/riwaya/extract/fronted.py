"""Who may have a part in a deed: the body that a unit stands for, and who stands before the word of the deed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.extract.units import Unit
from riwaya.lexicon.entries import FrameEntry


@dataclass(frozen=True, slots=True)
class Part:
    """A body in a role: the unit that names it and the rule that gave the role."""

    role: str
    body: str
    unit: int
    rule: str


def body_of(units: Sequence[Unit], j: int) -> str | None:
    """The body that a unit stands for as a party; a country after a preposition of place is a place."""
    unit = units[j]
    if unit.used or (j > 0 and units[j - 1].text in _LED):
        return None
    if unit.tag == "E" and j > 1 and units[j - 1].tag == "m" and units[j - 2].core.endswith("حدود"):
        return None
    if unit.tag == "Y":
        term = unit.get("institution")
        return None if term is not None and term.entry.kind in _CALM else unit.body
    if unit.tag in "AZ@":
        return unit.body
    if unit.tag == "E" and unit.body:
        if unit.prefix.endswith("ب") or (j > 0 and units[j - 1].tag in "ikfTc"):
            return None
        return unit.body
    if unit.tag in "HsW" and unit.body:
        return unit.body
    if unit.tag == "s" and unit.core.startswith(_CONVOYS):
        return f"other:{unit.core}"
    return None


_LED = frozenset({"بقياده", "بدعم", "بزعامه", "برعايه"})
"""A body named after these stands behind another one; it is no party of its own."""
_CONVOYS = ("قافله", "قافلت", "موكب")
"""People on the move who are a target in their own right, whoever they are."""
_CALM = frozenset({"health", "rescue", "judiciary", "local", "civil", "ministry_civil"})
_OPENINGS = frozenset("t,F-:(rRQx")


def subject_before(units: Sequence[Unit], at: int, a: int) -> Part | None:
    """The body directly before an active verb (أن جهاز الاستخبارات حيّد أربعة)."""
    for j in range(at - 1, max(a - 1, at - 5), -1):
        unit = units[j]
        if unit.tag in "AYHW" and unit.body and not unit.used and unit.body not in ("civilians", "protesters"):
            start = j
            while start - 1 >= a and units[start - 1].tag in "wI":
                start -= 1
            if (start == a or units[start - 1].tag in _OPENINGS) and unit.prefix in ("", "و"):
                return Part("perpetrator", unit.body, j, "role.outcome.fronted")
            return None
        if unit.tag not in "wDJ(),":
            return None
    return None


_FINDING = frozenset("عثر عثرت عثروا انتشل انتشلت انتشلوا".split())
"""Who finds the dead did not kill them."""


_BACK = ("ه", "ها", "هم", "هما")
"""Endings of a verb that points back to somebody named before."""


def _antecedent(units: Sequence[Unit], at: int, a: int) -> int | None:
    """بدعم من مقاتلات التحالف، التي قصفت …: who stands right before the relative pronoun of a verb is its subject, in whatever case."""
    verb = units[at]
    if verb.form != "verb" or at - 2 < a or units[at - 1].tag != "r" or verb.text.endswith(_BACK):
        return None
    j = at - 2 - (units[at - 2].tag == ",")
    if j < a or units[j].tag not in "AYW" or units[j].body in (None, "civilians", "protesters"):
        return None
    return j


def before(units: Sequence[Unit], at: int, a: int, frame: FrameEntry) -> list[Part]:
    """The subject that stands before its verb (أن الخلايا النائمة للتنظيم شنت هجوما)."""
    if not frame.subject:
        return []
    if at - 1 >= a and units[at - 1].tag in "NWs":
        return []
    antecedent = _antecedent(units, at, a)
    if antecedent is not None:
        return [Part(frame.subject, units[antecedent].body or "", antecedent, f"role.{frame.id}.fronted")]
    steps = 0
    for j in range(at - 1, a - 1, -1):
        unit = units[j]
        if (
            unit.tag in "F;.:QBKM"
            or (unit.tag == "N" and units[at - 1].tag == "r")
            or (unit.tag in "VN" and unit.trigger is not None and unit.trigger.strength == "strong")
        ):
            break
        if unit.tag == "t" and unit.text not in ("انه", "انها", "انهم", "بانه", "بانها"):
            break
        body = body_of(units, j)
        if body is not None and unit.tag in "AYZE@HW" and body not in ("civilians",):
            start = j
            while start - 1 >= a and units[start - 1].tag in "wsHWfyI":
                start -= 1
            before = units[start - 1].tag if start - 1 >= 0 else ""
            if any(units[k].core in _FINDING for k in range(start, j)) and frame.id != "disrupt":
                return []
            if unit.prefix.endswith(("ب", "ك")) or (start > a and before not in _OPENINGS):
                continue
            return [Part(frame.subject, body, j, f"role.{frame.id}.fronted")]
        steps += 1
        if steps > 9:
            break
    return []
