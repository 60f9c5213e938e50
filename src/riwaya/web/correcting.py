"""What a person puts right in a report becomes judgements of the ledger: a value, a claim added, a claim rejected."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from riwaya.arabic.fold import fold_key
from riwaya.ledger import Decision, Ledger
from riwaya.ledger import judgements as stored
from riwaya.ledger.rows import storable
from riwaya.model import Incident, Judgement, Mark, Reading, Span
from riwaya.reconcile.correcting import NOBODY, OF_CLAIMS, OF_INCIDENTS, OUTCOMES, claim_marks
from riwaya.reconciling import update_events
from riwaya.selecting import misfit
from riwaya.web import queries
from riwaya.web.deciding import MOST_REASON, Refused, signed
from riwaya.web.language import catalogue
from riwaya.web.names import load_names
from riwaya.web.placing import place_value
from riwaya.web.roles import User

_MOST_WORDS, _MOST_NAME = 2000, 200


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction as somebody asks for it; `seen` is the version of the report's reading before their eyes.

    `claim` is the claim's place in the reading ("": it is about the incident); `words` are those it rests on, which
    begin at `start` where the page knows; `told` is what a new claim says, by attribute.
    """

    verdict: str
    incident: str
    seen: str = ""
    claim: str = ""
    attribute: str = ""
    value: str = ""
    words: str = ""
    start: str = ""
    reason: str = ""
    told: Mapping[str, str] = field(default_factory=dict)


def version_of_reading(reading: Reading, history: Sequence[Judgement]) -> str:
    """A short hash of a reading with all that was decided of it: changes whenever one of them does."""
    told = repr((reading.incidents, [judgement.id for judgement in history]))
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def correct(ledger: Ledger, user: User, report: str, asked: Correction) -> Judgement:
    """Adds the judgement that a correction comes to, signed by the user; its event follows at once.

    Raises Refused: 404 where the report is not there, 409 where its reading has changed since it was seen, else 422.
    """
    with signed(ledger, user) as own:
        with own.changing() as (connection, chain):
            reading = own.reading(report)
            if reading is None:
                raise Refused("error_404", 404)
            history = queries.Decisions(connection, [report]).of_report(report)
            if asked.seen and asked.seen != version_of_reading(reading, history):
                raise Refused("changed_reading", 409)
            made = stored.add(connection, chain, _decision(asked, reading), own.user, own.now())
        update_events(own, wholly=False)
    return made


def _decision(asked: Correction, reading: Reading) -> Decision:
    report = reading.report.id
    incident = next((one for one in reading.incidents if one.id == asked.incident), None)
    if incident is None:
        raise Refused("no_incident_there")
    reason = storable(asked.reason).strip()[:MOST_REASON]
    trigger = Mark(report, incident.trigger)
    words = _words(asked, reading.report.full_text, incident.trigger)
    rest = Mark(report, words) if words else trigger
    about = tuple(Mark(report, span) for span in _claim(asked.claim, incident))
    if asked.verdict == "reject":
        if not reason:
            raise Refused("no_why")
        return Decision("reject", (trigger, rest, *about), reason)
    if asked.verdict == "claim":
        if words is None:
            raise Refused("no_words_given")
        told = msgspec.json.encode(_told(asked.told)).decode()
        return Decision("claim", (trigger, rest), reason, None, told)
    if asked.verdict != "correct" or asked.attribute not in (OF_CLAIMS if about else OF_INCIDENTS):
        raise Refused("no_attribute")
    return Decision("correct", (trigger, rest, *about), reason, asked.attribute, _value(asked, incident))


def _claim(claim: str, incident: Incident) -> tuple[Span, ...]:
    """The words of the claim that is meant; none where the correction is about the incident itself."""
    if not claim:
        return ()
    if not (claim.isascii() and claim.isdigit() and len(claim) < 6 and int(claim) < len(incident.claims)):
        raise Refused("no_claim_there")
    marks = claim_marks(incident.claims[int(claim)])
    return marks or (incident.trigger,)


def _words(asked: Correction, text: str, trigger: Span) -> Span | None:
    """Where the words stand: at `start` if they do, else the place nearest to it, or to the trigger."""
    words = storable(asked.words).split()
    if not words:
        return None
    if sum(map(len, words)) > _MOST_WORDS:
        raise Refused("no_such_words")
    start = int(asked.start) if asked.start.isascii() and asked.start.isdigit() and len(asked.start) < 10 else None
    found = [Span(*match.span()) for match in re.finditer(r"\s+".join(map(re.escape, words)), text)]
    if not found:
        raise Refused("no_such_words")
    near = trigger.start if start is None else start
    return min(found, key=lambda span: abs(span.start - near))


def _told(given: Mapping[str, str]) -> dict[str, str]:
    """What a new claim says: who speaks, how, and at least that or one figure."""
    told: dict[str, str] = {}
    for name in OF_CLAIMS:
        value = storable(given.get(name, "")).strip()
        if value:
            told[name] = value_of(name, value)
    if not told.keys() - {"stance"}:
        raise Refused("no_claim_told")
    return told


def _value(asked: Correction, incident: Incident) -> str:
    value = storable(asked.value).strip()
    if asked.attribute != "place" or value == NOBODY:
        return value_of(asked.attribute, value)
    where = incident.where
    near = [(where.lat, where.lon)] if where and where.lat is not None and where.lon is not None else []
    known = place_value(value, "", near)
    if known is None:
        raise Refused("no_value")
    return known


def value_of(attribute: str, value: str) -> str:
    """A typed value as a judgement keeps it: bodies and codes by their ids; "-" takes away.

    Raises Refused where it does not fit the attribute.
    """
    if value == NOBODY and attribute not in ("speaker", "stance", "type"):
        return NOBODY
    if attribute in (*OUTCOMES, "day") and not misfit(attribute, value):
        return value.replace("–", "-")
    if attribute in ("type", "weapon", "stance"):
        return _code(attribute, value)
    if attribute in ("speaker", "perpetrator", "target") and value:
        names = [_body(one) for one in (value.split("+") if attribute != "speaker" else [value.replace("+", " ")])]
        return "+".join(names)
    raise Refused("no_value")


def _body(name: str) -> str:
    """A body as `id=name` where our lists know it."""
    plain = name.replace("=", " ").strip()
    if not plain or len(plain) > _MOST_NAME:
        raise Refused("no_value")
    names = load_names()
    id_ = plain if plain in names.arabic else names.ids.get(fold_key(plain))
    return f"{id_}={plain}" if id_ else plain


def _code(kind: str, value: str) -> str:
    """The code that a word of either language, or the code itself, means."""
    wanted = fold_key(value)
    for key, labels in catalogue().items():
        of, _, code = key.partition(".")
        if of == kind and code and (value == code or wanted in map(fold_key, labels.values())):
            return code
    raise Refused("no_value")
