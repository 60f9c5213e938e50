"""Keeping: what comes in is there as it was, once, in whatever order and however often; on both databases."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from ledgers import TEXTS, NewLocation, arrival, corpus_files, dumped, fill, findings, opened, own_reports
from riwaya.adding import add_reports
from riwaya.errors import LedgerError, NotArabic
from riwaya.ledger import Ledger, Opening, Run, locate, open_ledger
from riwaya.ledger.audit import Chain
from riwaya.ledger.database import Database
from riwaya.ledger.migrating import HEAD, migrate
from riwaya.ledger.tables import audit, metadata, objects, versions
from riwaya.pipeline import Tools, read_report
from riwaya.readers import ReadingOptions
from riwaya.reconciling import update_events
from riwaya.sources import Incoming, take_in

DAY = date(2024, 5, 14)
AGENCY = " ".join(TEXTS[:3])
"""Long enough that a few words more leave it the same text."""


def outcomes(ledger: Ledger, *items: Incoming) -> list[str]:
    return [kept.outcome for kept in fill(ledger, items)]


def test_a_reading_comes_back_as_it_went_in(ledger: Ledger, tools: Tools) -> None:
    files = [str(path) for path in corpus_files(60)]
    fill(ledger, take_in(files))
    expected = [read_report(item.report, tools) for item in take_in(files) if isinstance(item, Incoming)]
    assert list(ledger.readings()) == expected
    assert [(told.report, told.incident) for told in ledger.told()] == [
        (reading.report, incident) for reading in expected for incident in reading.incidents
    ]
    assert ledger.reading(expected[7].report.id) == expected[7]
    assert ledger.reading("no such id") is None
    assert findings(ledger) == []


def test_adding_twice_adds_nothing(ledger: Ledger) -> None:
    items = own_reports()
    assert outcomes(ledger, *items) == ["new"] * 5
    before, counts = dumped(ledger), ledger.counts()
    assert outcomes(ledger, *items) == ["known"] * 5
    assert (dumped(ledger), ledger.counts()) == (before, counts)


def test_the_same_input_gives_the_same_bytes_in_every_database(new_location: NewLocation, tmp_path: Path) -> None:
    with opened(new_location()) as one, opened(locate(str(tmp_path / "other.db"))) as other:
        for ledger in (one, other):
            fill(ledger, [*own_reports(), NotArabic("x.txt", "holds no Arabic", "give Arabic")])
        assert dumped(one) == dumped(other)


def test_processes_change_nothing(new_location: NewLocation) -> None:
    files = [str(path) for path in corpus_files(70)]
    with opened(new_location()) as alone, opened(new_location()) as many:
        fill(alone, take_in(files))
        list(add_reports(take_in(files), many, ReadingOptions(processes=2)))
        assert dumped(alone) == dumped(many)


def test_one_address_changed_is_a_version_and_both_are_kept(ledger: Ledger) -> None:
    url = "https://example.org/1"
    first = arrival(AGENCY, "عنوان", url=url)
    second = arrival(f"{AGENCY} وارتفع العدد إلى 14 قتيلا.", "عنوان", url=url)
    assert outcomes(ledger, first, second) == ["new", "version"]
    assert [reading.report for reading in ledger.readings()] == [second.report]
    old, new = ledger.history(second.report.id)
    assert (old.report, new.report, old.version, new.version) == (first.report, second.report, 1, 2)
    assert any(line.startswith("+") and "14 قتيلا" in line for line in new.change)
    assert outcomes(ledger, first, second) == ["known", "known"]
    assert findings(ledger) == []


def test_one_address_for_everything_makes_no_versions(ledger: Ledger) -> None:
    items = [arrival(body, url="https://example.org/") for body in TEXTS]
    assert outcomes(ledger, *items) == ["new"] * 5
    assert len(list(ledger.readings())) == 5


def test_one_id_for_two_texts_makes_two_reports(ledger: Ledger) -> None:
    one, other = arrival(TEXTS[0], id="1"), arrival(TEXTS[1], id="1")
    first, second = fill(ledger, [one, other])
    assert (first.outcome, second.outcome, first.id) == ("new", "new", "1")
    assert second.id.startswith("1~")
    assert {reading.report.id for reading in ledger.readings()} == {first.id, second.id}
    incidents = [told.incident.id for told in ledger.told()]
    assert len(set(incidents)) == len(incidents)
    assert outcomes(ledger, one, other) == ["known", "known"]


def test_one_id_and_nearly_one_text_is_a_version(ledger: Ledger) -> None:
    assert outcomes(ledger, arrival(AGENCY, id="1"), arrival(f"{AGENCY} تحديث.", id="1")) == ["new", "version"]


@pytest.mark.parametrize(
    ("first", "second", "outcome", "reports"),
    [
        ({}, {"outlet": "النشرة"}, "version", 1),
        ({}, {"published": DAY}, "version", 1),
        ({"outlet": "النشرة", "published": DAY}, {}, "known", 1),
        ({"outlet": "النشرة"}, {"outlet": "المرصد"}, "copy", 2),
        ({"url": "https://a.example/1"}, {"url": "https://b.example/2"}, "copy", 2),
        ({"published": DAY}, {"published": date(2024, 5, 15)}, "copy", 2),
    ],
)
def test_the_same_bytes_again(
    ledger: Ledger, first: dict[str, object], second: dict[str, object], outcome: str, reports: int
) -> None:
    item = arrival(TEXTS[0])
    told = [replace(item, report=replace(item.report, **fields)) for fields in (first, second)]  # type: ignore[arg-type]
    assert outcomes(ledger, *told) == ["new", outcome]
    assert len(list(ledger.readings())) == reports
    assert ledger.counts()["objects"] == 1
    assert findings(ledger) == []
    if outcome == "copy":
        (copy, original) = next(iter(ledger.copies().items()))
        assert original == item.report.id
        assert copy.startswith(f"{original}~")


def test_an_agency_s_text_with_a_few_words_more_is_a_copy_of_the_first(ledger: Ledger) -> None:
    original = arrival(AGENCY, "عنوان", outlet="وكالة")
    forwarded = arrival(f"نقلا عن الوكالة: {AGENCY}", "عنوان آخر", outlet="موقع")
    again = arrival(f"{AGENCY} (انتهى)", "ثالث", outlet="صحيفة")
    other = arrival(" ".join(TEXTS[3:]), outlet="صحيفة")
    assert outcomes(ledger, original, forwarded, again, other) == ["new", "copy", "copy", "new"]
    assert ledger.copies() == {forwarded.report.id: original.report.id, again.report.id: original.report.id}
    with ledger.database.reading() as connection:
        likeness = connection.scalars(select(versions.c.likeness).order_by(versions.c.number)).all()
    assert likeness[0] is None
    assert 0.7 <= likeness[1] < 1


def test_a_copy_points_to_the_newest_version_of_its_original(ledger: Ledger) -> None:
    url = "https://example.org/1"
    second = arrival(f"{AGENCY} تحديث.", "عنوان", url=url)
    copy = arrival(f"نقلا: {AGENCY}", "آخر")
    assert outcomes(ledger, arrival(AGENCY, "عنوان", url=url), copy, second) == ["new", "copy", "version"]
    assert ledger.copies() == {copy.report.id: second.report.id}


def test_refusals_are_kept_once_with_their_reasons(ledger: Ledger) -> None:
    error = NotArabic("a.txt", "holds no Arabic", "give Arabic")
    kept = fill(ledger, [error, arrival(TEXTS[0]), error])
    assert [one.outcome for one in kept] == ["refused", "new", "refused"]
    (refusal,) = ledger.refused()
    assert (refusal.where, refusal.what, refusal.remedy, refusal.kind) == (*vars(error).values(), "NotArabic")
    assert findings(ledger) == []


def test_a_report_that_cannot_be_read_is_refused_and_the_rest_is_kept(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    from riwaya import readers

    real = readers.read_report

    def failing(report: object, tools: Tools) -> object:
        if TEXTS[1] == report.text:  # type: ignore[attr-defined]
            raise IndexError("a fault in a rule")
        return real(report, tools)  # type: ignore[arg-type]

    monkeypatch.setattr(readers, "read_report", failing)
    assert outcomes(ledger, *own_reports()) == ["new", "refused", "new", "new", "new"]
    assert "IndexError: a fault in a rule" in ledger.refused()[0].what
    monkeypatch.undo()
    assert outcomes(ledger, *own_reports()) == ["known", "new", "known", "known", "known"]


ODD = st.text(st.characters(exclude_categories=[]) | st.sampled_from("\0\ud800\u202e\n ,،.٣"), max_size=60)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(title=ODD, body=ODD, outlet=ODD, where=ODD)
def test_no_text_is_too_odd(ledger: Ledger, title: str, body: str, outlet: str, where: str) -> None:
    body = f"{TEXTS[0]} {body}"
    (kept,) = fill(ledger, [arrival(body, title, outlet=outlet, where=where)])
    if kept.outcome == "known":
        return
    (found,) = [r for r in ledger.readings() if r.report.id == kept.id]
    assert len(found.report.full_text) == len(f"{title}\n{body}")
    assert findings(ledger) == []


def test_addresses_and_ids_of_any_length_are_kept(ledger: Ledger) -> None:
    url = "https://example.org/" + "خبر" * 5_000
    one = arrival(AGENCY, url=url, id="x" * 9_000, where="w" * 9_000)
    other = arrival(f"{AGENCY} تحديث", url=url, id="x" * 9_000)
    error = NotArabic("p" * 9_000, "q" * 9_000, "give Arabic")
    assert [kept.outcome for kept in fill(ledger, [one, other, error, one, error])] == [
        "new", "version", "refused", "known", "refused",
    ]  # fmt: skip
    assert [reading.report.url for reading in ledger.readings()] == [url]
    assert len(ledger.refused()) == 1
    assert findings(ledger) == []


def test_bytes_that_are_not_the_report_s_are_refused(ledger: Ledger) -> None:
    item = arrival(TEXTS[0])
    assert outcomes(ledger, replace(item, data=b"other bytes")) == ["refused"]
    assert ledger.counts()["objects"] == 0


def test_figures_beyond_any_count_are_kept(ledger: Ledger) -> None:
    fill(ledger, [arrival("قتل 99999999999 مدنيا و 123456789012345678 جنديا بقصف على حلب، بحسب المرصد.")])
    assert findings(ledger) == []


def test_two_writers_take_turns_and_lose_nothing(new_location: NewLocation) -> None:
    location = new_location()
    opened(location).close()
    done: list[str] = []

    def write(reports: list[Incoming]) -> None:
        with opened(location) as ledger:
            for item in reports:
                done.extend(kept.outcome for kept in fill(ledger, [item]))

    items = [arrival(f"{body} الحادثة {n}") for n, body in enumerate(TEXTS * 4)]
    writers = [threading.Thread(target=write, args=(half,)) for half in (items[:12], items[8:])]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert len(done) == 24
    assert done.count("known") == 4
    with opened(location) as ledger:
        assert ledger.counts()["versions"] == 20
        assert findings(ledger) == []


def test_a_writer_waits_for_another_and_says_so(new_location: NewLocation) -> None:
    location = new_location()
    said: list[str] = []
    opening = Opening(create=True, waiting=said.append)
    with open_ledger(location) if location.path and location.path.exists() else opened(location) as first:
        begun, finish = threading.Event(), threading.Event()

        def hold() -> None:
            with first.changing():
                begun.set()
                finish.wait(20)

        holder = threading.Thread(target=hold)
        holder.start()
        begun.wait(20)
        with open_ledger(location, opening) as second:
            writer = threading.Thread(target=fill, args=(second, own_reports()[:1]))
            writer.start()
            for _ in range(200):
                if said:
                    break
                time.sleep(0.05)
            finish.set()
            writer.join(30)
            holder.join(30)
            assert second.counts()["versions"] == 1
    assert len(said) == 1
    assert "another program is writing" in said[0]


def test_who_writes_meanwhile_does_not_spoil_what_was_sorted_out(new_location: NewLocation, tools: Tools) -> None:
    """Between sorting out and keeping, another writer takes the id: the report is read again under another."""
    from riwaya.ledger import Read, Ready
    from riwaya.ledger.copies import bands

    def read(report: object) -> Read:
        return Read(read_report(report, tools), bands(report))  # type: ignore[arg-type]

    location = new_location()
    mine, theirs = arrival(TEXTS[0], id="1"), arrival(TEXTS[1], id="1")
    with opened(location) as one, opened(location) as other:
        (ruling,) = one.sort_out([mine])
        assert ruling.id == "1"
        fill(other, [theirs])
        (kept,) = one.keep([Ready(mine, read(mine.report))], Run("0", "r", "l", "g"), read)
        assert kept.id.startswith("1~")
        assert findings(one) == []
        assert {told.report.id for told in one.told()} == {"1", kept.id}


def test_the_migrations_make_the_tables_that_the_program_knows(ledger: Ledger) -> None:
    with ledger.database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        made = connection.scalars(select(audit.c.subject).where(audit.c.action == "migrated").order_by(audit.c.number))
        assert list(made) == ["0001", "0002", HEAD]


def test_a_ledger_of_the_first_layout_is_brought_up_and_goes_on(new_location: NewLocation) -> None:
    location = new_location()
    database = Database(location)
    with database.writing() as connection:
        names: list[str] = []
        migrate(connection, names.append, "0001")
        chain = Chain(connection, "tester", lambda: "2024-05-14T12:00:00Z")
        for name in names:
            chain.append("migrated", name, {})
        chain.flush()
    database.close()
    with opened(location) as ledger:
        fill(ledger, own_reports())
        assert update_events(ledger) is not None
        assert ledger.count_events() > 0
        assert findings(ledger) == []


def test_the_newest_migration_is_the_one_that_is_named() -> None:
    folder = Path(sys.modules["riwaya.ledger"].__file__ or "").parent / "migrations" / "versions"
    assert sorted(path.name for path in folder.glob("*.py"))[-1].startswith(HEAD)


def test_a_ledger_of_a_newer_program_is_left_alone(ledger: Ledger) -> None:
    with ledger.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LedgerError, match="newer Riwaya"):
        open_ledger(ledger.location)


def test_no_ledger_is_made_where_none_was_asked_for(new_location: NewLocation) -> None:
    location = new_location()
    with pytest.raises(LedgerError, match="there is no ledger"):
        open_ledger(location)
    assert location.path is None or not location.path.exists()


@pytest.mark.parametrize("address", ["mysql://x/y", "://", "postgresql"])
def test_other_databases_are_refused_in_words(address: str, tmp_path: Path) -> None:
    if "://" in address:
        with pytest.raises(LedgerError):
            locate(address)
    else:
        assert locate(address).path == Path(address)


def test_a_password_is_never_shown() -> None:
    assert "secret" not in str(locate("postgresql://me:secret@host/db"))


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "riwaya.db"
    file.write_bytes(b"not a database at all" * 100)
    with pytest.raises(LedgerError, match=r"riwaya\.db: .*not a database"):
        open_ledger(locate(str(file)))


def test_the_server_that_is_not_there_is_named() -> None:
    with pytest.raises(LedgerError, match="nowhere"):
        open_ledger(locate("postgresql://me@localhost:1/nowhere?connect_timeout=1"), Opening(create=True))


def test_sqlite_is_opened_as_promised(tmp_path: Path) -> None:
    with opened(locate(str(tmp_path / "r.db"))) as ledger, ledger.database.reading() as connection:
        wanted = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 1000}
        assert {name: connection.scalar(text(f"PRAGMA {name}")) for name in wanted} == wanted


def test_what_is_written_in_part_is_not_kept(ledger: Ledger) -> None:
    fill(ledger, own_reports()[:2])
    before = dumped(ledger)

    def half() -> None:
        with ledger.changing() as (connection, chain):
            connection.execute(objects.insert(), [{"sha256": "0" * 64, "size": 1, "stored_sha256": "1" * 64}])
            chain.append("added", "half", {})
            chain.flush()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert dumped(ledger) == before
    assert outcomes(ledger, *own_reports()) == ["known", "known", "new", "new", "new"]
    assert findings(ledger) == []


def test_the_database_s_errors_become_ours(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="run the same command again"), ledger.database.writing() as connection:
        connection.execute(text("SELECT * FROM no_such_table"))


def test_without_the_driver_postgresql_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LedgerError, match=r"riwaya\[postgres\]"):
        Database(locate("postgresql://me@host/db"))


def test_help_loads_no_database() -> None:
    script = "import sys; from riwaya.cli.app import app; print([m for m in ('sqlalchemy', 'alembic', 'rensa') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
