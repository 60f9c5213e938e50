"""Words of harm that count nobody harmed: a crime's name, people released or moved, the ill, those known already."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.extract.units import Unit

_NOBODY = frozenset(
    head + word
    for word in "جريمه جرايم محاوله محاولات عمليات مذكره مذكرات قضيه حملات امر اوامر".split()
    for head in ("", "و", "ب", "ل", "ف", "ال", "وال", "بال", "لل")
) | {"بتهمه", "وبتهمه"}
_DECREED = (
    "علي",
    "مرسوم",
    "قرار",
    "حكم",
    "قانون",
    "اتفاق",
    "محكم",
    "المحكم",
    "المرسوم",
    "القرار",
    "الاتفاق",
    "بان",
)
_GROUND = frozenset("معقل معاقل جيب جيوب بوره بور وجود خطر تهديد نفوذ اخر الارهاب التنظيم الجماعه".split())
"""What is done away with that is nobody (القضاء على آخر معاقل التنظيم)."""
_OF_ALL = frozenset("الجميع جلل اليم واحد".split())
"""After مصاب they tell of a misfortune, and not of one who was hurt (المصاب مصاب الجميع)."""
MOVED = frozenset("نقل اجلاء علاج معالجه اسعاف تشييع دفن استقبال معظم اغلب غالبيه اغلبيه ذوي اسر عايلات اهالي".split())
_ONE_KNOWN = frozenset("هو وهو وهي انه اي علي".split())
"""Words before one wounded (شخص ثالث مصاب, القبض على جريح) who is told of and not counted."""
_HELD = frozenset("احتجاز يحتجز تحتجز تسليم تسلم تسلمت سحب اخلاء استعاده اعاده".split())
"""What is done to the bodies of those whose death is known."""
_DONE = frozenset("تم جري تمت جرت".split())
"""Before an act they tell that it was done, also to those who are free now (الإفراج عن عشرين شرطيا تم أسرهم)."""
_STILL = frozenset("يزال تزال زال زالت يرقد ترقد".split())
_DEMANDING = (
    "مطالب",
    "طالب",
    "يطالب",
    "تطالب",
    "مهدد",
    "هدد",
    "يهدد",
    "تهدد",
    "توعد",
    "متوعد",
    "امر",
    "اوامر",
    "التهديد",
    "تهديد",
)
"""What is only demanded, ordered or threatened (مطالبين بإعدام الوزير)."""
_RELEASED = (
    "افرج",
    "الافراج",
    "اطلاق سراح",
    "اطلق سراح",
    "اطلقت سراح",
    "سراح",
    "تبادل",
    "مبادله",
    "اخلاء سبيل",
    "تحرير",
)


_HOSTAGES = frozenset("رهاين الرهاين رهينه الرهينه رهينتين الرهينتين رهينتان".split())
_FREED = (
    *_RELEASED,
    "حرر",
    "يحرر",
    "تحرر",
    "سلم",
    "تسليم",
    "تسلم",
    "استعاد",
    "استرداد",
    "جثث",
    "جثه",
    "جثتي",
    "جثامين",
    "جثمان",
    "رفات",
    "عوده",
    "مقابل",
    "صفقه",
)
_OF_HOSTAGES = 6
"""Units before hostages among which a word tells that they are set free, or given back."""


def freed(units: Sequence[Unit], i: int) -> bool:
    """أفرجت عن ثلاث رهائن, استعادة جثث رهائن: hostages who are set free or brought back are not taken anew."""
    if units[i].core not in _HOSTAGES:
        return False
    before = units[max(0, i - _OF_HOSTAGES) : i]
    return any(u.core.removeprefix("ال").startswith(_FREED) for u in before)


def counts_nobody(units: Sequence[Unit], a: int, b: int, i: int) -> bool:
    """قضى على التنظيم, جريمة قتل: the same letters where nobody's death is counted."""
    outcome = units[i].outcome
    if outcome is not None and outcome.id == "life.lost":
        return not any(u.core.startswith(("فقد", "خسر")) for u in units[max(a, i - 6) : i])
    if units[i].core.startswith(("قضي", "قضت", "قضوا")):
        k = i + 1
        while k < min(b, i + 5) and not units[k].prefix and (units[k].tag in "AYEJ" or _several(units[k])):
            k += 1
        people = k + 1 < b and units[k].text == "علي" and units[k + 1].tag == "n"
        ended = i + 1 < k < b and units[k].text == "علي"
        return (ended or (i + 1 < b and units[i + 1].text.startswith(_DECREED))) and not people
    before = units[i - 1] if i > a else None
    if units[i].core.endswith("القضاء علي") and any(u.core in _GROUND for u in units[i + 1 : min(b, i + 4)]):
        return True
    if before is not None and before.text in _NOBODY:
        return not (i + 2 < b and units[i + 1].text == "بحق" and units[i + 2].tag == "n")
    if outcome is None:
        return False
    if units[i].tense == "present" and _only_meant(units, a, i):
        return True
    if units[i].core.startswith("اصاب") and i + 2 < b and units[i + 1].tag == "n" and units[i + 2].text in _SHOTS:
        return True
    if units[i].core in _BY_ITSELF and i + 1 < b and units[i + 1].tag == ",":
        return True
    if units[i].core.removeprefix("ال") == "اسر":
        return (
            units[i].core.startswith("ال")
            or (units[i].prefix.endswith("ل") and (before is None or before.tag != "L"))
            or i + 1 >= b
            or units[i + 1].tag not in "nH+AIY#"
            or (before is not None and before.tag in "n+")
        )
    if units[i].prefix.endswith("ل") and units[i].core == "قتل" and (before is None or before.tag != "L"):
        return True
    if units[i].prefix.endswith("ل") and outcome.outcome in ("detained", "abducted") and outcome.form == "noun":
        return not _led_to(units, a, i)
    if units[i].prefix == "ب" and units[i].core == "اصابات" and (before is None or before.tag != "L"):
        return True
    if units[i].prefix.endswith("ب") and any(u.core.startswith(_DEMANDING) for u in units[max(a, i - 3) : i]):
        return True
    if outcome.id == "casualties.act" and _neutralised_so_far(units, a, b, i):
        return True
    if outcome.id == "assassinated.act":
        return bool(units[i].prefix) or (before is not None and before.tag in "cfia")
    if freed(units, i):
        return True
    done = before is not None and before.core in _DONE and units[i].text.endswith(("هم", "هما"))
    if (
        outcome.outcome == "detained"
        and not done
        and any(u.core.startswith(_RELEASED) for u in units[max(a, i - 7) : i])
    ):
        return True
    if outcome.id == "detained.count":
        some = before is not None and before.core == "عدد من" and units[i].core == "الاسري"
        if not some and not any(u.tag in "LuU" or u.core in _TAKEN for u in units[max(a, i - 10) : i]):
            return True
        return units[i].definite and not some and (before is None or before.tag not in "Uu")
    if outcome.form == "count" and before is not None and (before.core in MOVED or before.core.startswith("جث")):
        return True
    if units[i].core.startswith("جث"):
        return units[i].prefix.endswith("ل") or any(
            u.core in _HELD or u.text[1:] in _HELD for u in units[max(a, i - 4) : i]
        )
    if outcome.outcome == "detained" and units[i].form == "verb" and units[i].text.endswith(("هم", "هما")):
        return True
    if outcome.id == "injured.count" and before is not None and before.tag == "n" and i > a + 1:
        return units[i - 2].text in _STILL
    if outcome.id == "choked.count":
        return before is None or before.tag not in "n+f"
    if outcome.id == "displaced":
        return before is None or before.tag not in "nu"
    if units[i].core == "مصاب" and i + 1 < b and (units[i + 1].text in _OF_ALL or units[i + 1].prefix == "ل"):
        return True
    if outcome.id == "injured.count" and units[i].count == 1:
        return before is not None and (before.tag in "HJ@Z#" or before.text in _ONE_KNOWN)
    if before is not None and before.tag == "+" and units[i].definite and outcome.form == "count":
        fell = i + 1 < b and units[i + 1].text in ("سقطوا", "سقط", "وقعوا")
        return before.core.startswith("بعض") or (i > a + 1 and units[i - 2].tag == "t" and not fell)
    if units[i].core.startswith("اصابته") or units[i].core.startswith("اصابتها"):
        return any(u.outcome is not None and u.outcome.outcome == "killed" for u in units[max(a, i - 8) : i])
    return False


