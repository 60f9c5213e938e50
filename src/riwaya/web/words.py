"""The page of words and places that nobody knew: what each may mean, said in two clicks, and reading again with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Body, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from riwaya.arabic.fold import fold_key
from riwaya.ledger.rows import storable
from riwaya.model import Judgement
from riwaya.web.deciding import Refused
from riwaya.web.lookup import Candidate, candidates
from riwaya.web.meaning import Meaning
from riwaya.web.naming import PLACE_KINDS, Naming, files_follow, make, take_back
from riwaya.web.rendering import page
from riwaya.web.requests import Form, Reviewer, Sent, Viewer, own_page, site_of
from riwaya.web.rereading import in_words
from riwaya.web.roles import User
from riwaya.web.serving import Site
from riwaya.web.unknown import KINDS, Kind, Quote, Unknown, quotes

router = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1")
_ON_A_PAGE, _MOST_ON_A_PAGE = 30, 200


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name that resolves to nothing: how often, in how many reports, with examples; `said` is what it is to mean."""

    name: str
    times: int
    reports: int
    examples: list[Quote]
    said: Meaning | None


@dataclass(frozen=True, slots=True)
class MadeName:
    """What somebody said that a name means; `left` counts how often the newest readings still do not know it."""

    judgement: str
    user: str
    at: str
    reason: str
    meaning: Meaning
    left: int


@dataclass(frozen=True, slots=True)
class UnknownNames:
    """A page of names, of how many, and everything that was said of names."""

    names: list[UnknownName]
    total: int
    made: list[MadeName]


@dataclass(frozen=True, slots=True)
class NewMeaning:
    """What a name means: something known (`means`, as `/names/candidates` has it), or a new place at "lat, lon"."""

    kind: Literal["body", "place"]
    name: str
    means: str = ""
    at: str = ""
    place_kind: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReadingAgain:
    """How reading again goes: `told` is what the command said."""

    running: bool
    by: str
    failed: bool
    told: str


@router.get("/names", response_class=HTMLResponse)
def names(
    request: Request, user: Annotated[User, Viewer], kind: str = "body", q: str = "", start: str = "0"
) -> Response:
    """Names that nobody knew, a page at a time, what was said of names, and how reading again goes."""
    site = site_of(request)
    chosen: Kind = kind if kind in KINDS else "body"
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 10 else 0
    told = unknown_names(site, chosen, q, first, _ON_A_PAGE)
    return page(
        request,
        "names.html",
        kind=chosen,
        kinds=KINDS,
        q=q,
        told=told,
        before=_at(chosen, q, max(0, first - _ON_A_PAGE)) if first else "",
        after=_at(chosen, q, first + _ON_A_PAGE) if first + _ON_A_PAGE < told.total else "",
        rereading=site.rereading,
        command=in_words(site.ledger, site.additions.options()),
        options=" ".join(site.additions.options()),
        saved=request.query_params.get("saved") == "1",
    )


@router.get("/names/one", response_class=HTMLResponse)
def one_name(
    request: Request, user: Annotated[User, Viewer], kind: str = "", name: str = "", q: str | None = None
) -> Response:
    """One name with its words, what it may mean, and the form of a new place."""
    return _one(request, kind, name, q)


def _one(request: Request, kind: str, name: str, q: str | None, refused: Refused | None = None) -> Response:
    site = site_of(request)
    chosen, name = kind_of(kind), storable(name)
    with site.ledger.database.reading() as connection:
        unknown = site.unknowns.known_as(connection, chosen, name)
        if unknown is None:
            raise Refused("no_such_name", 404)
        shown = quotes(connection, [unknown])[unknown.key]
    sought = unknown.name if q is None else q
    return page(
        request,
        "name.html",
        refused.status if refused else 200,
        kind=chosen,
        unknown=unknown,
        quotes=shown,
        q=sought,
        found=candidates(chosen, storable(sought)),
        place_kinds=PLACE_KINDS,
        problem=refused.key if refused else "",
    )


@router.post("/names", response_class=HTMLResponse)
def say(request: Request, user: Annotated[User, Reviewer], form: Annotated[Form, Sent]) -> Response:
    """Keeps what a name means; where that cannot be, its page says why."""
    kind, name = kind_of(form.one("kind")), form.one("name")
    fields = {field: form.one(field) for field in ("means", "at", "place_kind", "reason")}
    try:
        make(site_of(request), user, Naming(kind, name, **fields))
    except Refused as refused:
        if refused.status == 404 or refused.key == "no_such_name":
            raise
        return _one(request, kind, name, form.one("q") or None, refused)
    return RedirectResponse(f"{_at(kind, '', 0)}&saved=1#made", 303)


