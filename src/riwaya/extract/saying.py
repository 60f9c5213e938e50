"""Whether a word of saying says something where it stands: نقل of words and not of goods, زاد with words after it, لم يعلق not at all."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.arabic.fold import Folded
from riwaya.extract.phrases import speech_opens
from riwaya.extract.units import Unit

OF_THEM = ("عنه", "عنها", "عنهم")
_MISREAD = frozenset("فروا يرون ومقرا بثا نصف يزيد تزيد ردا وردا".split())
"""Forms that a word of saying has in common with another word (فروا: they fled)."""


def speaks(units: Sequence[Unit], i: int, folded: Folded) -> bool:
    """Whether the word is one of saying here: رفعت الوزارة الحصيلة says, رفعت الأسعار does not."""
    unit = units[i]
    tag = unit.tag
    following = units[i + 1] if i + 1 < len(units) else None
    if unit.text in _MISREAD or (following is None and unit.form == "verb"):
        return False
    if (
        tag == "Q"
        and unit.form == "verb"
        and i > 0
        and units[i - 1].tag in "afoT"
        and units[i - 1].end + 2 > unit.start
    ):
        return False
    core = unit.core
    if unit.form == "verb" and (unit.prefix.endswith("س") or (i > 0 and units[i - 1].text in _TO_COME)):
        return False
    if core.startswith(OF_GOODS) and unit.form == "verb":
        return _carries(units, i)
    if core.startswith(_FOLLOWING):
        return not unit.prefix.endswith("ل") and following is not None and following.text in ("علي", "قايلا", "قايله")
    if core.startswith(_DEEMING) and unit.form == "verb":
        return any(u.tag == "t" for u in units[i + 1 : i + 10])
    if core.startswith(_PUBLISHING) and any(u.core.startswith(_DEPLOYED) for u in units[i + 1 : i + 3]):
        return False
    if core.startswith(_SIGHTING):
        return following is None or following.tag in "SOw@tQ:D"
    if core.startswith(_ASCRIBING):
        return _ascribes(units, i)
    if core in _ADDING:
        return following is not None and (following.tag in "t:@" or speech_opens(units, i + 1, folded))
    if core in _ANSWERS:
        return any(u.text.startswith("بان") or u.form == "participle" for u in units[i + 1 : i + 8])
    if core.startswith(("اصدر", "يصدر", "تصدر")):
        return any(u.core.startswith(("بيان", "البيان")) for u in units[i + 1 : i + 16])
    if tag == "y":
        return unit.prefix in ("و", "ف") and following is not None and following.prefix[-1:] != "ل"
    if unit.form == "participle" and unit.speech is not None and unit.speech.act == "blame":
        return any(u.tag == "%" or u.text.startswith("اياه") for u in units[i + 1 : i + 8]) or "متهم" in core
    beside = [units[j].tag for j in (i - 2, i - 1, i + 1) if 0 <= j < len(units)]
    return tag in "QB" or (tag == "u" and any(t in "AYS" for t in beside))


_TO_COME = frozenset("سوف لن".split())
_FOLLOWING = ("عقب", "يعقب", "تعقب")
"""عقب على: commented; without it somebody is chased, or something follows."""
_DEEMING = ("اعتبر", "يعتبر", "تعتبر")
"""What is deemed something is no account; that something is so, may be one."""
_PUBLISHING = ("نشر", "ينشر", "تنشر")
_DEPLOYED = (
    "شرط",
    "قوات",
    "قوه",
    "جنود",
    "تعزيزات",
    "منظوم",
    "دبابات",
    "عناصر",
    "وحدات",
    "مقاتل",
    "دوريات",
    "صواريخ",
    "سفن",
    "طايرات",
    "الاف",
    "بطاري",
)
"""What is deployed rather than published."""
_SIGHTING = ("رصد", "يرصد", "ترصد", "سجل", "يسجل", "تسجل")
"""What a monitor does with words, and a radar without (رصدت الدفاعات الجوية صاروخا)."""
_ASCRIBING = ("نسب", "ينسب", "تنسب")


def _ascribes(units: Sequence[Unit], i: int) -> bool:
    """ونسبت السلطات الهجوم إلى فصيل: somebody ascribes something to somebody, and no shares are told (نسب البطالة)."""
    near = units[i + 1 : i + 12]
    to = next((k for k, u in enumerate(near) if u.tag == "T"), None)
    return to is not None and any(u.body for u in near[:to]) and any(u.body for u in near[to : to + 3])


OF_GOODS = ("نقل", "ينقل", "تنقل")
_ANSWERS = frozenset("رد ردت يرد ترد ردوا".split())
_ADDING = frozenset("زاد زادت يبلغ تبلغ ابرز".split())


def _carries(units: Sequence[Unit], i: int) -> bool:
    """Whether نقل is of words and not of people or goods: عن, أن or a medium is near."""
    near = units[i + 1 : i + 14]
    if any(u.tag == "O" or u.text in OF_THEM for u in near[:6]) or (near and near[0].tag in "t:@"):
        return True
    end = next((k for k, u in enumerate(near) if u.tag in ".;!?,"), len(near))
    return any(u.tag in "at" or (u.tag == "B" and u.core.startswith("علي لسان")) for u in near[:end])


def silent(units: Sequence[Unit], i: int) -> bool:
    """ولم يعلق الجيش; ولم يعلن أي فصيل مسؤوليته; لم يصدر أي تأكيد: nothing was said."""
    speech = units[i].speech
    far = speech is not None and (speech.act == "claim" or (speech.act == "confirm" and units[i].form == "phrase"))
    return any(units[j].tag == "X" for j in range(max(0, i - (5 if far else 1)), i))
