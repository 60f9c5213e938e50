"""What happened: types, weapons, parties, place, day, and what is no event."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import Read
from riwaya.model import Incident

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "extract_events.yaml").read_text("utf-8")
)
CODEBOOK = Path(__file__).parent.parent / "docs" / "codebook.md"


def told(incident: Incident) -> dict[str, Any]:
    exact = incident.when is not None and incident.when.precision == "day"
    return {
        "type": incident.type,
        "weapon": incident.weapon,
        "perpetrator": {actor.actor or actor.name for actor in incident.perpetrators},
        "target": {actor.actor or actor.name for actor in incident.targets},
        "place": incident.where.name if incident.where else None,
        "day": incident.when.start if incident.when and exact else None,
        "main": incident.main,
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_incidents_of_a_report(case: dict[str, Any], read: Read) -> None:
    incidents = read(case["text"], title=case.get("title", "")).incidents
    got = [told(incident) for incident in incidents]
    assert len(got) == len(case["events"]), got
    for one, event in zip(got, case["events"], strict=True):
        wanted = {key: set(value) if isinstance(value, list) else value for key, value in event.items()}
        assert {key: one[key] for key in wanted} == wanted
    assert all(incident.rule and incident.claims for incident in incidents)
    assert len({incident.id for incident in incidents}) == len(incidents)


def test_last_night_is_that_of_the_day_on_which_it_began(read: Read) -> None:
    when = read("قتل ثلاثة مدنيين بغارة على بلدة حاس الليلة الماضية").incidents[0].when
    assert when is not None
    assert (when.start.isoformat(), when.end.isoformat(), when.precision) == ("2024-05-13", "2024-05-13", "day")


def test_there_are_cases_of_every_type_and_enough_that_tell_of_none() -> None:
    types = re.search(r"sub-event types of ACLED:\n(.+?)\.\n", CODEBOOK.read_text("utf-8"), re.DOTALL)
    assert types is not None
    wanted = set(re.findall(r"`(\w+)`", types[1]))
    assert len(wanted) == 25
    assert {event["type"] for case in CASES for event in case["events"]} == wanted
    assert sum(1 for case in CASES if not case["events"]) >= 25
    assert len(CASES) >= 60
    assert len({case["text"] for case in CASES}) == len(CASES)


def test_a_body_told_of_by_what_it_has_has_the_name_that_the_report_gives_it_elsewhere(read: Read) -> None:
    text = "قصفت الطائرات الأحد تجمعات للميليشيات في تعز. وكانت ميليشيات الحوثي قد تقدمت."
    named = {a.name for i in read(text).incidents for a in (*i.perpetrators, *i.targets) if a.actor == "houthis"}
    assert named == {"ميليشيات الحوثي"}


@pytest.mark.parametrize(
    ("text", "actor", "name"),
    [
        (
            "قتل شرطيان بانفجار عبوة ناسفة في أوسلو وقالت الشرطة النرويجية الثلاثاء إنها تحقق",
            "norway-gov",
            "الشرطة النرويجية",
        ),
        ("سيطرت فصائل المعارضة السورية ومنها جيش العزة على بلدة حيان في ريف حلب", "opposition", "جيش العزة"),
    ],
)
def test_a_body_has_its_fullest_name(read: Read, text: str, actor: str, name: str) -> None:
    """A force of a state its own name before the state's, a part of a body its own before that of the whole."""
    found = [a.name for i in read(text).incidents for a in (*i.perpetrators, *i.targets) if a.actor == actor]
    assert found == [name]
