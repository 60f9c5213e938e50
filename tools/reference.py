"""Writes docs/python.md, docs/http.md and docs/settings.md from the code, as `make docs` does."""

from __future__ import annotations

import ast
import dataclasses
import inspect
from itertools import pairwise
from pathlib import Path
from typing import Any

from fastapi import FastAPI

import riwaya
from riwaya import errors, model, settings, spacy_component
from riwaya.web import api

DOCS = Path(__file__).parent.parent / "docs"
PYTHON, HTTP, SETTINGS = DOCS / "python.md", DOCS / "http.md", DOCS / "settings.md"
_HEAD = "# {title}\n\nWritten by `make docs` from the code; do not edit.\n\n"
ENVIRONMENT = {
    "RIWAYA_LEDGER": "The ledger where `--ledger` is not given: a file, or postgresql://…",
    "RIWAYA_VAULT": "The folder of original bytes, where it is not beside the ledger; needed for PostgreSQL.",
    "RIWAYA_LLM_KEY": "The key of the server that `--reader llm` asks, where it wants one; no other variable is looked at.",
    "RIWAYA_USER": "Whose name stands in the audit chain and on judgements; else the user of the system.",
    "RIWAYA_OIDC_ISSUER": "The OpenID Connect issuer at which users of the review page may log in: [how](deployment.md#logging-in-elsewhere).",
    "RIWAYA_OIDC_CLIENT": "By which name the issuer knows the page.",
    "RIWAYA_OIDC_SECRET": "The secret that the issuer gave the page; none for a public client.",
    "RIWAYA_OIDC_PAGE": "The address of the review page; the issuer must allow `/login/oidc/back` there.",
    "RIWAYA_OIDC_NAME": "The claim that holds a user's name; `preferred_username` where it is not given.",
    "RIWAYA_OIDC_ROLES": "Which values of which claim give which role: `groups: analysts=analyst, leads=reviewer`.",
    "RIWAYA_OIDC_NEW": "The role of users who are not known yet; where it is not given they are turned away.",
    "RIWAYA_COMPILE": "When the package is built: 1 compiles the reading, which takes a C compiler.",
}
"""The variables that the program looks at."""

_EXAMPLE = """\
```python
import riwaya

reading = riwaya.read("قتل ثلاثة جنود في انفجار عبوة ناسفة في درعا.", published="2024-05-14")
for incident in reading.incidents:
    for claim in incident.claims:
        print(incident.type, claim.speaker.name, claim.tolls)

frame = riwaya.frame(reading)  # pandas; riwaya.frame(readings, "polars") for Polars
```

With spaCy:

```python
import spacy

nlp = spacy.blank("ar")
nlp.add_pipe("riwaya", config={"published": "2024-05-14"})
doc = nlp("قتل ثلاثة جنود في انفجار عبوة ناسفة في درعا.")
doc.spans["riwaya"], doc._.claims, doc._.reading
```

[A notebook](notebook.ipynb) shows more. What is on this page stays within a major version; other modules may change.

"""


def python_page() -> str:
    """The library: functions, the records that they return, the errors that they raise."""
    lines = [_HEAD.format(title="Python") + _EXAMPLE + "## Functions", ""]
    for name in riwaya.__all__:
        function = getattr(riwaya, name)
        lines += [
            f"### `riwaya.{name}`",
            "",
            "```python",
            f"{name}{_signature(function)}",
            "```",
            "",
            _told(function),
            "",
        ]
    lines += [
        "## Records",
        "",
        "Frozen; a field that is not known is `None`. The values they may have: [codebook](codebook.md).",
        "",
    ]
    for name, kind in vars(model).items():
        if inspect.isclass(kind) and dataclasses.is_dataclass(kind) and kind.__module__ == model.__name__:
            lines += [f"### `{name}`", "", _told(kind), "", "| | |", "|---|---|"]
            lines += [f"| `{field.name}` | `{_type(field.type)}` |" for field in dataclasses.fields(kind)]
            lines.append("")
    lines += ["## spaCy", "", _told(spacy_component.Component), "", _told(spacy_component.Told)]
    return "\n".join(lines).rstrip() + "\n"


def _signature(function: Any) -> str:
    return str(inspect.signature(function)).replace("'", "")


def _type(type_: Any) -> str:
    return str(type_).replace("|", "\\|")


def _told(thing: Any) -> str:
    """A docstring without its example, which the tests run."""
    return (inspect.getdoc(thing) or "").split("\n>>>")[0].strip()


def http_page() -> str:
    """The HTTP API as its OpenAPI description tells it."""
    app = FastAPI(title="Riwaya", version=riwaya.__version__)
    app.include_router(api.router)
    lines = [_HEAD.format(title="HTTP API")]
    lines += [
        "Served by `riwaya serve`; how to get a token: [review page](web.md#http-api). The same as OpenAPI: `GET /api/v1/openapi.json`.",
        "",
    ]
    for path, methods in sorted(app.openapi()["paths"].items()):
        for method, told in methods.items():
            lines += [f"## `{method.upper()} {path}`", "", (told.get("description") or told["summary"]).strip(), ""]
            lines += _parameters(told)
            answers = [f"`{code}` {answer['description']}" for code, answer in told["responses"].items()]
            lines += [f"Answers: {', '.join(answers)}.", ""]
    return "\n".join(lines).rstrip() + "\n"


def _parameters(told: dict[str, Any]) -> list[str]:
    rows = [f"| `{p['name']}` | {p['in']} | {p.get('description', '')} |" for p in told.get("parameters", ())]
    body = told.get("requestBody")
    if body:
        rows += [f"| body | {kind} | {_shape(content)} |" for kind, content in body["content"].items()]
    return ["| | | |", "|---|---|---|", *rows, ""] if rows else []


def _shape(content: dict[str, Any]) -> str:
    return f"`{content.get('schema', {}).get('$ref', '').rpartition('/')[2] or 'JSON'}`"


def settings_page() -> str:
    """Variables of the environment, limits, and the tree of errors."""
    lines = [_HEAD.format(title="Settings and errors") + "## Environment", "", "| | |", "|---|---|"]
    lines += [f"| `{name}` | {what} |" for name, what in ENVIRONMENT.items()]
    lines += [
        "",
        "## Limits and defaults",
        "",
        "They stand in `riwaya.settings`; a run keeps to them.",
        "",
        "| | | |",
        "|---|---|---|",
    ]
    lines += [f"| `{name}` | {_value(value)} | {what} |" for name, value, what in _constants()]
    lines += [
        "",
        "## Errors",
        "",
        "Each says what is wrong, where, and what to do instead. On the command line: exit code 1 where some inputs were refused, 3 where nothing could be done.",
        "",
    ]
    lines += ["```text", (errors.__doc__ or "").split("\n\n", 1)[1].strip(), "```", ""]
    return "\n".join(lines).rstrip() + "\n"


def _constants() -> list[tuple[str, Any, str]]:
    """The constants of the settings with their values and docstrings."""
    body = ast.parse(inspect.getsource(settings)).body
    found = []
    for at, following in pairwise(body):
        if isinstance(at, ast.Assign) and isinstance(following, ast.Expr) and isinstance(at.targets[0], ast.Name):
            name = at.targets[0].id
            found.append((name, getattr(settings, name), " ".join(ast.literal_eval(following.value).split())))
    return found


def _value(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int | float) else f"`{value}`"


PAGES = {PYTHON: python_page, HTTP: http_page, SETTINGS: settings_page}
"""The pages, and what writes each."""