def _several(unit: Unit) -> bool:
    return unit.tag == "H" and unit.count is None


def _only_meant(units: Sequence[Unit], a: int, i: int) -> bool:
    """كيف له أن يقتل جنديا, الجبهة التي تحتجز عسكريين: what somebody may do, or a state that is told of in passing."""
    before = units[i - 1] if i > a else None
    if before is None:
        return False
    if before.text in ("ان", "بان"):
        return i - 2 < a or not units[i - 2].core.endswith(_UNTIL)
    held = units[i].core.startswith(("يحتجز", "تحتجز"))
    return held and (before.tag == "r" or before.text in _WHO_HOLDS or before.text in _STILL)


_UNTIL = ("قبل", "بعد", "الي", "قبيل", "دون", "منذ")
_WHO_HOLDS = frozenset("الذي التي الذين".split())
_TAKEN = frozenset("سقوط سقط سقطوا وقوع وقع وقعوا عاد عادوا تمكن تمكنوا".split())
"""What tells that prisoners were taken; a number of them without it is only spoken of (مبادلة سبعة أسرى)."""
_SHOTS = frozenset("رصاصات رصاصه طلقات طلقه شظايا قذايف صواريخ منازل مواقع سيارات مبان مباني".split())
"""What hits or is hit and is nobody (أصابت أربع رصاصات رأسه)."""
_BY_ITSELF = frozenset("الاختطاف الخطف".split())
"""What is only named, and of nobody (عملية الاختطاف، …)."""


def _led_to(units: Sequence[Unit], a: int, i: int) -> bool:
    """أدى لاعتقال خمسة, تعرض لاختطاف: whether ل before an act tells what came of something, and not what it was for."""
    return any(u.tag == "L" or u.core.startswith(_SUFFERED) for u in units[max(a, i - 10) : i])


_SUFFERED = ("تعرض", "يتعرض", "تتعرض", "نتيجه", "اضاف", "بالاضافه", "ضحيه")


def _neutralised_so_far(units: Sequence[Unit], a: int, b: int, i: int) -> bool:
    """تحييد المهاجم, تحييد 2600 إرهابي حتى الآن: one who is known already, or all of a campaign."""
    if not units[i].core.startswith(("تحييد", "حيد")):
        return False
    if i + 1 < b and units[i + 1].count == 1 and (units[i + 1].definite or units[i + 1].tag == "#"):
        return True
    return any(u.text in _SO_FAR for u in units[max(a, i - 6) : min(b, i + 8)])


_SO_FAR = frozenset("الان للان منذ".split())
