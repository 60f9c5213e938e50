"""Reports and pictures: whole, self-contained, escaped, the same every time, in both languages, empty ones too."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from chromium import chromium
from riwaya.errors import ExportError
from riwaya.export.selection import Decided, Selected, Selection
from riwaya.model import Account, Event, Holder, Standing, Told
from riwaya.reconcile.choosing import Wanted
from riwaya.reporting import PICTURES, Asked, picture, printing, report_html, write_picture, write_report
from riwaya.reporting.gathering import Range, figures_of, span_of, sums, timeline
from riwaya.reporting.saying import Saying, strings
from riwaya.web.language import LANGUAGES
from selections import MOKHA, NAMES, bomb, market, selection

HOSTILE = '</title><script>alert(1)</script><img src=http://evil.example/x onerror=alert(2)>" onload="alert(3)\x00\x0b'
EMPTY = Selection((), "lowest")


class Page(HTMLParser):
    """The tags of a page with their attributes, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def hostile() -> Selection:
    """The car bomb with every name, title, quote and address turned against the page."""
    row = bomb()
    report = replace(row.tolds[0].report, title=HOSTILE, outlet=HOSTILE, url="javascript:alert(4)")
    standings = tuple(
        replace(s, accounts=tuple(replace(a, holders=tuple(map(_turned, a.holders))) for a in s.accounts))
        for s in row.event.standings
    )
    where = replace(MOKHA, name=HOSTILE, admin1=HOSTILE, id=None)
    event = replace(row.event, id='ev"><script>alert(5)</script>', standings=standings)
    decided = replace(row.decided, where=where, type=HOSTILE)
    return Selection((Selected(event, decided, (Told(report, row.tolds[0].incident),)),), "lowest")


def _turned(holder: Holder) -> Holder:
    return replace(holder, speaker=HOSTILE, name=HOSTILE, quote=HOSTILE)


