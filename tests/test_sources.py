"""What comes in: every encoding and format, and a clear refusal for what cannot be read."""

from __future__ import annotations

import hashlib
import io
import json
import sys
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.errors import BadRecord, EmptyInput, InputError, NotArabic, TooLarge, UnreadableInput
from riwaya.model import Report
from riwaya.settings import MAX_CHARACTERS
from riwaya.sources import InputOptions, read_inputs
from riwaya.sources.web import Fetcher, Limits

TITLE = "مقتل ثلاثة جنود في هجوم شرقي درعا"
BODY = "قال مصدر عسكري إن ثلاثة جنود قتلوا، الإثنين، في هجوم على حاجز في ريف درعا الشرقي.\nولم تتبن أي جهة الهجوم."
TEXT = f"{TITLE}\n\n{BODY}\n"


def read(*paths: object, options: InputOptions | None = None) -> list[Report | InputError]:
    return list(read_inputs([str(path) for path in paths], options, Fetcher(True, Limits(delay=0))))


def one(path: object, options: InputOptions | None = None) -> Report:
    (found,) = read(path, options=options)
    assert isinstance(found, Report), found
    return found


def refused(path: object) -> InputError:
    (found,) = read(path)
    assert isinstance(found, InputError), found
    return found


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256", "iso8859-6", "utf-32"],
)
def test_every_encoding_that_arabic_is_published_in_gives_the_same_text(tmp_path: Path, encoding: str) -> None:
    data = TEXT.encode(encoding)
    (tmp_path / "a.txt").write_bytes(data)
    report = one(tmp_path / "a.txt")
    assert (report.title, report.text) == (TITLE, BODY)
    assert report.sha256 == hashlib.sha256(data).hexdigest()
    assert report.id == report.sha256[:16]


def test_windows_line_ends_become_plain_ones(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.replace("\n", "\r\n").encode("cp1256"))
    assert one(tmp_path / "a.txt").text == BODY


def test_a_download_cut_within_a_character_is_still_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes((TEXT * 5).strip().encode()[:-2])
    assert one(tmp_path / "a.txt").title == TITLE


