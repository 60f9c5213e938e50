"""Speakers by their noun phrases: who is named, through which medium the words came, and whom a word like المصدر means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from riwaya.arabic.fold import Folded, fold_key
from riwaya.extract.bodies import Bodies
from riwaya.extract.units import Unit
from riwaya.lexicon.entries import InstitutionEntry, OutletEntry
from riwaya.model import Link, Role, Span

SUBJECT_TAGS = frozenset("AYSZOIwJfiyEPH(-@DkW)/n+sU")
_NAMED = frozenset("AYSZ")
_ROLES: dict[str, Role] = {"agency": "agency", "state_media": "agency", "party_media": "agency"}
_MEDIUMS = frozenset({"medium", "social"})
_UNNAMED = ("مصدر", "مصادر", "ضابط في", "مصدران")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker as named at one place of the text, and the links through which the words came."""

    actor: str | None
    name: str
    span: Span | None
    via: tuple[Link, ...] = ()
    named: bool = True

    @property
    def key(self) -> str:
        """What makes two mentions one speaker."""
        return self.actor or f"other:{self.name}"


@dataclass(eq=False)
class Conversation:
    """Who has spoken so far in the report."""

    folded: Folded
    bodies: Bodies
    outlet: Speaker
    last: Speaker | None = None
    spoken: list[Speaker] = field(default_factory=list)

    def heard(self, speaker: Speaker) -> None:
        """Keeps the speaker for the sentences that run on."""
        self.last = speaker
        self.spoken.append(speaker)


def read_subject(units: Sequence[Unit], start: int, talk: Conversation, reach: int) -> tuple[Speaker | None, int]:
    """The noun phrase of a speaker beginning at `start`: who it is, and where it ends."""
    size = len(units)
    end = start
    commas = 0
    while end < min(size, start + reach):
        tag = units[end].tag
        if (
            tag == ","
            and commas < 2
            and end > start
            and end + 1 < size
            and units[end + 1].tag in "ZwDIi@A"
            and _leads_to_that(units, end + 1)
        ):
            commas += 1
        elif tag not in SUBJECT_TAGS or (
            tag == "w" and (units[end].text in _ENDS or (end > start and _act(units[end].text)))
        ):
            break
        elif (
            tag in "H"
            and end == start
            and units[end].body is None
            and not units[end].definite
            and units[end].count is None
        ):
            break
        end += 1
    if end == start:
        return None, start
    return read_speaker(units, start, end, talk), end


def _act(text: str) -> bool:
    """بإقامة …, بإخفاق …: a verbal noun after ب is what is said, not who says it."""
    return text.startswith(("با", "بت", "بش")) and not text.startswith("بال") and len(text) > 4


_ENDS = frozenset(
    "ب وقوع سقوط تنفيذ حدوث ان انها شن اطلاق وصول تسجيل استعداد بدء انتهاء مسووليه وجود ارتفاع تعرض تدمير انه قوله ذلك الا".split()
)


def _leads_to_that(units: Sequence[Unit], start: int) -> bool:
    """An apposition between commas belongs to the speaker if إن or a colon comes soon after it."""
    for j in range(start, min(len(units), start + 10)):
        if units[j].tag in "t:":
            return True
        if units[j].tag in "QKVLM.;F":
            return False
    return False


def closed(original: str, first: int, last: int) -> int:
    """The end of a name with the quotation mark or bracket that closes what was opened in it."""
    name = original[first:last]
    following = original[last : last + 1]
    for opening, closing in (('"', '"'), ("«", "»"), ("“", "”"), ("(", ")")):
        odd = name.count(opening) % 2 == 1 if opening == closing else name.count(opening) > name.count(closing)
        if odd and following == closing:
            return last + 1
    return last


