"""Dates: the table of cases, the month names of CLDR, datelines, and what must hold for every string."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from riwaya.arabic.calendar import HIJRI_MONTHS, MONTHS, WEEKDAYS
from riwaya.arabic.dates import Anchor, DateMention, find_dateline, find_dates
from riwaya.arabic.fold import fold, fold_key
from riwaya.arabic.words import words

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "arabic_dates.yaml").read_text("utf-8"))
TUESDAY = date(2019, 5, 21)
PIECES = st.sampled_from(
    "21 31 2019 1440 9999 0 5-8 21/5/2019 32/13/2019 30/2/2019 مايو أيار / شباط كانون الثاني رمضان 16 29 هـ الموافق الثلاثاء والأربعاء "
    "أمس الأول أول من اليوم الليلة الماضية قبل منذ 3 أيام أسبوعين الأسبوع الشهر الجاري المقبل العام مطلع أواخر نهاية بين و إلى حتى - ( ) ، ليل بعد منتصف فجر "
    "الساعات الـ 24 ساعة كل جمعة الخامس والعشرين عشرين 999999999 مليون سنة عام غدا".split()
)


def read(text: str, published: date | None = TUESDAY) -> list[DateMention]:
    return find_dates(words(fold(text).text), Anchor(published))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_dates_of_a_text(case: dict[str, Any]) -> None:
    found = read(case["text"], case.get("published", TUESDAY))
    assert [[m.start, m.end, m.precision, m.kind] for m in found] == case["dates"]
    if "part" in case:
        assert found[0].part_of_day == case["part"]
    if "basis" in case:
        assert found[0].basis == case["basis"]
    if "disagrees" in case:
        assert found[0].weekday_disagrees is case["disagrees"]


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 120


def test_dateline_comes_before_the_day_of_publication() -> None:
    ws = words(fold("أمس").text)
    (mention,) = find_dates(ws, Anchor(date(2019, 5, 23), dateline=date(2019, 5, 21)))
    assert mention.start == date(2019, 5, 20)


@pytest.mark.parametrize(
    "locale", ["ar", "ar_EG", "ar_SA", "ar_SY", "ar_IQ", "ar_LB", "ar_JO", "ar_PS", "ar_DZ", "ar_TN", "ar_MA"]
)
def test_months_are_those_of_cldr(locale: str) -> None:
    babel = pytest.importorskip("babel")
    names = babel.Locale.parse(locale).months["format"]["wide"]
    for number, name in names.items():
        assert MONTHS[tuple(fold_key(name).split())] == number, (locale, name)


def test_weekdays_are_those_of_cldr() -> None:
    babel = pytest.importorskip("babel")
    for number, name in babel.Locale.parse("ar").days["format"]["wide"].items():
        assert WEEKDAYS[fold_key(name)] == number


def test_no_month_name_is_in_both_calendars() -> None:
    assert not set(MONTHS) & set(HIJRI_MONTHS)
    assert set(MONTHS.values()) == set(HIJRI_MONTHS.values()) == set(range(1, 13))


DATELINES = [
    ("عنوان الخبر\nالثلاثاء 21 مايو / أيار 2019\nقال ناطق", None, date(2019, 5, 21), "الثلاثاء 21 مايو / أيار 2019"),
    ("عنوان\nدمشق - 5 شباط (وكالة) 2018\nنص", None, date(2018, 2, 5), "5 شباط (وكالة) 2018"),
    ("عنوان\nجنين 26-1-2023 وكالة\nنص", None, date(2023, 1, 26), "26-1-2023"),
    ("عنوان\nالسبت 19 جمادى الآخرة 1443 هـ الموافق 22 يناير 2022 م\nنص", None, date(2022, 1, 22), None),
    ("عنوان\nالثلاثاء 25 رجب 1442 - 9مارس 2021\nنص", None, date(2021, 3, 9), None),
    ("عنوان\nنشر في: 21/5/2019\nنص", None, date(2019, 5, 21), "21/5/2019"),
    ("عنوان\nتاريخ النشر: الثلاثاء، 21 مايو 2019\nنص", None, date(2019, 5, 21), "الثلاثاء، 21 مايو 2019"),
    ("عنوان\nكابل – قناة الأفق – 9 أكتوبر/تشرين الأول 2021\n\nنص", None, date(2021, 10, 9), None),
    (
        "عنوان\nبغداد (وكالة) 5 مايو 2018 - قال ناطق إن القوات دخلت البلدة بعد ساعات من القتال مع المسلحين",
        None,
        date(2018, 5, 5),
        None,
    ),
    ("عنوان\nأفاد مصدر في الشرطة، اليوم السبت (14 تشرين الثاني 2020)، بأن عبوة انفجرت", None, date(2020, 11, 14), None),
    ("عنوان\nدمشق - أ ف ب - الأحد\nنص", TUESDAY, date(2019, 5, 19), "الأحد"),
    ("عنوان\nدمشق - أ ف ب - الأحد\nنص", None, None, None),
    ("عنوان\nصنعاء - 20 مايو\nنص", TUESDAY, date(2019, 5, 20), "20 مايو"),
    ("عنوان\nقتل جندي في 5 مايو 2018\nنص", None, None, None),
    ("عنوان\nوقضت المحكمة بتاريخ 14 يونيو 2016 بإغلاق المقر\nنص", None, None, None),
    ("عنوان\nاندلعت الحرب في مارس 2015 وما زالت مستمرة\nنص", None, None, None),
    ("قرار 5 مايو 2018 في سطور\nنص بلا تاريخ", None, None, None),
    ("عنوان بلا نص", TUESDAY, None, None),
    ("", None, None, None),
]


@pytest.mark.parametrize(("text", "published", "day", "quote"), DATELINES)
def test_dateline(text: str, published: date | None, day: date | None, quote: str | None) -> None:
    folded = fold(text)
    found = find_dateline(folded, published)
    assert (found.date if found else None) == day
    if found and quote:
        assert folded.quote(found.start, found.end) == quote


@given(
    st.one_of(st.text(), st.lists(PIECES, max_size=14).map(" ".join)),
    st.one_of(st.none(), st.dates(), st.just(date.min), st.just(date.max)),
)
@example('كآنون"آلآول"آمس', None)
@settings(max_examples=2_000, deadline=None)
def test_dates_of_any_string_lie_in_order_within_it(text: str, published: date | None) -> None:
    folded = fold(text)
    ws = words(folded.text)
    last = 0
    for mention in find_dates(ws, Anchor(published)):
        assert last <= mention.first < mention.last <= len(ws)
        last = mention.last
        assert (mention.start is None) == (mention.end is None) == (mention.precision == "none")
        if mention.start and mention.end:
            assert mention.start <= mention.end
    line = find_dateline(folded, published)
    if line:
        assert 0 <= line.start < line.end <= len(folded.text)
