"""The HTTP API under /api/v1: the pages' own functions, as JSON, with cursors and the same filters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query, Request
from fastapi.responses import JSONResponse, Response

from riwaya.ledger.rows import storable
from riwaya.model import Event, Grade, Judgement
from riwaya.web import queries
from riwaya.web.correcting import Correction, correct
from riwaya.web.deciding import Asked, Refused, decide, undo
from riwaya.web.filters import MOST_ON_A_PAGE, PAGE, cursor_of, filters_of
from riwaya.web.listing import counts, listed
from riwaya.web.names import load_names
from riwaya.web.requests import Analyst, NotAllowed, Viewer, own_page, site_of
from riwaya.web.roles import User, may, role_for
from riwaya.web.viewing import view
from riwaya.wire import to_wire

router = APIRouter(prefix="/api/v1")
_MOST_REFUSED = 1000


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event in one line; days are "" where unknown, `disputed` names attributes with blanks between."""

    id: str
    state: str
    grade: str
    type: str
    first_day: str
    last_day: str
    place: str
    lat: float | None
    lon: float | None
    perpetrator: str
    target: str
    killed: str
    disputed: str
    sources: int
    reports: int
    title: str
    need: int


@dataclass(frozen=True, slots=True)
class EventPage:
    """A page of events; `next` and `previous` are cursors."""

    events: list[EventLine]
    next: str | None
    previous: str | None


@dataclass(frozen=True, slots=True)
class EventInFull:
    """An event with what was decided of it; `version` goes into a decision, so that nobody decides on what is gone."""

    event: Event
    version: str
    state: str
    grown: bool
    grade: Grade | None
    decided: dict[str, str]
    history: list[Judgement]


@dataclass(frozen=True, slots=True)
class RefusedItem:
    """Something that could not be taken in."""

    where: str
    what: str
    remedy: str
    kind: str


