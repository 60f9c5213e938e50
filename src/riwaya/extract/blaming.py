"""Who accuses whom: the words of blame, their subject, and those charged."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.naming import Conversation, read_speaker, read_subject
from riwaya.extract.phrases import kin, organisation
from riwaya.extract.saying import ASCRIBING, levelled
from riwaya.extract.subjects import crowd, subject_before
from riwaya.extract.talk import Speaker, Voice
from riwaya.extract.units import Unit


def blame(units: Sequence[Unit], i: int, talk: Conversation) -> Voice | None:
    """اتهم X Y بـ…; وحمّل X Y المسؤولية: the first body speaks, the second is accused; with one body, that one is accused."""
    if units[i].form == "phrase" and any(u.core.startswith(_FACING) for u in units[max(0, i - 4) : i]):
        return None
    begun = levelling(units, i)
    if begun == i and i + 1 < len(units) and units[i + 1].text in ("به", "بها", "فيه", "فيها"):
        return None
    if units[i].core in _ACCUSING and i + 1 < len(units) and _charge(units[i + 1]):
        return None
    if units[i].core.startswith(ASCRIBING):
        return _ascription(units, i, talk)
    named = [
        j
        for j in range(i + 1, min(len(units), i + 14))
        if units[j].body and (units[j].tag in "AYSZ" or (units[j].tag == "E" and _party(units, j)))
    ]
    stop = next((j for j in range(i + 1, len(units)) if units[j].tag in "QBFt;."), len(units))
    named = [j for j in named if j < stop]
    charged = _charged_alone(units, i, named)
    if charged is not None and i > 0 and _of_them(units[charged]) and not units[i].prefix:
        if units[i - 1].tag not in "F,;.:-":
            return None
    before = _leveller(units, begun, talk) if begun < i else subject_before(units, i, talk)
    if (i > 0 and units[i - 1].tag == "r" and before is not None) or units[i].form == "phrase":
        speaker = before
        accused = named[0] if named else _levelled_at(units, i, stop) if begun < i else None
        if accused is not None and units[accused - 1].tag == "f":
            speaker, accused = read_speaker(units, accused, accused + 1, talk), None
        elif units[i].core == "اتهام" and len(named) > 1 and named[0] == i + 1 and charged is None:
            speaker, accused = read_speaker(units, i + 1, i + 2, talk), _other_side(units, named)
    elif charged is not None:
        speaker, accused = before or talk.last, named[0]
    elif before is not None and named and not units[i].prefix and units[i - 1].tag not in "F,;.:-":
        speaker, accused = before, named[0]
    elif before is None and (end := _unlisted(units, i + 1, named)):
        speaker, accused = crowd(units, i + 1, end, talk), named[0]
    elif len(named) >= 2 or (named and before is None and units[named[0]].tag == "S"):
        speaker = read_speaker(units, i + 1, named[0] + 1, talk)
        accused = _other_side(units, named)
    elif before is None and (whom := _of_a_crowd(units, i, named)):
        speaker, accused = read_speaker(units, i + 1, i + 2, talk), whom if units[whom].body else None
    elif before is None and named and named[0] > i + 1 and units[i + 1].tag in "H@":
        speaker = read_speaker(units, i + 1, i + 2, talk) or crowd(units, i + 1, named[0], talk)
        accused = named[0]
    elif before is None and named and _officer(units, i + 1, named[0]):
        speaker, accused = read_speaker(units, i + 1, named[0], talk, True), named[0]
    elif before is None and named and organisation(units[i + 1]) and _charged_next(units, i, named[0]):
        speaker, accused = read_speaker(units, i + 1, named[0], talk, True), named[0]
    elif before is None and i + 1 < len(units) and organisation(units[i + 1]):
        speaker, end = read_subject(units, i + 1, talk, 12)
        accused = next((j for j in named if j >= end), None)
    else:
        speaker = before or (None if before is None and named and units[i + 1].tag == "w" else talk.last)
        accused = named[0] if named else None
        if before is None and named and not any(_charged_with(u) or u.tag == "%" for u in units[named[0] : stop]):
            speaker, accused = read_speaker(units, i + 1, named[0] + 1, talk), None
        elif speaker is None and named and named[0] > i + 1 and units[i + 1].text.endswith("ون"):
            speaker = crowd(units, i + 1, i + 2, talk)
        elif speaker is None and (end := _named_so(units, i + 1, named)):
            speaker = crowd(units, i + 1, end, talk)
    if speaker is None:
        return None
    target = (units[accused].body or "", accused) if accused is not None else None
    return Voice(speaker, "blame", i, i, len(units), "voice.blame", target)


def _leveller(units: Sequence[Unit], begun: int, talk: Conversation) -> Speaker | None:
    """Who levels a charge: named behind the verb (وجهت موسكو الاتهام إلى), or before it (هولندا التي ألقت باللوم على)."""
    if units[begun + 1].text in _TO_THEM:
        return read_subject(units, begun + 2, talk, 10)[0]
    return read_subject(units, begun + 1, talk, 10)[0] or subject_before(units, begun, talk)


def _of_a_crowd(units: Sequence[Unit], i: int, named: Sequence[int]) -> int:
    """واتهمت الشرطة المحتجين بإحراق …: where people stand whom the one body named accuses; 0 for none."""
    if units[i].form != "verb" or units[i].core.endswith(("ه", "ها")) or not named or named[0] != i + 1:
        return 0
    at = i + 2
    while at < len(units) and units[at].tag in "J,":
        at += 1
    whom = at + 1 < len(units) and units[at].tag in "wHC" and units[at].text.startswith("ال")
    return at if whom and any(_charge(u) or u.text == "ب" for u in units[at + 1 : at + 4]) else 0


def _charged_next(units: Sequence[Unit], i: int, at: int) -> bool:
    """Whether the charge follows a body named behind a noun (اتهمت منظمة … مسلحين بقتل …): it is accused, and no part of that name."""
    return at > i + 2 and not units[at].prefix and at + 1 < len(units) and _charge(units[at + 1])


def _levelled_at(units: Sequence[Unit], i: int, stop: int) -> int | None:
    """At whom a charge is levelled (باللوم على موسكو, أصابع الاتهام إلى طهران)."""
    return next((j for j in range(i + 1, min(stop, i + 5)) if units[j].body and units[j - 1].tag in "oT"), None)


def _of_them(charge: Unit) -> bool:
    """A charge of what was told before, by its pronoun (اتهم الجيش بقتلهم, بتنفيذه), not by a noun's ending (بالمسؤولية)."""
    return charge.text.endswith(("ه", "ها")) and not charge.text.startswith("بال")


