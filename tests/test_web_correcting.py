"""What an analyst puts right on the pages of a report and an event, and what becomes of it in accounts and exports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ledgers import arrival, fill, findings, opened
from reviewing import HOSTILE, browser, csrf_of, decision, logged_in, site_with_users
from riwaya.ledger import Ledger
from riwaya.ledger.location import locate
from riwaya.model import Event, Judgement, Told
from riwaya.readers import ReadingOptions
from riwaya.reconciling import events_told, reconcile_ledger, update_events
from riwaya.selecting import Choice, select
from riwaya.web.serving import Site, site_for

TEXT = (
    "قتل 12 مدنيا بقصف مدفعي لقوات النظام على بلدة كفرنبل جنوب إدلب يوم الإثنين، بحسب الدفاع المدني. "
    "وقال شهود إن القصف وقع في معرة النعمان يوم الأحد وإن عدد القتلى بلغ 15 شخصا."
)
OTHER = "قتل 7 مدنيين بقصف مدفعي لقوات النظام على كفرنبل جنوب إدلب يوم الإثنين، وفق المرصد السوري لحقوق الإنسان."


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with opened(locate(str(tmp_path / "riwaya.db"))) as made:
        day = date(2024, 5, 14)
        fill(made, [arrival(TEXT, "قصف على كفرنبل", outlet="النشرة", published=day, id="one"),
                    arrival(OTHER, "ضحايا في كفرنبل", outlet="الخبر", published=day, id="two")])  # fmt: skip
        reconcile_ledger(made)
        yield made


@pytest.fixture
def site(ledger: Ledger) -> Site:
    made = site_for(ledger, "127.0.0.1")
    made.index.patience = 120.0
    return made


def told_of(ledger: Ledger) -> Told:
    return next(told for told in ledger.told() if told.report.id == "one")


def send(visitor: Any, report: str = "one", **fields: str) -> Any:
    page = visitor.get(f"/reports/{report}").text
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    return visitor.post(
        f"/reports/{report}/decide", data={"csrf": csrf_of(page), "seen": seen[1] if seen else "", **fields}
    )


def event_of(ledger: Ledger, report: str = "one") -> Event:
    return next(event for event in ledger.events() if any(m.report == report for m in event.members))


def values(ledger: Ledger, attribute: str) -> dict[str, str | None]:
    """What stands, and on whose word: values by who corrected them."""
    standing = next(s for s in event_of(ledger).standings if s.attribute == attribute)
    return {
        (account.value or f"{account.low}-{account.high}"): holder.by
        for account in standing.accounts
        for holder in account.holders
        if holder.report == "one"
    }


@pytest.mark.parametrize(
    ("attribute", "value", "kept"),
    [
        ("weapon", "صواريخ", "rocket"),
        ("day", "2024-05-12", "2024-05-12"),
        ("place", "معرة النعمان", "معرة النعمان"),
        ("place", "قرية ما @ 35.5,36.5", "قرية ما"),
        ("perpetrator", "تنظيم الدولة الإسلامية", "isis"),
    ],
)
def test_what_an_incident_is_said_to_be_is_put_right(
    attribute: str, value: str, kept: str, ledger: Ledger, site: Site
) -> None:
    incident = told_of(ledger).incident.id
    answer = send(browser(site), verdict="correct", incident=incident, attribute=attribute, value=value,
                  words="معرة النعمان يوم الأحد", reason="قرأت النص")  # fmt: skip
    assert answer.status_code == 303, answer.text
    assert values(ledger, attribute) == {kept: ledger.user}
    holders = {
        h for s in event_of(ledger).standings if s.attribute == attribute for a in s.accounts for h in a.holders if h.by
    }
    assert len(holders) == len(told_of(ledger).incident.claims)
    assert {holder.quote for holder in holders} == {"معرة النعمان يوم الأحد"}
    assert findings(ledger) == []


def test_a_figure_of_a_claim_is_put_right_taken_into_the_export_and_taken_back(ledger: Ledger, site: Site) -> None:
    visitor, incident = browser(site), told_of(ledger).incident
    before = values(ledger, "killed")
    at = next(n for n, claim in enumerate(incident.claims) if any(t.outcome == "killed" for t in claim.tolls))
    answer = send(visitor, verdict="correct", incident=incident.id, claim=str(at), attribute="killed", value="20",
                  words="12 مدنيا")  # fmt: skip
    assert answer.status_code == 303, answer.text
    assert values(ledger, "killed")["20-20"] == ledger.user
    (row,) = [row for row in select(ledger, Choice(policy="range")).rows if row.event.id == event_of(ledger).id]
    assert [figure.high for figure in row.decided.tolls if figure.outcome == "killed"] == [20, 15]
    assert select(ledger, Choice(as_of=date(2024, 5, 13))).rows == ()  # nothing was published by then
    assert "صححه" in visitor.get("/reports/one").text
    (judged,) = ledger.judgements()
    page = visitor.get("/reports/one").text
    visitor.post("/judgements/undo", data={"csrf": csrf_of(page), "judgement": judged.id, "next": "/reports/one"})
    assert values(ledger, "killed") == before
    assert findings(ledger) == []


def test_a_claim_is_added_and_another_rejected(ledger: Ledger, site: Site) -> None:
    visitor, incident = browser(site), told_of(ledger).incident
    answer = send(visitor, verdict="claim", incident=incident.id, words="وقال شهود إن القصف وقع في معرة النعمان",
                  speaker="شهود", stance="asserts", injured="20+")  # fmt: skip
    assert answer.status_code == 303, answer.text
    assert values(ledger, "injured") == {"20-None": ledger.user}
    assert (
        send(visitor, verdict="reject", incident=incident.id, claim="0").status_code == 422
    )  # a rejection has a reason
    assert send(visitor, verdict="reject", incident=incident.id, claim="0", reason="ليس قولا").status_code == 303
    now = events_told(ledger)[1][incident.id].incident.claims
    assert incident.claims[0] not in now
    assert len(now) == len(incident.claims)
    assert "شهود" in now[-1].speaker.name
    assert now[-1].rule == f"corrected by {ledger.user}"


def test_an_incident_that_is_none_says_nothing(ledger: Ledger, site: Site) -> None:
    incident = told_of(ledger).incident.id
    assert send(browser(site), verdict="reject", incident=incident, reason="ليس حدثا").status_code == 303
    assert not any(h.report == "one" for s in event_of(ledger).standings for a in s.accounts for h in a.holders)


def test_corrections_outlive_a_new_reading_and_a_new_linking(ledger: Ledger, site: Site) -> None:
    from riwaya.adding import reread

    incident = told_of(ledger).incident.id
    send(browser(site), verdict="correct", incident=incident, attribute="weapon", value="rocket", reason="صحح")
    list(reread(ledger, ReadingOptions(processes=0)))
    update_events(ledger)
    assert values(ledger, "weapon") == {"rocket": ledger.user}
    updated = event_of(ledger)
    reconcile_ledger(ledger)
    assert event_of(ledger) == updated


def test_the_second_of_two_sees_what_the_first_changed_and_keeps_what_they_typed(ledger: Ledger, site: Site) -> None:
    first, second = browser(site), browser(site)
    incident = told_of(ledger).incident.id
    page = second.get("/reports/one").text
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert seen
    assert send(first, verdict="correct", incident=incident, attribute="weapon", value="rocket").status_code == 303
    fields = {"csrf": csrf_of(page), "seen": seen[1], "incident": incident, "claim": "", "verdict": "correct",
              "attribute": "weapon", "value": "طيران", "reason": "رأيي"}  # fmt: skip
    answer = second.post("/reports/one/decide", data=fields)
    assert answer.status_code == 409
    for shown in ("غير غيرك هذا التقرير", "طيران", "رأيي", "صواريخ"):
        assert shown in answer.text
    assert len(ledger.judgements()) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"words": "كلمات ليست في النص"},
        {"attribute": "day", "value": "2024-02-31"},
        {"attribute": "killed", "value": "5"},
        {"attribute": "weapon", "value": "مقلاع"},
        {"attribute": "type", "value": "-"},
        {"attribute": "nothing"},
        {"claim": "99", "attribute": "killed", "value": "5"},
        {"claim": "0", "attribute": "killed", "value": "كثير"},
        {"claim": "0", "attribute": "stance", "value": "يشك"},
        {"incident": "nothing"},
        {"verdict": "same"},
        {"verdict": "claim", "words": ""},
        {"verdict": "claim", "words": "معرة النعمان"},
    ],
)
def test_what_makes_no_sense_is_refused(fields: dict[str, str], ledger: Ledger, site: Site) -> None:
    told = {"verdict": "correct", "incident": told_of(ledger).incident.id, "attribute": "weapon", "value": "rocket"}
    assert send(browser(site), **{**told, **fields}).status_code == 422
    assert ledger.judgements() == []


def test_stored_markup_in_corrections_stays_text(ledger: Ledger, site: Site) -> None:
    visitor, incident = browser(site), told_of(ledger).incident.id
    send(visitor, verdict="correct", incident=incident, attribute="perpetrator", value=HOSTILE, reason=HOSTILE)
    send(visitor, verdict="correct", incident=incident, attribute="place", value=HOSTILE, reason=HOSTILE)
    send(visitor, verdict="claim", incident=incident, words="وقال شهود", speaker=HOSTILE)
    send(visitor, verdict="correct", incident=incident, attribute="day", value=HOSTILE, reason=HOSTILE)
    assert len(ledger.judgements()) == 3
    for place in ("/reports/one", f"/events/{event_of(ledger).id}", "/", "/speakers"):
        answer = visitor.get(place)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text


def test_a_form_of_another_site_changes_nothing(ledger: Ledger, site: Site) -> None:
    fields = {"verdict": "reject", "incident": told_of(ledger).incident.id, "reason": "x"}
    for forged in ({}, {"csrf": "0" * 64}):
        assert browser(site).post("/reports/one/decide", data={**fields, **forged}).status_code == 403
    assert ledger.judgements() == []


@pytest.mark.parametrize(
    ("value", "at", "place"),
    [
        ("كفرنبل", "35.70000, 36.40000", ("كفرنبل", 35.7, 36.4)),
        ("", "35.7، 36.4", ("35.700, 36.400", 35.7, 36.4)),
        ("معرة النعمان", "", ("معرة النعمان", 35.64, 36.67)),
    ],
)
def test_a_place_is_moved(value: str, at: str, place: tuple[str, float, float], ledger: Ledger, site: Site) -> None:
    visitor, event = browser(site), event_of(ledger).id
    answer = decision(visitor, event, verdict="value", attribute="place", value=value, at=at, reason="من الصور")
    assert answer.status_code == 303, answer.text
    (row,) = [row for row in select(ledger, Choice()).rows if row.event.id == event]
    where = row.decided.where
    assert where is not None
    assert (where.name, where.lat, where.lon) == (
        place[0],
        pytest.approx(place[1], abs=0.03),
        pytest.approx(place[2], abs=0.03),
    )
    line = visitor.get("/api/v1/events").json()["events"]
    assert [one["place"] for one in line if one["id"] == event] == [place[0]]
    assert 'class="pin placed"' in visitor.get(f"/events/{event}").text


def test_a_point_that_is_none_is_refused(ledger: Ledger, site: Site) -> None:
    for at in ("95, 36", "هنا", "36"):
        answer = decision(browser(site), event_of(ledger).id, verdict="value", attribute="place", value="كفرنبل", at=at)
        assert answer.status_code == 422


def test_merging_and_its_undoing_take_effect_at_once(ledger: Ledger, site: Site) -> None:
    fill(ledger, [arrival("انفجرت عبوة ناسفة في مدينة الموصل العراقية أمس وقتل 3 جنود، وفق الأناضول.", "تفجير", id="far",
                          outlet="الوكالة", published=date(2024, 9, 1))])  # fmt: skip
    update_events(ledger)
    visitor, one, far = browser(site), event_of(ledger).id, event_of(ledger, "far").id
    assert one != far
    answer = decision(visitor, far, verdict="same", other=one)
    assert answer.status_code == 303
    assert visitor.get(answer.headers["location"]).status_code == 200
    assert event_of(ledger).id == event_of(ledger, "far").id
    (judged,) = ledger.judgements()
    at = f"/events/{event_of(ledger).id}"
    page = visitor.get(at).text
    back = visitor.post("/judgements/undo", data={"csrf": csrf_of(page), "judgement": judged.id, "next": at})
    assert visitor.get(back.headers["location"]).status_code == 200
    assert (event_of(ledger).id, event_of(ledger, "far").id) == (one, far)


def test_where_two_are_asked_for_nobody_closes_what_they_reviewed(tmp_path: Path) -> None:
    from dataclasses import replace

    with site_with_users(tmp_path) as plain:
        site = replace(plain, two_people=True)
        reviewer, admin = logged_in(site, "reviewer"), logged_in(site, "admin")
        close = {"verdict": "state", "value": "closed"}
        assert decision(admin, "e-kafranbel", **close).status_code == 422  # nobody has reviewed it
        assert decision(reviewer, "e-kafranbel", verdict="state", value="reviewed").status_code == 303
        assert decision(reviewer, "e-kafranbel", **close).status_code == 422
        assert decision(admin, "e-kafranbel", **close).status_code == 303
        assert [j.value for j in _states(site.ledger.judgements())] == ["reviewed", "closed"]


def _states(judgements: list[Judgement]) -> list[Judgement]:
    return [judgement for judgement in judgements if judgement.verdict == "state"]


def test_a_program_corrects_as_the_page_does(ledger: Ledger, site: Site) -> None:
    visitor = browser(site)
    csrf = csrf_of(visitor.get("/reports/one").text)
    told = {"verdict": "correct", "incident": told_of(ledger).incident.id, "attribute": "weapon", "value": "rocket"}
    answer = visitor.post("/api/v1/reports/one/decisions", json=told, headers={"x-csrf-token": csrf})
    assert answer.status_code == 201
    assert answer.json()["verdict"] == "correct"
    assert values(ledger, "weapon") == {"rocket": ledger.user}


def test_a_speaker_is_put_right_and_holds_what_the_claim_says(ledger: Ledger, site: Site) -> None:
    incident = told_of(ledger).incident
    answer = send(browser(site), verdict="correct", incident=incident.id, claim="0", attribute="speaker",
                  value="المرصد السوري لحقوق الإنسان", reason="قرأت")  # fmt: skip
    assert answer.status_code == 303, answer.text
    held = [h for s in event_of(ledger).standings for a in s.accounts for h in a.holders if h.report == "one" and h.by]
    assert {(h.speaker, h.by) for h in held} == {("sohr", ledger.user)}
