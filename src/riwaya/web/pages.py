"""The pages that are read and worked in: the queue, an event, speakers, refused items, the ledger's state."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from riwaya.ledger.rows import storable
from riwaya.web import queries
from riwaya.web.chaining import drawn, same_links
from riwaya.web.changing import Changes, changes_since
from riwaya.web.deciding import ATTRIBUTES, FIGURES, GRADES, Asked, Refused, decide, undo, where_now
from riwaya.web.filters import Filters, cursor_of, filters_of
from riwaya.web.following import members_of, now_called
from riwaya.web.listing import Line, choices, counts, line_of, listed, nearby, records
from riwaya.web.names import load_names
from riwaya.web.rendering import page
from riwaya.web.requests import Analyst, Form, NotAllowed, Sent, Viewer, safe_next, site_of, visitor_of
from riwaya.web.roles import SETTLED, STATES, User, may, role_for
from riwaya.web.saved import saved_of
from riwaya.web.serving import Site
from riwaya.web.viewing import view

router = APIRouter(include_in_schema=False)
_SENT = ("verdict", "attribute", "value", "reason", "other", "at")
_MOST_SPEAKERS, _MOST_REFUSED, _LAST_ENTRIES = 200, 500, 30


@router.get("/", response_class=HTMLResponse)
def queue(request: Request, user: Annotated[User, Viewer]) -> Response:
    """The events that the filters let through, a page at a time."""
    site, names = site_of(request), load_names()
    current = site.index.follow()
    filters, wrong = filters_of(request.query_params)
    try:
        cursor = cursor_of(request.query_params.get("cursor"))
    except ValueError:
        cursor = None
    found = listed(site.index, names, filters, cursor)
    return page(
        request,
        "queue.html",
        filters=filters,
        wrong=wrong,
        found=found,
        counts=counts(site.index, names, filters),
        choices=choices(site.index),
        behind=not current,
        plain=filters == Filters(order=filters.order),
        saved=saved_of(site.ledger, user),
    )


@router.get("/events/{id_}", response_class=HTMLResponse)
def event(request: Request, id_: str, user: Annotated[User, Viewer]) -> Response:
    """One event, its accounts side by side."""
    return _event_page(request, site_of(request), storable(id_), user)


def _event_page(
    request: Request, site: Site, id_: str, user: User, refused: Refused | None = None, form: Form | None = None
) -> Response:
    """The page of an event; where a decision was refused, with what was typed and what has changed meanwhile."""
    seen = view(site.ledger, id_)
    if seen is None:
        raise Refused("no_event", 404)
    changes = Changes()
    if form is not None and refused is not None and refused.status == 409 and form.one("entry")[:18].isdecimal():
        with site.ledger.database.reading() as connection:
            changes = changes_since(connection, seen, int(form.one("entry")[:18]))
    site.index.follow()
    line: Line | None = line_of(site.index, id_)
    return page(
        request,
        "event.html",
        refused.status if refused else 200,
        view=seen,
        line=line,
        nearby=nearby(site.index, line) if line else [],
        problem=refused.key if refused else "",
        changes=changes,
        chains=drawn(seen.members, visitor_of(request).words),
        same_links=same_links,
        saved=request.query_params.get("saved") == "1",
        states=[state for state in STATES if state not in SETTLED or may(user, "reviewer")],
        grades=GRADES,
        attributes=ATTRIBUTES,
        figures=FIGURES,
        sent={**{name: form.one(name) for name in _SENT}, "incidents": form.all("incident")} if form else {},
    )


@router.post("/events/{id_}/decide", response_class=HTMLResponse)
def decide_event(request: Request, id_: str, user: Annotated[User, Analyst], form: Annotated[Form, Sent]) -> Response:
    """Takes a decision; where somebody else was faster, the event as it is now is shown, with what was typed."""
    site, id_ = site_of(request), storable(id_)
    asked = Asked(
        verdict=form.one("verdict"),
        seen=form.one("seen"),
        attribute=form.one("attribute"),
        value=form.one("value"),
        reason=form.one("reason"),
        other=storable(form.one("other")),
        incidents=form.all("incident"),
        at=form.one("at"),
    )
    if not may(user, role_for(asked.verdict, asked.value)):  # type: ignore[arg-type]
        raise NotAllowed
    try:
        made = decide(site.ledger, user, id_, asked, site.two_people)
    except Refused as refused:
        if refused.status != 404:
            return _event_page(request, site, id_, user, refused, form)
        with site.ledger.database.reading() as connection:
            now = queries.event_with(connection, [storable(form.one("first"))])
        if now is None:
            raise
        return _event_page(request, site, now, user, Refused("became_another", 409), form)
    return RedirectResponse(f"/events/{quote(where_now(site.ledger, id_, made), safe='')}?saved=1", 303)


@router.post("/judgements/undo", response_class=HTMLResponse)
def undo_judgements(request: Request, user: Annotated[User, Analyst], form: Annotated[Form, Sent]) -> Response:
    """Takes judgements back: one's own, or as a reviewer anybody's."""
    ids = [storable(id_) for id_ in form.all("judgement")]
    site, onward = site_of(request), safe_next(form.one("next"))
    event = unquote(onward.removeprefix("/events/")) if onward.startswith("/events/") else ""
    members = members_of(site, event) if event else []
    undo(site.ledger, user, ids, form.one("reason"), may(user, "reviewer"))
    if event:
        onward = f"/events/{quote(now_called(site, event, members), safe='')}"
    return RedirectResponse(onward, 303)


@router.get("/speakers", response_class=HTMLResponse)
def speakers(request: Request, user: Annotated[User, Viewer]) -> Response:
    """How the claims of each speaker fared: the figures of `riwaya speakers`."""
    site = site_of(request)
    behind = not site.index.follow()
    return page(request, "speakers.html", records=records(site.index, _MOST_SPEAKERS), behind=behind)


@router.get("/refused", response_class=HTMLResponse)
def refused(request: Request, user: Annotated[User, Viewer]) -> Response:
    """What could not be taken in, the newest first."""
    with site_of(request).ledger.database.reading() as connection:
        items = queries.last_refused(connection, _MOST_REFUSED)
    return page(request, "refused.html", items=items)


@router.get("/verify", response_class=HTMLResponse)
def verify(request: Request, user: Annotated[User, Viewer]) -> Response:
    """The end of the audit chain, and what the last check of it found."""
    site = site_of(request)
    with site.ledger.database.reading() as connection:
        number, hash_ = queries.head(connection)
        entries = queries.last_entries(connection, _LAST_ENTRIES)
    return page(request, "verify.html", number=number, hash=hash_, entries=entries, checking=site.checking)


@router.post("/verify", response_class=HTMLResponse)
def start_verifying(request: Request, user: Annotated[User, Analyst], form: Annotated[Form, Sent]) -> Response:
    """Begins a check of the whole chain, the rows and the vault."""
    site = site_of(request)
    with site.ledger.database.reading() as connection:
        number, _ = queries.head(connection)
    site.checking.start(site.ledger, number)
    return RedirectResponse("/verify", 303)
