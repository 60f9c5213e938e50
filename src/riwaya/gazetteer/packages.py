"""Reads place tables out of a GeoPackage (OGC 12-128): an SQLite file whose feature tables carry points or areas."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path

from riwaya.errors import GazetteerError
from riwaya.gazetteer.rows import PlaceRow, Refusal
from riwaya.gazetteer.tables import row_reader

_MAGIC = b"SQLite format 3\0"
_ENVELOPES = (0, 32, 48, 48, 64)
"""Bytes of the envelope by its code in the header of a geometry."""
_WGS84 = (4326, 0, -1)


def is_package(path: Path) -> bool:
    """Whether a file is an SQLite database, which a GeoPackage is."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def read_package(path: Path) -> Iterator[tuple[PlaceRow | Refusal | None, int]]:
    """Every feature of every table with names as a place or a refusal, with the bytes read, as far as they can be told.

    The point of a feature is its columns of coordinates where it has them, else its geometry, of an area the middle of
    its box. The line of a refusal is the number of the row in its table.

    Raises:
        GazetteerError: no table of places in degrees, or the file is damaged.
    """
    size, done, taken = path.stat().st_size, 0, False
    try:
        base = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            if base.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("the database is malformed")
            tables = _tables(base)
            total = sum(base.execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()[0] for table, _ in tables)
            for table, geometry in tables:
                for item in _rows(base, path, table, geometry):
                    taken = True
                    done += 1
                    yield item, size * done // max(total, 1)
        finally:
            base.close()
    except sqlite3.Error as error:
        raise GazetteerError(
            f"{path}: row {done + 1}: {error}; the file is damaged, fetch it again (the gazetteer was left as it was)"
        ) from error
    if not taken:
        raise GazetteerError(f"{path}: no table of places with names; export the layer with its names in WGS 84")


def _tables(base: sqlite3.Connection) -> list[tuple[str, str]]:
    """The feature tables in degrees, each with the name of its geometry column."""
    return [
        (table, column)
        for table, column, srs in base.execute("SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns")
        if srs in _WGS84
    ]


def _rows(base: sqlite3.Connection, path: Path, table: str, geometry: str) -> Iterator[PlaceRow | Refusal]:
    cursor = base.execute(f"SELECT * FROM {_quoted(table)}")
    names = [column[0] for column in cursor.description]
    at = names.index(geometry)
    columns = [name for name in names if name != geometry]
    read, own = row_reader(columns), True
    if read is None:
        read, own = row_reader([*columns, "lat", "lon"]), False
    if read is None:
        return
    for number, values in enumerate(cursor, 1):
        fields = ["" if value is None else str(value) for i, value in enumerate(values) if i != at]
        if not own:
            fields += _point(values[at])
        found = read(fields)
        yield Refusal(f"{path.name}/{table}", number, found) if isinstance(found, str) else found


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _point(blob: object) -> list[str]:
    """Latitude and longitude of a geometry, as text; empty where it holds none."""
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP":
        return ["", ""]
    flags = blob[3]
    order = "<" if flags & 1 else ">"
    code = flags >> 1 & 7
    if code >= len(_ENVELOPES):
        return ["", ""]
    try:
        if code:
            west, east, south, north = struct.unpack_from(f"{order}4d", blob, 8)
            return [str((south + north) / 2), str((west + east) / 2)]
        return _first_point(blob, 8)
    except struct.error:
        return ["", ""]


def _first_point(blob: bytes, at: int) -> list[str]:
    """The point of a well-known binary, or the first of a multipoint; of areas without an envelope none."""
    order = "<" if blob[at] else ">"
    (kind,) = struct.unpack_from(f"{order}I", blob, at + 1)
    if kind % 1000 == 4:
        return _first_point(blob, at + 9)
    if kind % 1000 != 1:
        return ["", ""]
    lon, lat = struct.unpack_from(f"{order}2d", blob, at + 5)
    return [str(lat), str(lon)]
