"""Speakers by their noun phrases: who is named, through which medium the words came, and whom a word like المصدر means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from riwaya.arabic.fold import fold_key
from riwaya.extract.media import (
    MEDIUMS,
    MEN,
    carrier,
    channels,
    closed,
    is_medium,
    link_to,
    medium,
    ministry_quoted,
    outlet_speaker,
    party_voice,
)
from riwaya.extract.offices import (
    ANONYMOUS,
    abroad,
    against,
    by_name,
    cause,
    closer,
    envoy,
    members,
    of_a_group,
    of_security,
    office,
    some_official,
)
from riwaya.extract.phrases import goes_on_of, name_end, phrase_bounds, speech_opens
from riwaya.extract.talk import Conversation, Speaker, nameless, nation_of
from riwaya.extract.units import Unit
from riwaya.lexicon.entries import InstitutionEntry, OutletEntry
from riwaya.model import Link, Span

__all__ = [
    "Conversation",
    "Speaker",
    "carrier",
    "channels",
    "is_medium",
    "nameless",
    "paper",
    "read_speaker",
    "read_subject",
]

_NAMED = frozenset("AYSZ")
_HIS_WORDS = ("قوله", "قولها", "قولهم")
_UNNAMED = ("مصدر", "مصادر", "ضابط في", "مصدران")


def read_subject(
    units: Sequence[Unit], start: int, talk: Conversation, reach: int, sourced: bool = False
) -> tuple[Speaker | None, int]:
    """The noun phrase of a speaker beginning at `start`: who it is, and where it ends.

    `sourced` where an unknown name is a speaker also if only the words said, a comma or a relative clause follow.
    """
    first, end = phrase_bounds(units, start, reach, talk.folded)
    if end == first:
        return None, start
    sure = (
        sourced
        and end < len(units)
        and (
            units[end].tag in "r,at:"
            or units[end].core in _HIS_WORDS
            or goes_on_of(units, end)
            or speech_opens(units, end, talk.folded)
        )
    )
    speaker = read_speaker(units, first, end, talk, sure)
    if speaker is not None and first > start:
        speaker = _through(speaker, channels(units[start:first], talk, speaker.via))
    return speaker, end


def _through(speaker: Speaker, further: Sequence[Link]) -> Speaker:
    """The speaker with more links through which the words came."""
    return replace(speaker, via=(*speaker.via, *further)) if further else speaker


@dataclass(slots=True)
class _Phrase:
    """A speaker's noun phrase as it is read: who in it speaks, whether unnamed, and through which media."""

    chosen: Unit | None = None
    unnamed: Unit | None = None
    via: list[Link] = field(default_factory=list)
    stop: int = 0


