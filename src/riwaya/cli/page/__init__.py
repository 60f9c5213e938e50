"""One self-contained page: the reports with their words marked, the claims beside them. Asks nothing of the network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from string import Template

from riwaya import __version__
from riwaya.cli.page.claims import claims_html
from riwaya.cli.wording import report_line
from riwaya.marking import KINDS, marked_html, part
from riwaya.model import Reading


def render_page(readings: Sequence[Reading]) -> str:
    """The page as HTML. Everything from a report is escaped; the policy in its head lets only our script run."""
    style, script = _part("page.css") + part("marks.css"), part("choosing.js")
    allowed = f"style-src {_hashed(style)}; script-src {_hashed(script)}"
    title = readings[0].report.title if len(readings) == 1 else f"{len(readings)} reports"
    return Template(_part("page.html")).substitute(
        title=escape(title or "Riwaya"),
        style=style,
        script=script,
        policy=f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'",
        legend="".join(f'<li><mark class="{kind}">{escape(label)}</mark></li>' for kind, label in KINDS.items()),
        reports="\n".join(_report(number, reading) for number, reading in enumerate(readings)),
        version=escape(__version__),
    )


def _report(number: int, reading: Reading) -> str:
    report = reading.report
    title, text = marked_html(reading)
    source = escape(report_line(report), quote=True)
    if report.url and report.url.startswith(("http://", "https://")):
        source = f'<a href="{escape(report.url, quote=True)}" rel="noreferrer noopener">{source}</a>'
    return (
        f'<article class="report" id="r{number}">'
        f'<div class="words"><h2>{title}</h2><p class="source">{source}</p><div class="text">{text}</div></div>'
        f'<aside class="claims" dir="ltr">{claims_html(reading)}</aside></article>'
    )


def _part(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _hashed(source: str) -> str:
    """The hash by which a Content-Security-Policy lets exactly this inline block through."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
