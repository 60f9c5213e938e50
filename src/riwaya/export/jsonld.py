"""Claims and the chains they came by as JSON-LD: W3C PROV for provenance, Web Annotation for the words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from riwaya.export.cells import row_hash
from riwaya.export.layout import Layout, Written
from riwaya.export.selection import Selected, Selection
from riwaya.export.tables import accounts_of, claim_id
from riwaya.model import Account, Claim, Link, Report, Span, Standing, Told

VOCABULARY = "urn:riwaya:terms:"
CONTEXT: dict[str, Any] = {
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "dct": "http://purl.org/dc/terms/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rw": VOCABULARY,
    "id": "@id",
    "type": "@type",
    "label": {"@id": "rdfs:label"},
    "title": {"@id": "dct:title", "@language": "ar"},
    "published": {"@id": "dct:issued", "@type": "xsd:date"},
    "url": {"@id": "dct:source", "@type": "@id"},
    "about": {"@id": "rw:about", "@type": "@id"},
    "attributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
    "quotedFrom": {"@id": "prov:wasQuotedFrom", "@type": "@id"},
    "derivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "generatedBy": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
    "used": {"@id": "prov:used", "@type": "@id"},
    "heldBy": {"@id": "rw:heldBy", "@type": "@id"},
    "deniedBy": {"@id": "rw:deniedBy", "@type": "@id"},
    "start": {"@id": "rw:start", "@type": "xsd:date"},
    "end": {"@id": "rw:end", "@type": "xsd:date"},
    "lat": {"@id": "geo:lat", "@type": "xsd:double"},
    "long": {"@id": "geo:long", "@type": "xsd:double"},
    "exact": {"@id": "oa:exact"},
    "selector": {"@id": "oa:hasSelector"},
    "spanStart": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "spanEnd": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    **{
        name: {"@id": f"rw:{name}"}
        for name in "eventType stance denied outcome min max victims attribute state value low high place country weapon role grade "
        "precision sha256 policy tolls".split()
    },
    "perpetrator": {"@id": "rw:perpetrator", "@type": "@id"},
    "target": {"@id": "rw:target", "@type": "@id"},
}
Node = dict[str, Any]


def write(selection: Selection, to: Path, extras: frozenset[str]) -> Written:
    """Writes one document: its context, then every event, claim, telling, report, account and agent as a node."""
    nodes: dict[str, Node] = {}
    for row in sorted(selection.rows, key=lambda row: row.event.id):
        for node in _nodes(row, selection):
            nodes.setdefault(node["id"], node)
    document = {"@context": CONTEXT, "@graph": [nodes[key] for key in sorted(nodes)]}
    to.write_bytes(msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n")
    hashes = {key: row_hash([msgspec.json.encode(node).decode()]) for key, node in sorted(nodes.items())}
    return Written((to,), hashes)


def _iri(kind: str, *parts: str) -> str:
    return f"urn:riwaya:{kind}:" + ":".join(quote(part, safe="-._~") for part in parts)


def _known(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in (None, [], "")}


def _nodes(row: Selected, selection: Selection) -> Iterator[Node]:
    yield from _event(row, selection)
    for told, index, claim in row.claims():
        yield from _claim(row, told, index, claim, selection)
    for report in row.reports():
        yield from _report(report)
    for id, standing, account in accounts_of(row):
        yield from _account(row, id, standing, account, selection)


def _event(row: Selected, selection: Selection) -> Iterator[Node]:
    decided, where = row.decided, row.decided.where
    perpetrators = [actor.actor or actor.name for actor in decided.perpetrators]
    targets = [actor.actor or actor.name for actor in decided.targets]
    accounts = [_iri("account", id) for id, _, _ in accounts_of(row)]
    deciding = _iri("decision", selection.policy, row.event.id)
    yield _known(
        {
            "id": _iri("event", row.event.id),
            "type": ["prov:Entity", "rw:Event"],
            "eventType": decided.type,
            "start": decided.start.isoformat() if decided.start else None,
            "end": decided.end.isoformat() if decided.end else None,
            "precision": decided.precision,
            "place": where.name if where else None,
            "country": where.country if where else None,
            "lat": where.lat if where else None,
            "long": where.lon if where else None,
            "perpetrator": [_iri("agent", name) for name in perpetrators],
            "target": [_iri("agent", name) for name in targets],
            "weapon": decided.weapon,
            "grade": row.event.grade.name if row.event.grade else None,
            "tolls": [
                _known({"outcome": f.outcome, "min": f.low, "max": f.high, "victims": f.victims, "value": f.best})
                for f in decided.tolls
            ],
            "generatedBy": deciding,
            "derivedFrom": [_iri("claim", claim_id(told, index)) for told, index, _ in row.claims()],
        }
    )
    yield _known({"id": deciding, "type": "prov:Activity", "policy": selection.policy, "used": accounts})
    for name in (*perpetrators, *targets):
        yield _agent(name, selection)


def _claim(row: Selected, told: Told, index: int, claim: Claim, selection: Selection) -> Iterator[Node]:
    id = claim_id(told, index)
    speaker = claim.speaker.actor or claim.speaker.name
    tellings = [_iri("telling", id, str(at)) for at in range(1, len(claim.chain))]
    yield _known(
        {
            "id": _iri("claim", id),
            "type": ["prov:Entity", "rw:Claim"],
            "about": _iri("event", row.event.id),
            "attributedTo": _iri("agent", speaker),
            "quotedFrom": _iri("report", told.report.id),
            "derivedFrom": tellings[:1],
            "stance": claim.stance,
            "denied": list(claim.denied),
            "tolls": [
                _known(
                    {
                        "outcome": t.outcome,
                        "min": t.min,
                        "max": t.max,
                        "victims": t.victims,
                        **_words(t.span, told.report),
                    }
                )
                for t in claim.tolls
            ],
            "selector": [_words(span, told.report)["selector"] for span in claim.evidence],
        }
    )
    yield _agent(speaker, selection, claim.speaker.name)
    for at, link in enumerate(claim.chain[1:], 1):
        yield _telling(link, tellings[at - 1], tellings[at] if at < len(tellings) else None)
        yield _agent(link.actor or link.name, selection, link.name)


def _telling(link: Link, id: str, earlier: str | None) -> Node:
    """One link of a chain: the words as they stood with the agency, channel or party that passed them on."""
    return _known(
        {
            "id": id,
            "type": ["prov:Entity", "rw:Telling"],
            "attributedTo": _iri("agent", link.actor or link.name),
            "role": link.role,
            "derivedFrom": earlier,
        }
    )


def _report(report: Report) -> Iterator[Node]:
    yield _known(
        {
            "id": _iri("report", report.id),
            "type": ["prov:Entity", "rw:Report"],
            "title": report.title,
            "published": report.published.isoformat() if report.published else None,
            "url": quote(report.url, safe=":/?#[]@!$&'()*+,;=%~") if report.url else None,
            "sha256": report.sha256,
            "attributedTo": _iri("outlet", report.outlet) if report.outlet else None,
        }
    )
    if report.outlet:
        yield {"id": _iri("outlet", report.outlet), "type": ["prov:Agent", "prov:Organization"], "label": report.outlet}


def _account(row: Selected, id: str, standing: Standing, account: Account, selection: Selection) -> Iterator[Node]:
    yield _known(
        {
            "id": _iri("account", id),
            "type": ["prov:Entity", "rw:Account"],
            "about": _iri("event", row.event.id),
            "attribute": standing.attribute,
            "state": standing.state,
            "value": account.value,
            "low": account.low,
            "high": account.high,
            "victims": account.victims,
            "heldBy": [_iri("agent", holder.speaker) for holder in account.holders],
            "deniedBy": [_iri("agent", holder.speaker) for holder in account.deniers],
            "derivedFrom": [_iri("claim", f"{h.incident}.{h.claim}") for h in (*account.holders, *account.deniers)],
        }
    )
    for holder in (*account.holders, *account.deniers):
        yield _agent(holder.speaker, selection, holder.name)


def _agent(id: str, selection: Selection, name: str = "") -> Node:
    known = selection.names.actors.get(id)
    labels = (
        [{"@value": known.english, "@language": "en"}, {"@value": known.arabic, "@language": "ar"}] if known else []
    )
    return {
        "id": _iri("agent", id),
        "type": "prov:Agent",
        "label": labels or [{"@value": name or id, "@language": "ar"}],
    }


def _words(span: Span, report: Report) -> dict[str, Any]:
    return {
        "selector": {
            "type": "oa:TextPositionSelector",
            "spanStart": span.start,
            "spanEnd": span.end,
            "exact": span.cut(report.full_text),
        }
    }


LAYOUT = Layout(
    name="jsonld",
    title="JSON-LD",
    into="file",
    suffix=".jsonld",
    description="Events, claims, chains and accounts as a graph: W3C PROV for who said what through whom, Web Annotation for the words",
    losses=(
        "our own terms have URNs (urn:riwaya:…) that lead to no page",
        "an open upper bound has no max; the radius around a place, and the reasons for linking, are not in the graph",
        "the report's text is not given out, only the words that a claim rests on",
    ),
    write=write,
)
