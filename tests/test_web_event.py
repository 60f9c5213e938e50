"""An event's page: the drawn chains, and what the second of two writers sees and keeps."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from ledgers import arrival, fill, findings
from reviewing import HOSTILE, csrf_of, decision, logged_in, site_with_users
from riwaya.model import Link, Membership, Role, Span
from riwaya.reconciling import reconcile_ledger
from riwaya.web.chaining import Drawing, drawn, same_links
from riwaya.web.language import words_for
from riwaya.web.serving import Site
from riwaya.web.viewing import Member


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with site_with_users(tmp_path) as made:
        yield made


@pytest.fixture
def first(site: Site) -> TestClient:
    return logged_in(site, "reviewer")


@pytest.fixture
def second(site: Site) -> TestClient:
    return logged_in(site, "analyst")


def member(report: str, *chains: tuple[Link, ...]) -> Member:
    return Member(Membership(f"{report}:1", report), None, None, chains)


AMAQ, ISIS, SANA = (
    Link("agency", "أعماق", "amaq"),
    Link("party", "تنظيم الدولة", "isis"),
    Link("outlet", "سانا", "sana"),
)


def boxes(drawing: Drawing | None) -> dict[tuple[str, str], Any]:
    assert drawing is not None
    return {(box.role, box.name): box for box in drawing.boxes}


def test_reports_that_rest_on_one_source_lead_to_one_box() -> None:
    words = words_for("en")
    one = member("r1", (Link("outlet", "النشرة"), AMAQ, ISIS))
    two = member("r2", (SANA, AMAQ, ISIS))
    found = boxes(drawn([one, two], words))
    agency = found["agency", words.body("amaq")]
    party = found["party", words.body("isis")]
    assert (agency.reports, agency.origin, party.reports, party.origin) == (2, False, 2, True)
    columns = [found["report", "r1"].x, found["outlet", "النشرة"].x, agency.x, party.x]
    assert columns == sorted(set(columns))
    mirrored = boxes(drawn([one, two], words_for("ar")))
    assert mirrored["report", "r1"].x > mirrored["party", words_for("ar").body("isis")].x


def test_sources_without_a_name_are_not_one_because_they_are_called_alike() -> None:
    source = Link("anonymous", "مصدر عسكري")
    drawing = drawn([member("r1", (source,)), member("r2", (source,))], words_for("ar"))
    assert drawing is not None
    assert [box.reports for box in drawing.boxes if box.role == "anonymous"] == [1, 1]
    assert (drawing.documents, drawing.origins) == (2, 2)


def test_one_chain_of_several_claims_is_told_once() -> None:
    there = Link("agency", "أعماق", "amaq", Span(0, 5))
    assert same_links([(AMAQ, ISIS), (there, ISIS), (there,)]) == [(there, ISIS), (there,)]
    assert drawn([member("r1")], words_for("ar")) is None


LINKS = st.builds(Link, st.sampled_from(get_args(Role)), st.sampled_from(["أ", "ب", "ج", "", HOSTILE]), st.sampled_from([None, "isis", "sana"]))  # fmt: skip
CHAINS = st.lists(st.lists(LINKS, min_size=1, max_size=5).map(tuple), max_size=4)


@settings(max_examples=150, deadline=None)
@given(st.lists(CHAINS, min_size=1, max_size=6), st.sampled_from(["ar", "en"]))
def test_no_box_lies_on_another_and_every_line_joins_two(told: list[list[tuple[Link, ...]]], language: str) -> None:
    drawing = drawn([member(f"r{n}", *chains) for n, chains in enumerate(told)], words_for(language))
    if drawing is None:
        assert not any(told)
        return
    places = [(box.x, box.y) for box in drawing.boxes]
    assert len(set(places)) == len(places)
    for x, y in places:
        assert 0 <= x <= drawing.width - drawing.wide and 0 <= y <= drawing.height - drawing.high
        near = [
            (a, b) for a, b in places if (a, b) != (x, y) and abs(a - x) < drawing.wide and abs(b - y) < drawing.high
        ]
        assert near == []
    sides = {x for x, _ in places} | {x + drawing.wide for x, _ in places}
    for line in drawing.lines:
        numbers = [int(number) for number in re.findall(r"-?\d+", line)]
        assert {numbers[0], numbers[-2]} <= sides
    assert all(box.reports >= 1 for box in drawing.boxes)


def test_the_picture_says_in_words_what_it_draws(first: TestClient) -> None:
    page = first.get("/events/e-kafranbel").text
    drawing = re.search(r'<svg class="chains".*?</svg>', page, re.DOTALL)
    assert drawing and 'role="img"' in drawing[0]
    names = {html.unescape(name) for name in re.findall(r"<title>(.*?)</title>", drawing[0])}
    words = re.search(r"بالكلمات</summary>(.*?)</details>", page, re.DOTALL)
    assert words
    told = {html.unescape(name) for name in re.findall(r"<bdi>(.*?)</bdi>", words[1])}
    assert len(names) >= 6 and names == told


def typed(visitor: TestClient, **fields: Any) -> dict[str, Any]:
    """A form of the event's page as somebody has it open, filled in."""
    page = visitor.get("/events/e-kafranbel").text
    hidden = {name: re.search(f'name="{name}" value="([^"]*)"', page) for name in ("seen", "entry", "first")}
    return {**{name: found[1] for name, found in hidden.items() if found}, "csrf": csrf_of(page), **fields}


