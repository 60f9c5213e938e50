"""Filters of the queue under names that a user gives them: listed, opened, replaced and deleted, each user's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Body, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection, delete, insert, select

from riwaya.ledger import Ledger
from riwaya.ledger.rows import storable
from riwaya.ledger.tables import saved_filters
from riwaya.web.deciding import Refused
from riwaya.web.filters import Filters, filters_of
from riwaya.web.requests import Form, Sent, Viewer, own_page, site_of
from riwaya.web.roles import User

router = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1")

MOST_NAME = 60
_MOST_SAVED = 100


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """Filters under a name; `query` is the query of an address, as `/events` takes it."""

    name: str
    query: str


def saved_of(ledger: Ledger, user: User) -> list[SavedFilter]:
    """The filters that a user has saved, by name."""
    with ledger.database.reading() as connection:
        return _saved(connection, user)


def save(ledger: Ledger, user: User, name: str, query: str) -> SavedFilter:
    """Keeps filters under a name, in place of those that had it.

    Raises Refused where there is no name, no filter, or where there are too many.
    """
    name = " ".join(storable(name).split())
    if not any(map(str.isprintable, name)) or len(name) > MOST_NAME:
        raise Refused("no_filter_name")
    filters, wrong = filters_of(dict(parse_qsl(query[:4000])))
    if wrong or filters == Filters(order=filters.order):
        raise Refused("no_filters")
    made = SavedFilter(name, filters.as_query())
    with ledger.database.writing() as connection:
        others = [one for one in _saved(connection, user) if one.name != name]
        if len(others) >= _MOST_SAVED:
            raise Refused("too_many_filters")
        _drop(connection, user, name)
        row = {"user": user.name, "name": made.name, "query": made.query}
        connection.execute(insert(saved_filters), [row])
    return made


def forget(ledger: Ledger, user: User, name: str) -> None:
    """Deletes one.

    Raises Refused (404) where the user has none of this name.
    """
    with ledger.database.writing() as connection:
        if not _drop(connection, user, storable(name)):
            raise Refused("no_such_filter", 404)


def _saved(connection: Connection, user: User) -> list[SavedFilter]:
    query = select(saved_filters).where(saved_filters.c.user == user.name)
    return sorted((SavedFilter(row.name, row.query) for row in connection.execute(query)), key=lambda one: one.name)


def _drop(connection: Connection, user: User, name: str) -> bool:
    which = (saved_filters.c.user == user.name, saved_filters.c.name == name)
    return connection.execute(delete(saved_filters).where(*which)).rowcount > 0


@router.post("/filters")
def save_filters(request: Request, user: Annotated[User, Viewer], form: Annotated[Form, Sent]) -> Response:
    """Keeps the filters of the list under a name, and goes back to it."""
    made = save(site_of(request).ledger, user, form.one("name"), form.one("query"))
    return RedirectResponse(f"/?{made.query}", 303)


@router.post("/filters/delete")
def delete_filters(request: Request, user: Annotated[User, Viewer], form: Annotated[Form, Sent]) -> Response:
    """Deletes saved filters; the list stays narrowed as it is."""
    forget(site_of(request).ledger, user, form.one("name"))
    filters, _ = filters_of(dict(parse_qsl(form.one("query")[:4000])))
    return RedirectResponse(f"/?{filters.as_query()}", 303)


@api.get("/filters")
def list_filters(request: Request, user: Annotated[User, Viewer]) -> list[SavedFilter]:
    """The filters that the user has saved."""
    return saved_of(site_of(request).ledger, user)


@api.post("/filters", status_code=201)
def add_filters(request: Request, user: Annotated[User, Viewer], asked: Annotated[SavedFilter, Body()]) -> SavedFilter:
    """Keeps filters under a name, in place of those that had it; `query` is that of `GET /events`."""
    own_page(request, request.headers.get("x-csrf-token", ""))
    return save(site_of(request).ledger, user, asked.name, asked.query)


@api.delete("/filters/{name}", status_code=204)
def drop_filters(request: Request, name: str, user: Annotated[User, Viewer]) -> None:
    """Deletes saved filters."""
    own_page(request, request.headers.get("x-csrf-token", ""))
    forget(site_of(request).ledger, user, name)
