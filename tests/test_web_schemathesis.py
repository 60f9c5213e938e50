"""The HTTP API asked everything that its own description allows, and what it does not: no answer is a fault of ours.

Examples are drawn from a fixed seed, so that a run says the same as the one before.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from ledgers import findings
from reviewing import HOSTILE, browser, site_with_users
from riwaya.web.app import make_app
from riwaya.web.serving import Site

schemathesis = pytest.importorskip("schemathesis", reason="Schemathesis is not installed")

HUGE = [
    "9" * 400,
    "-1",
    "1e400",
    "NaN",
    "\x00",
    "ا" * 5000,
    "' OR 1=1 --",
    "../../etc/passwd",
    "%",
    HOSTILE,
    "\u202e",
    "2024-02-30",
    "[]",
]
_EXAMPLES = 20


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site_with_users(tmp_path_factory.mktemp("schemathesis")) as made:
        yield made


@pytest.fixture(scope="module")
def program(site: Site) -> TestClient:
    """A program that may do everything."""
    client = browser(site)
    client.headers["authorization"] = f"Bearer {site.accounts.make_token('admin')}"
    return client


@pytest.fixture(scope="module")
def described(program: TestClient) -> dict[str, Any]:
    answer = program.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    return dict(answer.json())


def _operations() -> list[tuple[str, str]]:
    """Every operation of the API, as its description allows and, where there is what can be wrong, as it does not."""
    found = []
    paths = make_app(None).openapi()["paths"]  # type: ignore[arg-type]  # no site is needed to describe it
    for path, methods in paths.items():
        for method, told in methods.items():
            found.append((f"{method.upper()} {path}", "positive"))
            if "requestBody" in told or any(one["in"] == "query" for one in told.get("parameters", ())):
                found.append((f"{method.upper()} {path}", "negative"))
    return found


OPERATIONS = _operations()


def test_the_description_names_every_operation(described: dict[str, Any]) -> None:
    told = [f"{method.upper()} {path}" for path, methods in described["paths"].items() for method in methods]
    assert told == [operation for operation, mode in OPERATIONS if mode == "positive"] and len(told) >= 9


@pytest.mark.parametrize(("operation", "mode"), OPERATIONS)
def test_no_answer_is_a_fault(
    operation: str, mode: str, described: dict[str, Any], site: Site, program: TestClient
) -> None:
    method, path = operation.split()
    schema = schemathesis.openapi.from_dict(described)
    event = site.ledger.event("e-kafranbel")
    assert event is not None
    known = {"events": ["e-kafranbel", "e-shaddadi"], "reports": [event.members[0].report], "judgements": ["x"]}
    ids = [*next((known[kind] for kind in known if f"/{kind}/" in path), ["x"]), *HUGE]
    cases = schema[path][method].as_strategy(generation_mode=schemathesis.GenerationMode(mode))

    @settings(max_examples=_EXAMPLES, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=cases, id_=st.one_of(st.none(), st.sampled_from(ids)), odd=st.one_of(st.none(), st.sampled_from(HUGE)))
    def ask(case: Any, id_: str | None, odd: str | None) -> None:
        if id_ is not None and case.path_parameters:
            case.path_parameters = dict.fromkeys(case.path_parameters, quote(id_, safe=""))
        if odd is not None and case.query:
            case.query = {**case.query, next(iter(case.query)): odd}
        sent = case.as_transport_kwargs(base_url="http://127.0.0.1")
        sent.pop("cookies", None)
        if isinstance(sent.get("data"), bytes):
            sent["content"] = sent.pop("data")
        sent["headers"] = {**dict(sent.get("headers") or {}), **program.headers}
        status = program.request(**sent).status_code
        answers.append(status)
        assert status < 500, (sent["method"], sent["url"], status)

    answers: list[int] = []
    ask()
    assert len(answers) >= 5 and (mode == "negative" or method != "GET" or "{" in path or min(answers) < 300)


def test_the_ledger_is_whole_after_all_that(site: Site) -> None:
    assert findings(site.ledger) == []
