"""`riwaya places`: mentions with their roles, candidates, choice and reasons, on the terminal and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from riwaya.cli.app import app

TEXT = "قتل خمسة جنود بهجوم جنوب مدينة الشدادي، وقال متحدث من أنقرة إن القتلى من أبناء تدمر. وانتشر جنود بين طرابلس وغريان."


def test_a_sentence_on_the_terminal() -> None:
    run = CliRunner().invoke(app, ["places", TEXT])
    assert run.exit_code == 0, run.output
    assert "الشدادي  [where it happened]" in run.output
    assert "south_of: the words around it widen it to 15 km" in run.output
    assert "ACLED 2 · UCDP 2" in run.output
    assert "the stretch between طرابلس and غريان" in run.output
    assert "طرابلس لبنان، الشمال · LB" in run.output


def test_a_file_as_json(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(f"عنوان\n{TEXT}", "utf-8")
    run = CliRunner().invoke(app, ["places", "--json", str(path)])
    assert run.exit_code == 0, run.output
    places = {row["mention"]: row for row in json.loads(run.output)["places"]}
    assert places["الشدادي"]["role"] == "event"
    assert places["الشدادي"]["acled"] == 2
    assert places["الشدادي"]["place"]["geometry"]["type"] == "Polygon"
    assert places["أنقرة"]["role"] == places["تدمر"]["role"] == "origin or seat"
    assert places["طرابلس"]["place"]["geometry"]["type"] == "LineString"
    assert [c["country"] for c in places["طرابلس"]["candidates"]].count("LB") == 1
    assert all(c["reasons"] for c in places["طرابلس"]["candidates"])


def test_a_dateline_is_named_as_one() -> None:
    run = CliRunner().invoke(app, ["places", "--json", "بغداد (الوكالة) - 5 أيار: انفجرت عبوة في الرمادي."])
    places = {row["mention"]: row["role"] for row in json.loads(run.output)["places"]}
    assert places["الرمادي"] == "event"
    assert places["بغداد"] == "dateline"


def test_nothing_named_and_nothing_to_read() -> None:
    assert "No place was found" in CliRunner().invoke(app, ["places", "لا شيء هنا"]).output
    refused = CliRunner().invoke(app, ["places", "no/such/file.txt"])
    assert refused.exit_code == 3
    assert "no/such/file.txt" in refused.output
