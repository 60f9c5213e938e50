"""The site put together: routes, the guard before them, and errors in words."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from riwaya import __version__
from riwaya.errors import RiwayaError
from riwaya.marking import part
from riwaya.web import api, doors, overview, pages, reports, saved, sources, words
from riwaya.web.deciding import Refused
from riwaya.web.guard import Guard
from riwaya.web.rendering import page
from riwaya.web.requests import Forged, NotAllowed, NotLoggedIn, visitor_of
from riwaya.web.serving import Site

_AT_ONCE = 12
_STATIC = Path(__file__).parent / "static"
_log = logging.getLogger("riwaya.web")


def make_app(site: Site) -> FastAPI:
    """The application that serves a site."""
    app = FastAPI(
        title="Riwaya", version=__version__, docs_url=None, redoc_url=None, openapi_url=None, lifespan=_few_threads
    )
    app.state.site = site
    app.add_middleware(Guard, site=site)
    for part_of_site in (doors, pages, reports, overview, saved, sources, words):
        app.include_router(part_of_site.router)
    for programs in (api.router, overview.api, saved.api, sources.api, words.api):
        app.include_router(programs)
    app.add_api_route("/static/marks.css", _marks_style, include_in_schema=False)
    app.add_api_route("/static/choosing.js", _marks_script, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.add_exception_handler(NotLoggedIn, _not_logged_in)
    app.add_exception_handler(NotAllowed, lambda request, error: problem(request, 403, "error_403"))
    app.add_exception_handler(Forged, lambda request, error: problem(request, 403, "error_csrf"))
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, lambda request, error: problem(request, 422, "error_400"))
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RiwayaError, _ours)
    app.add_exception_handler(PoolTimeout, _ours)
    app.add_exception_handler(Exception, _fault)
    return app


@asynccontextmanager
async def _few_threads(app: FastAPI) -> AsyncIterator[None]:
    """Not more requests at once than the ledger has connections for; the others wait their turn."""
    to_thread.current_default_thread_limiter().total_tokens = _AT_ONCE
    yield


def problem(request: Request, status: int, key: str) -> Response:
    """What went wrong in the visitor's words: a page, or JSON where a program asked."""
    if request.url.path.startswith("/api/"):
        words = visitor_of(request).words
        return JSONResponse({"error": key, "detail": words(key)}, status)
    return page(request, "problem.html", status, key=key)


def _not_logged_in(request: Request, error: Exception) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": "login"}, 401, {"WWW-Authenticate": "Bearer"})
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    onward = f"?next={quote(wanted, safe='')}" if request.method == "GET" and len(wanted) < 1500 else ""
    return RedirectResponse(f"/login{onward}", 303)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return problem(request, error.status, error.key)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    key = "error_404" if error.status_code in (404, 405) else "error_400"
    answer = problem(request, error.status_code, key)
    answer.headers.update(error.headers or {})
    return answer


def _ours(request: Request, error: Exception) -> Response:
    _log.error("%s %s: %s", request.method, request.url.path, error)
    return problem(request, 503, "error_503")


def _fault(request: Request, error: Exception) -> Response:
    _log.exception("%s %s", request.method, request.url.path, exc_info=error)
    return PlainTextResponse("a fault of the program; it is in the server's log", 500)


def _marks_style() -> Response:
    return Response(part("marks.css"), media_type="text/css")


def _marks_script() -> Response:
    return Response(part("choosing.js"), media_type="text/javascript")
