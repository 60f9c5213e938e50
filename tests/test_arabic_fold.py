"""The search form and the way back from it."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.arabic.fold import fold, fold_key, search_form
from riwaya.arabic.words import words

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "arabic_fold.yaml").read_text("utf-8"))
ARABIC = st.text("أإابتثسقكگيىیةـًُّ لاﻻﷲـ .*-\"'«»،؟\n١٢12a#_\u200b\u202b", max_size=80)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_search_form(case: dict[str, Any]) -> None:
    assert fold(case["text"]).text.strip() == case["out"]


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 30


def test_every_word_follows_a_blank() -> None:
    text = fold("«قسد»:قتل(جندي)، 12قتيلا/جريحا").text
    for word in words(text):
        if word.text[0].isalpha():
            assert text[word.start - 1] == " "


@pytest.mark.parametrize(
    ("text", "word", "quote"),
    [
        ("أعلنت «قُـسَد» ذلك", "قسد", "قُـسَد"),
        ("قتل عنـ ـاصر هنا", "عناصر", "عنـ ـاصر"),
        ("في ١٦مايو الحالي", "مايو", "مايو"),
        ("رأى د.ا.ع.ش هناك", "داعش", "د.ا.ع.ش"),
        ("مات جُنديٌّ", "جندي", "جُنديٌّ"),
    ],
)
def test_the_way_back(text: str, word: str, quote: str) -> None:
    folded = fold(text)
    (found,) = [w for w in words(folded.text) if w.text == word]
    assert folded.quote(found.start, found.end) == quote


@given(st.one_of(st.text(), ARABIC), st.integers(0, 90), st.integers(0, 90))
@settings(max_examples=2_000, deadline=None)
def test_quotes_are_cut_out_of_the_original(text: str, one: int, two: int) -> None:
    folded = fold(text)
    assert len(folded.back) == len(folded.text)
    start, end = sorted((one, two))
    first, last = folded.span(start, end)
    assert 0 <= first <= last <= len(text)
    assert folded.quote(start, end) == text[first:last]


@given(st.one_of(st.text(), ARABIC))
@settings(max_examples=2_000, deadline=None)
def test_the_way_back_never_turns(text: str) -> None:
    back = list(fold(text).back)
    assert back == sorted(back)
    assert all(0 <= at < len(text) for at in back)


@given(st.one_of(st.text(), ARABIC))
@settings(max_examples=2_000, deadline=None)
def test_folding_twice_gives_the_same_words(text: str) -> None:
    once = fold(text).text
    assert [w.text for w in words(fold(once).text)] == [w.text for w in words(once)]


@given(st.text("قتل جندي 12", max_size=30))
def test_plain_text_keeps_its_words(text: str) -> None:
    assert "".join(fold_key(text).split()) == "".join(unicodedata.normalize("NFC", text).split())


@given(st.one_of(st.text(), ARABIC, st.text("قتل\"«» ـ12٣.,/-:\n\u064eX'و", max_size=30)))
@settings(max_examples=500)
def test_the_quick_search_form_is_the_same(text: str) -> None:
    assert search_form(text) == fold(text).text
