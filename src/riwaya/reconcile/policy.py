"""Turns accounts into one value, where a layout has room for one only, by a policy that the user names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from riwaya.model import Account, Holder, Standing

Policy = Literal["lowest", "range", "majority", "hierarchy", "latest", "pending"]
POLICIES: dict[Policy, str] = {
    "lowest": "the lowest figure that anybody gives, as ACLED does; of words, the value most sources hold",
    "range": "from the lowest to the highest figure; of words, every value",
    "majority": "what most independent sources hold; a tie goes to the lower figure",
    "hierarchy": "what the first source of the user's list holds; where none of them tells it, as majority",
    "latest": "what was published last",
    "pending": "nothing, while the accounts are disputed",
}
"""The policies, and what each takes."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One value of one attribute (words, or a figure in [low, high]) with the policy that took it and why."""

    attribute: str
    value: str | None
    low: int | None
    high: int | None
    policy: str
    reason: str


def choose(standing: Standing, policy: Policy, hierarchy: Sequence[str] = ()) -> Chosen:
    """One value of an attribute; unknown where nobody gives one, or the policy takes none.

    `hierarchy` lists ids of speakers or sources, the most trusted first. Denied values count like
    others: that they are denied is said in the reason.
    """
    accounts = [account for account in standing.accounts if account.holders]
    if not accounts:
        return Chosen(standing.attribute, None, None, None, policy, "nobody tells it")
    if policy == "pending" and standing.state == "disputed":
        return Chosen(
            standing.attribute, None, None, None, policy, f"disputed between {' and '.join(standing.between)}"
        )
    figures = accounts[0].value is None
    if policy == "range":
        return _range(standing, accounts, figures)
    if policy == "hierarchy" and (found := _first_of(accounts, hierarchy)):
        return found
    if policy == "latest":
        newest = max(accounts, key=lambda a: (_latest(a.holders), a.low or 0, a.value or ""))
        return _of(newest, policy, f"published {_latest(newest.holders)}")
    if policy == "lowest" and figures:
        lowest = min(accounts, key=lambda a: (a.low or 0, a.high is None, a.high or 0))
        return _of(lowest, policy, f"the lowest of {len(accounts)}")
    most = min(accounts, key=lambda a: (-len(_sources(a)), a.low or 0, a.value or ""))
    held = f"held by {len(_sources(most))} of {len(_all_sources(accounts))} sources"
    return _of(most, policy, f"nobody of the list tells it; {held}" if policy == "hierarchy" else held)


def told_by_list(accounts: Sequence[Account], hierarchy: Sequence[str]) -> Sequence[Account]:
    """The accounts that somebody of the list holds; all of them where nobody of it holds any."""
    return [a for a in accounts if any(_is_of(h, name) for h in a.holders for name in hierarchy)] or accounts


def _range(standing: Standing, accounts: Sequence[Account], figures: bool) -> Chosen:
    reason = f"over {len(accounts)} account{'s' if len(accounts) > 1 else ''}"
    if not figures:
        values = "; ".join(sorted({account.value or "" for account in accounts}))
        return Chosen(standing.attribute, values, None, None, "range", reason)
    highs = [account.high for account in accounts]
    high = None if None in highs else max(h for h in highs if h is not None)
    return Chosen(standing.attribute, None, min(account.low or 0 for account in accounts), high, "range", reason)


def _first_of(accounts: Sequence[Account], hierarchy: Sequence[str]) -> Chosen | None:
    for name in hierarchy:
        held = [a for a in accounts if any(_is_of(h, name) for h in a.holders)]
        if held:
            newest = max(held, key=lambda a: _latest(tuple(h for h in a.holders if _is_of(h, name))))
            return _of(newest, "hierarchy", f"held by {name}, number {list(hierarchy).index(name) + 1} of the list")
    return None


def _is_of(holder: Holder, name: str) -> bool:
    return name in (holder.speaker, holder.source)


def _of(account: Account, policy: str, reason: str) -> Chosen:
    denied = f"; denied by {', '.join(sorted({h.speaker for h in account.deniers}))}" if account.deniers else ""
    return Chosen(account.attribute, account.value, account.low, account.high, policy, reason + denied)


def _latest(holders: Sequence[Holder]) -> date:
    return max((holder.since or date.min for holder in holders), default=date.min)


def _sources(account: Account) -> set[str]:
    return {holder.source for holder in account.holders}


def _all_sources(accounts: Sequence[Account]) -> set[str]:
    return set(Counter(source for account in accounts for source in _sources(account)))
