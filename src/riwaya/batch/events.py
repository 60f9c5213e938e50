"""The events of one bundle: made as the ledger's are, of the incidents that links tie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from riwaya.batch.columns import schema
from riwaya.batch.keeping import bodies_for
from riwaya.batch.reading import Done, Folder, memory_held, reading_in
from riwaya.batch.storing import parts, rows_in, table
from riwaya.model import Event, Grade, Membership, Standing, Told
from riwaya.reconcile.link import scored_of
from riwaya.reconcile.reconcile import Options, assemble


@dataclass(frozen=True, slots=True)
class Copied:
    """What is a copy of what, by id, and the outlets of originals."""

    copies: dict[str, str] = field(default_factory=dict)
    outlets: dict[str, str | None] = field(default_factory=dict)


def make_events(folder: Folder, number: int) -> Done:
    """Makes the events of a bundle."""
    options = replace(_options(folder.plan().options.lexicon), **_copied(folder.table("_settled") / "copies.json"))
    tolds = []
    for row in rows_in(parts(folder.table("_told") / f"bundle={number}")):
        reading, wanted = reading_in(row, row["report"]), set(row["incidents"])
        tolds += [Told(reading.report, incident) for incident in reading.incidents if incident.id in wanted]
    tied = folder.table("_pairs") / f"bundle={number}"
    pairs = [scored_of(row, options.weights) for row in rows_in(parts(tied))] if tied.exists() else []
    with table(folder.part("events", number), schema("events")) as events:
        for event in assemble(tolds, pairs, options).events:
            events.add(event_row(event))
    return Done(number, {"events": events.count}, memory_held())


@lru_cache(maxsize=2)
def _options(lexicon: Path | None) -> Options:
    return Options(bodies=bodies_for(lexicon))


@lru_cache(maxsize=2)
def _copied(path: Path) -> dict[str, Any]:
    copied = msgspec.json.decode(path.read_bytes(), type=Copied)
    return {"copies": copied.copies, "outlets": copied.outlets}


def event_row(event: Event) -> dict[str, Any]:
    """An event as a row; its standings are JSON, as the ledger keeps them."""
    return {
        "id": event.id,
        "incidents": [member.incident for member in event.members],
        "reports": list(dict.fromkeys(member.report for member in event.members)),
        "sources": event.sources,
        "grade": event.grade.name if event.grade else None,
        "rules": event.grade.rules if event.grade else None,
        "reasons": list(event.grade.reasons) if event.grade else None,
        "standings": msgspec.json.encode(event.standings).decode(),
        "members": [
            {"incident": m.incident, "report": m.report, "weight": m.weight, "reasons": list(m.reasons)}
            for m in event.members
        ],
    }


def event_in(row: Mapping[str, Any]) -> Event:
    """The event of a row."""
    members = (Membership(m["incident"], m["report"], tuple(m["reasons"]), m["weight"]) for m in row["members"])
    return Event(
        row["id"],
        tuple(members),
        _decoder.decode(row["standings"]),
        row["sources"],
        Grade(row["grade"], row["rules"], tuple(row["reasons"])) if row["grade"] else None,
    )


_decoder = msgspec.json.Decoder(tuple[Standing, ...])
