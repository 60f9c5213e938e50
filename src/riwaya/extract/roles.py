"""Who did it and to whom: the bodies around the words of an event, by the frame of those words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from riwaya.extract.clashes import REACH, STOP, sides_of
from riwaya.extract.fronted import Part, before, body_of
from riwaya.extract.units import Unit
from riwaya.lexicon.entries import FrameEntry


def find_roles(units: Sequence[Unit], at: int, a: int, b: int, frames: Mapping[str, FrameEntry]) -> list[Part]:
    """The parts played around the trigger unit `at` within units [a, b)."""
    trigger = units[at].trigger
    assert trigger is not None
    frame = frames[trigger.frame]
    if frame.mutual:
        mutual = sides_of(units, at, b, frame)
        if mutual:
            return mutual
    parts = _after(units, at, b, frame)
    if units[at].form != "verb" and frame.by:
        doers = _carried_out(units, at, a, frame)
        if doers:
            parts = [_meant_for(p, frame) if p.body != doers[0].body else p for p in parts]
        if all(p.role != frame.by for p in parts):
            parts.extend(doers)
    if frame.by and all(p.role != frame.by for p in parts) and (opener := _opened(units, at, a)) is not None:
        parts.append(Part(frame.by, opener[0], opener[1], f"role.{frame.id}.fronted"))
    befallen = _befallen(units, at, a, frame) if units[at].form != "verb" else None
    if befallen is not None:
        return [befallen, *(p for p in parts if p.body != befallen.body and p.unit > at)]
    if units[at].form == "verb" or units[at].form == "phrase":
        taken = {p.role for p in parts}
        if (frame.subject and frame.subject not in taken) or not parts:
            parts.extend(before(units, at, a, frame))
    return parts


def _opened(units: Sequence[Unit], at: int, a: int) -> tuple[str, int] | None:
    """إطلاق الجيش النار على: who stands between the noun of firing and the fire."""
    if not units[at].core.startswith("النار"):
        return None
    j = next((k for k in range(at - 1, max(a - 1, at - 4), -1) if units[k].core.startswith(_FIRING)), None)
    if j is None:
        return None
    return next(((body, k) for k in range(j + 1, at) if (body := body_of(units, k)) is not None), None)


_FIRING = ("اطلاق", "فتح")


_BEFELL = frozenset("تعرض تعرضت تعرضوا يتعرض تتعرض نجا نجت نجوا".split())
_FOILED = frozenset("احبط احبطت احبطوا افشل افشلت افشلوا كسر كسرت كسروا صد صدت تصدي تصدت احباط افشال كسرهم".split())
_APART = frozenset("QFKM;.:?!x")


def _befallen(units: Sequence[Unit], at: int, a: int, frame: FrameEntry) -> Part | None:
    """تعرض مقر للشرطة لهجوم; نجا الوزير من محاولة اغتيال; أحبط الجيش محاولة تسلل: whom an act befell that is told by its noun."""
    if frame.object is None:
        return None
    verb = next((j for j in range(at - 1, max(a - 1, at - 11), -1) if units[j].tag in _APART or _befalls(units[j])), -1)
    if verb < 0 or not _befalls(units[verb]):
        return None
    if any(units[j].trigger is not None and units[j].tag in "VN" for j in range(verb + 1, at)):
        return None
    if (units[verb].core.startswith(("تعرض", "يتعرض", "تتعرض"))) != units[at].prefix.endswith("ل"):
        return None
    for j in (*range(verb + 1, at), *range(verb - 1, max(a - 1, verb - 4), -1)):
        if j < verb and units[j].tag in _APART:
            return None
        body = body_of(units, j)
        if body is not None and not body.startswith("other:") and (j > verb or units[j].prefix in ("", "و")):
            return Part(frame.object, body, j, f"role.{frame.id}.toward")
    return None


def _befalls(unit: Unit) -> bool:
    return unit.tag in "wV" and (unit.core in _BEFELL or unit.core in _FOILED)


def _meant_for(part: Part, frame: FrameEntry) -> Part:
    """نصب X كمينا ل Y: where the doer is told, whoever stands behind ل is whom it was for."""
    of = part.rule == f"role.{frame.id}.of" and part.role == frame.by
    return Part(frame.toward or "target", part.body, part.unit, f"role.{frame.id}.toward") if of else part


def _carried_out(units: Sequence[Unit], at: int, a: int, frame: FrameEntry) -> list[Part]:
    """شن الطيران الروسي … غارة; قسد نفذت … عملية: the subject of a light verb that stands before its noun."""
    light = next(
        (j for j in range(at - 1, max(a - 1, at - 16), -1) if units[j].tag == "x" or units[j].tag in "QBFKM;"), None
    )
    if light is None or units[light].tag != "x" or units[light].text.endswith(("ه", "ها", "هما")):
        return []
    for j in range(light + 1, at):
        unit = units[j]
        body = body_of(units, j)
        if body is not None and unit.prefix in ("", "و") and units[j - 1].tag not in "oimT":
            return [Part(frame.by or "perpetrator", body, j, f"role.{frame.id}.light_verb")]
        if unit.tag in "iomcT":
            break
    for part in before(units, light, a, frame):
        return [Part(frame.by or "perpetrator", part.body, part.unit, f"role.{frame.id}.light_verb")]
    return []


_AGAINST = ("مناهض", "معارض", "معادي", "رافض", "مندد", "مناوي")
_JOINTLY = frozenset({"بالاشتراك", "بالتعاون"})
"""هجوم نفذه الجيش بالاشتراك مع مجموعة: whoever comes after did it too."""
_LATER = frozenset({"بعد", "عقب", "اثر"})
"""What follows tells of what came before: the fighting with the other side, its withdrawal."""
_PASSIVE = frozenset({"اغتيل", "اغتيلت", "هوجم", "هوجمت"})
"""Verbs that tell, as they are spelled, of whom it befell."""


def _after(units: Sequence[Unit], at: int, b: int, frame: FrameEntry) -> list[Part]:
    parts: list[Part] = []
    trigger = units[at]
    verb = trigger.form == "verb"
    if verb and trigger.core in _PASSIVE:
        verb = False
    slot = frame.subject if verb or (trigger.form == "phrase" and not _nominal(trigger)) else frame.idafa
    if verb and (
        trigger.text.endswith("وا")
        or (
            at > 0
            and (
                (units[at - 1].tag in "NWr" and not trigger.text.endswith(("ه", "ها", "هم")))
                or units[at - 1].text in ("انه", "انها", "انهم", "بانه", "بانها")
            )
        )
    ):
        slot = frame.object
    elif (verb and slot == frame.subject and any(p.unit == at - 1 for p in before(units, at, 0, frame))) or (
        frame.id == "control" and trigger.core.endswith(_TAKEN)
    ):
        slot = frame.object
    mode = "direct"
    gap = 0
    for j in range(at + 1, min(b, at + REACH)):
        unit = units[j]
        tag = unit.tag
        if tag in STOP or (tag in "LKMC" and mode != "by" and j > at + 1) or (tag == "j" and _dealing(units, j)):
            break
        if tag == "x" and frame.id == "disrupt" and unit.text.endswith(("ه", "ها", "هما")):
            mode = "launched"
            continue
        if frame.id in ("control", "disrupt") and (unit.core in _LATER or (tag == "x" and parts)):
            break
        if tag == "x" and (blamed := blamed_on(units, j, b)) is not None:
            parts.append(Part("perpetrator", units[blamed].body or "", blamed, "role.accused"))
            break
        if tag in "wxQ" and unit.text.startswith(_LAID_TO) and (blamed := _laid_to(units, j, b)) is not None:
            parts.append(Part("perpetrator", units[blamed].body or "", blamed, "role.accused"))
            break
        if tag == "g" or tag == "x":
            mode = "by"
            continue
        if tag == "o":
            mode = "toward" if gap <= 5 else "at"
            continue
        if tag == "y":
            mode = mode if mode != "direct" else "of"
            continue
        if tag in "VN" and unit.trigger is not None and unit.trigger.strength != "support":
            if (
                tag == "V"
                and unit.trigger.frame == "strike"
                and units[at].form != "verb"
                and unit.text.startswith(("استهدف", "يستهدف", "تستهدف", "طال", "واستهدف"))
            ):
                mode = "toward"
                continue
            break
        if tag == "J":
            near = all(units[k].tag in "wNWJ" and not units[k].prefix.endswith("ل") for k in range(at + 1, j))
            person = frame.id == "victim" and unit.text.endswith(("ي", "يا")) and not unit.definite
            adjective = _stopping(units, at, j) if frame.id == "disrupt" else frame.adjective
            if unit.body and near and adjective and not person and (not verb or _all_adjectives(units, at, j)):
                parts.append(Part(adjective, unit.body, j, f"role.{frame.id}.adjective"))
                slot = frame.object
            continue
        if (tag == "i" and unit.text not in ("في", "وسط")) or tag == "i":
            mode = "at" if mode != "by" else mode
            continue
        if tag == "c" and not verb and mode in ("direct", "of", "toward"):
            mode = "at"
            continue
        if tag == "m":
            jointly = units[j - 1].core in _JOINTLY and any(p.role == "perpetrator" for p in parts)
            mode = "by" if jointly else "toward" if frame.mutual or frame.id == "strike" else "at"
            continue
        if tag == "f" and mode == "direct" and j > at + 1:
            mode = "from"
            continue
        if tag == ",":
            gap += 2
            mode = "direct" if mode == "at" and verb else mode
            continue
        body = body_of(units, j)
        if mode == "at" and tag == "s" and gap <= 3 and body is not None and _blown_up(trigger, body):
            parts.append(Part("target", body, j, f"role.{frame.id}.asset"))
            continue
        if body is None:
            if tag in "w":
                gap += 1
            if tag in "Hn" and verb and slot == frame.subject and not parts and unit.body is None:
                slot = frame.object if tag == "n" or not _active(units, j, b) else slot
            continue
        role, rule = _role(units, j, mode, slot, frame, parts, verb, gap)
        if role is None:
            continue
        if any(p.body == body and (p.role == role or (mode == "of" and frame.id == "targeting")) for p in parts):
            continue
        parts.append(Part(role, body, j, rule))
        if mode in ("direct", "of") and role == slot:
            slot = frame.object or ("target" if role == "perpetrator" else None)
            if frame.id == "targeting" and _object_follows(units, j, b):
                parts[-1] = Part("perpetrator", body, j, "role.targeting.subject")
                slot = "target"
        if len(parts) >= 4:
            break
    return parts


_TAKEN = ("ها علي", "ه علي", "هم علي")
"""سيطرتها على الفرقة السادسة: who took it is in the word, what follows is what was taken."""
_FLOWN = ("صاروخ", "صواريخ", "طاير", "مسير", "قذيف", "قذايف")


def _all_adjectives(units: Sequence[Unit], at: int, j: int) -> bool:
    """Whether nothing but adjectives of bodies stands before the one at j (قصف أميركي بريطاني)."""
    return all(units[k].tag == "J" and units[k].body for k in range(at + 1, j))


def _stopping(units: Sequence[Unit], at: int, j: int) -> str:
    """اعتراض صواريخ حوثية, أسقطت الدفاعات السورية: whose weapon was stopped, or who stopped it."""
    weapon = any(word.startswith(_FLOWN) for word in units[at].core.split())
    return "target" if weapon or any(u.tag == "W" for u in units[at + 1 : j]) else "perpetrator"


def blamed_on(units: Sequence[Unit], j: int, b: int) -> int | None:
    """ألقت موسكو بمسؤوليتها على …: whom the blame is laid on, behind على."""
    if not units[j].core.startswith(("الق", "يلق", "تلق")):
        return None
    laid = next((k for k in range(j + 1, min(b, j + 7)) if units[k].tag == "%" or "اللوم" in units[k].core), None)
    if laid is None:
        return None
    on = next((k for k in range(laid + 1, min(b, laid + 4)) if units[k].tag == "o"), None)
    return next((k for k in range(on + 1, min(b, on + 4)) if units[k].body), None) if on is not None else None


_BOMBS = ("remote_explosive_landmine_ied", "suicide_bomb")


def _blown_up(trigger: Unit, body: str) -> bool:
    """انفجار في مقر للشرطة: whose place it is that something blew up in or near; a home or a market is nobody's."""
    told = trigger.trigger
    return told is not None and told.type in _BOMBS and body not in _UNARMED and not body.startswith("other:")


