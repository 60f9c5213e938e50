"""Media: through which agency, paper, document or page words came, for whom they speak, and whose ministry they quote."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from riwaya.arabic.fold import fold_key
from riwaya.extract.phrases import phrase_bounds
from riwaya.extract.talk import Conversation, Speaker, nation_of
from riwaya.extract.units import Unit
from riwaya.lexicon import Lexicon
from riwaya.lexicon.entries import OutletEntry, StateEntry
from riwaya.model import Link, Role, Span

_ROLES: dict[str, Role] = {"agency": "agency", "state_media": "agency", "party_media": "agency"}
MEDIUMS = frozenset({"medium", "social"})
MEN = ("مراسل", "مصور", "موفد", "مندوب", "صحفي", "صحافي", "محرر")
"""A medium's own people."""


def closed(original: str, first: int, last: int) -> int:
    """The end of a name with the quotation mark or bracket that closes what was opened in it."""
    name = original[first:last]
    following = original[last : last + 1]
    for opening, closing in (('"', '"'), ("«", "»"), ("“", "”"), ("(", ")")):
        odd = name.count(opening) % 2 == 1 if opening == closing else name.count(opening) > name.count(closing)
        if odd and following == closing:
            return last + 1
    return last


def ministry_quoted(units: Sequence[Unit], start: int, end: int, relayed: int, talk: Conversation) -> str | None:
    """Whose ministry a nation's own media quote, where nothing beside it tells (نقلت وكالات روسية عن وزارة الدفاع): that nation's."""
    first, last = phrase_bounds(units, relayed, 10, talk.folded)
    if first == last or units[first].tag != "Y" or not units[first].core.startswith(_OF_A_STATE):
        return None
    if nation_of(units[first + 1 : last]) is not None:
        return None
    carrying = next((u for u in units[start:end] if u.tag in "JO"), units[start])
    if carrying.tag != "O":
        national = _adjectives(talk.bodies.lexicon).get(
            carrying.core.split(" ")[-1].removeprefix("ال").removesuffix("ه")
        )
        return nation_of([carrying]) if carrying.tag == "J" else national
    term = carrying.get("outlet")
    if term is None or term.entry.kind != "agency" or term.id in _OF_THE_WORLD:
        return None
    state = talk.bodies.states.get(term.entry.country or "")
    return state.actor if state is not None else None


@lru_cache(maxsize=4)
def _adjectives(lexicon: Lexicon) -> dict[str, str]:
    """The body that each nation's adjective means, without the article."""
    states = lexicon.all("states", StateEntry)
    return {fold_key(word).removeprefix("ال"): state.actor for state in states for word in state.adjective}


_OF_A_STATE = ("وزار", "وزير", "الجيش", "الخارجيه", "الداخليه", "الرياسه", "رياسه", "هييه الاركان", "الكرملين")


_OF_THE_WORLD = frozenset("reuters afp ap dpa upi xinhua efe".split())
"""Agencies that quote ministries of every country."""


def medium(unit: Unit) -> bool:
    """Whether the unit is an outlet or a word for the media."""
    if unit.tag == "O":
        return True
    term = unit.get("institution") or unit.get("source")
    return term is not None and term.id in ("state-media", "state-agency", "media-reports", "journalists")


def channels(units: Sequence[Unit], talk: Conversation, known: Sequence[Link] = ()) -> list[Link]:
    """The documents and channels named beside a speaker (في بيان على تلغرام; على حسابه في تويتر)."""
    found: list[Link] = []
    for unit in units:
        term = unit.get("outlet") if unit.tag == "O" else None
        entry = term.entry if term is not None else None
        if isinstance(entry, OutletEntry) and (entry.kind in MEDIUMS or unit.prefix.endswith("ل")):
            found.append(link_to(unit, entry, talk))
        elif unit.tag not in "oiwyDF":
            break
    taken = {link.actor for link in known}
    return [link for link in found if link.actor not in taken]


def carrier(units: Sequence[Unit], start: int, end: int, talk: Conversation) -> Link | None:
    """The medium that units [start, end) name, where it is nobody's voice but a link through which words came."""
    named = [u for u in units[start:end] if u.tag in "AYSZO" and not (u.tag == "Y" and medium(u))]
    terms = {term.id: term for u in named if (term := u.get("outlet")) is not None}
    if any(u.tag != "O" for u in named) or len(terms) != 1:
        return None
    entry = next(iter(terms.values())).entry
    if entry.kind in MEDIUMS or _own(entry, talk.outlet.name) or party_voice(named[0], talk):
        return None
    return link_to(named[0], entry, talk)


def party_voice(unit: Unit, talk: Conversation) -> bool:
    """Whether a medium speaks for a party: what its unnamed sources say is the party's account."""
    term = unit.get("outlet")
    return term is not None and bool(term.entry.voice_of) and not _of_state(term.entry, talk)


def link_to(unit: Unit, entry: OutletEntry, talk: Conversation) -> Link:
    first, last = talk.folded.span(unit.start + len(unit.prefix), unit.end)
    last = closed(talk.folded.original, first, last)
    role = _ROLES.get(entry.kind, "document" if entry.id in ("statement",) else "channel")
    return Link(role, talk.folded.original[first:last], entry.id, Span(first, last))


def outlet_speaker(unit: Unit, name: str, span: Span, via: tuple[Link, ...], talk: Conversation) -> Speaker:
    term = unit.get("outlet")
    assert term is not None
    entry = term.entry
    if fold_key(name).startswith(MEN) and _own(entry, talk.outlet.name):
        return Speaker(talk.outlet.actor, name, span, via)
    if entry.voice_of and not _state_agency(entry, talk):
        return Speaker(talk.bodies.lexicon.body(entry.voice_of), name, span, (link_to(unit, entry, talk), *via))
    return Speaker(entry.id, name, span, tuple(link for link in via if link.actor != entry.id))


def _own(entry: OutletEntry, outlet: str) -> bool:
    """Whether a medium is the outlet that publishes the report."""
    key = _plain(outlet)
    return len(key) >= 3 and any(key in _plain(name) for name in (entry.id, *entry.english, *entry.names))


@lru_cache(maxsize=256)
def is_medium(outlet: str | None, lexicon: Lexicon) -> bool:
    """Whether an outlet is a known medium that speaks for no party: "our forces" in its reports are somebody's it quotes."""
    entries = lexicon.all("outlets", OutletEntry) if outlet else ()
    return any(
        entry.kind not in MEDIUMS and not entry.voice_of and _plain(name) == _plain(outlet or "")
        for entry in entries
        for name in (entry.id, *entry.english, *entry.names)
    )


def _plain(name: str) -> str:
    return "".join(c for c in fold_key(name).lower() if c.isalnum())


def _state_agency(entry: OutletEntry, talk: Conversation) -> bool:
    """Whether a medium is a state's news agency: it is heard as itself, not as the government."""
    return entry.kind == "agency" and _of_state(entry, talk)


def _of_state(entry: OutletEntry, talk: Conversation) -> bool:
    return any(state.actor == entry.voice_of for state in talk.bodies.states.values())
