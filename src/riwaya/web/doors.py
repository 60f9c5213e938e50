"""Coming in and going out, the language switch, and the admins' page of users."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from riwaya.errors import LedgerError
from riwaya.web.accounts import TooOften, as_role
from riwaya.web.guard import LANGUAGE_COOKIE, cookie
from riwaya.web.language import words_for
from riwaya.web.rendering import page
from riwaya.web.requests import Admin, Form, Sent, safe_next, site_of, visitor_of
from riwaya.web.roles import ROLES, User

router = APIRouter(include_in_schema=False)


@router.get("/login", response_class=HTMLResponse)
def login_page(request: Request) -> Response:
    """The form to log in by."""
    return page(request, "login.html", problem="", next=safe_next(request.query_params.get("next", "/")))


@router.post("/login", response_class=HTMLResponse)
def login(request: Request, form: Annotated[Form, Sent]) -> Response:
    """Opens a session under a new secret; the one from before is worth nothing."""
    site, onward = site_of(request), safe_next(form.one("next"))
    address = request.client.host if request.client else "?"
    try:
        user = None if site.local else site.accounts.admit(form.one("name"), form.one("password"), address)
    except TooOften:
        return page(request, "login.html", 429, problem="login_often", next=onward)
    if user is None:
        return page(request, "login.html", 401, problem="login_wrong", next=onward)
    site.accounts.close_session(visitor_of(request).secret)
    answer = RedirectResponse(onward, 303)
    answer.headers["Set-Cookie"] = cookie(site, site.accounts.open_session(user))
    return answer


@router.post("/logout", response_class=HTMLResponse)
def logout(request: Request, form: Annotated[Form, Sent]) -> Response:
    """Ends the session."""
    site = site_of(request)
    if site.local is None:
        site.accounts.close_session(visitor_of(request).secret)
    return RedirectResponse("/login", 303)


@router.get("/language", response_class=HTMLResponse)
def language(request: Request, to: str = "ar", next: str = "/") -> Response:
    """Switches the language and goes back."""
    answer = RedirectResponse(safe_next(next), 303)
    answer.set_cookie(
        LANGUAGE_COOKIE, words_for(to).language, max_age=31536000, secure=site_of(request).secure, samesite="lax"
    )
    return answer


@router.get("/users", response_class=HTMLResponse)
def users(request: Request, user: Annotated[User, Admin]) -> Response:
    """Who may come in, and as what."""
    return _users_page(request)


def _users_page(request: Request, problem: str = "", status: int = 200) -> Response:
    return page(request, "users.html", status, users=site_of(request).accounts.users(), roles=ROLES, problem=problem)


@router.post("/users", response_class=HTMLResponse)
def change_users(request: Request, user: Annotated[User, Admin], form: Annotated[Form, Sent]) -> Response:
    """Adds a user, gives one another role and password, or removes one; the last admin stays."""
    site, name = site_of(request), form.one("name").strip()
    if site.local:
        return _users_page(request, "users_local", 409)
    removing = form.one("action") == "remove"
    admins = {one.name for one in site.accounts.users() if one.role == "admin"}
    if admins == {name} and (removing or form.one("role") != "admin"):
        return _users_page(request, "last_admin", 409)
    if removing:
        site.accounts.remove(name)
        return RedirectResponse("/users", 303)
    try:
        site.accounts.add(name, as_role(form.one("role")), form.one("password"))
    except LedgerError:
        return _users_page(request, "user_refused", 422)
    return RedirectResponse("/users", 303)
