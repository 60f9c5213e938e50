"""Harm that is denied or not known: nobody was killed, which is [0, 0]; whether anybody was is unknown, which is no figure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from riwaya.extract.figures import BOTH, FoundToll
from riwaya.extract.units import Unit

_REPORTS = frozenset("تقارير انباء بلاغات".split())
_LIVES = frozenset("ارواح الارواح بالارواح".split())
_NO_CASE = frozenset("حاله حالات ضرر اضرار".split())
"""Words before إصابة where no harm of any kind is told (لم تسجل أي حالة ضرر أو إصابة)."""
_MADE_KNOWN = ("يبلغ", "يعلن", "تعلن", "يكشف", "تكشف", "يذكر", "تذكر", "يوكد", "توكد", "يحدث", "تحدث", "يسجل", "تسجل")


def unknown(units: Sequence[Unit], a: int, i: int) -> bool:
    """لم ترد معلومات عن ضحايا, لم يعرف فيما إذا سقط ضحايا: nothing is known, which is no figure."""
    asked = any(u.text == "اذا" for u in units[max(0, i - 5) : i])
    before = units[max(0 if asked else a, i - 9) : i]
    if not any(u.tag == "X" for u in before):
        return False
    return any(u.tag == "~" or u.core in _REPORTS for u in before) or _undisclosed(before)


def _undisclosed(units: Sequence[Unit]) -> bool:
    """لم يتم الكشف عن خسائر: not disclosed is not known; who keeps his own name (عدم الكشف عن اسمه) may know."""
    return any(u.core in _DISCLOSED and before.text == "يتم" for before, u in pairwise(units))


_DISCLOSED = frozenset("الكشف الافصاح الاعلان".split())


def unexploded(units: Sequence[Unit], j: int) -> bool:
    """صاروخ لم ينفجر: the negation tells of the weapon only."""
    return j + 1 < len(units) and "نفجر" in units[j + 1].text


def undenied(units: Sequence[Unit], j: int, at: int) -> bool:
    """لم يتوقف القصف, حاولوا بدون جدوى اقتحام …, دعا إلى عدم استهداف …: the negation at j does not say that the deed at `at` did not happen."""
    if any(u.text.startswith(UNDONE) for u in units[j + 1 : at]):
        return True
    if units[j].core in ("بدون", "دون"):
        return at > j + 1 and units[j + 1].text not in _THAT_ANY
    wished = (u for u in units[max(0, j - 6) : j])
    return units[j].core == "عدم" and any(
        (u.speech is not None and u.speech.act == "react") or u.tag == "z" for u in wished
    )


_THAT_ANY = frozenset("ان اي وقوع حدوث تسجيل شن تنفيذ".split())
UNDONE = (
    "يتوقف", "تتوقف", "ينقطع", "تنقطع", "يهدا", "تهدا", "ينته", "تنته", "يكف", "تكف", "استبعاد", "يستبعد", "تستبعد", "يتخذ", "تتخذ",
    "يقرر", "تقرر", "يقل", "تقل", "يعلق", "تعلق", "يحدد", "تحدد", "يكشف", "تكشف", "يوضح", "توضح", "يتضح", "تتضح", "يعرف", "تعرف", "العثور",
)  # fmt: skip
"""What has not stopped goes on, what cannot be ruled out may be, and what nobody has decided, said or found out may be so: no denial."""


def negated(units: Sequence[Unit], a: int, i: int) -> bool:
    for j in range(i - 1, max(a - 1, i - 9), -1):
        tag = units[j].tag
        if tag == "X" and units[j].core == "غير":
            continue
        if tag == "X" and unexploded(units, j):
            return False
        if tag == "X":
            if units[j + 1].text in ("يزال", "تزال", "يزالون"):
                return False
            if units[j].core == "عدم" and units[i].tag in "MK" and units[i].core.startswith("قتل"):
                return False
            return not any(units[k].tag in "~,F" or units[k].text in _SINCE for k in range(j, i))
        if (
            tag == "Q"
            and j > a
            and units[j].core.startswith(_MADE_KNOWN)
            and "X" in (units[j - 1].tag, units[j - 2].tag)
        ):
            continue
        if tag in ",;.FQn" or (
            tag in "KC"
            and units[j].outcome is not None
            and not units[i].prefix.startswith(("و", "ا"))
            and units[i - 1].text not in ("او", "ولا", "و")
        ):
            return False
    return False


_DEEDS = ("القضاء", "قضاء", "اعدام", "اغتيال", "تصفيه", "قتل")
_SINCE = frozenset("منذ قبل بعد عقب غداه".split())
"""What happened before is not denied with what did not happen since (لم يهدأ منذ مقتل الشاب)."""


def denied(units: Sequence[Unit], i: int) -> list[FoundToll]:
    outcome = units[i].outcome
    assert outcome is not None
    told = units[i].text
    if units[i].prefix.endswith(("ب", "ل")) and units[i].core.startswith(_DEEDS):
        return []
    if units[i].core.endswith(("ها", "هم", "هما")) and outcome.form != "count":
        return []
    if outcome.form == "count" and (units[i].core.startswith("جث") or (units[i].definite and "خساير" not in told)):
        return []
    hurt = units[i].core == "اصابه" and any(u.text in _NO_CASE for u in units[max(0, i - 3) : i])
    if units[i].tag == "K" and not hurt and not any(anyone(u) for u in units[i + 1 : i + 3]):
        return []
    if outcome.id == "casualties.act" or (units[i].prefix.endswith("ل") and outcome.form == "count"):
        return []
    if "اذي" in told and not any(u.text.startswith(("اي", "احد")) for u in units[max(0, i - 6) : i]):
        return []
    if "ارواح" in told or (i + 1 < len(units) and units[i + 1].text in _LIVES):
        names: tuple[str, ...] = ("killed",)
    elif (
        hurt
        or outcome.outcome == "killed_or_injured"
        or (outcome.outcome == "injured" and told.endswith(("ات", "مصابين")))
    ):
        names = BOTH
    elif outcome.outcome in BOTH:
        names = (outcome.outcome,)
    else:
        return []
    return [FoundToll(name, 0, 0, None, None, i, i + 1, "toll.none", at=i) for name in names]


def no_damage(units: Sequence[Unit], i: int, b: int) -> int:
    """Past the words of دون أن يلحق أي أضرار, which say that nobody was harmed either; 0 where they do not follow."""
    for k in range(i + 1, min(b, i + 6)):
        if units[k].core.startswith("اضرار") and units[k - 1].text.startswith("اي"):
            return k + 1
        if units[k].tag in "~,.FQ":
            return 0
    return 0


def anyone(unit: Unit) -> bool:
    """لم يقتل أي جندي: whoever could have been harmed, and no named person."""
    return unit.text.startswith(("اي", "احد")) or (unit.tag == "H" and not unit.definite) or unit.tag == "n"
