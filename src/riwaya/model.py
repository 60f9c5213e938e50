"""The nouns of Riwaya: frozen records that travel between the stages. This module imports nothing of Riwaya."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

Basis = Literal["stated", "relative", "dateline", "published", "context", "none"]
Precision = Literal["day", "approx", "month", "year", "none"]
Stance = Literal["asserts", "confirms", "denies"]
Outcome = Literal["killed", "injured", "killed_or_injured", "detained", "abducted", "missing", "displaced"]
Role = Literal["outlet", "agency", "channel", "party", "person", "document", "anonymous"]
State = Literal["agreed", "compatible", "revised", "disputed", "unknown"]
Verdict = Literal[
    "same", "different", "unsure", "value", "grade", "note", "state", "correct", "claim", "reject", "name", "undo"
]


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of characters [start, end) in `Report.full_text`, as published."""

    start: int
    end: int

    def cut(self, text: str) -> str:
        """The quote: exactly the characters of `text` that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Report:
    """One published text and where it came from; `forwarded_from` is the channel whose words it passes on."""

    id: str
    title: str
    text: str
    outlet: str | None = None
    url: str | None = None
    published: date | None = None
    sha256: str = ""
    author: str | None = None
    forwarded_from: str | None = None

    @property
    def full_text(self) -> str:
        """Title, a newline, text: what every span counts characters in."""
        return f"{self.title}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Actor:
    """A party or a source as the report names it, with the id it was resolved to (None: not known to the lexicon)."""

    actor: str | None
    name: str
    span: Span | None = None
    according_to: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """One step of the chain by which words reached the report, the outlet first."""

    role: Role
    name: str
    actor: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Toll:
    """How many met an outcome: the interval [min, max] (max None: no upper bound), whom it counts, and the words."""

    outcome: Outcome
    min: int | None
    max: int | None
    victims: str | None
    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class When:
    """When it happened: an interval of days with its precision, the basis of the reading, and the words."""

    start: date
    end: date
    precision: Precision
    basis: Basis
    text: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """A line or an area on the map: its points, longitude and latitude in degrees (an area's last is its first)."""

    kind: Literal["LineString", "Polygon"]
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Where:
    """Where it happened, as named; coordinates (degrees, WGS 84) and radius (km) once the place is resolved.

    `anchors` are the places it is told by, `kind` is what the place chosen is (town, camp, admin1 …), and
    `geometry` the stretch or sector meant where a point says too little.
    """

    name: str
    span: Span | None
    relation: str | None = None
    basis: Basis = "stated"
    id: str | None = None
    admin1: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    anchors: tuple[str, ...] = ()
    kind: str | None = None
    geometry: Shape | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One speaker's account of one incident; `rule` ends in " @rules+llm" where two readers read the report."""

    speaker: Actor
    stance: Stance
    chain: tuple[Link, ...]
    tolls: tuple[Toll, ...] = ()
    denied: tuple[str, ...] = ()
    evidence: tuple[Span, ...] = ()
    rule: str = ""

    @property
    def readers(self) -> tuple[str, ...]:
        """Which readers found it; empty where the rules alone read the report."""
        _, mark, names = self.rule.rpartition(" @")
        return tuple(names.split("+")) if mark else ()


def marked_by(claim: Claim, readers: tuple[str, ...]) -> Claim:
    """The claim, found by these readers.

    >>> marked_by(Claim(Actor(None, "x"), "asserts", ()), ("rules", "llm")).readers
    ('rules', 'llm')
    """
    base, mark, _ = claim.rule.rpartition(" @")
    return replace(claim, rule=f"{base if mark else claim.rule} @{'+'.join(readers)}")


@dataclass(frozen=True, slots=True)
class Incident:
    """What one report, over all its claims, tells about one happening."""

    id: str
    type: str
    main: bool
    trigger: Span
    when: When | None
    where: Where | None
    perpetrators: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    weapon: str | None
    claims: tuple[Claim, ...]
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Warning:
    """Something in the text that a person should look at, with the words concerned."""

    kind: str
    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A report with everything read from it; `countries` (ISO 3166) are those it names, most named first."""

    report: Report
    incidents: tuple[Incident, ...] = ()
    warnings: tuple[Warning, ...] = ()
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """An incident beside the report that tells it: what is linked across reports."""

    report: Report
    incident: Incident


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds, or denies, a value: one claim of one incident, in which words, since which day of publication.

    `speaker` is the actor id, or the name where the speaker is not known to the lexicon; `source` is what the claim
    counts as when independent sources are counted: two holders of one source are one voice. `by` is the person who
    corrected what was read, on whose judgement the value rests.
    """

    speaker: str
    name: str
    source: str
    report: str
    incident: str
    claim: int
    since: date | None = None
    span: Span | None = None
    quote: str = ""
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One value of one attribute of an event, and who holds or denies it.

    `value` is an id or words (type, day as 2019-05-20 or 2019-05-20/2019-05-22, place, actor, weapon); a figure stands
    in [low, high] (high None: no upper bound), counts `victims` (None: all), and has no `value`.
    """

    attribute: str
    value: str | None
    holders: tuple[Holder, ...]
    deniers: tuple[Holder, ...] = ()
    low: int | None = None
    high: int | None = None
    victims: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How the accounts of one attribute stand to each other; `between` names the speakers of a dispute."""

    attribute: str
    state: State
    accounts: tuple[Account, ...]
    between: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Membership:
    """That an incident belongs to an event, and why, in words; `weight` is the strongest link's, in bits."""

    incident: str
    report: str
    reasons: tuple[str, ...] = ()
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """How well an event is corroborated, by which published rule set, with the reasons in words."""

    name: str
    rules: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """The incidents of all reports about the same happening, with their accounts; `sources` counts independent ones."""

    id: str
    members: tuple[Membership, ...]
    standings: tuple[Standing, ...]
    sources: int
    grade: Grade | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What a judgement is about: the words of a report, which stay when the report is read again."""

    report: str
    span: Span


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision: added, never edited; an "undo" names in `undoes` the one that it takes back.

    `marks` are the triggers of the incidents concerned; `attribute` and `value` say what was decided of them;
    `at` is the moment in UTC, ISO 8601. What is about a reading ("correct", "claim", "reject") marks the trigger, the
    words it rests on (again the trigger where none are given), then the words of the claim, if it is about one.
    """

    id: str
    verdict: Verdict
    marks: tuple[Mark, ...]
    user: str
    at: str
    reason: str = ""
    attribute: str | None = None
    value: str | None = None
    undoes: str | None = None
