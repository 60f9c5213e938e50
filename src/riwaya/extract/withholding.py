"""Who speaks and tells nothing: says nothing at all, has not looked into it, will answer it; who denies it, or tells what others say."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from riwaya.extract.denials import UNDONE
from riwaya.extract.units import Unit


def silent(units: Sequence[Unit], i: int) -> bool:
    """ولم يعلق الجيش; ولم يعلن أي فصيل مسؤوليته; لم يصدر أي تأكيد; لم تنف أو تؤكد; دون أن توضح: nothing was said."""
    speech = units[i].speech
    if i > 1 and units[i - 1].tag == "t" and units[i - 2].text in ("دون", "بدون"):
        return True
    far = speech is not None and (speech.act == "claim" or (speech.act == "confirm" and units[i].form == "phrase"))
    far = far or (i > 1 and units[i - 1].text == "او")
    return any(units[j].tag == "X" for j in range(max(0, i - (5 if far else 1)), i))


def negates(units: Sequence[Unit], at: int) -> bool:
    """قال إنه لم تكن هناك أي غارة, أكدت أنها لم تقصف: what is said is that something did not happen; nobody is counted."""
    that = next((j for j in range(at + 1, min(len(units), at + 18)) if units[j].tag in "t.;"), None)
    if that is None or units[that].tag != "t":
        return False
    start = that + 1
    while start < min(len(units), that + 3) and units[start].tag in "AEY":
        start += 1
    if start >= len(units) or units[start].tag != "X" or units[start].text == "لن":
        return False
    for unit in units[start + 1 : start + 7]:
        if unit.outcome is not None or unit.tag in ",.;~FQ" or unit.text.startswith(UNDONE):
            return False
        if unit.trigger is not None:
            return True
        if unit.text in _NO_WAY or unit.text.startswith("اي "):
            return True
    return False


def inquires(units: Sequence[Unit], at: int) -> bool:
    """قال الجيش إنه يتحقق من التقارير, إنه لا يمكنه تأكيدها: who only looks into it, or cannot tell, has told nothing."""
    that = next((j for j in range(at + 1, min(len(units), at + 18)) if units[j].tag in "t.;"), None)
    if that is None or units[that].tag != "t":
        return False
    said = [u.text for u in units[that + 1 : that + 6]]
    if (
        units[that + 1 : that + 2]
        and units[that + 1].tag == "X"
        and any(w.removeprefix("اي ") in _WORD for w in said[1:])
    ):
        return True
    if any(verb in _CHECKS and on in ("في", "من", "تقارير") for verb, on in pairwise(said[:3])):
        return True
    if len(said) < 3 or said[0] not in ("لا", "لم"):
        return False
    return (said[1] in _ABLE and said[2].startswith(_CONFIRMING)) or (said[1] in _KNOWING and said[2] == "معلومات")


def foresees(units: Sequence[Unit], at: int) -> bool:
    """ذكر دبلوماسيون أن المجلس سيصوت بشأن الهجوم, قالت إنها تدرس ردا على الهجوم: who tells of what is to come has told of no deed."""
    thats = [j for j in range(at + 1, len(units)) if units[j].tag == "t" and units[j - 1].text not in _SUSPECTED]
    if len(thats) != 1 or thats[0] > at + 17:
        return False
    said = units[thats[0] + 1 :]
    if any(u.form == "verb" and u.tense == "past" and (u.trigger is not None or u.outcome is not None) for u in said):
        return False
    if any(u.text == "لن" for u in said[:4]):
        return True
    return any(u.tag in "wxzVQ" and (u.text in _STUDYING or _to_come(u.text)) for u in said[:6])


def _to_come(text: str) -> bool:
    return len(text) > 3 and text.startswith(("سي", "ست", "سن")) and not text.startswith(_NOUNS_IN_SIN)


_SUSPECTED = frozenset("يشتبه يعتقد يقال".split())
_STUDYING = frozenset("يدرس تدرس ينتظر تنتظر يعتزم تعتزم ينوي تنوي يبحث تبحث يستعد تستعد يخطط تخطط".split())
_NOUNS_IN_SIN = tuple("سيار سيطر سياس سيد سينا سير سيف سيول سنه سنوات سنوي سنتين ستين سته سيل سيء ستار سيناريو".split())
_WORD = frozenset("تعليق معلومات تعليقات تفاصيل تعقيب".split())
"""Who has none of these says nothing of it (ليس لديه أي تعليق)."""
_CHECKS = frozenset("يتحقق تتحقق يحقق تحقق يدرس تدرس يراجع تراجع ينظر تنظر".split())
_ABLE = frozenset("يمكنه يمكنها يستطيع تستطيع يتسن تتسن يتمكن تتمكن".split())
_CONFIRMING = ("تاكيد", "التاكد", "التحقق", "تاكد", "من التحقق", "من التاكد", "من تاكيد", "نفي")
_KNOWING = frozenset("يملك تملك يتلق تتلق".split())
_NO_WAY = frozenset("اي نشاط وجود".split())


def rejects(units: Sequence[Unit], i: int) -> bool:
    """رفضت دمشق الاتهامات, وصفت المزاعم بأنها كذب: who rejects what is said of it, or belittles it, denies it."""
    if units[i].form != "verb":
        return False
    return belittles(units, i) or (units[i].core.startswith(_REJECTING) and _charges(units, i, _CHARGES) > i)


def belittles(units: Sequence[Unit], i: int) -> bool:
    """وصفت دمشق الاتهامات بأنها مسرحية, اعتبرت طهران المزاعم ذريعة: whether charges are what the verb judges."""
    if not units[i].core.startswith(_JUDGING):
        return False
    at = _charges(units, i, (*_CHARGES, *_REPORTED))
    return at > i and all(u.tag not in "tiToa" for u in units[i + 1 : at])


def _charges(units: Sequence[Unit], i: int, words: tuple[str, ...]) -> int:
    """Where the charges stand that are the verb's object, also behind a relative clause (رفضت الحركة التي تدير القطاع، الاتهامات)."""
    for j in range(i + 1, min(len(units), i + _FAR)):
        near = j < i + _NEAR or (units[j - 1].tag == "," and any(u.tag == "r" for u in units[i + 1 : j]))
        if near and units[j].core.startswith(words):
            return j
        if units[j].tag in ".;t":
            break
    return i


