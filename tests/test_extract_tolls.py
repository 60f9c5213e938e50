"""Figures: how many, of whom, and what is no event's toll."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import Read

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "extract_tolls.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_tolls_of_a_sentence(case: dict[str, Any], read: Read) -> None:
    reading = read(case["text"])
    found = [toll for incident in reading.incidents for claim in incident.claims for toll in claim.tolls]
    got = [[toll.outcome, toll.min, toll.max, toll.victims] for toll in found]
    # a row without its fourth value does not ask whom it counts
    asked = {row[0]: len(row) for row in case["tolls"]}
    assert sorted((row[: asked.get(row[0], 4)] for row in got), key=str) == sorted(case["tolls"], key=str), got
    assert all(toll.rule and toll.span.cut(reading.report.full_text).strip() for toll in found)


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 80
    assert len({case["text"] for case in CASES}) == len(CASES)
