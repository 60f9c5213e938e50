"""The measures: worked by hand on small cases, and the same as the script they were agreed with."""

from __future__ import annotations

import importlib.util
import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.errors import GoldError
from riwaya.evaluate import read_gold, report_of, score_readings
from riwaya.evaluate.gold import GoldClaim, GoldEvent, GoldReport
from riwaya.evaluate.likeness import same_date, same_name, same_place
from riwaya.evaluate.score import place_error
from riwaya.model import Actor, Claim, Incident, Reading, Report, Span, Toll, When, Where
from riwaya.wire import dump

AGREED = Path(__file__).parent.parent.parent / "shared" / "tools" / "score.py"
HERE = Span(0, 1)
EVENT = GoldEvent("e1", "suicide_bomb", True, None, "2019-05-20", "day", "الشدادي", "الحسكة", "SY", 36.06, 40.73, ("isis",), ("coalition",), "svbied")  # fmt: skip
GOLD = GoldReport(
    "a",
    "conflict",
    (EVENT,),
    (GoldClaim("e1", "isis", "asserts", killed_or_injured=(8, 8)), GoldClaim("e1", "sdf", "confirms", killed=(0, 0))),
)


def claim(actor: str, stance: str, *tolls: tuple[str, int | None, int | None]) -> Claim:
    made = tuple(Toll(outcome, low, high, None, HERE, "") for outcome, low, high in tolls)  # type: ignore[arg-type]
    return Claim(Actor(actor, actor), stance, (), made)  # type: ignore[arg-type]


def incident(**changes: Any) -> Incident:
    day = date(2019, 5, 20)
    perfect = Incident(
        "1", "suicide_bomb", True, HERE, When(day, day, "day", "stated"), Where("مدينة الشدادي", HERE),
        (Actor("isis", ""),), (Actor("coalition", ""),), "svbied",
        (claim("isis", "asserts", ("killed_or_injured", 8, 8)), claim("sdf", "confirms", ("killed", 0, 0))),
    )  # fmt: skip
    return replace(perfect, **changes)


def reading(*incidents: Incident, id: str = "a") -> Reading:
    return Reading(Report(id, "", "متن"), incidents)


def test_a_perfect_reading_scores_one_everywhere() -> None:
    score = score_readings([GOLD], [reading(incident())])
    assert all(figures.f1 == 1 for figures in [*score.slots.values(), score.main, score.all])


@pytest.mark.parametrize(
    ("changes", "slot", "hit"),
    [
        ({"type": "attack"}, "type", 0),
        ({"when": None}, "date", 0),
        ({"when": When(date(2019, 5, 19), date(2019, 5, 20), "day", "stated")}, "date", 0),
        ({"where": Where("الحسكة", HERE, lat=36.1, lon=40.75)}, "place", 1),
        ({"where": Where("الحسكة", HERE, lat=36.5, lon=40.75)}, "place", 0),
        ({"perpetrators": (Actor("sdf", ""),)}, "perpetrator", 0),
        ({"targets": (Actor("coalition", ""), Actor("sdf", ""))}, "target", 1),
        ({"weapon": "ied"}, "weapon", 0),
        ({"claims": (claim("isis", "denies"),)}, "stance", 0),
        ({"claims": (claim("isis", "asserts", ("killed_or_injured", 8, None)),)}, "toll", 0),
        ({"claims": (claim("sohr", "asserts", ("killed", 0, 0)),)}, "figure", 1),
    ],
)
def test_each_slot_is_counted_on_its_own(changes: dict[str, Any], slot: str, hit: int) -> None:
    figures = score_readings([GOLD], [reading(incident(**changes))]).slots[slot]
    assert round(figures.recall * figures.gold) == hit


def test_what_was_missed_and_what_was_invented_count_against_it() -> None:
    score = score_readings([GOLD], [reading()])
    assert (score.slots["event"].recall, score.slots["event"].gold) == (0, 1)
    far = incident(type="peaceful_protest", where=None, when=None, perpetrators=(), targets=(), claims=())
    event = score_readings([GOLD], [reading(incident(), far)]).slots["event"]
    assert (event.precision, event.recall) == (0.5, 1)


