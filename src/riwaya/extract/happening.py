"""A happening: the tellings of one incident within a report, and what they say together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from riwaya.extract.frames import Frame
from riwaya.extract.fronted import Part
from riwaya.extract.placing import PlaceMention
from riwaya.extract.speakers import Voice
from riwaya.extract.typing import STATES, settle
from riwaya.extract.units import Sentence

_SPECIFIC = {"chemical_weapon": 5, "suicide_bomb": 5, "grenade": 4, "remote_explosive_landmine_ied": 3, "air_drone_strike": 3,
             "shelling_artillery_missile": 3, "excessive_force_against_protesters": 4, "protest_with_intervention": 3,
             "violent_demonstration": 3, "mob_violence": 3}  # fmt: skip
_ON_PEOPLE = frozenset(
    "air_drone_strike shelling_artillery_missile remote_explosive_landmine_ied suicide_bomb attack grenade chemical_weapon sexual_violence "
    "abduction_forced_disappearance mob_violence".split()
)
_STOPPED = frozenset({"disrupted_weapons_use", "shelling_artillery_missile"})
"""Types of one missile, as it was stopped and as it was fired."""
_SHARPER = {
    "remote_explosive_landmine_ied": ("suicide_bomb",),
    "shelling_artillery_missile": ("air_drone_strike", "chemical_weapon"),
    "peaceful_protest": ("protest_with_intervention", "violent_demonstration", "excessive_force_against_protesters"),
    "arrests": ("abduction_forced_disappearance",),
    "disrupted_weapons_use": ("air_drone_strike",),
}
"""Types that a later telling may give to what an earlier one called more loosely."""
_BARE = frozenset({"artillery", "airstrike", "suicide_vest"})
_CROWD = frozenset({"peaceful_protest", "protest_with_intervention", "excessive_force_against_protesters"})
_NOBODY_IN_ARMS = frozenset({"unknown-gunmen", "civilians", "protesters"})
"""Beside any other body on their side, gunmen without a name are its own."""
_PROTESTS = frozenset({"peaceful_protest", "violent_demonstration"})


@dataclass(frozen=True, slots=True, eq=False)
class Remark:
    """What a speaker says of an incident in a sentence that does not tell it again (a denial, a detail)."""

    sentence: Sentence
    voice: Voice
    fits: bool = False
    """Whether its words or its speaker have something to do with the incident."""


Figures = tuple[str, int | None, int | None]
"""Outcome and interval of a toll."""


@dataclass(frozen=True, slots=True, eq=False)
class Common:
    """What the tellings of a happening hold together: their words, types, weapons, figures, voices, and day."""

    words: frozenset[str]
    types: frozenset[str]
    weapons: frozenset[str]
    figures: frozenset[Figures]
    voices: frozenset[str]
    generic: bool
    content: frozenset[str]
    leading: str
    """The type that the leading frame tells."""
    day: tuple[date, date] | None
    harm: frozenset[Figures]
    """The figures of those of whom there were any."""


@dataclass(eq=False)
class Happening:
    """An incident in the making: its frames in the order of the text, and what was said of it beside them.

    It stands `apart` where its words tell of one in each of several places.
    """

    frames: list[Frame] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    place: PlaceMention | None = None
    shared: tuple[str, ...] = ()
    apart: bool = False
    settled: dict[str, list[str]] | None = None
    site: PlaceMention | None = None
    _known: dict[str, frozenset[str]] = field(default_factory=dict)
    _told: dict[str, list[str]] = field(default_factory=dict)
    _lead: Frame | None = None
    _common: Common | None = None

    def add(self, frame: Frame) -> None:
        """Takes in one more telling."""
        self.frames.append(frame)
        self.forget()

    def forget(self) -> None:
        """What was worked out from the tellings no longer holds: one came, or its parties changed."""
        self._known.clear()
        self._told.clear()
        self._lead = self._common = None

    def known(self, role: str) -> frozenset[str]:
        """The bodies in a role as a set, kept until the next telling is taken in."""
        found = self._known.get(role)
        if found is None:
            found = self._known[role] = frozenset(self.bodies(role))
        return found

    @property
    def common(self) -> Common:
        """What the tellings hold together, kept until the next is taken in."""
        if self._common is None:
            frames, kinds = self.frames, [f.kind for f in self.frames]
            self._common = Common(
                frozenset(f.units[f.kind.trigger].trigger_id for f in frames if f.kind.trigger is not None),
                frozenset(kind.type for kind in kinds),
                frozenset(kind.weapon for kind in kinds if kind.weapon),
                frozenset((t.outcome, t.low, t.high) for f in frames for t in f.tolls),
                frozenset(f.voice.speaker.key if f.voice is not None else "" for f in frames),
                all(kind.generic for kind in kinds),
                frozenset().union(*(f.content for f in frames)),
                self.lead.kind.type,
                self.day(),
                frozenset((t.outcome, t.low, t.high) for f in frames for t in f.tolls if t.low),
            )
        return self._common

    @property
    def last(self) -> Frame:
        """The latest frame that was joined."""
        return self.frames[-1]

    @property
    def type(self) -> str:
        """The most telling type among the frames, settled by the parties."""
        chosen = self.lead
        types = {f.kind.type for f in self.frames if f.kind.trigger is not None}
        perpetrators, targets = self.bodies("perpetrator"), self.bodies("target")
        type_ = chosen.kind.type
        if type_ in ("peaceful_protest", "protest_with_intervention", "violent_demonstration"):
            if "protest_with_intervention" in types:
                type_ = "protest_with_intervention"
            if "violent_demonstration" in types:
                type_ = "violent_demonstration"
            hurt = any(
                t.outcome in ("killed", "injured") and t.low and t.victims in ("protesters", "civilians", None)
                for f in self.frames
                for t in f.tolls
            )
            if hurt and (
                any(f.kind.weapon == "small_arms" for f in self.frames)
                or any(t.outcome == "killed" and t.low for f in self.frames for t in f.tolls)
            ):
                type_ = "excessive_force_against_protesters"
            elif hurt and type_ == "peaceful_protest" and any(p in STATES for p in perpetrators):
                type_ = "protest_with_intervention"
        elif (
            type_ == "arrests" and types & {"peaceful_protest", "protest_with_intervention"} and "protesters" in targets
        ):
            type_ = "protest_with_intervention"
        elif self.raid:
            return "attack" if "civilians" in targets else settle("attack", self.weapon, perpetrators, targets, True)
        elif type_ == "armed_clash" and self._scuffle:
            return "violent_demonstration"
        elif "protesters" in targets and type_ in ("armed_clash", "attack") and perpetrators:
            type_ = "excessive_force_against_protesters"
        tolls = [t for f in self.frames for t in f.tolls if t.low]
        unarmed = bool(tolls) and not targets and all(t.group in ("people", "civilians", None) for t in tolls)
        if chosen.kind.generic and type_ == "armed_clash" and unarmed and set(perpetrators) <= {"unknown-gunmen"}:
            return "attack"
        return settle(type_, self.weapon, perpetrators, targets, chosen.kind.generic)

    @property
    def _scuffle(self) -> bool:
        """اشتباكات بين متظاهرين والشرطة: a clash of which protesters are a side, and none of them is told to be hurt."""
        sides = any(p.body == "protesters" and p.rule.endswith(_AS_A_SIDE) for p in self.lead.parts)
        harmed = (t for f in self.frames for t in f.tolls if t.low and t.outcome in ("killed", "injured"))
        return sides and all(t.group in ("police", "soldiers") for t in harmed)

    @property
    def raid(self) -> bool:
        """قتل ثمانون واختطف آخرون في هجوم: an attack in which some were taken away too is told by those who were killed."""
        if self.lead.kind.type != _TAKEN_AWAY:
            return False
        told = {u.trigger_id for f in self.frames for u in f.units[f.first : f.last] if u.trigger is not None}
        tolls = [t for f in self.frames for t in f.tolls]
        killed = max((t.low or 0 for t in tolls if t.outcome == "killed"), default=0)
        taken = max((t.low or 0 for t in tolls if t.outcome in ("abducted", "detained", "missing")), default=0)
        return killed > taken and not told.isdisjoint(_RAIDS)

    @property
    def lead(self) -> Frame:
        """The frame that tells the type: the first with plain words of its own, or one that says the same more exactly."""
        if self._lead is None:
            self._lead = self._leading()
        return self._lead

    def _leading(self) -> Frame:
        plain = [f for f in self.frames if not f.kind.generic and f.kind.strength == "strong"]
        if not plain:
            return max(
                self.frames,
                key=lambda f: (not f.kind.generic, _SPECIFIC.get(f.kind.type, 1), f.kind.weapon is not None, not f.sentence.title),
            )  # fmt: skip
        lead = plain[0]
        for frame in plain[1:]:
            if frame.kind.type in _SHARPER.get(lead.kind.type, ()) or (
                frame.kind.type == lead.kind.type and _barer(lead, frame)
            ):
                lead = frame
        return lead

    @property
    def weapon(self) -> str | None:
        """The weapon of the leading frame, else the first that is told."""
        lead = self.lead
        if lead.kind.weapon:
            return lead.kind.weapon
        same = [f for f in self.frames if f.kind.type == lead.kind.type or f.kind.generic]
        return next((f.kind.weapon for f in same if f.kind.weapon), None)

    def bodies(self, role: str) -> list[str]:
        """The bodies in a role: as settled, else as the rules propose, in the order of the text; a denied telling names them too."""
        if self.settled is not None:
            return self.settled[role]
        told = self._told.get(role)
        if told is None:
            told = self._told[role] = self._proposed(role)
        return told

    def _proposed(self, role: str) -> list[str]:
        seen: dict[str, None] = {}
        if self.swapped:
            role = "target" if role == "perpetrator" else "perpetrator"
        for frame in self.frames:
            for part in (*frame.parts, *frame.accused):
                if self.part_of(frame, part) == role and not (role == "perpetrator" and part.body == "civilians"):
                    seen.setdefault(part.body)
        if role == "perpetrator" and len(seen) > 1:
            harmed = {t.victims for f in self.frames for t in f.tolls if t.low and t.victims}
            blamed = {p.body for f in self.frames for p in f.accused}
            kept = [b for b in seen if b not in harmed or b in blamed]
            seen = dict.fromkeys(kept) if kept and self.lead.kind.type != "armed_clash" else seen
        if "unknown-gunmen" in seen and not seen.keys() <= _NOBODY_IN_ARMS:
            del seen["unknown-gunmen"]
        if role == "perpetrator" and not seen:
            if all(f.kind.type in _PROTESTS for f in self.frames):
                return ["protesters"]
            return list(self.shared)
        if role == "target":
            return self._targets(seen)
        return list(seen)

    def _targets(self, seen: dict[str, None]) -> list[str]:
        """The targets told, or who they must be: protesters where a protest is broken up, else people who are not said to be armed."""
        doers = {p.body for f in self.frames for p in (*f.parts, *f.accused) if self.part_of(f, p) == "perpetrator"}
        types = {f.kind.type for f in self.frames}
        if types & _CROWD and any(t.low for f in self.frames for t in f.tolls):
            return ["protesters", *(b for b in seen if b not in STATES and b not in ("protesters", "civilians"))]
        tolls = [t for f in self.frames for t in f.tolls]
        armed = any(t.group in ("soldiers", "police", "fighters", "militants") for t in tolls)
        kept = [body for body in seen if body not in doers]
        if armed and len(kept) > 1 and not any(t.victims == "civilians" for t in tolls):
            kept = [body for body in kept if body != "civilians"]
        if kept or (seen and self.lead.kind.type == "armed_clash"):
            return kept or list(seen)
        if types & {"protest_with_intervention", "excessive_force_against_protesters"}:
            return ["protesters"]
        if self.lead.kind.type in _ON_PEOPLE and tolls and not armed:
            return ["civilians"]
        return []

    def part_of(self, frame: Frame, part: Part) -> str:
        """The role of a party in the happening: who stops a missile in one telling is who it was fired at in another."""
        if {frame.kind.type, self.lead.kind.type} != _STOPPED:
            return part.role
        return "target" if part.role == "perpetrator" else "perpetrator"

    @property
    def swapped(self) -> bool:
        """Force used on protesters is told as a clash in which they are named first: they suffer it."""
        first = [p.role for f in self.frames for p in f.parts if p.body == "protesters" and p.rule.endswith(_AS_A_SIDE)]
        other = [p for f in self.frames for p in f.parts if p.role == "target" and p.body in STATES]
        return bool(first) and first[0] == "perpetrator" and bool(other) and self.lead.kind.type not in _PROTESTS

    def day(self) -> tuple[date, date] | None:
        """The day told first by any frame."""
        for frame in self.frames:
            if (
                frame.date is not None
                and frame.date.start is not None
                and frame.date.end is not None
                and frame.date.precision == "day"
                and not frame.said
            ):
                return frame.date.start, frame.date.end
        return None


_TAKEN_AWAY = "abduction_forced_disappearance"
_RAIDS = frozenset({"attack_noun", "attack_verb", "massacre"})
_AS_A_SIDE = (".side", ".idafa", ".of", ".toward")
REACH = 24
"""Tellings so many sentences apart say nothing of each other; a report of usual length has fewer sentences."""


def near(happening: Happening, happenings: Sequence[Happening]) -> Sequence[Happening]:
    """Those of a report's happenings, in their order, that are first told within REACH sentences of this one."""
    at = _begins(happening)
    if at - _begins(happenings[0]) <= REACH and _begins(happenings[-1]) - at <= REACH:
        return happenings
    first = bisect_left(happenings, at - REACH, key=_begins)
    return happenings[first : bisect_right(happenings, at + REACH, key=_begins)]


def _begins(happening: Happening) -> int:
    return happening.frames[0].sentence.index


def _barer(lead: Frame, frame: Frame) -> bool:
    """A title that names no weapon gives way to the body that does."""
    return (
        lead.sentence.title
        and frame.kind.weapon is not None
        and (lead.kind.weapon is None or lead.kind.weapon in _BARE)
    )
