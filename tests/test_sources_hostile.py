"""Input made to break, to swell or to get out: refused by name, with reason and remedy, and the rest goes on."""

from __future__ import annotations

import bz2
import gzip
import io
import os
import re
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from one_of_each import KINDS, lines, page, text, trec, warc
from riwaya.errors import BadRecord, InputError, TooLarge, UnreadableInput
from riwaya.sources import Incoming, take_in
from riwaya.sources.archives import clean_name


def take(path: Path) -> tuple[list[Incoming], list[InputError]]:
    taken = list(take_in([str(path)]))
    good = [item for item in taken if isinstance(item, Incoming)]
    bad = [item for item in taken if isinstance(item, InputError)]
    assert len(good) + len(bad) == len(taken)
    for error in bad:
        assert str(path) in error.where and error.what and error.remedy
    return good, bad


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


# — cut and damaged


def test_a_cut_gzip_gives_the_lines_before_the_cut(tmp_path: Path) -> None:
    whole = gzip.compress(lines() * 200, mtime=0)
    (tmp_path / "a.jsonl.gz").write_bytes(whole[: len(whole) - 20])
    good, bad = take(tmp_path / "a.jsonl.gz")
    assert len(good) >= 500
    assert "cut off" in bad[-1].what
    assert all("line" in error.where for error in bad[:-1])


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda data: data[:-10], "cut off"),
        (lambda data: data[:20], "cut off"),
        (lambda data: data[:3], "cut off"),
        (lambda data: data[:30] + b"\x00\xff" * 10 + data[50:], "cannot be unpacked"),
        (lambda data: data[:-8] + b"\x00" * 8, "cannot be unpacked"),
    ],
)
def test_a_damaged_gzip_is_refused(tmp_path: Path, damage: Callable[[bytes], bytes], words: str) -> None:
    (tmp_path / "a.txt.gz").write_bytes(damage(gzip.compress(text() * 3, mtime=0)))
    good, (error,) = take(tmp_path / "a.txt.gz")
    assert not good
    assert words in error.what


def test_gzip_of_several_members_is_one_stream(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines(), mtime=0) + gzip.compress(lines(), mtime=0))
    assert len(take(tmp_path / "a.jsonl.gz")[0]) == 6


