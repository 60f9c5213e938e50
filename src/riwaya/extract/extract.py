"""Reads one report: sentences → voices → frames → happenings → incidents with claims."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from riwaya.arabic.fold import Folded, fold
from riwaya.arabic.sentences import sentences
from riwaya.extract import actuality
from riwaya.extract.actuality import Setting
from riwaya.extract.bodies import name_bodies
from riwaya.extract.candidates import Scene, candidates
from riwaya.extract.casting import cast
from riwaya.extract.company import Company, joined_in
from riwaya.extract.countries import countries_of
from riwaya.extract.crediting import credit
from riwaya.extract.days import (
    Dated,
    date_report,
    historical,
    how_long_ago,
    long_past,
    running_days,
    running_years,
    to_come,
)
from riwaya.extract.frames import Frame, find_frames
from riwaya.extract.fronted import Part
from riwaya.extract.gist import gist_of
from riwaya.extract.happening import Happening, Remark
from riwaya.extract.incidents import (
    attach_remarks,
    find_remarks,
    said_of_less,
    share_perpetrators,
    split_places,
)
from riwaya.extract.joining import join_frames
from riwaya.extract.making import answer_for, incident_of
from riwaya.extract.meaning import Bodies, body_meant, rebel_of
from riwaya.extract.naming import Conversation, Speaker, is_medium
from riwaya.extract.reckoning import reckon
from riwaya.extract.siting import PlacesNamed, site
from riwaya.extract.speakers import find_voices
from riwaya.extract.teasers import teasers
from riwaya.extract.units import Sentence, Unit, build_units
from riwaya.extract.vocabulary import Vocabulary
from riwaya.extract.warnings import find_warnings
from riwaya.extract.weights import Weights
from riwaya.extract.wording import stems_in, wording
from riwaya.lexicon.match import Hit
from riwaya.model import Incident, Reading, Report


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """A report on its way: what it tells happened, who spoke, and its days, before roles and incidents are settled.

    `gate` are the weights of actuality it was read with; None, the trained ones.
    """

    report: Report
    folded: Folded
    dated: Dated
    countries: tuple[str, ...]
    talk: Conversation
    frames: list[Frame]
    happenings: list[Happening]
    sentences: Sequence[Sentence]
    setting: Setting
    gate: actuality.Weights | None

    @property
    def scene(self) -> Scene:
        """What the whole report offers to casting."""
        bodies = self.talk.bodies
        named: dict[str, int] = {}
        for sentence in self.sentences:
            for unit in sentence.units:
                if unit.body and unit.body != "theirs":
                    named[unit.body] = named.get(unit.body, 0) + 1
        company = Company(joined_in(self.sentences), bodies.lexicon.rivals, bodies.states, self.countries)
        return Scene(self.sentences, named, company)


def extract(report: Report, vocabulary: Vocabulary) -> Reading:
    """The incidents of a report with their claims; places are named, not yet resolved."""
    telling = tell(report, vocabulary)
    if telling is None:
        return Reading(report)
    made = (incident for incident, _ in settle(telling) if incident is not None)
    warnings = find_warnings(telling.frames, telling.happenings, telling.folded)
    return Reading(telling.report, tuple(made), warnings, telling.countries)


def settle(telling: Telling, gate: Weights | None = None) -> list[tuple[Incident | None, Happening]]:
    """Each happening with the incident it makes, once all roles are settled."""
    happenings = reckon(telling.happenings, telling.dated.published, telling.setting, gate, telling.gate)
    if not happenings:
        return []
    attach_remarks(happenings, said_of_less(telling.happenings, happenings))
    scene = telling.scene
    weighed = [candidates(happening, happenings, scene) for happening in happenings]
    places = PlacesNamed(telling.sentences, telling.countries, telling.talk.bodies.states)
    for happening, found in zip(happenings, weighed, strict=True):
        cast(happening, found, scene.rivals)
        happening.site = site(happening, places)
    return [
        (incident_of(happening, found, telling.report, telling.talk, telling.dated, happenings), happening)
        for happening, found in zip(happenings, weighed, strict=True)
    ]


def tell(report: Report, vocabulary: Vocabulary, gate: actuality.Weights | None = None) -> Telling | None:
    """What a report tells happened; None where it has no word of harm, is about something else, or tells of years long past.

    `gate` are other weights of actuality than the trained ones.
    """
    folded = fold(report.full_text)
    hits = vocabulary.matcher.hits(folded.text)
    if not any(gist_of(hit).harm for hit in hits):
        return None
    if actuality.far_from_war(stems_in(folded.text), gate or actuality.load_weights()):
        return None
    dated = date_report(folded, report)
    countries = countries_of(hits, folded.text)
    bodies = Bodies(vocabulary.lexicon, countries, vocabulary.states)
    bodies.rebel = rebel_of(hits, bodies)
    read = _sentences(folded, hits, dated, bodies)
    running_years(read, dated)
    if historical(folded.text, read, dated):
        return None
    dated = Dated(dated.anchor, dated.published, dated.line, running_days(read))
    author = _declarant(read) or (
        None if is_medium(report.outlet, vocabulary.lexicon) else _author(read, bodies, folded)
    )
    talk = Conversation(
        folded, bodies, Speaker(author or "outlet", report.outlet or author or "outlet", None), report.forwarded_from
    )
    states = frozenset(state.actor for state in vocabulary.states.values())
    frames: list[Frame] = []
    remarks: list[Remark] = []
    for sentence in read:
        voices = find_voices(sentence.units, talk)
        credit(sentence, voices, frames)
        found = find_frames(sentence, voices, vocabulary.frames, bodies.state_actor(), states)
        told = [f for f in found if not to_come(f, dated)]
        for frame in told:
            frame.past, frame.ago = long_past(frame, dated), how_long_ago(frame, dated)
            frame.parts = _spoken_for(frame.parts, author or (talk.last.actor if talk.last is not None else None))
        frames.extend(told)
        if not sentence.title:
            remarks.extend(find_remarks(sentence, voices, told))
    setting = Setting(_calm(hits), _mishap(hits, read), len(frames), wording(read))
    happenings = join_frames(frames, setting, gate)
    happenings = split_places(happenings, folded.text)
    for happening in happenings:
        answer_for(happening, talk)
    share_perpetrators(happenings)
    attach_remarks(happenings, remarks)
    if dated.published is not None and report.published is None:
        report = replace(report, published=dated.published)
    return Telling(report, folded, dated, countries, talk, frames, happenings, read, setting, gate)


def _calm(hits: Sequence[Hit]) -> bool:
    """Whether a report is mostly about something other than conflict, by the words it uses."""
    calm = war = 0
    for hit in hits:
        gist = gist_of(hit)
        calm += gist.calm
        war += gist.war
    return calm >= 4 and calm > war * 0.7


def _mishap(hits: Sequence[Hit], sentences: Sequence[Sentence]) -> bool:
    """Whether title and lead tell of an accident or a disaster rather than of violence."""
    end = next((s.end for s in reversed(sentences) if s.index <= _LEAD), 0)
    mishap = violence = 0
    for hit in hits:
        if hit.start >= end:
            break
        gist = gist_of(hit)
        mishap += gist.mishap
        violence += gist.violence
    return mishap > violence


_LEAD = 2
"""The last sentence of the lead, the title being the first of all."""


_NEAR = 4
"""How many sentences away a voice may still speak of what is told."""


def _sentences(folded: Folded, hits: list[Hit], dated: Dated, bodies: Bodies) -> list[Sentence]:
    """The sentences that tell something, or say something near one that tells, as units with their parties named."""
    found: list[Sentence] = []
    title_end = folded.text.find("\n")
    spans = sentences(folded)
    weighed = _weighed(spans, hits)
    heading: list[Unit] = []
    telling = [index for index, (_, _, kind) in enumerate(weighed) if kind == "tells"]
    elsewhere = teasers(folded.text)
    for index, ((start, end), (at, stop, kind)) in enumerate(zip(spans, weighed, strict=True)):
        if any(first <= start < last for first, last in elsewhere):
            continue
        own = hits[at:stop]
        near = bisect_left(telling, index - _NEAR)
        if kind and near < len(telling) and telling[near] <= index + _NEAR:
            units = name_bodies(build_units(folded, start, end, own, dated.anchor, kind == "tells"), bodies)
            title = title_end >= 0 and end <= title_end + 1
            told = units if title else _without_dateline(units, dated)
            label = units[: len(units) - len(told)] or heading
            heading = []
            found.append(Sentence(index, start, end, told, title=title, tells=kind == "tells", label=label))
        else:
            heading = _heading(folded, start, end, own, dated)
            _overhear(own, bodies)
    return found


_LONGEST_HEADING = 25
"""Characters that a line which is only the name of a place has at most."""


def _heading(folded: Folded, start: int, end: int, hits: list[Hit], dated: Dated) -> list[Unit]:
    """The place of a line that is nothing but its name: it heads what follows."""
    if end - start > _LONGEST_HEADING or len(hits) not in (1, 2) or hits[-1].get("place") is None:
        return []
    return build_units(folded, start, end, hits, dated.anchor, False)


def _weighed(spans: Sequence[tuple[int, int]], hits: Sequence[Hit]) -> list[tuple[int, int, str]]:
    """For each sentence its first and last hit, and whether its words tell of harm, only say something, or neither."""
    found: list[tuple[int, int, str]] = []
    at, count = 0, len(hits)
    for start, end in spans:
        while at < count and hits[at].start < start:
            at += 1
        stop = at
        kind = ""
        site = False
        while stop < count and hits[stop].start < end:
            gist = gist_of(hits[stop])
            if gist.tells:
                kind = "tells"
            elif gist.says:
                kind = kind or "says"
            if gist.site and stop == at:
                site = True
            stop += 1
        found.append((at, stop, "" if site else kind))
    return found


def _spoken_for(parts: list[Part], we: str | None) -> list[Part]:
    """ "Our forces" are the author's, else those of whoever spoke last; of nobody known, they are left out."""
    return [replace(p, body=we or "") if p.body == "we" else p for p in parts if p.body != "we" or we]