def test_false_alarms_and_missing_readings_are_named() -> None:
    negative = GoldReport("n", "negative")
    score = score_readings([GOLD, negative], [reading(incident(), id="n")])
    assert (score.alarms, score.negatives, score.missing) == (1, 1, ("a",))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("مدينة الشدادي", "الشدادي", True),
        ("كفرنبل", "كفر نبل", False),
        ("ريف دير الزور", "دير الزور", True),
        ("القامشلى", "القامشلي", True),
        (None, "حلب", False),
    ],
)
def test_names(one: str | None, other: str | None, same: bool) -> None:
    assert same_name(one, other) is same


@pytest.mark.parametrize(
    ("gold", "precision", "start", "end", "same"),
    [
        ("2019-05-01", "month", "2019-05-20", "2019-05-20", True),
        ("2019-05-21", "approx", "2019-04-30", "2019-06-01", True),
        ("2019-05-21", "approx", "2019-04-30", "2019-04-30", False),
        ("2019-05-21", "day", "2019-05-21", "2019-05-22", False),
    ],
)
def test_days(gold: str, precision: str, start: str, end: str, same: bool) -> None:
    event = GoldEvent("e", "attack", date=gold, date_precision=precision)
    when = When(date.fromisoformat(start), date.fromisoformat(end), "day", "stated")
    assert same_date(event, when) is same


def test_places_within_fifteen_kilometres() -> None:
    assert same_place(EVENT, Where("أخرى", None, lat=36.06, lon=40.88))
    assert not same_place(EVENT, Where("أخرى", None, lat=36.06, lon=40.93))


def test_a_wrong_folder_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="holds no annotations"):
        list(read_gold(tmp_path))
    (tmp_path / "a.json").write_text('{"id": "a", "genre": "poem"}')
    with pytest.raises(GoldError, match=r"a\.json.*genre"):
        list(read_gold(tmp_path))
    (tmp_path / "a.json").write_text(
        '{"id": "a", "genre": "conflict", "claims": [{"event": "e9", "speaker": "x", "stance": "asserts"}]}'
    )
    with pytest.raises(GoldError, match="e9"):
        list(read_gold(tmp_path))
    with pytest.raises(GoldError, match=r"a\.txt"):
        report_of(GOLD, tmp_path)


def test_the_project_s_annotations_are_sound() -> None:
    corpus = Path(__file__).parent.parent / "corpus"
    golds = list(read_gold(corpus / "gold"))
    assert len(golds) == 120
    assert all(report_of(gold, corpus / "text").title for gold in golds)


def agreed() -> ModuleType:
    if not AGREED.exists():
        pytest.skip(f"the agreed script is not at {AGREED.parent.parent.name}/tools/score.py beside this project")
    spec = importlib.util.spec_from_file_location("agreed_score", AGREED)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


TYPES = st.sampled_from(["suicide_bomb", "attack", "armed_clash", "grenade"])
NAMES = st.sampled_from(["الشدادي", "مدينة الشدادي", "الحسكة", "ريف حلب", "حلب"])
ACTORS = st.sampled_from(["isis", "sdf", "coalition", "other:لواء", None])
DAYS = st.dates(date(2019, 5, 18), date(2019, 5, 22))
FIGURES = st.tuples(
    st.sampled_from(["killed", "injured", "abducted", "detained"]), st.integers(0, 2), st.sampled_from([None, 2, 3])
)


@st.composite
def incidents(draw: st.DrawFn) -> Incident:
    day = draw(DAYS)
    actors = st.builds(Actor, ACTORS, st.sampled_from(["لواء", "فصيل"]))
    claims = st.builds(
        lambda who, stance, tolls: Claim(who, stance, (), tuple(Toll(o, a, b, None, HERE, "") for o, a, b in tolls)),
        actors,
        st.sampled_from(["asserts", "denies"]),
        st.lists(FIGURES, max_size=2),
    )
    return incident(
        type=draw(TYPES),
        when=draw(st.sampled_from([None, When(day, day, "day", "stated")])),
        where=draw(
            st.none()
            | st.builds(
                lambda name, lat: Where(name, None, lat=lat, lon=40.7), NAMES, st.sampled_from([None, 36.0, 37.0])
            )
        ),
        perpetrators=tuple(draw(st.lists(actors, max_size=2))),
        targets=tuple(draw(st.lists(actors, max_size=2))),
        weapon=draw(st.sampled_from([None, "unknown", "ied", "svbied"])),
        claims=tuple(draw(st.lists(claims, max_size=3))),
    )


