"""Joining: what tellings are compared by, before trained weights decide."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import PUBLISHED
from riwaya.extract.extract import tell
from riwaya.extract.frames import Frame
from riwaya.extract.happening import Happening
from riwaya.extract.joining import same_place
from riwaya.model import Report
from riwaya.pipeline import Tools

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "extract_joining.yaml").read_text("utf-8")
)
STANDS = {"agrees": 1, "open": 0, "differs": -1}


def tellings(text: str, tools: Tools) -> list[Frame]:
    telling = tell(Report("case", "", text, None, None, PUBLISHED), tools.vocabulary)
    assert telling is not None
    return telling.frames


@pytest.mark.parametrize("case", [c for c in CASES if "another" in c], ids=lambda case: case["text"])
def test_another_is_said_of_a_deed(case: dict[str, Any], tools: Tools) -> None:
    (frame,) = tellings(case["text"], tools)
    assert frame.another is case["another"]


@pytest.mark.parametrize("case", [c for c in CASES if "place" in c], ids=lambda case: case["text"])
def test_places_of_two_tellings(case: dict[str, Any], tools: Tools) -> None:
    first, second = tellings(case["text"], tools)
    assert same_place(Happening([first], place=first.place), second) == STANDS[case["place"]]