def _named_so(units: Sequence[Unit], at: int, named: Sequence[int]) -> int:
    """The end of a name that no list knows, where the charge follows the accused (ويتهم فلان، والد القتيل، الشرطة بقتله); 0 for none."""
    if not named or named[0] + 1 >= len(units) or not _charge(units[named[0] + 1]):
        return 0
    between = units[at : named[0]]
    if not 1 < len(between) < 8 or any(u.tag not in "wPZHCn," and not kin(u) for u in between):
        return 0
    return next((k for k in range(at, named[0]) if units[k].tag == ","), named[0])


def _unlisted(units: Sequence[Unit], at: int, named: Sequence[int]) -> int:
    """The end of a noun that no list knows before the one charged (اتهم الغربيون النظام بقصف …, حملت الشكوى السلطات مسؤولية …)."""
    if not named or named[0] != at + 1 or units[at].tag != "w" or units[named[0]].tag == "S" or organisation(units[at]):
        return 0
    after = next((u for u in units[named[0] + 1 :] if u.tag != "J"), None)
    definite = units[at].text.startswith("ال") or units[at].text.endswith("ون")
    return at + 1 if after is not None and definite and (after.tag == "%" or _charge(after)) else 0


def _charge(unit: Unit) -> bool:
    return _charged_with(unit) or (unit.tag == "w" and unit.text[:1] == "ب")


def _officer(units: Sequence[Unit], at: int, charged: int) -> bool:
    """واتهم محافظ تعز الحوثيين بقصف …: who holds an office accuses the one whose charge follows at once."""
    if units[at].tag != "I" or units[at].prefix or charged <= at + 1 or units[charged].prefix:
        return False
    return units[charged - 1].tag in "wPJEkf" and charged + 1 < len(units) and _charged_with(units[charged + 1])


def _ascription(units: Sequence[Unit], i: int, talk: Conversation) -> Voice | None:
    """ونسب مسؤولون الهجوم إلى فصيل: the subject of the verb accuses whoever is named behind إلى."""
    to = next((j for j in range(i + 1, min(len(units), i + 18)) if units[j].tag == "T"), None)
    speaker = read_subject(units, i + 1, talk, 8, True)[0] or subject_before(units, i, talk) or talk.last
    if to is None or speaker is None:
        return None
    accused = next((j for j in range(to + 1, min(len(units), to + 4)) if units[j].body), None)
    target = (units[accused].body or "", accused) if accused is not None else None
    return Voice(speaker, "blame", i, i, len(units), "voice.blame", target)


def _party(units: Sequence[Unit], j: int) -> bool:
    """Whether a state named after a word of blame is a side of it, and no place or member of a phrase."""
    if units[j].prefix == "و":
        return units[j - 1].tag in "AYE"
    return not units[j].prefix and (units[j - 1].tag not in "ikfTo" or units[j - 2].text == "كل")


def _other_side(units: Sequence[Unit], named: Sequence[int]) -> int | None:
    """The first body named that is not joined to the one that accuses."""
    return next((j for k, j in enumerate(named[1:]) if not (units[j].prefix == "و" and named[k] == j - 1)), None)


def _charged_alone(units: Sequence[Unit], i: int, named: Sequence[int]) -> int | None:
    """Where the charge stands, if nobody but those charged is named between the verb and it (واتهم لندن وباريس بقصف …)."""
    if not named or named[0] != i + 1:
        return None
    at = i + 2
    while at < len(units) and (units[at].tag == "J" or (at in named and units[at].prefix == "و")):
        at += 1
    charge = at < len(units) and (_charged_with(units[at]) or (units[at].tag == "w" and units[at].text[:1] == "ب"))
    return at if charge and " " not in units[at].text else None


_ACCUSING = frozenset("اتهم اتهمت اتهموا يتهم تتهم يتهمون".split())
"""Verbs that have an object where they are active (تتهم الحركة بدعمه); without one somebody is accused by nobody named (تتهم بدعمه)."""
_TO_THEM = frozenset("اليه اليها اليهم اليهما".split())
"""Behind a verb that has none but these, nobody levels the charge (توجه إليه أصابع الاتهام)."""
_FACING = ("يواجه", "تواجه", "واجه", "حذر", "يحذر", "تحذر")
"""Who faces charges, or warns of them, levels none."""


def _charged_with(unit: Unit) -> bool:
    """What somebody is accused of follows ب (بقصف السوق, بتدبير الهجوم)."""
    return unit.prefix.endswith("ب") or (unit.tag == "w" and unit.text.startswith("بت"))


def levelling(units: Sequence[Unit], i: int) -> int:
    """Where the verb of a phrase of blame stands (وجهت موسكو أصابع الاتهام إلى); i itself for none."""
    return levelled(units, i) if units[i].form == "phrase" else i
