"""Who may have done it or suffered it: every body named around a happening, with the signs for either role.

The rules of roles.py and parties.py propose; so does every other naming of a body in the same sentences. The signs are
the rule, the preposition, the side of the word that tells, whose dead are counted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from riwaya.extract.company import Company, company_signs
from riwaya.extract.frames import Frame
from riwaya.extract.fronted import Part
from riwaya.extract.happening import REACH, Happening, near
from riwaya.extract.typing import STATES
from riwaya.extract.units import Sentence, Unit
from riwaya.extract.wording import stems_of

ROLES = ("perpetrator", "target")
_NAMING = frozenset("AYEZ@HsWJNC")
_GOVERNORS = frozenset("gxoymbifaTcLQBtrpKMVN")
ALWAYS = ("civilians", "protesters")
"""Bodies that are candidates whether named or not."""
_ANYBODY = frozenset(("we", "theirs", "outlet", *ALWAYS))


@dataclass(slots=True, eq=False)
class Candidate:
    """A body that may have a part in a happening: where it is named, and the signs for either role.

    `named` are the signs of all its `namings`, one naming after the other.
    """

    body: str
    units: Sequence[Unit]
    unit: int
    frame: Frame
    signs: set[str] = field(default_factory=set)
    named: list[str] = field(default_factory=list)
    namings: int = 0
    rules: dict[str, set[str]] = field(default_factory=lambda: {role: set() for role in ROLES})
    tied: set[tuple[str, str]] = field(default_factory=set)
    """The roles that it shares with a body before it in one phrase (واشنطن ولندن), each with that body."""

    def signs_for(self, role: str) -> list[str]:
        """What speaks for or against the body in that role beside the signs of its namings."""
        return [*self.signs, *self.proposed_for(role)]

    @property
    def share(self) -> float:
        """How much each naming counts: four are twice as much as one, so that one told at length is not the surer for it."""
        return 1.0 / sqrt(max(self.namings, 1))

    def proposed_for(self, role: str) -> list[str]:
        """What the rules say of the body in that role; its other signs are the same for both."""
        other = ROLES[role == ROLES[0]]
        mine = self.rules[role]
        found = [*mine, *(f"other {rule}" for rule in self.rules[other])]
        found.append("proposed" if mine else "proposed for the other" if self.rules[other] else "not proposed")
        return found


@dataclass(frozen=True, slots=True)
class Scene:
    """What a whole report offers to casting: its sentences, how often each body is named, and the company they keep."""

    sentences: Sequence[Sentence]
    named: Mapping[str, int]
    company: Company

    @property
    def rivals(self) -> Mapping[str, frozenset[str]]:
        """Who fights whom."""
        return self.company.rivals


def candidates(happening: Happening, all_of_them: Sequence[Happening], scene: Scene) -> list[Candidate]:
    """Every body named within REACH sentences, those of the happening's own first; civilians and protesters always."""
    found: dict[str, Candidate] = {}
    told: dict[int, list[Frame]] = {}
    for frame in happening.frames:
        told.setdefault(id(frame.sentence), []).append(frame)
    for frames in told.values():
        _read(frames, found)
    swapped = happening.swapped
    for frame in happening.frames:
        for part in (*frame.parts, *frame.accused):
            if not part.body or part.role not in ROLES:
                continue
            candidate = _candidate(found, part.body, frame.units, part.unit, frame)
            own = happening.part_of(frame, part)
            role = ROLES[own == ROLES[0]] if swapped else own
            candidate.rules[role].add(part.rule)
            candidate.rules[role].add("accused" if part in frame.accused else "told")
            for unit in _joined(frame, part) if part in frame.parts else ():
                mate = _candidate(found, frame.units[unit].body or "", frame.units, unit, frame)
                mate.rules[role] |= {part.rule, "told"}
                mate.tied.add((role, part.body))
    lead = happening.lead
    for body in (*ALWAYS, *happening.shared):
        _candidate(found, body, lead.units, lead.at, lead)
    for role in ROLES:
        for rank, body in enumerate(happening.bodies(role)):
            candidate = _candidate(found, body, lead.units, lead.at, lead)
            candidate.rules[role].add("settled by rule" if rank == 0 else "settled by rule, not first")
    _elsewhere(happening, found, scene.sentences)
    _around(happening, all_of_them, found, scene.named)
    _against(happening, found, scene)
    proposed = {role: {body for body, c in found.items() if c.rules[role]} for role in ROLES}
    for body, signs in company_signs(happening, all_of_them, list(found), proposed, scene.company):
        found[body].signs |= signs
    return list(found.values())


