"""The command: what it prints, where, and with which exit code."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya import __version__
from riwaya.cli import main
from riwaya.cli.isolates import FSI, PDI, isolate
from riwaya.cli.page import render_page
from riwaya.cli.terminal import Terminal
from riwaya.disputes import find_disputes
from riwaya.marking import KINDS, marked_html
from riwaya.model import Actor, Claim, Incident, Link, Reading, Report, Span, Toll, Warning

CORPUS = Path(__file__).parent.parent / "corpus"
REPORT = CORPUS / "text" / "dev-sy-003.txt"
Ran = tuple[int, str, str]
Run = Callable[..., Ran]


@pytest.fixture
def riwaya(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in this process: exit code, standard output, standard error."""

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["riwaya", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_json_is_one_object_a_report_and_the_same_bytes_each_time(riwaya: Run) -> None:
    code, out, err = riwaya("read", "--json", REPORT, CORPUS / "text" / "dev-iq-001.txt")
    assert (code, err) == (0, "")
    rows = [json.loads(line) for line in out.splitlines()]
    assert len(rows) == 2
    assert rows[0]["report"]["title"] == REPORT.read_text("utf-8").split("\n")[0]
    assert rows[0]["incidents"]
    assert riwaya("read", "--json", REPORT, CORPUS / "text" / "dev-iq-001.txt")[1] == out


def test_every_span_printed_cuts_words_out_of_the_report(riwaya: Run) -> None:
    _, out, _ = riwaya("read", "--json", REPORT)
    title, _, text = REPORT.read_text("utf-8").partition("\n")
    full = f"{title.strip()}\n{text.strip()}"

    def spans(value: object, key: str = "") -> list[list[int]]:
        if isinstance(value, dict):
            return [span for k, v in value.items() for span in spans(v, k)]
        if isinstance(value, list) and key in ("span", "trigger"):
            return [value]
        if isinstance(value, list) and key in ("evidence", "spans"):
            return value
        return [span for item in value for span in spans(item)] if isinstance(value, list) else []

    found = spans(json.loads(out))
    assert len(found) > 10
    assert all(0 <= start < end <= len(full) and full[start:end].strip() for start, end in found)


def test_exit_codes_and_names_on_standard_error(riwaya: Run, tmp_path: Path) -> None:
    (tmp_path / "english.txt").write_text("Nothing here is in Arabic.")
    code, out, err = riwaya("read", "--json", tmp_path / "absent.txt", REPORT, tmp_path / "english.txt")
    assert code == 1
    assert len(out.splitlines()) == 1
    assert "absent.txt: does not exist" in err
    assert "english.txt: holds no Arabic" in err
    assert "2 refused, 1 read" in err
    assert riwaya("read", tmp_path / "absent.txt")[0] == 3
    assert riwaya("read")[0] == 2
    assert riwaya("read", REPORT, "--published", "yesterday")[0] == 2
    code, _, err = riwaya("read", REPORT, "--lexicon", tmp_path / "absent")
    assert code == 3
    assert "no such folder" in err
    assert "Traceback" not in err


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -m riwaya read --json {REPORT} {REPORT} {CORPUS / 'text'} | head -c 10"
    ran = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False)
    assert "Traceback" not in ran.stderr
    assert "Broken" not in ran.stderr
    assert ran.returncode == 0


