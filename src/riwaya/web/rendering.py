"""Templates to HTML: everything is escaped but what our own code marked, and every page has the same frame."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from riwaya import __version__
from riwaya.web.requests import site_of, visitor_of
from riwaya.web.roles import may


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("riwaya.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["path"] = lambda text: quote(str(text), safe="")
    environment.filters["web"] = _web_address
    return environment


def _web_address(url: str | None) -> str | None:
    """An address that may be linked to; None for javascript: and its like."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def page(request: Request, template: str, status: int = 200, **told: Any) -> HTMLResponse:
    """A page in the visitor's language."""
    visitor, site = visitor_of(request), site_of(request)
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    html = (
        _environment()
        .get_template(template)
        .render(
            t=visitor.words,
            user=visitor.user,
            local=site.local is not None,
            csrf=visitor.csrf,
            here=here if request.method == "GET" else "/",
            path=request.url.path,
            version=__version__,
            may=lambda role: may(visitor.user, role),
            **told,
        )
    )
    return HTMLResponse(html, status)
