"""Saved filters and the page of sources: kept by user in either database, and what feeds, outlets and refusals tell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from ledgers import arrival, fill, findings
from reviewing import browser, csrf_of, logged_in, new_ledger, patient, site_with_users
from riwaya.errors import NotArabic, OutOfReach
from riwaya.ledger import Ledger
from riwaya.sources.feedlist import WatchState, read_feeds, read_state, state_path
from riwaya.sources.polling import Clock, poll
from riwaya.web.deciding import Refused
from riwaya.web.roles import User
from riwaya.web.saved import SavedFilter, forget, save, saved_of
from riwaya.web.serving import Site, site_for
from riwaya.web.sources import watched
from riwaya.web.tallying import OutletCount, Outlets

LAYLA, SAMI = User("ليلى", "viewer"), User("سامي", "admin")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with new_ledger(tmp_path) as ledger:
        yield patient(site_for(ledger, "127.0.0.1"))


def test_filters_are_kept_by_user_and_name_in_either_database(ledger: Ledger) -> None:
    save(ledger, LAYLA, "  خلافات   مايو ", "dispute=any&since=2024-05-01&cursor=x&unknown=1")
    save(ledger, LAYLA, "إدلب", "place=إدلب&order=day")
    save(ledger, SAMI, "إدلب", "place=SY")
    assert saved_of(ledger, LAYLA) == [
        SavedFilter("إدلب", "place=%D8%A5%D8%AF%D9%84%D8%A8&order=day"),
        SavedFilter("خلافات مايو", "since=2024-05-01&dispute=any"),
    ]
    save(ledger, LAYLA, "إدلب", "place=حلب")
    assert saved_of(ledger, LAYLA)[0].query == "place=%D8%AD%D9%84%D8%A8"
    forget(ledger, LAYLA, "إدلب")
    with pytest.raises(Refused, match="no_such_filter"):
        forget(ledger, LAYLA, "إدلب")
    assert [one.name for one in saved_of(ledger, SAMI)] == ["إدلب"]
    assert findings(ledger) == []


@pytest.mark.parametrize(
    ("name", "query", "key"),
    [("", "q=x", "no_filter_name"), ("ا" * 61, "q=x", "no_filter_name"), (" \u200f ", "q=x", "no_filter_name"), ("a", "", "no_filters"),
     ("a", "order=day", "no_filters"), ("a", "since=never", "no_filters"), ("a", "colour=red", "no_filters")],
)  # fmt: skip
def test_what_cannot_be_saved(name: str, query: str, key: str, site: Site) -> None:
    with pytest.raises(Refused, match=key):
        save(site.ledger, LAYLA, name, query)
    assert saved_of(site.ledger, LAYLA) == []


def test_a_hundred_are_enough(site: Site) -> None:
    for n in range(100):
        save(site.ledger, LAYLA, f"f{n}", "q=x")
    with pytest.raises(Refused, match="too_many_filters"):
        save(site.ledger, LAYLA, "one more", "q=x")
    save(site.ledger, LAYLA, "f7", "q=y")
    save(site.ledger, SAMI, "mine", "q=x")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=80), query=st.text(max_size=120), user=st.text(max_size=5))
def test_whatever_is_saved_is_there_and_opens(name: str, query: str, user: str, site: Site) -> None:
    who = User(user.encode("utf-8", "replace").decode().replace("\0", ""), "viewer")
    try:
        made = save(site.ledger, who, name, query)
    except Refused:
        return
    assert made in saved_of(site.ledger, who)
    assert browser(site).get(f"/?{made.query}").status_code == 200
    forget(site.ledger, who, made.name)


def test_each_user_has_their_own_on_the_page_and_over_the_api(tmp_path: Path) -> None:
    with site_with_users(tmp_path) as site:
        viewer, analyst = logged_in(site, "viewer"), logged_in(site, "analyst")
        page = viewer.get("/?dispute=any").text
        kept = viewer.post("/filters", data={"csrf": csrf_of(page), "name": "الخلافات <b>", "query": "dispute=any"})
        assert kept.headers["location"] == "/?dispute=any"
        page = viewer.get("/").text
        assert '<a href="/?dispute=any"><bdi>الخلافات &lt;b&gt;</bdi></a>' in page
        assert "الخلافات" not in analyst.get("/").text
        assert viewer.get("/api/v1/filters").json() == [{"name": "الخلافات <b>", "query": "dispute=any"}]
        headers = {"x-csrf-token": csrf_of(analyst.get("/?q=x").text)}
        assert analyst.delete("/api/v1/filters/الخلافات <b>", headers=headers).status_code == 404
        assert viewer.delete("/api/v1/filters/الخلافات <b>").status_code == 403
        gone = viewer.post(
            "/filters/delete", data={"csrf": csrf_of(page), "name": "الخلافات <b>", "query": "state=new"}
        )
        assert gone.headers["location"] == "/?state=new"
        assert viewer.get("/api/v1/filters").json() == []


# sources


def test_outlets_are_counted_on_from_where_they_were(ledger: Ledger) -> None:
    tally = Outlets()
    texts = ["قتل خمسة في قصف على حلب.", "قتل ستة في قصف على حمص.", "قتل سبعة في قصف على درعا."]
    days = (date(2024, 5, 14), date(2024, 5, 10), None)
    fill(ledger, [arrival(text, outlet="النشرة", published=day, url=f"https://a/{n}") for n, (text, day) in enumerate(zip(texts, days, strict=True))])  # fmt: skip
    with ledger.database.reading() as connection:
        assert tally.counted(connection) == [OutletCount("النشرة", 3, "2024-05-14")]
    fill(ledger, [arrival(f"{texts[0]} تحديث.", outlet="النشرة", published=date(2024, 5, 20), url="https://a/0")])
    fill(ledger, [arrival("قتل جندي في قصف على الرقة.")])
    with ledger.database.reading() as connection:
        assert tally.counted(connection) == [OutletCount("النشرة", 3, "2024-05-20"), OutletCount("", 1, "")]
        assert Outlets().counted(connection) == tally.counted(connection)


FEEDS = """
every = "15m"
[[feed]]
url = "https://me:key@example.org/rss?token=secret"
outlet = "نشرة <b>"
[[feed]]
url = "https://example.net/atom"
[[feed]]
url = "https://example.com/down"
"""


class _Down:
    """A fetcher for which every server is away."""

    def get(self, url: str, *_: object) -> object:
        raise OutOfReach(url, "does not answer", "try later")


def feeds_in(folder: Path) -> Path:
    path = folder / "feeds.toml"
    path.write_text(FEEDS, encoding="utf-8")
    return path


def test_how_feeds_are_doing_is_what_watching_left(tmp_path: Path, site: Site) -> None:
    path = feeds_in(tmp_path)
    assert [(one.polled, one.failures) for one in watched(path)[0]] == [("", 0)] * 3
    state = read_state(state_path(path))
    clock = Clock(lambda: 1_715_680_800.0, lambda seconds: None)
    list(poll(read_feeds(path)[1:], state, _Down(), clock, rounds=1))  # type: ignore[arg-type]
    feeds, problem = watched(path)
    assert problem == ""
    assert [(one.address, one.polled, one.failures, one.trouble) for one in feeds] == [
        ("https://example.org/rss", "", 0, ""),
        ("https://example.net/atom", "2024-05-14T10:00Z", 1, "does not answer"),
        ("https://example.com/down", "2024-05-14T10:00Z", 1, "does not answer"),
    ]
    object.__setattr__(site, "feeds", path)
    page = browser(site).get("/sources").text
    assert "2024-05-14T10:00Z" in page and "نشرة &lt;b&gt;" in page and "does not answer" in page
    assert "secret" not in page and "me:key" not in page
    told = browser(site).get("/api/v1/sources").json()
    assert [one["failures"] for one in told["feeds"]] == [0, 1, 1]


def test_a_state_of_an_older_program_is_read(tmp_path: Path) -> None:
    path = feeds_in(tmp_path)
    old = {"https://example.net/atom": {"etag": None, "modified": None, "due": 1.0, "failures": 0, "taken": ["a"]}}
    state_path(path).write_text(json.dumps(old), encoding="utf-8")
    assert [(one.taken, one.polled) for one in watched(path)[0]] == [(0, ""), (1, ""), (0, "")]


@pytest.mark.parametrize("broken", ["feeds.toml", "feeds.state.json"])
def test_a_list_that_is_wrong_is_told_of(broken: str, tmp_path: Path, site: Site) -> None:
    path = feeds_in(tmp_path)
    (tmp_path / broken).write_text("[[", encoding="utf-8")
    object.__setattr__(site, "feeds", path)
    page = browser(site).get("/sources")
    assert page.status_code == 200 and 'role="alert"' in page.text and broken in page.text


def test_outlets_and_refusals_are_on_the_page(site: Site) -> None:
    fill(site.ledger, [NotArabic("x <b>.txt", "holds no Arabic", "give Arabic")])
    visitor = browser(site)
    page = visitor.get("/sources").text
    assert "النشرة" in page and "x &lt;b&gt;.txt" in page and "NotArabic" in page
    told = visitor.get("/api/v1/sources").json()
    assert told["refused"] == {"NotArabic": 1}
    assert {one["outlet"]: one["reports"] for one in told["outlets"]}["النشرة"] == 2
    assert sum(one["reports"] for one in told["outlets"]) == 5
    assert "riwaya serve --feeds" in page


def test_a_time_that_no_calendar_has(tmp_path: Path) -> None:
    path = feeds_in(tmp_path)
    state = WatchState(state_path(path))
    state.of(read_feeds(path)[0]).due = 1e300
    state.save()
    assert watched(path)[0][0].due == ""


def test_the_local_user_has_saved_filters_too(site: Site) -> None:
    visitor: TestClient = browser(site)
    token = csrf_of(visitor.get("/?q=قصف").text)
    assert visitor.post("/filters", data={"csrf": token, "name": "قصف", "query": "q=قصف"}).status_code == 303
    assert visitor.post("/filters", data={"csrf": token, "name": "", "query": "q=قصف"}).status_code == 422
    assert [one["name"] for one in visitor.get("/api/v1/filters").json()] == ["قصف"]