def read_speaker(
    units: Sequence[Unit], start: int, end: int, talk: Conversation, sourced: bool = False
) -> Speaker | None:
    """The speaker whom units [start, end) name; `sourced` where the words before leave no doubt that it is one."""
    head = units[start]
    if head.word == "calm" and "حداد" in head.core:
        return None
    if head.core in _THEIR_MEN and talk.last is not None:
        return replace(talk.last, named=False)
    alone = next((j for j in range(start + 1, end) if units[j].tag == ","), end) - start <= 3
    if head.text == "تقرير" and end - start > 1 and units[start + 1].tag in "@O" and not units[start + 1].prefix:
        return read_speaker(units, start + 1, end, talk, sourced)
    quotes = _relayed(units, start, end, None) is not None
    if head.word == "anaphor" and alone and not quotes and (meant := talk.again(head.core)) is not None:
        links = tuple(
            link_to(u, t.entry, talk)
            for u in units[start + 1 : end]
            if u.tag == "O" and (t := u.get("outlet")) is not None
        )
        return Speaker(meant.actor, meant.name, meant.span, links or meant.via, named=False)
    phrase = _read(units, start, end, talk)
    chosen = phrase.chosen
    if (called := _called(units, start, end, talk)) is not None and (
        chosen is None or chosen.tag == "J" or chosen.body in _ANYBODY
    ):
        return called
    name, span = _name(units, start, phrase.stop, talk)
    if chosen is not None and head.core.split(" ")[0] in _STATEMENTS and (by := _author_of(units, start, end)):
        name, span = _name(units, by, phrase.stop, talk)
    relayed = _relayed(units, start, end, chosen)
    if relayed is not None:
        further, _ = read_subject(units, relayed, talk, 10, True)
        if further is not None and further.actor == "outlet" and chosen is not None and chosen.tag == "O":
            return outlet_speaker(chosen, name, span, (), talk)
        if further is not None and not (
            chosen is not None and party_voice(chosen, talk) and further.actor in ANONYMOUS
        ):
            term = chosen.get("outlet") if chosen is not None and chosen.tag == "O" else None
            again = talk.again(head.core) if term is None and head.word == "anaphor" else None
            link = (
                link_to(chosen, term.entry, talk)
                if term and chosen
                else Link("agency", name, again.actor if again else None, span)
            )
            owner = ministry_quoted(units, start, end, relayed, talk)
            return replace(further, actor=owner or further.actor, via=(link, *further.via))
    phrase.via.extend(channels(units[end : end + 6], talk, phrase.via))
    via = tuple(phrase.via)
    if chosen is None and via and (by := _issued(units, start, end)):
        issuer, _ = read_subject(units, by, talk, 10, True)
        return _through(issuer, via) if issuer is not None else None
    if chosen is None:
        return nameless(units, start, end, name, span, via, talk, sourced)
    if chosen.tag == "O":
        return outlet_speaker(chosen, name, span, via, talk)
    if chosen.body == "outlet" and (medium := talk.again(chosen.core.split(" ")[-1])) is not None:
        return replace(medium, named=False)
    actor = _actor(units, start, end, phrase, talk)
    if actor is not None and actor.startswith("other:"):
        actor = None
    return Speaker(actor, name, span, via)


def _read(units: Sequence[Unit], start: int, end: int, talk: Conversation) -> _Phrase:
    phrase = _Phrase(stop=end)
    for j in range(start, end):
        unit = units[j]
        chosen = phrase.chosen
        if unit.tag == "O":
            term = unit.get("outlet")
            entry = term.entry if term else None
            if not isinstance(entry, OutletEntry):
                continue
            if _correspondent(chosen, units[start]):
                phrase.chosen = unit
            elif chosen is not None and chosen is units[j - 1] and _agencies(chosen, entry):
                phrase.chosen = unit
            elif (
                chosen is None
                and entry.kind not in MEDIUMS
                and (not unit.prefix or (j == start > 0 and units[j - 1].core in _GOVERNING))
                and (j == 0 or units[j - 1].text != "ل")
                and not (j == start + 1 and units[start].text in _ITS_SOURCES)
            ):
                phrase.chosen = unit
            else:
                phrase.via.append(link_to(unit, entry, talk))
                if chosen is not None or phrase.unnamed is not None:
                    phrase.stop = min(phrase.stop, j)
            continue
        if unit.tag == "I" and unit.text.startswith(_UNNAMED) and phrase.unnamed is None:
            phrase.unnamed = unit
        if unit.tag == "S" and unit.prefix.endswith("ل") and j > start and medium(unit):
            phrase.stop = min(phrase.stop, j)
            continue
        if unit.core == "اعلامي" and j > start and units[j - 1].tag == "I":
            continue
        if unit.tag == "S" and unit.prefix == "و" and chosen is None and units[start].core.startswith("مسوول"):
            break
        if unit.tag in _NAMED or (unit.tag == "J" and unit.body and j > start and office(units, start, j)):
            if chosen is not None and chosen.tag == "O" and units[j - 1].tag in "a":
                if (term := chosen.get("outlet")) is not None:
                    phrase.via.append(link_to(chosen, term.entry, talk))
                phrase.chosen = unit
            elif chosen is None and not (
                j > start and (against(units, start, j) or cause(units, start, j) or members(units, start, j))
            ):
                phrase.chosen = unit
            elif chosen is not None and closer(chosen, unit, units[j - 1]):
                phrase.chosen = unit
        elif unit.tag == "E" and chosen is None and unit.body and (j == start or envoy(units[j - 1])):
            phrase.chosen = unit
    return phrase