def test_a_cut_archive_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = warc(packed=False)
    (tmp_path / "a.warc").write_bytes(whole[: whole.index(b"https://example.org/1") + 500])
    good, bad = take(tmp_path / "a.warc")
    assert len(good) == 1
    assert all("cut off" in error.what for error in bad) and bad
    packed = warc()
    (tmp_path / "a.warc.gz").write_bytes(packed[: len(packed) // 2])
    good, bad = take(tmp_path / "a.warc.gz")
    assert bad


@pytest.mark.parametrize("stated", [10**30, 2**63, 2**63 - 1, 2**40, -1])
@pytest.mark.parametrize("which", [1, 2])
def test_an_archive_that_states_an_absurd_length_keeps_no_other_file_from_being_read(
    tmp_path: Path, stated: int, which: int
) -> None:
    head, *records = warc(packed=False).split(b"WARC/1.0")
    records[which] = re.sub(rb"(?m)^Content-Length: \d+", b"Content-Length: %d" % stated, records[which], count=1)
    (tmp_path / "a.zip").write_bytes(zipped(("a.warc", b"WARC/1.0".join([head, *records]))))
    (tmp_path / "b.txt").write_bytes(text())
    good, bad = take(tmp_path)
    assert [item.where for item in good][-1] == str(tmp_path / "b.txt")
    assert all("web archive" in error.what or "cut off" in error.what for error in bad)
    assert bad or stated == -1


def test_a_page_of_an_archive_that_does_not_unpack_keeps_no_other_from_being_read(tmp_path: Path) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    for coding, body in (
        ("gzip", gzip.compress(page(), mtime=0)[:80]),
        ("br", b"\x00"),
        ("gzip", gzip.compress(page(1), mtime=0)),
        ("gzip", gzip.compress(b"<html>" + b" " * 30_000_000, mtime=0)),
        ("deflate", zlib.compress(page(2))),
        ("deflate", zlib.compress(page(2), wbits=-15)),
        ("gzip", page(2)),
        ("gzip", gzip.compress(page(1), mtime=0)[:-12]),
    ):
        headers = StatusAndHeaders(
            "200 OK", [("Content-Type", "text/html"), ("Content-Encoding", coding)], protocol="HTTP/1.1"
        )
        writer.write_record(
            writer.create_warc_record(
                "https://example.org/", "response", payload=io.BytesIO(body), http_headers=headers
            )
        )
    (tmp_path / "a.warc").write_bytes(out.getvalue())
    good, bad = take(tmp_path / "a.warc")
    assert [item.report.title[:5] for item in good] == ["إصابة", "غارة ", "غارة ", "غارة "]
    assert len(bad) == 4


# — swelling


def test_a_bomb_in_gzip_is_given_up(tmp_path: Path) -> None:
    for name in ("a.txt.gz", "a.jsonl.gz", "a.xml.gz", "a.json.gz"):
        start = {"a.xml.gz": b"<DOC><TEXT>", "a.json.gz": b"[{"}.get(name, b"{")
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        data = packer.compress(start)
        data += b"".join(packer.compress(b" " * 1_000_000) for _ in range(60)) + packer.flush()
        (tmp_path / name).write_bytes(data)
        good, (error,) = take(tmp_path / name)
        assert not good
        assert type(error) is TooLarge


def test_a_bomb_in_zip_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(("a.txt", b" " * 60_000_000)))
    good, (error,) = take(tmp_path / "a.zip")
    assert not good
    assert "swells from" in error.what


def test_a_bomb_that_lies_about_its_size_is_given_up(tmp_path: Path) -> None:
    data = bytearray(zipped(("a.jsonl", b'{"text": "' + b" " * 60_000_000)))
    size = struct.pack("<L", 60_000_010)
    at = data.rindex(size)
    data[at : at + 4] = struct.pack("<L", 1_000)
    (tmp_path / "a.zip").write_bytes(bytes(data))
    good, bad = take(tmp_path / "a.zip")
    assert not good
    assert bad


def test_archives_in_archives_end_somewhere(tmp_path: Path) -> None:
    data = text()
    for depth in range(6):
        data = zipped(("a.txt" if depth == 0 else "a.zip", data))
        (tmp_path / "a.zip").write_bytes(data)
        good, bad = take(tmp_path / "a.zip")
        assert len(good) == (depth < 3)
        assert len(bad) == (depth >= 3)
        if bad:
            assert "packed more than 3 times" in bad[0].what


def test_too_many_files_are_not_counted_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riwaya.sources.archives.MAX_MEMBERS", 50)
    (tmp_path / "a.zip").write_bytes(zipped(*((f"{n}.txt", b"") for n in range(51))))
    _, (error,) = take(tmp_path / "a.zip")
    assert "more than 50 files" in error.what


def test_files_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    data = bytearray(
        zipped(("a.txt", bytes(range(256)) * 40), ("b.txt", bytes(range(256)) * 40), method=zipfile.ZIP_STORED)
    )
    first, second = data.index(b"PK\x01\x02"), data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    end = data.rindex(b"PK\x05\x06")
    del data[10_300 : first - 100]  # the bytes of the second file go; its entry points to the first
    data[end - (first - 100 - 10_300) + 16 :][:4] = b"\x00" * 4
    (tmp_path / "a.zip").write_bytes(bytes(data))
    good, bad = take(tmp_path / "a.zip")
    assert not good
    assert bad


# — getting out


def test_names_in_archives_lead_nowhere(tmp_path: Path) -> None:
    names = ["../../evil.txt", "/etc/evil.txt", "C:\\evil.txt", "a/../../b.txt", "\u202egnp.txt", "x" * 400 + ".txt"]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.zip").write_bytes(zipped(*((name, text() + name.encode()) for name in names)))
    good, bad = take(tmp_path / "in" / "a.zip")
    assert len(good) == len(names)
    assert not bad
    shown = [item.where.split(": ", 1)[1] for item in good]
    assert all(".." not in name and not name.startswith("/") and ":" not in name and len(name) <= 200 for name in shown)
    assert not any("\u202e" in name for name in shown)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.zip", "in"]


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../a.txt", "a.txt"),
        ("a/./b/..//c.txt", "a/b/c.txt"),
        ("\\\\server\\share\\a.txt", "server/share/a.txt"),
        ("a\x1b[2Jb.txt", "a[2Jb.txt"),
        ("..", "a file without a name"),
    ],
)
def test_a_name_is_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_a_locked_member_keeps_no_other_from_being_read(tmp_path: Path) -> None:
    data = bytearray(zipped(("a.txt", text()), ("b.txt", text())))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    (tmp_path / "a.zip").write_bytes(bytes(data))
    good, (error,) = take(tmp_path / "a.zip")
    assert [item.where[-5:] for item in good] == ["b.txt"]
    assert "password" in error.what