def _author(sentences: Sequence[Sentence], bodies: Bodies, folded: Folded) -> str | None:
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
    told = [u for s in sentences for u in s.units if u.body == "we" and not s.title and not _quoted(u, folded)]
    if not told:
        return None
    spoken = sum(1 for s in sentences for u in s.units if u.tag == "Q" and not s.title)
    if len(told) * 3 < spoken:
        return None
    named = [
        body
        for body, entry, _ in bodies.recent
        if entry in bodies.lexicon.entries["actors"] and bodies.lexicon.entries["actors"][entry].entry.kind != "source"
    ]
    return named[-1] if named else None


def _declarant(sentences: Sequence[Sentence]) -> str | None:
    """Whose spokesman's statement the report reprints: it opens with صرح المتحدث, and hardly anybody else speaks in it."""
    told = [s.units for s in sentences if not s.title]
    if len(told) < 2 or len(told[0]) < 3 or not told[0][0].text.startswith("صرح") or told[0][1].tag not in "I@A":
        return None
    if any(u.tag == "Q" and u.speech is not None and not u.speech.follows for units in told[1:] for u in units[:1]):
        return None
    return next((u.body for u in told[0][1:7] if u.tag in "AY" and u.body), None)


def _quoted(unit: Unit, folded: Folded) -> bool:
    """Whether a unit stands between quotation marks of its own line."""
    return folded.text.count('"', folded.text.rfind("\n", 0, unit.start) + 1, unit.start) % 2 == 1


def _overhear(hits: Sequence[Hit], bodies: Bodies) -> None:
    """Bodies named in sentences that tell nothing are still remembered for the words that refer back."""
    for hit in hits:
        term = body_meant(hit.terms, bodies)
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