_NEAR, _FAR = 7, 18
_CHARGES = ("الاتهام", "المزاعم", "الادعاء", "مزاعم")
_REPORTED = ("التقارير", "الانباء")
_JUDGING = ("وصف", "يصف", "تصف", "اعتبر", "يعتبر", "تعتبر")


_REJECTING = ("رفض", "يرفض", "ترفض", "استنكر", "يستنكر", "تستنكر", "ندد", "يندد", "تندد")


def told_of(units: Sequence[Unit], i: int) -> bool:
    """قالت السفارة إن التقارير التي أفادت بخطف …: a verb that only tells which reports somebody speaks of."""
    return i > 2 and units[i - 1].tag == "r" and units[i - 2].core.startswith(_HEARSAY)


def hearsay(units: Sequence[Unit], told: int, denied: int) -> bool:
    """قال إن المزاعم بأن الجيش قصف المدينة عارية عن الصحة: what is told before the denial is what others say."""
    if any(u.tag in "F;.X" or u.text.startswith(_FALSE) for u in units[told:denied]):
        return False
    return any(u.text.startswith(_HEARSAY) for u in units[told + 1 : min(denied, told + 14)])


_FALSE = ("مختلق", "مفبرك", "ملفق", "مزعوم", "عدم")
"""What others deny: that it is untrue is no denial (إن المزاعم بأن الهجوم مختلق غير صحيحة)."""
_HEARSAY = (
    "المزاعم", "مزاعم", "الاتهام", "اتهام", "الادعاء", "ادعاء", "الانباء", "التقارير", "الحديث عن", "ما نشر", "ما تردد", "ما يتردد",
    "الشايعات",
)  # fmt: skip
