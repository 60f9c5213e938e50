"""What one speaker says of one happening, gathered from its tellings; and whether that is a claim of theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from riwaya.extract.frames import Frame
from riwaya.extract.happening import Happening, Remark
from riwaya.extract.naming import Speaker
from riwaya.extract.tolls import FoundToll
from riwaya.extract.typing import STATES
from riwaya.extract.weights import load_weights

SOURCES = frozenset(
    "outlet local-sources medical-sources security-source military-source witnesses residents activists sohr snhr white-helmets un sana amaq "
    "reuters afp officials media-reports".split()
)


@dataclass(eq=False)
class Account:
    """One speaker's words about one incident, gathered from its frames."""

    speaker: Speaker
    acts: list[str] = field(default_factory=list)
    tolls: list[tuple[FoundToll, Frame]] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    denied: list[str] = field(default_factory=list)
    beside: Frame | None = None
    order: str = ""
    kind: str | None = None
    """Whether its speaker is a medium or a source by trade."""


def believed(told: Sequence[Account], happening: Happening) -> list[Account]:
    """The accounts that are claims: those whose signs weigh enough, every denial, who took it on, and the weightiest."""
    weights = load_weights("claims")
    scores = [weights.weigh(signs) for signs in (account_signs(a, told, happening) for a in told)]
    best = max(scores, default=0)
    return [
        a
        for a, score in zip(told, scores, strict=True)
        if score >= weights.floor or score == best or a.denied or _took_it_on(a)
    ]


def _took_it_on(account: Account) -> bool:
    """Whether somebody told as taking responsibility, or denying, spoke of the happening itself."""
    return account.beside is None and "claim" in account.acts and bool(account.frames or account.remarks)


def account_signs(account: Account, told: Sequence[Account], happening: Happening) -> list[str]:
    """All that speaks for or against an account being a claim on the happening."""
    return list(dict.fromkeys(_signs(account, told, happening)))


def _signs(account: Account, told: Sequence[Account], happening: Happening) -> Iterator[str]:
    speaker = account.speaker
    actor = speaker.actor
    who = _who(actor, happening)
    others = [a for a in told if a is not account and (a.frames or a.remarks)]
    crowd = min(len(others), 3)
    yield who
    yield f"{who} beside {crowd}"
    if actor in SOURCES:
        yield f"speaker {actor}"
    if actor == "media-reports" and " " not in speaker.name.strip():
        yield "reports of nobody named"
    if others and actor != "outlet" and any(a.speaker.actor == "outlet" for a in others):
        yield "beside the outlet"
    for act in dict.fromkeys(account.acts):
        yield f"act {act}"
        yield f"{who} act {act}"
    for rule in dict.fromkeys(account.rules):
        yield f"rule {rule}"
    given = {t.outcome for t, _ in account.tolls if t.low is not None}
    elsewhere = {t.outcome for a in others for t, _ in a.tolls if t.low is not None}
    figures = {(t.outcome, t.low, t.high) for t, _ in account.tolls}
    if given:
        yield f"figure {who}"
        if given - elsewhere:
            yield f"figure of its own {who}"
        if figures & {(t.outcome, t.low, t.high) for a in others for t, _ in a.tolls}:
            yield f"figure also told by another {who}"
    elif elsewhere:
        yield f"figures only by others {who}"
    if account.denied:
        yield "denies"
    if account.beside is not None:
        yield f"beside {account.order}"
        yield f"beside {account.order} {who}"
        yield f"beside by {account.rules[0]}"
        yield f"beside {'alone' if not any(a.frames for a in others if a.speaker.actor != 'outlet') else 'with others'} {who}"
    elif not account.frames and not account.remarks:
        yield f"says nothing {who}"
        yield f"says nothing beside {crowd}"
        if all(f.sentence.title for f in happening.frames):
            yield "only the title tells"
        if happening.frames[0].sentence.title and len(happening.frames) > 1:
            yield "the title tells too"
    elif not account.frames:
        yield "remark only"
        yield f"remark only {who}"
        yield f"remark {'fits' if any(r.fits for r in account.remarks) else 'fits nothing told'}"
        said = [u for r in account.remarks for u in r.sentence.units[r.voice.at + 1 : r.voice.last]]
        yield f"remark {'of harm' if any(u.outcome is not None for u in said) else 'of no harm'}"
        yield f"remark {'of the act' if any(u.trigger is not None for u in said) else 'of no act'}"
    else:
        lead = happening.lead
        if lead in account.frames:
            yield f"tells the lead {who}"
        if all(f.sentence.title for f in account.frames):
            yield f"title only {who}"
        if all(f.kind.trigger is None for f in account.frames):
            yield f"figures without words {who}"
        if all(f.definite for f in account.frames):
            yield f"definite only {who}"
        first = min(f.sentence.index for f in account.frames)
        yield f"{'head' if first <= 2 else 'middle' if first <= 6 else 'tail'} {who}"
        yield f"frames {min(len(account.frames), 3)} {who}"
    if account is told[0] and account.frames:
        yield f"first {who}"
    if speaker.via:
        yield "through a medium"
        yield f"via {speaker.via[0].actor or 'unlisted'}"
    if actor is None:
        size = len(speaker.name.split())
        yield f"name of {'1' if size == 1 else '2-5' if size <= 5 else '6-9' if size <= 9 else '10'} words"
    if not speaker.named:
        yield "referred to"
    if account.kind is not None:
        yield f"speaker is {account.kind}"
    yield f"{happening.lead.kind.type} {who}"


def _who(actor: str | None, happening: Happening) -> str:
    if actor is None:
        return "unlisted"
    if actor == "outlet":
        return "outlet"
    if actor in SOURCES:
        return "source"
    if actor in happening.bodies("perpetrator"):
        return "perpetrator"
    if actor in happening.bodies("target"):
        return "target"
    return "state" if actor in STATES or actor.endswith("-gov") else "body"