def read_speaker(units: Sequence[Unit], start: int, end: int, talk: Conversation) -> Speaker | None:
    if (
        units[start].word == "anaphor"
        and end - start <= 3
        and (meant := _spoken_as(units[start].core, talk)) is not None
    ):
        links = tuple(
            _link(u, t.entry, talk)
            for u in units[start + 1 : end]
            if u.tag == "O" and (t := u.get("outlet")) is not None
        )
        return Speaker(meant.actor, meant.name, meant.span, links or meant.via, named=False)
    chosen: Unit | None = None
    unnamed: Unit | None = None
    via: list[Link] = []
    stop = end
    for j in range(start, end):
        unit = units[j]
        if unit.tag == "O":
            term = unit.get("outlet")
            entry = term.entry if term else None
            if chosen is None and isinstance(entry, OutletEntry) and entry.kind not in _MEDIUMS and unit.prefix == "":
                chosen = unit
            elif isinstance(entry, OutletEntry):
                via.append(_link(unit, entry, talk))
                stop = min(stop, j) if chosen is not None or unnamed is not None else stop
            continue
        if unit.tag == "I" and unit.text.startswith(_UNNAMED) and unnamed is None:
            unnamed = unit
        if unit.tag in _NAMED or (unit.tag == "J" and unit.body and j > start and units[j - 1].tag in "Iw@(Y"):
            if chosen is None or (chosen.tag == "O" and units[j - 1].tag in "a"):
                if chosen is not None:
                    term = chosen.get("outlet")
                    if term is not None:
                        via.append(_link(chosen, term.entry, talk))
                chosen = unit
        if unit.tag == "E" and chosen is None and j == start and unit.body:
            chosen = unit
    relayed = _relayed(units, end)
    if relayed is not None and chosen is not None and chosen.tag == "O" and not _party_voice(chosen):
        further, _ = read_subject(units, relayed, talk, 8)
        if further is not None:
            term = chosen.get("outlet")
            link = (_link(chosen, term.entry, talk),) if term else ()
            return Speaker(further.actor, further.name, further.span, (*link, *further.via))
    via.extend(_channels(units, end, talk, via))
    span_end = _name_end(units, start, stop)
    first, last = talk.folded.span(_name_start(units[start]), units[span_end - 1].end)
    last = closed(talk.folded.original, first, last)
    name = talk.folded.original[first:last]
    span = Span(first, last)
    if chosen is None:
        return nameless(units, start, end, name, span, tuple(via), talk)
    if chosen.tag == "O":
        return _outlet(chosen, name, span, tuple(via), talk)
    actor = chosen.body
    if unnamed is not None and chosen.tag == "Y":
        actor = _unnamed(chosen) or actor
    if actor is not None and actor.startswith("other:"):
        actor = None
    return Speaker(actor, name, span, tuple(via))


def _relayed(units: Sequence[Unit], end: int) -> int | None:
    """Where the source begins whose words a medium passes on (نقلت … عن; ذكرت …، نقلا عن)."""
    at = end + 1 if end < len(units) and units[end].tag == "," else end
    if at + 1 < len(units) and (
        (units[at].tag == "a" and at == end) or (units[at].tag == "B" and units[at].core.startswith("نقلا"))
    ):
        return at + 1
    return None


def _channels(units: Sequence[Unit], end: int, talk: Conversation, known: Sequence[Link]) -> list[Link]:
    """The documents and channels named right behind a speaker (في بيان على تلغرام; على حسابه في تويتر)."""
    found: list[Link] = []
    for unit in units[end : end + 6]:
        term = unit.get("outlet") if unit.tag == "O" else None
        entry = term.entry if term is not None else None
        if isinstance(entry, OutletEntry) and entry.kind in _MEDIUMS:
            found.append(_link(unit, entry, talk))
        elif unit.tag not in "oiwy":
            break
    taken = {link.actor for link in known}
    return [link for link in found if link.actor not in taken]


def _party_voice(unit: Unit) -> bool:
    """Whether a medium speaks for a party: what its unnamed sources say is the party's account."""
    term = unit.get("outlet")
    return term is not None and bool(term.entry.voice_of) and term.id != "sana"


def _name_start(unit: Unit) -> int:
    return unit.start + len(unit.prefix)


def _name_end(units: Sequence[Unit], start: int, stop: int) -> int:
    """A speaker's name ends before adverbs of time, means and quotation."""
    for j in range(start + 1, stop):
        if units[j].tag == "," and j + 1 < stop and units[j + 1].tag == "Z":
            continue
        if units[j].tag in "D," or (
            units[j].tag == "w" and units[j].text in ("عبر", "خلال", "لموقعنا", "للوكاله", "مساء", "صباح")
        ):
            return j
        if units[j].tag == "i" and units[j].text == "في" and j + 1 < stop and units[j + 1].tag == "O":
            return j
    while stop > start + 1 and units[stop - 1].tag in "ifomT(-/":
        stop -= 1
    return max(stop, start + 1)


