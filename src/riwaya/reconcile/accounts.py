"""Sets the accounts of one event side by side: for every attribute who holds which value, who denies it, since when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from riwaya.model import Actor, Claim, Holder, Span, Standing, State, Told, Where
from riwaya.reconcile.bodies import GENERIC, Bodies, plain
from riwaya.reconcile.correcting import OUTCOMES, Corrected, Hand
from riwaya.reconcile.figures import figure_standings
from riwaya.reconcile.grouping import kilometres
from riwaya.reconcile.independence import OWN, Copies, source_of, speaker_of
from riwaya.reconcile.kinds import sphere, weapon_class
from riwaya.reconcile.states import Given, standing
from riwaya.reconcile.telling import is_since, is_spoken_of, night_of, only_speaking

_ATTRIBUTES = ("event", "type", "day", "place", "perpetrator", "target", "weapon")
_MOST_QUOTE = 300
_BOTH = " + "
"""Between the bodies of a position that names several."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One claim of one incident, or the report itself where an incident has no claim: who holds what it tells."""

    told: Told
    index: int
    claim: Claim | None
    holder: Holder
    by: Hand = field(default_factory=dict)

    def of(self, attribute: str) -> Holder:
        """Who holds what is told of an attribute: where a person put that right, with them and their words."""
        keys = ((self.index, attribute), (-1, attribute), *((self.index, name) for name in ("", "speaker", "stance")))
        said = next((self.by[key] for key in keys if key in self.by), None)
        if said is None:
            return self.holder
        span = said.span or self.holder.span
        return replace(self.holder, span=span, quote=_quote(self.told, span), by=said.user)


def stand(tolds: Sequence[Told | Corrected], bodies: Bodies, copies: Copies) -> tuple[Standing, ...]:
    """How the accounts of one event's incidents stand to each other, attribute by attribute, then toll by toll."""
    known = [one if isinstance(one, Corrected) else Corrected(one) for one in tolds]
    voices = [
        replace(voice, by=one.by) for one in known if not one.rejected for voice in voices_of(one.told, bodies, copies)
    ]
    standings = [_standing(name, voices, bodies) for name in _ATTRIBUTES]
    return (*standings, *figure_standings([pair for voice in voices for pair in _figures(voice)]))


def _figures(voice: Voice) -> Iterable[tuple[Claim, Holder]]:
    """The claim of a voice with who holds its figures; in parts where a person put some of them right."""
    claim = voice.claim
    if claim is None:
        return ()
    corrected = [name for name in OUTCOMES if voice.of(name) != voice.holder]
    if not corrected:
        return ((claim, voice.holder),)
    rest = replace(claim, tolls=tuple(toll for toll in claim.tolls if toll.outcome not in corrected))
    parts = [
        (replace(claim, tolls=tuple(t for t in claim.tolls if t.outcome == name), denied=()), voice.of(name))
        for name in corrected
    ]
    return ((rest, voice.holder), *parts)


def voices_of(told: Told, bodies: Bodies, copies: Copies) -> list[Voice]:
    """The voices of one incident."""
    report, incident = told.report, told.incident
    if not incident.claims:
        name = bodies.outlet(copies.author(report))
        span = incident.trigger
        holder = Holder(
            name, report.outlet or "", name, report.id, incident.id, -1, report.published, span, _quote(told, span)
        )
        return [Voice(told, -1, None, holder)]
    return [
        Voice(told, index, claim, _holder(told, index, bodies, copies)) for index, claim in enumerate(incident.claims)
    ]


def _holder(told: Told, index: int, bodies: Bodies, copies: Copies) -> Holder:
    report, claim = told.report, told.incident.claims[index]
    tolls = [toll.span for toll in claim.tolls]
    telling = [e for e in claim.evidence if any(e.start <= s.start and s.end <= e.end for s in tolls)]
    span = next(iter([*telling, *claim.evidence]), claim.speaker.span)
    return Holder(
        speaker=speaker_of(claim, report, bodies),
        name=(report.outlet or claim.speaker.name) if claim.speaker.actor in OWN else claim.speaker.name,
        source=source_of(claim, report, bodies, copies),
        report=report.id,
        incident=told.incident.id,
        claim=index,
        since=report.published,
        span=span,
        quote=_quote(told, span),
    )


def _quote(told: Told, span: Span | None) -> str:
    words = " ".join(span.cut(told.report.full_text).split()) if span else ""
    return words if len(words) <= _MOST_QUOTE else f"{words[:_MOST_QUOTE].rsplit(' ', 1)[0]} …"


