"""What the ledger holds, as records: readings, versions with their changes, copies, refusals."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, Select, func, insert, select

from riwaya.ledger.audit import Chain
from riwaya.ledger.keeping import next_number, reading_digests, reading_rows
from riwaya.ledger.records import readings_of, report_of
from riwaya.ledger.rows import Row
from riwaya.ledger.runs import Run
from riwaya.ledger.tables import OF_A_READING, incidents, metadata, runs, versions
from riwaya.ledger.tables import readings as readings_table
from riwaya.ledger.tables import refused as refused_table
from riwaya.model import Reading, Report

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a report: where it came from, and how its text differs from the version before."""

    report: Report
    version: int
    place: str
    kind: str
    copy_of: str | None
    copied: str | None
    likeness: float | None
    change: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that could not be taken in: where it stood, what is wrong, what to do instead."""

    where: str
    what: str
    remedy: str
    kind: str


def _newest() -> Select[tuple[int, int]]:
    """Numbers of the newest version of each report, and of the newest reading of that."""
    newest = select(func.max(versions.c.number).label("version")).group_by(versions.c.report).subquery()
    return (
        select(func.max(readings_table.c.number).label("reading"), readings_table.c.version)
        .join(newest, newest.c.version == readings_table.c.version)
        .group_by(readings_table.c.version)
    )


def readings(connection: Connection) -> Iterator[Reading]:
    """The newest reading of the newest version of every report, in the order in which the versions were added."""
    yield from readings_numbered(connection, newest_readings(connection))


def telling(connection: Connection, ids: Iterable[str]) -> list[Reading]:
    """The newest readings that tell incidents of these ids."""
    wanted, numbers = sorted(set(ids)), set[int]()
    for at in range(0, len(wanted), _PAGE):
        query = select(func.max(incidents.c.reading)).where(incidents.c.id.in_(wanted[at : at + _PAGE]))
        numbers |= set(connection.scalars(query.group_by(incidents.c.id)))
    return list(readings_numbered(connection, sorted(numbers)))


def newest_readings(connection: Connection) -> list[int]:
    """The numbers of the newest readings of the newest versions."""
    return sorted(connection.scalars(select(_newest().subquery().c.reading)))


def readings_numbered(connection: Connection, numbers: Sequence[int]) -> Iterator[Reading]:
    """The readings of these numbers."""
    for at in range(0, len(numbers), _PAGE):
        yield from _load(connection, numbers[at : at + _PAGE])


def reading(connection: Connection, report: str) -> Reading | None:
    """The newest reading of the version of this id."""
    query = select(func.max(readings_table.c.number)).join(versions, versions.c.number == readings_table.c.version)
    number = connection.scalar(query.where(versions.c.id == report))
    return None if number is None else _load(connection, [number])[0]


def _load(connection: Connection, numbers: Sequence[int]) -> list[Reading]:
    query = (
        select(
            readings_table.c.number.label("reading"),
            readings_table.c.published.label("reckoned"),
            readings_table.c.countries,
            versions,
        )
        .join(versions, versions.c.number == readings_table.c.version)
        .where(readings_table.c.number.in_(numbers))
    )
    rows = connection.execute(query).all()
    reports = {row.reading: replace(report_of(row), published=_day(row.reckoned)) for row in rows}
    return readings_of(connection, reports, {row.reading: row.countries for row in rows})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def unread_by(connection: Connection, run: Run) -> Iterator[Report]:
    """The newest versions whose newest reading was made by another run, in the order of addition."""
    numbers = list(connection.scalars(_unread(connection, run)))
    for at in range(0, len(numbers), _PAGE):
        page = select(versions).where(versions.c.number.in_(numbers[at : at + _PAGE])).order_by(versions.c.number)
        yield from (report_of(row) for row in connection.execute(page))


def count_unread_by(connection: Connection, run: Run) -> int:
    """How many these are."""
    return connection.scalar(select(func.count()).select_from(_unread(connection, run).subquery())) or 0


def _unread(connection: Connection, run: Run) -> Select[int]:
    number = connection.scalar(select(runs.c.number).where(runs.c.id == run.id))
    newest = _newest().subquery()
    return (
        select(newest.c.version)
        .join(readings_table, readings_table.c.number == newest.c.reading)
        .where(readings_table.c.run != (number or 0))
        .order_by(newest.c.version)
    )


def add_readings(connection: Connection, chain: Chain, new: Sequence[Reading], run: Row) -> int:
    """Adds readings of kept versions; one that has been read by this run meanwhile is passed over."""
    ids = [found.report.id for found in new]
    query = select(versions.c.id, versions.c.number).where(versions.c.id.in_(ids))
    known: dict[str, int] = {row.id: row.number for row in connection.execute(query)}
    numbers = select(readings_table.c.version, func.max(readings_table.c.number).label("number"))
    last = numbers.where(readings_table.c.version.in_(known.values())).group_by(readings_table.c.version).subquery()
    done = select(last.c.version).join(readings_table, readings_table.c.number == last.c.number)
    passed = set(connection.scalars(done.where(readings_table.c.run == run["number"])))
    number = next_number(connection, readings_table.c.number)
    collected: dict[str, list[Row]] = {}
    for found in new:
        version = known[found.report.id]
        if version in passed:
            continue
        rows = reading_rows(found, number, version, run["number"])
        for name, made in rows.items():
            collected.setdefault(name, []).extend(made)
        body = {"version": version, "reading": number, "rows": reading_digests(rows, run)}
        chain.append("reread", found.report.id, body)
        number += 1
    for table in (readings_table, *OF_A_READING):
        if collected.get(table.name):
            connection.execute(insert(table), collected[table.name])
    return len(collected.get("readings", ()))


def history(connection: Connection, report: str) -> list[Version]:
    """All versions of the report that the version of this id belongs to, the oldest first."""
    of = select(versions.c.report).where(versions.c.id == report).scalar_subquery()
    rows = connection.execute(select(versions).where(versions.c.report == of).order_by(versions.c.version)).all()
    found: list[Version] = []
    for row in rows:
        this = report_of(row)
        change = _change(found[-1].report, this) if found else ()
        found.append(Version(this, row.version, row.place, row.kind, row.copy_of, row.copied, row.likeness, change))
    return found


def _change(old: Report, new: Report) -> tuple[str, ...]:
    """The lines that went (-) and came (+), fields and text."""
    return tuple(
        line
        for line in difflib.unified_diff(_lines(old), _lines(new), lineterm="", n=0)
        if not line.startswith(("---", "+++", "@@"))
    )


def _lines(report: Report) -> list[str]:
    fields = ("outlet", "url", "published", "author", "forwarded_from")
    told = [f"{name}: {getattr(report, name)}" for name in fields if getattr(report, name) is not None]
    return [*told, *report.full_text.split("\n")]


def copies(connection: Connection) -> Mapping[str, str]:
    """The original's id by the id of its copy, both in their newest version."""
    original, later = versions.alias(), versions.alias()
    last = select(func.max(later.c.number)).where(later.c.report == versions.c.report).scalar_subquery()
    query = (
        select(versions.c.id, original.c.report)
        .join(original, original.c.id == versions.c.copy_of)
        .where(versions.c.copy_of.is_not(None), original.c.report != versions.c.report, versions.c.number == last)
        .order_by(versions.c.number)
    )
    found = [(row.id, row.report) for row in connection.execute(query)]
    ids = _newest_ids(connection, sorted({of for _, of in found}))
    return {copy: ids[of] for copy, of in found}


