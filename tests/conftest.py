"""What the tests of reading share: word lists and places, loaded once a session, and a reader of bare text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import settings

from riwaya.model import Reading, Report
from riwaya.pipeline import Tools, load_tools, read_report

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