def _link(unit: Unit, entry: OutletEntry, talk: Conversation) -> Link:
    first, last = talk.folded.span(unit.start + len(unit.prefix), unit.end)
    role = _ROLES.get(entry.kind, "document" if entry.id in ("statement",) else "channel")
    return Link(role, talk.folded.original[first:last], entry.id, Span(first, last))


def _outlet(unit: Unit, name: str, span: Span, via: tuple[Link, ...], talk: Conversation) -> Speaker:
    term = unit.get("outlet")
    assert term is not None
    entry = term.entry
    if entry.voice_of and entry.id != "sana":
        return Speaker(talk.bodies.lexicon.body(entry.voice_of), name, span, (_link(unit, entry, talk), *via))
    return Speaker(entry.id, name, span, via)


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


def nameless(
    units: Sequence[Unit], start: int, end: int, name: str, span: Span, via: tuple[Link, ...], talk: Conversation
) -> Speaker | None:
    """A speaker whom the lexicon does not know: the words that refer back, a medium alone, or a name of its own."""
    head = units[start]
    if head.tag == "@" and end - start <= 3:
        meant = _by_statement(talk) if head.core.endswith("بيان") else _spoken_as(head.core, talk)
        meant = meant or talk.last
        if meant is not None:
            return Speaker(
                meant.actor, meant.name, meant.span, (*via, *(x for x in meant.via if x not in via)), named=False
            )
        return None
    if head.tag == "w" and head.text.startswith("ال"):
        again = _spoken_as(head.text, talk)
        if again is not None:
            return Speaker(again.actor, again.name, again.span, via or again.via, named=False)
        found = talk.bodies.referred(head.text)
        if found is not None:
            return Speaker(found[0], name, span, via, named=False)
    official = next(
        (j for j in range(start, end) if units[j].tag == "I" and units[j].core.startswith(_OFFICIALS)), None
    )
    if official is not None and not any(units[j].tag == "Z" for j in range(start, end)):
        return Speaker(talk.bodies.state_actor(), name, span, via)
    if via and all(units[j].tag in "Oif" for j in range(start, end)):
        return Speaker(talk.last.actor, talk.last.name, talk.last.span, via, named=False) if talk.last else None
    if (
        head.tag == "w"
        and not (end < len(units) and units[end].tag in "t:")
        and all(units[j].tag not in "IY" for j in range(start, end))
    ):
        return None
    if (
        head.tag not in "IHwZ@"
        or (end - start > 1 and units[start + 1].tag in "n")
        or (head.tag == "w" and len(head.text) < 3)
    ):
        return None
    if head.tag == "H" and head.body:
        return Speaker(head.body if head.body != "civilians" else None, name, span, via)
    for spoken in reversed(talk.spoken):
        if (
            spoken.named
            and len(head.text) > 3
            and head.tag == "w"
            and head.text in talk.folded.text
            and _same_person(name, spoken.name)
        ):
            return Speaker(spoken.actor, spoken.name, spoken.span, via or spoken.via, named=False)
    return Speaker(None, name, span, via)


_OFFICIALS = (
    "محافظ",
    "قايممقام",
    "حاكم",
    "وزير",
    "قايد شرطه",
    "مدير ناحيه",
    "مدير شرطه",
    "المحافظ",
    "الوزير",
    "متحدث عسكري",
    "المتحدث العسكري",
)


def _spoken_as(noun: str, talk: Conversation) -> Speaker | None:
    """The last speaker whose name begins with the noun: المصدر ← مصدر طبي; المنظمة ← منظمة …"""
    bare = noun.removeprefix("ال")
    for speaker in reversed(talk.spoken):
        first = fold_key(speaker.name).split(" ")[0].removeprefix("ال").rstrip("ا")
        if speaker.named and first and (first == bare.rstrip("ا") or (len(first) > 3 and bare.startswith(first))):
            return speaker
    return None


def _by_statement(talk: Conversation) -> Speaker | None:
    """Whose statement البيان is: the last speaker who was heard through one."""
    return next((s for s in reversed(talk.spoken) if any(link.actor == "statement" for link in s.via)), None)


def _same_person(short: str, full: str) -> bool:
    return len(short) > 3 and short != full and short in full
