"""Claims: what each speaker says of an incident, with stance, figures, denial and the words as evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from riwaya.extract.accounts import SOURCES, Account, believed
from riwaya.extract.figures import FoundToll
from riwaya.extract.frames import Frame
from riwaya.extract.happening import Happening, Remark
from riwaya.extract.naming import Conversation, Speaker
from riwaya.extract.segments import told_before
from riwaya.extract.speakers import Voice, actor_of, voice_at
from riwaya.extract.units import Unit
from riwaya.model import Claim, Link, Role, Span, Stance, Toll


def claims_of(happening: Happening, talk: Conversation) -> tuple[Claim, ...]:
    """The claims about a happening, in the order in which their speakers are heard; the outlet's own only where it stands alone."""
    told = believed(accounts_of(happening, talk), happening)
    claims: list[Claim] = []
    parties = set(happening.bodies("perpetrator")) | set(happening.bodies("target"))
    for account in told:
        claims.extend(_claims(account, happening, told, parties, talk))
    return tuple(claims)


def accounts_of(happening: Happening, talk: Conversation) -> list[Account]:
    """Everybody's account of a happening, in the order in which they are heard."""
    accounts: dict[str, Account] = {}
    day = happening.day()
    for frame in happening.frames:
        if frame.sentence.title and len(happening.frames) > 1:
            continue
        _gather(frame, talk, accounts, not _of_earlier(frame, day) and not _of_what_was_before(frame, happening))
    for remark in happening.remarks:
        _remark(remark, accounts)
    others = [a for a in accounts.values() if a.speaker.actor != "outlet"]
    if others and not any(t.low for a in others for t, _ in a.tolls):
        for frame in happening.frames:
            if frame.sentence.title and frame.tolls:
                _gather(frame, talk, accounts)
    for frame in happening.frames:
        for voice in frame.voices:
            if voice.speaker.key not in accounts and not frame.sentence.title:
                accounts[voice.speaker.key] = _beside(frame, voice)
    if talk.outlet.actor == "outlet" and "outlet" not in accounts:
        accounts[talk.outlet.key] = Account(talk.outlet)
    for account in accounts.values():
        account.kind = talk.bodies.lexicon.told_by(account.speaker.actor)
    return list(accounts.values())


def _beside(frame: Frame, voice: Voice) -> Account:
    """The account of one who speaks in the sentence, though by the rules of something else."""
    account = Account(voice.speaker, acts=[voice.act], rules=[voice.rule], beside=frame)
    account.order = "before" if voice.at < frame.at else "after"
    return account


def _remark(remark: Remark, accounts: dict[str, Account]) -> None:
    voice = remark.voice
    known = accounts.get(voice.speaker.key)
    if known is not None and voice.act != "deny":
        return
    account = accounts.setdefault(voice.speaker.key, Account(voice.speaker))
    account.acts.append(voice.act)
    account.rules.append(voice.rule)
    account.remarks.append(remark)
    if voice.act == "deny":
        account.denied.extend(_denied_of(remark.sentence.units[voice.at + 1 : voice.last]))


def _of_earlier(frame: Frame, day: tuple[date, date] | None) -> bool:
    """Whether a telling is dated long before the happening's day: its figures are of what it is compared with."""
    told = frame.date
    if day is None or told is None or frame.said or told.end is None:
        return False
    return told.end < day[0] - _LONG_BEFORE


def _of_what_was_before(frame: Frame, happening: Happening) -> bool:
    """قتل أحد عشر ردا على هجوم أوقع 18 قتيلا: whether its figures are of another deed than its sentence tells first."""
    if not frame.tolls or not told_before(frame.units, frame.first):
        return False
    now = [f for f in happening.frames if not told_before(f.units, f.first)]
    counted = {t.outcome for f in now for t in f.tolls}
    begun = any(f.sentence is frame.sentence and f.first < frame.first for f in now)
    return begun and not counted.isdisjoint(t.outcome for t in frame.tolls)


_LONG_BEFORE = timedelta(days=30)


def _gather(frame: Frame, talk: Conversation, accounts: dict[str, Account], counts: bool = True) -> None:
    base = frame.voice
    speaker = base.speaker if base is not None else talk.outlet
    account = accounts.setdefault(speaker.key, Account(speaker))
    _add(account, frame, base)
    for toll in frame.tolls if counts else ():
        voice = voice_at(frame.voices, toll.at)
        by = voice.speaker if voice is not None else talk.outlet
        holder = accounts.setdefault(by.key, Account(by))
        if frame not in holder.frames:
            _add(holder, frame, voice)
        holder.tolls.append((toll, frame))