def gold_json(found: Incident, main: bool) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """An annotation made from an incident, so that both scorers have something to agree about."""
    name = {"isis": "isis", "sdf": "sdf", "coalition": "coalition"}
    key = f"e{id(found)}"
    event = {
        "key": key, "main": main, "type": found.type,
        "date": found.when.start.isoformat() if found.when else None, "date_precision": "day" if found.when else "none",
        "place": found.where.name if found.where else None, "lat": found.where.lat if found.where else None,
        "lon": found.where.lon if found.where else None,
        "perpetrator": [name.get(a.actor or "", f"other:{a.name}") for a in found.perpetrators],
        "target": [name.get(a.actor or "", f"other:{a.name}") for a in found.targets], "weapon": found.weapon,
    }  # fmt: skip
    claims = [
        {
            "event": key, "speaker": name.get(c.speaker.actor or "", f"other:{c.speaker.name}"), "speaker_text": c.speaker.name,
            "stance": c.stance, **{t.outcome: [t.min, t.max] for t in c.tolls if t.outcome != "abducted"},
        }
        for c in found.claims
    ]  # fmt: skip
    return event, claims


@given(
    st.lists(st.tuples(st.lists(incidents(), max_size=3), st.lists(incidents(), max_size=3)), min_size=1, max_size=3)
)
def test_the_figures_are_those_of_the_agreed_script(
    tmp_path_factory: pytest.TempPathFactory, reports: list[tuple[list[Incident], list[Incident]]]
) -> None:
    script = agreed()
    folder = tmp_path_factory.mktemp("gold")
    readings = []
    for number, (annotated, found) in enumerate(reports):
        made = [gold_json(one, index == 0) for index, one in enumerate(annotated)]
        gold = {
            "id": f"r{number}", "genre": "conflict" if annotated else "negative", "events": [event for event, _ in made],
            "claims": [one for _, claims in made for one in claims],
        }  # fmt: skip
        (folder / f"r{number}.json").write_text(json.dumps(gold))
        readings.append(reading(*found, id=f"r{number}"))
    (folder / "found.jsonl").write_text("\n".join(map(dump, readings)))
    theirs = folder / "theirs"
    script.command_score(
        type("Args", (), {"gold": folder, "found": folder / "found.jsonl", "worst": 0, "json": theirs})
    )
    expected = json.loads(theirs.read_text())
    ours = score_readings(read_gold(folder), readings)
    figures = {kind: found.f1 for kind, found in ours.slots.items()}
    figures |= {"all": ours.all.f1, "main": ours.main.f1, "alarms": ours.alarms, "negatives": ours.negatives}
    assert figures == pytest.approx(expected)


def test_the_error_of_places_is_told_in_kilometres() -> None:
    golds = [
        GoldEvent("a", "attack", place="أ", admin1="محافظة الحسكة", lat=36.0, lon=40.0 + n / 1000) for n in range(20)
    ]
    wheres = [Where("أ", None, lat=36.0, lon=40.0 + n / 1000, admin1="الحسكة") for n in range(18)]
    wheres += [Where("أ", None, lat=37.0, lon=40.0, admin1="حلب"), Where("أ", None, admin1="الحسكة")]
    error = place_error(list(zip(golds, wheres, strict=True)))
    assert (error.median_km, error.measured, error.in_admin1) == (0.0, 19, 19)
    assert error.p95_km == pytest.approx(111.2, abs=0.5)
    assert error.within_15 == pytest.approx(18 / 19)
    assert error.same_admin1 == pytest.approx(18 / 19)
    assert place_error([]).median_km is None
