"""Importing a user's places: every layout, refusals with their lines, damage that leaves the old file, speed and memory."""

from __future__ import annotations

import sqlite3
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from riwaya.errors import GazetteerError
from riwaya.gazetteer import load_gazetteer
from riwaya.gazetteer.importing import import_places, new_place, put_made
from riwaya.gazetteer.index import SHIPPED, Compiled, Gazetteer, joined, read_compiled
from riwaya.gazetteer.rows import PlaceRow


def dump_line(
    number: int, arabic: str, lat: str = "36.1", lon: str = "40.2", code: str = "PPL", population: int = 0
) -> str:
    names = f"Place {number},{arabic}" if arabic else f"Place {number}"
    fields = [str(number), f"Place {number}", f"Place {number}", names, lat, lon, "P", code, "SY", "", "01", "0102", "", "",
              str(population), "", "300", "Asia/Damascus", "2024-01-01"]  # fmt: skip
    return "\t".join(fields)


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def with_ours(target: Path) -> Gazetteer:
    return load_gazetteer(target)


def test_geonames_dump(tmp_path: Path) -> None:
    dump = write(
        tmp_path / "SY.txt",
        dump_line(900001, "خربة العصافير"),
        dump_line(900002, "", lat="36.3"),
        dump_line(900003, "تل الهدهد", lat="ninety"),
        dump_line(900004, "منطقة القصب", code="ADM2"),
        dump_line(900005, "بئر الغزال", code="WLL"),
    )
    report = import_places([dump], tmp_path / "mine.gz")
    assert (report.rows, report.places, report.unnamed) == (5, 2, 1)
    assert [str(refusal) for refusal in report.refused] == ["SY.txt:3: 'ninety', '40.2' are no coordinates"]
    place = with_ours(tmp_path / "mine.gz").candidates("خربة العصافير")[0]
    assert (place.id, place.admin1, place.admin2, place.country) == ("geonames:900001", "الحسكة", "منطقة القصب", "SY")


def test_alternate_names_give_the_usual_name(tmp_path: Path) -> None:
    dump = write(tmp_path / "SY.txt", dump_line(900001, ""), dump_line(900002, "تل الهدهد"))
    names = write(
        tmp_path / "alternateNamesV2.txt",
        "1\t900001\tar\tخربة العصافير\t1\t\t\t\t\t",
        "2\t900002\tar\tتل هدهد\t\t\t\t\t\t",
        "3\t999999\tar\tغيرها\t\t\t\t\t\t",
    )
    report = import_places([names, dump], tmp_path / "mine.gz")
    assert (report.places, report.unnamed) == (2, 0)
    gazetteer = with_ours(tmp_path / "mine.gz")
    assert gazetteer.candidates("خربة العصافير")[0].id == "geonames:900001"
    assert gazetteer.candidates("تل هدهد")[0].name == "تل الهدهد"


def test_ocha_table_with_pcodes(tmp_path: Path) -> None:
    table = write(
        tmp_path / "syr_adm.csv",
        "admin3Pcode,admin3Name_en,admin3Name_ar,admin2Name_ar,admin1Name_ar,admin1Pcode,center_lat,center_lon",
        "SY080199,Asafir,ناحية العصافير,قضاء الطيور,الحسكة,SY08,36.2,40.9",
        "SY080198,Hidhid,,قضاء الطيور,الحسكة,SY08,36.2,40.9",
    )
    report = import_places([table], tmp_path / "mine.gz")
    assert report.places == 1
    assert report.refused[0].line == 3
    assert "no Arabic name" in report.refused[0].reason
    place = with_ours(tmp_path / "mine.gz").candidates("ناحية العصافير")[0]
    assert (place.id, place.kind, place.admin1, place.admin2, place.country) == ("pcode:SY080199", "admin3", "الحسكة", "قضاء الطيور", "SY")  # fmt: skip


