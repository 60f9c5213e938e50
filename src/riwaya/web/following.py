"""After a decision: the events that it concerns are linked and set side by side anew, so that the page shows it."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from riwaya.errors import RiwayaError
from riwaya.ledger import events as stored_events
from riwaya.reconciling import update_events
from riwaya.web import queries
from riwaya.web.serving import Site

_log = logging.getLogger("riwaya.web")
RELINKING = ("same", "different", "unsure", "correct", "claim", "reject")
"""Decisions that change which incidents are an event, or what its accounts are."""


def follow(site: Site) -> None:
    """Links what was decided; where that cannot be done now, the next `riwaya reconcile` does it.

    A ledger that was never linked, or with other words or rules than ours, is left alone.
    """
    try:
        update_events(site.ledger, wholly=False)
    except RiwayaError as error:
        _log.warning("the events were not linked anew: %s", error)


def members_of(site: Site, event: str) -> list[str]:
    """The incidents of an event, to find it by once it is linked anew."""
    with site.ledger.database.reading() as connection:
        found = next(stored_events.load(connection, [event]), None)
    return [member.incident for member in found.members] if found else []


def now_called(site: Site, event: str, members: Iterable[str]) -> str:
    """The event's id after linking anew: its own, else that of the event which has its first incident."""
    with site.ledger.database.reading() as connection:
        if next(stored_events.load(connection, [event]), None) is not None:
            return event
        return queries.event_with(connection, members) or event
