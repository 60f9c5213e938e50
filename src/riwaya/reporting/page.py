"""A report as one self-contained page: no script, nothing loaded, everything from a report escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files

from riwaya import __version__
from riwaya.export.selection import Selected, Selection
from riwaya.model import Account, Holder, Standing
from riwaya.reconcile.choosing import Wanted
from riwaya.reporting.gathering import COUNTED, disputed, figures_of, span_of, timeline
from riwaya.reporting.pictures import map_svg, timeline_svg, tolls_svg
from riwaya.reporting.saying import Saying
from riwaya.reporting.svg import clean, shortened
from riwaya.web.language import Language

_MOST_EVENTS, _MOST_DISPUTES, _MOST_REPORTS = 300, 100, 500
_LONGEST_QUOTE = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """How a report is wanted: its language, a title of its own, and by what its events were chosen."""

    language: Language = "ar"
    title: str | None = None
    wanted: Wanted = field(default_factory=Wanted)


def report_html(selection: Selection, asked: Asked) -> str:
    """The whole page; the same selection gives the same bytes."""
    saying = Saying(asked.language, selection.names)
    style = files(__package__).joinpath("report.css").read_text("utf-8")
    allowed = f"default-src 'none'; style-src {_hashed(style)}; base-uri 'none'; form-action 'none'"
    title = clean(asked.title or saying("report"))
    body = "\n".join(_sections(selection, asked, saying))
    return (
        f'<!doctype html>\n<html lang="{asked.language}" dir="{"rtl" if saying.rtl else "ltr"}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{allowed}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="generator" content="Riwaya {__version__}">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<h1><bdi>{title}</bdi></h1>\n"
        f"{body}\n</body>\n</html>\n"
    )


def _sections(selection: Selection, asked: Asked, saying: Saying) -> Iterator[str]:
    yield _summary(selection, asked, saying)
    if not selection.rows:
        yield f"<p>{clean(saying('no_events'))}</p>"
    else:
        step = saying(f"step.{timeline(selection).step}")
        yield _section("map", saying, map_svg(selection, saying), saying("map_note"))
        yield _section("timeline", saying, timeline_svg(selection, saying), saying("timeline_note", step=step))
        yield _section("tolls", saying, tolls_svg(selection, saying), saying("tolls_note"))
        yield _section("disputes", saying, "\n".join(_disputes(selection, saying)))
        yield _section("events", saying, _events(selection, saying))
        yield _section("sources", saying, _reports(selection, saying))
    yield _section("method", saying, _method(selection, saying))


def _section(key: str, saying: Saying, body: str, note: str = "") -> str:
    told = f'<p class="soft">{clean(note)}</p>' if note else ""
    return f'<section id="{key}">\n<h2>{clean(saying(key))}</h2>\n{body}\n{told}</section>'


def _summary(selection: Selection, asked: Asked, saying: Saying) -> str:
    reports = selection.reports()
    counts = [
        saying("events_n", count=len(selection.rows)),
        saying("disputed_n", count=sum(bool(disputed(row)) for row in selection.rows)),
        saying("reports_n", count=len(reports)),
        saying("outlets_n", count=len({report.outlet for report in reports if report.outlet})),
    ]
    ranges = [(outcome, told) for outcome in COUNTED if (told := span_of(selection, outcome))]
    figures = [
        f'<li>{clean(saying.label("attribute", outcome))} <b dir="ltr">{told.text()}</b></li>'
        for outcome, told in ranges
    ]
    note = f'<p class="soft">{clean(saying("range_note"))}</p>' if ranges else ""
    day = f"<p>{clean(saying('as_of', day=saying.day(selection.as_of)))}</p>" if selection.as_of else ""
    return (
        f'{day}<p class="soft">{clean(saying("asked"))}: {_filters(asked.wanted, saying)}</p>\n'
        f'<ul class="facts">{"".join(f"<li>{clean(count)}</li>" for count in counts)}</ul>\n'
        f'<ul class="facts">{"".join(figures)}</ul>{note}'
    )


def _filters(wanted: Wanted, saying: Saying) -> str:
    """By what the events were chosen, in words."""
    around = "{:g}, {:g} ±{:g} ".format(*wanted.around) + saying("km") if wanted.around else None
    told: list[tuple[str, str | None]] = [
        ("since", wanted.since.isoformat() if wanted.since else None),
        ("until", wanted.until.isoformat() if wanted.until else None),
        ("place", wanted.place),
        ("around", around),
        ("actor", saying.body(wanted.actor) if wanted.actor else None),
        ("type", saying.label("type", wanted.type) if wanted.type else None),
        ("grade", saying.grade(wanted.grade) if wanted.grade else None),
        ("disputed", "" if wanted.disputed else None),
        ("min_sources", str(wanted.min_sources) if wanted.min_sources else None),
    ]
    parts = [f"{clean(saying(f'asked.{key}'))} <bdi>{clean(text)}</bdi>" for key, text in told if text is not None]
    return " · ".join(parts) or clean(saying("asked_all"))


def _disputes(selection: Selection, saying: Saying) -> Iterator[str]:
    contested = [(row, standings) for row in selection.rows if (standings := disputed(row))]
    if not contested:
        yield f"<p>{clean(saying('no_disputes'))}</p>"
    for row, standings in contested[:_MOST_DISPUTES]:
        yield f'<h3 id="{_anchor(row)}"><bdi>{clean(saying.headline(row))}</bdi></h3>'
        lines = "".join(_account(standing, account, saying) for standing in standings for account in standing.accounts)
        yield _table(("attribute", "col_says", "col_who", "col_words"), lines, saying)
    yield from _hidden("more_events", len(contested) - _MOST_DISPUTES, saying)


def _account(standing: Standing, account: Account, saying: Saying) -> str:
    said = f"<b><bdi>{clean(saying.account(account))}</bdi></b>" if account.holders or account.value else "–"
    who = _names(account.holders, saying)
    if account.deniers:
        who += f' <span class="denied">{clean(saying("denied_by"))} {_names(account.deniers, saying)}</span>'
    quotes = dict.fromkeys(holder.quote for holder in (*account.holders, *account.deniers) if holder.quote)
    told = " ".join(f'<q dir="auto">{clean(shortened(quote, _LONGEST_QUOTE))}</q>' for quote in list(quotes)[:4])
    name = clean(saying.label("attribute", standing.attribute))
    return f'<tr><th scope="row">{name}</th><td>{said}</td><td>{who}</td><td>{told}</td></tr>\n'


def _names(holders: tuple[Holder, ...], saying: Saying) -> str:
    names = dict.fromkeys(saying.body(holder.speaker, holder.name) for holder in holders)
    return " · ".join(f"<bdi>{clean(name)}</bdi>" for name in names)


def _events(selection: Selection, saying: Saying) -> str:
    lines = "".join(_event(row, saying) for row in selection.rows[:_MOST_EVENTS])
    heads = ("col_event", "col_day", "col_place", "col_killed", "col_sources", "col_grade")
    return _table(heads, lines, saying) + "".join(_hidden("more_events", len(selection.rows) - _MOST_EVENTS, saying))


def _event(row: Selected, saying: Saying) -> str:
    killed = [told for _, _, told in figures_of(row, "killed")]
    figure = " / ".join(dict.fromkeys(one.text() for one in killed)) or "–"
    kind = f"<bdi>{clean(saying.label('type', row.decided.type))}</bdi>"
    if disputed(row):
        kind = f'<a href="#{_anchor(row)}">{kind}</a> <span class="state">{clean(saying("legend_disputed"))}</span>'
    grade = saying.grade(row.event.grade.name if row.event.grade else None)
    cells = (
        kind, clean(saying.days(row)), f"<bdi>{clean(saying.place(row))}</bdi>", f'<bdi dir="ltr">{figure}</bdi>',
        str(row.event.sources), clean(grade),
    )  # fmt: skip
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n"


def _reports(selection: Selection, saying: Saying) -> str:
    reports = selection.reports()
    lines = ""
    for report in reports[:_MOST_REPORTS]:
        title = f"<bdi>{clean(report.title or report.id)}</bdi>"
        if report.url and report.url.lower().startswith(("http://", "https://")):
            title = f'<a href="{clean(report.url)}" rel="noreferrer noopener">{title}</a>'
        cells = (f"<bdi>{clean(report.outlet or '–')}</bdi>", title, clean(saying.day(report.published)),
                 f'<code dir="ltr">{clean(report.sha256[:16])}</code>')  # fmt: skip
        lines += f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n"
    hidden = "".join(_hidden("more_reports", len(reports) - _MOST_REPORTS, saying))
    return _table(("col_outlet", "col_title", "col_published", "col_hash"), lines, saying) + hidden


def _method(selection: Selection, saying: Saying) -> str:
    meaning = saying(f"policy.{selection.policy}")
    told = [
        saying("method_rules", version=__version__), saying("method_linking"),
        saying("method_policy", policy=selection.policy, meaning=meaning), saying("method_judged"),
        saying("method_undecided"), saying("method_absence"), saying("method_places"),
    ]  # fmt: skip
    return f'<ul class="method">{"".join(f"<li>{clean(line)}</li>" for line in told)}</ul>'


def _table(heads: tuple[str, ...], lines: str, saying: Saying) -> str:
    names = (saying.page(head) if head == "attribute" else saying(head) for head in heads)
    top = "".join(f'<th scope="col">{clean(name)}</th>' for name in names)
    return f'<div class="scroll"><table><thead><tr>{top}</tr></thead><tbody>\n{lines}</tbody></table></div>'


def _hidden(key: str, count: int, saying: Saying) -> Iterator[str]:
    if count > 0:
        yield f'<p class="soft">{clean(saying(key, count=count))}</p>'


def _anchor(row: Selected) -> str:
    return f"e-{clean(row.event.id)}"


def _hashed(style: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
