"""The review page at work: what the list shows and lets through, what decisions come to, in both languages."""

from __future__ import annotations

import re
import string
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from ledgers import dumped, findings
from reviewing import browser, csrf_of, decision, logged_in, new_ledger, patient, site_with_users, tell
from riwaya import model
from riwaya.ledger import Decision, Ledger
from riwaya.marking import KINDS
from riwaya.model import Event, Judgement, Mark, Membership, Span
from riwaya.reconcile.bodies import default_bodies
from riwaya.reconcile.records import track_records
from riwaya.reconciling import events_told, reconcile_ledger
from riwaya.web import index
from riwaya.web.accounts import Accounts
from riwaya.web.deciding import ATTRIBUTES, GRADES
from riwaya.web.filters import Cursor, Order, cursor_of, filters_of
from riwaya.web.language import LANGUAGES, catalogue, words_for
from riwaya.web.listing import records
from riwaya.web.roles import ROLES, STATES, User
from riwaya.web.serving import Site, site_for

WEB = Path(model.__file__).parent / "web"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site for one local user."""
    with new_ledger(tmp_path) as ledger:
        yield patient(site_for(ledger, "127.0.0.1"))


@pytest.fixture
def visitor(site: Site) -> TestClient:
    return browser(site)


def ids(visitor: TestClient, **filters: Any) -> list[str]:
    """The events of the API's list."""
    answer = visitor.get("/api/v1/events", params=filters)
    assert answer.status_code == 200, answer.text
    return [event["id"] for event in answer.json()["events"]]


def shown(visitor: TestClient, **filters: Any) -> list[str]:
    """The events of the page's list."""
    return re.findall(r'class="title" href="/events/([^"]+)"', visitor.get("/", params=filters).text)


NARROWED = [
    ({}, ["e-kafranbel", "e-shaddadi", "e-hostile"]),
    ({"order": "day"}, ["e-shaddadi", "e-kafranbel", "e-hostile"]),
    ({"q": "كفرنبل"}, ["e-kafranbel"]),
    ({"q": "الشدادى"}, ["e-shaddadi"]),
    ({"q": "شدادي"}, ["e-shaddadi"]),
    ({"q": "قَصْف النفى"}, ["e-kafranbel"]),
    ({"q": "قصف الشدادي"}, []),
    ({"q": "مدني قصف"}, ["e-kafranbel"]),
    ({"q": "؟!"}, []),
    ({"place": "الشدادى"}, ["e-shaddadi"]),
    ({"place": "إدلب"}, ["e-kafranbel"]),
    ({"actor": "isis"}, ["e-shaddadi"]),
    ({"actor": "تنظيم الدولة الاسلاميه"}, ["e-shaddadi"]),
    ({"type": "suicide_bomb"}, ["e-shaddadi"]),
    ({"grade": "contested"}, ["e-kafranbel"]),
    ({"dispute": "killed"}, ["e-kafranbel"]),
    ({"dispute": "any"}, ["e-kafranbel"]),
    ({"source": "النشرة"}, ["e-kafranbel", "e-shaddadi"]),
    ({"since": "2024-05-13"}, ["e-kafranbel", "e-shaddadi"]),
    ({"since": "2024-05-13", "until": "2024-05-13"}, ["e-kafranbel"]),
    ({"state": "closed"}, []),
    ({"q": "' OR 1=1 --"}, []),
]


@pytest.mark.parametrize(("filters", "wanted"), NARROWED, ids=lambda value: str(value))
def test_what_a_filter_lets_through(filters: dict[str, str], wanted: list[str], visitor: TestClient) -> None:
    found = ids(visitor, **filters)
    assert found == wanted
    assert shown(visitor, **filters) == found
    assert sum(visitor.get("/api/v1/counts", params={**filters, "state": ""}).json().values()) >= len(found)


def test_what_a_page_cannot_read_it_says_and_the_api_refuses(visitor: TestClient) -> None:
    page = visitor.get("/", params={"since": "أمس"})
    assert page.status_code == 200
    assert "لم يفهم الشرط" in page.text
    for wrong in ({"since": "أمس"}, {"order": "x"}, {"cursor": "x"}, {"limit": 0}, {"limit": 10**30}, {"q": "x" * 300}):
        assert visitor.get("/api/v1/events", params=wrong).status_code == 422


