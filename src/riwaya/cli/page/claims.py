"""The incidents and claims of a reading as HTML, for the side of the page."""

from __future__ import annotations

from html import escape

from riwaya.cli import wording
from riwaya.cli.isolates import isolate
from riwaya.disputes import find_disputes
from riwaya.marking import claim_key, incident_key
from riwaya.model import Claim, Incident, Reading, Warning


def claims_html(reading: Reading) -> str:
    """All incidents with their claims, then the warnings."""
    if not reading.incidents:
        return '<p class="none">No event was found in this report.</p>'
    parts = [_incident(i, incident) for i, incident in enumerate(reading.incidents)]
    parts += [_warning(number, warning) for number, warning in enumerate(reading.warnings)]
    return "".join(parts)


def _incident(i: int, incident: Incident) -> str:
    disputes = find_disputes(incident)
    disputed = {index for dispute in disputes for index in dispute.claims}
    rows = [("when", wording.when_label(incident.when)), ("where", wording.where_label(incident.where))]
    rows.append(("who", wording.actors_label(incident.perpetrators)))
    rows.append(("whom", wording.actors_label(incident.targets)))
    if incident.weapon and incident.weapon != "unknown":
        rows.append(("with", wording.type_label(incident.weapon)))
    facts = "".join(f"<dt>{name}</dt><dd>{_words(value)}</dd>" for name, value in rows)
    lines = "".join(
        f'<p class="dispute">disputed: {escape(wording.type_label(d.attribute))} – '
        f"{_words(wording.dispute_line(incident, d.attribute, d.claims))}</p>"
        for d in disputes
    )
    claims = "".join(_claim(i, c, claim, c in disputed) for c, claim in enumerate(incident.claims))
    background = "" if incident.main else " <small>background</small>"
    return (
        f'<section class="incident" data-k="{incident_key(i)}" tabindex="0">'
        f"<h3>{escape(wording.type_label(incident.type))}{background}</h3><dl>{facts}</dl>{lines}"
        f'<ol class="list">{claims}</ol></section>'
    )


def _claim(i: int, c: int, claim: Claim, disputed: bool) -> str:
    through = wording.through_label(claim)
    via = f'<p class="via">through {_words(through)}</p>' if through else ""
    said = wording.says_label(claim)
    says = f'<p class="says">{_words(said)}</p>' if said else ""
    return (
        f'<li class="claim{" disputed" if disputed else ""}" data-k="{claim_key(i, c)}" tabindex="0">'
        f'<p class="who">{_words(wording.actor_label(claim.speaker))} '
        f'<span class="stance {escape(claim.stance)}">{escape(claim.stance)}</span></p>{via}{says}</li>'
    )


def _warning(number: int, warning: Warning) -> str:
    return (
        f'<p class="warning" data-k="w{number}" tabindex="0"><b>{escape(wording.type_label(warning.kind))}</b> '
        f"{_words(warning.text)}</p>"
    )


def _words(text: str) -> str:
    """Escaped, and set apart so that Arabic and Latin words keep their order."""
    return f'<bdi dir="ltr">{escape(isolate(text))}</bdi>'
