"""What a person decides of an event becomes judgements of the ledger, all of one decision or none."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from riwaya.errors import RiwayaError
from riwaya.ledger import Decision, Ledger, Opening, open_ledger
from riwaya.ledger import events as stored_events
from riwaya.ledger import judgements as stored
from riwaya.ledger.rows import storable
from riwaya.model import Event, Judgement, Mark, Verdict
from riwaya.reconciling import update_events
from riwaya.selecting import misfit
from riwaya.web import queries
from riwaya.web.describing import HARM
from riwaya.web.placing import place_value
from riwaya.web.roles import STATES, User

GRADES = ("confirmed", "fair", "weak", "contested", "discounted")
"""The grades of the rule set that is used where no other is named."""

FIGURES = (*HARM, "detained", "abducted", "missing", "displaced")
ATTRIBUTES = ("type", "day", "place", "perpetrator", "target", "weapon", *FIGURES)
"""What can have a right value."""

_NAME = re.compile(r"[\w.-]{1,60}")
MOST_REASON, _MOST_VALUE, _MOST_MARKS, _MOST_PAIRS = 4000, 300, 500, 400


class Refused(RiwayaError):
    """A decision that cannot be taken as asked; `key` names the sentence that says why."""

    def __init__(self, key: str, status: int = 422) -> None:
        super().__init__(key)
        self.key = key
        self.status = status


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision as somebody asks for it; `seen` is the version of the event that they had before their eyes.

    `incidents` are those to be set apart, `other` the event that this one is, or is not, the same as, `at` the point
    of a place ("35.61, 36.56").
    """

    verdict: str
    seen: str = ""
    attribute: str = ""
    value: str = ""
    reason: str = ""
    other: str = ""
    incidents: tuple[str, ...] = ()
    at: str = ""


def version_of(event: Event, history: Sequence[Judgement]) -> str:
    """A short hash of an event as it stands with all that was decided of it: changes whenever one of them does."""
    told = repr((event, [judgement.id for judgement in history]))
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def decide(ledger: Ledger, user: User, event_id: str, asked: Asked, two_people: bool = False) -> list[Judgement]:
    """Adds the judgements that a decision comes to, signed by the user; the events concerned follow it at once.

    With `two_people` one reviews an event and another closes it.
    Raises Refused: 404 where the event is not there, 409 where it has changed since it was seen, else 422.
    """
    with signed(ledger, user) as own:
        with own.changing() as (connection, chain):
            found = {event.id: event for event in stored_events.load(connection, [event_id, asked.other])}
            if event_id not in found:
                raise Refused("no_event", 404)
            event = found[event_id]
            rows = queries.incident_rows(connection, {m.incident for e in found.values() for m in e.members})
            triggers = queries.triggers_of(event, rows)
            history = queries.Decisions(connection, triggers).history(triggers)
            if asked.seen and asked.seen != version_of(event, history):
                raise Refused("changed", 409)
            if two_people and (asked.verdict, asked.value) == ("state", "closed"):
                _second_person(user, history)
            marks = {id_: _marks(e, rows) for id_, e in found.items()}
            made = [
                stored.add(connection, chain, decision, own.user, own.now())
                for decision in _decisions(_located(asked, event, rows), event, marks, found.get(asked.other))
            ]
        update_events(own, wholly=False)
    return made


def _second_person(user: User, history: Sequence[Judgement]) -> None:
    """Raises Refused unless somebody else's word that the event is reviewed stands last."""
    states = [judgement for judgement in stored.standing(list(history)) if judgement.verdict == "state"]
    if not states or states[-1].value != "reviewed" or states[-1].user == user.name:
        raise Refused("two_people")


def _located(asked: Asked, event: Event, rows: queries.Rows) -> Asked:
    """A place with its point: as given, else as the gazetteer knows it; what reports say stays as they say it."""
    if (asked.verdict, asked.attribute) != ("value", "place"):
        return asked
    told = [rows[member.incident] for member in event.members if member.incident in rows]
    held = {account.value for s in event.standings if s.attribute == "place" for account in s.accounts}
    value = storable(asked.value).strip()
    if not asked.at and (value in held or value in {row.place for row in told}):
        return asked
    near = [(row.lat, row.lon) for row in told if row.lat is not None and row.lon is not None]
    known = place_value(value, storable(asked.at), near)
    if known is None:
        raise Refused("no_value")
    return replace(asked, value=known)


