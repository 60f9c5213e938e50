"""One event as it is looked at: accounts side by side, figures as bars, reports with their chains, what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from riwaya.ledger import Ledger
from riwaya.ledger import events as stored_events
from riwaya.model import Account, Event, Grade, Holder, Judgement, Link, Membership, Standing, Where
from riwaya.reconcile.placed import placed
from riwaya.web import queries
from riwaya.web.deciding import FIGURES, version_of
from riwaya.web.describing import figure_text, last_value, state_of
from riwaya.web.mapping import Map, map_of

_MOST_SPEAKERS = 8
"""Columns that stand side by side; who else speaks is counted."""

_MOST_MEMBERS = 100
_MOST_BARS = 60
_WIDTH = 300.0


@dataclass(frozen=True, slots=True)
class Said:
    """What one speaker holds of one attribute, in whose words; `denies` where they deny it."""

    account: Account
    holder: Holder
    denies: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """One attribute over all columns: how it stands, what each speaker says, and what a person decided."""

    standing: Standing
    cells: tuple[tuple[Said, ...], ...]
    decided: str | None

    @property
    def figure(self) -> bool:
        """Whether it is a number of people."""
        return self.standing.attribute in FIGURES


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure of one holder on a scale of 0 to 300: from x1 to x2, with an arrow where it has no upper bound."""

    holder: Holder
    text: str
    victims: str | None
    x1: float
    x2: float
    endless: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The figures of an outcome in the order of time; the scale ends at `most`."""

    attribute: str
    state: str
    most: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """One report's incident within the event: the report, why it is here, and how the words came."""

    membership: Membership
    report: Row[Any] | None
    incident: Row[Any] | None
    chains: tuple[tuple[Link, ...], ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision in the history; the ids of the judgements that it was made of, and whether it was taken back."""

    judgement: Judgement
    ids: tuple[str, ...]
    undone: bool


@dataclass(frozen=True, slots=True)
class View:
    """All that is told of an event, as it stood at an entry of the audit chain."""

    event: Event
    version: str
    entry: int
    state: str
    grown: bool
    grade: Grade | None
    graded_by: str | None
    speakers: tuple[tuple[str, str], ...]
    others: int
    comparisons: tuple[Comparison, ...]
    charts: tuple[Chart, ...]
    members: tuple[Member, ...]
    history: tuple[Taken, ...]
    map: Map | None
    timeline: tuple[Row[Any], ...] = ()


def view(ledger: Ledger, id_: str) -> View | None:
    """The event of this id as it stands now; None where there is none."""
    with ledger.database.reading() as connection:
        event = next(stored_events.load(connection, [id_]), None)
        if event is None:
            return None
        entry, _ = queries.head(connection)
        rows = queries.incident_rows(connection, [member.incident for member in event.members])
        triggers = queries.triggers_of(event, rows)
        decisions = queries.Decisions(connection, triggers)
        shown = event.members[:_MOST_MEMBERS]
        reports = queries.report_rows(connection, [member.report for member in shown])
        timeline = queries.published(connection, [member.report for member in shown])
        chains = queries.chains(connection, [rows[m.incident] for m in shown if m.incident in rows])
    standing, history = decisions.about(triggers), decisions.history(triggers)
    speakers = _speakers(event)
    columns = [speaker for speaker, _ in speakers[:_MOST_SPEAKERS]]
    state, grown = state_of(standing, triggers)
    grade, by = _grade(event, standing)
    return View(
        event=event,
        version=version_of(event, history),
        entry=entry,
        state=state,
        grown=grown,
        grade=grade,
        graded_by=by,
        speakers=tuple(speakers[:_MOST_SPEAKERS]),
        others=max(0, len(speakers) - _MOST_SPEAKERS),
        comparisons=tuple(
            Comparison(s, _cells(s, columns), last_value(standing, "value", s.attribute)) for s in event.standings
        ),
        charts=tuple(
            _chart(s) for s in event.standings if s.attribute in FIGURES and any(a.holders for a in s.accounts)
        ),
        members=tuple(Member(m, reports.get(m.report), rows.get(m.incident), _of(chains, m.incident)) for m in shown),
        history=tuple(decisions_of(history)),
        map=map_of(
            ((m.report, rows[m.incident]) for m in event.members if m.incident in rows), where=_placed(standing)
        ),
        timeline=tuple(timeline),
    )


def _speakers(event: Event) -> list[tuple[str, str]]:
    """Who says or denies something: id and name, who says most first."""
    counted: dict[str, int] = {}
    names: dict[str, str] = {}
    for standing in event.standings:
        for account in standing.accounts:
            for holder in (*account.holders, *account.deniers):
                counted[holder.speaker] = counted.get(holder.speaker, 0) + 1
                names.setdefault(holder.speaker, holder.name)
    return [(speaker, names[speaker]) for speaker in sorted(counted, key=lambda one: (-counted[one], one))]


def _cells(standing: Standing, columns: Sequence[str]) -> tuple[tuple[Said, ...], ...]:
    found: dict[str, list[Said]] = {speaker: [] for speaker in columns}
    for account in standing.accounts:
        for holders, denies in ((account.holders, False), (account.deniers, True)):
            for holder in holders:
                said = found.get(holder.speaker)
                if said is not None and not any(_same(one, account, denies) for one in said):
                    said.append(Said(account, holder, denies))
    return tuple(tuple(found[speaker]) for speaker in columns)


def _same(said: Said, account: Account, denies: bool) -> bool:
    """Whether a cell says this already: a value once, a denial once."""
    return said.denies == denies and (denies or said.account is account)


def _chart(standing: Standing) -> Chart:
    held = [(account, holder) for account in standing.accounts for holder in account.holders]
    held.sort(key=lambda pair: (pair[1].since or date.max, pair[1].name))
    most = max([1, *(number for account, _ in held for number in (account.low, account.high) if number)])
    return Chart(standing.attribute, standing.state, most, tuple(_bar(a, h, most) for a, h in held[:_MOST_BARS]))


def _bar(account: Account, holder: Holder, most: int) -> Bar:
    scale = (_WIDTH - 30) / most
    low = account.low or 0
    high = most if account.high is None else account.high
    text = figure_text(account.low, account.high)
    return Bar(holder, text, account.victims, 10 + low * scale, 10 + high * scale, account.high is None)


def _placed(standing: Sequence[Judgement]) -> Where | None:
    """Where a person put the event."""
    value = last_value(standing, "value", "place")
    return placed(value) if value else None


def _of(chains: dict[tuple[str, int], tuple[Link, ...]], incident: str) -> tuple[tuple[Link, ...], ...]:
    """The chains of an incident's claims, each once."""
    return tuple(
        dict.fromkeys(chain for (of, _), chain in sorted(chains.items(), key=lambda i: i[0]) if of == incident)
    )


def _grade(event: Event, standing: Sequence[Judgement]) -> tuple[Grade | None, str | None]:
    given = [judgement for judgement in standing if judgement.verdict == "grade" and judgement.value]
    if not given:
        return event.grade, None
    last = given[-1]
    rules = event.grade.rules if event.grade else ""
    return Grade(last.value or "", rules, (last.reason,) if last.reason else ()), last.user


def decisions_of(history: Sequence[Judgement]) -> list[Taken]:
    """Decisions, the newest first; judgements that one decision was made of stand together."""
    found: list[Taken] = []
    undone = _taken_back(history)
    for judgement in history:
        last = found[-1] if found else None
        one = (judgement.verdict, judgement.user, judgement.at, judgement.reason)
        if last and judgement.verdict in ("same", "different", "unsure", "undo"):
            before = (last.judgement.verdict, last.judgement.user, last.judgement.at, last.judgement.reason)
            if one == before and last.undone == (judgement.id in undone):
                found[-1] = Taken(last.judgement, (*last.ids, judgement.id), last.undone)
                continue
        found.append(Taken(judgement, (judgement.id,), judgement.id in undone))
    return found[::-1]


def _taken_back(history: Sequence[Judgement]) -> set[str]:
    found: set[str] = set()
    for judgement in reversed(history):
        if judgement.verdict == "undo" and judgement.undoes and judgement.id not in found:
            found.add(judgement.undoes)
    return found
