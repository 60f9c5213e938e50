"""Reads one report: sentences → voices → frames → happenings → incidents with claims."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from riwaya.arabic.fold import Folded, fold
from riwaya.arabic.sentences import sentences
from riwaya.extract.bodies import Bodies, countries_of, name_bodies, rebel_of
from riwaya.extract.claims import claims_of
from riwaya.extract.days import YEAR, Dated, date_report, day_of, historical, running_days, to_come
from riwaya.extract.frames import Frame, find_frames
from riwaya.extract.happening import Happening, Remark
from riwaya.extract.incidents import attach_remarks, find_remarks, join_frames, share_perpetrators, split_places
from riwaya.extract.naming import Conversation, Speaker, closed
from riwaya.extract.roles import Part
from riwaya.extract.speakers import find_voices
from riwaya.extract.typing import STATES
from riwaya.extract.units import Sentence, Unit, build_units
from riwaya.extract.vocabulary import Vocabulary
from riwaya.extract.warnings import find_warnings
from riwaya.lexicon.match import Hit
from riwaya.model import Actor, Claim, Incident, Reading, Report, Span, Where

_TELLING = frozenset({"trigger", "outcome", "weapon"})


def extract(report: Report, vocabulary: Vocabulary) -> Reading:
    """The incidents of a report with their claims; places are named, not yet resolved."""
    folded = fold(report.full_text)
    hits = vocabulary.matcher.hits(folded.text)
    if not any(t.kind in ("trigger", "outcome", "weapon") for h in hits for t in h.terms):
        return Reading(report)
    dated = date_report(folded, report)
    countries = countries_of(hits)
    bodies = Bodies(vocabulary.lexicon, countries, dict(vocabulary.states), rebel_of(hits, vocabulary.lexicon))
    read = _sentences(folded, hits, dated, bodies)
    if historical(folded.text, read, dated):
        return Reading(report)
    dated = replace(dated, told=running_days(read))
    author = _author(read, bodies)
    talk = Conversation(folded, bodies, Speaker(author or "outlet", report.outlet or author or "outlet", None))
    frames: list[Frame] = []
    remarks: list[Remark] = []
    for sentence in read:
        voices = find_voices(sentence.units, talk)
        told = [
            f for f in find_frames(sentence, voices, vocabulary.frames, bodies.state_actor()) if not to_come(f, dated)
        ]
        for frame in told:
            frame.parts = _spoken_for(frame.parts, author or (talk.last.actor if talk.last is not None else None))
        frames.extend(told)
        if not sentence.title:
            remarks.extend(find_remarks(sentence, voices, told))
    happenings = join_frames(frames, _calm(hits))
    happenings = split_places(happenings, folded.text)
    for happening in happenings:
        _denied_parties(happening, talk)
    share_perpetrators(happenings)
    attach_remarks(happenings, remarks)
    incidents = tuple(
        incident for incident in (_incident(h, report, talk, dated, happenings) for h in happenings) if incident is not None
    )  # fmt: skip
    if dated.published is not None and report.published is None:
        report = Report(report.id, report.title, report.text, report.outlet, report.url, dated.published, report.sha256)
    return Reading(report, incidents, find_warnings(frames, happenings, folded), countries)


def _calm(hits: Sequence[Hit]) -> bool:
    """Whether a report is mostly about something other than conflict, by the words it uses."""
    calm = war = 0
    for hit in hits:
        for term in hit.terms:
            if term.kind == "word" and term.id in ("calm", "metaphor"):
                calm += 1
            elif term.kind == "trigger":
                war += 2 if term.entry.strength == "strong" else 1
            elif term.kind in ("outcome", "actor", "victim"):
                war += 1
    return calm >= 4 and calm > war * 0.7


_NEAR = 4
"""How many sentences away a voice may still speak of what is told."""


def _sentences(folded: Folded, hits: list[Hit], dated: Dated, bodies: Bodies) -> list[Sentence]:
    """The sentences that tell something, or say something near one that tells, as units with their parties named."""
    found: list[Sentence] = []
    title_end = folded.text.find("\n")
    spans = sentences(folded)
    weighed = list(_weighed(spans, hits))
    telling = [index for index, (_, _, kind) in enumerate(weighed) if kind == "tells"]
    for index, ((start, end), (at, stop, kind)) in enumerate(zip(spans, weighed, strict=True)):
        own = hits[at:stop]
        near = bisect_left(telling, index - _NEAR)
        if kind and near < len(telling) and telling[near] <= index + _NEAR:
            units = name_bodies(build_units(folded, start, end, own, dated.anchor, kind == "tells"), bodies)
            title = title_end >= 0 and end <= title_end + 1
            if not title:
                units = _without_dateline(units, dated)
            found.append(Sentence(index, start, end, units, title=title, tells=kind == "tells"))
        else:
            _overhear(own, bodies)
    return found


def _weighed(spans: Sequence[tuple[int, int]], hits: Sequence[Hit]) -> Iterator[tuple[int, int, str]]:
    """For each sentence its first and last hit, and whether its words tell of harm, only say something, or neither."""
    at, count = 0, len(hits)
    for start, end in spans:
        while at < count and hits[at].start < start:
            at += 1
        stop = at
        kind = ""
        site = False
        while stop < count and hits[stop].start < end:
            for term in hits[stop].terms:
                if term.kind in _TELLING or (term.kind == "word" and term.id == "toll_word"):
                    kind = "tells"
                elif term.kind == "speech":
                    kind = kind or "says"
                elif term.kind == "word" and term.id == "site" and stop == at:
                    site = True
            stop += 1
        yield at, stop, "" if site else kind


def _spoken_for(parts: list[Part], we: str | None) -> list[Part]:
    """ "Our forces" are the author's, else those of whoever spoke last; of nobody known, they are left out."""
    return [replace(p, body=we or "") if p.body == "we" else p for p in parts if p.body != "we" or we]


