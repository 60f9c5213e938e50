"""What is Arabic and what is not: texts, pages in every disguise, and archives of many languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from batches import OTHERS, broken_archive
from riwaya.arabic.languages import language_of, may_hold_arabic
from riwaya.cli import main
from riwaya.errors import NotArabic, OtherLanguage
from riwaya.sources import Incoming, InputOptions, take_in

ROOT = Path(__file__).parent.parent
CASES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests" / "cases" / "languages.yaml").read_text("utf-8"))
ARABIC = CASES[0]["text"]


def page(text: str, menu: str = "Home · News · عربي · فارسی") -> str:
    return f"<html><head><title>x</title></head><body><nav>{menu}</nav><article><p>{text}</p></article></body></html>"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:30])
def test_a_text_is_in_this_language(case: dict[str, Any]) -> None:
    assert language_of(case["text"]) == case["language"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:30])
def test_a_page_is_passed_over_only_where_it_surely_holds_no_arabic(case: dict[str, Any]) -> None:
    text = case["text"] if case["language"] == "other" else case["text"] * 3
    assert may_hold_arabic(page(text).encode()) == case["page"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1256", "iso8859-6"])
def test_arabic_is_seen_in_every_encoding(encoding: str) -> None:
    assert may_hold_arabic(page(ARABIC, "Home").encode(encoding))


def test_arabic_is_seen_behind_character_references_and_escapes() -> None:
    assert may_hold_arabic(page("".join(f"&#{ord(c)};" for c in ARABIC), "Home").encode())
    assert may_hold_arabic(page("".join(f"&#x{ord(c):x};" for c in ARABIC), "Home").encode())
    assert may_hold_arabic(page(f"<script>{json.dumps({'articleBody': ARABIC})}</script>", "Home").encode())


def test_a_page_cut_in_the_middle_of_a_letter_is_no_other_encoding() -> None:
    assert not may_hold_arabic(page("Soldiers killed " * 30, "Home").encode() + "é".encode()[:1])


def test_every_text_of_the_corpus_is_arabic() -> None:
    others = [
        path.name
        for path in sorted((ROOT / "corpus" / "text").glob("*.txt"))
        if language_of(path.read_text("utf-8")) != "ar" or not may_hold_arabic(page(path.read_text("utf-8")).encode())
    ]
    assert others == []


@given(st.text(max_size=200), st.binary(max_size=200))
def test_anything_may_be_asked(text: str, data: bytes) -> None:
    assert language_of(text)
    assert may_hold_arabic(data) in (True, False)


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x17F), max_size=300), st.integers(0, 40))
def test_arabic_among_other_letters_is_never_passed_over(noise: str, at: int) -> None:
    assert may_hold_arabic((noise[:at] + ARABIC + noise[at:]).encode())


def test_only_who_asks_has_languages_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in (*OTHERS, ARABIC)), "utf-8")
    taken = list(take_in([str(path)]))
    assert [type(item) for item in taken] == [Incoming, Incoming, NotArabic, Incoming]
    asked = list(take_in([str(path)], InputOptions(arabic_only=True)))
    assert [type(item) for item in asked] == [OtherLanguage, OtherLanguage, NotArabic, Incoming]


def test_add_and_read_count_what_they_pass_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tools: object
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.warc.gz").write_bytes(broken_archive())
    monkeypatch.setattr("sys.argv", ["riwaya", "read", "--json", "--skip-other-languages", "a.warc.gz"])
    with pytest.raises(SystemExit) as done:
        main()
    told = capsys.readouterr()
    assert done.value.code == 1
    assert "1 passed over in other languages" in told.err
    assert len(told.out.splitlines()) == 2
    monkeypatch.setattr("sys.argv", ["riwaya", "add", "--processes", "0", "--skip-other-languages", "a.warc.gz"])
    with pytest.raises(SystemExit):
        main()
    assert "passed over 1 in other languages" in capsys.readouterr().out
