"""From a ledger to what an export is given: the events asked for, each attribute with one value by a named policy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import get_args

from riwaya.export.codes import type_codes
from riwaya.export.naming import names_for
from riwaya.export.selection import Decided, Figure, Selected, Selection
from riwaya.gazetteer import load_gazetteer
from riwaya.ledger import Ledger
from riwaya.lexicon import load_lexicon
from riwaya.model import Actor, Event, Judgement, Outcome, Precision, Standing, Told, Where
from riwaya.reconcile.bodies import plain, spelled
from riwaya.reconcile.choosing import Wanted, choose_events
from riwaya.reconcile.correcting import OF_INCIDENTS, interval
from riwaya.reconcile.judging import standing_judgements
from riwaya.reconcile.placed import placed
from riwaya.reconcile.policy import Chosen, Policy, choose, told_by_list
from riwaya.reconciling import events_as_of, events_told, put_right

_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class Choice:
    """What to export: which events, by which policy, as of which day, with a user's own words and places."""

    wanted: Wanted = field(default_factory=Wanted)
    policy: Policy = "lowest"
    hierarchy: tuple[str, ...] = ()
    as_of: date | None = None
    lexicon: Path | None = None
    gazetteer: Path | None = None


def select(ledger: Ledger, choice: Choice) -> Selection:
    """The events asked for, with what the policy decided of each; what people judged stands above the policy.

    As of a day: the events of what was published and judged by then. Of a report without a day nobody knows whether it
    was there, so it is left out.
    """
    if choice.as_of is None:
        events, tolds = events_told(ledger)
        judged = standing_judgements(ledger.judgements())
    else:
        known = [told for told in ledger.told() if told.report.published and told.report.published <= choice.as_of]
        until = choice.as_of.isoformat()
        judged = standing_judgements(j for j in ledger.judgements(undone=True) if j.at[:10] <= until)
        events = list(events_as_of(ledger, known, judged))
        tolds = put_right({told.incident.id: told for told in known}, judged)
    rows = tuple(_selected(event, tolds, choice, judged) for event in choose_events(events, tolds, choice.wanted))
    names = names_for(rows, load_lexicon(choice.lexicon), load_gazetteer(choice.gazetteer))
    names = replace(names, spelled=spelled(told for row in rows for told in row.tolds))
    return Selection(rows, choice.policy, choice.as_of, names)


def _selected(event: Event, tolds: Mapping[str, Told], choice: Choice, judged: Iterable[Judgement]) -> Selected:
    members = tuple(tolds[member.incident] for member in event.members)
    return Selected(event, decide(event, members, choice, values_judged(members, judged)), members)


def values_judged(members: Sequence[Told], judged: Iterable[Judgement]) -> dict[str, str]:
    """What people decided of an event's attributes: the last value of each; what makes no sense decides nothing."""
    triggers = {(told.report.id, told.incident.trigger) for told in members}
    found: dict[str, str] = {}
    for judgement in judged:
        about = any((mark.report, mark.span) in triggers for mark in judgement.marks)
        attribute, value = judgement.attribute or "", judgement.value or ""
        if judgement.verdict == "value" and about and misfit(attribute, value) is None:
            found[attribute] = value
    return found


_FIGURE = re.compile(r"(\d{1,9})(?:\+|[-–](\d{1,9}))?")


def misfit(attribute: str, value: str) -> str | None:
    """What is wrong with a value that a person gives an attribute of an event; None where it fits.

    >>> misfit("killed", "18+"), misfit("day", "2024-05-14"), misfit("killed", "9-5")
    (None, None, "'9-5' is no figure; write it as 8, 5-8 or 18+")
    """
    if attribute in _OUTCOMES:
        found = _FIGURE.fullmatch(value)
        fits = found is not None and (found[2] is None or int(found[1]) <= int(found[2]))
        return None if fits else f"{value!r} is no figure; write it as 8, 5-8 or 18+"
    if attribute == "day":
        return None if _is_day(value) else f"{value!r} is no day; write it as 2024-05-14, or 2024-05-13/2024-05-14"
    if attribute == "type" and value not in type_codes():
        return f"{value!r} is no type of event; the types are {', '.join(sorted(type_codes()))}"
    if attribute not in OF_INCIDENTS:
        return f"{attribute!r} is no attribute; they are {', '.join((*OF_INCIDENTS, *_OUTCOMES))}"
    return None if value.strip() else "there is no value"