def _author(sentences: Sequence[Sentence], bodies: Bodies) -> str | None:
    """The party whose statement the report is: it says "our forces" outside quotation and names itself last or first."""
    title = sentences[0].units if sentences and sentences[0].title else []
    if (
        len(title) > 2
        and title[0].tag == "S"
        and title[1].tag == ":"
        and title[0].body
        and not any(u.tag in "QB" for u in title)
    ):
        return title[0].body
    told = [u for s in sentences for u in s.units if u.body == "we" and not s.title]
    spoken = sum(1 for s in sentences for u in s.units if u.tag == "Q" and not s.title)
    if not told or len(told) * 3 < spoken:
        return None
    named = [
        body
        for body, entry, _ in bodies.recent
        if entry in bodies.lexicon.entries["actors"] and bodies.lexicon.entries["actors"][entry].entry.kind != "source"
    ]
    return named[-1] if named else None


def _overhear(hits: Sequence[Hit], bodies: Bodies) -> None:
    """Bodies named in sentences that tell nothing are still remembered for the words that refer back."""
    for hit in hits:
        term = hit.get("actor")
        if term is not None:
            bodies.remember(bodies.lexicon.body(term.id), term.id, term.form)


def _without_dateline(units: list[Unit], dated: Dated) -> list[Unit]:
    """A sentence without the dateline at its head (بغداد (وكالة) - 5 أيار):"""
    head = 0
    for i, unit in enumerate(units[:14]):
        if unit.tag in "-" or (unit.tag == "/" and i <= 2):
            head = i + 1
        elif unit.tag in "KMVNQXtB":
            break
    if head and not any(u.tag in "KMVNQ" for u in units[:head]):
        return units[head:]
    if dated.line is not None and units and units[0].start <= dated.line[0] <= units[-1].end:
        cut = next((i for i, u in enumerate(units) if u.start >= dated.line[1]), len(units))
        if not any(u.tag in "KMVNQ" for u in units[:cut]):
            return units[cut:]
    return units


def _incident(
    happening: Happening, report: Report, talk: Conversation, dated: Dated, all_of_them: Sequence[Happening]
) -> Incident | None:
    folded = talk.folded
    when = day_of(happening, folded, dated, all_of_them)
    if when is not None and dated.published is not None and when.end < dated.published - YEAR:
        return None
    claims = claims_of(happening, talk)
    lead = happening.lead
    trigger = Span(*folded.span(lead.units[lead.at].start, lead.units[lead.at].end))
    where = _where(happening, folded)
    first = happening is all_of_them[0]
    main = first or happening.frames[0].sentence.title
    identity = f"{report.id}|{happening.type}|{trigger.start}"
    return Incident(
        id=hashlib.blake2s(identity.encode(), digest_size=8).hexdigest(),
        type=happening.type,
        main=main,
        trigger=trigger,
        when=when,
        where=where,
        perpetrators=_actors(happening, "perpetrator", claims, folded),
        targets=_actors(happening, "target", claims, folded),
        weapon=_weapon(happening),
        claims=claims,
        rule=lead.units[lead.at].trigger.id if lead.units[lead.at].trigger is not None else "toll",  # type: ignore[union-attr]
    )


