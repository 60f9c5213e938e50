"""Whose men, posts and aircraft are meant: a noun takes the body that owns it."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.meaning import Bodies, flag
from riwaya.extract.units import Unit
from riwaya.lexicon.entries import StateEntry

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
        if unit.body == "unknown-gunmen" and unit.tag == "A":
            _join_gunmen(units, i)
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
            if unit.word == "civil_asset" and _flag_of(nxt, j == i + 1):
                nxt.tag, nxt.body = "J", None
                break
            if nxt.tag == "J" and (j == i + 1 or (units[j - 1].tag in "wWN" and units[j - 2].tag != "i")):
                unit.body = nxt.body if nxt.body else None
                break
            if unit.tag == "N":
                break
            if (
                (nxt.tag in "AY" or (nxt.body == "un" and unit.tag in "Hs"))
                and nxt.body
                and (nxt.prefix in ("", "ل", "ب") or units[j - 1].tag in "fiy")
            ):
                if unit.tag == "H" and nxt.prefix == "" and j == i + 1 and not _construct(unit):
                    break
                unit.body = nxt.body
                nxt.used = True
                break
            if nxt.tag not in "wfyi" or (nxt.tag == "w" and unit.tag == "s" and j > i + 2):
                break


def _flag_of(unit: Unit, beside: bool) -> bool:
    """ناقلة نفط سعودية, مدرسة تركية: the nation of what is civil is no side in a war; a state spelled alike only right behind it."""
    if unit.prefix or not any(isinstance(term.entry, StateEntry) for term in unit.terms):
        return False
    return unit.tag == "J" or (unit.tag == "E" and beside and unit.core.startswith("ال") and unit.core.endswith("يه"))


def _join_gunmen(units: Sequence[Unit], i: int) -> None:
    """مسلحون حوثيون, مسلحون يشتبه في أنهم من حركة الشباب: gunmen of a body are its own, and no doers where they are harmed."""
    owner = _whose_gunmen(units, i)
    if owner is not None:
        units[i].body, units[owner].used = units[owner].body, True
    if _suffer(units, i, owner or i):
        units[i].tag = "H"


_PRESUMED = ("يشتبه", "يعتقد", "يرجح", "مشتبه", "يظن", "بانتما", "انتما", "تابع")
_LEADING = frozenset("fytTi")
"""Tags of the small words between gunmen and those whose men they are (من, ينتمون إلى, في أنهم)."""


def _whose_gunmen(units: Sequence[Unit], i: int) -> int | None:
    """The body whose men gunmen are, by its adjective right after them or behind من, ينتمون إلى, يشتبه بانتمائهم إلى."""
    j = i + 1
    while j < min(i + 7, len(units)) and (units[j].tag in _LEADING or units[j].core.startswith(_PRESUMED)):
        j += 1
    if j >= len(units) or units[j].tag != "A" or units[j].body in (None, "unknown-gunmen"):
        return None
    said = j == i + 1 and units[j].prefix == "" and not units[j].definite
    led = any(units[k].tag in "fy" or units[k].core.startswith(_PRESUMED) for k in range(i + 1, j))
    return j if (said and units[j].core.endswith(("ون", "ين", "ي"))) or led else None


_THEM = ("ه", "ها", "هم", "هما")
"""Endings of a verb by which it tells of somebody named before (خطفهم مسلحون)."""
_DONE_TO = frozenset("nHI")
_CLAUSE = frozenset("KVNMcQ.;,FxL")


def _suffer(units: Sequence[Unit], i: int, last: int) -> bool:
    """Whether gunmen are whom a word of harm befell: قتل مسلحان في غارة, but قتل مسلح شرطيا; اعتقلت الشرطة مسلحين."""
    if units[i].victim is None or units[i].prefix or i == 0 or units[i - 1].text.endswith(_THEM):
        return False
    if units[i - 1].outcome is None:
        return i > 1 and units[i - 1].tag in "AYE" and units[i - 2].outcome is not None
    for unit in units[last + 1 :]:
        if unit.tag in _CLAUSE:
            break
        if unit.tag in _DONE_TO and not unit.prefix:
            return False
    return True


def _construct(unit: Unit) -> bool:
    """Whether the noun can stand before its owner: مقاتلو قسد, عناصر قسد, جنود الجيش."""
    return not unit.definite


_AIRCRAFT = ("الطيران", "الطاير", "المقاتلات", "المروحي", "الطواف", "سلاح الجو", "القوه الجويه")
_WARPLANES = ("حرب", "مروحي", "مقاتلات", "سلاح", "القوه")


_AIR_FORCE = ("سلاح الجو", "القوه الجويه")


def _speaking_army(units: Sequence[Unit], at: int, bodies: Bodies) -> str | None:
    """قال الجيش إن سلاح الجو هاجم: the air force is that of the state that speaks of it."""
    said = next((j for j in range(at - 1, -1, -1) if units[j].tag == "Q"), None)
    speaker = next((u for u in units[said + 1 : at] if u.tag in "AYE" and u.body), None) if said is not None else None
    if speaker is None or speaker.body is None:
        return None
    return speaker.body if bodies.of_state(speaker.body) else None


def own_flagged(out: Sequence[Unit], bodies: Bodies) -> None:
    """مسيرة إسرائيلية: a weapon whose name holds a nation's adjective is that nation's."""
    for unit in out:
        if unit.tag == "W" and unit.body is None and " " in unit.core:
            unit.body = flag(bodies.lexicon, unit.core.rpartition(" ")[2])


def own_aircraft(out: Sequence[Unit], bodies: Bodies) -> None:
    """شن الطيران غارات: the aircraft of the body whose aircraft were named last; where none were, warplanes are the state's."""
    for at, unit in enumerate(out):
        if unit.tag != "W" or unit.weapon is None or unit.weapon.weapon != "airstrike":
            continue
        if unit.body is not None:
            bodies.flying = unit.body
        elif unit.core.startswith(_AIR_FORCE) and (speaker := _speaking_army(out, at, bodies)) is not None:
            unit.body = speaker
        elif unit.core.startswith(_AIRCRAFT):
            warplanes = any(word in unit.core for word in _WARPLANES)
            unit.body = bodies.flying or (bodies.state_actor() if warplanes else None)


_SERVING = ("police", "soldiers")


def own_forces(out: Sequence[Unit], bodies: Bodies) -> None:
    """هاجم مسلحون جنودا: soldiers and police without an owner are the state's, where no other force but rebels was named before."""
    people = [u for u in out if u.tag == "H" and u.body is None and u.victim is not None and u.victim.group in _SERVING]
    home = bodies.state_actor() if people else None
    if home is None:
        return
    army = ARMIES.get(home, home)
    others = {body for body, entry, _ in bodies.recent if not bodies.rebellious(entry)} - {home}
    for unit in people:
        whose = army if unit.victim is not None and unit.victim.group == "soldiers" else home
        if others <= {whose} and not owned(unit):
            unit.body = whose


ARMIES = {"palestinian-authority": "israel"}
"""Whose soldiers are meant, where a government has police and no army, and another's soldiers stand in its country."""


def owned(unit: Unit) -> bool:
    """Whether fighters are told as somebody's: قواته, مقاتليها."""
    armed = unit.victim is not None and unit.victim.group in _ARMED_GROUPS
    return armed and unit.core.endswith(
        ("اته", "اتها", "اتهم", "وده", "ودها", "صره", "صرها", "ليه", "ليها", "لوه", "لوها", "بطه", "بطها")
    )
