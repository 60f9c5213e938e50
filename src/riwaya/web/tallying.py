"""How many reports each outlet has, and the day of its last: counted on from where it was last counted."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, func, select

from riwaya.ledger.tables import refused, versions


@dataclass(frozen=True, slots=True)
class OutletCount:
    """An outlet ("" where reports name none): its reports, and the latest day that one of them was published on."""

    outlet: str
    reports: int = 0
    last: str = ""


@dataclass(slots=True)
class Outlets:
    """The outlets of one ledger; texts are never changed, so that only new ones are looked at."""

    _upto: int = 0
    _found: dict[str, OutletCount] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def counted(self, connection: Connection) -> list[OutletCount]:
        """All outlets, those with the most reports first."""
        with self._lock:
            last = connection.scalar(select(func.max(versions.c.number))) or 0
            if last < self._upto:
                self._upto, self._found = 0, {}
            columns = (versions.c.outlet, versions.c.version, versions.c.published)
            for row in connection.execute(select(*columns).where(versions.c.number > self._upto)):
                known = self._found.get(row.outlet or "", OutletCount(row.outlet or ""))
                self._found[known.outlet] = replace(
                    known, reports=known.reports + (row.version == 1), last=max(known.last, row.published or "")
                )
            self._upto = last
            return sorted(self._found.values(), key=lambda one: (-one.reports, one.outlet))


def refused_by_kind(connection: Connection) -> list[tuple[str, int]]:
    """How often each kind of error kept something out, the most frequent first."""
    query = select(refused.c.kind, func.count().label("times")).group_by(refused.c.kind)
    return sorted(((row.kind, row.times) for row in connection.execute(query)), key=lambda one: (-one[1], one[0]))
