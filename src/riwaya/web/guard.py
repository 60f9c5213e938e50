"""What stands before every request: the host's name, the size of a body, who asks, the headers of the answer."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from riwaya.web.language import Words, words_for
from riwaya.web.roles import User
from riwaya.web.serving import Site

MAX_BODY = 1_000_000
"""Bytes that a form or a JSON body may have."""

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}
LANGUAGE_COOKIE, CALENDAR_COOKIE = "riwaya-language", "riwaya-calendar"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is asking: a user or nobody, in which language, with which secret; `csrf` must come back with every form."""

    user: User | None
    secret: str
    csrf: str
    words: Words
    by_token: bool = False


def session_cookie(site: Site) -> str:
    """The name of the cookie; browsers bind the longer one to this host and to TLS."""
    return "__Host-riwaya" if site.secure else "riwaya"


def cookie(site: Site, secret: str) -> str:
    """The header that sets the session's cookie."""
    return f"{session_cookie(site)}={secret}; Path=/; HttpOnly; SameSite=Lax{'; Secure' if site.secure else ''}"


def csrf_token(site: Site, secret: str) -> str:
    """What a form must bring along: only who can read the page has it."""
    return hmac.new(site.secret, secret.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


class Guard:
    """The outermost layer of the site."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app = app
        self.site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        visitor, fresh = self._visitor(headers)
        scope.setdefault("state", {})["visitor"] = visitor
        static = scope["path"].startswith("/static/")

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    out[name] = value
                if self.site.secure:
                    out["Strict-Transport-Security"] = "max-age=31536000"
                if not static:
                    out["Cache-Control"] = "no-store"
                    if fresh and not visitor.by_token and "set-cookie" not in out:
                        out.append("Set-Cookie", cookie(self.site, visitor.secret))
            await send(message)

        if self.site.hosts and _host(headers) not in self.site.hosts:
            await PlainTextResponse("this page is not served under that name", 421)(scope, receive, answer)
            return
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length[:20]) > MAX_BODY:
            await PlainTextResponse("the request is too large", 413)(scope, receive, answer)
            return
        if "chunked" in headers.get("transfer-encoding", "").lower():
            await PlainTextResponse("say how long the request is", 411)(scope, receive, answer)
            return
        await self.app(scope, receive, answer)

    def _visitor(self, headers: Headers) -> tuple[Visitor, bool]:
        """Who is asking, and whether they have no cookie yet."""
        cookies = _cookies(headers.get("cookie", ""))
        words = words_for(cookies.get(LANGUAGE_COOKIE), cookies.get(CALENDAR_COOKIE))
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self.site.local is None:
            return Visitor(self.site.accounts.whose(token.strip()), "", "", words, by_token=True), False
        secret = cookies.get(session_cookie(self.site), "")
        fresh = len(secret) < 20
        if fresh:
            secret = secrets.token_urlsafe(32)
        user = self.site.local or (None if fresh else self.site.accounts.whose(secret))
        return Visitor(user, secret, csrf_token(self.site, secret), words), fresh


def _cookies(header: str) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header[:8000]).items()}
    except CookieError:
        return {}


def _host(headers: Headers) -> str:
    host = headers.get("host", "")
    return host.rpartition(":")[0] if ":" in host and not host.endswith("]") else host
