"""What one speaker says of one happening, gathered from its tellings; and whether that is a claim of theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from riwaya.extract.figures import FoundToll
from riwaya.extract.frames import Frame
from riwaya.extract.happening import Happening, Remark
from riwaya.extract.naming import Speaker
from riwaya.extract.typing import STATES
from riwaya.extract.weights import load_weights
from riwaya.extract.withholding import foresees
from riwaya.extract.wording import stems_of

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
    scored = [(a, weights.weigh_together(account_signs(a, told, happening))) for a in told]
    scored = [(a, score) for a, score in scored if not _of_plans(a) and a.speaker.actor not in _COMMENTING] or scored
    best = max((score for _, score in scored), default=0)
    kept = [
        a
        for a, score in scored
        if score >= weights.floor or score == best or a.denied or _took_it_on(a) or _its_own_man(a)
    ]
    _take_over(kept, scored)
    return kept


_COMMENTING = frozenset({"analysts"})
"""Who only comments on what others tell: heard, but no account of what was, unless nobody else is heard."""


def _take_over(kept: Sequence[Account], scored: Sequence[tuple[Account, int]]) -> None:
    """What the outlet counts where it makes no claim of its own is by the weightiest who is heard, where nobody heard counts."""
    if any(t.low is not None for a in kept for t, _ in a.tolls):
        return
    unheard = next((a for a, _ in scored if a.speaker.actor == "outlet"), None)
    heirs = [(score, -at) for at, (a, score) in enumerate(scored) if a in kept and not a.denied]
    if unheard is not None and heirs and any(t.low for t, _ in unheard.tolls):
        scored[-max(heirs)[1]][0].tolls.extend(unheard.tolls)


def _took_it_on(account: Account) -> bool:
    """Whether somebody told as taking responsibility, or denying, spoke of the happening itself."""
    return account.beside is None and "claim" in account.acts and bool(account.frames or account.remarks)


def _of_plans(account: Account) -> bool:
    """Whether all that somebody says is of plans (سترد على الهجوم, تدرس ردا عليه): no account of what was."""
    if not account.frames or account.remarks or account.denied or any(t.low for t, _ in account.tolls):
        return False
    return all(f.voice is not None and foresees(f.units, f.voice.at) for f in account.frames)


def _its_own_man(account: Account) -> bool:
    """Whether the outlet speaks through its own correspondent (أفاد مراسلنا)."""
    spoke = (f.voice.speaker.name for f in account.frames if f.voice is not None and not f.sentence.title)
    return account.speaker.actor == "outlet" and any(name.startswith(_OWN_MEN) for name in spoke)


_OWN_MEN = ("مراسل", "موفد")


def account_signs(account: Account, told: Sequence[Account], happening: Happening) -> list[str]:
    """All that speaks for or against an account being a claim on the happening.

    A sign in Arabic is the stem of a word of the sentence that leads, where nobody is heard.
    """
    return list(dict.fromkeys(_signs(account, told, happening)))


def _signs(account: Account, told: Sequence[Account], happening: Happening) -> list[str]:
    signs: list[str] = []
    speaker = account.speaker
    actor = speaker.actor
    who = _who(actor, happening)
    others = [a for a in told if a is not account and (a.frames or a.remarks)]
    crowd = min(len(others), 3)
    signs.append(who)
    signs.append(f"{who} beside {crowd}")
    if actor in SOURCES:
        signs.append(f"speaker {actor}")
    if actor == "media-reports" and " " not in speaker.name.strip():
        signs.append("reports of nobody named")
    if others and actor != "outlet" and any(a.speaker.actor == "outlet" for a in others):
        signs.append("beside the outlet")
    for act in dict.fromkeys(account.acts):
        signs.append(f"act {act}")
        signs.append(f"{who} act {act}")
    for rule in dict.fromkeys(account.rules):
        signs.append(f"rule {rule}")
    given = {t.outcome for t, _ in account.tolls if t.low is not None}
    elsewhere = {t.outcome for a in others for t, _ in a.tolls if t.low is not None}
    figures = {(t.outcome, t.low, t.high) for t, _ in account.tolls}
    if given:
        signs.append(f"figure {who}")
        if given - elsewhere:
            signs.append(f"figure of its own {who}")
        if figures & {(t.outcome, t.low, t.high) for a in others for t, _ in a.tolls}:
            signs.append(f"figure also told by another {who}")
    elif elsewhere:
        signs.append(f"figures only by others {who}")
    if account.denied:
        signs.append("denies")
    if account.beside is not None:
        signs.append(f"beside {account.order}")
        signs.append(f"beside {account.order} {who}")
        signs.append(f"beside by {account.rules[0]}")
        signs.append(
            f"beside {'alone' if not any(a.frames for a in others if a.speaker.actor != 'outlet') else 'with others'} {who}"
        )
    elif not account.frames and not account.remarks:
        signs.append(f"says nothing {who}")
        signs.append(f"says nothing beside {crowd}")
        if all(f.sentence.title for f in happening.frames):
            signs.append("only the title tells")
        if happening.frames[0].sentence.title and len(happening.frames) > 1:
            signs.append("the title tells too")
    elif not account.frames:
        signs.append("remark only")
        signs.append(f"remark only {who}")
        signs.append(f"remark {'fits' if any(r.fits for r in account.remarks) else 'fits nothing told'}")
        away = min(abs(r.sentence.index - f.sentence.index) for r in account.remarks for f in happening.frames)
        signs.append(f"remark {min(away, 3)} away")
        signs.append(f"remark {min(away, 3)} away {who}")
        said = [u for r in account.remarks for u in r.sentence.units[r.voice.at + 1 : r.voice.last]]
        signs.append(f"remark {'of harm' if any(u.outcome is not None for u in said) else 'of no harm'}")
        signs.append(f"remark {'of the act' if any(u.trigger is not None for u in said) else 'of no act'}")
    else:
        lead = happening.lead
        if lead in account.frames:
            signs.append(f"tells the lead {who}")
        if all(f.sentence.title for f in account.frames):
            signs.append(f"title only {who}")
        if all(f.kind.trigger is None for f in account.frames):
            signs.append(f"figures without words {who}")
        if all(f.definite for f in account.frames):
            signs.append(f"definite only {who}")
        if not given and all(f.definite and _in_passing(f) for f in account.frames):
            signs.append(f"in passing {who}")
        first = min(f.sentence.index for f in account.frames)
        signs.append(f"{'head' if first <= 2 else 'middle' if first <= 6 else 'tail'} {who}")
        signs.append(f"frames {min(len(account.frames), 3)} {who}")
    signs.extend(_beside_others(account, told, who))
    if account is told[0] and account.frames:
        signs.append(f"first {who}")
    if speaker.via:
        signs.append("through a medium")
        signs.append(f"via {speaker.via[0].actor or 'unlisted'}")
    if actor is None:
        size = len(speaker.name.split())
        signs.append(f"name of {'1' if size == 1 else '2-5' if size <= 5 else '6-9' if size <= 9 else '10'} words")
    if not speaker.named:
        signs.append("referred to")
    if _its_own_man(account):
        signs.append("the outlet's own man")
    if account.kind is not None:
        signs.append(f"speaker is {account.kind}")
    signs.append(f"{happening.lead.kind.type} {who}")
    if account.beside is None and not account.remarks and all(f.voice is None for f in account.frames):
        signs += {found for found in stems_of(happening.lead.sentence) if found}
    return signs


def _in_passing(frame: Frame) -> bool:
    """Whether the deed is only what something else is about (تأخر وصول المفتشين لمواقع الهجوم): a preposition governs it."""
    unit, before = frame.units[frame.at], frame.units[max(0, frame.at - 1)]
    return unit.prefix.endswith(("ل", "ب")) or before.tag in "iofTacgmk" or before.core in _ABOUT


_ABOUT = frozenset("حول بشان ازاء حيال تجاه ضد مزاعم مواقع موقع مكان".split())


def _beside_others(account: Account, told: Sequence[Account], who: str) -> Iterator[str]:
    """How the tellings of an account stand to those of the others whom the report names: before or after, soon followed, told in full."""
    mine = [f.sentence.index for f in account.frames if not f.sentence.title]
    named = [a for a in told if a is not account and a.speaker.actor != "outlet"]
    theirs = [f for a in named for f in a.frames if not f.sentence.title]
    if not mine or not theirs:
        return
    first, last = min(f.sentence.index for f in theirs), max(f.sentence.index for f in theirs)
    if max(mine) < first:
        yield f"all told before others {who}"
    elif min(mine) > last:
        yield f"all told after others {who}"
    if (gap := first - min(mine)) > 0:
        yield f"others follow {'at once' if gap == 1 else 'soon' if gap == 2 else 'later'} {who}"
    if who == "outlet":
        if any(f.tolls for f in theirs):
            yield "others count outlet"
        if all(f.definite for f in theirs):
            yield "others only definite outlet"


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
