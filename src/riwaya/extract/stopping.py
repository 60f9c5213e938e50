"""Whose the weapon was that was stopped, found or cleared away, and who did that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.extract.disarming import LAID, SAPPERS, clearing
from riwaya.extract.fronted import Part, before, body_of
from riwaya.extract.parties import weapon_owners
from riwaya.extract.typing import Kind
from riwaya.extract.units import Unit
from riwaya.lexicon.entries import FrameEntry

_TURNED = {
    "role.light_verb": "target", "role.weapon.owner": "target", "role.repel.subject": "perpetrator",
    "role.repel.idafa": "perpetrator", "role.repel.fronted": "perpetrator", "role.repel.by": "target",
}  # fmt: skip
"""Roles in what was stopped that are others than the rule gives in a strike."""
_NEAR = 4
"""Units behind the verb of finding or clearing within which its subject stands."""


def stopped_parts(
    parts: Sequence[Part], units: Sequence[Unit], a: int, b: int, kind: Kind, frame: FrameEntry
) -> list[Part]:
    """The parts around a weapon that did not strike: who sent it is the target of who stopped it, and who cleared it away did that."""
    found = [replace(p, role=_fired_by(p, units, kind) or _TURNED.get(p.rule, p.role)) for p in parts]
    word = clearing(units, a, kind.trigger) if kind.trigger is not None and kind.weapon in LAID else None
    doer = _clearer(units, word, a, kind.trigger or b, frame) if word is not None else None
    if doer is not None:
        found = [doer, *(p for p in found if p.body != doer.body)]
    known = {p.body for p in found}
    return [*found, *(replace(p, role="target") for p in weapon_owners(units, a, b) if p.body not in known)]


def struck_parts(parts: Sequence[Part]) -> list[Part]:
    """The parts where only some of what was fired was stopped: who stops it was fired at by whose weapons they are."""
    return [replace(p, role=_STRUCK.get(p.rule, p.role)) for p in parts]


_STRUCK = {
    "role.disrupt.subject": "target", "role.disrupt.fronted": "target", "role.disrupt.idafa": "target", "role.disrupt.by": "target",
    "role.disrupt.object": "perpetrator", "role.disrupt.adjective": "perpetrator", "role.disrupt.whose": "perpetrator",
    "role.victim.subject": "target", "role.victim.fronted": "target", "role.victim.idafa": "perpetrator", "role.victim.object": "perpetrator",
}  # fmt: skip


def _clearer(units: Sequence[Unit], word: int, a: int, at: int, frame: FrameEntry) -> Part | None:
    """Who finds, clears or blows up an explosive: the subject of that verb (أتلف خبراء الجيش ألغاما, الجيش عثر على عبوة)."""
    end = at if at > word else len(units)
    for j in range(word + 1, min(end, word + 1 + _NEAR)):
        unit = units[j]
        if unit.tag == "W" and units[j - 1].core.startswith(SAPPERS):
            if unit.body:
                return Part("perpetrator", unit.body, j, "role.disrupt.subject")
            continue
        if unit.tag in "oW,.;" or (unit.tag == "s" and unit.body):
            break
        body = body_of(units, j)
        if body is not None and unit.prefix == "" and unit.tag in "AYEZ":
            return Part("perpetrator", body, j, "role.disrupt.subject")
    if units[word].core.startswith(_NOUNS):
        return None
    return next((p for p in before(units, word, a, frame) if p.body), None)


_NOUNS = tuple("تدمير اكتشاف العثور عثور انتزاع اتلاف مصادره تحييد احباط تفكيك ضبط تفجير نزع".split())
"""Nouns of finding and clearing: before them stands no subject of theirs."""


def _fired_by(part: Part, units: Sequence[Unit], kind: Kind) -> str | None:
    """اعتراض صاروخ أطلقته الجماعة: who fired what was stopped is its target."""
    between = units[kind.trigger + 1 : part.unit] if kind.trigger is not None else ()
    return "target" if any(u.tag == "x" and u.core.startswith("اطلق") for u in between) else None
