"""What has changed on an event since somebody opened its page: what others decided, which reports came since."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from riwaya.web import queries
from riwaya.web.viewing import Member, Taken, View


@dataclass(frozen=True, slots=True)
class Changes:
    """Decisions, the newest first, and members whose reports are new; neither: the event was only linked anew."""

    decisions: tuple[Taken, ...] = ()
    members: tuple[Member, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.decisions or self.members)


def changes_since(connection: Connection, view: View, entry: int) -> Changes:
    """What has happened to an event after an entry of the audit chain."""
    judged, added = queries.subjects_since(connection, entry)
    decisions = tuple(taken for taken in view.history if judged.intersection(taken.ids))
    return Changes(decisions, tuple(member for member in view.members if member.membership.report in added))
