"""What an export is given: events with the values that a policy decided on, the incidents behind them, and names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from riwaya.model import Actor, Claim, Event, Outcome, Precision, Report, Told, Where


@dataclass(frozen=True, slots=True)
class Figure:
    """A toll as a policy left it: the interval [low, high] (high None: no upper bound), and the one number it chose.

    `victims` is whom it counts (None: all, or not said); `best` is None where the policy chooses no number.
    """

    outcome: Outcome
    low: int | None
    high: int | None
    victims: str | None = None
    best: int | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """One value for each attribute of an event, as a policy gave it; `pending` names what it left undecided."""

    type: str | None = None
    start: date | None = None
    end: date | None = None
    precision: Precision = "none"
    where: Where | None = None
    perpetrators: tuple[Actor, ...] = ()
    targets: tuple[Actor, ...] = ()
    weapon: str | None = None
    tolls: tuple[Figure, ...] = ()
    sources: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()

    def undecided(self) -> str | None:
        """Why a layout that needs one type and one figure of deaths has no row: an unknown must not look like peace."""
        if self.type is None:
            return "its type is not decided"
        return "its deaths were left undecided" if "killed" in self.pending else None


@dataclass(frozen=True, slots=True)
class Selected:
    """An event of a selection: the event itself, what was decided of it, and the incidents it is made of."""

    event: Event
    decided: Decided
    tolds: tuple[Told, ...]

    def reports(self) -> tuple[Report, ...]:
        """The reports that tell of it, each once, the oldest first; those of unknown day at the end."""
        found = {told.report.id: told.report for told in self.tolds}
        return tuple(sorted(found.values(), key=lambda report: (report.published or date.max, report.id)))

    def outlets(self) -> tuple[str, ...]:
        """Who published those reports, each once."""
        return tuple(dict.fromkeys(report.outlet for report in self.reports() if report.outlet))

    def claims(self) -> Iterator[tuple[Told, int, Claim]]:
        """Every claim, with the incident it is about and its position there."""
        for told in self.tolds:
            for index, claim in enumerate(told.incident.claims):
                yield told, index, claim


@dataclass(frozen=True, slots=True)
class ActorName:
    """How a body is called in English and in Arabic, of which kind it is (rebel, state_forces …), and where at home.

    `state` is the country (ISO 3166 alpha 2) whose government or forces it is; None for all others.
    """

    english: str
    arabic: str
    kind: str = "unknown"
    countries: tuple[str, ...] = ()
    state: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceName:
    """How a place and the units above it are called in English; None where the gazetteer does not say."""

    english: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    admin3: str | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a governorate has its seat: what stands in for it where no nearer place is known."""

    english: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class OutletName:
    """An outlet's name in English, of which kind it is (agency, site …), and its country."""

    english: str
    kind: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a selection needs: bodies by id, places by id, outlets by name, seats by country and governorate.

    `spelled` has the names of bodies without an id as reports write them, by the form that stands for them in accounts.
    """

    actors: Mapping[str, ActorName] = field(default_factory=dict)
    places: Mapping[str, PlaceName] = field(default_factory=dict)
    outlets: Mapping[str, OutletName] = field(default_factory=dict)
    seats: Mapping[tuple[str, str], Seat] = field(default_factory=dict)
    spelled: Mapping[str, str] = field(default_factory=dict)

    def english(self, actor: str) -> str:
        """A body's English name; its id, or the words of the report, where there is none."""
        return self.actors[actor].english if actor in self.actors else self.written(actor)

    def arabic(self, actor: str) -> str:
        """A body's Arabic name; its id, or the words of the report, where there is none."""
        return self.actors[actor].arabic if actor in self.actors else self.written(actor)

    def written(self, actor: str) -> str:
        """A body's id; its name as a report writes it where it has none."""
        return self.spelled.get(actor, actor).removeprefix("other:")

    def outlet(self, name: str) -> str:
        """An outlet's English name, or the name that the report gives."""
        return self.outlets[name].english if name in self.outlets else name


@dataclass(frozen=True, slots=True)
class Selection:
    """The events to export, with the name of the policy that decided, and the day as of which the ledger was read."""

    rows: tuple[Selected, ...]
    policy: str
    as_of: date | None = None
    names: Names = field(default_factory=Names)

    def reports(self) -> tuple[Report, ...]:
        """Every report behind the events, each once, by id."""
        found = {told.report.id: told.report for row in self.rows for told in row.tolds}
        return tuple(found[key] for key in sorted(found))
