"""Map and timeline of a selection: counts that add up, clusters that keep apart, links that lead to what was counted."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from reviewing import browser, new_ledger, patient
from riwaya.web.charting import MOST_BINS, PlaceCount, clustered, timeline
from riwaya.web.filters import Filters
from riwaya.web.index import Index
from riwaya.web.names import load_names
from riwaya.web.overview import columns
from riwaya.web.serving import Site, site_for


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with new_ledger(tmp_path_factory.mktemp("overview")) as ledger:
        yield patient(site_for(ledger, "127.0.0.1"))


@pytest.fixture
def visitor(site: Site) -> TestClient:
    return browser(site)


def test_the_selection_by_day_and_by_place(visitor: TestClient) -> None:
    page = visitor.get("/overview").text
    assert "كفرنبل" in page and "الشدادي" in page
    assert page.count("<rect class=") >= 3
    told = visitor.get("/api/v1/overview").json()
    assert [(one["first"], one["events"], one["disputed"]) for one in told["days"]] == [
        ("2024-05-12", 1, 0),
        ("2024-05-13", 1, 1),
        ("2024-05-14", 1, 0),
    ]
    assert (told["by"], told["undated"], sum(one["events"] for one in told["places"])) == ("day", 0, 3)


@pytest.mark.parametrize(
    ("query", "days", "disputed"),
    [("dispute=any", 1, 1), ("since=2024-05-14", 1, 0), ("q=الشدادى", 1, 0), ("place=كفرنبل", 1, 1), ("q=لاشيءهنا", 0, 0),
     ("by=week", 2, 1), ("by=month", 1, 1), ("by=year&until=2024-05-12", 1, 0)],
)  # fmt: skip
def test_the_filters_of_the_queue_narrow_it(query: str, days: int, disputed: int, visitor: TestClient) -> None:
    told = visitor.get(f"/api/v1/overview?{query}").json()
    assert (len(told["days"]), sum(one["disputed"] for one in told["days"])) == (days, disputed)


@pytest.mark.parametrize("query", ["", "by=week", "by=month", "dispute=any"])
def test_every_count_leads_to_as_many_events(query: str, visitor: TestClient) -> None:
    page = visitor.get(f"/overview?{query}").text
    rows = re.findall(r'<tr><th scope="row"><a href="/\?([^"]*)">.*?</a>.*?</th><td>(\d+)</td>', page)
    assert rows
    for address, count in rows:
        told = {name: of[0] for name, of in parse_qs(urlsplit("/?" + address.replace("&amp;", "&")).query).items()}
        assert sum(visitor.get("/api/v1/counts", params=told).json().values()) >= int(count)
        assert "place" in told or {"since", "until"} <= told.keys()


def test_what_is_no_step_and_no_box_is_refused_or_passed_over(visitor: TestClient) -> None:
    assert visitor.get("/overview?by=hour&box=1,2").status_code == 200
    assert visitor.get("/api/v1/overview?by=hour").status_code == 422
    assert visitor.get("/api/v1/overview?box=1,2").status_code == 422
    assert visitor.get("/api/v1/overview?since=never").status_code == 422
    inside = visitor.get("/api/v1/overview?box=35,36,36,37").json()["places"]
    assert [one["name"] for one in inside] == ["كفرنبل"]


def test_days_far_apart_still_make_a_page(site: Site, tmp_path: Path) -> None:
    with new_ledger(tmp_path) as ledger:
        index = Index(ledger, tmp_path / "i.db")
        index.refresh()
        with index._writing() as db:
            db.execute("UPDATE events SET last_day = '0001-01-01' WHERE id = 'e-hostile'")
            db.execute("UPDATE events SET last_day = '9999-12-31' WHERE id = 'e-shaddadi'")
        for by in (None, "day", "week", "month", "year"):
            told = timeline(index, load_names(), Filters(), by)  # type: ignore[arg-type]
            assert sum(one.events for one in told.bins) == 3
            assert told.by == "year"
        with index._writing() as db:
            db.execute("UPDATE events SET last_day = ''")
        assert timeline(index, load_names(), Filters()).undated == 3


@given(st.dictionaries(st.dates(date(2010, 1, 1), date(2024, 12, 31)), st.integers(1, 50), min_size=1, max_size=40), st.sampled_from(["day", "week", "month", "year"]))  # fmt: skip
def test_bins_are_without_gap_and_keep_every_event(days: dict[date, int], by: str) -> None:
    from riwaya.web.charting import Timeline, _bins, _step

    step = _step(by, min(days), max(days))  # type: ignore[arg-type]
    bins = list(_bins({day: (count, 0) for day, count in days.items()}, step))
    assert sum(one.events for one in bins) == sum(days.values())
    assert all(b.first == a.last + timedelta(days=1) for a, b in itertools.pairwise(bins))
    assert len(bins) <= MOST_BINS + 1
    for day in days:
        assert sum(one.first <= day <= one.last for one in bins) == 1
    drawn = columns(Timeline(step, tuple(bins), 0), mirrored=True)
    assert all(0 <= one.x <= 720 and one.x + one.wide <= 721 and 0 <= one.y <= 148 for one in drawn)


@given(st.lists(st.tuples(st.floats(30, 38), st.floats(34, 48), st.integers(1, 900)), min_size=1, max_size=60))
def test_clusters_keep_apart_and_keep_every_event(found: list[tuple[float, float, int]]) -> None:
    places = [PlaceCount(str(n), lat, lon, count, 0) for n, (lat, lon, count) in enumerate(found)]
    drawn = clustered(places)
    assert drawn is not None
    clusters = drawn[1]
    assert sum(one.events for one in clusters) == sum(count for _, _, count in found)
    for n, one in enumerate(clusters):
        assert one.r >= 12
        assert all((one.x - o.x) ** 2 + (one.y - o.y) ** 2 >= 26.9**2 for o in clusters[n + 1 :])
    assert clustered([PlaceCount("x", None, None, 1, 0)]) is None
