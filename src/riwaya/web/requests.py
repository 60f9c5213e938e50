"""What handlers ask of a request: the site, the visitor, the role that it takes, a form from our own page."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import cast

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from riwaya.web.guard import Visitor
from riwaya.web.roles import Role, User, may
from riwaya.web.serving import Site

_MOST_FIELDS = 1000


class NotLoggedIn(Exception):
    """Nobody is logged in, and somebody must be."""


class NotAllowed(Exception):
    """The user's role does not allow it."""


class Forged(Exception):
    """A form came without the token of our page."""


def site_of(request: Request) -> Site:
    """The site that the request is to."""
    return cast("Site", request.app.state.site)


def visitor_of(request: Request) -> Visitor:
    """Who is asking."""
    return cast("Visitor", request.state.visitor)


def needs(role: Role) -> Callable[[Request], User]:
    """A dependency: the user who is asking, who must have this role.

    Raises NotLoggedIn or NotAllowed.
    """

    def user_of(request: Request) -> User:
        user = visitor_of(request).user
        if user is None:
            raise NotLoggedIn
        if not may(user, role):
            raise NotAllowed
        return user

    return user_of


def own_page(request: Request, given: str) -> None:
    """Makes sure that a request to change something comes from our own page, or from a program with a token.

    Raises Forged.
    """
    visitor = visitor_of(request)
    if visitor.by_token:
        return
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Forged
    if not visitor.csrf or not hmac.compare_digest(visitor.csrf.encode(), given.encode("utf-8", "replace")):
        raise Forged


class Form:
    """The fields of a form, as text."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = pairs

    def one(self, name: str) -> str:
        """The first field of a name; "" where there is none."""
        return next((value for key, value in self._pairs if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """All fields of a name."""
        return tuple(value for key, value in self._pairs if key == name)


async def form_of(request: Request) -> Form:
    """The form that was sent, from our own page.

    Raises Forged.
    """
    async with request.form(max_files=0, max_fields=_MOST_FIELDS, max_part_size=100_000) as sent:
        form = Form([(key, value) for key, value in sent.multi_items() if not isinstance(value, UploadFile)])
    own_page(request, form.one("csrf"))
    return form


Viewer = Depends(needs("viewer"))
Analyst = Depends(needs("analyst"))
Reviewer = Depends(needs("reviewer"))
Admin = Depends(needs("admin"))
Sent = Depends(form_of)


def safe_next(path: str) -> str:
    r"""An address of this site to go on to; the first page where it would lead elsewhere.

    >>> safe_next("/events/ab?x=1"), safe_next("//evil.example"), safe_next("/\\evil.example")
    ('/events/ab?x=1', '/', '/')
    """
    plain = path.isprintable() and path.startswith("/") and "\\" not in path and not path.startswith("//")
    return path if plain and len(path) <= 2000 else "/"
