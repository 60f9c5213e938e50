"""From a happening to an incident of the model: its parties with their words, its place, its weapon, its claims."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from unicodedata import normalize

from riwaya.arabic.fold import Folded
from riwaya.extract.candidates import Candidate
from riwaya.extract.claims import claims_of
from riwaya.extract.classing import type_of, weapon_of
from riwaya.extract.days import YEAR, Dated, day_of
from riwaya.extract.frames import Frame
from riwaya.extract.fronted import Part
from riwaya.extract.happening import Happening
from riwaya.extract.media import closed
from riwaya.extract.naming import Conversation
from riwaya.extract.placing import PlaceMention
from riwaya.extract.suiting import suit
from riwaya.extract.typing import STATES
from riwaya.extract.units import Unit
from riwaya.model import Actor, Claim, Incident, Report, Span, Where


def incident_of(
    happening: Happening,
    found: Sequence[Candidate],
    report: Report,
    talk: Conversation,
    dated: Dated,
    all_of_them: Sequence[Happening],
) -> Incident | None:
    """The incident that a happening with settled roles makes; None where it lies more than a year back."""
    folded = talk.folded
    when = day_of(happening, folded, dated, all_of_them)
    if when is not None and dated.published is not None and when.end < dated.published - YEAR:
        return None
    type_ = type_of(happening)
    suit(happening, type_, found)
    claims = claims_of(happening, talk)
    lead = happening.lead
    trigger = Span(*folded.span(lead.units[lead.at].start, lead.units[lead.at].end))
    where = where_of(happening.site, folded) if happening.site is not None else None
    first = happening is all_of_them[0]
    main = first or happening.frames[0].sentence.title
    identity = f"{report.id}|{type_}|{trigger.start}"
    return Incident(
        id=hashlib.blake2s(identity.encode(), digest_size=8).hexdigest(),
        type=type_,
        main=main,
        trigger=trigger,
        when=when,
        where=where,
        perpetrators=_actors(happening, "perpetrator", claims, found, talk),
        targets=_actors(happening, "target", claims, found, talk),
        weapon=weapon_of(happening, type_, folded.text),
        claims=claims,
        rule=lead.units[lead.at].trigger.id if lead.units[lead.at].trigger is not None else "toll",  # type: ignore[union-attr]
    )


def answer_for(happening: Happening, talk: Conversation) -> None:
    """A party that takes it on did it; one that denies it, or is blamed for it, is accused of it."""
    for frame in happening.frames:
        for voice in frame.voices:
            if not (frame.first <= voice.at < frame.last or (frame.voice is voice)):
                continue
            actor = voice.speaker.actor
            happening.forget()
            if voice.act == "blame" and voice.accused is not None and voice.accused[0]:
                body, unit = voice.accused
                if all(p.body != body for p in frame.accused):
                    frame.accused.append(Part("perpetrator", body, unit, "role.accused"))
                frame.parts = [p for p in frame.parts if not (p.body == actor and p.role == "perpetrator")]
                frame.weighed = None
            party = (
                actor is not None
                and (actor in STATES or actor in talk.bodies.lexicon.entries["actors"])
                and not _is_source(actor, talk)
            )
            if (
                voice.act == "claim"
                and party
                and actor is not None
                and not any(u.tag == "X" for u in frame.units[max(0, voice.at - 2) : voice.at])
            ):
                frame.accused.append(Part("perpetrator", actor, voice.at, "role.claimed"))
            if (
                voice is frame.voice
                and party
                and not happening.bodies("perpetrator")
                and actor is not None
                and _own_act(frame)
            ):
                frame.accused.append(Part("perpetrator", actor, voice.at, "role.speaker"))
            if (
                voice.act == "deny"
                and party
                and actor is not None
                and frame.denied
                and not happening.bodies("perpetrator")
            ):
                frame.accused.append(Part("perpetrator", actor, voice.at, "role.denies"))


def _own_act(frame: Frame) -> bool:
    """أعلنت الشرطة اعتقال خمسة; قال الجيش إنه استهدف …: an act told with no other doer is the speaker's own."""
    unit = frame.units[frame.at]
    trigger = unit.trigger
    if frame.denied:
        return False
    if any(
        frame.units[t.at].outcome is not None
        and (frame.units[t.at].core.startswith(("تحييد", "القضاء", "قضاء")) or t.group == "militants")
        for t in frame.tolls
    ):
        return True
    if any(u.tag == "x" and u.text.endswith(("ها", "ته", "اه")) for u in frame.units[frame.first : frame.last]):
        return True
    if trigger is None:
        return False
    if trigger.frame in ("victim", "control", "disrupt", "dispersal"):
        return trigger.id not in ("abduction", "sexual_violence", "assassination", "looting", "beating")
    before = frame.units[frame.at - 1] if frame.at > 0 else None
    return before is not None and before.text in _OWN


_OWN = frozenset("انه انها انهم بانه بانها تنفيذ شن اننا اني".split())


def _is_source(actor: str, talk: Conversation) -> bool:
    sourced = talk.bodies.lexicon.entries["actors"].get(actor)
    return sourced is not None and sourced.entry.kind == "source"