def _joined(frame: Frame, part: Part) -> Iterator[int]:
    """The bodies that stand right after a part's, joined by و, and that have no other part of their own."""
    units, own = frame.units, {p.body for p in frame.parts if p.role != part.role}
    named = _named_at(units, part.unit)
    for j in range(named + 1, frame.last):
        unit = units[j]
        if unit.prefix != "و" or units[named].tag not in "AYEJ" or unit.tag not in "AYEJ" or not unit.body:
            return
        if unit.body not in own:
            yield j


_OWNED = 4
"""Units within which a post, a weapon or fighters have their owner behind them."""


def _named_at(units: Sequence[Unit], at: int) -> int:
    """Where the body of a unit is named: of a post, a weapon, fighters (مواقع للفصيل, عناصر من الفصيل) that is their owner's name."""
    if units[at].tag not in "sWH":
        return at
    behind = range(at + 1, min(at + 1 + _OWNED, len(units)))
    return next((j for j in behind if units[j].tag in "AEJ" and units[j].body == units[at].body), at)


_NOBODY: frozenset[str] = frozenset()


def _against(happening: Happening, found: Mapping[str, Candidate], scene: Scene) -> None:
    """The signs of who is known to fight whom: a rival of those who did it, of those hurt, of anybody named."""
    type_ = happening.lead.kind.type
    proposed = {role: {body for body, c in found.items() if c.rules[role]} for role in ROLES}
    harmed = {toll.victims for frame in happening.frames for toll in frame.tolls if toll.low and toll.victims}
    for role, words in zip(ROLES, ("sufferer", "doer"), strict=True):
        opposite = proposed[ROLES[role == ROLES[0]]] - set(ALWAYS)
        fighting = {b for b in found if b not in opposite and not opposite.isdisjoint(scene.rivals.get(b, _NOBODY))}
        first = max(fighting, key=lambda b: (scene.named.get(b, 0), b), default=None)
        for body in fighting:
            rank = "first" if body == first else "another"
            where = "here" if not any(s.startswith("only ") for s in found[body].signs) else "elsewhere"
            found[body].signs.update(
                (
                    f"rival of the {words}",
                    f"{rank} rival of the {words} {where}",
                    f"{rank} rival of the {words} {type_}",
                )
            )
    for body, candidate in found.items():
        rivals = scene.rivals.get(body, _NOBODY)
        if not rivals.isdisjoint(harmed):
            candidate.signs.add("rival of the dead")
        if scene.named.keys().isdisjoint(rivals) and kind_beside(body) == "named body":
            candidate.signs.add("no rival named")


def _elsewhere(happening: Happening, found: dict[str, Candidate], sentences: Sequence[Sentence]) -> None:
    """The bodies named only in other sentences, with how far away that is."""
    own = {f.sentence.index for f in happening.frames}
    known = set(found)
    lead = happening.lead
    for sentence in _within(sentences, min(own) - REACH, max(own) + REACH):
        if sentence.index in own:
            continue
        apart = min(abs(sentence.index - index) for index in own)
        where = "title" if sentence.title else "next" if apart == 1 else "near" if apart <= 3 else "far"
        side = "" if sentence.title else "before " if sentence.index < min(own) else "after "
        also, only = f"also {where}", f"only {side}{where}"
        for j in _namings(sentence):
            unit = sentence.units[j]
            body = unit.body or ""
            if body in known:
                found[body].signs.add(also)
                continue
            candidate = _candidate(found, body, sentence.units, j, lead)
            candidate.signs.update((only, f"only elsewhere as {unit.tag}"))


def _within(sentences: Sequence[Sentence], first: int, last: int) -> Sequence[Sentence]:
    """The title, and the sentences from the `first` to the `last` that are asked for."""
    if sentences[0].index >= first and sentences[-1].index <= last:
        return sentences
    begin = bisect_left(sentences, first, key=_index)
    kept = sentences[begin : bisect_left(sentences, last + 1, key=_index)]
    return [sentences[0], *kept] if begin and sentences[0].title else kept


def _index(sentence: Sentence) -> int:
    return sentence.index


def _namings(sentence: Sentence) -> list[int]:
    """The units of a sentence that name a body; found once for all happenings of a report."""
    if sentence.naming is None:
        sentence.naming = [
            j for j, u in enumerate(sentence.units) if u.body and u.tag in "AYEZHJ" and u.body not in _ANYBODY
        ]
    return sentence.naming


