"""Every place of a passage: its role, where it lies, and the shape that its relation makes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from riwaya.model import Report
from riwaya.pipeline import Tools, read_places

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "places_roles.yaml").read_text(encoding="utf-8"))
_ROLES = {"origin": {"origin or seat"}, "dateline": {"dateline"}, "event": {"event", "passing"}}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_passage(case: dict[str, Any], tools: Tools) -> None:
    found = {named.words: named for named in read_places(Report("case", "", case["text"]), tools)}
    for words, role in case.get("roles", {}).items():
        assert found[words].role in _ROLES[role], words
    for words, (country, admin1) in case["at"].items():
        where = found[words].considered.where
        assert (where.country, where.admin1) == (country, admin1), where
    for words, kind in case.get("shape", {}).items():
        shape = found[words].considered.where.geometry
        assert (shape.kind if shape else None) == kind
        if shape is not None and shape.kind == "Polygon":
            assert shape.points[0] == shape.points[-1]


def test_there_are_enough_passages() -> None:
    assert len(CASES) >= 39
    assert len({case["text"] for case in CASES}) == len(CASES)
