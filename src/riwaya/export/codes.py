"""The codes of others for our types, bodies, countries and outlets, read from the tables in `data/`."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import msgspec
import yaml


class TypeCodes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How others class one of our types: ACLED's three labels, whether UCDP counts it, Airwars' type of strike."""

    type: str
    event: str
    sub: str
    disorder: str
    violence: bool
    strike: str | None
    words: str
    ar: str


class ActorClass(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """ACLED's inter class with its former number, and the side that UCDP counts such a body on."""

    inter: str
    number: int
    side: str


class FixedActor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A body that others call by a fixed name; `{country}` stands for the country of the event."""

    name: str
    kind: str


class ActorCodes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table of bodies and outlets: `data/actors.yaml`."""

    classes: dict[str, ActorClass]
    abroad: ActorClass
    unknown: ActorClass
    fixed: dict[str, FixedActor]
    unnamed: str
    crowd: dict[str, str]
    violence: dict[str, int]
    scales: list[str]
    outlets: dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Country:
    """A country: ISO 3166 codes, English name, ACLED's region, Gleditsch and Ward's number, UCDP's id, name and region."""

    iso2: str
    iso3: str
    iso: int
    english: str
    region: str
    gw: int | None
    ucdp_id: int
    ucdp_country: str
    ucdp_region: str


@lru_cache(maxsize=1)
def type_codes() -> Mapping[str, TypeCodes]:
    """The codes of every type, by its id."""
    return {row.type: row for row in msgspec.convert(_yaml("types.yaml"), list[TypeCodes])}


def codes_of(type_: str | None) -> TypeCodes:
    """The codes of a type; an unknown one, or none, is another event."""
    known = type_codes()
    return known.get(type_ or "other", known["other"])


@lru_cache(maxsize=1)
def actor_codes() -> ActorCodes:
    """The codes of bodies and outlets."""
    return msgspec.convert(_yaml("actors.yaml"), ActorCodes)


@lru_cache(maxsize=1)
def countries() -> Mapping[str, Country]:
    """The countries of our word lists, by ISO 3166 alpha 2."""
    rows = csv.DictReader(_text("countries.csv").splitlines())
    return {
        row["iso2"]: Country(
            row["iso2"], row["iso3"], int(row["iso"]), row["english"], row["region"],
            int(row["gw"]) if row["gw"] else None, int(row["ucdp_id"]), row["ucdp_country"], row["ucdp_region"],
        )
        for row in rows
    }  # fmt: skip


def _yaml(name: str) -> Any:
    return yaml.safe_load(_text(name))


def _text(name: str) -> str:
    return files("riwaya.export").joinpath("data", name).read_text("utf-8")
