"""Words and places that nobody knew: listed with their words, explained in two clicks, read again with that, taken back."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from ledgers import findings, opened
from reviewing import UNKNOWN, browser, csrf_of, logged_in, patient, site_with_users, tell_unknown
from riwaya.adding import reread
from riwaya.gazetteer.importing import import_places
from riwaya.gazetteer.index import read_compiled
from riwaya.ledger import Ledger
from riwaya.ledger.location import locate
from riwaya.lexicon import load_lexicon
from riwaya.lexicon.load import read_folder
from riwaya.readers import ReadingOptions
from riwaya.reconciling import is_behind, reconcile_ledger
from riwaya.web.lookup import candidates
from riwaya.web.meaning import said
from riwaya.web.naming import Naming, make, take_back
from riwaya.web.own import Own
from riwaya.web.serving import Site, site_for
from riwaya.web.unknown import KINDS, Unknowns
from riwaya.web.words import unknown_names


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with opened(locate(str(tmp_path / "names.db"))) as ledger:
        tell_unknown(ledger)
        reconcile_ledger(ledger)
        yield patient(site_for(ledger, "127.0.0.1"))


@pytest.fixture
def visitor(site: Site) -> TestClient:
    return browser(site)


def post(visitor: TestClient, path: str, /, **fields: str) -> Any:
    return visitor.post(path, data={"csrf": csrf_of(visitor.get("/names").text), **fields})


def names(visitor: TestClient, kind: str) -> dict[str, int]:
    return {one["name"]: one["times"] for one in visitor.get(f"/api/v1/names?kind={kind}").json()["names"]}


def test_the_most_frequent_come_first_with_the_words_around_them(visitor: TestClient) -> None:
    told = visitor.get("/api/v1/names?kind=body").json()
    first = told["names"][0]
    assert (first["name"], first["times"], first["reports"]) == ("فيلق الشروق", 2, 2)
    assert told["total"] == len(told["names"]) and told["made"] == []
    for one in told["names"]:
        for quote in one["examples"]:
            text = {id_: f"خبر\n{text}" for text, id_ in UNKNOWN}[quote["report"]]
            assert text[quote["start"] : quote["end"]] == quote["words"]
            assert quote["words"] in one["name"] or one["name"] in quote["words"]
    assert {"تل القبرات"} <= names(visitor, "place").keys()
    page = visitor.get("/names").text
    assert "فيلق الشروق" in page and 'href="/reports/u2?start=' in page
    assert "كفرنبل" not in names(visitor, "place")


def test_a_page_at_a_time_and_the_names_that_hold_a_word(visitor: TestClient) -> None:
    told = [visitor.get(f"/api/v1/names?kind=body&limit=1&start={n}").json() for n in range(4)]
    seen = [one["name"] for page in told for one in page["names"]]
    assert len(seen) == len(set(seen)) == told[0]["total"]
    assert list(visitor.get("/api/v1/names?q=الشروق").json()["names"][0]["name"].split()) == ["فيلق", "الشروق"]
    assert visitor.get("/api/v1/names?q=لاأحد").json()["total"] == 0
    assert visitor.get("/names?kind=nothing&start=-5&q=%00").status_code == 200
    assert visitor.get("/names/one?kind=body&name=لاأحد").status_code == 404
    assert visitor.get("/names/one?kind=x&name=y").status_code == 404


@pytest.mark.parametrize(
    ("kind", "text", "means"),
    [("body", "قسد", "actors:sdf"), ("body", "قوات سوريا الديموقراطية", "actors:sdf"), ("body", "Hayat Tahrir al-Sham", "actors:hts"),
     ("body", "الاناضول", "outlets:anadolu"), ("place", "كفر نبل", "كفر نبل"), ("place", "كفرنبلل", "كفر نبل"), ("place", "بلدة الشدادى", "الشدادي")],
)  # fmt: skip
def test_what_a_name_may_mean(kind: Any, text: str, means: str) -> None:
    found = candidates(kind, text)
    assert means in (found[0].means, found[0].name), found[:3]
    assert len(found) <= 10


def test_an_alias_in_two_clicks_is_read_with_and_taken_back(site: Site, visitor: TestClient, tmp_path: Path) -> None:
    one = visitor.get("/names/one", params={"kind": "body", "name": "فيلق الشروق", "q": "قوات سوريا الديمقراطية"}).text
    assert 'value="actors:sdf"' in one
    answer = post(visitor, "/names", kind="body", name="فيلق الشروق", means="actors:sdf", reason="تابع لها")
    assert answer.headers["location"] == "/names?kind=body&saved=1#made"
    (judgement,) = site.ledger.judgements()
    assert (judgement.verdict, judgement.attribute, judgement.reason) == ("name", "body", "تابع لها")
    assert {mark.report for mark in judgement.marks} <= {"u1", "u2"} and judgement.marks
    assert findings(site.ledger) == []
    words = tmp_path / "names.words"
    assert yaml.safe_load((words / "aliases_made.yaml").read_text("utf-8")) == [
        {"id": f"made-{judgement.id}", "of": "actors", "means": "sdf", "names": ["فيلق الشروق"]}
    ]
    assert "فيلق الشروق" in load_lexicon(words).entries["actors"]["sdf"].entry.names
    (made,) = visitor.get("/api/v1/names").json()["made"]
    assert (made["meaning"]["times"], made["left"]) == (2, 2)
    assert "riwaya reread --lexicon" in visitor.get("/names").text
    assert sum(reread(site.ledger, ReadingOptions(words, processes=0))) == len(UNKNOWN)
    (made,) = visitor.get("/api/v1/names").json()["made"]
    assert made["left"] == 0 and "فيلق الشروق" not in names(visitor, "body")
    speakers = {claim.speaker.actor for told in site.ledger.told() for claim in told.incident.claims}
    assert "sdf" in speakers
    assert post(visitor, "/names/undo", judgement=judgement.id, reason="خطأ").status_code == 303
    assert not (words / "aliases_made.yaml").exists()
    assert visitor.get("/api/v1/names").json()["made"] == []
    assert findings(site.ledger) == []


def test_a_new_place_and_another_name_of_a_known_one(site: Site, visitor: TestClient, tmp_path: Path) -> None:
    known = candidates("place", "كفرنبل")[0]
    new = {"kind": "place", "name": "تل القبرات", "at": "35.9, 36.6", "place_kind": "village"}
    assert post(visitor, "/names", **new).status_code == 303
    other = next(name for name in names(visitor, "place") if "النسور" in name)
    assert post(visitor, "/names", kind="place", name=other, means=known.means).status_code == 303
    assert post(visitor, "/names", **new).status_code == 409
    assert "قال أحدهم" in post(visitor, "/names", **new).text
    places = site.additions.places
    assert places == tmp_path / "names.places.json.gz"
    made = read_compiled(places)
    assert made.columns[0] == ["user:تل-القبرات@35.900,36.600", known.means]
    list(reread(site.ledger, ReadingOptions(None, places, processes=0)))
    where = {told.report.id: told.incident.where for told in site.ledger.told()}
    assert (where["u1"].id, where["u1"].lat, where["u1"].country) == ("user:تل-القبرات@35.900,36.600", 35.9, "SY")  # type: ignore[union-attr]
    assert where["u3"].id == known.means  # type: ignore[union-attr]
    assert {one["left"] for one in visitor.get("/api/v1/names?kind=place").json()["made"]} == {0}
    with site.ledger.database.reading() as connection:
        ids = [one.judgement.id for one in said(connection)]
    for id_ in ids:
        visitor.post(
            "/api/v1/judgements/" + id_ + "/undo",
            json={},
            headers={"x-csrf-token": csrf_of(visitor.get("/names").text)},
        )
    visitor.get("/names")
    assert read_compiled(places).columns[0] == []


def test_what_a_user_wrote_and_imported_stays(site: Site, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    written = tmp_path / "mine" / "actors.yaml"
    written.write_text("- id: sun\n  names: [جيش الشمس]\n", encoding="utf-8")
    table = tmp_path / "places.csv"
    table.write_text("name,lat,lon,kind\nقصر الريحان,36.4,40.2,village\n", encoding="utf-8")
    places = tmp_path / "mine.gz"
    import_places([table], places)
    before = written.read_bytes(), places.read_bytes()
    mine = site_for(site.ledger, "127.0.0.1")
    object.__setattr__(mine, "own", Own(tmp_path / "mine", places))
    visitor = browser(mine)
    post(visitor, "/names", kind="body", name="شبكة السهول", means="actors:snhr")
    post(visitor, "/names", kind="place", name="تل القبرات", at="35.9, 36.6", place_kind="town")
    lexicon = load_lexicon(tmp_path / "mine")
    assert lexicon.entries["actors"]["sun"] and "شبكة السهول" in lexicon.entries["actors"]["snhr"].entry.names
    assert len(read_compiled(places).columns[0]) == 2
    with site.ledger.database.reading() as connection:
        for one in said(connection):
            post(visitor, "/names/undo", judgement=one.judgement.id)
    assert (written.read_bytes(), places.read_bytes()) == before


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"kind": "body", "means": "actors:nobody"}, 422), ({"kind": "body", "means": "geonames:1"}, 422), ({"kind": "body"}, 422),
     ({"kind": "body", "at": "35, 36", "place_kind": "village"}, 422), ({"kind": "king", "means": "actors:sdf"}, 404),
     ({"kind": "body", "name": "لا أحد", "means": "actors:sdf"}, 404), ({"kind": "body", "name": "", "means": "actors:sdf"}, 422),
     ({"kind": "place", "name": "تل القبرات", "at": "95, 36", "place_kind": "village"}, 422),
     ({"kind": "place", "name": "تل القبرات", "at": "35, 36", "place_kind": "country"}, 422),
     ({"kind": "place", "name": "تل القبرات", "at": "0, 0", "place_kind": "village"}, 422),
     ({"kind": "place", "name": "تل القبرات", "means": "actors:sdf"}, 422)],
)  # fmt: skip
def test_what_no_name_can_mean(fields: dict[str, str], status: int, site: Site, visitor: TestClient) -> None:
    answer = post(visitor, "/names", **{"name": "فيلق الشروق", **fields})
    assert answer.status_code == status
    assert site.ledger.judgements() == []
    assert not site.additions.words.exists() and not site.additions.places.exists()


ODD = st.one_of(st.text(max_size=40), st.sampled_from(["", "0", "9" * 400, "nan, inf", "95, 200", "35, 36", "actors:", ":", "geonames:168661", "\ud800", "a\x00b",
                "body", "place", "village", "فيلق الشروق", "تل القبرات", "actors:sdf", "user:x@1,2", "../../etc/passwd"]))  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(st.sampled_from("kind name means at place_kind reason".split()), ODD, max_size=6))
def test_odd_meanings_never_break_it(body: dict[str, str], site: Site, visitor: TestClient) -> None:
    told = {name: value.encode("utf-8", "replace").decode() for name, value in body.items()}
    headers = {"x-csrf-token": csrf_of(visitor.get("/names").text)}
    assert visitor.post("/api/v1/names", json=told, headers=headers).status_code in (201, 404, 409, 422)
    assert post(visitor, "/names", **told).status_code in (303, 404, 409, 422)
    assert visitor.get("/api/v1/names/candidates", params={"q": told.get("name", ""), "kind": "place"}).status_code in (200, 422)  # fmt: skip
    words = site.additions.words
    assert not words.is_dir() or {sourced.kind for sourced in read_folder(words)} <= {"aliases"}


def test_reading_again_by_the_button(site: Site, visitor: TestClient) -> None:
    post(visitor, "/names", kind="body", name="فيلق الشروق", means="actors:sdf")
    assert post(visitor, "/names/reread").headers["location"] == "/names#made"
    began = time.monotonic()
    while visitor.get("/api/v1/names/reread").json()["running"] and time.monotonic() - began < 120:
        time.sleep(0.2)
    told = visitor.get("/api/v1/names/reread").json()
    assert not told["running"] and not told["failed"], told
    assert f"read {len(UNKNOWN)} again" in told["told"] and "events" in told["told"]
    assert visitor.get("/api/v1/names").json()["made"][0]["left"] == 0
    assert 'role="status">تمت إعادة القراءة' in visitor.get("/names").text
    assert findings(site.ledger) == []
    assert visitor.get("/api/v1/events?actor=sdf").json()["events"]


def test_reading_again_that_fails_says_why(site: Site, visitor: TestClient) -> None:
    site.additions.words.mkdir()
    (site.additions.words / "actors.yaml").write_text("- id: sun\n", encoding="utf-8")
    post(visitor, "/names/reread")
    while site.rereading.running:
        time.sleep(0.1)
    assert site.rereading.failed
    page = visitor.get("/names").text
    assert "actors.yaml:1: entry" in page and 'role="alert"' in page


def test_only_reviewers_say_what_names_mean(tmp_path: Path) -> None:
    with site_with_users(tmp_path) as site:
        tell_unknown(site.ledger)
        looking = {role: logged_in(site, role).get("/names/one", params={"kind": "place", "name": "تل القبرات"}).text
                   for role in ("viewer", "analyst", "reviewer")}  # fmt: skip
        assert [bool(re.search(r'name="means"|name="at"', page)) for page in looking.values()] == [False, False, True]
        assert "riwaya reread" not in logged_in(site, "analyst").get("/names").text


def test_names_are_counted_in_the_newest_readings_alone(site: Site, tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "aliases.yaml").write_text(
        "- id: a\n  of: actors\n  means: sdf\n  names: [فيلق الشروق]\n", "utf-8"
    )
    unknowns = Unknowns()
    with site.ledger.database.reading() as connection:
        assert unknowns.known_as(connection, "body", "فيلق الشروق")
    list(reread(site.ledger, ReadingOptions(tmp_path / "w", processes=0)))
    with site.ledger.database.reading() as connection:
        assert unknowns.known_as(connection, "body", "فيلق الشروق") is None
        assert unknowns.known_as(connection, "body", "شبكه السهول")


def test_in_either_database(ledger: Ledger, tmp_path: Path) -> None:
    tell_unknown(ledger)
    reconcile_ledger(ledger)
    site = patient(site_for(ledger, "127.0.0.1"))
    object.__setattr__(site, "own", Own(tmp_path / "w", tmp_path / "p.gz"))
    assert site.local
    made = make(site, site.local, Naming("body", "فيلق الشروق", means="actors:sdf", reason="تابع لها"))
    make(site, site.local, Naming("place", "تل القبرات", at="35.9, 36.6", place_kind="village"))
    assert findings(ledger) == [] and not is_behind(ledger)
    list(reread(ledger, ReadingOptions(tmp_path / "w", tmp_path / "p.gz", processes=0)))
    told = {kind: unknown_names(site, kind, "", 0, 9) for kind in KINDS}
    assert [one.left for page in told.values() for one in page.made] == [0, 0]
    assert take_back(site, site.local, [made.id], "خطأ")[0].undoes == made.id
    assert unknown_names(site, "body", "", 0, 9).made == []
    assert findings(ledger) == []
