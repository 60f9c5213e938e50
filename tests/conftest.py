"""What the tests of reading share: word lists and places, loaded once a session, and a reader of bare text."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import URL

from riwaya.ledger import Ledger
from riwaya.ledger.location import Location, locate
from riwaya.model import Reading, Report
from riwaya.pipeline import Tools, load_tools, read_report

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

settings.register_profile("same every time", derandomize=True)
settings.load_profile("same every time")

PUBLISHED = date(2024, 5, 14)  # a Tuesday
Read = Callable[..., Reading]


@pytest.fixture(scope="session")
def tools() -> Tools:
    """Our own word lists and places."""
    return load_tools()


@pytest.fixture(scope="session")
def read(tools: Tools) -> Read:
    """Reads a text as a report of Tuesday, 14 May 2024; the title may stay empty."""

    def reading(
        text: str, title: str = "", published: date | None = PUBLISHED, outlet: str | None = "النشرة"
    ) -> Reading:
        return read_report(Report("case", title, text, outlet, None, published), tools)

    return reading


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """A PostgreSQL server of our own, or the one that RIWAYA_TEST_POSTGRES names."""
    from local_postgres import NoServer, running

    try:
        with running() as url:
            yield url
    except NoServer as reason:
        pytest.skip(str(reason))


@pytest.fixture(params=["sqlite", "postgresql"])
def new_location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Location]]:
    """Makes places for ledgers, each time a new one, in each of the two databases."""
    numbers = count(1)
    if request.param == "sqlite":
        yield lambda: locate(str(tmp_path / f"{next(numbers)}.db"))
        return
    from local_postgres import drop_schema, new_schema

    server = request.getfixturevalue("postgres")
    made: list[URL] = []

    def location() -> Location:
        made.append(new_schema(server))
        address = made[-1].render_as_string(hide_password=False)
        return locate(address, tmp_path / f"{next(numbers)}.vault")

    yield location
    for url in made:
        drop_schema(url)


@pytest.fixture
def ledger(new_location: Callable[[], Location]) -> Iterator[Ledger]:
    """An empty ledger, in each of the two databases."""
    from ledgers import opened

    with opened(new_location()) as made:
        yield made
