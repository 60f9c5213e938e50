"""From kept readings to kept events: what is in a ledger is linked, set side by side, graded, and stored as events.

Linking all at once and linking what is new come to the same events; the second looks at what it touches alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from riwaya.errors import LedgerError
from riwaya.ledger import Ledger, linked
from riwaya.ledger import events as stored_events
from riwaya.ledger import judgements as stored_judgements
from riwaya.ledger.linked import Change, Compared, Linking, News, Pair
from riwaya.ledger.stored import copies as stored_copies
from riwaya.ledger.stored import newest_readings, outlets, readings_numbered
from riwaya.means import Means, means_named, means_of
from riwaya.model import Event, Judgement, Mark, Reading, Told
from riwaya.reconcile.bodies import Bodies
from riwaya.reconcile.correcting import corrected, corrections_by_report
from riwaya.reconcile.features import Features, days_needed, dump_row, features_of, load_row, spots_needed
from riwaya.reconcile.grade import load_rules
from riwaya.reconcile.judging import Bound, Conflict, Stand, bind, judged_together, stands_of
from riwaya.reconcile.link import Scored
from riwaya.reconcile.reasons import Why, why
from riwaya.reconcile.reconcile import KEPT_BELOW, Options, Reconciled, assemble, find_new_pairs, reconcile, rows_of


def reconcile_ledger(ledger: Ledger, means: Means | None = None) -> Reconciled:
    """Links everything that the ledger tells, and stores the events in place of those linked before.

    Judgements bind. Raises LedgerError where the ledger cannot be written, RuleError where the rule set is wrong.
    """
    ledger.database.check_writable()
    means = means or Means()
    with ledger.database.reading() as connection:
        now = _as_of(connection, means)
        options = _options(connection, means, stored_judgements.load(connection, undone=False))
        by: dict[str, int] = {}
        tolds: list[Told] = []
        numbers = newest_readings(connection)
        for number, reading in zip(numbers, readings_numbered(connection, numbers), strict=True):
            by |= dict.fromkeys((incident.id for incident in reading.incidents), number)
            tolds += _tolds(reading)
    made = reconcile(tolds, options)
    rows = (_compared(row, by[row.id]) for row in rows_of(tolds, options))
    ledger.keep_linking(Change(now, made.events, rows, map(_pair, made.pairs)))
    return made


def events_as_of(ledger: Ledger, tolds: Sequence[Told], judged: Sequence[Judgement]) -> tuple[Event, ...]:
    """The events that these incidents and judgements alone make, by the means of the last linking; none is stored."""
    with ledger.database.reading() as connection:
        means = means_of(linked.linked_so_far(connection))
        options = _options(connection, means, judged)
    return reconcile(tolds, options).events


def store_linking(ledger: Ledger, means: Means, tolds: Iterable[Told], made: Reconciled) -> None:
    """Stores what was made elsewhere, by the same means, of all the incidents that a ledger holds."""
    bodies = means.bodies()
    with ledger.database.reading() as connection:
        now = _as_of(connection, means)
        by = linked.newest_readings_of_incidents(connection)
    rows = (_compared(features_of(told, bodies), by[told.incident.id]) for told in tolds)
    ledger.keep_linking(Change(now, made.events, rows, map(_pair, made.pairs)))


def update_events(ledger: Ledger, means: Means | None = None, wholly: bool = True) -> Reconciled | None:
    """Links what came in since the ledger was linked last, and follows what was judged since.

    Without `means` it is done as the last time. Where it cannot be, since words, rules or program are others than then,
    everything is linked, or nothing unless `wholly`. Returns what was made anew; None where nothing was to be done.
    Raises LedgerError and RuleError as `reconcile_ledger` does.
    """
    ledger.database.check_writable()
    while True:
        with ledger.database.reading() as connection:
            before = linked.linked_so_far(connection)
            chosen = means or means_of(before)
            if before is not None and before.by == chosen.hash() and before.rules == chosen.named():
                if linked.latest(connection) == (before.reading, before.judgement):
                    return None
                made, change = _Update(connection, before, chosen).run()
            elif wholly:
                change = None
            else:
                return None
        if change is None:
            return reconcile_ledger(ledger, chosen)
        if ledger.keep_linking(change):
            return made


def means_for(ledger: Ledger, lexicon: Path | None, rules: str | Path | None = None) -> Means:
    """The means that a user names for a ledger: where no rules are named, those of its last linking."""
    with ledger.database.reading() as connection:
        return means_named(linked.linked_so_far(connection), lexicon, rules)


def grades_of(ledger: Ledger) -> tuple[str, ...]:
    """The grades of the rule set that a ledger is graded by, the first that is tried first."""
    with ledger.database.reading() as connection:
        rules = load_rules(means_of(linked.linked_so_far(connection)).rules)
    return tuple(rule.name for rule in rules.rules)


def is_behind(ledger: Ledger) -> bool:
    """Whether something came in, or was judged, since the events were made."""
    with ledger.database.reading() as connection:
        before = linked.linked_so_far(connection)
        return linked.latest(connection) != ((before.reading, before.judgement) if before else (0, 0))


def _as_of(connection: Connection, means: Means) -> Linking:
    reading, judgement = linked.latest(connection)
    lexicon = str(means.lexicon.absolute()) if means.lexicon else None
    return Linking(reading, judgement, means.hash(), means.named(), lexicon)


def _options(connection: Connection, means: Means, judgements: Sequence[Judgement]) -> Options:
    copies = stored_copies(connection)
    return Options(
        bodies=means.bodies(),
        rules=load_rules(means.rules),
        copies=copies,
        outlets=outlets(connection, copies.values()),
        judgements=judgements,
    )


class _Update:
    """Links what is new in a ledger, as one view of it shows it."""

    def __init__(self, connection: Connection, before: Linking, means: Means) -> None:
        self._connection = connection
        self._before = before
        self._now = _as_of(connection, means)
        self._judgements = stored_judgements.load(connection, undone=True)
        self._options = _options(connection, means, stored_judgements.standing(self._judgements))

    def run(self) -> tuple[Reconciled, Change]:
        """The events made anew, and what is to be stored."""
        news = linked.news_since(self._connection, self._before.reading)
        new, by = self._read(news.readings)
        rows = rows_of(new, self._options)
        pairs = find_new_pairs(rows, self._near(rows, news), self._options)
        stands = self._stands(news, new)
        bound = bind(self._options.judgements, stands)
        touched = self._touched(news, new, self._seeds(news, new, stands), pairs, bound)
        tolds = [*new, *self._others(touched - {row.id for row in rows})]
        made = assemble(tolds, [*pairs, *self._kept(touched - news.gone.keys())], self._options, bound)
        change = Change(
            now=self._now,
            events=made.events,
            rows=[_compared(row, by[row.id]) for row in rows],
            pairs=[_pair(pair) for pair in pairs],
            before=self._before,
            gone=sorted(news.gone),
            dropped=sorted(linked.events_of(self._connection, touched | news.gone.keys())),
        )
        return made, change

    def _read(self, numbers: Sequence[int]) -> tuple[list[Told], dict[str, int]]:
        """The incidents of these readings, and the reading of each."""
        found = list(readings_numbered(self._connection, numbers))
        pairs = list(zip(numbers, found, strict=True))
        return (
            [told for reading in found for told in _tolds(reading)],
            {incident.id: number for number, reading in pairs for incident in reading.incidents},
        )

    def _near(self, rows: Sequence[Features], news: News) -> list[Features]:
        """The linked incidents that the new ones can be candidates with."""
        found = linked.rows_near(self._connection, days_needed(rows), *spots_needed(rows))
        try:
            near = [load_row(text) for text in found]
        except msgspec.DecodeError as error:
            remedy = "verify the ledger (riwaya verify), and link all anew (riwaya reconcile)"
            raise LedgerError("table compared", f"cannot be read ({error})", remedy) from error
        return [row for row in near if row.id not in news.gone]

    def _stands(self, news: News, new: Sequence[Told]) -> list[Stand]:
        """Where incidents stand in the reports that judgements have marks in."""
        known = (Stand(*found) for found in linked.marked(self._connection))
        return [*(stand for stand in known if stand.incident not in news.gone), *stands_of(new)]

    def _seeds(self, news: News, new: Sequence[Told], stands: Sequence[Stand]) -> set[str]:
        """The incidents whose events change for sure, or may: the new, what the gone left, the judged, copies."""
        changed = {told.report.id for told in new} | set(news.gone.values())
        judged = set(linked.judged_since(self._connection, self._before.judgement))
        judged |= {j.id for j in self._judgements if any(mark.report in changed for mark in j.marks)}
        copies = {copy for copy in self._options.copies if changed & self._origins(copy)}
        least = self._options.weights.threshold
        left = {id for pair in linked.pairs_of(self._connection, news.gone, least) for id in (pair.left, pair.right)}
        return {
            *(told.incident.id for told in new),
            *left,
            *linked.members_of(self._connection, linked.events_of(self._connection, news.gone)),
            *judged_together(self._judgements, stands, judged),
            *linked.incidents_of_reports(self._connection, copies),
        }

    def _origins(self, report: str) -> set[str]:
        found: set[str] = set()
        while report in self._options.copies and report not in found:
            found.add(report)
            report = self._options.copies[report]
        return {*found, report}

    def _touched(
        self, news: News, new: Sequence[Told], seeds: set[str], pairs: Iterable[Scored], bound: Bound
    ) -> set[str]:
        """The seeds and all that links, judgements and events tie to them over any number of steps."""
        lost = news.gone.keys() - {told.incident.id for told in new}
        least = self._options.weights.threshold
        near: dict[str, set[str]] = {}
        for one, other in (*((p.left, p.right) for p in pairs if p.weight >= least), *bound.rules.same):
            near.setdefault(one, set()).add(other)
            near.setdefault(other, set()).add(one)
        found: set[str] = set()
        front = seeds - lost
        while front:
            found |= front
            reached = linked.members_of(self._connection, linked.events_of(self._connection, front))
            reached |= {id for p in linked.pairs_of(self._connection, front, least) for id in (p.left, p.right)}
            reached |= {id for at in front for id in near.get(at, ())}
            front = reached - found - lost
        return found

    def _others(self, ids: set[str]) -> list[Told]:
        """The incidents of these ids that were linked before."""
        numbers = sorted(set(linked.readings_of(self._connection, ids).values()))
        return [told for told in self._read(numbers)[0] if told.incident.id in ids]

    def _kept(self, touched: set[str]) -> list[Scored]:
        """The pairs kept before in which both are touched."""
        least = self._options.weights.threshold - KEPT_BELOW
        found = set(linked.pairs_of(self._connection, touched, least))
        return [
            Scored(pair.left, pair.right, pair.weight, tuple(msgspec.json.decode(pair.levels)))
            for pair in found
            if pair.left in touched and pair.right in touched
        ]


def _tolds(reading: Reading) -> list[Told]:
    return [Told(reading.report, incident) for incident in reading.incidents]


def _compared(row: Features, reading: int) -> Compared:
    return Compared(row.id, reading, row.report, row.first, row.last, row.spot, dump_row(row))


def _pair(pair: Scored) -> Pair:
    return Pair(pair.left, pair.right, pair.weight, msgspec.json.encode(pair.levels).decode())


def events_told(ledger: Ledger) -> tuple[list[Event], Mapping[str, Told]]:
    """All events, and the incidents that they are made of, by id, as persons put them right."""
    with ledger.database.reading() as connection:
        events = list(stored_events.load(connection))
        by = linked.newest_readings_of_incidents(connection)
        ids = {member.incident for event in events for member in event.members}
        found = readings_numbered(connection, sorted({by[id_] for id_ in ids if id_ in by}))
        tolds = {told.incident.id: told for reading in found for told in _tolds(reading) if told.incident.id in ids}
        judged = stored_judgements.load(connection, undone=False)
    return events, put_right(tolds, judged)


def decisions_on(tolds: Mapping[str, Told], standing: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that stand about the triggers of these incidents, in their order."""
    triggers = {(told.report.id, told.incident.trigger) for told in tolds.values()}
    return [j for j in standing if any((mark.report, mark.span) in triggers for mark in j.marks)]