def test_a_users_own_list(tmp_path: Path) -> None:
    own = write(
        tmp_path / "own.csv",
        "name,lat,lon,kind,parents",
        "حاجز الزرافة,35.11,40.40,حاجز,ذيبان > دير الزور > SY",
        "هضبة الجاموس,95.0,40.40,جبل,دير الزور > SY",
        "برج الطيور,35.12,40.41,zoo,دير الزور > SY",
        "بلا مكان,,,village,SY",
    )
    report = import_places([own], tmp_path / "mine.gz")
    assert [(r.line, r.reason.split(";")[0]) for r in report.refused] == [
        (3, "95.0, 40.40 lie outside the globe"),
        (4, "unknown kind 'zoo'"),
        (5, "no coordinates"),
    ]
    gazetteer = with_ours(tmp_path / "mine.gz")
    place = gazetteer.candidates("حاجز الزرافة")[0]
    assert (place.kind, place.admin1, place.admin2, place.country) == ("crossing", "دير الزور", "ذيبان", "SY")
    assert not gazetteer.needs_ground("حاجز الزرافة")


def test_importing_again_adds_and_never_doubles(tmp_path: Path) -> None:
    target = tmp_path / "mine.gz"
    dump = write(tmp_path / "SY.txt", dump_line(900001, "خربة العصافير"))
    own = write(tmp_path / "own.csv", "name,lat,lon,kind", "حاجز الزرافة,35.11,40.40,حاجز")
    import_places([dump], target)
    import_places([own], target)
    once = target.read_bytes()
    assert import_places([dump, own], target).places == 2
    assert target.read_bytes() == once


DAMAGE = [
    ("columns", lambda text: text.replace("\tAsia/Damascus", "", 1), "SY.txt:1: 18 columns, not 19"),
    ("cut off", lambda text: text[:-40], "SY.txt:2: "),
    ("latin-1", lambda text: text.encode()[:-200] + b"\xe9\xff" + text.encode()[-200:], "not UTF-8"),
    ("empty", lambda text: "", "empty"),
    ("other", lambda text: "<html>not found</html>", "neither a GeoNames dump"),
]


@pytest.mark.parametrize(("damage", "reason"), [row[1:] for row in DAMAGE], ids=[row[0] for row in DAMAGE])
def test_a_damaged_file_is_refused_and_the_old_gazetteer_stays(tmp_path: Path, damage: object, reason: str) -> None:
    target = tmp_path / "mine.gz"
    import_places([write(tmp_path / "old.csv", "name,lat,lon,kind", "حاجز الزرافة,35.11,40.40,حاجز")], target)
    old = target.read_bytes()
    good = "\n".join((dump_line(900001, "خربة العصافير"), dump_line(900002, "تل الهدهد")))
    assert callable(damage)
    bad = damage(good)
    path = tmp_path / "SY.txt"
    path.write_bytes(bad if isinstance(bad, bytes) else bad.encode())
    with pytest.raises(GazetteerError) as error:
        import_places([path], target)
    assert reason in str(error.value)
    assert target.read_bytes() == old
    assert sorted(p.name for p in tmp_path.iterdir()) == ["SY.txt", "mine.gz", "old.csv"]


def test_ours_is_kept_where_it_was_put_in_by_hand() -> None:
    columns = [["geonames:1"], ["ألف"], ["A"], ["town"], ["حلب"], [None], ["SY"], [36.0], [37.0], [3.0], [10]]
    theirs = [["geonames:1"], ["باء"], ["B"], ["village"], [None], [None], ["SY"], [36.1], [37.1], [2.0], [0]]
    second = Compiled(theirs, {"باء": (0,)}, frozenset({"باء"}), frozenset(), {})
    by_hand = Gazetteer(joined(Compiled(columns, {"الف": (0,)}, frozenset(), frozenset({"geonames:1"}), {}), second))
    assert [place.name for place in by_hand.candidates("باء")] == ["ألف"]
    plain = Gazetteer(joined(Compiled(columns, {"الف": (0,)}, frozenset(), frozenset(), {}), second))
    assert [place.name for place in plain.candidates("ألف")] == ["باء"]


