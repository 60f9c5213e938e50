"""Where incidents are said to lie, from the whole report: seats, labels, origins, holders, and words that are also names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from riwaya.evaluate.likeness import same_name
from riwaya.model import Report
from riwaya.pipeline import Tools, read_report

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "places_events.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_incident(case: dict[str, Any], tools: Tools) -> None:
    incidents = read_report(Report("case", "", case["text"]), tools).incidents
    assert incidents
    where = incidents[-1 if "last" in case else 0].where
    assert where is not None, incidents
    wanted = case.get("last") or case.get("place")
    if wanted is not None:
        assert same_name(wanted, where.name) or where.anchors == (wanted,), where
    assert not any(same_name(name, where.name) for name in case.get("not", ())), where
    assert (where.country, where.admin1) == tuple(case["at"]), where


def test_there_are_enough_incidents() -> None:
    assert len(CASES) >= 40
    assert len({case["text"] for case in CASES}) == len(CASES)
