"""Writes docs/cli.md from the commands and the tables in docs/ledger.md, so that neither can differ from what is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

import ledger_schema
from riwaya.cli.app import app

PAGE = Path(__file__).parent.parent / "docs" / "cli.md"
_HEAD = """\
# The command line

Written by `make docs` from the commands themselves; do not edit.

"""


def cli_page() -> str:
    """The page as Markdown: every command with its usage, arguments and options."""
    root = typer.main.get_command(app)
    return _HEAD + "\n".join(_sections(root, "riwaya")).rstrip() + "\n"


def _sections(command: Any, path: str) -> list[str]:
    parameters = [p for p in command.params if p.name != "help"]
    pieces = [_piece(p) for p in parameters]
    if getattr(command, "commands", None):
        pieces.append("COMMAND")
    lines = [f"## `{path}`", "", command.help or "", "", f"    {' '.join([path, *pieces])}", ""]
    rows = [(_names(p), getattr(p, "help", None) or "") for p in parameters]
    if rows:
        lines += ["| | |", "|---|---|", *(f"| {names} | {text} |" for names, text in rows), ""]
    if command.epilog:
        lines += [command.epilog, ""]
    for name, inner in getattr(command, "commands", {}).items():
        lines += _sections(inner, f"{path} {name}")
    return lines


def _metavar(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper())


def _piece(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return _metavar(parameter) + ("..." if parameter.nargs == -1 else "")
    name = max(parameter.opts, key=len)
    return f"[{name}]" if parameter.is_flag else f"[{name} {_metavar(parameter)}]"


def _names(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{_metavar(parameter)}`".replace("|", "\\|")
    name = ", ".join(parameter.opts)
    return f"`{name}`" if parameter.is_flag else f"`{name} {_metavar(parameter)}`".replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(cli_page(), "utf-8")
    ledger_schema.PAGE.write_text(ledger_schema.ledger_page(), "utf-8")
    print(f"wrote docs/{PAGE.name} and docs/{ledger_schema.PAGE.name}")
