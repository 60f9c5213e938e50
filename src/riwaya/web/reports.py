"""The page of a report: its words as published, what was read from them, and what persons put right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from riwaya.disputes import find_disputes
from riwaya.ledger.judgements import standing
from riwaya.ledger.rows import storable
from riwaya.marking import ASKED, KINDS, claim_key, incident_key, marked_html
from riwaya.model import Judgement, Reading, Span, Told
from riwaya.reconcile.correcting import OF_INCIDENTS, OUTCOMES, claim_told, corrected
from riwaya.web import queries
from riwaya.web.correcting import Correction, correct, version_of_reading
from riwaya.web.deciding import Refused
from riwaya.web.language import Words
from riwaya.web.rendering import page
from riwaya.web.requests import Analyst, Form, Sent, Viewer, site_of, visitor_of
from riwaya.web.roles import User
from riwaya.web.viewing import decisions_of

router = APIRouter(include_in_schema=False)
_SENT = (
    "verdict",
    "incident",
    "claim",
    "attribute",
    "value",
    "words",
    "start",
    "reason",
    "speaker",
    "stance",
    *OUTCOMES,
)


@router.get("/reports/{id_}", response_class=HTMLResponse)
def report(request: Request, id_: str, user: Annotated[User, Viewer], start: str = "", end: str = "") -> Response:
    """A report as published, its words marked, claim by claim."""
    asked = Span(int(start), int(end)) if _number(start) and _number(end) else None
    return _page(request, storable(id_), asked)


@router.post("/reports/{id_}/decide", response_class=HTMLResponse)
def decide_report(request: Request, id_: str, user: Annotated[User, Analyst], form: Annotated[Form, Sent]) -> Response:
    """Puts something right; where somebody else was faster, the report is shown as it is now, with what was typed."""
    site, id_ = site_of(request), storable(id_)
    given = {name: form.one(name) for name in _SENT}
    asked = Correction(
        verdict=given["verdict"],
        incident=given["incident"],
        seen=form.one("seen"),
        claim=given["claim"],
        attribute=given["attribute"],
        value=given["value"],
        words=given["words"],
        start=given["start"],
        reason=given["reason"],
        told={name: given[name] for name in ("speaker", "stance", *OUTCOMES)},
    )
    try:
        made = correct(site.ledger, user, id_, asked)
    except Refused as refused:
        if refused.status == 404:
            raise
        return _page(request, id_, None, refused, given)
    span = made.marks[1].span
    return RedirectResponse(f"/reports/{quote(id_, safe='')}?saved=1&start={span.start}&end={span.end}#asked", 303)


def _page(
    request: Request,
    id_: str,
    asked: Span | None,
    refused: Refused | None = None,
    sent: Mapping[str, str] | None = None,
) -> Response:
    site, words = site_of(request), visitor_of(request).words
    reading = site.ledger.reading(id_)
    if reading is None:
        raise Refused("error_404", 404)
    with site.ledger.database.reading() as connection:
        events = {incident: event for event, incident in queries.events_telling(connection, id_)}
        history = queries.Decisions(connection, [id_]).of_report(id_)
    now = [corrected(Told(reading.report, incident), standing(history)) for incident in reading.incidents]
    shown = replace(reading, incidents=tuple(one.told.incident for one in now))
    title, text = marked_html(shown, asked, kinds_in(words))
    return page(
        request,
        "report.html",
        refused.status if refused else 200,
        reading=shown,
        title=Markup(title),  # marked_html escapes
        text=Markup(text),
        kinds=kinds_in(words),
        asked=ASKED if asked else None,
        events=events,
        disputes=[find_disputes(incident) for incident in shown.incidents],
        history=site.ledger.history(id_),
        incident_key=incident_key,
        claim_key=claim_key,
        now=now,
        seen=version_of_reading(reading, history),
        decisions=decisions_of(history),
        of_incidents=OF_INCIDENTS,
        of_claims=("speaker", "stance", *OUTCOMES),
        outcomes=OUTCOMES,
        problem=refused.key if refused else "",
        saved=request.query_params.get("saved") == "1",
        sent=sent or {},
        quotes=_quotes(reading, history),
        claim_told=claim_told,
    )


def _quotes(reading: Reading, history: Sequence[Judgement]) -> Mapping[str, str]:
    """The words that each decision rests on, by its id."""
    text = reading.report.full_text
    return {j.id: " ".join(j.marks[1].span.cut(text).split())[:200] for j in history if len(j.marks) > 1}


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def kinds_in(words: Words) -> Mapping[str, str]:
    """The kinds of marks, named in a language."""
    return {kind: words(f"mark.{kind}") for kind in KINDS}
