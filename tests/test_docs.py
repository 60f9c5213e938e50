"""The documentation under test: generated pages are current, links lead somewhere, commands and examples exist."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest

from chromium import chromium, served_folder
from riwaya import errors, model, settings
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


@pytest.mark.parametrize("name", ["python.md", "http.md", "settings.md"])
def test_the_pages_of_reference_are_current(name: str) -> None:
    import reference

    write = reference.PAGES[ROOT / "docs" / name]
    assert (ROOT / "docs" / name).read_text("utf-8") == write(), "run `make docs`"


def test_every_command_and_option_is_on_the_page_of_the_command_line() -> None:
    import typer

    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    waiting = [("riwaya", typer.main.get_command(app))]
    seen = 0
    while waiting:
        path, command = waiting.pop()
        section = page.partition(f"## `{path}`\n")[2].partition("\n## ")[0]
        assert section, f"`{path}` is missing"
        for parameter in command.params:
            annotation = parameter.type_descriptor.annotation
            told = list(get_args(annotation)) if get_origin(annotation) is Literal else []
            if parameter.name != "help" and parameter.param_type_name == "option":
                told += [*parameter.opts, *parameter.secondary_opts]
            for name in told:
                assert re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", section), f"`{path}` {name} is missing"
                seen += 1
        waiting += [(f"{path} {name}", inner) for name, inner in getattr(command, "commands", {}).items()]
    assert seen > 100


def test_no_table_of_the_page_of_the_command_line_is_torn() -> None:
    rows = [line for line in (ROOT / "docs" / "cli.md").read_text("utf-8").splitlines() if line.startswith("|")]
    assert len(rows) > 200 and {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {3}


def test_every_setting_and_every_variable_has_its_line() -> None:
    import reference

    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    missing = [name for name in vars(settings) if name.isupper() and f"| `{name}` |" not in page]
    source = "\n".join(path.read_text("utf-8") for path in [*(ROOT / "src").rglob("*.py"), ROOT / "hatch_build.py"])
    variables = set(re.findall(r"[\"'](RIWAYA_[A-Z_]+)[\"']", source))
    assert missing == [] and variables == set(reference.ENVIRONMENT)


def test_every_error_is_in_the_reference() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    kinds = [
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.RiwayaError)
    ]
    assert len(kinds) > 10 and [name for name in kinds if name not in page] == []


def test_every_column_of_every_export_has_its_line() -> None:
    from riwaya.export.layouts import OURS, find_layout

    page = (ROOT / "docs" / "exports.md").read_text("utf-8")
    columns = {c.name for name in OURS for table in find_layout(name).columns.values() for c in table}
    assert len(columns) > 100 and [name for name in columns if f"| `{name}` |" not in page] == []


def test_every_layout_picture_and_extra_is_named() -> None:
    from riwaya.export.layouts import OURS
    from riwaya.reporting import PICTURES

    exports, reports = ((ROOT / "docs" / name).read_text("utf-8") for name in ("exports.md", "reports.md"))
    assert [name for name in OURS if f"`{name}`" not in exports] == []
    assert [name for name in PICTURES if name not in reports] == []


def test_the_notebook_prints_what_it_shows() -> None:
    pytest.importorskip("pandas")
    import json

    import notebook

    kept = notebook.PAGE.read_text("utf-8")
    assert notebook.text(notebook.run(json.loads(kept))) == kept, "run `make docs`"


def test_a_cell_that_fails_fails_the_notebook() -> None:
    import notebook

    with pytest.raises(ZeroDivisionError):
        notebook.run({"cells": [{"cell_type": "code", "source": ["1 / 0"]}]})


def test_every_page_is_in_the_menu_of_the_site_or_on_its_first_page() -> None:
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    named = set(re.findall(r": ([\w./-]+\.md)$", config, re.MULTILINE))
    there = {str(page.relative_to(ROOT / "docs")) for page in (ROOT / "docs").rglob("*.md")}
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    lost = {name for name in there - named if not name.startswith("why/0") and f"({name})" not in index}
    assert named <= there and lost == set(), "name it in mkdocs.yml, or in docs/README.md at least"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built strictly: a link that leads nowhere is a fault."""
    pytest.importorskip("material", reason="mkdocs-material is not installed")
    to = tmp_path_factory.mktemp("docs") / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(to)]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=quiet, check=False)
    assert done.returncode == 0, done.stderr
    return to


