"""Reads place tables with a header: OCHA's common operational data (p-codes) and a user's own CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from riwaya.errors import GazetteerError
from riwaya.gazetteer.kinds import RADIUS_KM
from riwaya.gazetteer.names import KINDS_OF_WORD, name_key
from riwaya.gazetteer.rows import ARABIC_NAME, PlaceRow, Refusal, coordinates, damaged, lines_of

_LAT = ("lat", "latitude", "latitudey", "y", "ycoord", "centerlat", "centroidlat", "pointy")
_LON = ("lon", "long", "lng", "longitude", "longitudex", "x", "xcoord", "centerlon", "centroidlon", "pointx")
_NAME = ("namear", "arabicname", "featurenamear", "placenamear", "localityar", "settlementar", "name", "nameara")
_ENGLISH = ("nameen", "english", "englishname", "featurenameen", "placenameen", "featurename", "nameeng")
_PCODE = ("pcode", "placepcode", "localitypcode", "featurepcode", "ppcode")
_LEVEL = re.compile(r"^adm(?:in)?(\d)(?:name)?(ar|ara|arabic|en|eng|english|pcode|)$")
Header = dict[str, int]


def is_table(first: str) -> bool:
    """Whether a first line is a header that this module can read: coordinates and a name or p-code."""
    return row_reader(next(csv.reader([first], delimiter=_delimiter(first)), [])) is not None


def read_table(path: Path) -> Iterator[tuple[PlaceRow | Refusal | None, int]]:
    """Every row of a CSV table as a place or a refusal, with the bytes read.

    Raises:
        GazetteerError: the header is missing, or a row has not as many fields as the header.
    """
    lines = lines_of(path)
    first = next(lines, None)
    if first is None or not is_table(first[1]):
        raise GazetteerError(
            f"{path}:1: no header with a name and coordinates; give columns name, lat, lon, kind, parents"
        )
    delimiter = _delimiter(first[1])
    names = next(csv.reader([first[1]], delimiter=delimiter))
    header = _header(names)
    for number, text, read in lines:
        if not text.strip():
            continue
        if text.count('"') % 2:
            raise damaged(path, number, "a quotation mark that is not closed")
        fields = next(csv.reader([text], delimiter=delimiter))
        if len(fields) != len(names):
            raise damaged(path, number, f"{len(fields)} fields, not {len(names)} as in the header")
        found = _read(header, fields)
        yield (Refusal(path.name, number, found) if isinstance(found, str) else found), read


def row_reader(names: list[str]) -> Callable[[list[str]], PlaceRow | str] | None:
    """What makes a place, or the reason why it cannot, of the fields under these column names; None if they lack some.

    For readers of other containers of the same tables.
    """
    header = _header(names)
    named = any(column in header for column in _NAME) or any(_LEVEL.match(column) for column in header)
    if not named or not any(c in header for c in _LAT) or not any(c in header for c in _LON):
        return None
    return lambda fields: _read(header, fields)


def _read(header: Header, fields: list[str]) -> PlaceRow | str:
    def field(names: tuple[str, ...]) -> str:
        return next((fields[header[n]].strip() for n in names if n in header and fields[header[n]].strip()), "")

    levels = _levels(header, fields)
    deepest = max((level for level, slots in levels.items() if slots.get("pcode")), default=None)
    pcode = field(_PCODE)
    own = field(_NAME)
    name = own or (levels[deepest].get("ar", "") if deepest is not None else "")
    if not ARABIC_NAME.search(name):
        return f"no Arabic name ({name or field(_ENGLISH) or 'no name'})"
    if len(name_key(name)) < 2:
        return f"{name!r} is too short for a name"
    point = coordinates(field(_LAT), field(_LON))
    if isinstance(point, str):
        return point
    kind = _kind(field(("kind", "type", "class", "featuretype")), deepest if not own else None)
    if kind is None:
        return f"unknown kind {field(('kind', 'type', 'class', 'featuretype'))!r}; one of: {', '.join(RADIUS_KM)}"
    parents = [part.strip() for part in re.split(r"[>;/|،]", field(("parents", "parent"))) if part.strip()]
    if not pcode and not own and deepest is not None:
        pcode = levels[deepest]["pcode"]
    country = (
        field(("country", "iso2", "countrycode", "admin0pcode", "adm0pcode"))[:2].upper() or pcode[:2].upper() or None
    )
    if country is None and parents and re.fullmatch("[A-Za-z]{2}", parents[-1]):
        country = parents.pop().upper()
    population = field(("population", "pop")).replace(",", "")
    return PlaceRow(
        f"pcode:{pcode}" if pcode else f"user:{name_key(name).replace(' ', '-')}@{point[0]:.3f},{point[1]:.3f}",
        (name, *(part.strip() for part in field(("also", "alternatenames")).split(";") if part.strip())),
        field(_ENGLISH) or (levels[deepest].get("en", "") if deepest is not None else ""),
        kind,
        country,
        point[0],
        point[1],
        int(population) if population.isdigit() else 0,
        admin1=levels.get(1, {}).get("ar") or field(("admin1", "governorate")) or (parents[-1] if parents else None),
        admin2=levels.get(2, {}).get("ar")
        or field(("admin2", "district"))
        or (parents[0] if len(parents) > 1 else None),
        trusted=not pcode,
    )


def _kind(word: str, level: int | None) -> str | None:
    if level is not None:
        return {0: "country", 1: "admin1", 2: "admin2"}.get(level, "admin3")
    if not word:
        return "village"
    if word.lower() in RADIUS_KM:
        return word.lower()
    known = KINDS_OF_WORD.get(name_key(word).removeprefix("ال"))
    return known[0] if known else None


def _levels(header: Header, fields: list[str]) -> dict[int, dict[str, str]]:
    """Administrative level → its Arabic name (ar), English name (en) and p-code (pcode)."""
    levels: dict[int, dict[str, str]] = {}
    for column, at in header.items():
        if (match := _LEVEL.match(column)) and fields[at].strip():
            slot = {"ara": "ar", "arabic": "ar", "eng": "en", "english": "en", "": "en"}.get(match[2], match[2])
            levels.setdefault(int(match[1]), {}).setdefault(slot, fields[at].strip())
    return levels


def _header(names: list[str]) -> Header:
    return {re.sub("[^a-z0-9]", "", name.lower()): at for at, name in reversed(list(enumerate(names)))}


def _delimiter(first: str) -> str:
    return max(",;\t|", key=first.count)
