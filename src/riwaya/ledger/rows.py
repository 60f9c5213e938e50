"""A reading as rows of the tables. Every span is stored with the words that it cuts out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from riwaya.model import Actor, Claim, Incident, Reading, Span, When, Where

Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""Rows by the name of their table."""


def as_json(value: Any) -> str:
    """A list or record as JSON text."""
    return msgspec.json.encode(value).decode()


def storable(text: str) -> str:
    r"""A text as every database takes it, each character in its place: no NUL, no half characters.

    >>> storable("a\x00b")
    'a\ufffdb'
    """
    return text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")


def rows_of(reading: Reading, number: int) -> Rows:
    """All that hangs on the reading of that number, in order."""
    return _Writer(number, reading.report.full_text).write(reading)


@dataclass(slots=True)
class _Writer:
    """Writes the rows of one reading; `text` is the report's full text."""

    number: int
    text: str

    def write(self, reading: Reading) -> Rows:
        rows: Rows = {name: [] for name in ("warnings", "incidents", "parties", "claims", "links", "tolls", "evidence")}
        for i, warning in enumerate(reading.warnings):
            spans = as_json([[span.start, span.end, span.cut(self.text)] for span in warning.spans])
            rows["warnings"].append(
                {"reading": self.number, "warning": i, "kind": warning.kind, "text": warning.text, "spans": spans}
            )
        for i, incident in enumerate(reading.incidents):
            at = {"reading": self.number, "incident": i}
            rows["incidents"].append(self._incident(at, incident))
            rows["parties"] += self._parties(at, "perpetrator", incident.perpetrators)
            rows["parties"] += self._parties(at, "target", incident.targets)
            for c, claim in enumerate(incident.claims):
                self._claim(rows, {**at, "claim": c}, claim)
        return rows

    def _incident(self, at: Row, incident: Incident) -> Row:
        return {
            **at,
            "id": incident.id,
            "type": incident.type,
            "main": int(incident.main),
            **self._span(incident.trigger),
            **self._when(incident.when),
            **self._where(incident.where),
            "weapon": incident.weapon,
            "rule": incident.rule,
        }

    def _when(self, when: When | None) -> Row:
        return {
            "first_day": when.start.isoformat() if when else None,
            "last_day": when.end.isoformat() if when else None,
            "precision": when.precision if when else None,
            "day_basis": when.basis if when else None,
            "day_text": when.text if when else None,
            **self._span(when.span if when else None, "day_"),
        }

    def _where(self, where: Where | None) -> Row:
        return {
            "place": where.name if where else None,
            "place_basis": where.basis if where else None,
            "place_id": where.id if where else None,
            "relation": where.relation if where else None,
            "admin1": where.admin1 if where else None,
            "country": where.country if where else None,
            "lat": _real(where.lat) if where else None,
            "lon": _real(where.lon) if where else None,
            "radius_km": _real(where.radius_km) if where else None,
            "place_kind": where.kind if where else None,
            "anchors": as_json(where.anchors) if where else None,
            "geometry": as_json(where.geometry) if where and where.geometry else None,
            **self._span(where.span if where else None, "place_"),
        }

    def _parties(self, at: Row, role: str, actors: Sequence[Actor]) -> Iterable[Row]:
        for p, actor in enumerate(actors):
            yield {**at, "role": role, "party": p, **self._actor(actor)}

    def _claim(self, rows: Rows, at: Row, claim: Claim) -> None:
        rows["claims"].append(
            {
                **at,
                **self._actor(claim.speaker),
                "stance": claim.stance,
                "denied": as_json(claim.denied),
                "rule": claim.rule,
            }
        )
        for i, link in enumerate(claim.chain):
            names = {"role": link.role, "name": link.name, "actor": link.actor}
            rows["links"].append({**at, "link": i, **names, **self._span(link.span)})
        for i, toll in enumerate(claim.tolls):
            figure = {"outcome": toll.outcome, "min": toll.min, "max": toll.max, "victims": toll.victims}
            rows["tolls"].append({**at, "toll": i, **figure, **self._span(toll.span), "rule": toll.rule})
        for i, span in enumerate(claim.evidence):
            rows["evidence"].append({**at, "piece": i, **self._span(span)})

    def _actor(self, actor: Actor) -> Row:
        return {
            "actor": actor.actor,
            "name": actor.name,
            **self._span(actor.span),
            "according_to": as_json(actor.according_to),
        }

    def _span(self, span: Span | None, prefix: str = "") -> Row:
        return {
            f"{prefix}start": span.start if span else None,
            f"{prefix}end": span.end if span else None,
            f"{prefix}quote": span.cut(self.text) if span else None,
        }


def _real(value: float | None) -> float | None:
    """Databases give real numbers back as such, so they go in as such."""
    return None if value is None else float(value)