def _called(units: Sequence[Unit], start: int, end: int, talk: Conversation) -> Speaker | None:
    """Who is told only by what they call themselves (جماعة تطلق على نفسها اسم …, مجموعة تعرف باسم …)."""
    for j in range(start + 1, min(end + 2, len(units) - 2)):
        verb = units[j].text
        if verb in _NAMING and units[j + 1].text == "علي" and units[j + 2].text in _THEMSELVES:
            at = j + 3
            at += at < len(units) and units[at].text == "اسم"
        elif verb in _KNOWN and units[j + 1].text in ("باسم", "ب"):
            at = j + 2
        else:
            continue
        first, last = phrase_bounds(units, at, 8, talk.folded, addressed=False)
        if last > first and units[first].tag in "wAHNPCS#s":
            body = units[first].body if units[first].tag == "A" else None
            return Speaker(body, *_name(units, first, last, talk))
    return None


_NAMING = frozenset("تطلق يطلق يطلقون اطلقت اطلق".split())
_KNOWN = frozenset("تعرف يعرف يعرفون تعرفون المعروفه المعروف معروفه تسمي يسمي".split())
_THEMSELVES = frozenset("نفسها نفسه انفسهم".split())
_ANYBODY = frozenset("jihadists unknown-gunmen fighters militias civilians activists volunteers".split())
"""Bodies whose names are words for anybody of their sort."""


def _issued(units: Sequence[Unit], start: int, end: int) -> int:
    """Where the issuer of a statement is named (ذكر بيان صادر عن رئاسة الأركان); 0 for none."""
    for j in range(start, min(end + 2, len(units) - 1)):
        if units[j].core.endswith(_ISSUED) and units[j + 1].tag == "a":
            return j + 2
    return 0


def _agencies(chosen: Unit, entry: OutletEntry) -> bool:
    """One agency named right after another word for one is meant (وكالة الأنباء الروسية "سبوتنيك")."""
    term = chosen.get("outlet") if chosen.tag == "O" else None
    return term is not None and term.id != entry.id and term.entry.kind == entry.kind == "agency"


def _correspondent(chosen: Unit | None, head: Unit) -> bool:
    """A medium's own man speaks for it (مصور متعاون مع فرانس برس)."""
    if chosen is not None:
        return chosen.tag == "S" and chosen.body == "journalists"
    return head.core.startswith(MEN)


def _author_of(units: Sequence[Unit], start: int, end: int) -> int:
    """Where the author of a statement begins (بيان مشترك للجمعية الطبية …); 0 for none."""
    return next(
        (j for j in range(start + 1, min(end, start + 3)) if units[j].prefix.endswith("ل") and units[j].body), 0
    )


_STATEMENTS = frozenset("بيان بلاغ تصريح".split())
_ISSUED = ("صادر", "صدر")
_ITS_SOURCES = frozenset("مصدر مصادر".split())
"""Of a medium, those it has its words from (مصادر الجزيرة)."""
_THEIR_MEN = frozenset("مراسله مراسلها موفده موفدها مصوره مصورها".split())
"""A medium's own man, spoken of after it (… التلفزيون … وقال مراسله)."""


def _actor(units: Sequence[Unit], start: int, end: int, phrase: _Phrase, talk: Conversation) -> str | None:
    chosen, unnamed = phrase.chosen, phrase.unnamed
    assert chosen is not None
    if chosen.tag == "Y":
        term = chosen.get("institution")
        if term is not None and term.id == "state-agency":
            return _agency_of(nation_of(units[start:end]) or chosen.body, talk)
        if term is not None and term.id == "ambulance":
            return "medical-sources"
        anonymous = unnamed is not None or (
            term is not None and term.entry.kind in _FORCES and some_official(units[start])
        )
        return (_unnamed(chosen) if anonymous else None) or chosen.body
    if chosen.tag == "J" and unnamed is not None:
        return "local-sources"
    if chosen.tag == "S" and chosen.body == "media-reports" and any(u.core in _OFFICIAL for u in units[start:end]):
        return nation_of(units[start:end]) or talk.bodies.state_actor() or chosen.body
    if chosen.tag == "S" and chosen.body == "military-source" and any(map(of_security, units[start:end])):
        return "security-source"
    if chosen.tag == "S" and chosen.body in ("military-source", "security-source") and by_name(units, start, chosen):
        state = talk.commanded()
        return state if state is not None and any(body == state for body, _, _ in talk.bodies.recent) else chosen.body
    if chosen.tag == "S" and chosen.body in ("officials", "government-source"):
        if (nation := nation_of(units[start:end])) is not None:
            return nation
        if of_a_group(units[start:end]):
            return None
        if abroad(units[start:end], talk):
            return "local-sources"
        return talk.bodies.state_actor() or chosen.body
    return chosen.body


