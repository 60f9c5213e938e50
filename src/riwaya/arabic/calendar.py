"""Names of months, weekdays and parts of the day in search form.

Gregorian months follow CLDR (Unicode, `ar`, `ar_SY`, `ar_IQ`, `ar_DZ`, `ar_TN`, `ar_MA`), compared with Babel in a
test, with the misspellings that news uses. Hijri months follow CLDR's Islamic calendar.
"""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.arabic.fold import fold_key

_GREGORIAN = {
    1: "يناير, كانون الثاني, كانون ثاني, كانون ثان, جانفي, ينايير",
    2: "فبراير, شباط, فيفري, فبرابر, فبرير, اشباط",
    3: "مارس, آذار, اذار, مارث",
    4: "أبريل, إبريل, نيسان, أفريل, ابريل",
    5: "مايو, أيار, ايار, ماي, مايوم, نوار",
    6: "يونيو, حزيران, جوان, يونيه, يونية, حزيزان",
    7: "يوليو, تموز, جويلية, يوليوز, يوليه, يولية, يوليو",
    8: "أغسطس, آب, أوت, غشت, اغسطس, أغسطوس",
    9: "سبتمبر, أيلول, شتنبر, ايلول, سبتمر",
    10: "أكتوبر, تشرين الأول, تشرين أول, أكتوبر, اكتوبر, أوكتوبر",
    11: "نوفمبر, تشرين الثاني, تشرين ثاني, تشرين ثان, نونبر, نوفبمر",
    12: "ديسمبر, كانون الأول, كانون أول, دجنبر, ديسمبير",
}
_HIJRI = {
    1: "محرم, المحرم, محرم الحرام",
    2: "صفر, صفر الخير",
    3: "ربيع الأول, ربيع أول, ربيع الاول",
    4: "ربيع الآخر, ربيع الثاني, ربيع ثاني, ربيع آخر",
    5: "جمادى الأولى, جمادى الأول, جمادى الاولي, جماد أول, جماد الأول",
    6: "جمادى الآخرة, جمادى الثانية, جمادى الآخر, جمادى الثاني, جماد الآخر, جماد الثاني, جماد الآخرة",
    7: "رجب",
    8: "شعبان",
    9: "رمضان, رمضان المبارك",
    10: "شوال",
    11: "ذو القعدة, ذي القعدة, ذوالقعدة",
    12: "ذو الحجة, ذي الحجة, ذوالحجة",
}
_WEEKDAYS = {
    0: "الاثنين, الإثنين, الاتنين, الأثنين",
    1: "الثلاثاء, الثلاثا, الثلثاء",
    2: "الأربعاء, الاربعا",
    3: "الخميس",
    4: "الجمعة",
    5: "السبت",
    6: "الأحد",
}

Name = tuple[str, ...]


def _named(table: dict[int, str]) -> dict[Name, int]:
    return {tuple(fold_key(name.strip()).split()): n for n, names in table.items() for name in names.split(",")}


MONTHS = _named(_GREGORIAN)
"""Words of a Gregorian month's name to its number."""

HIJRI_MONTHS = _named(_HIJRI)
"""Words of a Hijri month's name to its number."""

AMBIGUOUS_MONTHS = frozenset("مارس اب ماي اوت جوان نوار محرم المحرم صفر رجب شعبان رمضان شوال مارث تموز نيسان".split())
"""Month names that are also common words or names: read only beside a day, a year, شهر or a second month name."""

MONTH_HEADS = frozenset(name[0] for name in (*MONTHS, *HIJRI_MONTHS))
"""First words of all month names."""


def _weekdays() -> dict[str, int]:
    table: dict[str, int] = {}
    for name, day in _named(_WEEKDAYS).items():
        plain = name[0]
        for head in ("", "و", "ف", "ب", "ك"):
            table[head + plain] = day
        for head in ("لل", "ولل"):
            table[head + plain[2:]] = day
        table["ل" + plain] = day
    return table


WEEKDAYS = _weekdays()
"""Names of weekdays with the article, with or without a proclitic, to Python's weekday (Monday is 0)."""

BARE_WEEKDAYS = {name[2:]: day for name, day in WEEKDAYS.items() if name.startswith("ال")}
"""Names of weekdays without the article, read only after يوم."""

PARTS_OF_DAY = {
    "فجر": "dawn",
    "صباح": "morning",
    "صبيحه": "morning",
    "ضحي": "morning",
    "ظهر": "noon",
    "ظهيره": "noon",
    "عصر": "afternoon",
    "مساء": "evening",
    "عشيه": "evening",
    "ليل": "night",
    "ليله": "night",
}
"""Words before a day's name; "بعد ظهر" is the afternoon and "بعد منتصف ليل" is after midnight."""


def month_at(texts: Sequence[str], at: int) -> tuple[int, bool, int] | None:
    """The month whose name begins at word `at`: its number, whether Hijri, and the word after it."""
    if at >= len(texts):
        return None
    head = texts[at]
    if head not in MONTH_HEADS:
        return None
    if at + 1 < len(texts):
        pair = (head, texts[at + 1])
        if pair in MONTHS:
            return MONTHS[pair], False, at + 2
        if pair in HIJRI_MONTHS:
            return HIJRI_MONTHS[pair], True, at + 2
    single = (head,)
    if single in MONTHS:
        return MONTHS[single], False, at + 1
    if single in HIJRI_MONTHS:
        return HIJRI_MONTHS[single], True, at + 1
    return None