@dataclass(frozen=True, slots=True)
class NewCorrection:
    """A correction of what was read from a report; `claim` is its place in the incident, none: the incident itself."""

    verdict: Literal["correct", "claim", "reject"]
    incident: str
    seen: str = ""
    claim: int | None = None
    attribute: str = ""
    value: str = ""
    words: str = ""
    start: int | None = None
    reason: str = ""
    told: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision; `seen` is the event's version, `other` an event's id for same or different, `incidents` a split."""

    verdict: Literal["same", "different", "unsure", "value", "grade", "note", "state"]
    seen: str = ""
    attribute: str = ""
    value: str = ""
    reason: str = ""
    other: str = ""
    incidents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Undoing:
    """Why a judgement is taken back."""

    reason: str = ""


_FILTERS = {
    "q": "words of titles, places, parties or statements; Arabic is folded",
    "since": "from this day on, 2024-05-14",
    "until": "up to this day",
    "place": "a place, governorate or country code",
    "actor": "a party or speaker, by id or name",
    "type": "a type of the codebook",
    "grade": "a grade",
    "dispute": "a disputed attribute, or any",
    "source": "an outlet",
    "state": "new, in_review, second_look, reviewed or closed",
    "order": "need or day",
}
_DOCUMENTED: dict[str, Any] = {
    "parameters": [
        {"name": name, "in": "query", "required": False, "description": text, "schema": {"type": "string"}}
        for name, text in _FILTERS.items()
    ]
}


@router.get("/events", openapi_extra=_DOCUMENTED)
def list_events(
    request: Request,
    user: Annotated[User, Viewer],
    cursor: Annotated[str, Query(max_length=400)] = "",
    limit: Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE)] = PAGE,
) -> EventPage:
    """Events that the filters let through, those in need of a person first."""
    site = site_of(request)
    filters, wrong = filters_of(request.query_params)
    if wrong:
        raise Refused("error_400", 422)
    try:
        place = cursor_of(cursor)
    except ValueError:
        raise Refused("error_400", 422) from None
    site.index.follow()
    found = listed(site.index, load_names(), filters, place, limit)
    lines = [EventLine(**{name: line[name] for name in EventLine.__slots__}) for line in found.lines]
    return EventPage(lines, str(found.after) if found.after else None, str(found.before) if found.before else None)


@router.get("/counts", openapi_extra=_DOCUMENTED)
def count_events(request: Request, user: Annotated[User, Viewer]) -> dict[str, int]:
    """How many events the filters let through in each state."""
    site = site_of(request)
    filters, wrong = filters_of(request.query_params)
    if wrong:
        raise Refused("error_400", 422)
    site.index.follow()
    return counts(site.index, load_names(), filters)


@router.get("/events/{id}")
def one_event(request: Request, id: str, user: Annotated[User, Viewer]) -> EventInFull:
    """An event with its accounts, members, grade and history."""
    seen = view(site_of(request).ledger, storable(id))
    if seen is None:
        raise Refused("no_event", 404)
    decided = {c.standing.attribute: c.decided for c in seen.comparisons if c.decided}
    history = [taken.judgement for taken in seen.history]
    return EventInFull(seen.event, seen.version, seen.state, seen.grown, seen.grade, decided, history)


@router.post("/events/{id}/decisions", status_code=201)
def decide_event(
    request: Request, id: str, user: Annotated[User, Analyst], asked: Annotated[NewDecision, Body()]
) -> list[Judgement]:
    """Takes a decision; answers with the judgements that it came to. 409: the event has changed since `seen`."""
    own_page(request, request.headers.get("x-csrf-token", ""))
    if not may(user, role_for(asked.verdict, asked.value)):
        raise NotAllowed
    told = Asked(
        verdict=asked.verdict,
        seen=asked.seen,
        attribute=asked.attribute,
        value=asked.value,
        reason=asked.reason,
        other=storable(asked.other),
        incidents=asked.incidents,
    )
    site = site_of(request)
    return decide(site.ledger, user, storable(id), told, site.two_people)


@router.post("/reports/{id}/decisions", status_code=201)
def correct_report(
    request: Request, id: str, user: Annotated[User, Analyst], asked: Annotated[NewCorrection, Body()]
) -> Judgement:
    """Puts something right in what was read from a report. 409: the reading has changed since `seen`."""
    own_page(request, request.headers.get("x-csrf-token", ""))
    site = site_of(request)
    told = Correction(
        verdict=asked.verdict,
        incident=asked.incident,
        seen=asked.seen,
        claim="" if asked.claim is None else str(asked.claim),
        attribute=asked.attribute,
        value=asked.value,
        words=asked.words,
        start="" if asked.start is None else str(asked.start),
        reason=asked.reason,
        told=asked.told,
    )
    return correct(site.ledger, user, storable(id), told)


@router.post("/judgements/{id}/undo", status_code=201)
def undo_judgement(
    request: Request, id: str, user: Annotated[User, Analyst], asked: Annotated[Undoing, Body()]
) -> list[Judgement]:
    """Takes a judgement back."""
    own_page(request, request.headers.get("x-csrf-token", ""))
    return undo(site_of(request).ledger, user, [storable(id)], storable(asked.reason), may(user, "reviewer"))


@router.get("/reports/{id}")
def one_report(request: Request, id: str, user: Annotated[User, Viewer]) -> dict[str, Any]:
    """A report's text with what was read from it, as `riwaya read --json` prints it."""
    reading = site_of(request).ledger.reading(storable(id))
    if reading is None:
        raise Refused("error_404", 404)
    return {**to_wire(reading), "text": reading.report.full_text}


@router.get("/refused")
def refused_items(request: Request, user: Annotated[User, Viewer]) -> list[RefusedItem]:
    """What could not be taken in, the newest first, at most a thousand."""
    with site_of(request).ledger.database.reading() as connection:
        items = queries.last_refused(connection, _MOST_REFUSED)
    return [RefusedItem(item.where, item.what, item.remedy, item.kind) for item in items]


@router.get("/openapi.json", include_in_schema=False)
def schema(request: Request, user: Annotated[User, Viewer]) -> Response:
    """The API described as OpenAPI."""
    return JSONResponse(request.app.openapi())