def _newest_ids(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """The ids of the newest versions of these reports."""
    found: dict[int, str] = {}
    for at in range(0, len(numbers), _PAGE):
        last = select(func.max(versions.c.number)).where(versions.c.report.in_(numbers[at : at + _PAGE]))
        query = select(versions.c.report, versions.c.id)
        rows = connection.execute(query.where(versions.c.number.in_(last.group_by(versions.c.report))))
        found |= {row.report: row.id for row in rows}
    return found


def outlets(connection: Connection, ids: Iterable[str]) -> Mapping[str, str | None]:
    """The outlets of the versions of these ids."""
    wanted = sorted(set(ids))
    found: dict[str, str | None] = {}
    for at in range(0, len(wanted), _PAGE):
        query = select(versions.c.id, versions.c.outlet).where(versions.c.id.in_(wanted[at : at + _PAGE]))
        found |= {row.id: row.outlet for row in connection.execute(query)}
    return found


def refused(connection: Connection) -> list[Refusal]:
    """What could not be taken in, in the order in which it came."""
    rows = connection.execute(select(refused_table).order_by(refused_table.c.number))
    return [Refusal(row.place, row.what, row.remedy, row.kind) for row in rows]


def counts(connection: Connection) -> Mapping[str, int]:
    """How many rows each table has."""
    return {
        name: connection.scalar(select(func.count()).select_from(table)) or 0 for name, table in metadata.tables.items()
    }
