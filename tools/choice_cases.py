"""What the choices are learned from: candidates of annotated reports, judged sentences and examples, right or wrong."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from joining_cases import LEAD, TRUST
from riwaya.evaluate.gold import GoldReport
from riwaya.evaluate.likeness import Gold, likeness, pair, same_actor, same_name, same_place, same_speaker
from riwaya.extract.accounts import account_signs
from riwaya.extract.beside import Looked
from riwaya.extract.candidates import ROLES, Candidate, candidates, kind_beside
from riwaya.extract.claims import accounts_of
from riwaya.extract.extract import Telling, settle, tell
from riwaya.extract.happening import Happening
from riwaya.extract.making import where_of
from riwaya.extract.reckoning import event_signs
from riwaya.extract.siting import PlacesNamed, sites
from riwaya.extract.speakers import actor_of
from riwaya.extract.weights import Weights
from riwaya.gazetteer import Gazetteer
from riwaya.lexicon import Lexicon
from riwaya.model import Actor, Incident, Reading, Report
from riwaya.pipeline import Tools
from riwaya.resolve import resolve
from riwaya.resolve.places import PlaceContext, resolve_place
from told import Marks
from train_actuality import ASSAULT, Unseen, cases_of, reports_of, sentences_of


@dataclass(frozen=True)
class Case:
    """One candidate: its signs, whether it is right, its report, and whether it was chosen before (`by_rule`).

    That is by the rules alone for parties and events; for claims and places by the weights that are there, which may
    have learned from the same reports.

    Of a `group` one is taken; `trust` is how much it counts; `start` are its log-odds before its signs. `named` are
    signs that count `share` each, as often as they stand there.
    """

    source: str
    signs: list[str]
    right: bool
    by_rule: bool
    group: str = ""
    trust: float = 1.0
    start: float = 0.0
    named: Sequence[str] = ()
    share: float = 1.0


@dataclass(frozen=True)
class Cast:
    """The bodies that may have a part in one happening, with a case for each in either role, in the same order."""

    type: str
    rivals: Mapping[str, frozenset[str]]
    bodies: list[Looked]
    cases: dict[str, list[Case]]


OPEN = Weights(0, float("-inf"), {})
UNMARKED = Marks(None)


def paired(
    gold: GoldReport, telling: Telling, gazetteer: Gazetteer, marks: Marks = UNMARKED
) -> Iterator[tuple[object, Happening, Incident]]:
    """The happenings that are annotated events, each with its event."""
    made = settle(telling, OPEN)
    incidents = [(incident, happening) for incident, happening in made if incident is not None]
    resolved = resolve(Reading(telling.report, tuple(i for i, _ in incidents), (), telling.countries), gazetteer)
    happening_of = {i.id: happening for i, (_, happening) in zip(resolved.incidents, incidents, strict=True)}
    if gold.id in marks:
        yield from _paired_by_marks(gold, telling, happening_of, resolved.incidents, marks)
        return
    golds = [(event, gold.claims_on(event)) for event in gold.events]
    for known, incident in pair(golds, list(resolved.incidents)):
        if known is not None and incident is not None:
            yield known, happening_of[incident.id], incident


def _paired_by_marks(
    gold: GoldReport, telling: Telling, happening_of: Mapping[str, Happening], found: Sequence[Incident], marks: Marks
) -> Iterator[tuple[Gold, Happening, Incident]]:
    """Each annotated event with its happening: of those whose frames mostly tell of it the likest."""
    claimed: dict[str, list[Incident]] = {}
    for incident in found:
        event = marks.event_of(gold.id, happening_of[incident.id], telling.folded)
        if event is not None:
            claimed.setdefault(event, []).append(incident)
    for event in gold.events:
        known = (event, gold.claims_on(event))
        if event.key in claimed:
            best = max(claimed[event.key], key=lambda incident: likeness(*known, incident))
            yield known, happening_of[best.id], best


def casting(
    gold: GoldReport, telling: Telling, gazetteer: Gazetteer, marks: Marks, trust: float = 1.0
) -> Iterator[Cast]:
    """The bodies of every happening that is an annotated event."""
    lexicon = telling.talk.bodies.lexicon
    for (event, _), happening, _ in paired(gold, telling, gazetteer, marks):  # type: ignore[misc]
        wanted = dict(zip(ROLES, (event.perpetrator, event.target), strict=True))
        yield cast_of(gold.id, happening, telling, partial(_is_meant, wanted, lexicon), dict.fromkeys(ROLES, trust))


def _is_meant(wanted: Mapping[str, Sequence[str]], lexicon: Lexicon, candidate: Candidate, role: str) -> bool:
    return any(same_actor(one, actor) for one in wanted[role] for actor in called(candidate, lexicon))


def cast_of(
    source: str,
    happening: Happening,
    telling: Telling,
    right: Callable[[Candidate, str], bool],
    trusts: Mapping[str, float],
) -> Cast:
    """A happening's candidates, right or wrong in either role; `trusts` are how much the roles count."""
    happening.settled = None
    found = candidates(happening, telling.happenings, telling.scene)
    by_rule = {role: happening.bodies(role) for role in ROLES}
    return Cast(
        happening.lead.kind.type,
        telling.scene.rivals,
        [Looked(c.body, kind_beside(c.body), (0, 0)) for c in found],
        {
            role: [
                Case(
                    source,
                    c.signs_for(role),
                    right(c, role),
                    c.body in by_rule[role],
                    "",
                    trusts[role],
                    0.0,
                    c.named,
                    c.share,
                )
                for c in found
            ]
            for role in ROLES
        },
    )


