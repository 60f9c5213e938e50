"""What the readers of place tables hand over: one row each, or the reason why a row cannot be taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from riwaya.errors import GazetteerError

ARABIC_NAME = re.compile("[ء-ي]{2}")


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place of a table: Arabic names (the usual one first), kind, coordinates (degrees), parents as given there.

    `code` is GeoNames' code of the governorate ("SY.01") where the table gives codes; `trusted` rows are a user's own.
    """

    id: str
    names: tuple[str, ...]
    english: str
    kind: str
    country: str | None
    lat: float
    lon: float
    population: int = 0
    code: str | None = None
    code2: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    trusted: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not taken: the file, its line (counted from 1), and why."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


def lines_of(path: Path) -> Iterator[tuple[int, str, int]]:
    """Number, text and bytes read so far of every line of a UTF-8 file.

    Raises:
        GazetteerError: the file cannot be read, or a line is not UTF-8 or holds a NUL; it names the line.
    """
    read = 0
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                read += len(raw)
                try:
                    text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
                except UnicodeDecodeError as error:
                    raise damaged(path, number, f"not UTF-8 ({error.reason})") from None
                if "\0" in text:
                    raise damaged(path, number, "a NUL character")
                yield number, text.rstrip("\r\n"), read
    except OSError as error:
        raise GazetteerError(f"{path}: cannot be read ({error.strerror}); give a readable file") from error


def damaged(path: Path, line: int, what: str) -> GazetteerError:
    """The error for a file that is not whole; nothing of it is taken."""
    return GazetteerError(
        f"{path}:{line}: {what}; the file is damaged, fetch it again (the gazetteer was left as it was)"
    )


def coordinates(lat: str, lon: str) -> tuple[float, float] | str:
    """The coordinates in degrees, or the reason why they are none."""
    if not lat.strip() or not lon.strip():
        return "no coordinates"
    try:
        point = float(lat), float(lon)
    except ValueError:
        return f"{lat!r}, {lon!r} are no coordinates"
    if not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
        return f"{lat}, {lon} lie outside the globe"
    if point == (0.0, 0.0):
        return "coordinates 0, 0"
    return point