def killed(*told: tuple[str, int, int | None, str | None, int], type_: str = "killed") -> Selected:
    """An event of which speakers tell a figure: (speaker, low, high, whom it counts, day of May)."""
    accounts = tuple(
        Account(type_, None, (Holder(who, who, who, "r", "r.0", 0, date(2024, 5, day)),), (), low, high, victims)
        for who, low, high, victims, day in told
    )
    return Selected(Event("e", (), (Standing(type_, "disputed", accounts),), 1), Decided(), ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_tells_what_it_should(language: str) -> None:
    page = Page(report_html(selection(), Asked(language, wanted=Wanted(place="SY"))))  # type: ignore[arg-type]
    tags = [tag for tag, _ in page.tags]
    assert dict(page.tags)["html"] == {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
    assert tags.count("svg") == 3 and "script" not in tags
    assert [a["id"] for tag, a in page.tags if tag == "section"] == ["map", "timeline", "tolls", "disputes", "events", "sources", "method"]  # fmt: skip
    expected = {
        "ar": ("قوات سوريا الديمقراطية", "ثمانية عناصر للتحالف", "مختلف فيها", "20 أيار/مايو 2019", "الحسكة"),
        "en": ("Syrian Democratic Forces", "ثمانية عناصر للتحالف", "disputed", "20 May 2019", "Al-Shaddadi, Hasakah"),
    }
    for words in expected[language]:
        assert words in page.words
    assert "SY" in page.words and "lowest" in page.words
    assert "\u20661–8\u2069" in page.words  # figures stand apart from the direction of the words around them


def test_the_same_selection_gives_the_same_bytes() -> None:
    assert report_html(selection(), Asked("ar")) == report_html(selection(), Asked("ar"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_hostile_becomes_markup(language: str) -> None:
    page = Page(report_html(hostile(), Asked(language, title=HOSTILE)))  # type: ignore[arg-type]
    assert not {"script", "img", "iframe", "object", "link"} & {tag for tag, _ in page.tags}
    attributes = [(name, value or "") for _, told in page.tags for name, value in told.items()]
    assert not [name for name, _ in attributes if name.startswith("on") or name == "src"]
    assert all(value.startswith(("#", "http://", "https://")) for name, value in attributes if name == "href")
    assert "alert(1)" in page.words  # it is there, as words


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("told", [selection(), hostile(), EMPTY], ids=["four", "hostile", "empty"])
def test_every_picture_is_well_formed_and_loads_nothing(name: str, language: str, told: Selection) -> None:
    drawn = picture(name, told, Saying(language, told.names))  # type: ignore[arg-type]
    root = ET.fromstring(drawn)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    tags = {element.tag.partition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "g", "title", "rect", "line", "path", "circle", "text"}
    assert not {a for element in root.iter() for a in element.attrib if a.startswith("on") or "href" in a}
    height = float(root.attrib["height"])
    assert all(0 <= float(e.attrib.get("y", 0)) <= height for e in root.iter() if e.tag.endswith("text"))


def test_an_empty_selection_says_that_it_is_no_peace() -> None:
    page = Page(report_html(EMPTY, Asked("en")))
    assert "does not mean that nothing happened" in page.words
    assert [a["id"] for tag, a in page.tags if tag == "section"] == ["method"]


def test_the_policy_of_the_page_lets_nothing_run_or_load() -> None:
    html = report_html(selection(), Asked("ar"))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None and policy[1].startswith("default-src 'none'; style-src 'sha256-")
    loaded = [a for tag, a in Page(html).tags if "src" in a or tag == "link"]
    assert loaded == []


def test_a_speaker_s_last_word_on_all_stands_for_them() -> None:
    row = killed(("a", 3, 3, None, 1), ("a", 5, None, None, 2), ("a", 2, 2, "civilians", 2), ("b", 2, 2, "civilians", 1), ("b", 1, 2, "army", 1))  # fmt: skip
    assert {who: told for who, _, told in figures_of(row, "killed")} == {"a": Range(5, None), "b": Range(3, 4)}


def test_sums_keep_an_open_bound_open_and_count_events() -> None:
    rows = (killed(("a", 3, 3, None, 1), ("b", 0, 0, None, 1)), killed(("a", 2, None, None, 1)))
    told = sums(Selection(rows, "lowest"), "killed")
    assert [(one.speaker, one.total, one.events) for one in told] == [("a", Range(5, None), 2), ("b", Range(0, 0), 1)]
    assert span_of(Selection(rows, "lowest"), "killed") == Range(2, None)
    assert span_of(EMPTY, "killed") is None


@pytest.mark.parametrize(
    ("days", "step", "count"),
    [(0, "day", 1), (61, "day", 62), (62, "week", 9), (433, "week", 62), (440, "month", 15), (4000, "year", 11)],
)
def test_steps_of_the_timeline_are_as_fine_as_they_fit(days: int, step: str, count: int) -> None:
    first = date(2024, 1, 1)
    rows = tuple(
        replace(market(), decided=replace(market().decided, start=day)) for day in (first, first + timedelta(days))
    )
    told = timeline(Selection((*rows, replace(market(), decided=Decided())), "lowest"))
    assert (told.step, len(told.bins), told.undated) == (step, count, 1)
    assert sum(one.events for one in told.bins) == 2


def test_the_first_days_of_time_are_no_trouble() -> None:
    row = replace(market(), decided=replace(market().decided, start=date.min))
    late = replace(market(), decided=replace(market().decided, start=date.max))
    assert sum(one.events for one in timeline(Selection((row, late), "lowest")).bins) == 2


def test_places_on_the_map_are_dots_with_their_names() -> None:
    drawn = picture("map", selection(), Saying("en", NAMES))
    words = {element.text.strip("\u200f") for element in ET.fromstring(drawn).iter() if element.tag.endswith("text") and element.text}  # fmt: skip
    assert {"Al-Shaddadi", "Al-Mokha"} <= words
    assert any(one.startswith("Without a place on the map: 2") for one in words)


def test_strings_have_both_languages() -> None:
    assert all(set(told) == set(LANGUAGES) and all(told.values()) for told in strings().values())


@pytest.mark.parametrize(
    ("write", "name"), [(write_report, "r.docx"), (write_report, "r"), (write_report, "none/r.html")]
)
def test_a_target_that_will_not_do_is_refused_in_words(write: Any, name: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"name one, such as .*r\.html|name another target"):
        write(selection(), Asked(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("picture_", "name"), [("map", "m.gif"), ("pie", "m.svg")])
def test_a_picture_that_will_not_do_is_refused_in_words(picture_: str, name: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"m\.svg|one of map, timeline, tolls"):
        write_picture(picture_, selection(), Asked(), tmp_path / name)


def test_without_a_browser_the_message_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "BROWSERS", ())
    with pytest.raises(ExportError, match=r"no Chromium or Chrome was found to print with; write .*r\.html"):
        write_report(selection(), Asked(), tmp_path / "r.pdf")
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(ExportError, match=r"pip install 'riwaya\[plot\]', or write .*m\.svg"):
        write_picture("map", selection(), Asked(), tmp_path / "m.png")
    assert list(tmp_path.iterdir()) == []


def test_a_pdf_is_printed_where_there_is_a_browser(tmp_path: Path) -> None:
    if printing.browser() is None:
        pytest.skip("there is no Chromium on this machine")
    write_report(selection(), Asked("ar"), tmp_path / "r.pdf")
    data = (tmp_path / "r.pdf").read_bytes()
    assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF") and len(data) > 10_000


@pytest.mark.parametrize("by", ["vl_convert", "browser"])
def test_a_png_has_twice_the_size_of_its_drawing(by: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if by == "vl_convert":
        pytest.importorskip("vl_convert")
    elif printing.browser() is None:
        pytest.skip("there is no Chromium on this machine")
    else:
        monkeypatch.setitem(sys.modules, "vl_convert", None)
    write_picture("timeline", selection(), Asked("ar"), tmp_path / "t.png")
    data = (tmp_path / "t.png").read_bytes()
    assert data.startswith(b"\x89PNG\r\n") and struct.unpack(">II", data[16:24]) == (1920, 640)


def test_reports_need_no_extra() -> None:
    blocked = ("fastapi", "starlette", "jinja2", "uvicorn", "pwdlib", "vl_convert", "pandas", "matplotlib")
    code = f"import sys; sys.modules.update(dict.fromkeys({blocked})); import riwaya.reporting, riwaya.cli.demo"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as made:
        yield made


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_browser_nothing_runs_nothing_is_asked_and_nothing_overflows(
    browser: Any, language: str, tmp_path: Path
) -> None:
    rows = (*selection().rows, *hostile().rows)
    write_report(Selection(rows, "lowest", None, NAMES), Asked(language, title=HOSTILE), tmp_path / "r.html")  # type: ignore[arg-type]
    wrong: list[str] = []
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    page = context.new_page()
    address = (tmp_path / "r.html").as_uri()
    page.on("request", lambda asked: None if asked.url == address else wrong.append(asked.url))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.on("console", lambda said: wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    # Words of the chart of tolls lie within the drawing, and none over the bars, whichever way the page runs.
    outside = page.evaluate(
        """() => { const svg = document.querySelector('#tolls svg'), box = svg.getBoundingClientRect();
        const texts = [...svg.querySelectorAll('text')].map(t => t.getBoundingClientRect());
        const lines = [...svg.querySelectorAll('line')].map(l => l.getBoundingClientRect());
        return texts.filter(t => t.left < box.left - 1 || t.right > box.right + 1 || lines.some(l =>
            l.left < t.right && t.left < l.right && l.top < t.bottom - 2 && t.top + 2 < l.bottom)).length; }"""
    )
    context.close()
    assert (wrong, outside) == ([], 0)