@pytest.mark.parametrize("order", ["need", "day"])
def test_pages_meet_without_gap_or_overlap(order: str, site: Site, visitor: TestClient) -> None:
    first = site.ledger.event("e-shaddadi")
    assert first is not None
    events = [replace(first, id=f"e{n:03}", sources=n % 7) for n in range(95)]
    site.ledger.store_events(events)
    whole = ids(visitor, order=order, limit=200)
    assert sorted(whole) == sorted(event.id for event in events)
    told: list[str] = []
    cursors = [""]
    while True:
        answer = visitor.get("/api/v1/events", params={"order": order, "limit": 20, "cursor": cursors[-1]}).json()
        told += [event["id"] for event in answer["events"]]
        if answer["next"] is None:
            break
        cursors.append(answer["next"])
    assert told == whole
    back = answer["previous"]
    seen = [event["id"] for event in answer["events"]]
    while back:
        answer = visitor.get("/api/v1/events", params={"order": order, "limit": 20, "cursor": back}).json()
        seen = [event["id"] for event in answer["events"]] + seen
        back = answer["previous"]
    assert seen == whole
    page = visitor.get("/", params={"order": order}).text
    onward = re.search(r'rel="next" href="([^"]+)"', page)
    assert onward
    following = visitor.get(onward[1].replace("&amp;", "&"))
    assert re.findall(r'href="/events/([^"]+)"', following.text) == whole[50:]


def test_the_index_follows_the_ledger_and_can_be_deleted(site: Site, visitor: TestClient) -> None:
    assert len(ids(visitor)) == 3
    shaddadi = site.ledger.event("e-shaddadi")
    assert shaddadi is not None
    site.ledger.store_events([replace(shaddadi, id="e-new")], gone=["e-shaddadi"])
    assert sorted(ids(visitor)) == ["e-hostile", "e-kafranbel", "e-new"]
    before = visitor.get("/api/v1/events").json()
    site.index.path.unlink()
    assert visitor.get("/api/v1/events").json() == before
    site.index.path.write_bytes(b"no database at all" * 1000)
    assert visitor.get("/api/v1/events").status_code in (200, 503)


def test_an_event_shows_accounts_denials_figures_and_reasons(visitor: TestClient) -> None:
    page = visitor.get("/events/e-kafranbel").text
    for words in (
        "12",
        "7–9",
        "18+",
        "ينفي",
        "مختلف فيه",
        "same day, 1",
        "competing claims",
        "<svg",
        'class="end"',
        "متنازع عليها",
    ):
        assert words in page
    link = re.search(r'class="quote" href="([^"]+)"', page)
    assert link
    report = visitor.get(link[1].replace("&amp;", "&").split("#")[0])
    assert 'id="asked"' in report.text
    assert re.search(r'<mark id="asked"[^>]*>', report.text)
    assert visitor.get("/events/none").status_code == 404


