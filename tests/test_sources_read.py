"""What comes in goes on: a forward's origin into the chain of claims, author and origin into the output, options through the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from one_of_each import REPORTS, make_folder
from riwaya.cli.app import app
from riwaya.model import Link, Report
from riwaya.pipeline import Tools, read_report
from riwaya.wire import to_wire

TEXT = "قال مصدر عسكري إن ثلاثة جنود قتلوا في هجوم على حاجز في درعا. وأعلن تنظيم الدولة مسؤوليته عن الهجوم."


def test_a_forward_has_its_origin_behind_the_outlet_in_every_chain(tools: Tools) -> None:
    plain = read_report(Report("a", "", TEXT, "قناة"), tools)
    forwarded = read_report(Report("a", "", TEXT, "قناة", forwarded_from="شبكة الشمال"), tools)
    pairs = [
        (one.chain, other.chain)
        for first, second in zip(plain.incidents, forwarded.incidents, strict=True)
        for one, other in zip(first.claims, second.claims, strict=True)
    ]
    assert pairs
    for one, other in pairs:
        assert other == (one[0], Link("channel", "شبكة الشمال"), *one[1:])


def test_author_and_origin_are_said_where_they_are_known(tools: Tools) -> None:
    usual = {"id", "outlet", "url", "title", "published", "sha256"}
    assert set(to_wire(read_report(Report("a", "", TEXT), tools))["report"]) == usual
    report = to_wire(read_report(Report("a", "", TEXT, author="سليم", forwarded_from="شبكة"), tools))["report"]
    assert (report["author"], report["forwarded_from"]) == ("سليم", "شبكة")


def test_the_command_reads_one_of_each(tmp_path: Path) -> None:
    count = make_folder(tmp_path)
    done = CliRunner().invoke(app, ["read", "--json", str(tmp_path)])
    assert done.exit_code == 0, done.output
    readings = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(readings) == count
    assert all(reading["incidents"] for reading in readings)


def test_the_command_takes_columns(tmp_path: Path) -> None:
    title, body = REPORTS[0]
    (tmp_path / "a.csv").write_text(f'Kop,Inhoud,Dag\n{title},"{body}",2019-05-21\n', "utf-8")
    told = ["--columns", "title=Kop,text=Inhoud,published=Dag"]
    done = CliRunner().invoke(app, ["read", "--json", str(tmp_path / "a.csv"), *told])
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)["report"]
    assert (report["title"], report["published"]) == (title, "2019-05-21")


@pytest.mark.parametrize("columns", ["title", "headline=Kop", "title=", "=Kop", ""])
def test_columns_told_wrongly_are_a_wrong_use(columns: str) -> None:
    done = CliRunner().invoke(app, ["read", "a.csv", "--columns", columns])
    assert done.exit_code == 2
    assert "FIELD=COLUMN" in done.output.replace("\n", " ") or "FIELD" in done.output


def test_the_command_refuses_private_addresses_unless_told() -> None:
    done = CliRunner().invoke(app, ["read", "http://127.0.0.1:9/a"])
    assert done.exit_code == 3
    assert "--allow-private" in done.stderr
    done = CliRunner().invoke(app, ["read", "http://127.0.0.1:9/a", "--allow-private"])
    assert "cannot be fetched" in done.stderr