def _candidate(found: dict[str, Candidate], body: str, units: Sequence[Unit], unit: int, frame: Frame) -> Candidate:
    known = found.get(body)
    if known is None:
        known = found[body] = Candidate(body, units, unit, frame)
    return known


def _read(frames: Sequence[Frame], found: dict[str, Candidate]) -> None:
    """The bodies named in one sentence, with the signs of each naming."""
    sentence = frames[0].sentence
    units = sentence.units
    for j, unit in enumerate(units):
        if not unit.body or unit.tag not in _NAMING or unit.body in ("we", "theirs", "outlet") or _leads(units, j):
            continue
        if _finds(units, j):
            continue
        frame = min(frames, key=lambda f: (not f.first <= j < f.last, abs(f.at - j)))
        candidate = _candidate(found, unit.body, units, j, frame)
        candidate.named.extend(_naming(units, j, frame, sentence))
        candidate.namings += 1


_STOOD_BY = ("مدعوم", "متحالف", "متحالفه", "مسنود")
_LEADING = frozenset({"بقياده", "بزعامه", "تقوده", "تقودها", "يقوده", "يقودها"})


def _leads(units: Sequence[Unit], j: int) -> bool:
    """التحالف الذي تقوده …, ائتلاف بقيادة أميركية: whoever is named only as the leader of another body has no part by that."""
    if j == 0 or units[j].tag not in "AEJY":
        return False
    return units[j - 1].core in _LEADING or (
        j > 1 and units[j - 1].tag in "fm" and units[j - 2].core.removeprefix("ال").startswith(_STOOD_BY)
    )


_FOUND = frozenset({"عثر", "عثرت", "عثروا", "عثور", "العثور"})


def _finds(units: Sequence[Unit], j: int) -> bool:
    """عثرت الشرطة على جثة رجل قتل: whoever finds the dead has no part in their killing by that; who finds arms has."""
    if j == 0 or units[j - 1].core not in _FOUND:
        return False
    found = next((k for k in range(j + 1, min(j + 18, len(units))) if units[k].core == "علي"), None)
    return found is not None and any(u.tag in "HIC" for u in units[found + 1 : found + 4])


def _naming(units: Sequence[Unit], j: int, frame: Frame, sentence: Sentence) -> list[str]:
    """The signs of one naming; one in Arabic is the stem of a word close to it."""
    signs: list[str] = []
    unit, at = units[j], frame.at
    trigger = units[at].trigger if frame.kind.trigger is not None else None
    kind = f"{trigger.frame} {units[at].form}" if trigger is not None else f"toll {units[at].form or units[at].tag}"
    order = "after" if j > at else "before" if j < at else "at"
    governor = _governor(units, j, at)
    near = abs(j - at)
    distance = "1" if near <= 1 else "2" if near == 2 else "4" if near <= 4 else "8" if near <= 8 else "16" if near <= 16 else "far"  # fmt: skip
    inside = frame.first <= j < frame.last
    prefix = unit.prefix[-1:] if unit.prefix else ""
    signs.append(f"{order} {governor}{prefix}")
    signs.append(f"{kind} {order} {governor}{prefix}")
    signs.append(f"{kind} {order} {distance}")
    signs.append(f"{order} {distance}")
    signs.append(f"as {unit.tag} {order}")
    signs.append(f"{'inside' if inside else 'outside'} {order}")
    if trigger is not None:
        signs.append(f"word {trigger.id} {order}")
        if units[at].form != "verb" and units[at].text.endswith(("ه", "ها", "هم", "هما")) and not units[at].definite:
            signs.append(f"its own act {order}")
    if prefix:
        signs.append(f"prefix {prefix} {order}")
    if unit.used:
        signs.append(f"owner {order}")
    if sentence.title:
        signs.append(f"title {order}")
    before = units[j - 1] if j else None
    signs.append(f"behind {(before.word or before.tag) if before is not None else 'nothing'}")
    after = units[j + 1] if j + 1 < len(units) else None
    signs.append(f"ahead {(after.word or after.tag) if after is not None else 'nothing'}")
    if unit.tag == "H" and unit.victim is not None:
        signs.append(f"group {unit.victim.group}")
    if any(_holds(u) for k, u in enumerate(units[max(0, j - 4) : j], max(0, j - 4)) if k != at):
        signs.append(f"holds the ground {order}")
    for voice in frame.voices:
        if voice.speaker.actor == unit.body and abs(j - voice.at) <= _SPEAKING:
            signs += ("named as speaking", f"named as speaking {order}", f"named as speaking {voice.act}")
            break
    stems = stems_of(sentence)
    signs += {stem for stem in stems[max(0, j - _ROUND) : j + _ROUND + 1] if stem}
    return signs


