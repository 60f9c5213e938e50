"""What `riwaya read --json` prints: one reading as one JSON object. Same reading, same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from riwaya.model import Actor, Claim, Incident, Link, Reading, Report, Shape, Span, Toll, Warning, When, Where

Wire = dict[str, Any]


def dump(reading: Reading) -> str:
    """The reading as one line of JSON, without the newline; Arabic stands as Arabic."""
    # each incident is encoded by itself, so that its plain values do not pile up in memory
    incidents = [msgspec.Raw(msgspec.json.encode(_incident(incident))) for incident in reading.incidents]
    return msgspec.json.encode(_whole(reading, incidents)).decode()


def to_wire(reading: Reading) -> Wire:
    """The reading as plain values, keys in their documented order; what is not known is None."""
    return _whole(reading, [_incident(incident) for incident in reading.incidents])


def _whole(reading: Reading, incidents: Sequence[Any]) -> Wire:
    return {
        "report": _report(reading.report),
        "incidents": incidents,
        "warnings": [_warning(warning) for warning in reading.warnings],
    }


def _report(report: Report) -> Wire:
    """A report names its author, and the channel that it was forwarded from, only where they are known."""
    wire: Wire = {
        "id": report.id,
        "outlet": report.outlet,
        "url": report.url,
        "title": report.title,
        "published": report.published.isoformat() if report.published else None,
        "sha256": report.sha256,
    }
    for name, value in (("author", report.author), ("forwarded_from", report.forwarded_from)):
        if value is not None:
            wire[name] = value
    return wire


def _incident(incident: Incident) -> Wire:
    return {
        "id": incident.id,
        "main": incident.main,
        "type": incident.type,
        "trigger": _span(incident.trigger),
        "date": _date(incident.when) if incident.when else None,
        "place": place_to_wire(incident.where) if incident.where else None,
        "perpetrators": [_party(actor) for actor in incident.perpetrators],
        "targets": [_party(actor) for actor in incident.targets],
        "weapon": incident.weapon,
        "claims": [_claim(claim) for claim in incident.claims],
    }


def _date(when: When) -> Wire:
    return {
        "start": when.start.isoformat(),
        "end": when.end.isoformat(),
        "precision": when.precision,
        "basis": when.basis,
        "text": when.text,
        "span": _span(when.span),
    }


def place_to_wire(where: Where) -> Wire:
    """A place as plain values; it says its kind, anchors and geometry only where they are known."""
    wire: Wire = {
        "name": where.name,
        "id": where.id,
        "admin1": where.admin1,
        "country": where.country,
        "lat": where.lat,
        "lon": where.lon,
        "radius_km": where.radius_km,
        "relation": where.relation,
        "basis": where.basis,
        "span": _span(where.span),
    }
    if where.kind is not None:
        wire["kind"] = where.kind
    if where.anchors:
        wire["anchors"] = list(where.anchors)
    if where.geometry is not None:
        wire["geometry"] = _geometry(where.geometry)
    return wire


def _geometry(shape: Shape) -> Wire:
    """The shape as GeoJSON (RFC 7946)."""
    points = [list(point) for point in shape.points]
    return {"type": shape.kind, "coordinates": points if shape.kind == "LineString" else [points]}


def _party(actor: Actor) -> Wire:
    return {**_actor(actor), "according_to": list(actor.according_to)}


def _actor(actor: Actor) -> Wire:
    return {"actor": actor.actor, "name": actor.name, "span": _span(actor.span)}


def _claim(claim: Claim) -> Wire:
    """A claim; who found it is said only where two readers read the report."""
    wire: Wire = {
        "speaker": _actor(claim.speaker),
        "stance": claim.stance,
        "denied": list(claim.denied),
        "chain": [_link(link) for link in claim.chain],
        "tolls": [_toll(toll) for toll in claim.tolls],
        "evidence": _spans(claim.evidence),
    }
    return {**wire, "readers": list(claim.readers)} if claim.readers else wire


def _link(link: Link) -> Wire:
    """A link says only what it knows: the outlet itself has neither id nor words of its own in the text."""
    wire: Wire = {"role": link.role}
    if link.actor is not None:
        wire["actor"] = link.actor
    wire["name"] = link.name
    if link.span is not None:
        wire["span"] = _span(link.span)
    return wire


def _toll(toll: Toll) -> Wire:
    return {
        "outcome": toll.outcome,
        "min": toll.min,
        "max": toll.max,
        "victims": toll.victims,
        "span": _span(toll.span),
        "rule": toll.rule,
    }


def _warning(warning: Warning) -> Wire:
    return {"kind": warning.kind, "text": warning.text, "spans": _spans(warning.spans)}


def _spans(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _span(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None
