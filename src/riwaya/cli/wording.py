"""The words in which both views, terminal and page, say what was read."""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.model import Actor, Claim, Incident, Link, Report, Toll, When, Where


def type_label(kind: str) -> str:
    """A type or outcome as words: 'remote_explosive_landmine_ied' → 'remote explosive landmine ied'."""
    return kind.replace("_", " ")


def actor_label(actor: Actor | Link) -> str:
    """The id and the words of the report; the words alone where the body is not known to the lexicon."""
    if actor.actor is None or actor.actor == actor.name:
        return actor.name
    name = actor.name
    if len(name) > 2 and name[0] in '"«' and name[-1] in '"»':
        name = name[1:-1]
    return f"{actor.actor} «{name}»"


def actors_label(actors: Sequence[Actor]) -> str:
    """Several actors, or a dash for none."""
    return " · ".join(actor_label(actor) for actor in actors) or "–"


def when_label(when: When | None) -> str:
    """Day or days, and how they were found where they do not stand in the text."""
    if when is None:
        return "day unknown"
    if when.precision == "month":
        days = f"{when.start:%Y-%m}"
    elif when.precision == "year":
        days = f"{when.start:%Y}"
    else:
        days = str(when.start) if when.start == when.end else f"{when.start} – {when.end}"
    if when.precision == "approx":
        days = f"about {days}"
    return days if when.basis == "stated" else f"{days} ({_BASES.get(when.basis, when.basis)})"


_BASES = {
    "relative": "reckoned from the day of the report",
    "dateline": "from the dateline",
    "published": "day of publication",
    "context": "from the days told around it",
    "none": "no basis",
}


def where_label(where: Where | None) -> str:
    """The place as named, with its governorate, country and radius once resolved."""
    if where is None:
        return "place unknown"
    named = [where.name, *([where.admin1] if where.admin1 and where.admin1 != where.name else [])]
    label = "، ".join(named) + (f" · {where.country}" if where.country else "")
    return f"{label} ±{where.radius_km:g} km" if where.radius_km is not None else label


def interval_label(low: int | None, high: int | None) -> str:
    """A figure in words: '8', '18 or more', '5 to 8', 'some'.

    >>> interval_label(18, None), interval_label(5, 8), interval_label(None, None)
    ('18 or more', '5 to 8', 'a number not said')
    """
    if low is None and high is None:
        return "a number not said"
    if high is None:
        return f"{low:,} or more"
    if low is None:
        return f"up to {high:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def toll_label(toll: Toll) -> str:
    """A toll in words: '8 killed or injured (coalition)'."""
    label = f"{interval_label(toll.min, toll.max)} {type_label(toll.outcome)}"
    return f"{label} ({toll.victims})" if toll.victims else label


def says_label(claim: Claim) -> str:
    """What a claim says beyond the event itself: its tolls, and what it denies."""
    said = [toll_label(toll) for toll in claim.tolls]
    said += [f"denies: {', '.join(type_label(attribute) for attribute in claim.denied)}"] if claim.denied else []
    return "; ".join(said)


def through_label(claim: Claim) -> str:
    """The steps between the outlet and the speaker."""
    between = [link for link in claim.chain if link.role != "outlet"]
    if between and (between[-1].actor, between[-1].name) == (claim.speaker.actor, claim.speaker.name):
        between = between[:-1]
    return " → ".join(link.actor or link.name for link in between)


def report_line(report: Report) -> str:
    """Outlet and day of a report."""
    return " · ".join([report.outlet or "outlet unknown", str(report.published or "day of publication unknown")])


def dispute_line(incident: Incident, attribute: str, claims: Sequence[int]) -> str:
    """Who holds what about a disputed attribute."""
    return " ↔ ".join(_position(incident, attribute, i) for i in claims)


def _position(incident: Incident, attribute: str, index: int) -> str:
    claim = incident.claims[index]
    speaker = claim.speaker.actor or claim.speaker.name
    if attribute in claim.denied:
        return f"{speaker}: denied"
    if attribute in ("perpetrator", "target"):
        actors = incident.perpetrators if attribute == "perpetrator" else incident.targets
        named = [actor.actor or actor.name for actor in actors if index in actor.according_to]
        return f"{speaker}: {', '.join(named) or 'asserted'}"
    tolls = [t for t in claim.tolls if t.outcome in (attribute, "killed_or_injured")]
    exact = [t for t in tolls if t.outcome == attribute] or tolls
    return f"{speaker}: {'; '.join(toll_label(toll) for toll in exact) or claim.stance}"