def put_right(tolds: Mapping[str, Told], standing: Iterable[Judgement]) -> dict[str, Told]:
    """Incidents by id as the judgements that stand correct them."""
    right = corrections_by_report(standing)
    return {
        id_: corrected(told, right[told.report.id]).told if told.report.id in right else told
        for id_, told in tolds.items()
    }


def explain_pair(one: str, other: str, ledger: Ledger, bodies: Bodies) -> tuple[Why, Mapping[str, Told]]:
    """Why two incidents are, or are not, one event, and both beside their reports; of events, the two that are likest.

    Raises LedgerError where the ledger has neither incident nor event of an id, or both are one incident.
    """
    sides = [_told_as(id_, ledger) for id_ in (one, other)]
    ones, others = ([features_of(told, bodies) for told in side.values()] for side in sides)
    found = why(ones, others)
    if found is None:
        raise LedgerError(f"{one} and {other}", "are one incident", "name two: `riwaya show EVENT` lists them")
    return found, {**sides[0], **sides[1]}


def _told_as(id_: str, ledger: Ledger) -> dict[str, Told]:
    """The incident of an id, or the incidents of the event of that id; raises LedgerError where there is neither."""
    found = ledger.told_of([id_])
    event = None if found else ledger.event(id_)
    if event is not None:
        known = ledger.told_of(member.incident for member in event.members)
        found = {member.incident: known[member.incident] for member in event.members if member.incident in known}
    if not found:
        what = "is no event and no incident of this ledger"
        raise LedgerError(id_, what, "`riwaya events` lists the events, `riwaya show EVENT` the incidents of one")
    return dict(found)


def conflicts_about(ledger: Ledger, incidents: Iterable[str]) -> list[Conflict]:
    """The judgements on these incidents that contradict each other."""
    wanted = set(incidents)
    with ledger.database.reading() as connection:
        stands = [Stand(*found) for found in linked.marked(connection)]
        bound = bind(stored_judgements.load(connection, undone=False), stands)
    return [conflict for conflict in bound.conflicts if wanted & set(conflict.incidents)]


def marks_of(id_: str, ledger: Ledger) -> tuple[Mark, ...]:
    """The words that a judgement on an incident, or on all incidents of an event, is about.

    Raises LedgerError where the ledger has neither event nor incident of that id.
    """
    tolds = _told_as(id_, ledger)
    return tuple(Mark(told.report.id, told.incident.trigger) for told in tolds.values())