def test_a_damaged_member_keeps_no_other_from_being_read(tmp_path: Path) -> None:
    data = bytearray(zipped(("a.txt", text()), ("b.txt", text()), method=zipfile.ZIP_STORED))
    data[60] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(bytes(data))
    good, (error,) = take(tmp_path / "a.zip")
    assert len(good) == 1
    assert "a.txt" in error.where


def test_what_only_looks_like_an_archive(tmp_path: Path) -> None:
    office = zipped(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))
    (tmp_path / "a.docx").write_bytes(office)
    assert "Word" in take(tmp_path / "a.docx")[1][0].what
    (tmp_path / "b.zip").write_bytes(office[:-30])
    assert type(take(tmp_path / "b.zip")[1][0]) is UnreadableInput
    (tmp_path / "c.zip").write_bytes(zipped(("a.png", b"\x89PNG")))
    assert "holds no reports" in take(tmp_path / "c.zip")[1][0].what
    (tmp_path / "d.bz2").write_bytes(bz2.compress(text()))
    assert take(tmp_path / "d.bz2")[1]


# — length


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.txt", b""),
        ("a.jsonl", b""),
        ("a.jsonl", b'{"text": "x"}\n'),
        ("a.jsonl", b'{"text": "'),
        ("a.json", b"["),
        ("a.json", b'{"messages": [{"text": "'),
        ("a.csv", b"title,text\n"),
        ("a.xml", b"<DOC><TITLE>x</TITLE><TEXT>"),
        ("a.rss", b"<rss><channel><item>"),
        ("a.html", b"<!doctype html><html>"),
        ("a.warc", b"WARC/1.0\r\n"),
        ("a.zip", b"PK\x03\x04"),
    ],
)
def test_two_gigabytes_are_not_held(tmp_path: Path, name: str, start: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(start)
    with path.open("r+b") as stream:
        stream.truncate(2_000_000_000)
    tracemalloc.start()
    try:
        before = time.monotonic()
        good, bad = take(path)
        seconds, most = time.monotonic() - before, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert bad
    assert not good
    assert most < 450_000_000
    assert seconds < 60


@pytest.mark.parametrize(("name", "size"), [("f.jsonl", 500_000_000), ("h.csv", 300_000_000)])
def test_gigabytes_behind_good_reports_are_not_held(tmp_path: Path, name: str, size: int) -> None:
    make, count = KINDS[name]
    path = tmp_path / name
    path.write_bytes(make() * 200)
    with path.open("r+b") as stream:
        stream.truncate(size)
    tracemalloc.start()
    try:
        good, bad = take(path)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(good) >= 200 * count
    assert bad
    assert most < 450_000_000


@pytest.mark.parametrize("name", ["f.jsonl", "g.json", "h.csv", "i-telegram/result.json", "k.xml", "l.warc"])
def test_memory_does_not_grow_with_the_length_of_a_collection(tmp_path: Path, name: str) -> None:
    make, count = KINDS[name]
    data = make()
    start = data.find(b"[") + 1
    first, repeated, last = {
        "g.json": (b"[", data.strip()[1:-1] + b",", data.strip()[1:]),
        "h.csv": (data, data.split(b"\n", 1)[1], b""),
        "i-telegram/result.json": (data[:start], data[start : data.rfind(b"]")] + b",", data[start:]),
    }.get(name, (b"", data, b""))
    peaks = []
    for times in (5, 50) if name == "l.warc" else (40, 400):
        path = tmp_path / Path(name).name
        path.write_bytes(first + repeated * times + last)
        list(take_in([str(path)]))
        tracemalloc.start()
        seen = sum(isinstance(item, Incoming) for item in take_in([str(path)]))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert seen >= times * count
    assert peaks[1] < 1.5 * peaks[0] + 200_000


# — nothing


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", b""),
        ("a.jsonl", b"\n\n"),
        ("a.json", b"[]"),
        ("a.csv", b"title,text\n,\n"),
        ("a.json", b'{"messages": [{"id": 1, "photo": "a.jpg", "text": ""}]}'),
        ("messages.html", b"<html><title>Exported Data</title></html>"),
        ("a.warc", b"WARC/1.0" + warc(packed=False).split(b"WARC/1.0")[3]),
        ("a.xml", b"<DOC><TEXT></TEXT></DOC>"),
    ],
)
def test_a_collection_of_nothing_does_not_look_like_one_that_was_read(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    good, bad = take(tmp_path / name)
    assert not good
    assert len(bad) == 1


# — odd encodings and nesting


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1252", "utf-7", "punycode", "no-such", "utf-16"])
def test_a_wrong_charset_is_found_out(tmp_path: Path, declared: str) -> None:
    source = page().decode().replace('charset="utf-8"', f'charset="{declared}"').encode("cp1256", "xmlcharrefreplace")
    (tmp_path / "a.html").write_bytes(source)
    (good,), _ = take(tmp_path / "a.html")
    assert good.report.title.startswith("مقتل ثلاثة")
    feed = KINDS["d.rss"][0]().decode().replace('encoding="utf-8"', f'encoding="{declared}"').encode("cp1256")
    (tmp_path / "a.rss").write_bytes(feed)
    assert len(take(tmp_path / "a.rss")[0]) == 3


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", b"[" * 200_000),
        ("a.json", b'{"a":' * 200_000),
        ("a.jsonl", b'{"text": ' + b"[" * 200_000 + b"\n"),
        ("a.json", b'{"messages": [' + b'{"a": [' * 100_000),
        ("a.html", b"<html><body>" + b"<div>" * 150_000),
        ("a.html", b"<html><body>" + b"<b><p>" * 50_000 + "قتل".encode()),
        ("a.html", b'<html><script type="application/ld+json">' + b"[" * 200_000 + b"</script>"),
        ("a.rss", b"<rss><channel>" + b"<item>" * 30_000),
        ("a.rss", b"<rss>" + b"<x>" * 30_000),
        ("a.rss", b'<?xml version="1.0"' + b' encoding="utf-8' * 5_000),
        ("a.xml", b"<DOC>" * 100_000),
        ("a.xml", b"<DOC><TEXT>" + b"<TEXT" * 100_000),
        ("a.csv", b"title,text\n" + b'"' * 1_000_001),
        ("a.csv", b"title,text\n" + b'a,"b\n' * 30_001),
        ("messages.html", b"<title>Exported Data</title><html>" + b'<div class="message default"><div class="body">' * 20_000),
    ],
    ids=lambda value: value[:30].decode("utf-8", "replace") if isinstance(value, bytes) else value,
)  # fmt: skip
def test_deep_and_repeating_input_is_refused_in_time(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    before = time.monotonic()
    good, bad = take(tmp_path / name)
    assert time.monotonic() - before < 20
    assert bad or good


def test_errors_travel_between_processes() -> None:
    import pickle

    from riwaya.errors import OutOfReach

    for error in (BadRecord("a", "b", "c"), OutOfReach("a", "b", "c", 7.0)):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 broken")
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(text())[:30])
    (tmp_path / "c.xml").write_bytes(trec())
    (tmp_path / "d.zip").write_bytes(zipped(("a.zip", b"PK\x03\x04 broken"), ("b.txt", text())))
    good, bad = take(tmp_path)
    assert len(good) == 4
    assert [error.where.removeprefix(str(tmp_path)) for error in bad] == ["/a.zip", "/b.txt.gz", "/d.zip: a.zip"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_in_a_folder_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(text())
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "c.txt").symlink_to("nowhere")
    pipe, report, gone = take_in([str(tmp_path)])
    assert isinstance(pipe, UnreadableInput) and "is no file" in pipe.what
    assert isinstance(report, Incoming)
    assert isinstance(gone, UnreadableInput) and "does not exist" in gone.what
