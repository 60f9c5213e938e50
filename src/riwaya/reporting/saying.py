"""The words of reports: our own sentences, and on top of the page's words the names that a selection brings along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

import yaml

from riwaya.export.selection import Names, Selected
from riwaya.model import Account, Where
from riwaya.reporting.gathering import Range
from riwaya.web.language import Language, Words


@lru_cache(maxsize=1)
def strings() -> Mapping[str, Mapping[Language, str]]:
    """Every sentence by its key, in both languages."""
    found: dict[str, dict[Language, str]] = yaml.safe_load(
        files(__package__).joinpath("strings.yaml").read_text("utf-8")
    )
    return found


@dataclass(frozen=True, slots=True)
class Saying:
    """What a report says in one language, with the names of its selection."""

    language: Language
    names: Names

    @property
    def rtl(self) -> bool:
        """Whether it runs from right to left."""
        return self.language == "ar"

    def __call__(self, key: str, **values: object) -> str:
        return strings()[key][self.language].format(**values)

    def page(self, key: str) -> str:
        """A sentence of the review page."""
        return self._words(key)

    def body(self, actor: str, name: str = "") -> str:
        """What a party or source is called; several are joined by "+"; the report's own words where nobody knows it."""
        return " + ".join(self._body(one, name) for one in actor.split("+"))

    def _body(self, actor: str, name: str) -> str:
        known = self.names.actors.get(actor)
        if known is not None:
            return known.arabic if self.rtl else known.english
        found = self._words.body(actor)
        return name if found == actor and name else found.removeprefix("other:")

    def label(self, kind: str, code: str | None) -> str:
        """What a code is called."""
        return self._words.label(kind, code)

    def grade(self, name: str | None) -> str:
        """What a grade is called; a dash where there is none."""
        return self._words.label("grade", name.lower() if name else None)

    def account(self, account: Account) -> str:
        """What one account says: a figure with whom it counts, a day, a name."""
        if account.value is not None:
            return self._value(account.attribute, account.value)
        figure = f"\u2066{Range(account.low or 0, account.high).text()}\u2069"  # 18+ and 5–8 run from left to right
        return f"{figure} ({self.body(account.victims)})" if account.victims else figure

    def _value(self, attribute: str, value: str) -> str:
        return self.body(value) if attribute in ("perpetrator", "target") else self._words.value(attribute, value)

    def day(self, day: date | None) -> str:
        """A day, or that it is not known."""
        return self._words.day(day)

    def days(self, row: Selected) -> str:
        """The day or days that were decided of an event."""
        start, end = row.decided.start, row.decided.end
        if start is None:
            return self._words.day(None)
        return self._words.days(start.isoformat(), end.isoformat() if end else "")

    def place(self, row: Selected) -> str:
        """The place that was decided of an event, with its governorate."""
        where = row.decided.where
        if where is None:
            return self._words("place_unknown")
        known = self.names.places.get(where.id or "")
        above = known.admin1 if known is not None and known.admin1 and not self.rtl else where.admin1
        name = self.place_name(where)
        return name if above in (None, name) else f"{name}{self._words('comma')} {above}"

    def place_name(self, where: Where) -> str:
        """What a place is called; in English as the report writes it where nobody knows better."""
        known = self.names.places.get(where.id or "")
        return known.english if known is not None and known.english and not self.rtl else where.name

    def headline(self, row: Selected) -> str:
        """An event in one line: type, place, day."""
        comma = self._words("comma")
        return f"{self.label('type', row.decided.type)}{comma} {self.place(row)}{comma} {self.days(row)}"

    @property
    def _words(self) -> Words:
        return Words(self.language)