def _add(account: Account, frame: Frame, voice: Voice | None) -> None:
    account.frames.append(frame)
    account.acts.append(voice.act if voice is not None else "say")
    account.rules.append(voice.rule if voice is not None else "voice.outlet")
    if voice is not None and voice.speaker.via and not account.speaker.via:
        account.speaker = replace(account.speaker, via=voice.speaker.via)
    if frame.denied:
        account.denied.extend(_denials(frame, voice))


def _denials(frame: Frame, voice: Voice | None) -> list[str]:
    start = voice.at + 1 if voice is not None else frame.first
    return _denied_of(frame.units[start : frame.last])


def _denied_of(units: Sequence[Unit]) -> list[str]:
    """What the words after a denial deny: the doer, that people were killed or hurt, or that it happened at all."""
    if any(u.tag == "%" for u in units):
        return ["perpetrator"]
    first = next((u for u in units if u.trigger is not None or u.outcome is not None), None)
    if first is None or first.trigger is not None or first.outcome is None or first.outcome.form == "verb":
        return ["event"]
    outcome = first.outcome.outcome
    return ["killed", "injured"] if outcome == "killed_or_injured" else [outcome]


def _claims(
    account: Account, happening: Happening, told: Sequence[Account], parties: set[str], talk: Conversation
) -> list[Claim]:
    groups = _grouped(account.tolls)
    stance, denied = _stance(account, happening, told, parties, talk.bodies.lexicon.rivals)
    evidence = _evidence(account, happening, talk)
    chain = _chain(account.speaker, talk, parties)
    claims = []
    for tolls in groups or [[]]:
        made = tuple(_toll(_of_crowd(t, happening), f, talk) for t, f in tolls)
        claims.append(
            Claim(actor_of(account.speaker), stance, chain, made, tuple(dict.fromkeys(denied)), evidence, account.rules[0] if account.rules else "")
        )  # fmt: skip
    return claims


_ON_CROWDS = ("excessive_force_against_protesters", "protest_with_intervention")


def _of_crowd(toll: FoundToll, happening: Happening) -> FoundToll:
    """Where force is used on protesters, those of whom nothing else is told are protesters."""
    nobody = toll.victims is None and toll.group in (None, "people") and toll.low
    if not nobody or happening.type not in _ON_CROWDS or "protesters" not in happening.bodies("target"):
        return toll
    return replace(toll, victims="protesters")


_TAKEN = {"abducted": "detained"}
"""People taken are one figure, by whichever word they are told."""


def _grouped(tolls: Sequence[tuple[FoundToll, Frame]]) -> list[list[tuple[FoundToll, Frame]]]:
    """Figures of one speaker: one per outcome, the last given or the fullest; two armed sides with no total are two groups."""
    current = [x for x in tolls if not x[0].former] or list(tolls)
    by_outcome: dict[str, list[tuple[FoundToll, Frame]]] = {}
    for toll, frame in current:
        by_outcome.setdefault(_TAKEN.get(toll.outcome, toll.outcome), []).append((toll, frame))
    if "killed_or_injured" in by_outcome:
        for loose in ("killed", "injured"):
            if all(t.low == 1 and t.high is None for t, _ in by_outcome.get(loose, [])):
                by_outcome.pop(loose, None)
        if all(t.low == 1 and t.high is None for t, _ in by_outcome["killed_or_injured"]) and len(by_outcome) > 1:
            by_outcome.pop("killed_or_injured")
        elif "killed" in by_outcome and "injured" in by_outcome:
            by_outcome.pop("killed_or_injured")
    first: list[tuple[FoundToll, Frame]] = []
    rest: list[list[tuple[FoundToll, Frame]]] = []
    for found in by_outcome.values():
        sides: dict[str | None, list[tuple[FoundToll, Frame]]] = {}
        for toll, frame in found:
            sides.setdefault(toll.victims, []).append((toll, frame))
        armed = [s for s in sides if s not in (None, "civilians")]
        if len(armed) >= 2 or (armed and "civilians" in sides and _one_sentence(found)):
            named: list[str | None] = [s for s in sides if s is not None]
            if None in sides and _most(sides[None]) > max(_most(sides[s]) for s in named):
                named.insert(0, None)
            first.append(_fullest(sides[named[0]]))
            rest.extend([[_fullest(sides[s])] for s in named[1:]])
        else:
            first.append(_fullest(found))
    return [g for g in (first, *rest) if g]


def _most(found: Sequence[tuple[FoundToll, Frame]]) -> int:
    return _fullest(found)[0].low or 0


def _one_sentence(found: Sequence[tuple[FoundToll, Frame]]) -> bool:
    return len({id(f.sentence) for _, f in found}) == 1