def called(candidate: Candidate, lexicon: Lexicon) -> Iterator[Actor]:
    """A body under its id, under the words that name it, and under the names that the word lists have for it."""
    body = candidate.body
    actor = None if body.startswith("other:") else body
    yield Actor(actor, body.removeprefix("other:"))
    unit = candidate.units[candidate.unit]
    if unit.body == body:
        yield Actor(actor, unit.core)
    yield from listed(actor, lexicon)


def listed(actor: str | None, lexicon: Lexicon) -> Iterator[Actor]:
    """An actor under the names of the word lists: annotators spell out those that the codebook has no id for."""
    sourced = lexicon.entries["actors"].get(actor or "")
    if sourced is not None and actor not in _NAMED:
        yield from (Actor(actor, name) for name in sourced.entry.names if len(name.split()) > 1)  # type: ignore[attr-defined]


_NAMED = frozenset({"jihadists", "civilians", "protesters", "unknown-gunmen"})
"""Bodies whose names are words for anybody of their sort."""


def claiming(gold: GoldReport, telling: Telling, gazetteer: Gazetteer, marks: Marks) -> Iterator[tuple[str, Case]]:
    """One case an account: whether the speaker has an annotated claim on the event."""
    for (_, claims), happening, incident in paired(gold, telling, gazetteer, marks):  # type: ignore[misc]
        told = accounts_of(happening, telling.talk)
        kept = {claim.speaker.actor or claim.speaker.name for claim in incident.claims}
        for account in told:
            speaker = actor_of(account.speaker)
            names = (speaker, *listed(speaker.actor, telling.talk.bodies.lexicon))
            right = any(same_speaker(claim, name) for claim in claims for name in names)
            by_rule = (speaker.actor or speaker.name) in kept
            yield "claims", Case(gold.id, account_signs(account, told, happening), right, by_rule)


def siting(gold: GoldReport, telling: Telling, gazetteer: Gazetteer, marks: Marks) -> Iterator[tuple[str, Case]]:
    """One case a place named: whether it is the event's."""
    folded = telling.folded
    names = tuple(i.where.name for _, _, i in paired(gold, telling, gazetteer, marks) if i.where is not None)
    context = PlaceContext(telling.countries, names)
    named = PlacesNamed(telling.sentences, telling.countries)
    for (event, _), happening, _ in paired(gold, telling, gazetteer, marks):  # type: ignore[misc]
        if not event.place:
            continue
        for candidate in sites(happening, named):
            where = where_of(candidate.mention, folded)
            right = same_place(event, resolve_place(where, context, gazetteer, telling.report.full_text))
            by_rule = happening.site is not None and happening.site.name == candidate.mention.name
            yield "place", Case(f"{gold.id}", sorted(candidate.signs), right, by_rule, f"{gold.id} {event.key}")


def reckoning(gold: GoldReport, telling: Telling, gazetteer: Gazetteer, marks: Marks) -> Iterator[tuple[str, Case]]:
    """One case a happening: whether it is an annotated event."""
    right = {id(happening) for _, happening, _ in paired(gold, telling, gazetteer, marks)}
    for happening in telling.happenings:
        happening.settled = None
        signs = event_signs(happening, telling.happenings, telling.dated.published, telling.setting, telling.gate)
        yield "event", Case(gold.id, signs, id(happening) in right, True)


READERS: tuple[Callable[[GoldReport, Telling, Gazetteer, Marks], Iterator[tuple[str, Case]]], ...] = (
    claiming,
    siting,
    reckoning,
)


TABLES_DAY = date(2024, 5, 14)
TABLE = 32.0
"""How much a passage of our tests counts: each stands for a whole way of telling."""
EXAMPLE = 12.0
"""How much an example of the word lists counts."""


def from_elsewhere(asked: argparse.Namespace, tools: Tools, unseen: Unseen) -> Iterator[Case]:
    """Cases of the choice `event` from judged sentences, calm reports, attacks told in a lead, and test passages."""
    if asked.sentences:
        for label, source, report in sentences_of(asked.sentences):
            for happening, case in _told(report, tools, unseen, label, source, label == "yes"):
                if happening.lead.kind.type in ASSAULT:
                    yield case
    for report in reports_of(asked.calm) if asked.calm else ():
        yield from (case for _, case in _told(report, tools, unseen, "calm", report.id, False))
    for report in reports_of(asked.attacks) if asked.attacks else ():
        for happening, case in list(_told(report, tools, unseen, "attack", report.id, True))[:1]:
            if happening.frames[0].sentence.index <= LEAD:
                yield case
    for path in asked.cases:
        for true, _, report in cases_of(path):
            yield from (case for _, case in _told(report, tools, unseen, "case", report.id, true))