def form_kept(page: str) -> str:
    found = re.search(r'id="kept".*?</form>', page, re.DOTALL)
    assert found
    return found[0]


LATE = [
    ({"verdict": "state", "value": "second_look", "reason": "ينقصه مصدر"}, ['value="second_look" selected', "ينقصه مصدر"]),
    ({"verdict": "grade", "value": "weak", "reason": "سبب طويل"}, ['value="weak" selected', "سبب طويل"]),
    ({"verdict": "value", "attribute": "killed", "value": "7-9", "reason": "المرصد"}, ['value="killed" selected', 'value="7-9"', "المرصد"]),
    ({"verdict": "value", "attribute": "place", "value": "حاس", "at": "35.5, 36.5", "reason": "صور"}, ['value="حاس"', 'value="35.5, 36.5"', "صور"]),
    ({"verdict": "note", "reason": "ملاحظة\nمن سطرين"}, ["ملاحظة\nمن سطرين</textarea>"]),
    ({"verdict": "different", "incident": ["{third}"], "reason": "خبر آخر"}, ["checked", "خبر آخر"]),
    ({"verdict": "same", "other": "{other}", "reason": ""}, ['name="other"']),
]  # fmt: skip


@pytest.mark.parametrize(("late", "wanted"), LATE, ids=lambda value: str(value)[:60])
def test_the_second_writer_keeps_what_was_typed_and_decides(
    late: dict[str, Any], wanted: list[str], site: Site, first: TestClient, second: TestClient
) -> None:
    event = site.ledger.event("e-kafranbel")
    assert event is not None
    near = re.search(r'name="other" value="([^"]+)"', second.get("/events/e-kafranbel").text)
    if "other" in late and near is None:
        pytest.fail("no event lies near")
    fill_in = {"{third}": event.members[2].incident, "{other}": near[1] if near else ""}
    late = {
        name: [fill_in.get(one, one) for one in value] if isinstance(value, list) else fill_in.get(value, value)
        for name, value in late.items()
    }
    form = typed(second, **late)
    assert decision(first, "e-kafranbel", verdict="note", reason="سبقتك إليه").status_code == 303
    answer = second.post("/events/e-kafranbel/decide", data=form)
    assert answer.status_code == 409
    alert = answer.text.split('role="alert"')[1].split("</section>")[0]
    assert "سبقتك إليه" in alert and "reviewer" in alert and 'href="#kept"' in alert
    kept = form_kept(answer.text)
    assert [words for words in wanted if words not in kept] == []
    assert answer.text.count('id="kept"') == 1
    assert [j.reason for j in site.ledger.judgements()] == ["سبقتك إليه"]
    fresh = re.search(r'name="seen" value="([0-9a-f]+)"', kept)
    assert fresh and fresh[1] != form["seen"]
    assert second.post("/events/e-kafranbel/decide", data={**form, "seen": fresh[1]}).status_code == 303
    assert {j.reason for j in site.ledger.judgements()[1:]} == {form["reason"].replace("\r\n", "\n")}
    assert findings(site.ledger) == []