_UNARMED = frozenset(
    "arrests agreement peaceful_protest protest_with_intervention change_to_group_activity headquarters_or_base_established other "
    "non_violent_transfer_of_territory abduction_forced_disappearance sexual_violence looting_property_destruction violent_demonstration".split()
)


def _weapon(happening: Happening) -> str | None:
    weapon = happening.weapon
    if weapon is not None:
        return weapon
    return None if happening.type in _UNARMED else "unknown"


def _denied_parties(happening: Happening, talk: Conversation) -> None:
    """A party that takes it on did it; one that denies it, or is blamed for it, is accused of it."""
    for frame in happening.frames:
        for voice in frame.voices:
            if not (frame.first <= voice.at < frame.last or (frame.voice is voice)):
                continue
            actor = voice.speaker.actor
            if voice.act == "blame" and voice.accused is not None and voice.accused[0]:
                body, unit = voice.accused
                if all(p.body != body for p in frame.accused):
                    frame.accused.append(Part("perpetrator", body, unit, "role.accused"))
                frame.parts = [p for p in frame.parts if not (p.body == actor and p.role == "perpetrator")]
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


def _actors(happening: Happening, role: str, claims: Sequence[Claim], folded: Folded) -> tuple[Actor, ...]:
    found: dict[str, Actor] = {}
    vague: set[str] = set()
    bodies = happening.bodies(role)
    speakers = {c.speaker.actor or c.speaker.name: i for i, c in reversed(list(enumerate(claims)))}
    holders: dict[str, list[int]] = {}
    for frame in happening.frames:
        for part in (*frame.parts, *frame.accused):
            if part.role != role or part.body not in bodies:
                continue
            unit = frame.units[part.unit]
            first, last = folded.span(unit.start + len(unit.prefix), _phrase_end(frame, part))
            last = closed(folded.original, first, last)
            actor = part.body if not part.body.startswith("other:") else None
            name = folded.original[first:last]
            if unit.tag == "t" and frame.voice is not None and frame.voice.speaker.span is not None:
                name, first, last = (
                    frame.voice.speaker.name,
                    frame.voice.speaker.span.start,
                    frame.voice.speaker.span.end,
                )
            if unit.prefix.endswith("ل") and name.startswith("ل"):
                name = f"ا{name}"
            known = found.get(part.body)
            if known is None or (part.body in vague and unit.word != "anaphor"):
                found[part.body] = Actor(actor, name, Span(first, last))
            if unit.word == "anaphor" and known is None:
                vague.add(part.body)
            else:
                vague.discard(part.body)
            key = (frame.voice.speaker.actor or frame.voice.speaker.name) if frame.voice is not None else "outlet"
            if key in speakers and not frame.denied:
                holders.setdefault(part.body, []).append(speakers[key])
    for body in bodies:
        if body not in found:
            found[body] = Actor(body, body)
    return tuple(
        Actor(a.actor, a.name, a.span, tuple(sorted(set(holders.get(body, []))))) for body, a in found.items()
    )  # fmt: skip


def _phrase_end(frame: Frame, part: Part) -> int:
    """Where a party's words end: a convoy's run on over what it carries (قافلة تتألف من فرق …)."""
    units, end = frame.units, part.unit + 1
    if part.body.startswith("other:") and units[part.unit].tag == "s":
        while end < min(len(units), part.unit + 7) and units[end].tag in "wfNHsJ":
            end += 1
    return units[end - 1].end


def _where(happening: Happening, folded: Folded) -> Where | None:
    mentions = [f.place for f in happening.frames if f.place is not None and not f.sentence.title]
    mentions += [f.place for f in happening.frames if f.place is not None and f.sentence.title]
    if not mentions:
        return None
    best = max(mentions, key=lambda m: (min(m.level, 3), m.score >= 0.9, -mentions.index(m)))
    first, last = folded.span(best.start, best.end)
    return Where(folded.original[first:last], Span(first, last), None)
