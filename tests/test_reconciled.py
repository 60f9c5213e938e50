"""From reports in a ledger to events: linked, shown, explained, judged, selected and exported by the commands."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from pathlib import Path

import pytest

from riwaya.adding import add_reports
from riwaya.ledger import Decision, Ledger, Opening, locate, open_ledger
from riwaya.model import Mark
from riwaya.readers import ReadingOptions
from riwaya.reconcile.choosing import Wanted
from riwaya.reconciling import marks_of, reconcile_ledger
from riwaya.selecting import Choice, select
from riwaya.sources import take_in
from test_cli import Run, riwaya  # noqa: F401

REPORTS = [
    {
        "id": "one", "outlet": "وكالة الواحة", "published": "2024-05-14", "title": "قتلى بانفجار سيارة مفخخة في عفرين",
        "text": "قتل سبعة أشخاص وأصيب عشرون بانفجار سيارة مفخخة وسط مدينة عفرين، الثلاثاء، بحسب الدفاع المدني السوري.",
    },
    {
        "id": "two", "outlet": "شبكة الساحل", "published": "2024-05-14", "title": "سيارة مفخخة تضرب عفرين",
        "text": "قال المرصد السوري لحقوق الإنسان إن تسعة أشخاص قتلوا بانفجار سيارة مفخخة في مدينة عفرين الثلاثاء.",
    },
    {
        "id": "three", "outlet": "موقع النهر", "published": "2024-05-15", "title": "غارة قرب القائم",
        "text": "قتل ثلاثة عناصر من تنظيم الدولة بغارة جوية للتحالف الدولي قرب القائم، الأربعاء، بحسب مصدر أمني عراقي.",
    },
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the reports, where commands run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RIWAYA_LEDGER", raising=False)
    lines = "\n".join(json.dumps(report, ensure_ascii=False) for report in REPORTS)
    (tmp_path / "reports.jsonl").write_text(lines, "utf-8")
    return tmp_path


@pytest.fixture
def added(folder: Path, riwaya: Run) -> Path:  # noqa: F811
    """That folder, with the reports in its ledger."""
    code, out, _ = riwaya("add", "reports.jsonl", "--processes", 0)
    assert code == 0
    assert "2 events" in out
    return folder


def _events(riwaya: Run, *options: object) -> list[dict]:  # noqa: F811
    code, out, _ = riwaya("events", "--json", *options)
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


def _open(folder: Path) -> Ledger:
    return open_ledger(locate(str(folder / "riwaya.db"), None), Opening())


def test_two_reports_of_one_bomb_are_one_event_with_both_figures(added: Path, riwaya: Run) -> None:  # noqa: F811
    (bomb,) = _events(riwaya, "--place", "عفرين")
    assert bomb["reports"] == ["one", "two"]
    assert bomb["accounts"]["killed"]["state"] == "disputed"
    assert {(value["min"], value["max"]) for value in bomb["accounts"]["killed"]["values"]} == {(7, 7), (9, 9)}
    assert bomb["links"][1]["reasons"]
    code, out, _ = riwaya("show", bomb["id"])
    assert code == 0
    assert "disputed between" in out
    first, second = bomb["incidents"]
    assert riwaya("show", second)[1] == out
    code, out, _ = riwaya("why", first, second)
    assert code == 0
    assert "bits" in out


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--from", "2024-05-15"), 1), (("--to", "2024-05-14"), 1), (("--type", "air_drone_strike"), 1), (("--actor", "sohr"), 1),
        (("--disputed",), 1), (("--min-sources", 2), 1), (("--within", "36.5,36.9,30"), 1), (("--place", "SY"), 1), (("--grade", "no"), 0), ((), 2),
        (("--type", "Air drone strike"), 1), (("--actor", "المرصد السوري لحقوق الإنسان"), 1), (("--actor", "SOHR"), 1), (("--actor", "Nobody"), 0),
        (("--place", "Afrin"), 1), (("--place", "syria"), 1), (("--place", "سوريا"), 1), (("--place", "Nowhere"), 0), (("--grade", "WEAK"), 1),
    ],
)  # fmt: skip
def test_events_are_chosen(added: Path, riwaya: Run, options: tuple[object, ...], found: int) -> None:  # noqa: F811
    assert len(_events(riwaya, *options)) == found


def test_a_type_that_there_is_not_is_refused_and_no_event_is_said(added: Path, riwaya: Run) -> None:  # noqa: F811
    code, _, err = riwaya("events", "--type", "airstrike")
    assert (code, "air_drone_strike" in err) == (2, True)
    code, _, err = riwaya("events", "--place", "حلب الشهباء")
    assert (code, "no event is like that; of all, the ledger has 2" in err) == (0, True)
    assert riwaya("events")[2] == ""


def test_why_compares_incidents_and_events(added: Path, riwaya: Run) -> None:  # noqa: F811
    bomb, strike = sorted(_events(riwaya), key=lambda event: -len(event["incidents"]))
    out = riwaya("why", bomb["id"], strike["id"])[1]
    assert "not linked" in out and strike["incidents"][0] in out
    likest = max((riwaya("why", one, strike["incidents"][0])[1] for one in bomb["incidents"]), key=_bits)
    assert out == likest
    for id_ in (strike["id"], strike["incidents"][0]):
        code, _, err = riwaya("why", id_, strike["incidents"][0])
        assert (code, "are one incident" in err) == (3, True)
    assert "`riwaya events` lists" in riwaya("why", "nothing", bomb["id"])[2]


def _bits(page: str) -> float:
    return float(re.findall(r"^([+-][\d.]+) bits", page, re.MULTILINE)[0])


def test_names_without_an_id_are_written_as_in_the_report(folder: Path, riwaya: Run) -> None:  # noqa: F811
    reports = [
        {"id": "a", "outlet": "نشرة الأنباء", "published": "2024-05-14", "title": "قتلى قرب تدمر",
         "text": "قال ناطق باسم كتيبة أنصار البادية إنها قتلت خمسة جنود من الجيش السوري في كمين قرب تدمر، الثلاثاء."},
        {"id": "b", "outlet": "نشرة الأنباء", "published": "2024-05-14", "title": "غارة قرب القائم", "text": REPORTS[2]["text"]},
    ]  # fmt: skip
    Path("own.jsonl").write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in reports), "utf-8")
    assert riwaya("add", "own.jsonl", "--processes", 0)[0] == 0
    event = next(event["id"] for event in _events(riwaya) if event["reports"] == ["a"])
    shown = [riwaya("show", event)[1], riwaya("speakers", "--by", "outlet")[1], riwaya("speakers")[1]]
    assert riwaya("export", "--as", "acled", "-o", "a.csv")[0] == 0
    assert riwaya("export", "--as", "csv", "-o", "tables")[0] == 0
    written = [path.read_text("utf-8") for path in (Path("a.csv"), *Path("tables").glob("*.csv"))]
    assert all("نشرة الأنباء" in text for text in shown[:2])
    assert any("أنصار البادية" in text for text in shown) and any("أنصار البادية" in text for text in written)
    for text in (*shown, *written):
        assert "انصار" not in text and "الباديه" not in text and "نشره" not in text


def test_a_judgement_parts_them_and_its_undoing_joins_them_again(added: Path, riwaya: Run) -> None:  # noqa: F811
    before = _events(riwaya)
    first, second = next(event for event in before if len(event["incidents"]) == 2)["incidents"]
    code, out, _ = riwaya("judge", "different", first, second, "--reason", "two bombs")
    assert code == 0
    assert len(_events(riwaya)) == 3
    assert riwaya("reconcile")[0] == 0
    assert len(_events(riwaya)) == 3
    assert riwaya("judge", "undo", out.strip())[0] == 0
    assert _events(riwaya) == before
    assert riwaya("verify")[0] == 0


@pytest.mark.parametrize(
    ("verdict", "options", "message"),
    [
        ("value", ("--attribute", "killed", "--value", "banana"), "write it as 8, 5-8 or 18+"),
        ("value", ("--attribute", "killed", "--value", "9-5"), "write it as 8, 5-8 or 18+"),
        ("value", ("--attribute", "day", "--value", "yesterday"), "write it as 2024-05-14"),
        ("value", ("--attribute", "day", "--value", "2024-05-15/2024-05-14"), "write it as 2024-05-14"),
        ("value", ("--attribute", "type", "--value", "airstrike"), "air_drone_strike"),
        ("value", ("--attribute", "mood", "--value", "bad"), "perpetrator"),
        ("value", ("--attribute", "weapon", "--value", " "), "there is no value"),
        ("grade", ("--value", "great"), "confirmed"),
        ("state", ("--value", "finished"), "reviewed"),
        ("note", (), "--reason"),
        ("same", (), "name the other too"),
    ],
)
def test_a_judgement_that_makes_no_sense_is_refused(
    added: Path,
    riwaya: Run,  # noqa: F811
    verdict: str,
    options: tuple[str, ...],
    message: str,
) -> None:
    bomb, strike = sorted(_events(riwaya), key=lambda event: -len(event["incidents"]))
    code, out, err = riwaya("judge", verdict, bomb["id"], *options)
    assert (code, out, message in err) == (2, "", True), err
    assert riwaya("judge", "same", strike["id"], strike["incidents"][0])[0] == 2
    with _open(added) as ledger:
        assert ledger.judgements(undone=True) == []


def test_what_was_decided_is_shown_and_can_be_taken_back_by_what_is_shown(added: Path, riwaya: Run) -> None:  # noqa: F811
    bomb = next(event["id"] for event in _events(riwaya) if len(event["incidents"]) == 2)
    before = riwaya("show", bomb)[1]
    for value in ("5-8", "18+"):
        assert riwaya("judge", "value", bomb, "--attribute", "killed", "--value", value, "--reason", "seen")[0] == 0
    shown = riwaya("show", bomb)[1]
    ids = re.findall(r"^  (\w{16}) · value killed (?:5-8|18\+) · .*: seen$", shown, re.MULTILINE)
    assert len(ids) == 2
    assert riwaya("judge", "undo", *ids)[0] == 0
    assert riwaya("show", bomb)[1] == before


def test_nonsense_that_a_ledger_holds_already_decides_nothing(added: Path, riwaya: Run) -> None:  # noqa: F811
    with _open(added) as ledger:
        bomb = next(event for event in ledger.events() if len(event.members) == 2).id
        for attribute, value in (("killed", "18-"), ("day", "yesterday"), ("type", "airstrike"), ("mood", "bad")):
            ledger.judge(Decision("value", marks_of(bomb, ledger), "", attribute, value))
    assert riwaya("export", "--as", "acled", "-o", "a.csv")[0] == 0
    rows = list(csv.DictReader(Path("a.csv").read_text("utf-8-sig").splitlines()))
    (row,) = (row for row in rows if row["location"] == "Afrin")
    assert (row["fatalities"], row["event_date"]) == ("7", "2024-05-14")


def test_adding_the_same_again_changes_no_event(added: Path, riwaya: Run) -> None:  # noqa: F811
    before = _events(riwaya)
    code, out, _ = riwaya("add", "reports.jsonl", "--processes", 0)
    assert code == 0
    assert "added 0" in out
    assert _events(riwaya) == before


@pytest.mark.parametrize(
    ("policy", "killed"), [("lowest", [(7, 7, 7)]), ("range", [(7, 7, 7), (9, 9, 9)]), ("latest", [(9, 9, 9)]), ("pending", [])]
)  # fmt: skip
def test_a_policy_decides_one_value(added: Path, policy: str, killed: list[tuple[int, int, int]]) -> None:
    with _open(added) as ledger:
        (row,) = select(ledger, Choice(Wanted(place="عفرين"), policy)).rows  # type: ignore[arg-type]
    assert row.decided.type == "remote_explosive_landmine_ied"
    assert row.decided.where is not None
    assert row.decided.where.name == "عفرين"
    found = {(f.low, f.high, f.best) for f in row.decided.tolls if f.outcome == "killed"}
    assert found <= set(killed) | {(7, 9, None)}
    assert bool(found) == bool(killed)
    assert ("killed" in row.decided.pending) == (policy == "pending")


def test_a_hierarchy_drops_no_event_and_names_its_sources(added: Path, riwaya: Run) -> None:  # noqa: F811
    assert "name whom to believe first" in riwaya("export", "--as", "acled", "-o", "a.csv", "--policy", "hierarchy")[2]
    assert riwaya("export", "--as", "acled", "-o", "a.csv", "--hierarchy", "sohr")[0] == 2
    for number, names in enumerate(("sohr,un", "un, المرصد السوري لحقوق الإنسان", "msf")):
        file = f"{number}.csv"
        code, _, err = riwaya("export", "--as", "acled", "-o", file, "--policy", "hierarchy", "--hierarchy", names)
        assert (code, "\nleft out, " in err) == (0, False), err
        rows = list(csv.DictReader(Path(file).read_text("utf-8-sig").splitlines()))
        assert len(rows) == 2
        assert next(row["fatalities"] for row in rows if row["location"] == "Afrin") == ("7" if names == "msf" else "9")


def test_what_a_person_judged_stands_above_the_policy(added: Path) -> None:
    with _open(added) as ledger:
        events = {event.id: event for event in ledger.events()}
        id_ = next(id_ for id_, event in events.items() if len(event.members) == 2)
        marks = marks_of(id_, ledger)
        assert all(isinstance(mark, Mark) for mark in marks)
        ledger.judge(Decision("value", marks, "seen", "killed", "8"))
        reconcile_ledger(ledger)
        (row,) = select(ledger, Choice(Wanted(place="عفرين"), "pending")).rows
    assert [(f.low, f.high) for f in row.decided.tolls if f.outcome == "killed"] == [(8, 8)]
    assert "killed" not in row.decided.pending


def test_an_export_as_of_a_day_is_of_what_was_known_then(tmp_path: Path) -> None:
    days = ("2024-05-14", "2024-05-15", "2024-05-16", None)
    rows = [{**row, "published": day} for row, day in zip([*REPORTS, {**REPORTS[2], "id": "four"}], days, strict=True)]
    rows[3]["text"] = "قتل ثلاثة جنود في انفجار عبوة ناسفة في درعا، بحسب مصدر محلي."
    (tmp_path / "reports.jsonl").write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8"
    )
    with open_ledger(
        locate(str(tmp_path / "as-of.db")), Opening(create=True, clock=lambda: "2024-05-20T00:00:00Z")
    ) as ledger:
        list(add_reports(take_in([str(tmp_path / "reports.jsonl")]), ledger, ReadingOptions(processes=0)))
        reconcile_ledger(ledger)
        whole = {row.event.id: row for row in select(ledger, Choice(policy="range")).rows}
        bomb = next(id_ for id_, row in whole.items() if len(row.tolds) == 2)
        ledger.judge(Decision("value", marks_of(bomb, ledger), "seen", "killed", "8"))
        found = {
            day: {row.event.id: row for row in select(ledger, Choice(policy="lowest", as_of=date(2024, 5, day))).rows}
            for day in (13, 14, 15, 16, 20)
        }
    reports = {day: sorted(t.report.id for row in rows.values() for t in row.tolds) for day, rows in found.items()}
    assert reports == {
        13: [],
        14: ["one"],
        15: ["one", "two"],
        16: ["one", "three", "two"],
        20: ["one", "three", "two"],
    }
    killed = {
        day: [f.low for f in rows[bomb].decided.tolls if f.outcome == "killed"] for day, rows in found.items() if rows
    }
    assert killed == {14: [7], 15: [7], 16: [7], 20: [8]}, "what a person judged later was not known either"
    state = {day: {s.attribute: s.state for s in found[day][bomb].event.standings}["killed"] for day in (14, 15)}
    assert state == {14: "agreed", 15: "compatible"}, "the toll of the day before may have risen"
    assert found[14][bomb].event.sources == 1
    assert set(found[16]) < set(whole), "an event keeps its id"


def test_events_are_written_in_a_layout(added: Path, riwaya: Run) -> None:  # noqa: F811
    code, _, err = riwaya("export", "--as", "acled", "-o", "acled.csv", "--policy", "lowest")
    assert code == 0
    assert "cannot express" in err
    with (added / "acled.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted(row["fatalities"] for row in rows) == ["3", "7"]
    assert riwaya("export")[1].startswith("acled")
    assert riwaya("export", "--as", "acled", "--policy", "best", "-o", "x.csv")[0] == 2
    assert riwaya("export", "--as", "nothing", "-o", "x.csv")[0] == 3


def test_what_is_not_there_is_said(added: Path, riwaya: Run) -> None:  # noqa: F811
    for command in (("show", "nothing"), ("why", "nothing", "more"), ("judge", "note", "nothing", "--reason", "x")):
        code, _, err = riwaya(*command)
        assert code == 3
        assert "nothing" in err
    assert riwaya("judge", "same", "only")[0] == 2
    assert riwaya("judge", "value", "x", "--value", "3")[0] == 2
    assert riwaya("speakers")[0] == 0
    assert riwaya("speakers", "--by", "outlet")[0] == 0
