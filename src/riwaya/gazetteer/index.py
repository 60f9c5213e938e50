"""The gazetteer as shipped: places by row, rows by name, loaded once and lazily."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from riwaya.errors import GazetteerError
from riwaya.gazetteer.names import name_key, without_kind
from riwaya.gazetteer.place import Place

FORMAT = 1
SHIPPED = Path(str(resources.files("riwaya.gazetteer"))) / "data" / "places.json.gz"
COLUMNS = ("id", "name", "english", "kind", "admin1", "admin2", "country", "lat", "lon", "radius_km", "population")
"""The columns of a compiled gazetteer: the fields of `Place`, in order."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """The content of a gazetteer file: columns of places, names with their rows, weak names, ids put in by hand,
    governorates by GeoNames code, names that are places only after a kind word."""

    columns: list[list[Any]]
    rows: dict[str, tuple[int, ...]]
    weak: frozenset[str]
    listed: frozenset[str]
    codes: dict[str, str]
    after_kind: frozenset[str] = frozenset()


class Gazetteer:
    """Places and the search forms of their names."""

    def __init__(self, data: Compiled) -> None:
        self._columns = data.columns
        self._rows = data.rows
        self._weak = data.weak
        self._listed = data.listed
        self._codes = data.codes
        self._after_kind = data.after_kind
        self._places: list[Place | None] = [None] * len(data.columns[0])
        self._bearers: dict[str, tuple[Place, ...]] = {}
        self._seats: dict[str | None, tuple[Place, ...]] | None = None
        self._countries: dict[str, Place] | None = None

    def __len__(self) -> int:
        return len(self._places)

    def names(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Every name in search form, spelling variants included, with the rows of the places that bear it."""
        return iter(self._rows.items())

    def place(self, row: int) -> Place:
        """The place of a row."""
        found = self._places[row]
        if found is None:
            found = Place(*(column[row] for column in self._columns))
            self._places[row] = found
        return found

    def candidates(self, name: str) -> tuple[Place, ...]:
        """The places that bear this name, in no order of preference; settlement words before it are passed over."""
        key = name_key(name)
        if key not in self._rows:
            key = without_kind(key)
            if key not in self._rows:
                return ()
        found = self._bearers.get(key)
        if found is None:
            found = self._bearers[key] = tuple(self.place(row) for row in self._rows[key])
        return found

    def seats(self, country: str | None) -> tuple[Place, ...]:
        """The governorates of a country, each at its seat."""
        if self._seats is None:
            found: dict[str | None, list[Place]] = {}
            for row, kind in enumerate(self._columns[COLUMNS.index("kind")]):
                if kind == "admin1":
                    found.setdefault(self.place(row).country, []).append(self.place(row))
            self._seats = {code: tuple(places) for code, places in found.items()}
        return self._seats.get(country, ())

    def country(self, code: str) -> Place | None:
        """The country with this ISO 3166 code."""
        if self._countries is None:
            kinds = self._columns[COLUMNS.index("kind")]
            found = (self.place(row) for row, kind in enumerate(kinds) if kind == "country")
            self._countries = {place.country or "": place for place in found}
        return self._countries.get(code)

    def known(self, id_: str) -> Place | None:
        """The place of this id."""
        ids = self._columns[COLUMNS.index("id")]
        return self.place(ids.index(id_)) if id_ in ids else None

    def listed(self, place: Place) -> bool:
        """Whether a person put the place on the list of those that conflict reports name, or brought it as a user."""
        return place.curated or place.id in self._listed

    def governorate(self, code: str | None) -> str | None:
        """The usual name of the governorate with this GeoNames code ("SY.01")."""
        return None if code is None else self._codes.get(code)

    def needs_ground(self, name: str) -> bool:
        """Whether the name is a common word too: a place only after a kind word or with other evidence."""
        return (name if name in self._rows else name_key(name)) in self._weak

    def needs_kind(self, name: str) -> bool:
        """Whether the name means a place only after a kind word (حي السلام), whatever else speaks for it."""
        return (name if name in self._rows else name_key(name)) in self._after_kind


@lru_cache(maxsize=4)
def load_gazetteer(user: Path | None = None) -> Gazetteer:
    """The shipped gazetteer, with the places of a user's gazetteer file added.

    Raises:
        GazetteerError: a file is missing, damaged, or of another format.
    """
    data = read_compiled(SHIPPED)
    return Gazetteer(data if user is None else joined(data, read_compiled(user)))


def joined(first: Compiled, second: Compiled) -> Compiled:
    """Both gazetteers in one; of a place in both, ours is kept if it was put in by hand, else the second's."""
    columns = [[*column] for column in first.columns]
    known = {place: row for row, place in enumerate(columns[0])}
    to: list[int] = []
    for values in zip(*second.columns, strict=True):
        row = known.get(values[0])
        if row is None:
            row = known[values[0]] = len(columns[0])
            for column, value in zip(columns, values, strict=True):
                column.append(value)
        elif values[0] not in first.listed:
            for column, value in zip(columns, values, strict=True):
                column[row] = value
        to.append(row)
    rows = dict(first.rows)
    for name, at in second.rows.items():
        rows[name] = tuple(dict.fromkeys((*rows.get(name, ()), *(to[row] for row in at))))
    weak = first.weak | (second.weak - first.rows.keys())
    kinds = first.after_kind | (second.after_kind - first.rows.keys())
    return Compiled(columns, rows, weak, first.listed | second.listed, first.codes, kinds)


def read_compiled(path: Path) -> Compiled:
    """The content of a compiled gazetteer file.

    Raises:
        GazetteerError: as above.
    """
    try:
        data = json.loads(gzip.decompress(path.read_bytes()))
        if data["format"] != FORMAT:
            raise GazetteerError(
                f"{path}: gazetteer of format {data['format']}, not {FORMAT}; import its sources again"
            )
        columns = [data["columns"][column] for column in COLUMNS]
        names = data["names"].split("\n") if data["names"] else []
        at = data["rows"]
        if len(at) != len(names) or any(len(column) != len(columns[0]) for column in columns):
            raise GazetteerError(f"{path}: the gazetteer is incomplete; import its sources again")
        rows = {name: (row,) if isinstance(row, int) else tuple(row) for name, row in zip(names, at, strict=True)}
        weak, listed = frozenset(data["weak"]), frozenset(data["listed"])
        return Compiled(columns, rows, weak, listed, dict(data["codes"]), frozenset(data.get("after_kind", ())))
    except FileNotFoundError:
        raise GazetteerError(f"{path}: no such gazetteer; run `riwaya gazetteer import` first") from None
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, zlib.error) as error:
        raise GazetteerError(f"{path}: the gazetteer is damaged ({error}); import its sources again") from error