def undo(ledger: Ledger, user: User, ids: Sequence[str], reason: str, others_too: bool) -> list[Judgement]:
    """Takes judgements back, all or none; `others_too` says whether those of other users may be.

    Raises Refused where one is not there (404), is another's (403), or does not stand any more (409).
    """
    with signed(ledger, user) as own:
        with own.changing() as (connection, chain):
            added = []
            for id_ in dict.fromkeys(ids):
                found = queries.judgement_of(connection, id_)
                if found is None:
                    raise Refused("no_judgement", 404)
                if found.user != user.name and not others_too:
                    raise Refused("not_yours", 403)
                if queries.is_taken_back(connection, id_):
                    raise Refused("taken_back", 409)
                decision = Decision("undo", reason=storable(reason)[:MOST_REASON], undoes=id_)
                added.append(stored.add(connection, chain, decision, own.user, own.now()))
        update_events(own, wholly=False)
    return added


def where_now(ledger: Ledger, event_id: str, judgements: Sequence[Judgement]) -> str:
    """The id of an event after what was judged of it: the one that its first words are in now, where it is no more."""
    with ledger.database.reading() as connection:
        if any(stored_events.load(connection, [event_id])):
            return event_id
        for mark in (mark for judgement in judgements for mark in judgement.marks):
            told = {incident: event for event, incident in queries.events_telling(connection, mark.report)}
            rows = queries.incident_rows(connection, told)
            for incident, row in rows.items():
                if queries.trigger(row) == mark.span:
                    return told[incident]
    return event_id


def signed(ledger: Ledger, user: User) -> Ledger:
    """The ledger, for this user's hand."""
    return open_ledger(ledger.location, Opening(user=user.name))


def _marks(event: Event, rows: queries.Rows) -> dict[str, Mark]:
    found: dict[str, Mark] = {}
    for member in event.members:
        row = rows.get(member.incident)
        if row is not None:
            found[member.incident] = Mark(member.report, queries.trigger(row))
    return found


def _decisions(asked: Asked, event: Event, marks: dict[str, dict[str, Mark]], other: Event | None) -> list[Decision]:
    mine = marks[event.id]
    if not mine:
        raise Refused("no_words")
    reason = storable(asked.reason).strip()[:MOST_REASON]
    if asked.verdict in ("same", "different", "unsure"):
        verdict: Verdict = asked.verdict  # type: ignore[assignment]
        return [Decision(verdict, words, reason) for words in _words(asked, mine, marks, event, other)]
    attribute, value = _checked(asked, reason)
    all_marks = tuple(mine.values())[:_MOST_MARKS]
    return [Decision(asked.verdict, all_marks, reason, attribute, value)]  # type: ignore[arg-type]


def _words(
    asked: Asked, mine: dict[str, Mark], marks: dict[str, dict[str, Mark]], event: Event, other: Event | None
) -> list[tuple[Mark, ...]]:
    """For `same` all words of both at once; to be kept apart, all of one are kept from all of the other."""
    if asked.other:
        if other is None or other.id == event.id or not marks[other.id]:
            raise Refused("no_other")
        theirs = list(marks[other.id].values())
        if asked.verdict == "same":
            return [tuple(dict.fromkeys((*mine.values(), *theirs)))[:_MOST_MARKS]]
        pairs: list[tuple[Mark, ...]] = [(a, b) for a in mine.values() for b in theirs]
    else:
        if asked.verdict == "same":
            raise Refused("no_other")
        out = [mark for id_, mark in mine.items() if id_ in asked.incidents]
        rest = [mark for id_, mark in mine.items() if id_ not in asked.incidents]
        if not out or not rest:
            raise Refused("no_split")
        pairs = [(a, b) for a in out for b in rest]
    if len(pairs) > _MOST_PAIRS:
        raise Refused("too_many")
    return pairs


def _checked(asked: Asked, reason: str) -> tuple[str | None, str | None]:
    """Attribute and value of a decision that is about one event."""
    value = storable(asked.value).strip()
    if asked.verdict == "note":
        if not reason:
            raise Refused("no_reason")
        return None, None
    if asked.verdict == "state":
        if value not in STATES:
            raise Refused("no_state")
        return "state", value
    if asked.verdict == "grade":
        if not _NAME.fullmatch(value):
            raise Refused("no_grade")
        return "grade", value
    if asked.verdict != "value" or asked.attribute not in ATTRIBUTES:
        raise Refused("no_attribute")
    if not value or len(value) > _MOST_VALUE or misfit(asked.attribute, value):
        raise Refused("no_value")
    return asked.attribute, value
