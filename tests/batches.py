"""What the tests of batches share: a mixed collection with all that may go wrong in it, and its tables to compare."""

from __future__ import annotations

import gzip
import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ledger_reports import reports
from one_of_each import make_folder, page
from riwaya.batch import BatchOptions
from riwaya.batch.storing import parts, rows_in
from riwaya.sources import InputOptions

OUTLETS = ("النشرة", "الجزيرة نت", "عنب بلدي", None)
OTHERS = (
    "سه سرباز در حمله به یک ایست بازرسی در شمال کشور کشته شدند و چند نفر دیگر زخمی شدند.",
    "کراچی میں ایک دھماکے کے نتیجے میں تین افراد ہلاک اور پانچ زخمی ہو گئے ہیں۔",
    "Three soldiers were killed in an attack on a checkpoint in the north of the country.",
)
SMALL = BatchOptions(InputOptions(arabic_only=True), slice=40_000)
"""Partitions so small that a few reports make several."""


def records(count: int) -> list[dict[str, Any]]:
    """Reports as JSON objects: among them copies, near copies, new versions, ids taken twice, other languages."""
    made: list[dict[str, Any]] = []
    for number, data in enumerate(reports(count)):
        title, _, text = data.decode().partition("\n")
        day = date(2024, 5, 1) + timedelta(number % 12)
        record = {"title": title, "text": text, "outlet": OUTLETS[number % 4], "published": day.isoformat()}
        made.append({**record, "url": f"https://example.org/{number}"})
        if number % 11 == 3:  # carried by another outlet, a day later
            later = (day + timedelta(1)).isoformat()
            made.append({**record, "title": f"{title} ..", "outlet": "وكالة البلد", "published": later})
        if number % 13 == 4:  # the page was brought up to date
            made.append(
                {**record, "url": f"https://example.org/{number}", "text": f"{text}\nولم تصدر أي تعليقات أخرى."}
            )
        if number % 17 == 5:  # two texts under one id
            made += [{**record, "id": f"n{number}", "text": text}, {"id": f"n{number}", "text": text[::2] + " قتلى"}]
        if number % 19 == 6:  # the same line once more
            made.append(made[-1])
        if number % 23 == 7:
            made += [{"text": other} for other in OTHERS]
    return made


def make_inputs(folder: Path, count: int) -> list[str]:
    """Files of several kinds that hold these; returns how a user names them."""
    folder.mkdir(parents=True, exist_ok=True)
    made = records(count)
    third = len(made) // 3
    (folder / "a.jsonl").write_text(_lines(made[: third * 2]) + '{"text": \n\n{"title": ""}\n', "utf-8")
    with gzip.open(folder / "b.jsonl.gz", "wb") as packed:
        packed.write(_lines([*made[third * 2 :], *made[:5]]).encode())
    rows = made[third : third + 20]
    columns = ("id", "title", "text", "outlet", "published", "url")
    table = pa.table({name: [row.get(name) for row in rows] for name in columns})
    pq.write_table(table, folder / "c.parquet", row_group_size=4)
    (folder / "d.warc.gz").write_bytes(broken_archive())
    make_folder(folder / "each")
    return [f"{folder}/*.jsonl|{folder}/*.jsonl.gz", f"{folder}/c.parquet", f"{folder}/*.warc.gz", f"{folder}/each"]


def _lines(made: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in made)


def broken_archive() -> bytes:
    """A web archive with a page, one in English, a broken member, and a page behind it."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    english = b"<html><body><article><h1>Attack</h1><p>" + OTHERS[2].encode() * 9 + b"</p></article></body></html>"
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    starts = []
    for number, body in enumerate((page(0), english, page(1), page(2))):
        starts.append(out.tell())
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.0")
        record = writer.create_warc_record(
            f"https://example.net/{number}", "response", payload=io.BytesIO(body), http_headers=headers
        )
        writer.write_record(record)
    whole = out.getvalue()
    return whole[: starts[2] + 100] + b"\xff" * 50 + whole[starts[2] + 150 :]


def tables_of(folder: Path) -> dict[str, list[Any]]:
    """Every table of a batch, its rows in an order of their own: cut into files as it may be, it is the same."""
    found = {}
    for name in ("reports", "incidents", "claims", "links", "events", "refused", "originals"):
        rows = list(rows_in(parts(folder / name)))
        assert rows or name == "links", name
        found[name] = sorted(rows, key=repr)
    return found
