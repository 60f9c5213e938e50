"""A short run of `make fuzz`: mutated inputs for every parser, the same every time; and properties of each parser."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

import fuzz
from riwaya.errors import InputError
from riwaya.sources import Incoming, take_stream
from riwaya.sources.archives import clean_name
from riwaya.sources.kinds import Format
from riwaya.sources.reports import clean

NAMES: list[tuple[Format, str]] = [
    ("text", "a.txt"), ("page", "a.html"), ("lines", "a.jsonl"), ("json", "a.json"), ("csv", "a.csv"), ("feed", "a.rss"),
    ("telegram", "result.json"), ("telegram page", "messages.html"), ("trec", "a.xml"), ("warc", "a.warc"), ("gzip", "a.gz"), ("zip", "a.zip"),
]  # fmt: skip
SHORT = 250


@pytest.mark.parametrize("name", fuzz.parsers())
def test_mutated_input_ends_in_a_report_or_an_error_of_ours(name: str) -> None:
    assert fuzz.run_mutations(name, SHORT, seed=7) <= fuzz.LIMIT


def read(data: bytes, kind: Format, name: str) -> list[Incoming | InputError]:
    return list(take_stream(io.BytesIO(data), name, kind=kind))


@pytest.mark.parametrize(("kind", "name"), NAMES)
@settings(max_examples=60)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_by_every_parser(kind: Format, name: str, data: bytes) -> None:
    for item in read(data, kind, name):
        assert isinstance(item, Incoming | InputError)


@given(data=st.binary(max_size=300), name=st.sampled_from([name for _, name in NAMES] + ["", "a", "a.gz.zip"]))
def test_any_bytes_under_any_name(data: bytes, name: str) -> None:
    for item in take_stream(io.BytesIO(data), name):
        assert isinstance(item, Incoming | InputError)


WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\r<>&\ufeff", exclude_categories=["Cc", "Zl", "Zp"]),
    max_size=40,
)
TEXTS = WORDS.map(lambda words: f"قتل {words} جندي في درعا")
ROWS = st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6)


def said(taken: list[Incoming | InputError]) -> list[tuple[str, str]]:
    return [(item.report.title, item.report.text) if isinstance(item, Incoming) else (str(item), "") for item in taken]


@given(ROWS, st.sampled_from(",;\t|"), st.booleans())
def test_a_table_gives_back_what_was_written(rows: list[tuple[str, str]], delimiter: str, quoted: bool) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
    writer.writerows([("title", "text"), *rows])
    assert said(read(out.getvalue().encode(), "csv", "a.csv")) == [(clean(a), clean(b)) for a, b in rows]


@given(ROWS, st.booleans(), st.sampled_from([None, 1]))
def test_json_gives_back_what_was_written(rows: list[tuple[str, str]], plain: bool, indent: int | None) -> None:
    records = [{"title": a, "text": b, "x": {"[": ['"]}', {"{": "\\"}]}} for a, b in rows]
    wanted = [(clean(a), clean(b)) for a, b in rows]
    assert said(read(json.dumps(records, ensure_ascii=plain, indent=indent).encode(), "json", "a.json")) == wanted
    lines = "\n".join(json.dumps(record, ensure_ascii=plain) for record in records)
    assert said(read(lines.encode(), "lines", "a.jsonl")) == wanted


@given(ROWS, st.sampled_from([None, 1]))
def test_an_export_gives_back_what_was_written(rows: list[tuple[str, str]], indent: int | None) -> None:
    messages = [
        {
            "id": number,
            "type": "message",
            "from": "x",
            "forwarded_from": a,
            "text": [b[:3], {"type": "bold", "text": b[3:]}],
        }
        for number, (a, b) in enumerate(rows)
    ]
    data = json.dumps({"name": "قناة [1]", "id": 7, "messages": messages}, ensure_ascii=False, indent=indent).encode()
    taken = read(data, "telegram", "result.json")
    assert said(taken) == [("", clean(b)) for _, b in rows]
    assert [item.report.forwarded_from for item in taken if isinstance(item, Incoming)] == [a for a, _ in rows]


@given(ROWS)
def test_markup_gives_back_what_was_written(rows: list[tuple[str, str]]) -> None:
    source = "".join(
        f"<DOC><DOCNO>{n}</DOCNO><TITLE>{a}</TITLE><TEXT>{b}</TEXT></DOC>\n" for n, (a, b) in enumerate(rows)
    )
    wanted = [(" ".join(a.split()), b.strip()) for a, b in rows]
    assert [(a, b.strip()) for a, b in said(read(source.encode(), "trec", "a.xml"))] == wanted


@given(st.lists(st.integers(1, 400), min_size=1, max_size=30), ROWS)
def test_where_a_stream_is_cut_into_pieces_makes_no_difference(sizes: list[int], rows: list[tuple[str, str]]) -> None:
    class Dripping(io.RawIOBase):
        def __init__(self, data: bytes) -> None:
            self.data, self.number = data, 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            self.number += 1
            size = min(sizes[self.number % len(sizes)], len(buffer))
            piece, self.data = self.data[:size], self.data[size:]
            buffer[: len(piece)] = piece
            return len(piece)

    records = [{"id": n, "type": "message", "title": a, "text": b} for n, (a, b) in enumerate(rows)]
    trec = "".join(f"<DOC><TITLE>{a}</TITLE><TEXT>{b}</TEXT></DOC>" for a, b in rows).encode()
    cases: list[tuple[Format, bytes]] = [
        ("json", json.dumps(records).encode()),
        ("telegram", json.dumps({"name": "x", "messages": records}).encode()),
        ("trec", trec),
        ("lines", "\n".join(map(json.dumps, records)).encode()),
    ]
    for kind, data in cases:
        whole = said(read(data, kind, "a"))
        assert said(list(take_stream(Dripping(data), "a", kind=kind))) == whole  # type: ignore[arg-type]
        assert len(whole) == len(rows)


@given(st.text(max_size=60))
def test_a_cleaned_name_stays_within(name: str) -> None:
    cleaned = clean_name(name)
    assert cleaned and not cleaned.startswith("/") and "\\" not in cleaned
    assert all(part not in ("", ".", "..") for part in cleaned.split("/"))
    assert clean_name(cleaned) == cleaned
