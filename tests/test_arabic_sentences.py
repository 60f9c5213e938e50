"""Sentences, clauses and quotations."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.arabic.fold import fold
from riwaya.arabic.sentences import clauses, quotations, sentences

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "arabic_sentences.yaml").read_text("utf-8")
)
MARKS = st.text("أبت .،؛؟!…\n\"'«»“”‹›()12a:", max_size=60)


@pytest.mark.parametrize("case", CASES["sentences"], ids=lambda case: case["text"])
def test_sentences_of_a_text(case: dict[str, Any]) -> None:
    folded = fold(case["text"])
    assert [folded.quote(*s) for s in sentences(folded)] == case["out"]


@pytest.mark.parametrize("case", CASES["clauses"], ids=lambda case: case["text"])
def test_clauses_of_a_sentence(case: dict[str, Any]) -> None:
    text = fold(case["text"]).text
    assert [text[a:b] for a, b in clauses(text, 0, len(text))] == case["out"]


@pytest.mark.parametrize("case", CASES["quotations"], ids=lambda case: case["text"])
def test_quotations_of_a_text(case: dict[str, Any]) -> None:
    text = case["text"]
    assert [[text[q.start : q.end], q.depth, q.closed] for q in quotations(text)] == case["out"]


def test_there_are_cases_enough() -> None:
    assert sum(map(len, CASES.values())) >= 40


@given(st.one_of(st.text(), MARKS))
@settings(max_examples=1_000, deadline=None)
def test_sentences_of_any_string_cover_all_but_blanks_in_order(text: str) -> None:
    folded = fold(text)
    form, at = folded.text, 0
    for start, end in sentences(folded):
        assert at <= start < end <= len(form)
        assert not form[at:start].strip(" \n")
        parts = clauses(form, start, end)
        assert parts[0][0] == start
        assert parts[-1][1] == end
        assert all(one[1] <= two[0] and not form[one[1] : two[0]].strip() for one, two in pairwise(parts))
        at = end
    assert not form[at:].strip(" \n")


@given(st.one_of(st.text(), MARKS))
@settings(max_examples=1_000, deadline=None)
def test_quotations_of_any_string_lie_within_one_paragraph_and_nest(text: str) -> None:
    found = quotations(text)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert "\n" not in text[one.start : one.end]
        assert one.depth >= 0
        for two in found:
            apart = one.end <= two.start or two.end <= one.start
            inside = (one.start <= two.start and two.end <= one.end) or (two.start <= one.start and one.end <= two.end)
            assert apart or inside
