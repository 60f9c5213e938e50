"""Where a happening was: every place named around its tellings is weighed, and the weightiest is taken.

What speaks for a place (the words before it, how near it stands to the word that tells, how specific it is, whether other
tellings name it too, whether it holds another that is named) adds up by trained weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from riwaya.extract.frames import Frame, in_speaker
from riwaya.extract.ground import LAUNCHED, near_capital, protested, seated
from riwaya.extract.happening import Happening
from riwaya.extract.homeland import at_home, land_of
from riwaya.extract.joining import agree
from riwaya.extract.placing import FIRM, PlaceMention, country_implied, find_places, lies_in, overlap
from riwaya.extract.units import Sentence, Unit
from riwaya.extract.weights import load_weights
from riwaya.extract.wording import stems_of
from riwaya.lexicon.entries import StateEntry

_LEVELS = ("country", "governorate", "region", "town", "quarter")
_LABEL_REACH = 5
"""How many sentences after a paragraph's label (حلب: …) it may still hold."""
_NEAR = 2
"""How many sentences before and after the telling others are looked at for a place."""


@dataclass(slots=True, eq=False)
class Site:
    """A place that may be a happening's, named once or more: its best mention, and the signs for it."""

    mention: PlaceMention
    signs: set[str] = field(default_factory=set)
    score: int = 0
    told: bool = False
    within: set[str] = field(default_factory=set)
    """What is told at once to hold it, or where it lies (X بمديرية Y, X قرب Y)."""


NO_STATES: Mapping[str, StateEntry] = {}


class PlacesNamed:
    """The places named in a report's sentences; each sentence's are looked for when first asked for."""

    def __init__(
        self, sentences: Sequence[Sentence], countries: Sequence[str], states: Mapping[str, StateEntry] = NO_STATES
    ) -> None:
        self.sentences = sentences
        self.countries = countries
        self.states = states
        self.labels = sum(bool(sentence.label) for sentence in sentences)
        self._found: dict[int, list[PlaceMention]] = {}
        self._at = {id(sentence): i for i, sentence in enumerate(sentences)}

    def of(self, sentence: Sentence) -> list[PlaceMention]:
        """The places of one sentence, in order."""
        found = self._found.get(id(sentence))
        if found is None:
            units = sentence.units
            places = find_places(units, 0, len(units))
            found = self._found[id(sentence)] = [
                m for m in places if not seated(units, m.at - 1) and not protested(units, m.at - 1)
            ]
        return found

    def around(self, sentence: Sentence) -> Iterator[tuple[str, Sentence]]:
        """The sentences before and after one, the nearest first, each with its bearing."""
        at = self._at.get(id(sentence))
        if at is None:
            return
        for step in range(1, _NEAR + 1):
            if at >= step and not self.sentences[at - step].title:
                yield f"{step} before", self.sentences[at - step]
        if at + 1 < len(self.sentences):
            yield "after", self.sentences[at + 1]

    def label(self, sentence: Sentence) -> tuple[str, PlaceMention] | None:
        """The place at the head of the sentence's paragraph (حلب: …, السليمانية/ …), or of one just before it.

        A report with one such place only was filed there.
        """
        at = self._at.get(id(sentence), -1)
        for step in range(_LABEL_REACH):
            if at - step < 0 or sentence.index - self.sentences[at - step].index >= _LABEL_REACH:
                return None
            labelled = self.sentences[at - step]
            if labelled.label:
                found = find_places(labelled.label, 0, len(labelled.label))
                filed = any(unit.tag == "(" for unit in labelled.label)
                kind = (
                    "filed by an agency" if filed
                    else "of the report" if self.labels == 1
                    else "own" if step == 0 else "carried on"
                )  # fmt: skip
                return (kind, found[0]) if found else None
        return None


def site(happening: Happening, named: PlacesNamed) -> PlaceMention | None:
    """The place of a happening; None where no place named speaks for itself enough."""
    if happening.apart:
        return happening.place
    weights = load_weights("place")
    found = sites(happening, named)
    for candidate in found:
        candidate.score = weights.weigh_together(candidate.signs)
    if any(candidate.told and candidate.mention.score > 0 for candidate in found):
        found = [candidate for candidate in found if candidate.mention.score > LAUNCHED]
    best = max(found, key=lambda candidate: candidate.score, default=None)
    if best is None or best.score < weights.floor:
        return at_home(happening, named.states)
    chosen = _nearer(_finest(best, found), found).mention
    if chosen.score <= LAUNCHED:
        return land_of(happening, named.states, "target") or chosen
    return chosen


