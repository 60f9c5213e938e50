"""What a model answers: the shape that it is asked for by JSON Schema, and the check that its answer has it."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from typing import Any

import msgspec

from riwaya.model import Outcome, Role, Stance


class TollTold(msgspec.Struct, frozen=True):
    """A figure, and the words that give it."""

    outcome: Outcome
    min: int
    max: int | None
    words: str


class ClaimTold(msgspec.Struct, frozen=True):
    """One speaker's account; no speaker: the outlet's own."""

    speaker: str | None
    role: Role
    stance: Stance
    denied: list[str]
    words: str
    tolls: list[TollTold]


class IncidentTold(msgspec.Struct, frozen=True):
    """One happening as the model tells it; every text but `type` is a quotation."""

    type: str
    trigger: str
    main: bool
    day: str | None
    place: str | None
    perpetrators: list[str]
    targets: list[str]
    claims: list[ClaimTold]


class Told(msgspec.Struct, frozen=True):
    """The answer for one part of a report."""

    incidents: list[IncidentTold]
    addressed_to_reader: list[str]


DENIED = ("event", "killed", "injured", "perpetrator", "target", "weapon")


class WrongAnswer(Exception):
    """An answer that is not JSON, or of another shape; its message says which."""


def read_answer(text: str) -> Told:
    """The answer, checked against the shape.

    >>> read_answer('{"incidents": [], "addressed_to_reader": []}')
    Told(incidents=[], addressed_to_reader=[])
    """
    try:
        told = msgspec.json.decode(text, type=Told)
    except msgspec.ValidationError as error:
        raise WrongAnswer("of another shape than the schema") from error
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise WrongAnswer("no JSON") from error
    if any(incident.type not in types() for incident in told.incidents):
        raise WrongAnswer("of another shape than the schema")
    return told


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """The JSON Schema as it is sent (strict: every field required, none besides)."""
    found: dict[str, Any] = json.loads(
        resources.files("riwaya.llm").joinpath("prompts/claims-1.schema.json").read_text()
    )
    return found


def types() -> frozenset[str]:
    """The types of incidents that the schema allows."""
    return frozenset(schema()["properties"]["incidents"]["items"]["properties"]["type"]["enum"])
