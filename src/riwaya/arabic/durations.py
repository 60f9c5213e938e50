"""Lengths of time counted back from the reference day: "three days ago", "for a week", the past 24 hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from riwaya.arabic.calendar import MONTH_HEADS, WEEKDAYS
from riwaya.arabic.figures import figure_at, is_digits
from riwaya.arabic.spell import NUMERALS
from riwaya.arabic.stated import CURRENT, FUTURE, PAST
from riwaya.arabic.when import DateKind, DateMention, Days, Precision, mention, shifted, year_days
from riwaya.arabic.words import Word

Texts = Sequence[str]
Unit = Literal["hour", "day", "week", "month", "year", "decade"]

_SINGLE: dict[str, Unit] = {
    **dict.fromkeys(("ساعه", "دقيقه"), "hour"),
    **dict.fromkeys(("يوم", "ليله"), "day"),
    "اسبوع": "week",
    "شهر": "month",
    **dict.fromkeys(("عام", "سنه"), "year"),
    "عقد": "decade",
}
_DUAL: dict[str, Unit] = {
    **dict.fromkeys(("ساعتين", "دقيقتين"), "hour"),
    **dict.fromkeys(("يومين", "ليلتين"), "day"),
    "اسبوعين": "week",
    "شهرين": "month",
    **dict.fromkeys(("عامين", "سنتين"), "year"),
    "عقدين": "decade",
}
_PLURAL: dict[str, Unit] = {
    **dict.fromkeys(("ساعات", "دقايق", "ساعه", "دقيقه"), "hour"),
    **dict.fromkeys(("ايام", "يوم", "يوما", "ليال", "ليله"), "day"),
    **dict.fromkeys(("اسابيع", "اسبوع", "اسبوعا"), "week"),
    **dict.fromkeys(("اشهر", "شهور", "شهر", "شهرا"), "month"),
    **dict.fromkeys(("اعوام", "سنوات", "سنين", "عام", "عاما", "سنه"), "year"),
    **dict.fromkeys(("عقود", "عقدا", "عقد"), "decade"),
}
_VAGUE: dict[str, Unit] = {
    "ساعات": "hour",
    "ايام": "day",
    "اسابيع": "week",
    **dict.fromkeys(("اشهر", "شهور"), "month"),
    **dict.fromkeys(("سنوات", "اعوام", "سنين"), "year"),
    "عقود": "decade",
}
_LENGTH: dict[Unit, int] = {"hour": 0, "day": 1, "week": 7, "month": 30, "year": 365, "decade": 3650}
_ABOUT = frozenset("نحو حوالي قرابه زهاء اكثر من اقل ما يقارب يقرب عده بضعه بضع حدود يزيد عن علي مايقارب".split())
PAST_STRETCHES: dict[str, tuple[Unit, int]] = {
    **dict.fromkeys(("الساعتين", "الدقايق"), ("hour", 0)),
    "الساعات": ("hour", 1),
    "اليومين": ("day", 2),
    **dict.fromkeys(("الايام", "الليالي"), ("day", 7)),
    "الاسبوعين": ("week", 14),
    "الاسابيع": ("week", 28),
    "الشهرين": ("month", 60),
    **dict.fromkeys(("الاشهر", "الشهور"), ("month", 180)),
    **dict.fromkeys(("العامين", "السنتين"), ("year", 730)),
    **dict.fromkeys(("السنوات", "الاعوام"), ("year", 1500)),
    "العقود": ("decade", 9000),
}
"""Definite stretches of time (الأيام الماضية): their unit, and how many days they hold where no number is told."""


def read_ago(ws: Sequence[Word], texts: Texts, i: int, reference: date | None) -> DateMention | None:
    """قبل يومين, قبل نحو ثلاثة أسابيع, منذ أيام; not "two days before the vote"."""
    at = i + 1
    while at < len(texts) and texts[at] in _ABOUT and at < i + 4:
        at += 1
    if at >= len(texts):
        return None
    length = _length(ws, texts, at)
    if length is None:
        return None
    unit, count, last = length
    since = texts[i].endswith("منذ")
    if last < len(texts) and texts[last] == "من" and not since:
        if texts[last + 1 : last + 2] not in (["الان"], ["اليوم"]):
            return None
        last += 2
    kind: DateKind = "since" if since else "day"
    if reference is None:
        return mention((i, last), None, "none", "relative", kind)
    days, precision = _back(reference, unit, count)
    if at > i + 1 and unit == "day" and precision == "day":
        precision = "approx"
    if since:
        days = (days[0], reference)
    elif kind == "day" and precision != "day":
        kind = "week" if unit in ("day", "week") else "year" if precision == "year" else "month"
    return mention((i, last), days, precision, "relative", kind)


def _length(ws: Sequence[Word], texts: Texts, at: int) -> tuple[Unit, int | None, int] | None:
    """A stretch of time at word `at`: unit, how many (None: some), and the word after."""
    text = texts[at]
    if text in _VAGUE:
        last = at + 1
        if last < len(texts) and texts[last] in ("قليله", "عده", "عديده", "معدوده", "طويله"):
            last += 1
        return _VAGUE[text], None, last
    if text in _DUAL:
        return _DUAL[text], 2, at + 1
    if text in _SINGLE:
        if not _stands_alone(texts, at):
            return None
        last = at + 2 if texts[at + 1 : at + 2] in (["واحد"], ["واحده"], ["كامل"], ["ونصف"]) else at + 1
        return _SINGLE[text], 1, last
    if not (is_digits(text) or text in NUMERALS):
        return None
    figure = figure_at(ws, at)
    if figure is None or figure.shape != "whole" or figure.last >= len(texts) or figure.high > 10_000:
        return None
    unit = _PLURAL.get(texts[figure.last])
    if unit is None:
        return None
    is_minutes = texts[figure.last].startswith("دق")
    count = 0 if is_minutes else figure.high
    return unit, count, figure.last + 1


def _stands_alone(texts: Texts, at: int) -> bool:
    """Whether "يوم", "شهر", "عام" is a length and not the head of "يوم الأحد", "شهر مايو", "عام 2011"."""
    after = texts[at + 1] if at + 1 < len(texts) else ""
    if texts[at] in ("يوم", "ليله") and (after.startswith("ال") or is_digits(after)):
        return False
    return after in CURRENT | PAST or not (is_digits(after) or after in MONTH_HEADS or after in WEEKDAYS)


def _back(reference: date, unit: Unit, count: int | None) -> tuple[Days, Precision]:
    """The days that lie so long before the reference day, and how precisely that is known."""
    if count is None:
        if unit == "hour":
            return (reference, reference), "day"
        far, near = {"day": (10, 2), "week": (56, 14), "month": (365, 60)}.get(unit, (3650, 730))
        return (shifted(reference, -far), shifted(reference, -near)), "approx"
    if unit == "hour":
        day = shifted(reference, -round(count / 24))
        return (day, day), "day"
    if unit == "day":
        day = shifted(reference, -count)
        return (day, day), "day" if count <= 7 else "approx"
    if unit == "week":
        day = shifted(reference, -7 * count)
        return (shifted(day, -2), shifted(day, 2)), "approx"
    if unit == "month":
        day = shifted(reference, -30 * count)
        return (shifted(day, -10), shifted(day, 10)), "approx"
    years = count * (10 if unit == "decade" else 1)
    span = year_days(reference.year - years)
    return (span or (date.min, date.min)), "year"


def read_past_hours(ws: Sequence[Word], texts: Texts, i: int, reference: date | None) -> DateMention | None:
    """الساعات الماضية, الأيام الثلاثة الماضية, اليومين الماضيين: a stretch that runs up to now."""
    unit, length = PAST_STRETCHES[texts[i]]
    last = i + 1
    if texts[last : last + 1] in (["ال"], ["القليله"], ["العشر"], ["القلايل"]):
        last += 1
    if last < len(texts) and (is_digits(texts[last]) or texts[last] in NUMERALS):
        figure = figure_at(ws, last)
        if figure and figure.shape == "whole" and figure.high < 10_000:
            length = max(1, round(figure.high / 24)) if unit == "hour" else figure.high * _LENGTH[unit]
            last = figure.last
    if texts[last : last + 1] == ["القليله"]:
        last += 1
    return _stretch(texts, i, last, length, reference)


def _stretch(texts: Texts, first: int, last: int, length: int, reference: date | None) -> DateMention | None:
    turn = texts[last] if last < len(texts) else ""
    if turn in PAST:
        days = (shifted(reference, -length), reference) if reference else None
        return mention((first, last + 1), days, "day" if length <= 2 else "approx", "relative", "window")
    if turn in FUTURE:
        days = (reference, shifted(reference, length)) if reference else None
        return mention((first, last + 1), days, "approx", "relative", "future")
    return None


def read_counted_hours(ws: Sequence[Word], texts: Texts, i: int, reference: date | None) -> DateMention | None:
    """الـ24 ساعة الماضية, ثلاثة أيام الماضية."""
    figure = figure_at(ws, i)
    if figure is None or figure.shape != "whole" or figure.last >= len(texts) or figure.high > 10_000:
        return None
    unit = _PLURAL.get(texts[figure.last])
    if unit is None:
        return None
    length = max(1, round(figure.high / 24)) if unit == "hour" else figure.high * _LENGTH[unit]
    return _stretch(texts, i, figure.last + 1, length, reference)