def _fullest(found: Sequence[tuple[FoundToll, Frame]]) -> tuple[FoundToll, Frame]:
    numbered = [x for x in found if x[0].low not in (None, 0)] or list(found)
    exact = [x for x in numbered if not (x[0].low == 1 and x[0].high is None)] or numbered
    return max(exact, key=lambda x: (x[0].low or 0, x[0].high is None, x[0].victims is not None))


def _stance(
    account: Account,
    happening: Happening,
    told: Sequence[Account],
    parties: set[str],
    rivals_of: Mapping[str, frozenset[str]],
) -> tuple[Stance, list[str]]:
    actor = account.speaker.actor
    if actor != "outlet" and _rejected(account):
        return "denies", account.denied or ["event"]
    denied = [
        f"{t.outcome}" for t, _ in account.tolls if t.low == 0 and t.high == 0 and t.outcome in ("killed", "injured")
    ]
    rivals = [a for a in told[: told.index(account)] if a.speaker.actor in parties and a.speaker.actor != actor]
    if actor is None or actor in SOURCES:
        return "asserts", denied
    if actor not in parties:
        enemies = rivals_of.get(actor, frozenset())
        grants = "confirm" in account.acts and any(a.speaker.actor in enemies for a in rivals)
        return "confirms" if grants else "asserts", denied
    hit = actor in happening.bodies("target") and bool(rivals)
    granted = hit and (
        "confirm" in account.acts or (_loses(account) and any(t.low for a in rivals for t, _ in a.tolls))
    )
    return "confirms" if granted or _admits(account) else "asserts", denied


def _rejected(account: Account) -> bool:
    """Whether a speaker denies on the whole: not where he counts harm himself before he denies something else of it."""
    if account.acts and account.acts[0] != "deny" and any(t.low for t, _ in account.tolls):
        return False
    return bool(account.denied) or (bool(account.acts) and all(a == "deny" for a in account.acts))


def _loses(account: Account) -> bool:
    """Whether a party tells of harm to its own (قتل خمسة من جنوده, إنها فقدت خمسة مقاتلين)."""
    if any(t.low and t.victims == account.speaker.actor for t, _ in account.tolls):
        return True
    said = (u for f in account.frames if f.voice is not None for u in f.units[f.voice.at + 1 : f.voice.last])
    return any(u.core.startswith(_LOSING) for u in said)


def _admits(account: Account) -> bool:
    """Whether a party owns up to what happened (أقر، اعترف)."""
    return any(f.voice is not None and f.units[f.voice.at].core.startswith(_ADMITTING) for f in account.frames)


_LOSING = ("فقد", "خسر", "يفقد", "تفقد", "يخسر", "تخسر")
_ADMITTING = ("اقر", "يقر", "تقر", "اعترف", "يعترف", "تعترف", "معترف")


def _chain(speaker: Speaker, talk: Conversation, parties: set[str]) -> tuple[Link, ...]:
    outlet = (Link("outlet", talk.outlet.name), *((Link("channel", talk.origin),) if talk.origin else ()))
    if speaker.actor == "outlet":
        return outlet
    role: Role = "party"
    if speaker.actor in SOURCES:
        role = (
            "anonymous"
            if speaker.actor
            and (
                speaker.actor.endswith(("sources", "source"))
                or speaker.actor in ("witnesses", "residents", "activists")
            )
            else "party"
        )
    elif speaker.actor is None:
        role = "person"
    return (*outlet, *speaker.via, Link(role, speaker.name, speaker.actor, speaker.span))


def _toll(toll: FoundToll, frame: Frame, talk: Conversation) -> Toll:
    units = frame.units
    first, last = talk.folded.span(units[toll.first].start, units[toll.last - 1].end)
    outcome = toll.outcome
    return Toll(outcome, toll.low, toll.high, toll.victims, Span(first, last), toll.rule)  # type: ignore[arg-type]


def _evidence(account: Account, happening: Happening, talk: Conversation) -> tuple[Span, ...]:
    spans: dict[tuple[int, int], None] = {}
    for frame in account.frames:
        units = frame.units
        spans.setdefault(talk.folded.span(units[frame.first].start, units[frame.last - 1].end))
    if account.beside is not None:
        units = account.beside.units
        spans.setdefault(talk.folded.span(units[account.beside.first].start, units[account.beside.last - 1].end))
    if not account.frames and not account.remarks and account.beside is None:
        lead = happening.lead
        spans.setdefault(talk.folded.span(lead.units[lead.first].start, lead.units[lead.last - 1].end))
    for remark in account.remarks:
        units = remark.sentence.units
        spans.setdefault(talk.folded.span(units[remark.voice.first].start, units[remark.voice.last - 1].end))
    return tuple(Span(a, b) for a, b in spans if b > a)
