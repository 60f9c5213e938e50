"""Coming in and going out, the language switch, and the admins' page of users."""

from __future__ import annotations

import hmac
import logging
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from riwaya.errors import LedgerError
from riwaya.web.accounts import TooOften, as_role
from riwaya.web.guard import CALENDAR_COOKIE, LANGUAGE_COOKIE, cookie
from riwaya.web.language import words_for
from riwaya.web.openid import IssuerError
from riwaya.web.rendering import page
from riwaya.web.requests import Admin, Form, Sent, safe_next, site_of, visitor_of
from riwaya.web.roles import ROLES, User

router = APIRouter(include_in_schema=False)
_log = logging.getLogger("riwaya.web")


@router.get("/login", response_class=HTMLResponse)
def login_page(request: Request) -> Response:
    """The form to log in by."""
    return _login_page(request, safe_next(request.query_params.get("next", "/")))


def _login_page(request: Request, onward: str, problem: str = "", status: int = 200) -> Response:
    issuer = site_of(request).issuer
    return page(request, "login.html", status, problem=problem, next=onward, issuer=issuer.host if issuer else None)


@router.post("/login", response_class=HTMLResponse)
def login(request: Request, form: Annotated[Form, Sent]) -> Response:
    """Opens a session under a new secret; the one from before is worth nothing."""
    site, onward = site_of(request), safe_next(form.one("next"))
    address = request.client.host if request.client else "?"
    try:
        user = None if site.local else site.accounts.admit(form.one("name"), form.one("password"), address)
    except TooOften:
        return _login_page(request, onward, "login_often", 429)
    if user is None:
        return _login_page(request, onward, "login_wrong", 401)
    return _opened(request, user, onward)


def _opened(request: Request, user: User, onward: str) -> Response:
    site = site_of(request)
    site.accounts.close_session(visitor_of(request).secret)
    answer = RedirectResponse(onward, 303)
    answer.headers["Set-Cookie"] = cookie(site, site.accounts.open_session(user))
    return answer


@router.get("/login/oidc", response_class=HTMLResponse)
def login_elsewhere(request: Request, next: str = "/") -> Response:
    """Sends the browser to the issuer of OpenID Connect to log in there."""
    site, onward = site_of(request), safe_next(next)
    if site.issuer is None:
        return RedirectResponse("/login", 303)
    try:
        address = site.issuer.address(onward, _browser(request))
    except IssuerError as error:
        _log.error("%s", error)
        return _login_page(request, onward, "oidc_unreachable", 503)
    return RedirectResponse(address, 303)


@router.get("/login/oidc/back", response_class=HTMLResponse)
def login_from_elsewhere(request: Request, state: str = "", code: str = "") -> Response:
    """Where the issuer sends the browser back to: opens a session for whom it vouches for, if that is a user here."""
    site = site_of(request)
    if site.issuer is None:
        return RedirectResponse("/login", 303)
    try:
        onward, who, role = site.issuer.vouched(state, code, _browser(request))
    except IssuerError as error:
        _log.warning("%s", error)
        return _login_page(request, "/", "oidc_failed", 401)
    known = role is not None or not site.issuer.tells_roles
    user = site.accounts.vouched(who, role, site.issuer.new_role) if known else None
    if user is None:
        return _login_page(request, onward, "oidc_unknown", 403)
    return _opened(request, user, onward)


def _browser(request: Request) -> bytes:
    """What this browser alone brings along, keyed by what this server alone knows."""
    secret = visitor_of(request).secret.encode("utf-8", "replace")
    return hmac.digest(site_of(request).secret, b"oidc " + secret, "sha256")


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
    return _kept(request, next, LANGUAGE_COOKIE, words_for(to).language)


@router.get("/calendar", response_class=HTMLResponse)
def calendar(request: Request, to: str = "", next: str = "/") -> Response:
    """Shows Hijri days beside Gregorian ones, or no more, and goes back."""
    return _kept(request, next, CALENDAR_COOKIE, "hijri" if to == "hijri" else "gregorian")


def _kept(request: Request, onward: str, name: str, value: str) -> Response:
    """Goes on; the browser keeps the setting for a year."""
    answer = RedirectResponse(safe_next(onward), 303)
    answer.set_cookie(name, value, max_age=31536000, secure=site_of(request).secure, samesite="lax")
    return answer


@router.get("/users", response_class=HTMLResponse)
def users(request: Request, user: Annotated[User, Admin]) -> Response:
    """Who may come in, and as what."""
    return _users_page(request)


def _users_page(request: Request, problem: str = "", status: int = 200) -> Response:
    site = site_of(request)
    told = {"users": site.accounts.users(), "roles": ROLES, "elsewhere": site.issuer is not None}
    return page(request, "users.html", status, problem=problem, **told)


@router.post("/users", response_class=HTMLResponse)
def change_users(request: Request, user: Annotated[User, Admin], form: Annotated[Form, Sent]) -> Response:
    """Adds a user, gives one another role and password, or removes one; the last admin stays.

    Without a password, where there is an issuer, a user logs in there only.
    """
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
        password = form.one("password") or (None if site.issuer else "")
        site.accounts.add(name, as_role(form.one("role")), password)
    except LedgerError:
        return _users_page(request, "user_refused", 422)
    return RedirectResponse("/users", 303)