def _finest(best: Site, found: Sequence[Site]) -> Site:
    """The place, or the finer one within it for which nearly as much speaks, and so on."""
    top = best.score
    for _ in range(len(_LEVELS)):
        finer = [c for c in found if c is not best and _END not in c.signs and c.score >= top - _allowed(c, best)]
        if not finer:
            break
        best = max(finer, key=lambda candidate: candidate.score)
        if best.mention.rows is None:
            break
    return best


def _allowed(candidate: Site, best: Site) -> int:
    """How much less, in hundredths, may speak for a place than for the coarser one that it lies in: the finer is as true."""
    mention, firm = candidate.mention, candidate.mention.score >= FIRM
    if _lies_in(candidate, best):
        return _FIRM if firm else _STATED if best.mention.name in candidate.within else _AS_GOOD
    holder = best.mention
    told = candidate.told and best.told and firm and mention.rows is None
    return _UNKNOWN if told and holder.rows is not None and holder.level <= min(3, mention.level) else -1


_NEAR_IT = "only near the capital"


def _nearer(best: Site, found: Sequence[Site]) -> Site:
    """Where a capital only tells near what something happened (قرب دمشق): the town or region by it that is named as well."""
    if _NEAR_IT not in best.signs:
        return best
    others = [s for s in found if _NEAR_IT not in s.signs and s.mention.level >= 2 and s.score >= best.score - _AWAY]
    by_it = [site_ for site_ in others if overlap(site_.mention, best.mention)]
    return max(by_it, key=lambda site_: site_.score, default=best)


_AWAY = 400
"""How much less, in hundredths, may speak for it."""
_AS_GOOD = 120
"""What a finer place told with a happening may lack: as much, in hundredths, may speak less for it."""
_STATED = 150
"""The same where the words tell at once that it lies in the other, or near it."""
_FIRM = 250
"""The same where they tell that something was there (في حي X)."""
_UNKNOWN = 100
"""The same of an unknown name, told like that beside a town, a region or a country."""


def _lies_in(candidate: Site, other: Site) -> bool:
    """Whether both are told with the happening, and the first is a finer place within the second (بمديرية X في Y)."""
    mine, holder = candidate.mention, other.mention
    if not (candidate.told and other.told):
        return False
    if mine.rows is None or holder.name in candidate.within:
        return holder.name in candidate.within
    held = mine.level >= 2 and 0 < holder.start - mine.end <= _BESIDE
    within = held or mine.level > holder.level
    return within and lies_in(mine, holder)


def sites(happening: Happening, named: PlacesNamed) -> list[Site]:
    """The places that may be meant, with their signs: named where it is told, around it, and at the head of the report."""
    found: list[Site] = []
    told: dict[int, list[Frame]] = {}
    for frame in happening.frames:
        told.setdefault(id(frame.sentence), []).append(frame)
    lead = happening.lead
    for frames in told.values():
        sentence = frames[0].sentence
        mentions = named.of(sentence)
        for mention in mentions:
            frame = min(frames, key=lambda f: _apart(f, mention))
            _add(found, mention, {*_mention(mention, frame), *_telling(mention, frame, frame is lead)}, True)
        _hold(found, mentions, sentence.units)
        _on_a_way(found, mentions)
        _name_label(found, named, sentence)
        for mention in country_implied(sentence.units):
            _add(found, mention, {"implied by land", f"implied {lead.kind.type}"}, False)
    seen = set(told)
    for sentence in named.sentences[:2]:
        if id(sentence) not in seen:
            seen.add(id(sentence))
            for mention in named.of(sentence):
                _add(found, mention, {f"head {sign}" for sign in (*_mention(mention, None), "only")}, False)
    meant = _anaphor(lead.units)
    for bearing, sentence in named.around(lead.sentence):
        if id(sentence) not in seen:
            seen.add(id(sentence))
            mentions = named.of(sentence)
            for mention in mentions:
                _add(found, mention, _nearby(mention, bearing, meant, mention is mentions[-1]), False)
    _compare(found, happening, named)
    return found


def _hold(found: Sequence[Site], mentions: Sequence[PlaceMention], units: Sequence[Unit]) -> None:
    """Notes for each place what follows at once as what holds it, or tells where it lies; what is joined to it does not."""
    for mention, holder in pairwise(mentions):
        if any(unit.prefix.startswith("و") for unit in units[mention.at - 1 : mention.at + 1]):
            continue
        if holder.locates or (mention.level > holder.level and 0 < holder.start - mention.end <= _BESIDE):
            for site_ in found:
                if site_.mention.name == mention.name:
                    site_.within.add(holder.name)


