"""Words and their analyses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from riwaya.arabic.fold import fold, fold_key
from riwaya.arabic.whole import WHOLE, WHOLE_ENDINGS
from riwaya.arabic.words import Analysis, analyses, words

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "arabic_words.yaml").read_text("utf-8"))


def shown(analysis: Analysis) -> str:
    return (
        "".join(f"{p}+" for p in analysis.proclitics)
        + analysis.stem
        + (f"+{analysis.suffix}" if analysis.suffix else "")
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["word"])
def test_analyses_of_a_word(case: dict[str, Any]) -> None:
    word = fold_key(case["word"])
    found = analyses(word)
    assert found[0] == Analysis((), word, None)
    assert set(case.get("has", ())) <= {shown(a) for a in found}
    if case.get("whole"):
        assert not any(a.proclitics for a in found)


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 60


def test_lists_of_whole_words_are_in_search_form() -> None:
    for word in WHOLE | WHOLE_ENDINGS:
        assert fold_key(word) == word


@given(st.one_of(st.text(), st.text("وفبكلساىيهةمنقتر", max_size=12)))
def test_no_analysis_loses_a_letter(word: str) -> None:
    for found in analyses(word):
        head, tail = "".join(found.proclitics), found.suffix or ""
        assert found.stem or not word
        parts = {head + found.stem + tail}
        if "ل" in found.proclitics and found.proclitics[-1] == "ال":
            parts.add(head.removesuffix("ال") + "ل" + found.stem + tail)
        if found.stem.endswith("ه"):
            parts.add(head + found.stem[:-1] + "ت" + tail)
            parts.add(head.removesuffix("ال") + "ل" + found.stem[:-1] + "ت" + tail)
        assert word in parts


TOKENS = [
    ("قتل 1,200 شخص، في 16.5.2019", ["قتل", "1,200", "شخص", ",", "في", "16.5.2019"]),
    ("من 12-15 (نحو 5%)", ["من", "12-15", "(", "نحو", "5", "%", ")"]),
    ("16مايو/أيار", ["16", "مايو", "/", "ايار"]),
    ("سطر\nسطر", ["سطر", "\n", "سطر"]),
    ("الـ24 ساعة", ["ال", "24", "ساعه"]),
    ("10:30؟ نعم!", ["10:30", "?", "نعم", "!"]),
    ("«قسد» تنفي", ["قسد", "تنفي"]),
    ("F-16 وC4", ["f", "-", "16", "وc", "4"]),
]


@pytest.mark.parametrize(("text", "expected"), TOKENS)
def test_words_of_a_text(text: str, expected: list[str]) -> None:
    assert [w.text for w in words(fold(text).text)] == expected


@given(st.text(), st.integers(0, 20), st.one_of(st.none(), st.integers(0, 40)))
def test_words_of_any_string_cover_all_but_blanks(text: str, start: int, end: int | None) -> None:
    form = fold(text).text
    found = words(form, start, end)
    at = start
    for word in found:
        assert form[word.start : word.end] == word.text
        assert at <= word.start < word.end <= len(form)
        assert not form[at : word.start].strip(" ")
        at = word.end
    assert not form[at : len(form) if end is None else end].strip(" ")
