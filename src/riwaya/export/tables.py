"""Our own five tables – events, claims, tolls, reports, accounts – that plain CSV, XLSX, Parquet and the databases share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from riwaya.export import figures
from riwaya.export.cells import by_columns, listed
from riwaya.export.columns import ACCOUNTS, CLAIMS, EVENTS, REPORTS, TOLLS
from riwaya.export.layout import Cell, Column
from riwaya.export.selection import Figure, Names, Selected, Selection
from riwaya.model import Account, Actor, Claim, Holder, Outcome, Standing, Told

Row = list[Cell]
_TOLD: tuple[Outcome, ...] = ("killed", "injured", "killed_or_injured", "detained", "abducted", "missing", "displaced")


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, its name in Arabic, its columns (the first is the key), and how its rows are made.

    `parents` are the tables that its columns point to, by column.
    """

    name: str
    arabic: str
    meaning: str
    columns: tuple[Column, ...]
    rows: Callable[[Selection], Iterable[Row]]
    parents: tuple[tuple[str, str], ...] = ()


def event_rows(selection: Selection) -> Iterator[Row]:
    """A row an event, by id."""
    for row in sorted(selection.rows, key=lambda row: row.event.id):
        yield event_row(row, selection)


def event_row(row: Selected, selection: Selection) -> Row:
    """What was decided of an event, its figures, disputes and grade."""
    decided, where = row.decided, row.decided.where
    values: dict[str, Cell] = {
        "id": row.event.id,
        "type": decided.type,
        "start": decided.start.isoformat() if decided.start else None,
        "end": decided.end.isoformat() if decided.end else None,
        "precision": decided.precision,
        "perpetrators": _actors(decided.perpetrators),
        "targets": _actors(decided.targets),
        "weapon": decided.weapon,
        "disputes": _disputes(row, selection.names),
        "pending": listed(decided.pending) or None,
        "grade": row.event.grade.name if row.event.grade else None,
        "grade_reasons": listed(row.event.grade.reasons) if row.event.grade else None,
        "sources": row.event.sources,
        "outlets": listed(row.outlets()) or None,
        "incidents": len(row.tolds),
        "policy": selection.policy,
        "as_of": selection.as_of.isoformat() if selection.as_of else None,
    }
    if where is not None:
        values |= {
            "place": where.name, "place_id": where.id, "relation": where.relation, "admin1": where.admin1,
            "country": where.country, "lat": where.lat, "lon": where.lon, "radius_km": where.radius_km,
            "place_kind": where.kind, "place_basis": where.basis,
        }  # fmt: skip
    for outcome in _TOLD:
        values |= _figure(outcome, figures.total(decided, outcome))
    values |= _figure("civilians_killed", figures.of_civilians(decided, "killed", selection.names))
    return by_columns(EVENTS, values)


def claim_rows(selection: Selection) -> Iterator[Row]:
    """A row a claim, by event, incident and position."""
    for row, told, index, claim in _claims(selection):
        report, incident = told.report, told.incident
        when, where = incident.when, incident.where
        yield by_columns(
            CLAIMS,
            {
                "id": claim_id(told, index),
                "event": row.event.id,
                "incident": incident.id,
                "report": report.id,
                "speaker": claim.speaker.actor,
                "speaker_name": claim.speaker.name,
                "stance": claim.stance,
                "denied": listed(claim.denied) or None,
                "chain": " → ".join(link.actor or link.name for link in claim.chain) or None,
                "published": report.published.isoformat() if report.published else None,
                "outlet": report.outlet,
                "type": incident.type,
                "start": when.start.isoformat() if when else None,
                "end": when.end.isoformat() if when else None,
                "place": where.name if where else None,
                "perpetrators": _actors(actor for actor in incident.perpetrators if index in actor.according_to),
                "targets": _actors(actor for actor in incident.targets if index in actor.according_to),
                "weapon": incident.weapon,
                "quote": " … ".join(span.cut(report.full_text) for span in claim.evidence) or None,
                "spans": listed(f"{span.start}-{span.end}" for span in claim.evidence) or None,
                "rule": claim.rule or None,
            },
        )


def toll_rows(selection: Selection) -> Iterator[Row]:
    """A row a toll of a claim."""
    for row, told, index, claim in _claims(selection):
        for place, toll in enumerate(claim.tolls):
            yield by_columns(
                TOLLS,
                {
                    "id": f"{claim_id(told, index)}.{place}",
                    "claim": claim_id(told, index),
                    "event": row.event.id,
                    "report": told.report.id,
                    "speaker": claim.speaker.actor or claim.speaker.name,
                    "outcome": toll.outcome,
                    "min": toll.min,
                    "max": toll.max,
                    "victims": toll.victims,
                    "quote": toll.span.cut(told.report.full_text),
                    "span": f"{toll.span.start}-{toll.span.end}",
                    "rule": toll.rule,
                },
            )


