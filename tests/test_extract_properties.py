"""What must hold for every text: no crash, spans within the report, the same reading each time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.model import Actor, Incident, Reading, Report, Span
from riwaya.pipeline import Tools, load_tools, read_report
from riwaya.wire import dump

CASES = Path(__file__).parent / "cases"
TEXTS = [case["text"] for kind in ("tolls", "voices", "events")
         for case in yaml.safe_load((CASES / f"extract_{kind}.yaml").read_text("utf-8"))]  # fmt: skip
WORDS = sorted({word for text in TEXTS for word in text.split()})
MARKS = [*'،.:"()\n؟-/«»ـ\u064e\u200f#٣ولب', "..", "12"]
SENTENCES = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(MARKS)), max_size=60).map(" ".join)
GLUED = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(MARKS)), max_size=30).map("".join)
PASSAGES = st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4).map(". ".join)
DAYS = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2040, 1, 1)))
ANY = st.one_of(st.text(max_size=200), SENTENCES, GLUED, PASSAGES)


def spans(reading: Reading) -> Iterator[Span]:
    for incident in reading.incidents:
        yield incident.trigger
        for actor in (*incident.perpetrators, *incident.targets, *(claim.speaker for claim in incident.claims)):
            if actor.span is not None:
                yield actor.span
        for claim in incident.claims:
            yield from claim.evidence
            yield from (toll.span for toll in claim.tolls)
            yield from (link.span for link in claim.chain if link.span is not None)
        yield from (about.span for about in (incident.when, incident.where) if about and about.span)
    for warning in reading.warnings:
        yield from warning.spans


def holds(reading: Reading) -> None:
    full = reading.report.full_text
    for span in spans(reading):
        assert 0 <= span.start < span.end <= len(full)
        assert span.cut(full).strip()
    assert len({incident.id for incident in reading.incidents}) == len(reading.incidents)
    for incident in reading.incidents:
        cut_out(incident, full)
        count = len(incident.claims)
        assert count
        for actor in (*incident.perpetrators, *incident.targets):
            assert all(0 <= index < count for index in actor.according_to)
        for claim in incident.claims:
            assert claim.chain[0].role == "outlet"
            for toll in claim.tolls:
                assert toll.min is None or toll.max is None or 0 <= toll.min <= toll.max
        assert incident.when is None or incident.when.start <= incident.when.end


def cut_out(incident: Incident, full: str) -> None:
    if incident.when is not None and incident.when.span is not None:
        assert incident.when.span.cut(full) == incident.when.text
    if incident.where is not None and incident.where.span is not None:
        assert incident.where.span.cut(full) == incident.where.name
    for claim in incident.claims:
        named(claim.speaker, full)
        for link in claim.chain:
            named(Actor(link.actor, link.name, link.span), full)


def named(actor: Actor, full: str) -> None:
    if actor.span is not None:
        assert actor.span.cut(full).lstrip("ال") == actor.name.lstrip("ال")


@given(title=st.one_of(st.just(""), SENTENCES), text=ANY, published=DAYS, outlet=st.sampled_from([None, "النشرة"]))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(title: str, text: str, published: date | None, outlet: str | None) -> None:
    holds(read_report(Report("x", title, text, outlet, None, published), load_tools()))


@given(text=st.one_of(SENTENCES, PASSAGES), published=DAYS)
@settings(max_examples=100, deadline=None)
def test_the_same_text_gives_the_same_bytes(text: str, published: date | None) -> None:
    report = Report("x", "", text, "النشرة", None, published)
    tools = load_tools()
    first = dump(read_report(report, tools))
    read_report(Report("y", "", PASSAGE, "النشرة"), tools)  # nothing of one report may reach the next
    assert dump(read_report(report, tools)) == first


PASSAGE = "قال تنظيم الدولة إنه قتل خمسة من قسد في الشدادي. وأضاف التنظيم أن الهجوم وقع أمس. وأكدت القوات الهجوم."


@given(start=st.integers(0, 200), size=st.integers(1, 120), at=st.integers(0, len(TEXTS) - 1))
@settings(max_examples=150, deadline=None)
def test_a_text_cut_off_anywhere_is_read(start: int, size: int, at: int) -> None:
    whole = " ".join(TEXTS[at : at + 3])
    holds(read_report(Report("x", "", whole[start : start + size], None, None, date(2024, 5, 14)), load_tools()))


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "،،،", "\u200f", "قتل", "قتل قتل قتل", "٪" * 50, "و" * 300, "قال إن قال إن قال إن"]
)
def test_next_to_nothing_is_read(text: str) -> None:
    holds(read_report(Report("x", text, text, None, None, None), load_tools()))


def test_a_long_report_is_read_in_time_that_grows_with_its_length() -> None:
    text = ". ".join(TEXTS)
    reading = read_report(Report("x", "", text * 3, None, None, date(2024, 5, 14)), load_tools())
    holds(reading)
    assert reading.incidents


def test_one_word_that_tells_of_two_places_makes_two_incidents_with_ids_of_their_own(tools: Tools) -> None:
    text = "قال المتحدث إن طائرات التحالف شنت غارات على مواقع تنظيم داعش في العراق وسوريا يوم الجمعة."
    found = read_report(Report("two-places", "بيان عن العمليات", text, None, None, date(2018, 3, 23)), tools)
    assert {i.where.country for i in found.incidents if i.where} == {"IQ", "SY"}
    assert len({i.id for i in found.incidents}) == len(found.incidents)
    assert len({i.trigger for i in found.incidents}) < len(found.incidents)
