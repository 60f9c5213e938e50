"""`riwaya gazetteer import`: brings a user's place tables into a user gazetteer file, whole or not at all.

Files: a GeoNames country dump, alternateNamesV2.txt beside it, OCHA common operational data (CSV or GeoPackage with
p-codes), or a CSV of one's own with the columns name, lat, lon, kind, parents. Reading is line by line;
the same file may be imported again.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from riwaya.errors import GazetteerError
from riwaya.gazetteer.compiling import CommonWords, Entry, compiled, write_whole
from riwaya.gazetteer.dumps import is_alternates, is_dump, read_alternates, read_dump
from riwaya.gazetteer.index import Gazetteer, load_gazetteer, read_compiled
from riwaya.gazetteer.kinds import RADIUS_KM, own_radius
from riwaya.gazetteer.locating import locate
from riwaya.gazetteer.names import name_key, spellings
from riwaya.gazetteer.packages import is_package, read_package
from riwaya.gazetteer.place import Place
from riwaya.gazetteer.rows import ARABIC_NAME, PlaceRow, Refusal, coordinates, lines_of
from riwaya.gazetteer.tables import is_table, read_table

Progress = Callable[[int, int], None]
"""Told how many bytes of how many have been read."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: rows read, places now in the file, rows without an Arabic name, rows refused and why."""

    rows: int
    places: int
    unnamed: int
    refused: tuple[Refusal, ...]


def import_places(sources: Sequence[Path], target: Path, progress: Progress | None = None) -> ImportReport:
    """Adds the places of `sources` to the user gazetteer `target`, which is replaced in one step at the end.

    Raises:
        GazetteerError: a source or the old gazetteer is damaged (file, line and reason); `target` stays as it was.
    """
    reading = _Reading(sum(path.stat().st_size for path in sources if path.exists()), progress)
    later = []
    for path in sources:
        kind = _kind_of(path)
        if kind == "alternates":
            later.append(path)
        else:
            reading.take(_READERS[kind](path))
    for path in later:
        reading.take_names(path)
    base = load_gazetteer()
    kept, made = _kept(target)
    entries = {place.id: (place, names) for place, names in kept}
    unnamed = 0
    parents = _Parents(base, reading.rows.values())
    for row in reading.rows.values():
        if not row.names:
            unnamed += 1
            continue
        entries[row.id] = parents.entry(row)
    _write(target, list(entries.values()), made, base)
    return ImportReport(reading.read, len(entries), unnamed, tuple(reading.refused))


def new_place(name: str, lat: str, lon: str, kind: str) -> PlaceRow | str:
    """A place that a person makes at a point (degrees), or the reason why it cannot be one."""
    point = coordinates(lat, lon)
    if isinstance(point, str):
        return point
    if kind not in RADIUS_KM:
        return f"unknown kind {kind!r}; one of: {', '.join(RADIUS_KM)}"
    key = name_key(name)
    if not ARABIC_NAME.search(name) or len(key) < 2:
        return f"no Arabic name ({name})"
    id_ = f"user:{key.replace(' ', '-')}@{point[0]:.3f},{point[1]:.3f}"
    return PlaceRow(id_, (name,), "", kind, None, *point, trusted=True)


def put_made(target: Path, places: Sequence[PlaceRow], names: Mapping[str, Sequence[str]]) -> bool:
    """Puts what persons made, new places and more names of known ones by id, in place of all that was made before.

    What was imported stays. Returns whether the file had to be written; where nothing is made, none is begun.

    Raises:
        GazetteerError: the old file is damaged, or a name is for a place that neither it nor ours has.
    """
    base = load_gazetteer()
    kept, before = _kept(target)
    parents = _Parents(base, ())
    imported = {place.id: place for place, _ in kept}
    made = [parents.entry(row) for row in places]
    for id_, more in names.items():
        place = imported.get(id_) or base.known(id_)
        if place is None:
            raise GazetteerError(f"{target}: {', '.join(more)}: no place {id_}; import it, or take the name back")
        made.append((place, tuple(more)))
    if made == before:
        return False
    _write(target, kept, made, base)
    return True


def _write(target: Path, imported: Sequence[Entry], made: Sequence[Entry], base: Gazetteer) -> None:
    weak = _weak(imported, made, base)
    write_whole(target, compiled([*imported, *made], CommonWords(weak), made=len(made)))


_READERS: dict[str, Callable[[Path], Iterator[tuple[PlaceRow | Refusal | None, int]]]] = {
    "dump": read_dump,
    "table": read_table,
    "package": read_package,
}


