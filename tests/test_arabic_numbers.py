"""Numbers: the table of cases, the round trip of rendering and reading, and what must hold for every string."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.arabic.fold import fold
from riwaya.arabic.numbers import Number, dual, find_numbers, say
from riwaya.arabic.words import words

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "arabic_numbers.yaml").read_text("utf-8")
)
PIECES = st.sampled_from(
    "ثلاثة عشر وعشرون مئة ألف آلاف مليون ونصف نصف 12 1,200 3.5 2018 و أو إلى بين من - ( ) % على الأقل أكثر لا يقل عن عشرات أحد واحد الثالث الساعة شخصا يوم مايو رقم".split()
)


def read(text: str) -> list[Number]:
    return find_numbers(words(fold(text).text))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_numbers_of_a_text(case: dict[str, Any]) -> None:
    found = [[n.low, n.high, n.kind, *(["about"] if n.approximate else [])] for n in read(case["text"])]
    assert found == case["numbers"]


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 80
    assert len({case["text"] for case in CASES}) == len(CASES)


def test_bound_is_told_apart_from_figure() -> None:
    ws = words(fold("مقتل ما لا يقل عن 20 شخصا").text)
    (number,) = find_numbers(ws)
    assert [w.text for w in ws[number.first : number.last]] == ["20"]
    assert number.bound is not None
    assert [w.text for w in ws[slice(*number.bound)]] == ["ما", "لا", "يقل", "عن"]
    ws = words(fold("مقتل 20 شخصا على الأقل").text)
    (number,) = find_numbers(ws)
    assert number.bound is not None
    assert [w.text for w in ws[slice(*number.bound)]] == ["علي", "الاقل"]


def test_definite_figures_say_so() -> None:
    assert [n.definite for n in read("القتلى الثلاثة وخمسة آخرون والجرحى الـ12")] == [True, False, True]


def round_trip(n: int, gender: Any) -> None:
    ws = words(fold(say(n, gender)).text)
    found = find_numbers(ws)
    assert [(m.first, m.last, m.low, m.high, m.kind) for m in found] == [(0, len(ws), n, n, "cardinal")], say(n, gender)


@pytest.mark.parametrize("gender", ["m", "f"])
def test_every_number_below_ten_thousand_is_read_as_it_is_said(gender: str) -> None:
    for n in range(10_000):
        round_trip(n, gender)


@given(st.integers(0, 999_999), st.sampled_from(["m", "f"]))
@settings(max_examples=2_000, deadline=None)
def test_every_number_is_read_as_it_is_said(n: int, gender: str) -> None:
    round_trip(n, gender)


def test_only_numbers_that_can_be_said_are_said() -> None:
    for n in (-1, 1_000_000):
        with pytest.raises(ValueError, match="between"):
            say(n, "m")


@pytest.mark.parametrize(
    ("noun", "forms"),
    [
        ("قتيل", ("قتيلان", "قتيلين", "قتيلا", "قتيلي")),
        ("شرطيه", ("شرطيتان", "شرطيتين", "شرطيتا", "شرطيتي")),
        ("مدني", ("مدنيان", "مدنيين", "مدنيا", "مدنيي")),
        ("مستشفي", ("مستشفيان", "مستشفيين", "مستشفيا", "مستشفيي")),
    ],
)
def test_dual(noun: str, forms: tuple[str, ...]) -> None:
    assert dual(noun)[:4] == forms


@given(st.one_of(st.text(), st.lists(PIECES, max_size=14).map(" ".join)))
@settings(max_examples=1_000, deadline=None)
def test_numbers_of_any_string_lie_in_order_within_it(text: str) -> None:
    ws = words(fold(text).text)
    last = 0
    for number in find_numbers(ws):
        assert last <= number.first < number.last <= len(ws)
        last = number.last
        assert number.low is not None
        assert number.high is None or number.low <= number.high
        if number.bound is not None:
            first, end = number.bound
            assert 0 <= first < end <= len(ws)
            assert end <= number.first or first >= number.last