_UNARMED = ("civilians", "protesters")
_LAID_TO = ("نسبه", "نسبته", "نسبها", "نسبتها", "نسبوه", "نسبوها", "تنسبه", "تنسبها", "ينسبه", "ينسبها", "عزته", "عزاه")


def _laid_to(units: Sequence[Unit], j: int, b: int) -> int | None:
    """هجوم نسبته السلطات إلى …: who is said to have done it, behind إلى; the subject of the verb only says so."""
    to = next((k for k in range(j + 1, min(b, j + 9)) if units[k].tag in "T.;"), None)
    if to is None or units[to].tag != "T":
        return None
    return next((k for k in range(to + 1, min(b, to + 4)) if units[k].body), None)


_DEALINGS = ("التعامل", "التخابر", "التعاون", "العماله", "التجسس", "التواصل", "الولاء", "بالتعامل", "بالتخابر")


def _dealing(units: Sequence[Unit], j: int) -> bool:
    """بتهمة التعامل مع النظام: whom those held or killed are said to have dealt with is no party."""
    return j + 1 < len(units) and units[j + 1].core.startswith(_DEALINGS)


def _role(
    units: Sequence[Unit],
    j: int,
    mode: str,
    slot: str | None,
    frame: FrameEntry,
    parts: Sequence[Part],
    verb: bool,
    gap: int,
) -> tuple[str | None, str]:
    unit = units[j]
    if (
        unit.body in ("civilians", "protesters")
        and mode in ("direct", "of")
        and slot == "perpetrator"
        and not verb
        and frame.id != "protest"
    ):
        return "target", f"role.{frame.id}.unarmed"
    if mode == "launched" or (frame.id == "disrupt" and unit.tag == "W"):
        return "target", f"role.{frame.id}.object"
    if mode == "by":
        return (frame.by or frame.subject), f"role.{frame.id}.by"
    if mode == "toward":
        return frame.toward or frame.object, f"role.{frame.id}.toward"
    if mode in ("at", "from"):
        return None, ""
    if unit.tag in "sHW" and (unit.body or unit.tag == "s") and slot in ("perpetrator", None) and unit.tag == "s":
        return frame.toward or frame.object or "target", f"role.{frame.id}.asset"
    if frame.id == "protest" and units[j - 1].core.removeprefix("ال").startswith(_AGAINST):
        return None, ""
    if unit.prefix.endswith("ل") and not verb and not parts:
        if frame.id == "disrupt" and any(u.weapon is not None or "صاروخ" in u.text for u in units[max(0, j - 3) : j]):
            return "target", "role.disrupt.whose"
        return frame.by or slot, f"role.{frame.id}.of"
    if unit.prefix.endswith("و") and parts:
        return parts[-1].role, parts[-1].rule
    if gap > 4:
        return None, ""
    name = "subject" if verb and slot == frame.subject else "idafa" if slot == frame.idafa else "object"
    return slot, f"role.{frame.id}.{name}"


