"""An event in one line: what the list shows of it, narrows by, and orders by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from riwaya.arabic.fold import fold_key
from riwaya.model import Account, Event, Judgement, Standing
from riwaya.reconcile.placed import placed
from riwaya.reconcile.records import Fared, fared
from riwaya.web.queries import Triggers
from riwaya.web.search import indexed

HARM = ("killed", "injured", "killed_or_injured")
PARTIES = ("perpetrator", "target")
_SETTLED = ("reviewed", "closed")
_MOST_SOURCES = 40
_MOST_WORDS = 400_000
"""Characters of an event's words that the search keeps: some thousand reports' titles and quotes."""

_CIVILIANS = frozenset({"civilians", "residents", "protesters"})


@dataclass(frozen=True, slots=True)
class Described:
    """A row of the index; `values` are what it can be narrowed by: kind, key, label. Unknown days are "".

    `fared` tells how each speaker fared.
    """

    id: str
    need: int
    first_day: str
    last_day: str
    place: str
    lat: float | None
    lon: float | None
    type: str
    grade: str
    state: str
    disputed: str
    sources: int
    reports: int
    title: str
    perpetrator: str
    target: str
    killed: str
    changed: int
    values: tuple[tuple[str, str, str], ...]
    words: str
    fared: tuple[Fared, ...] = ()


def describe(
    event: Event,
    incidents: Mapping[str, Row[Any]],
    reports: Mapping[str, Row[Any]],
    decided: Sequence[Judgement],
    triggers: Triggers,
) -> Described:
    """The row of an event, with what persons decided of it."""
    by = {standing.attribute: standing for standing in event.standings}
    rows = [incidents[m.incident] for m in event.members if m.incident in incidents]
    told = [reports[m.report] for m in event.members if m.report in reports]
    days = sorted(day for value in _values(by.get("day")) for day in value.split("/"))
    disputed = [standing.attribute for standing in event.standings if standing.state == "disputed"]
    state, changed = state_of(decided, triggers)
    grade = last_value(decided, "grade") or (event.grade.name if event.grade else "")
    where = next((row for row in rows if row.lat is not None), rows[0] if rows else None)
    put = placed(last_value(decided, "value", "place") or "")
    places = list(
        dict.fromkeys(
            [*([put.name] if put.name else []), *_values(by.get("place")), *(row.place for row in rows if row.place)]
        )
    )
    return Described(
        id=event.id,
        need=_need(state, changed, event, grade),
        first_day=days[0] if days else "",
        last_day=days[-1] if days else "",
        place=places[0] if places else "",
        lat=put.lat if put.lat is not None else where.lat if where is not None else None,
        lon=put.lon if put.lon is not None else where.lon if where is not None else None,
        type=last_value(decided, "value", "type") or next(iter(_values(by.get("type"))), ""),
        grade=grade,
        state=state,
        disputed=" ".join(disputed),
        sources=event.sources,
        reports=len({member.report for member in event.members}),
        title=next((row.title for row in told if row.title), rows[0].quote if rows else ""),
        perpetrator=last_value(decided, "value", "perpetrator") or next(iter(_values(by.get("perpetrator"))), ""),
        target=last_value(decided, "value", "target") or next(iter(_values(by.get("target"))), ""),
        killed=last_value(decided, "value", "killed") or _range(by.get("killed")),
        changed=int(changed),
        values=tuple(dict.fromkeys(_narrowing(event, by, rows, told, (places, grade, disputed)))),
        words=indexed(_words(event, rows, told, places))[:_MOST_WORDS],
        fared=tuple(fared(event)),
    )


def state_of(decided: Sequence[Judgement], triggers: Triggers) -> tuple[str, bool]:
    """The state that a person gave last, and whether the event has grown since by words that they did not mark."""
    given = [judgement for judgement in decided if judgement.verdict == "state" and judgement.value]
    if not given:
        return "new", False
    last = given[-1]
    marked = [(mark.report, mark.span) for mark in last.marks]
    grown = any(
        not any(report == of and at.start < span.end and span.start < at.end for of, at in marked)
        for report, spans in triggers.items()
        for span in spans
    )
    return last.value or "new", grown


def last_value(decided: Sequence[Judgement], verdict: str, attribute: str | None = None) -> str | None:
    """What was decided last in this kind, and of this attribute where it is of one."""
    found = [j.value for j in decided if j.verdict == verdict and attribute in (None, j.attribute) and j.value]
    return found[-1] if found else None


def _need(state: str, changed: bool, event: Event, grade: str) -> int:
    """How much an event needs a person: unsettled, then disputed, new, civilians harmed, ungraded, many sources."""
    need = 1000 if state not in _SETTLED or changed else 0
    need += 400 if any(standing.state == "disputed" for standing in event.standings) else 0
    need += {"second_look": 300, "new": 200, "in_review": 100}.get(state, 0) + (150 if changed else 0)
    need += 90 if _civilians_harmed(event.standings) else 0
    need += 45 if not grade else 0
    return need + min(event.sources, _MOST_SOURCES)


def _civilians_harmed(standings: Iterable[Standing]) -> bool:
    counted = [account for standing in standings if standing.attribute in HARM for account in standing.accounts]
    return any(account.victims in _CIVILIANS and account.low for account in counted)


def _values(standing: Standing | None) -> list[str]:
    """The values that somebody holds, the most held first."""
    held = [a for a in (standing.accounts if standing else ()) if a.value and a.holders]
    return [account.value or "" for account in sorted(held, key=lambda a: -len(a.holders))]


def _range(standing: Standing | None) -> str:
    held = [account for account in (standing.accounts if standing else ()) if account.holders]
    if not held:
        return ""
    highs = [account.high for account in held if account.high is not None]
    return figure_text(min(account.low or 0 for account in held), max(highs) if len(highs) == len(held) else None)


def figure_text(low: int | None, high: int | None) -> str:
    """An interval in signs: 8, 5–8, 18+.

    >>> figure_text(8, 8), figure_text(5, 8), figure_text(18, None), figure_text(None, None)
    ('8', '5–8', '18+', '?')
    """
    if low is None and high is None:
        return "?"
    if high is None:
        return f"{low}+"
    return str(high) if low == high else f"{low or 0}–{high}"


def _narrowing(
    event: Event,
    by: Mapping[str, Standing],
    rows: Sequence[Row[Any]],
    told: Sequence[Row[Any]],
    more: tuple[list[str], str, list[str]],
) -> Iterable[tuple[str, str, str]]:
    places, grade, disputed = more
    yield from (("place", fold_key(place), place) for place in places)
    for row in rows:
        yield from (("place", fold_key(name), name) for name in (row.admin1, row.country) if name)
    yield from (("type", value, value) for value in _values(by.get("type")))
    yield from (("grade", name, name) for name in [grade] if name)
    yield from (("dispute", name, name) for name in (*disputed, *(["any"] if disputed else [])))
    yield from (("source", fold_key(row.outlet), row.outlet) for row in told if row.outlet)
    for account in _accounts(event):
        if account.attribute in PARTIES:
            yield from (("actor", one, one) for one in (account.value or "").split("+") if one)
        for holder in (*account.holders, *account.deniers):
            yield "actor", holder.speaker, holder.name or holder.speaker


def _accounts(event: Event) -> Iterable[Account]:
    return (account for standing in event.standings for account in standing.accounts)


def _words(event: Event, rows: Sequence[Row[Any]], told: Sequence[Row[Any]], places: Sequence[str]) -> Iterable[str]:
    yield from dict.fromkeys(row.title for row in told)
    yield from dict.fromkeys(row.quote for row in rows)
    yield from places
    for account in _accounts(event):
        yield from ((account.value or "").replace("+", " "),)
        for holder in (*account.holders, *account.deniers):
            yield f"{holder.name} {holder.speaker} {holder.quote}"
