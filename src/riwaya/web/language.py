"""The words of the pages in Arabic and English, out of one catalogue; days and figures as each language writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Literal, get_args

import yaml

from riwaya.export.codes import type_codes
from riwaya.web.names import load_names

Language = Literal["ar", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Every sentence of the pages by its key, in every language."""
    text = files(__package__).joinpath("strings.yaml").read_text("utf-8")
    found: dict[str, dict[str, str]] = yaml.safe_load(text)
    for name, code in type_codes().items():
        found.setdefault(f"type.{name}", {"ar": code.ar, "en": code.words})
    return found


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language: `words("key", count=3)`."""

    language: Language

    @property
    def direction(self) -> str:
        """Which way the page runs."""
        return "rtl" if self.language == "ar" else "ltr"

    @property
    def other(self) -> Language:
        """The language that the switch leads to."""
        return "en" if self.language == "ar" else "ar"

    def __call__(self, key: str, **values: object) -> str:
        return catalogue()[key][self.language].format(**values)

    def label(self, kind: str, code: str | None) -> str:
        """What a code is called; the code in words where nobody named it."""
        if not code:
            return "–"
        found = catalogue().get(f"{kind}.{code}")
        return found[self.language] if found else code.replace("_", " ")

    def body(self, actor: str | None) -> str:
        """What a party or a source is called."""
        return load_names().label(actor, self.language) if actor else "–"

    def value(self, attribute: str, value: str | None) -> str:
        """A value of an attribute in words."""
        if attribute in ("perpetrator", "target", "speaker"):
            return " + ".join(self.body(one.partition("=")[0].strip()) for one in (value or "").split("+"))
        if attribute == "day":
            return self.days(*(value or "").split("/"))
        if attribute == "place" and value:
            name, at, point = value.rpartition(" @ ")
            return f"{name} ({point})" if at else value
        return self.label(attribute, value) if attribute in ("type", "weapon", "event", "stance") else value or "–"

    def day(self, day: date | str | None) -> str:
        """A day, with its month as the Levant and as the rest write it; as it stands where it is none."""
        if not day:
            return self("day_unknown")
        try:
            found = day if isinstance(day, date) else date.fromisoformat(day)
        except ValueError:
            return str(day)
        return f"{found.day} {self(f'month_{found.month}')} {found.year}"

    def month(self, day: date) -> str:
        """The month of a day, with its year."""
        return f"{self(f'month_{day.month}')} {day.year}"

    def days(self, first: str, last: str = "") -> str:
        """A day or an interval of days."""
        return self.day(first) if last in ("", first) else f"{self.day(first)} – {self.day(last)}"


def words_for(asked: str | None) -> Words:
    """The words of a language that is asked for; Arabic where it is none of ours."""
    return Words("en" if asked == "en" else "ar")