def _nominal(unit: Unit) -> bool:
    """Whether a phrase is headed by a noun (ضربة جوية) and not by a verb (فجر نفسه)."""
    return not unit.core.startswith(("سيطر", "استول", "استعاد", "بسط", "حرر", "فجر", "اطلق", "فتح", "شن", "القت", "القي", "هاجم", "احرق", "اضرم", "فرقت", "فضت",
                                     "اقام", "انشا", "تصد", "صدت", "اعترض", "اسقطت", "فكك", "دخل", "انسحب", "توصل", "وقع", "ضبطت", "احبط", "قبض", "رشق", "انشق", "اعدم", "تسلم", "سلم", "داهم", "تبادل"))  # fmt: skip


def _active(units: Sequence[Unit], j: int, b: int) -> bool:
    """Whether people after a verb act (هاجم مسلحون حاجزا) or suffer (خطف مدنيان)."""
    victim = units[j].victim
    return victim is not None and victim.group in ("fighters", "militants", "settlers", "soldiers", "police")


def _object_follows(units: Sequence[Unit], j: int, b: int) -> bool:
    """استهداف طيران التحالف رتلا …: a second noun without preposition makes the first the subject."""
    for k in range(j + 1, min(b, j + 5)):
        if units[k].tag == "s" or (units[k].tag == "H" and not units[k].prefix):
            return units[k].prefix == ""
        if units[k].core in _TROOPS and k + 1 < b and units[k + 1].tag == "J" and units[k + 1].body:
            return not units[k].prefix
        if units[k].tag not in "wJDW(" and not _belonging(units, k):
            return False
    return False


def _belonging(units: Sequence[Unit], k: int) -> bool:
    """استهداف عناصر تابعة لتنظيم الدولة مسجدا: the words that say whose they are, and the body."""
    return units[k].tag == "y" or (units[k].tag == "A" and units[k].prefix == "ل" and units[k - 1].tag == "y")


_TROOPS = frozenset("قوه دوريه دبابه دبابتين اليه اليتين ناقله جرافه جرافتين مركبه جيبا تجمعا رتلا".split())
"""Troops and their vehicles whose nation stands behind them (استهداف القسام قوة إسرائيلية)."""
