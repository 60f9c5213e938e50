"""Riwaya as a library: one call reads a text, one call makes a table of it; importing it stays quick."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime

import pytest

import riwaya
from riwaya.errors import EmptyInput, NotArabic
from riwaya.library import COLUMNS
from riwaya.pipeline import Tools

TEXT = """تفجير في درعا
قالت وكالة أعماق إن تنظيم الدولة قتل ثمانية جنود بعبوة ناسفة أمس في مدينة درعا. ونفى الجيش السوري وقوع قتلى."""


def test_a_text_is_read_in_one_call(tools: Tools) -> None:
    reading = riwaya.read(TEXT, published="2024-05-14", outlet="النشرة", url="https://example.org/1", tools=tools)
    assert (reading.report.title, reading.report.outlet, reading.report.published) == (
        "تفجير في درعا",
        "النشرة",
        date(2024, 5, 14),
    )
    (incident,) = reading.incidents
    assert incident.when is not None and incident.when.start == date(2024, 5, 13)
    assert riwaya.read(TEXT, published=date(2024, 5, 14), outlet="النشرة", tools=tools).incidents == reading.incidents


def test_readings_become_the_rows_of_one_table(tools: Tools) -> None:
    one = riwaya.read(TEXT, published="2024-05-14", tools=tools)
    rows = riwaya.table([one, one])
    assert rows[: len(rows) // 2] == riwaya.table(one)
    assert len({tuple(row) for row in rows}) == 1
    toll = next(row for row in rows if row["speaker"] == "isis")
    assert (toll["outcome"], toll["min"], toll["max"], toll["country"]) == ("killed", 8, 8, "SY")
    assert toll["start"] == date(2024, 5, 13) and "أعماق" in toll["quote"]
    denial = next(row for row in rows if row["denied"])
    assert denial["speaker"] == "syria-gov"
    assert riwaya.table([]) == []


def test_a_table_has_the_columns_that_are_promised(tools: Tools) -> None:
    (row, *_) = riwaya.table(riwaya.read(TEXT, published="2024-05-14", tools=tools))
    assert tuple(row) == COLUMNS


def test_pandas_in_one_call(tools: Tools) -> None:
    pandas = pytest.importorskip("pandas")
    frame = riwaya.frame(riwaya.read(TEXT, published="2024-05-14", tools=tools))
    assert frame.loc[frame.speaker == "isis", "min"].tolist() == [8]
    assert str(frame["max"].dtype) == "Int64" and frame["start"].dt.day.tolist() == [13] * len(frame)
    assert isinstance(frame, pandas.DataFrame)
    assert pandas.DataFrame(riwaya.table([])).empty


@pytest.mark.parametrize("kind", ["pandas", "polars", "arrow"])
def test_an_empty_frame_has_its_columns_and_types(kind: str, tools: Tools) -> None:
    if kind != "arrow":
        pytest.importorskip(kind)
    empty, full = riwaya.frame([], kind), riwaya.frame(riwaya.read(TEXT, tools=tools), kind)  # type: ignore[arg-type]
    names = empty.column_names if kind == "arrow" else list(empty.columns)
    assert tuple(names) == COLUMNS and len(empty) == 0
    if kind == "polars":
        assert empty.schema == full.schema


def test_polars_in_one_call_however_late_a_value_comes(tools: Tools) -> None:
    polars = pytest.importorskip("polars")
    bare = riwaya.read("تظاهر مئات المحتجين في درعا اليوم.", tools=tools)
    told = riwaya.read(TEXT, published="2024-05-14", tools=tools)
    frame = riwaya.frame([bare] * 150 + [told], "polars")
    assert frame.filter(polars.col("speaker") == "isis")["min"].to_list() == [8]


def test_a_kind_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="one of pandas, polars, arrow"):
        riwaya.frame([], "excel")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "error"), [("", EmptyInput), ("  \n", EmptyInput), ("No Arabic here at all.", NotArabic)]
)
def test_what_is_no_report_is_refused(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        riwaya.read(text)


@pytest.mark.parametrize("published", ["2024-13-01", "yesterday", 20240514])
def test_a_day_that_is_none_is_refused(tools: Tools, published: str) -> None:
    with pytest.raises(ValueError, match=f"published={published!r} is no day"):
        riwaya.read(TEXT, published=published, tools=tools)


def test_a_day_may_be_a_moment_of_python_or_pandas(tools: Tools) -> None:
    pandas = pytest.importorskip("pandas")
    moments = [datetime(2024, 5, 14, 23, 30), pandas.Timestamp("2024-05-14 10:00"), "2024-05-14T23:30:00+03:00"]
    asked = date(2024, 5, 14)
    known = riwaya.read(TEXT, published=asked, tools=tools)
    assert [riwaya.read(TEXT, published=moment, tools=tools) for moment in moments] == [known] * 3
    assert riwaya.read(TEXT, published=pandas.NaT, tools=tools) == riwaya.read(TEXT, tools=tools)


def test_importing_it_imports_nothing_heavy() -> None:
    code = "import sys, riwaya; print(sorted({n.split('.')[0] for n in sys.modules} & {'numpy', 'yaml', 'typer', 'msgspec', 'pyarrow'}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_it_has_is_listed_and_what_it_has_not_is_refused() -> None:
    assert set(riwaya.__all__) <= set(dir(riwaya))
    assert all(callable(getattr(riwaya, name)) for name in riwaya.__all__)
    with pytest.raises(AttributeError, match="no attribute 'raed'; it has frame, load, read, report, table"):
        _ = riwaya.raed
