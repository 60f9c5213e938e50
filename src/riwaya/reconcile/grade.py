"""Grades an event by a published rule set: a data file of conditions on facts, each with its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from riwaya.errors import RuleError
from riwaya.model import Grade, Judgement
from riwaya.reconcile.facts import FACTS, Facts

RULES = Path(__file__).parent / "data" / "grades"


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fact that must count at least, or at most, so many; `because` says it in words, {count} and {who} filled in."""

    fact: str
    because: str
    least: int = 0
    most: int | None = None


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A grade, and the conditions that must all hold for it."""

    name: str
    means: str
    arabic: str = ""
    when: list[Condition] = []


class RuleSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules of a set in their order: the first whose conditions all hold gives the grade."""

    id: str
    title: str
    source: str
    rules: list[Rule]


def file_of(rules: str | Path) -> Path | None:
    """The file of a user's rule set; None where the rules are one of ours, by name."""
    path = Path(rules)
    return path if path.suffix in (".yaml", ".yml") else None


@lru_cache(maxsize=8)
def load_rules(name: str | Path = "airwars") -> RuleSet:
    """A rule set that is shipped, by its name, or a user's, by its file.

    Raises RuleError where the file is missing, is not a rule set, or asks for a fact that there is not.
    """
    path = file_of(name) or RULES / f"{name}.yaml"
    try:
        rules = msgspec.convert(yaml.safe_load(path.read_text("utf-8")), RuleSet)
    except OSError as error:
        known = ", ".join(sorted(p.stem for p in RULES.glob("*.yaml")))
        raise RuleError(f"{name}: no such rule set ({error.strerror}); name one of {known}, or a .yaml file") from error
    except (yaml.YAMLError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: is no rule set ({error}); compare it with docs/method.md") from error
    for rule in rules.rules:
        for condition in rule.when:
            if condition.fact not in FACTS:
                raise RuleError(f"{path}: {rule.name}: no fact {condition.fact!r}; the facts are {', '.join(FACTS)}")
    if not rules.rules or rules.rules[-1].when:
        raise RuleError(f"{path}: the last rule has conditions; end with one that always holds")
    return rules


def grade(facts: Facts, rules: RuleSet) -> Grade:
    """The grade of an event by these rules, with the reasons in words."""
    for rule in rules.rules:
        if all(_holds(condition, facts) for condition in rule.when):
            reasons = [_words(condition, facts) for condition in rule.when] or [rule.means]
            return Grade(rule.name, rules.id, tuple(reasons))
    raise RuleError(f"{rules.id}: no rule holds; end with one that always does")


def override(given: Grade, judgements: Sequence[Judgement]) -> Grade:
    """The grade that persons set, the newest word first; what the rules said stays among the reasons."""
    grades = [(j.at, place) for place, j in enumerate(judgements) if j.verdict == "grade" and j.value]
    if not grades:
        return given
    last = judgements[max(grades)[1]]
    said = f"set by {last.user} on {last.at}" + (f": {last.reason}" if last.reason else "")
    return Grade(last.value or given.name, given.rules, (said, f"by the rules: {given.name}", *given.reasons))


def _holds(condition: Condition, facts: Facts) -> bool:
    count = facts.count(condition.fact)
    return count >= condition.least and (condition.most is None or count <= condition.most)


def _words(condition: Condition, facts: Facts) -> str:
    who: Any = facts.words(condition.fact)
    return condition.because.format(count=facts.count(condition.fact), who=who)
