"""Where an event is found after its decisions were taken back: linking anew may have given it another id."""

from __future__ import annotations

from collections.abc import Iterable

from riwaya.ledger import events as stored_events
from riwaya.web import queries
from riwaya.web.serving import Site


def members_of(site: Site, event: str) -> list[str]:
    """The incidents of an event, to find it by once it is linked anew."""
    with site.ledger.database.reading() as connection:
        found = next(stored_events.load(connection, [event]), None)
    return [member.incident for member in found.members] if found else []


def now_called(site: Site, event: str, members: Iterable[str]) -> str:
    """The event's id after linking anew: its own, else that of the event which has the first of its incidents."""
    with site.ledger.database.reading() as connection:
        if next(stored_events.load(connection, [event]), None) is not None:
            return event
        return queries.event_with(connection, members) or event
