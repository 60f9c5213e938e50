"""What a person says that a name means: more of a judgement's value, and which of them stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, select

from riwaya.ledger.judgements import standing
from riwaya.ledger.tables import judgements
from riwaya.model import Judgement
from riwaya.web.unknown import Kind


@dataclass(frozen=True, slots=True)
class Meaning:
    """A name is one more name of what `means` says (actors:sdf, geonames:170063), or a new place at a point (degrees).

    `label` is what that is called; `times` counts how often nobody knew the name when this was said.
    """

    kind: Kind
    name: str
    means: str = ""
    label: str = ""
    lat: float | None = None
    lon: float | None = None
    place_kind: str = ""
    times: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """A meaning that stands, and the judgement that says so."""

    judgement: Judgement
    meaning: Meaning


def said(connection: Connection) -> list[Said]:
    """The meanings that stand, the oldest first."""
    query = select(judgements).where(judgements.c.verdict.in_(["name", "undo"])).order_by(judgements.c.number)
    found = [
        Judgement(row.id, row.verdict, (), row.user, row.at, row.reason, row.attribute, row.value, row.undoes)
        for row in connection.execute(query)
    ]
    named = [judgement for judgement in standing(found) if judgement.verdict == "name"]
    return [Said(judgement, meaning) for judgement in named if (meaning := _read(judgement)) is not None]


def told(meanings: Sequence[Said]) -> list[tuple[str, Meaning]]:
    """Each with the id of its judgement."""
    return [(one.judgement.id, one.meaning) for one in meanings]


def _read(judgement: Judgement) -> Meaning | None:
    try:
        return msgspec.json.decode(judgement.value or "", type=Meaning)
    except msgspec.DecodeError:
        return None


def as_value(meaning: Meaning) -> str:
    """A meaning as the value of a judgement."""
    return msgspec.json.encode(meaning).decode()