def from_examples(tools: Tools) -> Iterator[tuple[str, Case]]:
    """One case an example of those that stand with the frames in the word lists."""
    for frame in tools.vocabulary.frames.values():
        for number, example in enumerate(frame.examples):
            telling = tell(Report(f"{frame.id}-{number}", "", example["text"]), tools.vocabulary)
            if telling is None or not telling.happenings:
                continue
            happening = telling.happenings[0]
            signs = event_signs(happening, telling.happenings, telling.dated.published, telling.setting, telling.gate)
            yield "event", Case("example", signs, True, True, "", EXAMPLE)


def cast_by_examples(tools: Tools) -> Iterator[Cast]:
    """The bodies in the examples that stand with the frames in the word lists."""
    for frame in tools.vocabulary.frames.values():
        for number, example in enumerate(frame.examples):
            telling = tell(Report(f"{frame.id}-{number}", "", example["text"]), tools.vocabulary)
            if telling is not None and telling.happenings:
                trusts = dict.fromkeys(ROLES, EXAMPLE)
                yield cast_of("example", telling.happenings[0], telling, partial(_is_cast, example), trusts)


def from_tables(path: Path, tools: Tools) -> Iterator[tuple[str, Case]]:
    """Cases of places and claims from a table of tests: passages with their events or claims."""
    for number, row in enumerate(yaml.safe_load(path.read_text("utf-8"))):
        telling = tell(
            Report(f"{path.stem}-{number}", row.get("title", ""), row["text"], None, None, TABLES_DAY), tools.vocabulary
        )
        if telling is None:
            continue
        settle(telling, OPEN)
        if "at" in row and telling.happenings:
            place = row.get("last") or row.get("place")
            yield from _places_of_table(place, telling.happenings[-1 if "last" in row else 0], telling, 0)
        elif row.get("claims"):
            wanted = {
                claim["speaker"] if isinstance(claim["speaker"], str) else claim["speaker"]["name"]
                for claim in row["claims"]
            }
            for happening in telling.happenings:
                told = accounts_of(happening, telling.talk)
                for account in told:
                    right = (account.speaker.actor or account.speaker.name) in wanted
                    yield (
                        "claims",
                        Case(telling.report.id, account_signs(account, told, happening), right, right, "", TABLE),
                    )
        elif "events" in row and len(row["events"]) == len(telling.happenings):
            for index, (event, happening) in enumerate(zip(row["events"], telling.happenings, strict=True)):
                yield from _places_of_table(event.get("place"), happening, telling, index)


def _places_of_table(
    place: str | None, happening: Happening, telling: Telling, index: int
) -> Iterator[tuple[str, Case]]:
    source = telling.report.id
    for candidate in sites(happening, PlacesNamed(telling.sentences, telling.countries)) if place else ():
        where = where_of(candidate.mention, telling.folded)
        right = same_name(place, where.name) or where.anchors == (place,)
        yield "place", Case(source, sorted(candidate.signs), right, right, f"{source} {index}", TABLE)


def cast_by_tables(path: Path, tools: Tools) -> Iterator[Cast]:
    """The bodies in a table of tests whose passages say who did what to whom; a role left unsaid does not count."""
    for number, row in enumerate(yaml.safe_load(path.read_text("utf-8"))):
        report = Report(f"{path.stem}-{number}", row.get("title", ""), row["text"], None, None, TABLES_DAY)
        telling, events = tell(report, tools.vocabulary), row.get("events", ())
        if telling is None or "at" in row or row.get("claims") or len(events) != len(telling.happenings):
            continue
        settle(telling, OPEN)
        for event, happening in zip(events, telling.happenings, strict=True):
            trusts = {role: TABLE * (role in event) for role in ROLES}
            yield cast_of(report.id, happening, telling, partial(_is_cast, event), trusts)


def _is_cast(event: Mapping[str, Any], candidate: Candidate, role: str) -> bool:
    named = event.get(role) or ()
    return candidate.body in ((named,) if isinstance(named, str) else named)


def _told(
    report: Report, tools: Tools, unseen: Unseen, kind: str, source: str, right: bool
) -> Iterator[tuple[Happening, Case]]:
    telling = tell(report, tools.vocabulary, unseen.of(source))
    for happening in telling.happenings if telling is not None else ():
        signs = event_signs(happening, telling.happenings, telling.dated.published, telling.setting, telling.gate)
        yield happening, Case(source, signs, right, True, "", TRUST[kind])