_FORCES = ("police", "security")
"""Forces of whose unnamed officials only the kind is told."""


_OFFICIAL = frozenset("الرسميه الحكوميه رسميه حكوميه".split())
"""Media that are a state's own."""


def _agency_of(body: str | None, talk: Conversation) -> str | None:
    """The news agency of the state that is meant by وكالة الأنباء الرسمية."""
    state = body if body and not body.startswith("other:") else talk.bodies.state_actor()
    agencies = talk.bodies.lexicon.all("outlets", OutletEntry)
    return next((a.id for a in agencies if a.kind == "agency" and state and a.voice_of == state), None)


def _name(units: Sequence[Unit], start: int, stop: int, talk: Conversation) -> tuple[str, Span]:
    """The name as written, without the preposition joined to it; the article that ل swallows is given back."""
    head = units[start]
    original = talk.folded.original
    joined = len(head.prefix) if head.text != "والي" and not (head.prefix == "ب" and units[start - 1].tag == "Q") else 0
    if head.tag == "w" and head.prefix[:1] in ("و", "ف", "ك") and start and units[start - 1].tag == "Q":
        joined = 0
    if not joined and head.tag == "w" and head.text.startswith("ل") and start and units[start - 1].core in _GOVERNING:
        joined = 1
    first, last = talk.folded.span(head.start + joined, units[name_end(units, start, stop, talk.folded) - 1].end)
    last = closed(original, first, last)
    name = original[first:last]
    if joined and head.text[joined - 1 : joined + 1] == "لل" and name.startswith("ل") and name[1:2].isalpha():
        name = f"ا{name}"
    return name, Span(first, last)


_GOVERNING = frozenset("وفقا طبقا استنادا".split())


def _relayed(units: Sequence[Unit], start: int, end: int, chosen: Unit | None) -> int | None:
    """Where the source begins whose words a medium passes on (نقلت … عن; ذكرت …، نقلا عن)."""
    carried = any(units[j].core.startswith(_CARRY) for j in range(max(0, start - 2), start))
    papers = chosen is None and units[start].core.removeprefix("ال").startswith(_PAPERS)
    if not carried and not papers and (chosen is None or not medium(chosen)):
        return None
    at = end
    while at < min(len(units), end + 3) and units[at].tag in ",D":
        at += 1
    if at + 1 >= len(units):
        return None
    if (units[at].tag == "a" and (at == end or carried)) or (
        units[at].tag == "B" and units[at].core.startswith(("نقلا", "علي لسان"))
    ):
        return at + 1
    return None


_PAPERS = ("صحيفه", "قناه", "موقع", "وكاله", "اذاعه", "تلفزيون", "شبكه", "مجله", "محطه")
"""Media that no list knows."""


def paper(speaker: Speaker) -> Link | None:
    """The link that a medium is which no list knows, or of which only the kind is told (وسائل إعلام روسية)."""
    head = fold_key(speaker.name).split(" ")[0].removeprefix("ال")
    unlisted = speaker.actor is None and head in _PAPERS
    return (
        Link("agency", speaker.name, speaker.actor, speaker.span)
        if unlisted or speaker.actor == "media-reports"
        else None
    )


_CARRY = ("نقل", "ينقل", "تنقل", "ما نقل")


def _unnamed(unit: Unit) -> str | None:
    term = unit.get("institution")
    entry = term.entry if term else None
    if not isinstance(entry, InstitutionEntry):
        return None
    return {
        "military": "military-source",
        "police": "security-source",
        "security": "security-source",
        "health": "medical-sources",
    }.get(entry.kind)
