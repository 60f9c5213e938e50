"""Verifying: a whole ledger has no findings; whatever is altered, moved or deleted is found, and named."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, event, func, select, text

from ledgers import TEXTS, arrival, fill, findings, opened, own_reports
from riwaya.errors import NotArabic, VaultError
from riwaya.ledger import Decision, Ledger, locate
from riwaya.ledger.hashing import COLUMNS
from riwaya.ledger.linked import Change, Compared, Linking, Pair
from riwaya.ledger.tables import audit, metadata
from riwaya.model import Event, Grade, Mark, Membership, Standing

NOT_VOUCHED = {"signatures", "saved_filters"}
"""The first are made anew from the texts whenever that is wanted, the second are a user's to delete."""

NAMED_AS = {
    "audit": "audit entry",
    "linking": "how far",
    "compared": "linked by",
    "pairs": "linked by",
    "events": "event e",
    "memberships": "event e1",
}


def fill_every_table(ledger: Ledger) -> None:
    url = "https://example.org/1"
    agency = " ".join(TEXTS)
    odd = arrival("دمشق 14 أيار 2024\nقتل جندي الثلاثاء 20 أيار بقصف على درعا.", "خبر")
    copies = [arrival(agency, url=url), arrival(f"{agency} تحديث", url=url), arrival(f"نقلا {agency}", id="own")]
    fill(ledger, [*own_reports(), odd, *copies, NotArabic("x.txt", "holds no Arabic", "give Arabic")])
    told = list(ledger.told())
    marks = tuple(Mark(one.report.id, one.incident.trigger) for one in told[:2])
    first = ledger.judge(Decision("value", marks, "as the monitor says", "killed", "12"))
    ledger.judge(Decision("undo", (), "a mistake", undoes=first.id))
    members = tuple(Membership(one.incident.id, one.report.id, ("same day",), 4.5) for one in told[:2])
    grade = Grade("fair", "airwars", ("two sources",))
    events = [Event("e1", members, (Standing("type", "agreed", ()),), 2, grade), Event("e2", (), (), 0)]
    one, other = sorted(one.incident.id for one in told[:2])
    compared = [Compared(told[0].incident.id, 1, told[0].report.id, 738_000, 738_001, "x", "[]")]
    how = Linking(1, 1, "program", "airwars", "words")
    ledger.keep_linking(Change(how, events, compared, [Pair(one, other, 4.5, "[0]")]))
    with ledger.database.writing() as connection:
        connection.execute(metadata.tables["saved_filters"].insert(), [{"user": "a", "name": "b", "query": "c=d"}])


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    """A ledger with something in every table, in each database."""
    fill_every_table(ledger)
    return ledger


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of such a ledger in a file, made once."""
    folder = tmp_path_factory.mktemp("whole")
    with opened(locate(str(folder / "r.db"))) as ledger:
        fill_every_table(ledger)
    return folder


@pytest.fixture
def unguarded(whole: Path, tmp_path: Path) -> Iterator[Ledger]:
    """A copy of it that lets everything be done to it, as a file does."""
    shutil.copytree(whole, tmp_path / "copy")
    ledger = opened(locate(str(tmp_path / "copy" / "r.db")))
    ledger.close()
    event.listen(ledger.database.engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=OFF"))
    with ledger:
        yield ledger


def change(connection: Connection, table: Table, column: str) -> Any:
    """Changes one value of a column, by one character where it is text; returns the value that it had."""
    kind = table.c[column]
    value = connection.scalar(select(kind).where(kind.is_not(None)).limit(1))
    if value is None:
        new: Any = 7 if "TEXT" not in str(kind.type) else "x"
    elif isinstance(value, str):
        new = value[:-1] + ("x" if value[-1:] != "x" else "y")
    else:
        new = value + 100_000
    keys = list(table.primary_key.columns)
    row = connection.execute(select(*keys).where(kind == value if value is not None else kind.is_(None)).limit(1)).one()
    match = [key == found for key, found in zip(keys, row, strict=True)]
    assert connection.execute(table.update().where(*match).values({column: new})).rowcount == 1
    return value


def test_a_whole_ledger_has_no_findings(full: Ledger) -> None:
    counts = full.counts()
    assert [name for name in metadata.tables if not counts[name]] == []
    assert findings(full) == []


@pytest.mark.parametrize(
    ("table", "column"),
    [(name, column) for name, columns in COLUMNS.items() if name not in NOT_VOUCHED for column in columns],
)
def test_one_value_altered_in_any_column_of_any_table_is_found_and_named(
    unguarded: Ledger, table: str, column: str
) -> None:
    with unguarded.database.writing() as connection:
        change(connection, metadata.tables[table], column)
    found = findings(unguarded)
    assert any(NAMED_AS.get(table, table) in line for line in found), found


@pytest.mark.parametrize("table", [name for name in metadata.tables if name not in NOT_VOUCHED])
def test_one_row_deleted_from_any_table_is_found_and_named(unguarded: Ledger, table: str) -> None:
    real = metadata.tables[table]
    keys = list(real.primary_key.columns)
    with unguarded.database.writing() as connection:
        row = connection.execute(select(*keys).order_by(*keys).limit(1)).one()
        match = [key == found for key, found in zip(keys, row, strict=True)]
        assert connection.execute(real.delete().where(*match)).rowcount == 1
    found = findings(unguarded)
    assert found
    words = {"versions": "its text", "reports": "reports", "objects": "objects", "runs": "the run", "refused": "the refusal",
             "readings": "its reading", "judgements": "the judgement", "marks": "judgement is about",
             "audit": "missing", "memberships": "event e1", "events": "event e1: it was deleted",
             "linking": "how far", "compared": "linked by", "pairs": "linked by"}  # fmt: skip
    assert any(words.get(table, table) in line for line in found), found


@pytest.mark.parametrize("table", ["claims", "tolls", "incidents", "links", "evidence", "parties"])
def test_a_row_slipped_in_is_found(unguarded: Ledger, table: str) -> None:
    real = metadata.tables[table]
    last = list(real.primary_key.columns)[-1].name
    with unguarded.database.writing() as connection:
        row = connection.execute(select(real).limit(1)).one()._asdict()
        connection.execute(real.insert(), [{**row, last: 99}])
    assert any(table in line for line in findings(unguarded))


@pytest.mark.parametrize("table", ["claims", "judgements", "refused", "versions", "tolls"])
def test_in_either_database_an_altered_row_is_named(full: Ledger, table: str) -> None:
    column = {"claims": "name", "judgements": "reason", "refused": "what", "versions": "title", "tolls": "min"}[table]
    with full.database.writing() as connection:
        change(connection, metadata.tables[table], column)
    found = findings(full)
    assert len(found) == 1
    assert table in found[0]


def test_in_either_database_a_deleted_row_is_named(full: Ledger) -> None:
    evidence = metadata.tables["evidence"]
    with full.database.writing() as connection:
        key = connection.execute(select(evidence.c.reading, evidence.c.claim).limit(1)).one()
        connection.execute(evidence.delete().where(evidence.c.reading == key.reading))
    (found,) = findings(full)
    assert "evidence" in found
    assert "deleted" in found


@pytest.mark.parametrize("column", ["at", "user", "action", "subject", "body", "previous", "hash"])
def test_an_altered_entry_is_the_first_finding(full: Ledger, column: str) -> None:
    with full.database.writing() as connection:
        value = connection.scalar(select(audit.c[column]).where(audit.c.number == 4))
        connection.execute(audit.update().where(audit.c.number == 4).values({column: f"{value[:-1]}~"}))
    assert findings(full)[0].startswith("audit entry 4 ") or (column == "hash" and "audit entry 4" in findings(full)[0])


def test_two_entries_that_changed_places_are_found(full: Ledger) -> None:
    """With all that they say, and their hashes made anew as well as one can without the rest of the chain."""
    from riwaya.ledger.audit import FIELDS, entry_hash

    with full.database.writing() as connection:
        rows = {
            row.number: row._asdict() for row in connection.execute(select(audit).where(audit.c.number.in_([4, 5])))
        }
        for number, other in ((4, 5), (5, 4)):
            moved = {**rows[other], "number": number, "previous": rows[number]["previous"]}
            moved["hash"] = entry_hash({name: moved[name] for name in FIELDS})
            connection.execute(audit.update().where(audit.c.number == number).values(moved))
    found = findings(full)
    assert any("does not follow the entry before it" in line for line in found)
    assert found[0].startswith("audit entry 5 ")


def test_the_last_entry_cut_off_is_found_by_what_it_leaves_behind(full: Ledger) -> None:
    fill(full, [arrival("قتل مدني بانفجار لغم في ريف دير الزور الشرقي، بحسب المرصد.")])
    with full.database.writing() as connection:
        last = connection.scalar(select(func.max(audit.c.number)))
        connection.execute(audit.delete().where(audit.c.number == last))
    assert any("no entry of the audit chain speaks of it" in line for line in findings(full))


def vault_file(ledger: Ledger) -> Path:
    return next(path for path in sorted(ledger.vault.folder.rglob("*.z")))


def test_every_byte_of_a_vault_file_counts(unguarded: Ledger) -> None:
    file = vault_file(unguarded)
    whole = file.read_bytes()
    objects = metadata.tables["objects"]
    for at in range(len(whole)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with unguarded.database.reading() as connection:
            known = connection.scalar(select(objects.c.stored_sha256).where(objects.c.sha256 == file.stem))
        try:
            stored = unguarded.vault.check(file.stem).stored_sha256
        except VaultError:
            continue
        assert stored != known, f"byte {at} altered, and nothing found"


@pytest.mark.parametrize("how", ["altered", "cut off", "deleted", "another's", "header"])
def test_a_vault_file_that_is_not_what_it_was_is_named(full: Ledger, how: str) -> None:
    file = vault_file(full)
    data = file.read_bytes()
    other = sorted(full.vault.folder.rglob("*.z"))[1].read_bytes()
    if how == "deleted":
        file.unlink()
    else:
        middle = len(data) // 2
        altered = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
        header = data[:9] + bytes([data[9] ^ 1]) + data[10:]
        file.write_bytes({"altered": altered, "cut off": data[:-3], "another's": other, "header": header}[how])
    found = findings(full)
    assert found
    assert all(file.name in line for line in found)


def test_an_altered_event_is_named(full: Ledger) -> None:
    with full.database.writing() as connection:
        connection.execute(text("UPDATE memberships SET weight = 1 WHERE event = 'e1' AND member = 0"))
        connection.execute(text("INSERT INTO events (id, sources, standings) VALUES ('e9', 1, '[]')"))
    one, nine = findings(full)
    assert one.startswith("event e1: ")
    assert nine.startswith("event e9: no entry")


def test_a_span_that_does_not_cut_its_words_is_found_even_where_the_chain_was_forged(
    full: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever adds with a program of their own, hashes and all, cannot add words that the report does not have."""
    from riwaya.ledger import rows

    real = rows._Writer._span

    def shifted(self: Any, span: Any, prefix: str = "") -> Any:
        made = real(self, span, prefix)
        return {**made, f"{prefix}quote": "كلمات أخرى"} if prefix == "place_" and span else made

    monkeypatch.setattr(rows._Writer, "_span", shifted)
    fill(full, [arrival("قتل خمسة جنود بهجوم على حاجز في مدينة الرقة، بحسب المرصد السوري.")])
    monkeypatch.undo()
    assert any("do not read 'كلمات أخرى'" in line for line in findings(full))


def test_a_damaged_database_file_is_a_finding(unguarded: Ledger) -> None:
    path = unguarded.location.path
    assert path is not None
    with unguarded.database.writing() as connection:
        connection.execute(text("CREATE TABLE tail (x)"))
    unguarded.close()
    data = bytearray(path.read_bytes())
    for at in range(5 * 4096, len(data), 4096):
        data[at : at + 64] = bytes(64)
    path.write_bytes(data)
    assert any("damaged" in line or "malformed" in line or "corrupt" in line for line in findings(unguarded))