@pytest.mark.parametrize(
    ("name", "data", "error", "words"),
    [
        ("a.txt", b"", EmptyInput, "empty"),
        ("a.txt", b" \r\n\t ", EmptyInput, "empty"),
        ("a.txt", b"\xef\xbb\xbf\n", EmptyInput, "no text"),
        ("a.txt", b"Three soldiers were killed near Daraa.\nA source said so.", NotArabic, "no Arabic"),
        ("a.txt", "Trois soldats tués près de Deraa.\nSelon une source.".encode("latin-1"), UnreadableInput, "encoding"),
        ("a.txt", "Трое солдат погибли при нападении в Дераа.\nОб этом сообщил источник".encode("cp1251"), UnreadableInput, "encoding"),
        ("a.txt", "Trois soldats tués\nprès de درعا selon une source locale anonyme".encode(), NotArabic, "next to none"),
        ("a.txt", bytes(range(256)) * 40, UnreadableInput, "binary"),
        ("a.txt", b"%PDF-1.7\n%\xe2\xe3", UnreadableInput, "PDF"),
        ("a.txt", b"PK\x03\x04\x14\x00", UnreadableInput, "Word"),
        ("a.bin", b"\x7fELF\x02\x01\x01\x00\x00\x00", UnreadableInput, "binary"),
        ("a.html", b"<html><body></body></html>", EmptyInput, "no article"),
        ("a.json", b"[1, 2", BadRecord, "JSON"),
        ("a.json", b'{"text": 5}', BadRecord, "not a report"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_reason_and_remedy(
    tmp_path: Path, name: str, data: bytes, error: type[InputError], words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    found = refused(tmp_path / name)
    assert type(found) is error
    assert words in found.what
    assert str(tmp_path / name) in str(found)
    assert found.remedy


def test_fifty_megabytes_are_too_large_and_read_no_further(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as stream:
        stream.truncate(60_000_000)
    assert type(refused(tmp_path / "a.txt")) is TooLarge


def test_one_report_of_book_length_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TITLE + "\n" + BODY * (MAX_CHARACTERS // len(BODY) + 1), "utf-8")
    assert "characters" in refused(tmp_path / "a.txt").what


def test_a_missing_file_does_not_keep_the_others_from_being_read(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(TEXT, "utf-8")
    missing, read_one = read(tmp_path / "a.txt", tmp_path / "b.txt")
    assert isinstance(missing, UnreadableInput)
    assert isinstance(read_one, Report)


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        (TEXT, TITLE, BODY),
        ("قتل جنديان في درعا.", "", "قتل جنديان في درعا."),
        ("قتل " * 100 + "\nالنهاية", "", ("قتل " * 100 + "\nالنهاية").strip()),
    ],
)
def test_the_first_line_is_the_title_unless_it_is_all_or_a_paragraph(
    tmp_path: Path, text: str, title: str, body: str
) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    report = one(tmp_path / "a.txt")
    assert (report.title, report.text) == (title, body)


def test_what_the_user_says_fills_only_what_is_missing(tmp_path: Path) -> None:
    lines = [
        {"id": "a", "text": BODY},
        {"id": "b", "text": BODY, "outlet": "وكالة", "published": "2020-01-02T23:00:00+03:00"},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    a, b = read(tmp_path / "a.jsonl", options=InputOptions(date(2019, 5, 21), "موقع"))
    assert isinstance(a, Report)
    assert isinstance(b, Report)
    assert (a.published, a.outlet) == (date(2019, 5, 21), "موقع")
    assert (b.published, b.outlet) == (date(2020, 1, 2), "وكالة")


def test_a_bad_line_is_named_by_its_number_and_the_others_are_read(tmp_path: Path) -> None:
    good = json.dumps({"id": 7, "title": TITLE, "text": BODY, "url": "https://example.org/a"}, ensure_ascii=False)
    bad = ['{"id": ', '{"id": "x", "text": "' + BODY[:20] + '", "published": "soon"}', '{"id": "y", "text": ""}', "[]"]
    (tmp_path / "a.jsonl").write_text("\n".join([good, *bad, "", good]) + "\n", "utf-8")
    found = read(tmp_path / "a.jsonl")
    assert [type(item) for item in found] == [Report, BadRecord, BadRecord, EmptyInput, BadRecord, Report]
    assert [item.where.rsplit(" ", 1)[1] for item in found if isinstance(item, InputError)] == ["2", "3", "4", "5"]
    report = found[0]
    assert isinstance(report, Report)
    assert (report.id, report.title, report.url) == ("7", TITLE, "https://example.org/a")
    assert report.sha256 == hashlib.sha256(good.encode()).hexdigest()


@pytest.mark.parametrize("shape", ["list", "object", "lines"])
def test_json_in_every_shape(tmp_path: Path, shape: str) -> None:
    record = {"id": "a", "title": TITLE, "text": BODY}
    written = {
        "list": json.dumps([record, record], indent=1),
        "object": json.dumps(record, indent=1),
        "lines": f"{json.dumps(record)}\n{json.dumps(record)}\n",
    }
    (tmp_path / "a.json").write_text(written[shape], "utf-8")
    found = read(tmp_path / "a.json")
    assert len(found) == (1 if shape == "object" else 2)
    assert all(isinstance(item, Report) and item.title == TITLE for item in found)


def test_json_lines_in_utf16(tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "text": BODY}, ensure_ascii=False)
    (tmp_path / "a.jsonl").write_bytes(f"{line}\n{line}\n".encode("utf-16"))
    assert [getattr(item, "text", item) for item in read(tmp_path / "a.jsonl")] == [BODY, BODY]


def test_a_folder_is_read_by_name_and_deeply_and_other_kinds_are_passed_over(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/.hidden.txt", ".git/c.txt", "notes.md", "picture.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name + TEXT, "utf-8")
    found = read(tmp_path)
    assert [item.title[:7] for item in found if isinstance(item, Report)] == ["b.txt" + TITLE[:2], "a/z.txt"]
    (tmp_path / "empty").mkdir()
    assert type(refused(tmp_path / "empty")) is EmptyInput


PAGE = """<!doctype html><html lang="ar"><head><meta charset="{charset}"><title>{title} | موقع الخبر</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="موقع الخبر">
{day}</head><body><nav><a href="/">الرئيسية</a> <a href="/s">الرياضة</a></nav>
<article><h1>{title}</h1>{paragraphs}</article><footer>جميع الحقوق محفوظة</footer></body></html>"""
DAYS = {
    "meta": '<meta property="article:published_time" content="2019-05-21T08:00:00+03:00">',
    "json-ld": '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2019-05-21"}]}</script>',
    "time": '<time datetime="2019-05-21 10:00"></time>',
    "none": "",
}


def page(day: str, charset: str = "utf-8") -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in (BODY * 3).split("\n"))
    return PAGE.format(charset=charset, title=TITLE, day=DAYS[day], paragraphs=paragraphs).encode(charset)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("charset", ["utf-8", "windows-1256"])
def test_a_page_gives_title_text_outlet_and_day_and_nothing_around_the_article(
    tmp_path: Path, day: str, charset: str
) -> None:
    (tmp_path / "a.html").write_bytes(page(day, charset))
    report = one(tmp_path / "a.html")
    assert (report.title, report.outlet) == (TITLE, "موقع الخبر")
    assert report.published == (None if day == "none" else date(2019, 5, 21))
    assert "الهجوم" in report.text
    assert "الرياضة" not in report.text
    assert not report.text.startswith(TITLE)


def test_a_day_in_the_words_of_a_page_is_left_to_the_reading(tmp_path: Path) -> None:
    source = page("none").decode().replace("<p>", "<p>الثلاثاء 21 أيار 2019</p><p>", 1)
    (tmp_path / "a.html").write_text(source, "utf-8")
    report = one(tmp_path / "a.html")
    assert report.published is None
    assert "21 أيار 2019" in report.text


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kinds = {"/page": "text/html", "/text": "text/plain", "/lines": "application/x-ndjson"}
        if self.path.startswith("/away"):
            self.send_response(302)
            self.send_header("Location", "ftp://127.0.0.1/a")
            self.end_headers()
            return
        kind = kinds.get(self.path.partition("?")[0])
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind or "text/html")
        self.end_headers()
        bodies = {"/page": page("meta"), "/text": TEXT.encode(), "/lines": json.dumps({"text": BODY}).encode()}
        self.wfile.write(bodies.get(self.path.partition("?")[0], b"nothing here"))

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_address_is_fetched_and_read_as_what_it_is(site: str) -> None:
    report = one(f"{site}/page?q=درعا")
    assert (report.title, report.published, report.outlet) == (TITLE, date(2019, 5, 21), "موقع الخبر")
    assert report.url is not None
    assert report.url.startswith(f"{site}/page?q=%D8")
    assert one(f"{site}/text").text == BODY
    assert one(f"{site}/lines").text == BODY


@pytest.mark.parametrize(("path", "words"), [("/gone", "404"), ("/away", "not on the web")])
def test_an_address_that_gives_nothing_is_refused(site: str, path: str, words: str) -> None:
    assert words in refused(site + path).what


def test_no_connection_is_said_plainly() -> None:
    found = refused("http://127.0.0.1:9/report")
    assert "cannot be fetched" in found.what
    assert "save the page" in found.remedy
    assert "only http" in refused("ftp://example.org/a").remedy


@pytest.mark.parametrize(
    ("data", "titles"),
    [
        (TEXT.encode(), [TITLE]),
        (TEXT.encode("cp1256"), [TITLE]),
        (b"\n\n" + TEXT.encode(), [TITLE]),
        (page("meta"), [TITLE]),
        (json.dumps({"title": TITLE, "text": BODY}, indent=2).encode(), [TITLE]),
        (b"\n".join([json.dumps({"title": TITLE, "text": BODY}).encode()] * 3), [TITLE] * 3),
    ],
)
def test_standard_input_is_read_as_what_it_looks_like(
    monkeypatch: pytest.MonkeyPatch, data: bytes, titles: list[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert [getattr(item, "title", item) for item in read("-")] == titles
    assert [type(item) for item in read("-")] == [EmptyInput]


@given(st.binary(max_size=400))
def test_any_bytes_give_a_report_or_an_input_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "any"
    folder.mkdir(exist_ok=True)
    for name in ("a.txt", "a.html", "a.jsonl", "a.json", "a"):
        (folder / name).write_bytes(data)
        for item in read(folder / name):
            assert isinstance(item, Report | InputError)


@given(st.text())
def test_any_text_of_a_record_is_kept_whole_or_refused(text: str) -> None:
    from riwaya.sources.records import read_record

    raw = json.dumps({"id": "a", "text": f"قال {text} في"}).encode()
    try:
        report = read_record(raw, "here", InputOptions()).report
    except InputError:
        return
    report.full_text.encode("utf-8")
