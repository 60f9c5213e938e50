"""The ledger: what is asked of it and what is told it, in one place."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from riwaya.errors import InputError, LedgerError
from riwaya.ledger import events, judgements, linked, stored
from riwaya.ledger.arriving import Arrived, Registry, Ruling
from riwaya.ledger.audit import Chain, Clock, now
from riwaya.ledger.database import Database, Waiting
from riwaya.ledger.keeping import Desk, Kept, Originals, ReadAgain, Ready, forget_oldest, keep
from riwaya.ledger.location import Location
from riwaya.ledger.migrating import check_revision, migrate, revision
from riwaya.ledger.runs import Run, run_row
from riwaya.ledger.vault import Vault
from riwaya.model import Event, Judgement, Reading, Report, Told


@dataclass(frozen=True, slots=True)
class Opening:
    """How a ledger is opened: whether one is made where there is none, who asks, whom to tell that we wait."""

    create: bool = False
    user: str | None = None
    waiting: Waiting | None = None
    clock: Clock = now


def open_ledger(location: Location, opening: Opening | None = None) -> Ledger:
    """The ledger at a location, its tables brought to the newest layout.

    Raises LedgerError where there is none and none is to be made, where it cannot be opened, or where reports are to be
    added (`create`) and it may only be read.
    """
    opening = opening or Opening()
    if location.path is not None and not location.path.exists():
        if not opening.create:
            raise _missing(location)
        folder = location.path.absolute().parent
        if not folder.is_dir():
            raise LedgerError(str(location), "its folder does not exist", "make it, or name another file")
        if not os.access(folder, os.W_OK):
            raise LedgerError(str(location), "its folder cannot be written", "name a file where you may write")
    ledger = Ledger(location, opening)
    try:
        if opening.create:
            ledger.database.check_writable()
        ledger.bring_up_to_date(opening.create)
    except BaseException:
        ledger.close()
        raise
    return ledger


def _missing(location: Location) -> LedgerError:
    return LedgerError(str(location), "there is no ledger", "add reports first (riwaya add), or name another")


class Ledger:
    """An open ledger; `open_ledger` makes it, `close` or a `with` block ends it."""

    def __init__(self, location: Location, opening: Opening) -> None:
        self.location = location
        self.database = Database(location, opening.waiting)
        self.vault = Vault(location.vault)
        self.user = opening.user or os.environ.get("RIWAYA_USER") or _system_user()
        self._clock = opening.clock
        self._originals: Originals = {}

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections; nothing is pending, and the next use connects anew."""
        self.database.close()
        self.vault.close()

    def bring_up_to_date(self, create: bool) -> None:
        """Runs the migrations that are missing, each an entry of the audit chain.

        Raises LedgerError where there is no ledger and none is to be made.
        """
        with self.database.reading() as connection:
            if check_revision(connection, str(self.location)):
                return
            if not create and revision(connection) is None:
                raise _missing(self.location)
        with self.database.writing() as connection:
            if check_revision(connection, str(self.location)):
                return
            applied: list[str] = []
            migrate(connection, applied.append)
            chain = Chain(connection, self.user, self._clock)
            for name in applied:
                chain.append("migrated", name, {})
            chain.flush()

    def now(self) -> str:
        """The moment, as the audit chain writes it."""
        return self._clock()

    # What comes in

    def sort_out(self, arrivals: Sequence[Arrived]) -> list[Ruling]:
        """What would become of each of these, as the ledger stands; among themselves they are not compared."""
        with self.database.reading() as connection:
            registry = Registry(connection, arrivals)
            return [registry.rule(arrival) for arrival in arrivals]

    def keep(self, items: Sequence[Ready | InputError], run: Run, read_again: ReadAgain) -> list[Kept]:
        """Keeps these with their readings in one transaction; returns what became of each, in order.

        Raises LedgerError or VaultError where writing fails: then none of them is kept.
        """
        with self.changing() as (connection, chain):
            desk = Desk(connection, chain, self.vault, run_row(connection, run), read_again, self._originals)
            kept = keep(items, desk)
        forget_oldest(self._originals)
        return kept

    def unread_by(self, run: Run) -> Iterator[Report]:
        """The newest versions whose newest reading was made by another run."""
        with self.database.reading() as connection:
            yield from stored.unread_by(connection, run)

    def count_unread_by(self, run: Run) -> int:
        """How many these are."""
        with self.database.reading() as connection:
            return stored.count_unread_by(connection, run)

    def keep_readings(self, readings: Sequence[Reading], run: Run) -> int:
        """Adds readings of reports that are kept already; returns how many. Older readings stay."""
        with self.changing() as (connection, chain):
            return stored.add_readings(connection, chain, readings, run_row(connection, run))

    # What is told

    def readings(self) -> Iterator[Reading]:
        """The newest reading of the newest version of every report, in the order in which they were added."""
        with self.database.reading() as connection:
            yield from stored.readings(connection)

    def told(self) -> Iterator[Told]:
        """Every incident of these readings beside its report."""
        for reading in self.readings():
            for incident in reading.incidents:
                yield Told(reading.report, incident)

    def told_of(self, incidents: Iterable[str]) -> Mapping[str, Told]:
        """These incidents by id beside their reports, each as it was read last; those that there are."""
        wanted = set(incidents)
        with self.database.reading() as connection:
            found = stored.telling(connection, wanted)
        return {i.id: Told(reading.report, i) for reading in found for i in reading.incidents if i.id in wanted}

    def reading(self, report: str) -> Reading | None:
        """The newest reading of the report of this id; None where it is not known."""
        with self.database.reading() as connection:
            return stored.reading(connection, report)

    def history(self, report: str) -> list[stored.Version]:
        """All versions of the report of this id, the oldest first, each with what changed."""
        with self.database.reading() as connection:
            return stored.history(connection, report)

    def copies(self) -> Mapping[str, str]:
        """The original's id by the id of its copy: the newest versions of both."""
        with self.database.reading() as connection:
            return stored.copies(connection)

    def refused(self) -> list[stored.Refusal]:
        """What could not be taken in, in the order in which it came."""
        with self.database.reading() as connection:
            return stored.refused(connection)

    def counts(self) -> Mapping[str, int]:
        """How many rows each table has."""
        with self.database.reading() as connection:
            return stored.counts(connection)

    # Events

    def store_events(self, new: Iterable[Event], gone: Iterable[str] | None = None) -> None:
        """Stores events that linking made: in place of all, or (with `gone`) of those ids and of their namesakes."""
        with self.changing() as (connection, chain):
            events.store(connection, chain, new, gone)

    def keep_linking(self, change: linked.Change) -> bool:
        """Stores what linking came to; False, and nothing, where somebody else has linked since it began."""
        with self.changing() as (connection, chain):
            return linked.keep_linking(connection, chain, change)

    def count_events(self) -> int:
        """How many events there are."""
        with self.database.reading() as connection:
            return events.count(connection)

    def events(self) -> Iterator[Event]:
        """All events, by id."""
        with self.database.reading() as connection:
            yield from events.load(connection)

    def event(self, id_: str) -> Event | None:
        """The event of this id, or that an incident of this id is in; None where there is neither."""
        with self.database.reading() as connection:
            found = next(events.load(connection, [id_]), None)
            return found or next(events.load(connection, sorted(linked.events_of(connection, [id_]))), None)

    # Judgements

    def judge(self, decision: judgements.Decision) -> Judgement:
        """Adds what a person decided, as of now; returns it with its id.

        Raises LedgerError where it speaks of words that no report has, or undoes what is not there.
        """
        with self.changing() as (connection, chain):
            return judgements.add(connection, chain, decision, self.user, self._clock())

    def judgements(self, undone: bool = False) -> list[Judgement]:
        """What people decided and nobody took back, in order; all of it, with the undoings, if `undone`."""
        with self.database.reading() as connection:
            return judgements.load(connection, undone)

    @contextmanager
    def changing(self) -> Iterator[tuple[Connection, Chain]]:
        """A writing transaction with its end of the audit chain."""
        try:
            with self.database.writing() as connection:
                chain = Chain(connection, self.user, self._clock)
                yield connection, chain
                chain.flush()
        except BaseException:
            self._originals.clear()
            raise


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
