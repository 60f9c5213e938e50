"""Events keep step with what comes in: by adding, watching, reading again; and where they do not, it is said."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from riwaya.ledger import Opening, locate, open_ledger
from riwaya.reconcile.grade import RULES
from test_cli import Run, riwaya  # noqa: F401
from test_sources_watch import rss, site  # noqa: F401
from test_sources_web import Site

LONG = (
    "قال ناطق باسم الجيش السوري إن خمسة جنود قتلوا في هجوم قرب تدمر يوم الاثنين 13 أيار 2024. {} وتحدث السكان عن ليلة "
    "طويلة في المدينة وعن أصوات سيارات الإسعاف التي لم تنقطع حتى الصباح."
)
MINE = "وقتل ثلاثة مدنيين بانفجار لغم في حمص يوم الأحد 12 أيار 2024."


def write(name: str, text: str) -> None:
    report = {"id": "r1", "title": "خبر من تدمر", "text": text, "published": "2024-05-14"}
    Path(name).write_text(json.dumps(report, ensure_ascii=False), "utf-8")


@pytest.fixture
def add(riwaya: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:  # noqa: F811
    """Adds, in a folder of its own, the report as it stood at first; and what a test adds to it."""
    monkeypatch.chdir(tmp_path)
    for name in ("RIWAYA_LEDGER", "RIWAYA_VAULT"):
        monkeypatch.delenv(name, raising=False)
    write("first.jsonl", LONG.format(MINE))
    write("second.jsonl", LONG.format(""))

    def run(*arguments: object) -> None:
        code, _, err = riwaya("add", *arguments, "--processes", 0)
        assert code == 0, err

    run("first.jsonl")
    return run


def days(riwaya: Run) -> list[str]:  # noqa: F811
    code, out, _ = riwaya("events", "--json")
    assert code == 0
    events = [json.loads(line) for line in out.splitlines()]
    return sorted(value["value"] for event in events for value in event["accounts"]["day"]["values"])


def test_events_of_a_ledger_that_is_not_linked_as_far_stand_as_they_were_made_and_it_is_said(
    riwaya: Run,  # noqa: F811
    add: Callable[..., None],
) -> None:
    before = riwaya("events")[1]
    assert days(riwaya) == ["2024-05-12", "2024-05-13"]
    add("second.jsonl", "--no-link")
    for command in (["events"], ["speakers"], ["export", "--as", "jsonl", "-o", "a.jsonl"], ["report", "-o", "a.html"]):
        code, out, err = riwaya(*command)
        assert (code, "riwaya reconcile" in err) == (0, True), command
        assert command != ["events"] or out == before
    assert len(Path("a.jsonl").read_text("utf-8").splitlines()) == 2, "no event is lost from an export"
    event = json.loads(riwaya("events", "--json")[1].splitlines()[0])["id"]
    code, out, err = riwaya("show", event)
    assert code == 0 and "riwaya reconcile" in err
    assert riwaya("reconcile")[0] == 0
    assert days(riwaya) == ["2024-05-13"]
    assert "riwaya reconcile" not in riwaya("events")[2]


def test_reading_again_links_what_is_read_otherwise(riwaya: Run, add: Callable[..., None]) -> None:  # noqa: F811
    Path("words").mkdir()
    Path("words", "actors.yaml").write_text(
        "- {id: palmyra-guard, kind: militia, names: [حرس تدمر], english: [Palmyra Guard], countries: [SY]}\n", "utf-8"
    )
    write("third.jsonl", LONG.format("").replace("الجيش السوري", "حرس تدمر"))
    add("third.jsonl")
    assert "palmyra-guard" not in riwaya("events", "--json")[1]
    code, out, _ = riwaya("reread", "--lexicon", "words")
    assert code == 0
    assert out.startswith("read 1 again\n") and out.endswith(" events\n")
    assert "palmyra-guard" in riwaya("events", "--json")[1]
    assert "riwaya reconcile" not in riwaya("events")[2]


def test_a_watch_links_what_each_round_brought(site: str, tmp_path: Path) -> None:  # noqa: F811
    Site.answers = {"/feed": lambda s: s.give(rss(2, 1))}
    (tmp_path / "feeds.toml").write_text(f'[[feed]]\nurl = "{site}/feed"\nfull_text = false\n', "utf-8")
    command = [sys.executable, "-m", "riwaya", "watch", "feeds.toml", "--allow-private", "--once"]
    env = {name: value for name, value in os.environ.items() if not name.startswith("RIWAYA_")}
    for options, events in ((["--no-link"], 0), ([], 1)):
        ran = subprocess.run(
            [*command, *options], cwd=tmp_path, env=env, capture_output=True, text=True, check=False, timeout=120
        )
        assert ran.returncode == 0, ran.stderr
        with open_ledger(locate(str(tmp_path / "riwaya.db")), Opening()) as ledger:
            assert ledger.count_events() == events
        (tmp_path / "feeds.state.json").unlink()


def grades(riwaya: Run) -> set[str]:  # noqa: F811
    return {json.loads(line)["grade"]["rules"] for line in riwaya("events", "--json")[1].splitlines()}


def test_rules_once_named_hold_whatever_is_named_later_and_wherever(
    riwaya: Run,  # noqa: F811
    add: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert grades(riwaya) == {"airwars"}
    own = (RULES / "corroboration.yaml").read_text("utf-8").replace("id: corroboration", "id: ours")
    own = re.sub(r"(?m)^  - name: (\w)", lambda found: found[0].upper().replace("NAME", "name"), own)
    Path("ours.yml").write_text(own, "utf-8")
    Path("words").mkdir()
    Path("words", "actors.yaml").write_text("[]\n")
    assert riwaya("reconcile", "--rules", "ours.yml")[0] == 0
    assert grades(riwaya) == {"ours"}
    given = {json.loads(line)["grade"]["name"] for line in riwaya("events", "--json")[1].splitlines()}
    assert all(name[0].isupper() for name in given)
    assert all(riwaya("events", "--json", "--grade", name.lower())[1] for name in given), "whatever their letters"
    assert riwaya("reconcile")[0] == 0
    add("second.jsonl", "--lexicon", "words")
    assert grades(riwaya) == {"ours"}
    Path("elsewhere").mkdir()
    shutil.copy("first.jsonl", "elsewhere")
    monkeypatch.chdir("elsewhere")
    add("first.jsonl", "--ledger", "../riwaya.db")
    monkeypatch.chdir("..")
    assert grades(riwaya) == {"ours"}


@pytest.mark.parametrize(("gone", "option"), [("ours.yaml", "--rules"), ("words", "--lexicon")])
def test_rules_and_words_that_are_gone_are_named_and_nothing_is_lost(
    riwaya: Run,  # noqa: F811
    add: Callable[..., None],
    gone: str,
    option: str,
) -> None:
    shutil.copy(RULES / "corroboration.yaml", "ours.yaml")
    Path("words").mkdir()
    Path("words", "actors.yaml").write_text("[]\n")
    assert riwaya("reconcile", option, gone)[0] == 0
    Path(gone).rename("away")
    code, out, err = riwaya("add", "second.jsonl", "--processes", 0)
    assert (code, out) == (3, "added 1 (1 new versions of known reports): 1 incidents, 2 claims; knew 0; refused 0\n")
    assert gone in err and f"riwaya reconcile {option if option == '--rules' else '['}" in err
    assert riwaya("reconcile", *(["--rules", "airwars"] if option == "--rules" else []))[0] == 0
    assert days(riwaya) == ["2024-05-13"]
