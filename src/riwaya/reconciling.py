"""From kept readings to kept events: what is in a ledger is linked, set side by side, graded, and stored as events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from riwaya.errors import LedgerError
from riwaya.ledger import Ledger
from riwaya.lexicon import load_lexicon
from riwaya.model import Event, Mark, Told
from riwaya.reconcile.bodies import Bodies, bodies_of
from riwaya.reconcile.features import features_of
from riwaya.reconcile.grade import load_rules
from riwaya.reconcile.reasons import Why, why
from riwaya.reconcile.reconcile import Options, Reconciled, reconcile


@dataclass(frozen=True, slots=True)
class Means:
    """What a ledger is reconciled by: a user's own words, and the rule set of grades."""

    lexicon: Path | None = None
    rules: str | Path = "airwars"

    def bodies(self) -> Bodies:
        """Who is within whom, by the word lists."""
        return bodies_of(load_lexicon(self.lexicon))


def reconcile_ledger(ledger: Ledger, means: Means | None = None) -> Reconciled:
    """Links everything that the ledger tells, and stores the events in place of those linked before.

    Judgements bind. Raises LedgerError where the ledger cannot be written, RuleError where the rule set is wrong.
    """
    means = means or Means()
    options = Options(
        bodies=means.bodies(),
        rules=load_rules(means.rules),
        copies=ledger.copies(),
        judgements=ledger.judgements(),
    )
    made = reconcile(list(ledger.told()), options)
    ledger.store_events(made.events)
    return made


def told_by_incident(ledger: Ledger) -> Mapping[str, Told]:
    """Every incident of the ledger with its report, by id."""
    return {told.incident.id: told for told in ledger.told()}


def explain_pair(one: str, other: str, tolds: Mapping[str, Told], bodies: Bodies) -> Why:
    """Why two incidents are, or are not, one event.

    Raises LedgerError where the ledger has no incident of that id.
    """
    rows = []
    for id_ in (one, other):
        if id_ not in tolds:
            raise LedgerError(f"incident {id_}", "is not in the ledger", "`riwaya show EVENT` names those of an event")
        rows.append(features_of(tolds[id_], bodies))
    return why(rows[0], rows[1])


def marks_of(id_: str, events: Mapping[str, Event], tolds: Mapping[str, Told]) -> tuple[Mark, ...]:
    """The words that a judgement on an incident, or on all incidents of an event, is about.

    Raises LedgerError where the ledger has neither event nor incident of that id.
    """
    if id_ in tolds:
        return (Mark(tolds[id_].report.id, tolds[id_].incident.trigger),)
    if id_ not in events:
        raise LedgerError(id_, "is no event and no incident of this ledger", "`riwaya events` lists the events")
    members = [tolds[member.incident] for member in events[id_].members]
    return tuple(Mark(told.report.id, told.incident.trigger) for told in members)