def _standing(attribute: str, voices: Sequence[Voice], bodies: Bodies) -> Standing:
    given: list[Given] = []
    positions: list[Given] = []
    deniers: list[Holder] = []
    if attribute == "day":
        voices = [voice for voice in voices if _tells_the_day(voice)] or voices
    for voice in voices:
        denied = voice.claim.denied if voice.claim else ()
        if attribute in denied:
            deniers.append(voice.of("stance"))
        elif attribute == "event" or "event" not in denied:
            values = _values(attribute, voice)
            holder = voice.of(attribute)
            given += [Given(value, holder) for value in values]
            positions += [Given(_BOTH.join(values), holder)] if values else []
    joint = bodies.together(position.value.split(_BOTH) for position in positions)
    return standing(attribute, given, deniers, _fits(attribute, voices, bodies, joint), positions)


def _tells_the_day(voice: Voice) -> bool:
    """Whether the day is one that is told of the happening: not inferred, and not the day on which it is spoken of."""
    when = voice.told.incident.when
    if any(attribute == "day" for _, attribute in voice.by):
        return True
    return (
        when is not None
        and when.basis in ("stated", "relative")
        and not (is_spoken_of(voice.told) or is_since(voice.told))
    )


def _values(attribute: str, voice: Voice) -> tuple[str, ...]:
    incident = voice.told.incident
    if attribute == "event":
        return ("happened",)
    if attribute == "perpetrator":
        itself = {voice.claim.speaker.actor} if voice.claim else set()
        return tuple(sorted(_named(incident.perpetrators, voice) - (itself & only_speaking(voice.told))))
    if attribute == "target":
        named = _named(incident.targets, voice)
        tolls = voice.claim.tolls if voice.claim else ()
        harmed = {toll.victims for toll in tolls if toll.victims and toll.min}
        return tuple(sorted(named & harmed or named))  # whom a speaker counts among the harmed is whom it says was hit
    if attribute == "type":
        return (incident.type,)
    if attribute == "weapon":
        return (incident.weapon,) if incident.weapon and incident.weapon != "unknown" else ()
    if attribute == "place":
        return (_place(voice),) if incident.where else ()
    when = incident.when
    if when is None:
        return ()
    return (str(when.start) if when.start == when.end else f"{when.start}/{when.end}",)


def _named(actors: Iterable[Actor], voice: Voice) -> set[str]:
    """The bodies that a voice names; those that nobody is said to name count for every voice."""
    return {a.actor or plain(a.name) for a in actors if voice.index in a.according_to or not a.according_to}


def _place(voice: Voice) -> str:
    where = voice.told.incident.where
    return where.name if where else ""


def _fits(
    attribute: str, voices: Sequence[Voice], bodies: Bodies, joint: Mapping[str, str]
) -> Callable[[str, str], bool]:
    """Whether two values of an attribute can both hold."""
    if attribute == "day":
        nights: dict[str, set[int]] = {}
        for voice in voices:
            night = night_of(voice.told)
            for value in _values("day", voice):
                nights.setdefault(value, set()).update(() if night is None else (night,))
        return lambda a, b: _days_fit(a, b) or bool(nights[a] & nights[b])
    if attribute == "type":
        return lambda a, b: sphere(a) == sphere(b)
    if attribute == "weapon":
        return lambda a, b: weapon_class(a) == weapon_class(b)
    if attribute in ("perpetrator", "target"):
        return lambda a, b: _parties_fit(a, b, bodies, joint)
    spots = {_place(voice): voice.told.incident.where for voice in voices}
    return lambda a, b: _spots_fit(spots.get(a), spots.get(b))


def _days_fit(a: str, b: str) -> bool:
    (first, last), (other_first, other_last) = ((v.split("/")[0], v.split("/")[-1]) for v in (a, b))
    return max(first, other_first) <= min(last, other_last)


def _parties_fit(a: str, b: str, bodies: Bodies, joint: Mapping[str, str]) -> bool:
    one, other = ({bodies.body(actor) for actor in value.split(_BOTH)} for value in (a, b))
    if one & other or one <= GENERIC or other <= GENERIC:
        return True
    return any(bodies.act_together(body, also, joint) for body in one for also in other)


def _spots_fit(one: Where | None, other: Where | None) -> bool:
    if one is None or other is None:
        return False
    if one.id is not None and one.id == other.id:
        return True
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return bool(one.admin1 and one.admin1 == other.admin1)
    reach = (one.radius_km or 5) + (other.radius_km or 5)
    return kilometres((one.lat, one.lon), (other.lat, other.lon)) <= reach


def state_of(standings: Iterable[Standing], attribute: str) -> State:
    """The state of one attribute."""
    return next((standing.state for standing in standings if standing.attribute == attribute), "unknown")
