"""Each kind of file: recognised from what it holds, read whole, with the bytes of every report beside it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from one_of_each import KINDS, make_folder
from riwaya.errors import InputError
from riwaya.sources import Incoming, InputOptions, take_in
from riwaya.sources.columns import read_mapping
from riwaya.sources.kinds import recognise

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "sources.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["it"]))
def test_a_file_gives_these_reports_and_refusals(tmp_path: Path, case: dict[str, Any]) -> None:
    path = tmp_path / case["name"]
    path.write_text(case["given"], "utf-8")
    options = InputOptions(columns=read_mapping(case["columns"]) if "columns" in case else ())
    taken = list(take_in([str(path)], options))
    reports = [item.report for item in taken if isinstance(item, Incoming)]
    refused = [str(item) for item in taken if isinstance(item, InputError)]
    told = [
        {field: getattr(report, field) for field in wanted}
        for report, wanted in zip(reports, case.get("reports", []), strict=False)
    ]
    assert told == case.get("reports", []), refused
    assert len(reports) == len(told)
    assert len(refused) == len(case.get("refused", [])), refused
    for words, error in zip(case.get("refused", []), refused, strict=True):
        assert words in error


def test_a_folder_of_one_of_each_is_read_whole(tmp_path: Path) -> None:
    count = make_folder(tmp_path)
    taken = list(take_in([str(tmp_path)]))
    assert [item for item in taken if isinstance(item, InputError)] == []
    assert len(taken) == count


@pytest.mark.parametrize("name", KINDS)
def test_a_report_comes_with_the_bytes_that_it_was_read_from(tmp_path: Path, name: str) -> None:
    make, count = KINDS[name]
    path = tmp_path / Path(name).name
    path.write_bytes(make())
    taken = list(take_in([str(path)]))
    assert len(taken) == count
    for item in taken:
        assert isinstance(item, Incoming), item
        assert item.report.sha256 == hashlib.sha256(item.data).hexdigest()
        assert item.where.startswith(str(path))
        assert len({one.where for one in taken if isinstance(one, Incoming)}) == count
        assert len(item.data) < 5000


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_is_known_without_its_name_and_under_a_wrong_one(tmp_path: Path, name: str) -> None:
    make, count = KINDS[name]
    for other in ("download", "x.txt", "x.html", "x.json", "x.xml", "x.csv"):
        if other == "x.csv" and "txt" in name:
            continue  # any text can be a table of one column: here the name decides, and the refusal says so
        (tmp_path / other).write_bytes(make())
        taken = list(take_in([str(tmp_path / other)]))
        assert [type(item) for item in taken] == [Incoming] * count, (other, taken)


@pytest.mark.parametrize(
    ("start", "name", "kind"),
    [
        (b"\x1f\x8b\x08", "a.txt", "gzip"),
        (b"PK\x03\x04", "a.txt", "zip"),
        (b"WARC/1.0\r\n", "a.txt", "warc"),
        ('\ufeff{"title": "x"}\n'.encode(), "", "lines"),
        (b'{"title": "x"}', "a.json", "lines"),
        (b'{\n "title": "x"', "", "json"),
        (b"[\n {", "", "json"),
        (b"[1, 2", "a.json", "json"),
        ("[درعا] قتل".encode(), "", "text"),
        (b"<rss", "a.html", "feed"),
        (b"<?xml version='1.0'?>\n<!-- x --><feed>", "", "feed"),
        (b"<?xml version='1.0'?><rdf:RDF xmlns='x'>", "", "feed"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", "", "page"),
        (b"<DOC>\n<DOCNO>1", "a.txt", "trec"),
        (b"<DOC>\n<a>", "a.txt", "text"),
        (b"<urlset>", "a.xml", "xml"),
        ("<درعا> قتل".encode(), "a.txt", "text"),
        ("قتل".encode(), "a.html", "text"),
        ("قتل <br> جندي".encode(), "a.html", "page"),
        ("قتل".encode(), "a.csv", "csv"),
        ("قتل".encode(), "a.warc", "text"),
        ("العنوان\tالنص\n".encode("cp1256"), "", "csv"),
        ("قال المصدر، إن العنوان, النص\n".encode(), "", "text"),
    ],
)
def test_what_a_stream_is_shows_in_how_it_begins(start: bytes, name: str, kind: str) -> None:
    assert recognise(start, name) == kind


def test_wide_encodings_are_read_in_every_kind(tmp_path: Path) -> None:
    for name in ("f.jsonl", "g.json", "h.csv", "k.xml", "d.rss", "i-telegram/result.json", "c.html"):
        make, count = KINDS[name]
        path = tmp_path / Path(name).name
        path.write_bytes(make().decode("utf-8-sig").encode("utf-16"))
        assert [type(item) for item in take_in([str(path)])] == [Incoming] * count, name


def test_tables_and_corpora_of_one_byte_a_character(tmp_path: Path) -> None:
    for name in ("h.csv", "k.xml"):
        make, count = KINDS[name]
        path = tmp_path / Path(name).name
        path.write_bytes(make().decode("utf-8-sig").encode("cp1256"))
        taken = list(take_in([str(path)]))
        assert [type(item) for item in taken] == [Incoming] * count, taken
        assert taken[0].report.title == "مقتل ثلاثة جنود في هجوم شرقي درعا"  # type: ignore[union-attr]


def test_a_broken_member_of_a_web_archive_does_not_take_the_rest_with_it(tmp_path: Path) -> None:
    from batches import broken_archive

    path = tmp_path / "a.warc.gz"
    for times in (1, 40):
        path.write_bytes(broken_archive() * times)
        taken = list(take_in([str(path)], InputOptions(arabic_only=True)))
        assert sum(isinstance(item, Incoming) for item in taken) == 2 * times
        broken = [str(item) for item in taken if isinstance(item, InputError) and "unpacked" in str(item)]
        assert len(broken) == times
        assert "record 3" in broken[0]
        path.write_bytes((broken_archive() * times)[:-20])
        assert "cut off" in str(list(take_in([str(path)]))[-1])


def test_a_table_in_parquet_is_read_row_by_row(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "a.parquet"
    texts = ["قتل جنديان في هجوم على حاجز في درعا.", None, "No Arabic here", "أصيب ثلاثة مدنيين في قصف على إدلب."]
    table = {"المعرف": [7, 8, 9, 10], "النص": texts, "date": ["2024-05-14"] * 3 + ["soon"]}
    pq.write_table(pa.table(table), path, row_group_size=3)
    taken = list(take_in([str(path)]))
    assert [type(item).__name__ for item in taken] == ["Incoming", "EmptyInput", "NotArabic", "BadRecord"]
    (report,) = [item.report for item in taken if isinstance(item, Incoming)]
    assert (report.id, str(report.published)) == ("7", "2024-05-14")
    assert "row 4" in str(taken[3])