@router.post("/names/undo", response_class=HTMLResponse)
def take_back_names(request: Request, user: Annotated[User, Reviewer], form: Annotated[Form, Sent]) -> Response:
    """Takes back what was said of a name."""
    take_back(site_of(request), user, [storable(id_) for id_ in form.all("judgement")], form.one("reason"))
    return RedirectResponse("/names?saved=1#made", 303)


@router.post("/names/reread", response_class=HTMLResponse)
def read_again(request: Request, user: Annotated[User, Reviewer], form: Annotated[Form, Sent]) -> Response:
    """Begins to read the kept reports again, and to link them."""
    begin(site_of(request), user)
    return RedirectResponse("/names#made", 303)


@api.get("/names")
def list_names(
    request: Request,
    user: Annotated[User, Viewer],
    kind: Kind = "body",
    q: Annotated[str, Query(max_length=200)] = "",
    start: Annotated[int, Query(ge=0, le=1_000_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=_MOST_ON_A_PAGE)] = _ON_A_PAGE,
) -> UnknownNames:
    """Names of speakers and parties (body), or of places, that resolve to nothing, the most frequent first."""
    return unknown_names(site_of(request), kind, q, start, limit)


@api.get("/names/candidates")
def list_candidates(
    request: Request, user: Annotated[User, Viewer], q: Annotated[str, Query(max_length=200)], kind: Kind = "body"
) -> list[Candidate]:
    """Bodies of the lexicon, or places of the gazetteer, that a name may mean."""
    return candidates(kind, storable(q))


@api.post("/names", status_code=201)
def say_by_program(
    request: Request, user: Annotated[User, Reviewer], asked: Annotated[NewMeaning, Body()]
) -> Judgement:
    """Says what a name means. 404: no reading wonders about it; 409: somebody has said so already."""
    own_page(request, request.headers.get("x-csrf-token", ""))
    told = Naming(asked.kind, asked.name, asked.means, asked.at, asked.place_kind, asked.reason)
    return make(site_of(request), user, told)


@api.post("/names/reread", status_code=202)
def read_again_by_program(request: Request, user: Annotated[User, Reviewer]) -> ReadingAgain:
    """Begins to read the kept reports again with what was said of names, and to link them."""
    own_page(request, request.headers.get("x-csrf-token", ""))
    begin(site_of(request), user)
    return how_it_goes(request, user)


@api.get("/names/reread")
def how_it_goes(request: Request, user: Annotated[User, Viewer]) -> ReadingAgain:
    """How reading again goes, or went."""
    now = site_of(request).rereading
    return ReadingAgain(now.running, now.by, now.failed, now.told)


def begin(site: Site, user: User) -> None:
    """Begins to read again, unless that goes on already."""
    files_follow(site)
    site.rereading.start(site.ledger, user.name, site.additions.options())


def unknown_names(site: Site, kind: Kind, q: str, start: int, limit: int) -> UnknownNames:
    """A page of the names that hold these words, and all that was said of names of the kind."""
    standing = files_follow(site)
    wanted = fold_key(storable(q)[:200])
    with site.ledger.database.reading() as connection:
        listed = site.unknowns.listed(connection, kind)
        left = {one.key: one.times for one in listed}
        found = [one for one in listed if wanted in one.key]
        shown = found[start : start + limit]
        words = quotes(connection, shown)
    meanings = {fold_key(one.meaning.name): one.meaning for one in standing if one.meaning.kind == kind}
    made = [
        MadeName(
            one.judgement.id,
            one.judgement.user,
            one.judgement.at,
            one.judgement.reason,
            one.meaning,
            left.get(fold_key(one.meaning.name), 0),
        )
        for one in reversed(standing)
        if one.meaning.kind == kind
    ]
    return UnknownNames([_told(one, words, meanings.get(one.key)) for one in shown], len(found), made)


def _told(one: Unknown, words: dict[str, list[Quote]], meaning: Meaning | None) -> UnknownName:
    return UnknownName(one.name, one.times, one.reports, words.get(one.key, []), meaning)


def kind_of(text: str) -> Kind:
    """The kind of a name.

    Raises Refused (404) where it is none.
    """
    if text not in KINDS:
        raise Refused("no_such_name", 404)
    return text


def _at(kind: Kind, q: str, start: int) -> str:
    told = {"kind": kind, "q": q, "start": start or ""}
    return "/names?" + urlencode({name: value for name, value in told.items() if value})