class _Reading:
    """The rows read so far, by id; a later row of the same id replaces the earlier."""

    def __init__(self, size: int, progress: Progress | None) -> None:
        self.rows: dict[str, PlaceRow] = {}
        self.refused: list[Refusal] = []
        self.read = 0
        self._size = size
        self._before = 0
        self._progress = progress

    def take(self, rows: Iterable[tuple[PlaceRow | Refusal | None, int]]) -> None:
        done = 0
        for row, done in rows:
            self.read += 1
            if isinstance(row, Refusal):
                self.refused.append(row)
            elif row is not None:
                self.rows[row.id] = row
            self._tell(done)
        self._before += done

    def take_names(self, path: Path) -> None:
        done = 0
        for place, name, preferred, done in read_alternates(path, set(self.rows)):
            row = self.rows[place]
            names = (name, *row.names) if preferred else (*row.names, name)
            self.rows[place] = replace(row, names=tuple(dict.fromkeys(names)))
            self._tell(done)
        self._before += path.stat().st_size

    def _tell(self, done: int) -> None:
        if self._progress is not None and (self.read % 500 == 0 or self._before + done >= self._size):
            self._progress(self._before + done, self._size)


class _Parents:
    """The governorates and districts that rows name by code."""

    def __init__(self, base: Gazetteer, rows: Iterable[PlaceRow]) -> None:
        self._base = base
        self._districts = {row.code2: row.names[0] for row in rows if row.kind == "admin2" and row.code2 and row.names}
        self._usual: dict[tuple[str | None, str], str] = {}
        for name, rows_of in base.names():
            for place in map(base.place, rows_of):
                if place.kind == "admin1" and place.admin1:
                    self._usual[place.country, name] = place.admin1

    def entry(self, row: PlaceRow) -> Entry:
        """The place of a row with its parents' usual names."""
        name, *others = row.names
        admin1 = row.admin1 or self._base.governorate(row.code)
        country = row.country
        if admin1 is not None:
            admin1 = self._usual.get((country, name_key(admin1)), admin1)
        elif row.kind not in ("country", "sea"):
            area = locate((row.lat, row.lon), self._base, country)
            admin1, country = area.admin1, area.country
        admin2 = row.admin2 or self._districts.get(row.code2 or "")
        radius = own_radius(row.kind, row.population)
        place = Place(
            row.id, name, row.english, row.kind, admin1, admin2, country, row.lat, row.lon, radius, row.population
        )
        return place, tuple(others)


def _weak(imported: Sequence[Entry], made: Sequence[Entry], base: Gazetteer) -> frozenset[str]:
    """Single words that only small imported places bear: they need ground, unless the user wrote them down himself."""
    weak: set[str] = set()
    strong: set[str] = set()
    for at, (place, names) in enumerate((*imported, *made)):
        small = place.kind in ("village", "admin3", "mountain", "valley", "quarter") and place.population < 20_000
        by_hand = place.id.startswith("user:") or at >= len(imported)
        for name in (place.name, *names):
            for form in spellings(name):
                own = by_hand and not base.needs_ground(form)
                (weak if " " not in form and small and not own else strong).add(form)
                if base.needs_ground(form):
                    weak.add(form)
    return frozenset(weak - {form for form in strong if not base.needs_ground(form)})


def _kept(target: Path) -> tuple[list[Entry], list[Entry]]:
    """The places that a user gazetteer already holds, with their names: those imported, and those made by hand."""
    if not target.exists():
        return [], []
    data = read_compiled(target)
    try:
        raw = json.loads(gzip.decompress(target.read_bytes()))
        rows = zip(zip(*data.columns, strict=True), raw["also"], strict=True)
        entries = [(Place(*row), tuple(names)) for row, names in rows]
        imported = len(entries) - int(raw.get("made", 0))
        return entries[:imported], entries[imported:]
    except (KeyError, ValueError) as error:
        raise GazetteerError(f"{target}: not a user gazetteer; choose another file to import into") from error


def _kind_of(path: Path) -> str:
    """What kind of file it is, told from its first line.

    Raises:
        GazetteerError: none that is known.
    """
    if is_package(path):
        return "package"
    first = next(lines_of(path), None)
    if first is None:
        raise GazetteerError(f"{path}: empty; give a GeoNames dump, an OCHA table or a CSV")
    for kind, test in (("alternates", is_alternates), ("dump", is_dump), ("table", is_table)):
        if test(first[1]):
            return kind
    raise GazetteerError(
        f"{path}:1: neither a GeoNames dump (19 columns), alternate names, nor a CSV with name, lat and lon; "
        "see `riwaya gazetteer import --help`"
    )