def test_what_made_no_sense_stays_in_its_form_too(first: TestClient) -> None:
    form = typed(first, verdict="value", attribute="killed", value="كثير", reason="كما قالوا")
    answer = first.post("/events/e-kafranbel/decide", data=form)
    assert answer.status_code == 422
    kept = form_kept(answer.text)
    assert 'value="كثير"' in kept and 'value="كما قالوا"' in kept and 'value="killed" selected' in kept


def test_a_report_that_came_meanwhile_is_named(site: Site, first: TestClient, second: TestClient) -> None:
    reconcile_ledger(site.ledger)
    event = next(e for e in site.ledger.events() if len(e.members) > 1)
    page = second.get(f"/events/{event.id}").text
    hidden = {name: re.search(f'name="{name}" value="([^"]*)"', page) for name in ("seen", "entry", "first")}
    text = "قتل 12 مدنيا بقصف مدفعي لقوات النظام على بلدة كفرنبل جنوب إدلب يوم الإثنين، بحسب الدفاع المدني."
    fill(
        site.ledger,
        [arrival(text + " وأكد ناشطون ذلك.", "خبر لاحق عن كفرنبل", outlet="جريدة", published=event_day(site))],
    )
    reconcile_ledger(site.ledger)
    told = {name: found[1] for name, found in hidden.items() if found}
    answer = second.post(
        f"/events/{event.id}/decide", data={**told, "csrf": csrf_of(page), "verdict": "note", "reason": "رأيي"}
    )
    assert answer.status_code == 409
    alert = answer.text.split('role="alert"')[1].split("</section>")[0]
    assert "تقرير جديد" in alert and "خبر لاحق عن كفرنبل" in alert
    assert "رأيي" in form_kept(answer.text)


def event_day(site: Site) -> Any:
    return next(told.report.published for told in site.ledger.told() if told.report.published)


def test_who_decides_on_an_event_that_was_merged_away_decides_on_the_one_it_is_part_of(
    site: Site, first: TestClient, second: TestClient
) -> None:
    reconcile_ledger(site.ledger)
    events = sorted(site.ledger.events(), key=lambda event: event.id)
    pages = {event.id: second.get(f"/events/{event.id}").text for event in events}
    one, other = events[0], events[1]
    assert decision(first, one.id, verdict="same", other=other.id, reason="خبر واحد").status_code == 303
    left = {event.id for event in site.ledger.events()}
    (gone,) = {one.id, other.id} - left
    page = pages[gone]
    told = {
        name: found[1]
        for name in ("seen", "entry", "first")
        if (found := re.search(f'name="{name}" value="([^"]*)"', page))
    }
    answer = second.post(
        f"/events/{gone}/decide", data={**told, "csrf": csrf_of(page), "verdict": "note", "reason": "رأيي في الأول"}
    )
    assert answer.status_code == 409
    assert "صار الحدث" in answer.text and "خبر واحد" in answer.text
    kept = form_kept(answer.text)
    assert "رأيي في الأول" in kept
    at = re.search(r'action="(/events/[^"]+/decide)"', kept)
    assert at and at[1].split("/")[2] in left


@pytest.mark.parametrize("entry", ["", "x", "-1", "9" * 40, "٣", "1e3", "\x00"])
def test_an_odd_number_of_an_entry_breaks_nothing(entry: str, second: TestClient) -> None:
    form = typed(second, verdict="value", attribute="day", value="1/2/3/4")
    answer = second.post("/events/e-kafranbel/decide", data={**form, "seen": "0" * 16, "entry": entry})
    assert answer.status_code == 409