def test_published_and_outlet_are_taken_from_the_options(riwaya: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("عنوان الخبر\nقتل جنديان في هجوم على حاجز في مدينة درعا أمس.", "utf-8")
    _, out, _ = riwaya("read", "--json", tmp_path / "a.txt", "--published", "2019-05-21", "--outlet", "موقع الخبر")
    report = json.loads(out)["report"]
    assert (report["published"], report["outlet"]) == ("2019-05-21", "موقع الخبر")


def test_help_and_version_answer_at_once(riwaya: Run) -> None:
    start = time.perf_counter()
    ran = subprocess.run([sys.executable, "-m", "riwaya", "--help"], capture_output=True, text=True, check=True)
    assert "read" in ran.stdout
    assert time.perf_counter() - start < 2.0, "the promise is half a second; here the machine may be busy"
    code = "import sys, riwaya.cli.app; print(sorted({'numpy', 'rich', 'trafilatura', 'yaml', 'msgspec'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]", "heavy imports belong inside the commands"
    assert riwaya("--version")[1] == f"riwaya {__version__}\n"


def test_the_view_is_plain_where_it_is_piped(riwaya: Run) -> None:
    code, out, _ = riwaya("read", REPORT)
    assert code == 0
    assert "\x1b" not in out
    assert FSI not in out
    assert "sohr" in out
    assert "stance" in out


class Screen(io.StringIO):
    """A terminal as far as the view can tell."""

    def isatty(self) -> bool:
        return True


READING = Reading(
    Report("a1", "<script>alert(1)</script> قتلى في درعا", "قال الجيش & إن 8 قتلوا.\nونفت \"قسد\" ذلك </div>", "موقع <b>", "javascript:x"),
    (
        Incident(
            "1", "attack", True, Span(26, 30), None, None,
            (Actor("isis", "الجيش", Span(47, 52), (0,)), Actor("sdf", "قسد", Span(72, 75), (1,))), (), None,
            (
                Claim(Actor("isis", "الجيش", Span(47, 52)), "asserts", (Link("outlet", "موقع"), Link("agency", "أعماق", "amaq"), Link("party", "الجيش", "isis")),
                      (Toll("killed", 8, 8, None, Span(59, 60), "t"),), (), (Span(43, 66),)),
                Claim(Actor("sdf", "قسد", Span(72, 75)), "denies", (), (Toll("killed", 0, 2, "civilians", Span(60, 64), "t"),), ("killed",), (Span(60, 76),)),
            ),
        ),
    ),
    (Warning("weekday_disagrees", "<i>", (Span(0, 3),)),),
)  # fmt: skip


@pytest.mark.parametrize("width", [40, 80, 140])
def test_the_view_on_a_terminal_isolates_arabic_and_sets_off_disputes(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    screen = Screen()
    Terminal(screen, width).show(READING)
    text = screen.getvalue()
    assert "\x1b[" in text
    plain = re.sub("\x1b\\[[0-9;]*m", "", text)
    for line in plain.splitlines():
        assert line.count(FSI) == line.count(PDI)
        assert len(line.replace(FSI, "").replace(PDI, "")) <= width
    assert "disputed: killed" in plain
    assert "8 killed" in plain
    assert "weekday disagrees" in plain


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    screen = Screen()
    Terminal(screen, 80).show(READING)
    assert not re.search("\x1b\\[[0-9;]*3[0-9]", screen.getvalue())


@given(st.text())
def test_isolating_changes_nothing_but_the_isolates(text: str) -> None:
    text = text.replace(FSI, "").replace(PDI, "")
    assert isolate(text).replace(FSI, "").replace(PDI, "") == text


def test_disputes_are_figures_apart_denials_and_other_parties() -> None:
    disputes = {dispute.attribute: dispute.claims for dispute in find_disputes(READING.incidents[0])}
    assert disputes == {"killed": (0, 1), "perpetrator": (0, 1)}


class Page(HTMLParser):
    """What a browser would make of the page: tags, attributes, the words of the reports."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "link", "!doctype"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.words.append(data)


def test_the_page_escapes_everything_and_asks_nothing_of_the_network() -> None:
    source = render_page([READING, READING])
    page = Page(source)
    assert not page.open
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not [attrs for _, attrs in page.tags if {"src", "href", "srcset", "action"} & set(attrs)], (
        "no address at all"
    )
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    (policy,) = [attrs["content"] for tag, attrs in page.tags if tag == "meta" and "http-equiv" in attrs]
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "url(" not in source
    assert "@import" not in source
    assert "<script>alert(1)</script>" in "".join(page.words)


def test_the_page_keeps_every_character_and_marks_overlaps_with_all_their_kinds() -> None:
    title, text = marked_html(READING)
    assert "".join(Page(title).words) == READING.report.title
    assert "".join(Page(text).words) == READING.report.text
    classes = {attrs["class"] for _, attrs in Page(text).tags}
    assert "toll evidence" in classes
    assert {"perpetrator", "speaker", "evidence"} <= {kind for found in classes for kind in (found or "").split()}
    keys = {key for _, attrs in Page(text).tags for key in (attrs["data-k"] or "").split()}
    assert keys == {"i0", "i0c0", "i0c1"}


SPANS = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: Span(min(pair), max(pair)))


@given(st.text(max_size=12), st.text(max_size=15), st.lists(SPANS, max_size=6))
def test_any_spans_on_any_text_leave_the_text_whole(title: str, text: str, spans: list[Span]) -> None:
    title, text = (re.sub("[\r\ud800-\udfff\x00]", "", part) for part in (title, text))
    report = Report("a", title, text)
    marked = marked_html(Reading(report, warnings=(Warning("w", "", tuple(spans)),)))
    assert ["".join(Page(part).words) for part in marked] == [title, text]


def test_the_page_is_written_and_an_address_is_linked_only_to_the_web(riwaya: Run, tmp_path: Path) -> None:
    code, out, err = riwaya("read", REPORT, "--html", tmp_path / "a.html")
    assert (code, out) == (0, "")
    assert "1 report" in err
    source = (tmp_path / "a.html").read_text("utf-8")
    assert 'dir="rtl"' in source
    assert all(f".{kind}" in source for kind in KINDS)
    linked = Reading(Report("a", "عنوان", "متن", url="https://example.org/?a=1&b=2"))
    assert 'href="https://example.org/?a=1&amp;b=2"' in render_page([linked])
    code, _, err = riwaya("read", REPORT, "--html", tmp_path / "absent" / "a.html")
    assert code == 3
    assert "cannot be written" in err


def test_the_demo_keeps_a_dozen_shows_contradictions_and_says_what_next(
    riwaya: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = riwaya("demo")
    assert code == 0
    assert "12 reports" in out
    assert "disputed between" in out
    assert "denies it" in out
    assert out[out.rindex("Reports\n") :].count(" bits)") >= 3  # three outlets of one event, side by side
    assert "riwaya serve --ledger riwaya-demo.db" in out
    assert "riwaya export --as" in out
    assert "event_id_cnty" in out and "riwaya serve" in out.partition("riwaya-demo.html")[2]
    for made in ("riwaya-demo.db", "riwaya-demo.acled.csv", "riwaya-demo.html"):
        assert (tmp_path / made).exists()
    assert riwaya("verify", "--ledger", "riwaya-demo.db")[0] == 0
    for own in ("riwaya-demo.xlsx", "riwaya-demo.users.db"):
        (tmp_path / own).write_bytes(b"mine")
    assert riwaya("demo")[1] == out
    assert all((tmp_path / own).read_bytes() == b"mine" for own in ("riwaya-demo.xlsx", "riwaya-demo.users.db"))


def test_eval_prints_the_table(riwaya: Run, tmp_path: Path) -> None:
    for folder, suffix in (("gold", "json"), ("text", "txt")):
        (tmp_path / folder).mkdir()
        name = f"dev-sy-003.{suffix}"
        (tmp_path / folder / name).write_bytes((CORPUS / folder / name).read_bytes())
    code, out, _ = riwaya("eval", tmp_path / "gold", tmp_path / "text", "--worst", 1)
    assert code == 0
    assert "all slots" in out
    assert "dev-sy-003" in out
    code, out, _ = riwaya("eval", tmp_path / "gold", tmp_path / "text", "--json")
    assert set(json.loads(out)) >= {"slots", "main", "all", "alarms", "negatives"}
    code, _, err = riwaya("eval", tmp_path, tmp_path)
    assert code == 3
    assert "holds no annotations" in err


def test_a_user_s_word_list_is_checked_and_used(riwaya: Run, tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.mkdir()
    entry = "- id: nujum-brigade\n  names: [لواء النجوم الساطعة]\n  kind: rebel\n  examples:\n    - {text: قال لواء النجوم الساطعة إنه هاجم الحاجز}\n"
    (words / "actors.yaml").write_text(entry, "utf-8")
    code, out, err = riwaya("lexicon", "check", words)
    assert "1 actors" in out + err
    (words / "actors.yaml").write_text(entry.replace("names:", "nams:"), "utf-8")
    code, _, err = riwaya("lexicon", "check", words)
    assert code == 3
    assert "actors.yaml:1" in err
    assert "nujum-brigade" in err


def test_the_environment_is_left_alone(riwaya: Run) -> None:
    before = dict(os.environ)
    riwaya("read", "--json", REPORT)
    assert dict(os.environ) == before | {key: os.environ[key] for key in ("PYTEST_CURRENT_TEST",) if key in os.environ}


def test_a_user_s_places_are_imported_and_used(riwaya: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(
        "name,lat,lon,kind,parents\nخربة العصافير,36.1,40.2,village,الحسكة/SY\nبلا مكان,x,40,village,\n", "utf-8"
    )
    code, out, err = riwaya("gazetteer", "import", tmp_path / "mine.csv", "--to", tmp_path / "mine.json.gz")
    assert "1 places" in out
    assert (code, "mine.csv:3" in err) == (1, True)
    (tmp_path / "a.txt").write_text(
        "عنوان الخبر\nقتل جنديان في هجوم على حاجز في قرية خربة العصافير في سوريا، أمس الإثنين.", "utf-8"
    )
    place = {}
    for extra in ([], ["--gazetteer", tmp_path / "mine.json.gz"]):
        _, out, _ = riwaya("read", "--json", tmp_path / "a.txt", *extra)
        (incident,) = json.loads(out)["incidents"]
        place[bool(extra)] = incident["place"]["lat"] if incident["place"] else None
    assert place[True] == 36.1
    assert place[False] != 36.1
    code, _, err = riwaya("read", tmp_path / "a.txt", "--gazetteer", tmp_path / "absent.gz")
    assert (code, "no such gazetteer" in err) == (3, True)
