"""What one entry of each word list holds. These are the schemas of the YAML files in `data/`, one class a kind of file."""

from __future__ import annotations

from typing import Literal

import msgspec

Strength = Literal["strong", "weak", "support", "faint"]
Act = Literal["say", "report", "confirm", "deny", "blame", "claim", "according", "quote", "react"]
Form = Literal["verb", "noun", "count"]


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all entries: an id that is unique in its kind, and examples that a test runs."""

    id: str
    examples: list[dict[str, str]] = []


class ActorEntry(Entry, frozen=True, kw_only=True):
    """A party, a monitor or another body that acts or speaks under its own name.

    The names in `joined` mean it only right behind another body, joined to it by و (الحوثيون والمخلوع).
    """

    names: list[str]
    kind: str = "rebel"
    countries: list[str] = []
    loaded: list[str] = []
    joined: list[str] = []
    adjectives: list[str] = []
    english: list[str] = []
    only_in: dict[str, list[str]] = {}
    within: str | None = None


class StateEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A country, the adjective made from it, and the id under which its government acts and speaks."""

    iso: str
    actor: str
    names: list[str]
    adjective: list[str] = []
    capitals: list[str] = []
    people: list[str] = []
    english: list[str] | str = ""
    examples: list[dict[str, str]] = []

    @property
    def id(self) -> str:
        """The ISO 3166 code stands for the id."""
        return self.iso


class InstitutionEntry(Entry, frozen=True, kw_only=True):
    """A state institution (army, police, ministry) whose country the words around it tell."""

    names: list[str]
    head: list[str] = []
    english: list[str] = []
    kind: str = "government"
    speaks_for: str = "state"


class SourceEntry(Entry, frozen=True, kw_only=True):
    """A source that is no party and has no name of its own: medics, residents, witnesses."""

    names: list[str]
    english: list[str] = []
    kind: str = "source"


class OutletEntry(Entry, frozen=True, kw_only=True):
    """An agency, channel, newspaper, site or medium through which words reach a report."""

    names: list[str]
    kind: str
    country: str | None = None
    voice_of: str | None = None
    english: list[str] = []
    only_in: dict[str, list[str]] = {}


class PersonEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A person known to speak for a body."""

    names: list[str]
    actor: str
    role: str = ""
    only_in: dict[str, list[str]] = {}
    examples: list[dict[str, str]] = []

    @property
    def id(self) -> str:
        """The first name stands for the id."""
        return self.names[0]


class TriggerEntry(Entry, frozen=True, kw_only=True):
    """Words that tell of one type of event; where `beside` names words, only with one of these close by."""

    type: str
    strength: Strength
    frame: str
    weapon: str | None = None
    verbs: list[str] = []
    nouns: list[str] = []
    phrases: list[str] = []
    never: list[str] = []
    beside: list[str] = []


class FrameEntry(Entry, frozen=True, kw_only=True):
    """How the parties stand around the words of an event: the role of a body at each place beside them."""

    idafa: str | None = None
    adjective: str | None = None
    subject: str | None = None
    object: str | None = None
    toward: str | None = None
    by: str | None = None
    mutual: str = ""


class OutcomeEntry(Entry, frozen=True, kw_only=True):
    """Words that tell what befell people."""

    outcome: str
    form: Form
    verbs: list[str] = []
    nouns: list[str] = []
    phrases: list[str] = []
    singular: list[str] = []
    dual: list[str] = []


class VictimEntry(Entry, frozen=True, kw_only=True):
    """Nouns that are counted when people are harmed, and the group they tell of; `dual` are forms that no rule makes (طفلاها)."""

    group: str
    singular: list[str]
    plural: list[str]
    dual: list[str] = []


class WeaponEntry(Entry, frozen=True, kw_only=True):
    """Words that name the means of violence."""

    weapon: str
    words: list[str]


class SpeechEntry(Entry, frozen=True, kw_only=True):
    """Words by which an account is told."""

    act: Act
    follows: bool = False
    verbs: list[str] = []
    participles: list[str] = []
    phrases: list[str] = []


class RivalryEntry(Entry, frozen=True, kw_only=True):
    """Two sides that fight each other: ids of actors, either side against the other."""

    one: list[str]
    other: list[str]


class WordEntry(Entry, frozen=True, kw_only=True):
    """A group of small words with one meaning in the grammar."""

    words: list[str]


class AliasEntry(Entry, frozen=True, kw_only=True):
    """More names of an entry that another file holds: of the list `of` the one whose id is `means`."""

    of: Literal["actors", "outlets", "institutions", "sources", "states"]
    means: str
    names: list[str]


FILES: dict[str, type[msgspec.Struct]] = {
    "actors": ActorEntry,
    "states": StateEntry,
    "institutions": InstitutionEntry,
    "sources": SourceEntry,
    "outlets": OutletEntry,
    "people": PersonEntry,
    "triggers": TriggerEntry,
    "frames": FrameEntry,
    "outcomes": OutcomeEntry,
    "victims": VictimEntry,
    "weapons": WeaponEntry,
    "speech": SpeechEntry,
    "rivals": RivalryEntry,
    "grammar": WordEntry,
    "aliases": AliasEntry,
}
"""Which entries a file holds, by the beginning of its name or of its folder's name."""
