"""How a report tells an incident, and what that does to links: what is spoken of, what is held, the night, moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from riwaya.model import Incident, Report, Span, Told, When, Where
from riwaya.reconcile.bodies import default_bodies
from riwaya.reconcile.features import Features, features_of
from riwaya.reconcile.grouping import Rules, group
from riwaya.reconcile.link import Scored
from riwaya.reconcile.reasons import why
from riwaya.reconcile.telling import is_held, is_since, is_spoken_of, night_of

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "reconcile_telling.yaml").read_text("utf-8")
)
DAY = date(2024, 3, 10)
SPOT = Where("الزهور", None, id="x:flowers", admin1="حلب", country="SY", lat=36.5, lon=37.9, radius_km=4.0, kind="town")


def told(marked: str, kind: str = "chemical_weapon", day: date = DAY, report: str = "a") -> Told:
    """The incident of a marked sentence: ⟦the happening⟧, {the day}."""
    plain, spans = "", {}
    for sign in marked:
        if sign in "⟦{":
            spans[sign] = len(plain)
        elif sign in "⟧}":
            opening = "⟦" if sign == "⟧" else "{"
            spans[sign] = len(plain)
            spans[opening + sign] = spans[opening]
        else:
            plain += sign
    trigger = Span(spans["⟦"], spans["⟧"]) if "⟦" in spans else Span(0, 4)
    words = Span(spans["{"], spans["}"]) if "{" in spans else None
    when = When(day, day, "day", "relative", words.cut(plain), words) if words else When(day, day, "day", "published")
    incident = Incident(f"i-{report}", kind, False, trigger, when, SPOT, (), (), None, ())
    return Told(Report(report, plain, "", "النشرة", None, day), incident)


def row(marked: str, kind: str = "chemical_weapon", day: date = DAY, report: str = "a") -> Features:
    return features_of(told(marked, kind, day, report), default_bodies())


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_telling(case: dict[str, Any]) -> None:
    one = told(case["text"])
    if "spoken_of" in case:
        assert is_spoken_of(one) is case["spoken_of"]
    if "held" in case:
        assert is_held(one) is case["held"]
    if "since" in case:
        assert is_since(one) is case["since"]
    if "night" in case:
        night = case["night"]
        assert night_of(one) == (None if night is None else DAY.toordinal() + night)


SPOKEN = "توعدت باريس {الثلاثاء} بالرد على ⟦هجوم كيماوي⟧ في بلدة الزهور"
NEWS = "قتل ثلاثة في ⟦هجوم كيماوي⟧ على بلدة الزهور {السبت}"


def test_what_is_spoken_of_may_have_happened_before() -> None:
    spoken, news = row(SPOKEN), row(NEWS, day=DAY - timedelta(days=5), report="b")
    assert why([spoken], [news]).weight >= why([spoken], [news]).threshold
    assert not why([spoken], [news]).against
    later = row(NEWS, day=DAY + timedelta(days=5), report="b")
    assert why([spoken], [later]).against


def test_shelling_that_is_spoken_of_is_that_of_its_day() -> None:
    """A place at war sees much shelling: which is meant cannot be told."""
    spoken = row(SPOKEN, "shelling_artillery_missile")
    assert (spoken.first, spoken.last) == (DAY.toordinal(), DAY.toordinal())


def test_ground_that_is_held_links_to_nothing() -> None:
    kind = "non_state_actor_overtakes_territory"
    taken = "⟦سيطرت⟧ المعارضة {الخميس} على بلدة الزهور"
    held = "دخلت القافلة {الخميس} بلدة الزهور التي ⟦تسيطر⟧ عليها المعارضة"
    sure = why([row(taken, kind)], [row(taken, kind, report="b")])
    assert sure.weight >= sure.threshold
    state = why([row(taken, kind)], [row(held, kind, report="b")])
    assert state.weight < state.threshold
    assert "who holds the ground" in " ".join(state.reasons)


def test_evening_and_dawn_are_one_night_and_two_days_are_two() -> None:
    kind = "armed_clash"
    evening = row("قتل ثلاثة في ⟦هجوم⟧ على نقطة {مساء الأحد}", kind)
    dawn = row("قتل ثلاثة في ⟦هجوم⟧ على نقطة {فجر الإثنين}", kind, DAY + timedelta(days=1), "b")
    noon = row("قتل ثلاثة في ⟦هجوم⟧ على نقطة {الإثنين}", kind, DAY + timedelta(days=1), "b")
    before = row("قتل ثلاثة في ⟦هجوم⟧ على نقطة {الأحد}", kind)
    assert why([evening], [dawn]).weight >= why([evening], [dawn]).threshold
    assert "same night" in why([evening], [dawn]).reasons
    assert why([before], [noon]).weight < why([evening], [noon]).weight < why([evening], [dawn]).weight


def test_a_day_since_which_something_goes_on_is_no_day() -> None:
    one = row("قتل ثمانية جنود في ⟦اشتباكات⟧. وتستمر الحملة منذ بدء العملية في {20 يناير}", "armed_clash")
    early = replace(one.__class__(**{n: getattr(one, n) for n in one.__slots__}))
    assert early.first == DAY.toordinal()
    other = told("قتل جندي في ⟦اشتباكات⟧. وتستمر الحملة منذ بدء العملية في {20 يناير}", "armed_clash", report="b")
    other = replace(other, report=replace(other.report, published=DAY + timedelta(days=60)))
    far = features_of(other, default_bodies())
    assert far.keys == ()


def test_an_incident_moves_to_the_group_that_fits_it_better() -> None:
    """Two reports tell the happening twice each, which keeps two groups apart; others go where most tell of it."""
    rows = [replace(row(NEWS, report=name), id=f"i-{name}{n}") for n, name in enumerate("abcda")]
    a, b, c, d, again = (r.id for r in rows)
    pairs = [Scored(*sorted(pair), weight, ()) for pair, weight in (
        ((again, d), 6.0), ((a, b), 5.0), ((a, c), 5.0), ((b, c), 5.0), ((a, d), 5.5), ((b, d), 5.5), ((c, d), 5.5)
    )]  # fmt: skip
    assert group(rows, pairs, 0.2) == sorted([(a, b, c, d), (again,)])
    judged = Rules(same=frozenset({(min(again, d), max(again, d))}))
    assert group(rows, pairs, 0.2, judged) == sorted([(a, b, c), tuple(sorted((again, d)))])
