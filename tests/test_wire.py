"""The JSON that other programs read: its keys, their order, and null for what is not known."""

from __future__ import annotations

import json
from datetime import date

from riwaya.model import Actor, Claim, Incident, Link, Reading, Report, Span, Toll, Warning, When, Where
from riwaya.wire import dump, to_wire

ISIS = Actor("isis", 'تنظيم "الدولة الإسلامية"', Span(60, 84), (0,))
CLAIM = Claim(
    speaker=Actor("isis", "التنظيم", Span(70, 77)),
    stance="asserts",
    chain=(
        Link("outlet", "السورية.نت"),
        Link("agency", 'وكالة "أعماق"', "amaq", Span(90, 103)),
        Link("party", "التنظيم", "isis", Span(70, 77)),
    ),
    tolls=(Toll("killed_or_injured", 8, 8, "coalition", Span(130, 150), "toll.joined"),),
    evidence=(Span(410, 520),),
    rule="voice.subject",
)
INCIDENT = Incident(
    id="00ff",
    type="suicide_bomb",
    main=True,
    trigger=Span(120, 126),
    when=When(date(2019, 5, 20), date(2019, 5, 20), "day", "relative", "الإثنين", Span(48, 55)),
    where=Where("الشدادي", Span(300, 307), "south_of", "stated", "geonames:1", "الحسكة", "SY", 36.06, 40.73, 15.0),
    perpetrators=(ISIS,),
    targets=(Actor("coalition", "التحالف الدولي", None, (0,)), Actor(None, "فرق إزالة ألغام", Span(1, 5))),
    weapon="svbied",
    claims=(CLAIM, Claim(Actor("sdf", "قسد"), "confirms", (), denied=("killed",))),
)
READING = Reading(
    Report("a1", "عنوان", "متن", "السورية.نت", None, date(2019, 5, 21), "ab" * 32),
    (INCIDENT,),
    (Warning("dates_disagree", "الأربعاء", (Span(1, 2), Span(3, 4))),),
)


def test_the_layout_is_the_documented_one() -> None:
    wire = to_wire(READING)
    assert list(wire) == ["report", "incidents", "warnings"]
    assert wire["report"] == {
        "id": "a1",
        "outlet": "السورية.نت",
        "url": None,
        "title": "عنوان",
        "published": "2019-05-21",
        "sha256": "ab" * 32,
    }
    incident = wire["incidents"][0]
    assert " ".join(incident) == "id main type trigger date place perpetrators targets weapon claims"
    assert incident["trigger"] == [120, 126]
    assert incident["date"] == {
        "start": "2019-05-20",
        "end": "2019-05-20",
        "precision": "day",
        "basis": "relative",
        "text": "الإثنين",
        "span": [48, 55],
    }
    assert " ".join(incident["place"]) == "name id admin1 country lat lon radius_km relation basis span"
    assert incident["perpetrators"] == [{"actor": "isis", "name": ISIS.name, "span": [60, 84], "according_to": [0]}]
    assert [target["span"] for target in incident["targets"]] == [None, [1, 5]]
    claim = incident["claims"][0]
    assert " ".join(claim) == "speaker stance denied chain tolls evidence"
    assert claim["chain"] == [
        {"role": "outlet", "name": "السورية.نت"},
        {"role": "agency", "actor": "amaq", "name": 'وكالة "أعماق"', "span": [90, 103]},
        {"role": "party", "actor": "isis", "name": "التنظيم", "span": [70, 77]},
    ]
    assert claim["tolls"] == [
        {
            "outcome": "killed_or_injured",
            "min": 8,
            "max": 8,
            "victims": "coalition",
            "span": [130, 150],
            "rule": "toll.joined",
        }
    ]
    assert claim["evidence"] == [[410, 520]]
    assert incident["claims"][1]["denied"] == ["killed"]
    assert wire["warnings"] == [{"kind": "dates_disagree", "text": "الأربعاء", "spans": [[1, 2], [3, 4]]}]


def test_a_line_is_json_of_the_same_and_always_the_same_bytes() -> None:
    line = dump(READING)
    assert "\n" not in line
    assert "عنوان" in line
    assert json.loads(line) == to_wire(READING)
    assert line == dump(READING)


def test_nothing_known_is_null_or_empty() -> None:
    bare = Incident("1", "attack", False, Span(0, 1), None, None, (), (), None, ())
    wire = to_wire(Reading(Report("a", "", "متن"), (bare,)))
    assert wire["report"]["published"] is None
    incident = wire["incidents"][0]
    assert [incident[key] for key in ("date", "place", "weapon")] == [None] * 3
    assert incident["claims"] == incident["perpetrators"] == incident["targets"] == []