def _actors(
    happening: Happening, role: str, claims: Sequence[Claim], candidates: Sequence[Candidate], talk: Conversation
) -> tuple[Actor, ...]:
    """The bodies settled in a role, each with the words that name it and the claims that say it."""
    speakers = {c.speaker.actor or c.speaker.name: i for i, c in reversed(list(enumerate(claims)))}
    found = []
    names, folded = talk.bodies.names, talk.folded
    settled = happening.bodies(role)
    for candidate in candidates:
        body = candidate.body
        if body not in settled:
            continue
        told = [
            (frame, part)
            for frame in happening.frames
            for part in (*frame.parts, *frame.accused)
            if part.body == body and happening.part_of(frame, part) == role
        ]
        holders = {speakers[key] for frame, _ in told if not frame.denied and (key := _voice_key(frame)) in speakers}
        name, span = _named(candidate, told, names, talk.bodies.forces, folded)
        found.append(Actor(None if body.startswith("other:") else body, name, span, tuple(sorted(holders))))
    return tuple(found)


def _voice_key(frame: Frame) -> str:
    if frame.voice is None:
        return "outlet"
    return frame.voice.speaker.actor or frame.voice.speaker.name


def _named(
    candidate: Candidate,
    told: Sequence[tuple[Frame, Part]],
    names: Mapping[str, Unit],
    forces: Mapping[tuple[str, str], Unit],
    folded: Folded,
) -> tuple[str, Span | None]:
    """The words that name a body: where it has the role, by name rather than by a word that refers back.

    Where it has the role by its people, weapons or posts alone (عناصر, حاجز), its name is taken where the report first gives it.
    """
    body = candidate.body
    mentions = [
        (frame.units[part.unit], _phrase_end(frame, part))
        for frame, part in told
        if part.unit < len(frame.units) and frame.units[part.unit].body == body
    ]
    own = candidate.units[candidate.unit]
    if own.body == body:
        mentions.append((own, own.end))
    if not mentions:
        spoken = next((f.voice.speaker for f, _ in told if f.voice is not None and f.voice.speaker.actor == body), None)
        return (spoken.name, spoken.span) if spoken is not None else (body.removeprefix("other:"), None)
    people = next((u.victim.group for u, _ in mentions if u.tag == "H" and u.victim is not None), "")
    if not any(_is_name(unit) and unit.tag != "E" for unit, _ in mentions):
        force = forces.get((body, _FORCE_OF.get(people, "")))
        for known in (force, names.get(body), forces.get((body, ""))):
            if known is not None:
                mentions.append((known, known.end))
    for frame, _ in told:
        mentions += [(u, u.end) for u in _parts_of(body, frame)]
    unit, end = min(
        mentions,
        key=lambda told: (
            told[0].word == "anaphor",
            not _is_name(told[0]),
            told[0].tag not in _PROPER,
            told[0].tag == "E",
            not _within(told[0]),
        ),
    )
    first, last = folded.span(unit.start + len(unit.prefix), end)
    last = closed(folded.original, first, last)
    name = _plain(folded.original[first:last])
    swallowed = unit.prefix.endswith("ل") and name.startswith("ل")
    return f"ا{name}" if swallowed else name, Span(first, last)


def _is_name(unit: Unit) -> bool:
    """Whether a unit's own words name a body, and not what it has (تجمعات للفصيل)."""
    return unit.tag in _PROPER and any(unit.get(kind) is not None for kind in ("actor", "state", "institution"))


def _parts_of(body: str, frame: Frame) -> list[Unit]:
    """The parts of a body that a telling names, where the body itself is not joined to them by و."""
    named = [u for u in frame.units[frame.first : frame.last] if u.body == body and u.tag in "AY"]
    if any(u.prefix.startswith("و") for u in named):
        return []
    return [u for u in named if _within(u)]


def _within(unit: Unit) -> bool:
    """Whether a unit names a body that is part of the one it counts as (a faction of the opposition, a brigade)."""
    if unit.tag != "A" or unit.word == "anaphor":
        return False
    named = [term for term in unit.terms if term.kind == "actor"]
    return any(t.entry.within is not None for t in named) and all(t.id != unit.body for t in named)


_FORCE_OF = {"soldiers": "military", "police": "police"}
"""The kind of force whose men a word counts."""

_PROPER = frozenset("AYE")
"""Tags of the names of a body itself; others are its people, its weapons, its adjectives."""


def _phrase_end(frame: Frame, part: Part) -> int:
    """Where a party's words end: a convoy's run on over what it carries (قافلة تتألف من فرق …)."""
    units, end = frame.units, part.unit + 1
    if part.body.startswith("other:") and units[part.unit].tag == "s":
        while end < min(len(units), part.unit + 7) and units[end].tag in "wfNHsJ":
            end += 1
    return units[end - 1].end


def where_of(mention: PlaceMention, folded: Folded) -> Where:
    """A place as named, not yet resolved; a country that its words only imply is its anchor."""
    first, last = folded.span(mention.start, mention.end)
    anchors = (mention.called,) if mention.called is not None else ()
    name = _plain(folded.original[first:last])
    swallowed = mention.called is None and mention.name.startswith("ال") and name.startswith("ل")
    return Where(f"ا{name}" if swallowed else name, Span(first, last), anchors=anchors)


_DRESS = str.maketrans({
    "_": " ", **dict.fromkeys('#"«»“”ـ\u200e\u200f\u202a\u202b\u202c\u202d\u202e', ""),
    **dict.fromkeys("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670", ""),
})  # fmt: skip
"""What typography puts into a name: hash marks with their underscores, quotation marks, stretching, vowels, marks of direction."""


def _plain(name: str) -> str:
    """A name as written, in its letters only: of قاعدة «العند the words; presentation forms are the letters they show."""
    return " ".join(normalize("NFKC", name).translate(_DRESS).split())
