"""The documentation under test: generated pages are current, links lead somewhere, commands and examples exist."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import get_args

import pytest

from riwaya import model
from riwaya.cli.app import app, gazetteer_app, lexicon_app, user_app
from riwaya.ledger.tables import metadata

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
sys.path.insert(0, str(ROOT / "tools"))


def test_the_page_of_the_command_line_is_current() -> None:
    import make_docs

    assert make_docs.PAGE.read_text("utf-8") == make_docs.cli_page(), "run `make docs`"


def test_the_page_of_the_exports_is_current() -> None:
    import make_docs

    assert make_docs.EXPORTS.read_text("utf-8") == make_docs.exports_page(), "run `make docs`"


def test_the_tables_of_the_ledger_are_current() -> None:
    import ledger_schema

    assert ledger_schema.PAGE.read_text("utf-8") == ledger_schema.ledger_page(), "run `make docs`"
    assert all(f"### `{name}`" in ledger_schema.schema() for name in metadata.tables)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name} points to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_in_the_pages_exist(page: Path) -> None:
    known = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
    known |= {"lexicon", "gazetteer", "user", "--version", "--help"}
    groups = {"lexicon": lexicon_app, "gazetteer": gazetteer_app, "user": user_app}
    inner = {f"{name} {command.name}" for name, group in groups.items() for command in group.registered_commands}
    text = page.read_text("utf-8")
    code = "\n".join(
        [
            *re.findall(r"```.*?```", text, re.DOTALL),
            *re.findall(r"^    .*", text, re.MULTILINE),
            *re.findall(r"`[^`\n]+`", text),
        ]
    )
    for command in re.findall(
        r"(?:^|[`$|(]|\bbin/)\s*riwaya ([a-z-]+(?: check| import| add| remove| list| token)?)", code, re.MULTILINE
    ):
        assert command in known | inner, f"{page.name} tells to run `riwaya {command}`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_make_targets_in_the_pages_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", page.read_text("utf-8"))) <= targets


def test_the_codebook_names_every_value_that_a_field_can_have() -> None:
    codebook = (ROOT / "docs" / "codebook.md").read_text("utf-8")
    for values in (model.Basis, model.Precision, model.Stance, model.Outcome, model.Role):
        missing = [value for value in get_args(values) if f"`{value}`" not in codebook]
        assert not missing


def test_every_reason_is_listed() -> None:
    index = (ROOT / "docs" / "why" / "README.md").read_text("utf-8")
    for page in (ROOT / "docs" / "why").glob("[0-9]*.md"):
        assert f"({page.name})" in index
