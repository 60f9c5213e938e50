"""The words of the pages in Arabic and English, out of one catalogue; days and figures as each language writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Literal, get_args

import yaml
from hijridate import Gregorian, Hijri

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
    """The words of one language: `words("key", count=3)`; with `hijri` every day has its Hijri day beside it."""

    language: Language
    hijri: bool = False

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
            return self.days(*(value or "").split("/")[:2])
        if attribute == "place" and value:
            name, at, point = value.rpartition(" @ ")
            return f"{name} ({point})" if at else value
        return self.label(attribute, value) if attribute in ("type", "weapon", "event", "stance") else value or "–"

    def day(self, day: date | str | None) -> str:
        """A day, with its month as the Levant and as the rest write it; as it stands where it is none."""
        if not day:
            return self("day_unknown")
        found = _as_day(day)
        return str(day) if found is None else self._beside(self._gregorian(found), _hijri(found), None)

    def month(self, day: date) -> str:
        """The month of a day, with its year."""
        return f"{self(f'month_{day.month}')} {day.year}"

    def days(self, first: str, last: str = "") -> str:
        """A day or an interval of days."""
        begin, end = _as_day(first), _as_day(last)
        if last in ("", first) or begin is None or end is None:
            return self.day(first) if last in ("", first) else f"{self.day(first)} – {self.day(last)}"
        told = f"{self._gregorian(begin)} – {self._gregorian(end)}"
        return self._beside(told, _hijri(begin), _hijri(end))

    def _gregorian(self, day: date) -> str:
        return f"{day.day} {self(f'month_{day.month}')} {day.year}"

    def _beside(self, told: str, first: Hijri | None, last: Hijri | None) -> str:
        """Gregorian days, with the Hijri ones in brackets where that is wished and they are known."""
        days = [f"{one.day} {one.month_name(self.language)} {one.year}" for one in (first, last) if one]
        return f"{told} ({' – '.join(days)} {Hijri.notation(self.language)})" if self.hijri and days else told


def _as_day(text: date | str) -> date | None:
    try:
        return text if isinstance(text, date) else date.fromisoformat(text)
    except ValueError:
        return None


def _hijri(day: date) -> Hijri | None:
    """The day in the Umm al-Qura calendar, which sightings of the moon may differ from by a day.

    None outside 1343 to 1500 AH (August 1924 to November 2077).

    >>> _hijri(date(2024, 5, 14)), _hijri(date(1900, 1, 1))
    (Hijri(1445, 11, 6), None)
    """
    try:
        return Gregorian.fromdate(day).to_hijri()
    except OverflowError:
        return None


def words_for(asked: str | None, calendar: str | None = None) -> Words:
    """The words of a language that is asked for; Arabic where it is none of ours. `calendar`: hijri, or nothing."""
    return Words("en" if asked == "en" else "ar", calendar == "hijri")