_ROUND = 4
"""How many units from a naming the stems are signs."""


_SPEAKING = 6
"""How many units from the word of saying its speaker is named."""


_HELD = ("معقل", "معاقل", "خاضع", "الخاضع", "سيطره", "لسيطره", "قبضه", "يد")


def _holds(unit: Unit) -> bool:
    """Whether a word says that who follows it holds a place (معاقل الفصيل, بلدات يسيطر عليها الفصيل)."""
    if unit.trigger is not None:
        return unit.trigger.frame == "control"
    return unit.word == "holds" or (unit.tag == "w" and unit.text.startswith(_HELD))


def _governor(units: Sequence[Unit], j: int, at: int) -> str:
    """The small word that leads to a body: the nearest before it, as far back as the word that tells."""
    for k in range(j - 1, max(-1, j - 9), -1):
        if k == at:
            return "word"
        tag = units[k].tag
        if tag in _GOVERNORS:
            return units[k].word or tag
        if tag in ",.;:F":
            return tag
    return "nothing" if j < 9 else "far"


def _around(
    happening: Happening, all_of_them: Sequence[Happening], found: Mapping[str, Candidate], named: Mapping[str, int]
) -> None:
    """The signs of a body beyond its namings: its kind, whose dead it has, what it says, what it does elsewhere."""
    harmed: set[str] = set()
    armed = unarmed = False
    for frame in happening.frames:
        for toll in frame.tolls:
            if toll.low:
                harmed.add(toll.victims or "")
                armed = armed or toll.group in ("soldiers", "police", "fighters", "militants")
                unarmed = unarmed or toll.group in ("civilians", "people")
    spoken: dict[str, set[str]] = {}
    for frame in happening.frames:
        for voice in frame.voices:
            if voice.speaker.actor:
                spoken.setdefault(voice.speaker.actor, set()).add(voice.act)
    type_ = happening.lead.kind.type
    doers, suffering = ({body for body, c in found.items() if c.rules[role]} for role in ROLES)
    others = [h for h in near(happening, all_of_them) if h is not happening]
    elsewhere = {role: frozenset().union(*(h.known(role) for h in others)) for role in ROLES}
    armed_named = [body for body in found if kind_beside(body) == "named body" and named.get(body)]
    rivals = sorted((b for b in armed_named if b not in doers), key=lambda b: (-named[b], b))
    top = max((named.get(body, 0) for body in found), default=0)
    for body, candidate in found.items():
        kind = kind_beside(body)
        signs = candidate.signs
        signs.update((f"a {kind}", f"{type_} by or on {kind}"))
        if body in ALWAYS:
            signs.update((f"{body} {type_}", f"{body} {'armed' if armed else 'unarmed' if unarmed else 'no'} toll"))
            signs.add(f"{body} {'named' if candidate.namings else 'not named'}")
            if suffering <= {body}:
                signs.update((f"{body} alone", f"{body} alone {type_}"))
        if body in harmed:
            signs.add(f"dead counted {kind}")
        elif harmed and body not in ALWAYS:
            signs.add("others' dead counted")
        for act in spoken.get(body, ()):
            signs.add(f"speaks {act}")
        if named.get(body, 0) >= top > 1:
            signs.add("most named")
        if rivals and body == rivals[0]:
            signs.update(("most named but the doer", f"most named but the doer {type_}"))
        elif body in rivals[1:2]:
            signs.add("second named but the doer")
        signs.update(f"{role} elsewhere" for role, bodies in elsewhere.items() if body in bodies)
        if doers <= {body}:
            signs.add("no other doer")
        if suffering <= {body}:
            signs.add("no other target")


def kind_beside(body: str) -> str:
    """The kind of a body, where names are all alike: who somebody is says nothing of what they did."""
    kind = kind_of_body(body)
    return "named body" if kind in ("state", "group") else kind


def kind_of_body(body: str) -> str:
    """What sort of body it is: a state, a group, civilians …, or one the lexicon does not list."""
    if body in ("civilians", "protesters", "unknown-gunmen", "settlers"):
        return body
    if body in STATES or body.endswith("-gov"):
        return "state"
    return "unlisted body" if body.startswith("other:") else "group"