_END = "end of a way, a place beside it told"


def _on_a_way(found: Sequence[Site], mentions: Sequence[PlaceMention]) -> None:
    """Signs of a way between two places and of the third beside which it is told (على طريق بين X وY جنوب Z)."""
    signs = {site_.mention.name: site_.signs for site_ in found}
    for one, other, third in zip(mentions, mentions[1:], mentions[2:], strict=False):
        if third.locates and "behind between" in signs.get(one.name, ()):
            for end in (one, other):
                if end.name in signs:
                    signs[end.name].add(_END)
            if third.name in signs:
                signs[third.name].add("beside a way")


def _name_label(found: list[Site], named: PlacesNamed, sentence: Sentence) -> None:
    label = named.label(sentence)
    if label is not None:
        kind, mention = label
        _add(found, mention, {f"label {kind}", f"label {kind} {_level(mention)}"}, False)


def _add(found: list[Site], mention: PlaceMention, signs: set[str], told: bool) -> None:
    for known in found:
        alias = known.mention.name != mention.name
        if alias and not _same(known.mention, mention):
            continue
        known.signs |= signs
        known.signs.add("named again")
        known.told |= told
        better = mention.score > known.mention.score
        if alias and _called_capital(known.mention) != _called_capital(mention):
            better = _called_capital(known.mention)
        if better and mention.called is None:
            known.mention = mention
        return
    found.append(Site(mention, signs, told=told))


def _same(one: PlaceMention, other: PlaceMention) -> bool:
    """Whether two names are those of one place and of no other (مقديشو, العاصمة الصومالية; الأهواز, الأحواز)."""
    if one.rows is None or other.rows is None or one.level != other.level or one.called or other.called:
        return False
    return one.rows.rows == other.rows.rows or (
        (_called_capital(one) or _called_capital(other)) and bool(set(one.rows.rows) & set(other.rows.rows))
    )


def _called_capital(mention: PlaceMention) -> bool:
    return mention.name.startswith("العاصمه ")


def _level(mention: PlaceMention) -> str:
    return _LEVELS[min(mention.level, 4)]


def _apart(frame: Frame, mention: PlaceMention) -> tuple[bool, int]:
    units = frame.units
    inside = units[frame.first].start <= mention.start < units[frame.last - 1].end
    return not inside, abs(units[frame.at].start - mention.start)


def _ground(mention: PlaceMention) -> str:
    score = mention.score
    return (
        "none" if score < 0 else "thin" if score < 0.5 else "some" if score < 1 else "good" if score < 1.5 else "best"
    )


def _mention(mention: PlaceMention, frame: Frame | None) -> list[str]:
    signs: list[str] = []
    level, ground = _level(mention), _ground(mention)
    signs.append(level)
    signs.append(f"ground {ground}")
    signs.append(f"{level} on {ground} ground")
    if mention.rows is None:
        signs.append("not in the gazetteer")
    elif mention.rows.doubtful:
        signs.append("doubtful name")
    elif not mention.rows.known:
        signs.append("little known")
    if mention.locates:
        signs.append("only locates another")
    if frame is not None and frame.sentence.title:
        signs.append("in title")
    return signs


def _nearby(mention: PlaceMention, bearing: str, meant: str | None, last: bool) -> set[str]:
    """The signs of a place in a sentence beside the telling; `meant` is the word that refers back to one (في المدينة)."""
    signs = {bearing, f"nearby {_level(mention)}", f"nearby ground {_ground(mention)}"}
    if last:
        signs.add(f"{bearing} the last")
    if meant is not None and bearing != "after":
        signs.add(f"referred to by {meant}")
        signs.add(f"{_level(mention)} referred to by {meant}")
    return signs


_TOWNS = frozenset("المدينه البلده القريه المخيم الحي المطار القاعده السجن المعبر".split())
_AREAS = frozenset("المنطقه المحافظه الولايه الاقليم المديريه القضاء الناحيه القطاع".split())


def _anaphor(units: Sequence[Unit]) -> str | None:
    """The sort of place that a sentence speaks of without its name (في المدينة, المنطقة نفسها), if any."""
    for unit in units:
        if unit.tag == "k" and unit.core in _TOWNS:
            return "town"
        if unit.tag == "k" and unit.core in _AREAS:
            return "area"
    return None


_WITHIN = 12
"""How many units from the word that tells the words between it and a place speak for or against the place."""
_TURNS = frozenset("to from about of_party agent that on in".split())


