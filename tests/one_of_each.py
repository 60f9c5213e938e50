"""A folder with one file of each kind that Riwaya reads, with reports in words of our own."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

REPORTS = (
    ("مقتل ثلاثة جنود في هجوم شرقي درعا", "قال مصدر عسكري إن ثلاثة جنود قتلوا، الإثنين، في هجوم على حاجز في ريف درعا الشرقي.\nولم تتبن أي جهة الهجوم حتى الآن."),
    ("إصابة أربعة مدنيين بانفجار في كركوك", "أفاد مصدر في الشرطة بأن عبوة ناسفة انفجرت في سوق وسط كركوك، ما أدى إلى إصابة أربعة مدنيين بجروح.\nوفتحت القوات الأمنية تحقيقاً في الحادث."),
    ("غارة جوية على موقع قرب صعدة", "ذكرت مصادر محلية أن طائرة حربية استهدفت موقعاً قرب مدينة صعدة شمالي اليمن.\nوقالت المصادر إن شخصين قتلا في الغارة."),
)  # fmt: skip
"""Title and text of each report."""


def text() -> bytes:
    return f"{REPORTS[0][0]}\n\n{REPORTS[0][1]}\n".encode()


def legacy_text() -> bytes:
    return f"{REPORTS[1][0]}\r\n\r\n{REPORTS[1][1]}\r\n".encode("cp1256")


def page(number: int = 0) -> bytes:
    title, body = REPORTS[number]
    paragraphs = "".join(f"<p>{line}</p>" for line in body.split("\n"))
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": "2019-05-21T08:00:00+03:00",
        "author": {"@type": "Person", "name": "سليم الحاج"},
        "publisher": {"@type": "Organization", "name": "نشرة الاختبار"},
    }
    return (
        f'<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>{title} | نشرة الاختبار</title>'
        f'<script type="application/ld+json">{json.dumps(said, ensure_ascii=False)}</script></head><body>'
        f'<nav><a href="/">الرئيسية</a> <a href="/sport">الرياضة</a></nav><article><h1>{title}</h1>{paragraphs}</article>'
        "<footer>جميع الحقوق محفوظة</footer></body></html>"
    ).encode()


def rss() -> bytes:
    items = "".join(
        f"<item><title>{title}</title><link>https://example.org/{number}</link><guid>https://example.org/{number}</guid>"
        f"<pubDate>Tue, 21 May 2019 00:30:00 +0300</pubDate>"
        f"<content:encoded><![CDATA[<p>{body}</p>]]></content:encoded></item>"
        for number, (title, body) in enumerate(REPORTS)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>نشرة الاختبار</title>'
        f"<link>https://example.org/</link>{items}</channel></rss>"
    ).encode()


def atom() -> bytes:
    title, body = REPORTS[1]
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>نشرة الاختبار</title>'
        f'<entry><id>tag:example.org,2019:1</id><title>{title}</title><link href="https://example.org/a/1"/>'
        f"<updated>2019-05-21T10:00:00Z</updated><author><name>سليم الحاج</name></author>"
        f'<content type="html">&lt;p&gt;{body}&lt;/p&gt;</content></entry></feed>'
    ).encode()


def lines() -> bytes:
    records = (
        {"id": f"n-{number}", "title": title, "text": body, "published": "2019-05-21", "outlet": "نشرة الاختبار"}
        for number, (title, body) in enumerate(REPORTS)
    )
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def json_list() -> bytes:
    return json.dumps(
        [{"title": title, "text": body} for title, body in REPORTS], ensure_ascii=False, indent=1
    ).encode()


def table() -> bytes:
    rows = "".join(f'"{title}","{body}",2019-05-21,نشرة الاختبار\r\n' for title, body in REPORTS)
    return f"العنوان,النص,التاريخ,المصدر\r\n{rows}".encode("utf-8-sig")


def telegram() -> bytes:
    title, body = REPORTS[0]
    messages: list[dict[str, object]] = [
        {"id": 1, "type": "service", "date": "2019-05-20T09:00:00", "action": "create_channel", "text": ""},
        {"id": 2, "type": "message", "date": "2019-05-21T10:00:00", "from": "قناة الميدان", "text": [{"type": "bold", "text": title}, "\n\n" + body]},
        {"id": 3, "type": "message", "date": "2019-05-21T11:00:00", "from": "قناة الميدان", "forwarded_from": "شبكة الشمال", "text": REPORTS[2][1]},
        {"id": 4, "type": "message", "date": "2019-05-21T12:00:00", "from": "قناة الميدان", "photo": "photos/1.jpg", "text": ""},
    ]  # fmt: skip
    export = {"name": "قناة الميدان", "type": "public_channel", "id": 1234567, "messages": messages}
    return json.dumps(export, ensure_ascii=False, indent=1).encode()


def telegram_page() -> bytes:
    def message(number: int, inner: str, joined: str = "") -> str:
        return (
            f'<div class="message default clearfix{joined}" id="message{number}"><div class="body">'
            f'<div class="pull_right date details" title="21.05.2019 10:0{number}:00 UTC+03:00">10:0{number}</div>{inner}'
            "</div></div>"
        )

    forwarded = (
        '<div class="pull_left forwarded userpic_wrap"></div><div class="forwarded body"><div class="from_name">'
        'شبكة الشمال <span class="date details" title="20.05.2019 09:00:00"> 20.05.2019 09:00:00</span></div>'
        f'<div class="text">{REPORTS[2][1].replace(chr(10), "<br>")}</div></div>'
    )
    first = f'<div class="from_name">قناة الميدان</div><div class="text"><strong>{REPORTS[0][0]}</strong><br><br>{REPORTS[0][1]}</div>'
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"/><title>Exported Data</title></head><body>'
        '<div class="page_wrap"><div class="page_header"><div class="content"><div class="text bold">قناة الميدان</div>'
        '</div></div><div class="page_body chat_page"><div class="history"><div class="message service" id="message-1">'
        f'<div class="body details">21 May 2019</div></div>{message(2, first)}{message(3, forwarded, " joined")}'
        "</div></div></div></body></html>"
    ).encode()


def trec() -> bytes:
    return "\n".join(
        f"<DOC>\n<DOCNO>XX-middleEast-{number}-20190521</DOCNO>\n<URL>https://example.org/{number}</URL>\n<SRC>نشرة الاختبار</SRC>\n"
        f"<TITLE>{title}</TITLE>\n<TIME>Tue, 21 May 2019 09:50:44 GMT</TIME>\n<AUTHOR></AUTHOR>\n"
        f"<ABSTRACT>\n{body.split(chr(10))[0]}\n</ABSTRACT>\n<TEXT>\n{body}\n</TEXT>\n</DOC>"
        for number, (title, body) in enumerate(REPORTS)
    ).encode()


def warc(packed: bool = True) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    bodies = [
        ("https://example.org/0", "200 OK", "text/html; charset=utf-8", page(0)),
        ("https://example.org/1", "200 OK", "text/plain; charset=utf-8", text()),
        ("https://example.org/gone", "404 Not Found", "text/html", page(1)),
        ("https://example.org/p.png", "200 OK", "image/png", b"\x89PNG"),
    ]
    for url, status, kind, body in bodies:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.0")
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers))
    return out.getvalue()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("news/a.txt", text())
        archive.writestr("news/b.jsonl", lines())
        archive.writestr("news/photo.png", b"\x89PNG")
        archive.writestr("__MACOSX/._a.txt", b"\x00\x05")
    return out.getvalue()


KINDS = {
    "a.txt": (text, 1),
    "b-legacy.txt": (legacy_text, 1),
    "c.html": (page, 1),
    "d.rss": (rss, 3),
    "e-atom.xml": (atom, 1),
    "f.jsonl": (lines, 3),
    "g.json": (json_list, 3),
    "h.csv": (table, 3),
    "i-telegram/result.json": (telegram, 2),
    "j-telegram/messages.html": (telegram_page, 2),
    "k.xml": (trec, 3),
    "l.warc": (lambda: warc(packed=False), 2),
    "m.warc.gz": (warc, 2),
    "n.zip": (zipped, 4),
    "o.txt.gz": (lambda: gzip.compress(text(), mtime=0), 1),
}
"""Each file with what makes it, and how many reports it holds."""


def make_folder(folder: Path) -> int:
    """Writes one file of each kind into the folder; returns how many reports they hold together."""
    for name, (make, _) in KINDS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(make())
    return sum(count for _, count in KINDS.values())