def _is_day(value: str) -> bool:
    try:
        days = [date.fromisoformat(one) for one in value.split("/")]
    except ValueError:
        return False
    return len(days) <= 2 and days == sorted(days)


def decide(event: Event, members: Sequence[Told], choice: Choice, judged: Mapping[str, str]) -> Decided:
    """One value for each attribute of an event: as people judged, else as the policy takes it."""
    taken = {s.attribute: judged.get(s.attribute) or _taken(s, choice) for s in event.standings}
    start, end, precision = _days(taken.get("day"), members)
    return Decided(
        type=taken.get("type"),
        start=start,
        end=end,
        precision=precision,
        where=_where(taken.get("place"), members),
        perpetrators=_actors(taken.get("perpetrator"), [a for told in members for a in told.incident.perpetrators]),
        targets=_actors(taken.get("target"), [a for told in members for a in told.incident.targets]),
        weapon=taken.get("weapon"),
        tolls=tuple(_figures(event.standings, choice, judged)),
        sources=tuple(sorted({h.source for s in event.standings for a in s.accounts for h in a.holders})),
        pending=tuple(s.attribute for s in event.standings if s.attribute not in judged and _left_open(s, choice)),
    )


def _taken(standing: Standing, choice: Choice) -> str | None:
    if standing.attribute in ("perpetrator", "target") and standing.state in ("agreed", "compatible"):
        return "+".join(account.value for account in standing.accounts if account.value and account.holders) or None
    value = choose(standing, choice.policy, choice.hierarchy).value
    return value.split("; ")[0] if value and choice.policy == "range" and standing.attribute != "day" else value


def _left_open(standing: Standing, choice: Choice) -> bool:
    return choice.policy == "pending" and standing.state == "disputed"


def _days(value: str | None, members: Sequence[Told]) -> tuple[date | None, date | None, Precision]:
    """The day or days decided; of several ("range"), from the first to the last."""
    if not value:
        return None, None, "none"
    parts = sorted(part for piece in value.split("; ") for part in piece.split("/"))
    start, end = date.fromisoformat(parts[0]), date.fromisoformat(parts[-1])
    told = [t.incident.when.precision for t in members if t.incident.when and t.incident.when.start == start]
    return start, end, told[0] if told else "day" if start == end else "approx"


def _where(name: str | None, members: Sequence[Told]) -> Where | None:
    """The place of that name, as the incident that says most of it tells it; where a person put it, if one did."""
    by_hand = placed(name) if name else None
    if by_hand is not None and by_hand.lat is not None:
        return by_hand
    named = [told.incident.where for told in members if told.incident.where and told.incident.where.name == name]
    return min(named, key=lambda where: (where.lat is None, where.radius_km or 0.0), default=None)


def _actors(value: str | None, named: Sequence[Actor]) -> tuple[Actor, ...]:
    found = []
    for id_ in value.split("+") if value else ():
        told = next((actor for actor in named if id_ in (actor.actor, actor.name, plain(actor.name))), None)
        found.append(told or Actor(id_, id_))
    return tuple(found)


def _figures(standings: Iterable[Standing], choice: Choice, judged: Mapping[str, str]) -> Iterable[Figure]:
    """The tolls: of each outcome one figure for each group of people that is counted apart."""
    for standing in standings:
        outcome = next((o for o in _OUTCOMES if o == standing.attribute), None)
        if outcome is None or (_left_open(standing, choice) and standing.attribute not in judged):
            continue
        if standing.attribute in judged:
            low, high = interval(judged[standing.attribute])
            yield Figure(outcome, low, high, None, low)
            continue
        accounts = standing.accounts
        if choice.policy == "hierarchy":  # whom the list believes says whom it counts, too
            accounts = tuple(told_by_list(accounts, choice.hierarchy))
        groups = dict.fromkeys(account.victims for account in accounts if account.holders)
        for victims in groups:
            held = tuple(account for account in accounts if account.victims == victims)
            chosen = choose(Standing(standing.attribute, standing.state, held), choice.policy, choice.hierarchy)
            if chosen.low is not None or chosen.high is not None:
                yield Figure(outcome, chosen.low, chosen.high, victims, _best(chosen))


def _best(chosen: Chosen) -> int | None:
    return None if chosen.policy == "range" and chosen.low != chosen.high else chosen.low