def _telling(mention: PlaceMention, frame: Frame, lead: bool) -> list[str]:
    signs: list[str] = []
    units = frame.units
    first = next(
        (i for i, u in enumerate(units) if u.start + len(u.prefix) >= mention.start or u.end > mention.start), 0
    )
    order = "after" if first > frame.at else "before"
    near = abs(first - frame.at)
    distance = "3" if near <= 3 else "6" if near <= 6 else "12" if near <= 12 else "24" if near <= 24 else "far"
    outside = _apart(frame, mention)[0]
    where = "outside" if outside else "inside"
    level, ground = _level(mention), _ground(mention)
    signs.append(f"{where} {order} {distance}")
    signs.append(f"{where} {'lead' if lead else 'other telling'}")
    signs += _words(mention, units, first, frame)
    if frame.place is not None and frame.place.start == mention.start:
        signs.append("best of its telling")
        if lead:
            signs.append("best of the lead")
            signs.append(f"best of the lead, {ground}")
    if near <= _WITHIN:
        between = stems_of(frame.sentence)[min(first, frame.at) + 1 : max(first, frame.at)]
        signs += [f"{order} {stem}" for stem in between if stem]
    if in_speaker(mention, units, frame.voices):
        signs.append("a speaker's seat")
    signs.append(f"{frame.kind.type} {level}")
    return signs


def _words(mention: PlaceMention, units: Sequence[Unit], first: int, frame: Frame) -> list[str]:
    """What the words right before and after the name tell."""
    signs: list[str] = []
    unit, ground = units[first], _ground(mention)
    before = units[first - 1] if first else None
    behind = (before.word or before.tag) if before is not None else "nothing"
    signs.append(f"behind {behind}")
    if behind in _TURNS:
        signs.append(f"{frame.kind.type} behind {behind}")
    if behind == "place_kind" and before is not None:
        signs.append(f"called {before.core.removeprefix('ال')}")
        if first > 1 and (units[first - 2].word in _TURNS):
            signs.append(f"kind behind {units[first - 2].word}")
    if near_capital(units, first):
        signs.append(_NEAR_IT)
    if unit.prefix:
        signs.append(f"prefix {unit.prefix[-1]}")
    signs.append(f"as {unit.tag}")
    at = next((i for i in range(first, len(units)) if units[i].start >= mention.end), len(units))
    following = units[at] if at < len(units) else None
    ahead = (following.word or following.tag) if following is not None else "nothing"
    if ahead == "," and at + 1 < len(units) and units[at + 1].speech is not None:
        ahead = "a speech"
    signs.append(f"ahead of {ahead}")
    if ahead == "a speech" and first <= 1:
        signs.append("where somebody spoke")
    state = unit.get("state")
    if state is not None:
        signs.append(f"{state.form} on {ground} ground")
        if ground in ("thin", "none"):
            signs.append(f"{state.form} behind {behind}")
            signs.append(f"{state.form} ahead of {ahead}")
    return signs


def _compare(found: Sequence[Site], happening: Happening, named: PlacesNamed) -> None:
    """The signs of a place beside the others that may be meant."""
    told = [s for s in found if s.told]
    finest = max((s.mention.level for s in told), default=-1)
    home = frozenset(named.countries[:1])
    for candidate in found:
        mention, signs = candidate.mention, candidate.signs
        if happening.place is not None and agree(mention, happening.place):
            signs.add("agrees with the joined place")
        times = sum(any(agree(mention, p) for p in f.places) for f in happening.frames)
        signs.add(f"in {min(times, 3)} tellings")
        if len(told) == 1 and candidate in told:
            signs.add("the only one")
        if not told:
            signs.add("none is told")
        if candidate in told:
            signs.add("finest" if min(mention.level, 3) >= min(finest, 3) else "coarser than another")
        if mention.rows is not None and mention.rows.countries and home:
            signs.add("at home" if home & mention.rows.countries else "abroad")
        for other in told:
            if other is candidate or other.mention.level == mention.level:
                continue
            if overlap(mention, other.mention):
                signs.add("holds another" if mention.level < other.mention.level else "lies in another")
                if not candidate.told and mention.level > other.mention.level:
                    signs.add(f"finer than the one told, {_kind(candidate)}")
                if 0 <= other.mention.start - mention.end <= _BESIDE and other.mention.level < mention.level:
                    signs.add("what holds it follows")


def _kind(candidate: Site) -> str:
    """Where a place that no telling names is named: at the head of the report, by a label, or nearby."""
    if any(sign.startswith("label") for sign in candidate.signs):
        return "label"
    return "head" if any(sign.startswith("head ") for sign in candidate.signs) else "nearby"


_BESIDE = 12
"""How many characters may stand between a place and the one that holds it (X بمحافظة Y)."""