MEASURED = """
import sys
from pathlib import Path
from riwaya.gazetteer.importing import import_places, new_place, put_made
told = []
report = import_places([Path(sys.argv[1])], Path(sys.argv[2]), lambda done, size: told.append((done, size)))
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
peak = next((line.split()[1] for line in lines if line.startswith("VmHWM")), 0)
print(report.places, peak, *told[-1])
"""


def test_thirty_thousand_rows_in_little_memory(tmp_path: Path) -> None:
    letters = "بتجحخدرزسشصطعفقكلمنه"
    lines = []
    for n in range(30_000):
        word = "".join(letters[(n // 20**k) % 20] for k in range(4))
        lat, lon = f"{33 + n % 4000 / 1000:.3f}", f"{36 + n % 5000 / 1000:.3f}"
        lines.append(dump_line(1_000_000 + n, f"خربة {word},قرية {word}", lat=lat, lon=lon))
    dump = write(tmp_path / "SY.txt", *lines)
    target = tmp_path / "mine.gz"
    run = subprocess.run([sys.executable, "-c", MEASURED, dump, target], capture_output=True, text=True, check=True)
    places, kilobytes, done, size = map(float, run.stdout.split())
    assert places == 30_000
    assert kilobytes * 1024 < 500_000_000
    assert done == size == dump.stat().st_size
    assert len(read_compiled(target).columns[0]) == 30_000


def package(path: Path, rows: list[tuple[str, str, str, bytes | None]], srs: int = 4326) -> Path:
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER)")
    base.execute("INSERT INTO gpkg_geometry_columns VALUES ('adm3', 'geom', ?)", (srs,))
    base.execute("CREATE TABLE adm3 (fid INTEGER, geom BLOB, adm3_ar TEXT, adm1_ar TEXT, adm3_pcode TEXT)")
    for number, (name, admin1, pcode, blob) in enumerate(rows, 1):
        base.execute("INSERT INTO adm3 VALUES (?, ?, ?, ?, ?)", (number, blob, name, admin1, pcode))
    base.commit()
    base.close()
    return path


POINT = b"GP\0\x01" + struct.pack("<iBI2d", 4326, 1, 1, 40.4, 35.1)
AREA = b"GP\0\x03" + struct.pack("<i4d", 4326, 40.0, 41.0, 36.0, 36.5) + b"\x01\x03\0\0\0"


def test_ocha_geopackage_with_points_and_areas(tmp_path: Path) -> None:
    rows = [("ناحية الزرافة", "دير الزور", "SY070199", POINT), ("ناحية العصافير", "", "SY080199", AREA), ("", "", "SY080198", POINT),
            ("ناحية الغيم", "", "SY080197", None), ("ناحية الريح", "", "SY080196", b"GP\0\x01short")]  # fmt: skip
    told: list[tuple[int, int]] = []
    source = package(tmp_path / "syr.gpkg", rows)
    report = import_places([source], tmp_path / "mine.gz", lambda done, size: told.append((done, size)))
    assert [(r.file, r.line, r.reason.split(" (")[0]) for r in report.refused] == [
        ("syr.gpkg/adm3", 3, "no Arabic name"), ("syr.gpkg/adm3", 4, "no coordinates"), ("syr.gpkg/adm3", 5, "no coordinates")]  # fmt: skip
    gazetteer = with_ours(tmp_path / "mine.gz")
    one, other = gazetteer.candidates("ناحية الزرافة")[0], gazetteer.candidates("ناحية العصافير")[0]
    assert (one.lat, one.lon, one.kind, one.admin1, one.country) == (35.1, 40.4, "admin3", "دير الزور", "SY")
    assert (other.lat, other.lon, other.admin1) == (36.25, 40.5, "الحسكة")
    assert told[-1] == (source.stat().st_size,) * 2


def test_a_damaged_or_foreign_geopackage_is_refused_and_the_old_gazetteer_stays(tmp_path: Path) -> None:
    target = tmp_path / "mine.gz"
    rows = [(f"ناحية الزرافة {n}", "دير الزور", f"SY07{n:05}", POINT) for n in range(2000)]
    import_places([package(tmp_path / "old.gpkg", rows[:1])], target)
    old = target.read_bytes()
    whole = package(tmp_path / "new.gpkg", rows).read_bytes()
    (tmp_path / "new.gpkg").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(GazetteerError, match="damaged"):
        import_places([tmp_path / "new.gpkg"], target)
    with pytest.raises(GazetteerError, match="WGS 84"):
        import_places([package(tmp_path / "metres.gpkg", rows[:1], srs=32637)], target)
    sqlite3.connect(tmp_path / "empty.gpkg").execute("CREATE TABLE other (a)").connection.close()
    with pytest.raises(GazetteerError, match="damaged"):
        import_places([tmp_path / "empty.gpkg"], target)
    assert target.read_bytes() == old


def test_a_row_without_parents_takes_country_and_governorate_from_its_point(tmp_path: Path) -> None:
    own = write(tmp_path / "own.csv", "name,lat,lon,kind", "حاجز الزرافة,36.06,40.73,حاجز")
    import_places([own], tmp_path / "mine.gz")
    place = with_ours(tmp_path / "mine.gz").candidates("حاجز الزرافة")[0]
    assert (place.country, place.admin1) == ("SY", "الحسكة")


def test_what_is_made_by_hand_stands_beside_what_is_imported_and_goes_again(tmp_path: Path) -> None:
    target = tmp_path / "mine.gz"
    import_places([write(tmp_path / "SY.txt", dump_line(900001, "خربة العصافير"))], target)
    before = target.read_bytes()
    row = new_place("تل القبرات", "36.4", "40.1", "village")
    assert isinstance(row, PlaceRow)
    aleppo = load_gazetteer().candidates("حلب")[0]
    assert put_made(target, [row], {aleppo.id: ["قصبة الشهباء"], "geonames:900001": ["عصيفيرة"]})
    assert not put_made(target, [row], {aleppo.id: ["قصبة الشهباء"], "geonames:900001": ["عصيفيرة"]})
    places = joined_with_ours(target)
    made = places.candidates("تل القبرات")[0]
    assert (made.id, made.kind, made.country, made.admin1) == (row.id, "village", "SY", "الحسكة")
    assert aleppo in places.candidates("قصبة الشهباء")
    assert [place.id for place in places.candidates("عصيفيرة")] == ["geonames:900001"]
    assert [place.id for place in places.candidates("خربة العصافير")] == ["geonames:900001"]
    assert not places.needs_ground("عصيفيرة") and not places.needs_ground("تل القبرات")
    import_places([write(tmp_path / "more.txt", dump_line(900002, "تل الهدهد"))], target)
    assert joined_with_ours(target).candidates("تل القبرات") == (made,)
    put_made(target, [], {})
    places = joined_with_ours(target)
    assert places.candidates("تل القبرات") == places.candidates("قصبة الشهباء") == ()
    assert places.candidates("تل الهدهد")
    import_places([tmp_path / "SY.txt"], tmp_path / "again.gz")
    assert (tmp_path / "again.gz").read_bytes() == before


def joined_with_ours(target: Path) -> Gazetteer:
    """Read anew: a file that changes is cached by its name."""
    return Gazetteer(joined(read_compiled(SHIPPED), read_compiled(target)))


@pytest.mark.parametrize(
    ("name", "lat", "lon", "kind", "why"),
    [("تل القبرات", "", "40", "village", "no coordinates"), ("تل القبرات", "91", "40", "village", "globe"),
     ("تل القبرات", "36", "40", "castle", "unknown kind"), ("Tell", "36", "40", "village", "no Arabic name"),
     ("تل القبرات", "nan", "40", "village", "globe"), ("تل القبرات", "0", "0", "village", "0, 0")],
)  # fmt: skip
def test_what_is_no_place(name: str, lat: str, lon: str, kind: str, why: str) -> None:
    found = new_place(name, lat, lon, kind)
    assert isinstance(found, str) and why in found


def test_a_name_for_a_place_that_nobody_has(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="geonames:1"):
        put_made(tmp_path / "mine.gz", [], {"geonames:1": ["تل القبرات"]})
    assert not put_made(tmp_path / "mine.gz", [], {})
    assert not (tmp_path / "mine.gz").exists()
