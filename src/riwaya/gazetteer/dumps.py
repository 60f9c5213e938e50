"""Reads GeoNames: a country dump (SY.txt, 19 columns) and alternateNamesV2.txt (8 or 10 columns), tab separated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from riwaya.gazetteer.rows import ARABIC_NAME, PlaceRow, Refusal, coordinates, damaged, lines_of

COLUMNS = 19
_KINDS = {
    "PPLX": "quarter", "PPLL": "village", "STLMT": "settlement", "ADM1": "admin1", "ADM2": "admin2",
    "ADM3": "admin3",
    "ADM4": "admin3", "MT": "mountain", "MTS": "mountain", "HLL": "mountain", "HLLS": "mountain", "PK": "mountain",
    "VAL": "valley", "WAD": "valley", "STM": "river", "AIRP": "airport", "AIRF": "airport", "AIRB": "base",
    "INSM": "base",
    "PRN": "prison", "OILF": "field", "GASF": "field", "OILR": "field", "DAM": "field", "PRT": "field",
    "CMPRF": "camp",
    "CMP": "camp", "BP": "crossing", "CSTM": "crossing", "BDG": "road", "RGN": "region", "AREA": "region",
    "PLN": "region",
    "DSRT": "desert", "ISL": "island", "ISLS": "island", "OAS": "region",
}  # fmt: skip
"""GeoNames feature code → kind; populated places (PPL*) by population; other codes are passed over."""
_TOWN = 5_000
_LANGUAGES = frozenset(("ar", "arz", "apc", "acm", "ckb", "fa"))


def is_dump(first: str) -> bool:
    """Whether a file whose first line this is looks like a GeoNames country dump."""
    fields = first.split("\t")
    return len(fields) > 10 and fields[0].isdigit()


def is_alternates(first: str) -> bool:
    """Whether a file whose first line this is looks like GeoNames' alternate names."""
    fields = first.split("\t")
    return len(fields) in (8, 10) and fields[0].isdigit() and fields[1].isdigit()


def read_dump(path: Path) -> Iterator[tuple[PlaceRow | Refusal | None, int]]:
    """Every line of a country dump as a row, a refusal, or None where it names nothing of use, with the bytes read.

    Raises:
        GazetteerError: a line has not 19 columns or no id: the file is damaged.
    """
    for number, text, read in lines_of(path):
        fields = text.split("\t")
        if len(fields) != COLUMNS:
            raise damaged(path, number, f"{len(fields)} columns, not {COLUMNS}")
        if not fields[0].isdigit():
            raise damaged(path, number, f"{fields[0]!r} is no GeoNames id")
        kind = _kind(fields[7], fields[14])
        if kind is None:
            yield None, read
            continue
        point = coordinates(fields[4], fields[5])
        if isinstance(point, str):
            yield Refusal(path.name, number, point), read
            continue
        country = fields[8] or None
        code = f"{country}.{fields[10]}" if fields[10] else None
        yield (
            PlaceRow(
                f"geonames:{fields[0]}",
                tuple(name for name in fields[3].split(",") if ARABIC_NAME.search(name)),
                fields[1],
                kind,
                country,
                point[0],
                point[1],
                int(fields[14]) if fields[14].isdigit() else 0,
                code,
                f"{code}.{fields[11]}" if code and fields[11] else None,
            ),
            read,
        )


def _kind(feature: str, population: str) -> str | None:
    if feature.startswith("PPL") and feature not in _KINDS and feature not in ("PPLH", "PPLQ", "PPLW"):
        large = population.isdigit() and int(population) >= _TOWN
        return "town" if large or feature.startswith(("PPLA", "PPLC")) else "village"
    return _KINDS.get(feature)


def read_alternates(path: Path, wanted: set[str]) -> Iterator[tuple[str, str, bool, int]]:
    """Id, Arabic name, whether it is preferred, and the bytes read, of the alternate names of the places wanted.

    Raises:
        GazetteerError: a line has not 8 or 10 columns: the file is damaged.
    """
    for number, text, read in lines_of(path):
        fields = text.split("\t")
        if len(fields) not in (8, 10):
            raise damaged(path, number, f"{len(fields)} columns, not 8 or 10")
        place = f"geonames:{fields[1]}"
        arabic = fields[2] in _LANGUAGES and ARABIC_NAME.search(fields[3]) and fields[7] != "1"
        if arabic and place in wanted:
            yield place, fields[3], fields[2] == "ar" and fields[4] == "1", read