def test_a_page_does_not_wait_for_an_index_that_takes_long(
    site: Site, visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(ids(visitor)) == 3
    go_on = threading.Event()
    described = index.described_events
    monkeypatch.setattr(index, "described_events", lambda *given: go_on.wait(60) and described(*given))
    site.index.patience = 0.01
    site.ledger.store_events([], gone=["e-shaddadi"])
    site.ledger.store_events([replace(event, id="e-more") for event in site.ledger.events()][:1], gone=[])
    page = visitor.get("/")
    assert "تلحق بما تغير" in page.text
    assert page.text.count('class="line') == 3
    go_on.set()
    site.index.patience = 60.0
    assert len(ids(visitor)) == 3
    assert "e-shaddadi" not in ids(visitor)


def test_an_index_that_cannot_be_written_is_no_empty_list(site: Site, visitor: TestClient) -> None:
    assert visitor.get("/").status_code == 200
    site.index.path.unlink()
    site.index.path.mkdir()
    assert visitor.get("/").status_code == 503
    assert visitor.get("/api/v1/events").status_code == 503


DECISIONS = [
    ({"verdict": "state", "value": "in_review"}, "state", "in_review"),
    ({"verdict": "grade", "value": "fair"}, "grade", "fair"),
    ({"verdict": "value", "attribute": "killed", "value": "7-9"}, "killed", "7-9"),
    ({"verdict": "value", "attribute": "day", "value": "2024-05-12/2024-05-13"}, "day", "2024-05-12/2024-05-13"),
    ({"verdict": "value", "attribute": "perpetrator", "value": "syria-gov"}, "perpetrator", "syria-gov"),
]


@pytest.mark.parametrize(("asked", "attribute", "value"), DECISIONS)
def test_a_decision_is_a_judgement_and_can_be_taken_back(
    asked: dict[str, str], attribute: str, value: str, site: Site, visitor: TestClient
) -> None:
    before = visitor.get("/api/v1/events/e-kafranbel").json()
    assert decision(visitor, "e-kafranbel", **asked, reason="سبب").headers["location"] == "/events/e-kafranbel?saved=1"
    (judgement,) = site.ledger.judgements()
    assert (judgement.verdict, judgement.attribute, judgement.value, judgement.reason) == (
        asked["verdict"],
        attribute,
        value,
        "سبب",
    )
    assert len(judgement.marks) == 3
    after = visitor.get("/api/v1/events/e-kafranbel").json()
    told = {**after["decided"], "state": after["state"], "grade": after["grade"]["name"]}
    assert told[attribute] == value
    page = visitor.get("/events/e-kafranbel").text
    taken = {"csrf": csrf_of(page), "judgement": judgement.id, "next": "/events/e-kafranbel", "reason": "خطأ"}
    assert visitor.post("/judgements/undo", data=taken).headers["location"] == "/events/e-kafranbel"
    assert visitor.post("/judgements/undo", data=taken).status_code == 409
    assert site.ledger.judgements() == []
    assert [j.verdict for j in site.ledger.judgements(undone=True)] == [asked["verdict"], "undo"]
    again = visitor.get("/api/v1/events/e-kafranbel").json()
    assert {n: again[n] for n in ("state", "grade", "decided")} == {n: before[n] for n in ("state", "grade", "decided")}
    assert findings(site.ledger) == []


REFUSED = [
    {"verdict": "state", "value": "finished"}, {"verdict": "grade", "value": "<b>"}, {"verdict": "note", "reason": " "},
    {"verdict": "value", "attribute": "killed", "value": "many"}, {"verdict": "value", "attribute": "day", "value": "yesterday"},
    {"verdict": "value", "attribute": "colour", "value": "red"}, {"verdict": "value", "attribute": "place", "value": ""},
    {"verdict": "same"}, {"verdict": "same", "other": "none"}, {"verdict": "same", "other": "e-kafranbel"}, {"verdict": "different"},
    {"verdict": "undo"}, {"verdict": "other"}, {},
]  # fmt: skip


@pytest.mark.parametrize("asked", REFUSED, ids=str)
def test_a_decision_that_makes_no_sense_is_refused_in_words(
    asked: dict[str, str], site: Site, visitor: TestClient
) -> None:
    answer = decision(visitor, "e-kafranbel", **asked)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert site.ledger.judgements(undone=True) == []


def test_same_different_and_a_split_name_the_words_concerned(site: Site, visitor: TestClient) -> None:
    kafranbel, shaddadi = (site.ledger.event(id_) for id_ in ("e-kafranbel", "e-shaddadi"))
    assert kafranbel and shaddadi
    triggers = {
        incident.id: Mark(r.report.id, incident.trigger) for r in site.ledger.readings() for incident in r.incidents
    }
    mine, theirs = ([triggers[m.incident] for m in event.members] for event in (kafranbel, shaddadi))
    assert decision(visitor, "e-kafranbel", verdict="same", other="e-shaddadi").status_code == 303
    assert decision(visitor, "e-kafranbel", verdict="different", other="e-shaddadi").status_code == 303
    out = kafranbel.members[2].incident
    assert decision(visitor, "e-kafranbel", verdict="different", incident=[out]).status_code == 303
    told = [(j.verdict, set(j.marks)) for j in site.ledger.judgements()]
    assert told == [
        ("same", {*mine, *theirs}),
        *[("different", {mark, theirs[0]}) for mark in mine],
        ("different", {mine[2], mine[0]}),
        ("different", {mine[2], mine[1]}),
    ]
    everything = [member.incident for member in kafranbel.members]
    assert decision(visitor, "e-kafranbel", verdict="different", incident=everything).status_code == 422
    page = visitor.get("/events/e-kafranbel").text
    groups = re.findall(r'(?:<input type="hidden" name="judgement" value="[0-9a-f]+">)+', page)
    assert len(groups) <= 3
    latest = re.findall(r'name="judgement" value="([0-9a-f]+)"', groups[0])
    assert visitor.post("/judgements/undo", data={"csrf": csrf_of(page), "judgement": latest}).status_code == 303
    assert [j for j in site.ledger.judgements() if j.id in latest] == []


def test_the_second_writer_sees_what_changed(site: Site, visitor: TestClient) -> None:
    page = visitor.get("/events/e-kafranbel").text
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert seen
    late = {"csrf": csrf_of(page), "seen": seen[1], "verdict": "grade", "value": "weak"}
    assert decision(visitor, "e-kafranbel", verdict="grade", value="fair", reason="الأول").status_code == 303
    answer = visitor.post("/events/e-kafranbel/decide", data=late)
    assert answer.status_code == 409
    assert "تغير الحدث" in answer.text and "الأول" in answer.text
    assert [j.value for j in site.ledger.judgements()] == ["fair"]
    fresh = re.search(r'name="seen" value="([0-9a-f]+)"', answer.text)
    assert fresh
    assert visitor.post("/events/e-kafranbel/decide", data={**late, "seen": fresh[1]}).status_code == 303
    assert [j.value for j in site.ledger.judgements()] == ["fair", "weak"]


def test_of_many_at_once_one_decides_and_none_is_lost(site: Site, visitor: TestClient) -> None:
    page = visitor.get("/events/e-kafranbel").text
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert seen
    told = {"csrf": csrf_of(page), "seen": seen[1], "verdict": "note"}
    answers: list[int] = []

    def one(number: int) -> None:
        answers.append(
            visitor.post("/events/e-kafranbel/decide", data={**told, "reason": f"ملاحظة {number}"}).status_code
        )

    threads = [threading.Thread(target=one, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, *[409] * 5]
    assert len(site.ledger.judgements()) == 1
    assert findings(site.ledger) == []


def test_each_signs_and_only_a_reviewer_takes_back_another_s(tmp_path: Path) -> None:
    with site_with_users(tmp_path) as site:
        analyst, reviewer = logged_in(site, "analyst"), logged_in(site, "reviewer")
        decision(reviewer, "e-kafranbel", verdict="grade", value="fair")
        decision(analyst, "e-kafranbel", verdict="grade", value="weak")
        first, second = site.ledger.judgements()
        assert (first.user, second.user) == ("reviewer", "analyst")
        token = csrf_of(analyst.get("/").text)
        assert (
            analyst.post("/judgements/undo", data={"csrf": token, "judgement": [second.id, first.id]}).status_code
            == 403
        )
        assert len(site.ledger.judgements()) == 2
        token = csrf_of(reviewer.get("/").text)
        assert reviewer.post("/judgements/undo", data={"csrf": token, "judgement": [second.id]}).status_code == 303
        assert site.ledger.judgements() == [first]
        assert decision(analyst, "e-kafranbel", verdict="state", value="reviewed").status_code == 403
        assert 'value="reviewed"' not in analyst.get("/events/e-kafranbel").text
        assert "دورك يتيح الاطلاع" in logged_in(site, "viewer").get("/events/e-kafranbel").text


def test_a_settled_event_goes_down_and_comes_back_when_it_grows(site: Site, visitor: TestClient) -> None:
    assert decision(visitor, "e-kafranbel", verdict="state", value="reviewed").status_code == 303
    assert ids(visitor)[-1] == "e-kafranbel"
    assert visitor.get("/api/v1/counts").json() == {**dict.fromkeys(STATES, 0), "new": 2, "reviewed": 1}
    kafranbel, shaddadi = (site.ledger.event(id_) for id_ in ("e-kafranbel", "e-shaddadi"))
    assert kafranbel and shaddadi
    site.ledger.store_events([replace(kafranbel, members=(*kafranbel.members, *shaddadi.members))], gone=["e-shaddadi"])
    assert ids(visitor)[0] == "e-kafranbel"
    assert "زاد بعد القرار" in visitor.get("/").text
    assert visitor.get("/api/v1/events/e-kafranbel").json()["grown"] is True


def test_an_undoing_that_is_undone_stands_again(site: Site, visitor: TestClient) -> None:
    decision(visitor, "e-kafranbel", verdict="grade", value="fair")
    (first,) = site.ledger.judgements()
    for undoes in (first.id, site.ledger.judge(Decision("undo", undoes=first.id)).id):
        ledger_says = site.ledger.judgements()
        if undoes != first.id:
            assert ledger_says == []
            site.ledger.judge(Decision("undo", undoes=undoes))
    assert site.ledger.judgements() == [first]
    assert visitor.get("/api/v1/events/e-kafranbel").json()["grade"]["name"] == "fair"
    token = csrf_of(visitor.get("/events/e-kafranbel").text)
    assert visitor.post("/judgements/undo", data={"csrf": token, "judgement": [first.id]}).status_code == 303


def test_reading_pages_changes_nothing(site: Site, visitor: TestClient) -> None:
    before = dumped(site.ledger)
    for place in (
        "/",
        "/?q=قصف",
        "/events/e-kafranbel",
        "/speakers",
        "/overview",
        "/refused",
        "/verify",
        "/api/v1/events",
        "/language?to=en&next=/",
    ):
        assert visitor.get(place).status_code in (200, 303)
    assert dumped(site.ledger) == before


def test_verify_tells_that_it_is_whole_and_when_it_is_not(site: Site, visitor: TestClient) -> None:
    def checked() -> str:
        visitor.post("/verify", data={"csrf": csrf_of(visitor.get("/verify").text)})
        for _ in range(600):
            page = visitor.get("/verify").text
            if not site.checking.running:
                return visitor.get("/verify").text
            threading.Event().wait(0.05)
        return page

    assert "السجل كامل لم يمس" in checked()
    with site.ledger.database.writing() as connection:
        connection.exec_driver_sql("UPDATE versions SET title = 'غيره' WHERE number = 1")
    assert "مواضع لا تصح" in checked()


def test_a_report_shows_its_words_marks_and_hash(site: Site, visitor: TestClient) -> None:
    event = site.ledger.event("e-kafranbel")
    assert event is not None
    id_ = event.members[0].report
    page = visitor.get(f"/reports/{id_}").text
    reading = site.ledger.reading(id_)
    assert reading is not None
    assert reading.report.sha256 in page
    assert 'href="/events/e-kafranbel"' in page
    words = re.search(r'<div class="text">(.*?)</div>', page, re.DOTALL)
    assert words and re.sub("<[^>]+>", "", words[1]) == reading.report.text
    for odd in ("?start=x&end=5", "?start=5&end=2", "?start=0&end=999999999", "?start=-1&end=3"):
        assert visitor.get(f"/reports/{id_}{odd}").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_in_both_languages(language: str, site: Site, visitor: TestClient) -> None:
    visitor.get("/language", params={"to": language, "next": "/"})
    other = "Side by side" if language == "ar" else "جنبا إلى جنب"
    report = site.ledger.event("e-kafranbel").members[0].report  # type: ignore[union-attr]
    for place in (
        "/",
        "/events/e-kafranbel",
        f"/reports/{report}",
        "/speakers",
        "/overview",
        "/refused",
        "/verify",
        "/login",
        "/users",
        "/none",
    ):
        page = visitor.get(place).text
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
        assert other.lower() not in page.lower()
        assert len(page.encode()) < 100_000


def test_the_catalogue_is_complete() -> None:
    told = catalogue()
    for key, sentences in told.items():
        assert set(sentences) == set(LANGUAGES), key
        fields = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in sentences.values()]
        assert fields[0] == fields[1], key
        assert all(sentences.values()), key
    sources = "\n".join(path.read_text("utf-8") for path in [*WEB.rglob("*.html"), *WEB.rglob("*.py")])
    used = set(re.findall(r'\bt\(\s*"(\w+)"', sources)) | set(re.findall(r"\bt\(\s*'(\w+)'", sources))
    assert {f"order_{order}" for order in get_args(Order)} | {f"month_{n}" for n in range(1, 13)} <= told.keys()
    assert used - {"order_"} <= told.keys()
    plain = {key for key in told if "." not in key}
    unused = {
        key
        for key in plain
        if f'"{key}"' not in sources and f"'{key}'" not in sources and not key.startswith(("month_", "order_"))
    }
    assert not unused
    labels = {
        "state": STATES, "role": ROLES, "verdict": get_args(model.Verdict), "standing": get_args(model.State), "stance": get_args(model.Stance),
        "link": get_args(model.Role), "mark": KINDS, "grade": GRADES, "attribute": (*ATTRIBUTES, "event", "any", *get_args(model.Outcome)),
    }  # fmt: skip
    for kind, codes in labels.items():
        assert not [code for code in codes if f"{kind}.{code}" not in told], kind


def test_days_are_written_in_both_month_styles() -> None:
    assert words_for("ar").day("2024-05-14") == "14 أيار/مايو 2024"
    assert words_for("en").days("2024-05-14", "2024-05-15") == "14 May 2024 – 15 May 2024"
    assert words_for("xx").day("not a day") == "not a day"
    assert words_for("ar").value("perpetrator", "isis+sdf") == "تنظيم الدولة الإسلامية + قوات سوريا الديمقراطية"


@pytest.mark.parametrize(
    ("language", "first", "last", "wanted"),
    [
        ("ar", "2024-05-14", "", "14 أيار/مايو 2024 (6 ذو القعدة 1445 هـ)"),
        ("en", "2024-05-14", "", "14 May 2024 (6 Dhu al-Qa'dah 1445 AH)"),
        ("ar", "2024-03-10", "2024-03-11", "10 آذار/مارس 2024 – 11 آذار/مارس 2024 (29 شعبان 1445 – 1 رمضان 1445 هـ)"),
        ("en", "1924-07-31", "", "31 July 1924"),  # before the tables of Umm al-Qura begin
        ("en", "1924-08-01", "", "1 August 1924 (1 Muharram 1343 AH)"),
        ("en", "2077-11-17", "", "17 November 2077"),  # after they end
        ("en", "0001-01-01", "9999-12-31", "1 January 1 – 31 December 9999"),
        ("en", "", "", "day unknown"),
        ("en", "some day", "", "some day"),
    ],
)
def test_hijri_days_stand_beside_gregorian_ones_on_wish(language: str, first: str, last: str, wanted: str) -> None:
    assert words_for(language, "hijri").days(first, last) == wanted
    assert "(" not in words_for(language).days(first, last)


def test_the_calendar_is_a_setting_of_the_page(site: Site, visitor: TestClient) -> None:
    assert "هـ)" not in visitor.get("/").text
    answer = visitor.get("/calendar", params={"to": "hijri", "next": "/events/e-kafranbel"})
    assert answer.headers["location"] == "/events/e-kafranbel"
    for place in ("/", "/events/e-kafranbel", f"/reports/{_reports(site)[0]}"):
        assert "(6 ذو القعدة 1445 هـ)" in visitor.get(place).text or "(5 ذو القعدة 1445 هـ)" in visitor.get(place).text
    visitor.get("/calendar", params={"to": "", "next": "/"})
    assert "هـ)" not in visitor.get("/").text
    assert visitor.get("/calendar", params={"to": "<b>", "next": "//evil.example"}).headers["location"] == "/"


def test_the_page_over_either_database(ledger: Ledger, tmp_path: Path) -> None:
    tell(ledger)
    me = User(ledger.user, "admin")
    own = Site(ledger, index.Index(ledger, tmp_path / "index.db", 120.0), Accounts(tmp_path / "users.db"), me, False)
    visitor = browser(own)
    assert ids(visitor, q="كفرنبل") == ["e-kafranbel"]
    assert decision(visitor, "e-kafranbel", verdict="grade", value="fair").status_code == 303
    assert visitor.get("/api/v1/events/e-kafranbel").json()["grade"]["name"] == "fair"
    assert ids(visitor, grade="fair") == ["e-kafranbel"]
    (judgement,) = ledger.judgements()
    token = csrf_of(visitor.get("/verify").text)
    assert visitor.post("/judgements/undo", data={"csrf": token, "judgement": judgement.id}).status_code == 303
    report = ledger.event("e-kafranbel").members[0].report  # type: ignore[union-attr]
    for place in ("/speakers", "/refused", "/verify", f"/reports/{report}"):
        assert visitor.get(place).status_code == 200
    assert findings(ledger) == []


def test_cursors_and_filters_survive_the_address() -> None:
    cursor = Cursor(-5, "", "ا", True)
    assert cursor_of(str(cursor)) == cursor
    filters, wrong = filters_of({"q": " قصف ", "since": "2024-05-14", "type": "", "until": "x", "state": "y" * 300})
    assert (filters.q, str(filters.since), filters.type) == ("قصف", "2024-05-14", None)
    assert wrong == {"until": "x", "state": "y" * 40 + "…"}
    assert filters.as_query(state="new") == "q=%D9%82%D8%B5%D9%81&since=2024-05-14&state=new"


def test_judgements_find_their_event_by_overlapping_words(site: Site) -> None:
    from riwaya.web.queries import Decisions

    event: Event | None = site.ledger.event("e-shaddadi")
    assert event is not None
    member: Membership = event.members[0]
    trigger = next(i.trigger for r in site.ledger.readings() for i in r.incidents if i.id == member.incident)
    made: Judgement = site.ledger.judge(
        Decision("note", (Mark(member.report, Span(trigger.start, trigger.start + 1)),), "هنا")
    )
    site.ledger.judge(Decision("note", (Mark(member.report, Span(trigger.end, trigger.end + 1)),), "هناك"))
    with site.ledger.database.reading() as connection:
        found = Decisions(connection, [member.report]).about({member.report: [trigger]})
    assert found == [made]


def test_a_merge_and_its_undoing_take_effect_at_once(site: Site, visitor: TestClient) -> None:
    reconcile_ledger(site.ledger)
    before = sorted(ids(visitor))
    events = {event.id: event for event in site.ledger.events()}
    one, other = (
        next(id_ for id_, e in events.items() if any(m.report == t for m in e.members)) for t in _reports(site)
    )
    answer = decision(visitor, one, verdict="same", other=other, reason="خبر واحد")
    assert answer.status_code == 303
    now = answer.headers["location"].removeprefix("/events/").removesuffix("?saved=1")
    assert {one, other} - set(ids(visitor)) and len(ids(visitor)) == len(before) - 1
    merged = site.ledger.event(now)
    assert merged is not None
    assert {m.incident for m in merged.members} == {m.incident for e in (one, other) for m in events[e].members}
    (judgement,) = site.ledger.judgements()
    token = csrf_of(visitor.get("/verify").text)
    assert visitor.post("/judgements/undo", data={"csrf": token, "judgement": judgement.id}).status_code == 303
    assert sorted(ids(visitor)) == before
    assert findings(site.ledger) == []


def _reports(site: Site) -> tuple[str, str]:
    """Two reports of different events."""
    told = list(site.ledger.told())
    return told[0].report.id, next(t.report.id for t in told if t.report.title == "تفجير في الشدادي")


def test_the_page_of_speakers_says_what_the_command_says(site: Site, visitor: TestClient) -> None:
    reconcile_ledger(site.ledger)
    told = track_records(*events_told(site.ledger), default_bodies())
    visitor.get("/speakers")
    assert told and records(site.index, 100) == told
    rows = re.findall(r'<th scope="row">.*?actor=([^"]+)".*?</th><td>(\d+)</td>', visitor.get("/speakers").text, re.S)
    assert [(unquote(name), int(count)) for name, count in rows] == [(r.name, r.claims) for r in told]