def report_rows(selection: Selection) -> Iterator[Row]:
    """A row a report, by id; the text itself is not given out."""
    for report in selection.reports():
        yield by_columns(
            REPORTS,
            {
                "id": report.id,
                "outlet": report.outlet,
                "title": report.title,
                "published": report.published.isoformat() if report.published else None,
                "url": report.url,
                "author": report.author,
                "forwarded_from": report.forwarded_from,
                "sha256": report.sha256 or None,
            },
        )


def account_rows(selection: Selection) -> Iterator[Row]:
    """A row an account: one value of one attribute, who holds it and who denies it."""
    for row in sorted(selection.rows, key=lambda row: row.event.id):
        for id, standing, account in accounts_of(row):
            yield by_columns(
                ACCOUNTS,
                {
                    "id": id,
                    "event": row.event.id,
                    "attribute": standing.attribute,
                    "state": standing.state,
                    "value": _value(account, selection.names),
                    "low": account.low,
                    "high": account.high,
                    "victims": account.victims,
                    "held_by": _holders(account.holders, selection.names),
                    "denied_by": _holders(account.deniers, selection.names),
                    "since": _since(account),
                    "quotes": listed((holder.quote for holder in account.holders if holder.quote), " | ") or None,
                },
            )


def accounts_of(row: Selected) -> Iterator[tuple[str, Standing, Account]]:
    """The accounts of an event, each with an id that says what is told: it stays when others are added."""
    seen: Counter[str] = Counter()
    for standing in row.event.standings:
        for account in standing.accounts:
            figure = f"{account.low}-{'' if account.high is None else account.high}"
            parts = [row.event.id, standing.attribute, figure if account.value is None else account.value]
            id = ".".join([*parts, account.victims] if account.victims else parts)
            seen[id] += 1
            yield id if seen[id] == 1 else f"{id}~{seen[id]}", standing, account


def claim_id(told: Told, index: int) -> str:
    """The id of a claim: its incident and its position there."""
    return f"{told.incident.id}.{index}"


TABLES = (
    Table("events", "الأحداث", "one row an event, with the values that the policy decided on", EVENTS, event_rows),
    Table(
        "claims", "الروايات", "one row a claim: one speaker's account of one incident, as one report tells it",
        CLAIMS, claim_rows, (("event", "events"), ("report", "reports")),
    ),
    Table(
        "tolls", "الحصائل", "one row a toll of a claim, as an interval",
        TOLLS, toll_rows, (("claim", "claims"), ("event", "events"), ("report", "reports")),
    ),
    Table("reports", "التقارير", "one row a report, without its text", REPORTS, report_rows),
    Table(
        "accounts", "السرديات", "one row a value of an attribute of an event, with who holds and who denies it",
        ACCOUNTS, account_rows, (("event", "events"),),
    ),
)  # fmt: skip

LOSSES = (
    "lists in a cell (perpetrators, outlets, spans) are joined by semicolons",
    "the report's text is not given out, only the words that a claim rests on",
    "the reasons for which incidents were linked, and places weighed and not chosen, stay in the ledger",
    "warnings about a report (days that disagree, words meant for a machine) stay in the ledger; who read a claim, where two readers did, ends its `rule`",
)
"""What the five tables cannot express, in whatever file they stand."""


def _claims(selection: Selection) -> Iterator[tuple[Selected, Told, int, Claim]]:
    for row in sorted(selection.rows, key=lambda row: row.event.id):
        for told, index, claim in sorted(row.claims(), key=lambda found: (found[0].incident.id, found[1])):
            yield row, told, index, claim


def _figure(name: str, figure: Figure | None) -> dict[str, Cell]:
    if figure is None:
        return {}
    return {f"{name}_low": figure.low, f"{name}_best": figure.best, f"{name}_high": figure.high}


def _actors(actors: Iterable[Actor]) -> str | None:
    return listed(actor.actor or actor.name for actor in actors) or None


def _disputes(row: Selected, names: Names) -> str | None:
    found = [
        f"{standing.attribute} ({', '.join(map(names.written, standing.between))})"
        if standing.between
        else standing.attribute
        for standing in row.event.standings
        if standing.state == "disputed"
    ]
    return listed(found) or None


def _holders(holders: Iterable[Holder], names: Names) -> str | None:
    return listed(names.written(holder.speaker) for holder in holders) or None


def _value(account: Account, names: Names) -> str | None:
    named = account.attribute in ("perpetrator", "target") and account.value is not None
    return names.written(account.value) if named and account.value else account.value


def _since(account: Account) -> str | None:
    days = [holder.since for holder in account.holders if holder.since]
    return min(days).isoformat() if days else None