_LOADED = re.compile(
    r"""<(?:script|img|iframe|source|embed)\b[^>]*\ssrc=["']?(?:https?:)?//|<link\b[^>]*\shref=["']?(?:https?:)?//"""
)


def test_the_site_names_nothing_of_elsewhere_to_load(site: Path) -> None:
    assert _LOADED.search('<script src="https://unpkg.com/x">') and _LOADED.search("<link rel=icon href=//a.b/c>")
    pages = [page for page in site.rglob("*.html") if _LOADED.search(page.read_text("utf-8"))]
    assert len(list(site.rglob("*.html"))) > 30 and pages == []
    assert [c.name for c in site.rglob("*.css") if re.search(r"url\([\"']?(?:https?:)?//", c.read_text("utf-8"))] == []


def test_the_site_is_searched_in_a_browser_without_a_request_to_elsewhere(site: Path) -> None:
    with chromium() as browser, served_folder(site) as address:
        asked: list[str] = []
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/handbook.ar.html")
        page.wait_for_load_state("networkidle")  # the script that listens to the field comes late on a busy machine
        page.wait_for_function(
            """() => { const field = document.querySelector('.md-search__input');
            field.value = field.value === 'المصادر' ? 'مصادر' : 'المصادر'; field.focus();
            field.dispatchEvent(new Event('input', {bubbles: true})); field.dispatchEvent(new Event('keyup', {bubbles: true}));
            return document.querySelector('.md-search-result__item'); }""",
            polling=3_000,
            timeout=90_000,
        )
        assert page.evaluate("getComputedStyle(document.querySelector('.md-content h1')).direction") == "rtl"
        page.close()
    assert len(asked) > 3 and [url for url in asked if not url.startswith((address, "blob:", "data:"))] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name} points to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_in_the_pages_exist(page: Path) -> None:
    known = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
    known |= {"lexicon", "gazetteer", "user", "--version", "--help", "--install-completion", "--show-completion"}
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


TOLD = [*PAGES, *sorted((ROOT / "deploy").iterdir())]


@pytest.mark.parametrize("page", TOLD, ids=lambda page: str(page.relative_to(ROOT)))
def test_options_in_the_pages_exist(page: Path) -> None:
    import typer

    root = typer.main.get_command(app)
    for told in re.findall(
        r"(?:^ {4}|^|[`$(=/]|-u riwaya |run (?:-\S+ )*riwaya )riwaya ([a-z][^`\n]*)",
        page.read_text("utf-8"),
        re.MULTILINE,
    ):
        line = re.split(r"(?:\s#|[|;&)]|\s{3,})", told)[0].split()
        command = getattr(root, "commands", {}).get(line[0] if line else "")
        inner = getattr(command, "commands", {}).get(line[1] if len(line) > 1 else "")
        known = (
            {name for parameter in (inner or command).params for name in (*parameter.opts, *parameter.secondary_opts)}
            if command
            else set()
        )
        options = {word.partition("=")[0] for word in line if re.match(r"--?[a-z]", word)}
        assert not command or options <= known | {"--help"}, f"{page.name} tells to run `riwaya {told}`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_make_targets_in_the_pages_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", page.read_text("utf-8"))) <= targets


def test_the_codebook_names_every_value_that_a_field_can_have() -> None:
    codebook = (ROOT / "docs" / "codebook.md").read_text("utf-8")
    for values in (model.Basis, model.Precision, model.Stance, model.Outcome, model.Role, model.State):
        missing = [value for value in get_args(values) if f"`{value}`" not in codebook]
        assert not missing


def test_every_reason_is_listed() -> None:
    index = (ROOT / "docs" / "why" / "README.md").read_text("utf-8")
    for page in (ROOT / "docs" / "why").glob("[0-9]*.md"):
        assert f"({page.name})" in index
