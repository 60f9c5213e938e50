"""The review page against those who should not get in, and against what they send."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from ledgers import findings
from reviewing import (
    HOSTILE,
    PASSWORD,
    browser,
    csrf_of,
    decision,
    logged_in,
    new_ledger,
    site_with_users,
    tell_unknown,
)
from riwaya.errors import LedgerError
from riwaya.ledger import Decision, Ledger
from riwaya.web.accounts import Accounts
from riwaya.web.app import make_app
from riwaya.web.filters import NAMES as filter_names
from riwaya.web.guard import MAX_BODY
from riwaya.web.meaning import said
from riwaya.web.rereading import Rereading
from riwaya.web.roles import ROLES, User
from riwaya.web.saved import save
from riwaya.web.serving import Site, beside, site_for

ROUTES = yaml.safe_load((Path(__file__).parent / "cases" / "web_routes.yaml").read_text("utf-8"))
PLACES = [
    "/",
    "/overview",
    "/events/e-hostile",
    "/events/e-kafranbel",
    "/speakers",
    "/refused",
    "/verify",
    "/sources",
    "/names",
    "/names?kind=place",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site_with_users(tmp_path_factory.mktemp("site")) as made:
        tell_unknown(made.ledger)
        object.__setattr__(made, "rereading", Idle())
        yield made


class Idle(Rereading):
    """Reads nothing again: another test does."""

    def start(self, ledger: Ledger, user: str, options: Sequence[str]) -> bool:
        return False


@pytest.fixture(scope="module")
def visitors(site: Site) -> dict[str, TestClient]:
    return {"nobody": browser(site), **{role: logged_in(site, role) for role in ROLES}}


def test_the_table_names_every_route(site: Site) -> None:
    known = {f"{method} {r.path}" for r in _routes(make_app(site).routes) for method in r.methods - {"HEAD"}}
    assert known == {case["route"] for case in ROUTES}


def _routes(routes: Any) -> Iterator[APIRoute]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if isinstance(route, APIRoute):
            yield route
        elif inner is not None:
            yield from _routes(inner.routes)


@pytest.mark.parametrize("who", ["nobody", *ROLES])
@pytest.mark.parametrize("case", ROUTES, ids=lambda case: f"{case['route']} {case['who']}")
def test_every_route_by_every_role(case: dict[str, Any], who: str, site: Site, visitors: dict[str, TestClient]) -> None:
    visitor = browser(site) if case["route"].endswith("/logout") else visitors[who]
    answer = _asked(case, site, visitor)
    wanted = case["who"]
    if wanted == "anybody" or (who != "nobody" and ROLES.index(who) >= ROLES.index(wanted)):
        assert answer.status_code in (200, 201, 202, 204, 303, *((401,) if case["route"] == "POST /login" else ()))
        assert case["route"].endswith(
            ("/login", "/logout", "/oidc", "/oidc/back")
        ) or "/login" not in answer.headers.get("location", "")
    elif who == "nobody":
        api = "/api/" in case["route"]
        assert answer.status_code == (401 if api else 303)
        assert api or answer.headers["location"].startswith("/login")
    else:
        assert answer.status_code == 403


def _asked(case: dict[str, Any], site: Site, visitor: TestClient) -> Any:
    method, path = case["route"].split()
    report = site.ledger.event("e-kafranbel").members[0].report  # type: ignore[union-attr]
    note = site.ledger.judge(Decision("note", reason="ملاحظة")).id
    incident = site.ledger.event("e-kafranbel").members[0].incident  # type: ignore[union-attr]
    fill = {"report": report, "judgement": note, "incident": incident}
    at = case.get("at", path).format(**fill)
    for role in ROLES:
        save(site.ledger, User(role, role), "mine", "dispute=any")
    with site.ledger.database.reading() as connection:
        named = said(connection)
    for one in named:
        site.ledger.judge(Decision("undo", undoes=one.judgement.id))
    if method == "GET":
        return visitor.get(at)
    token = csrf_of(visitor.get("/login").text)
    if method == "DELETE":
        return visitor.delete(at, headers={"x-csrf-token": token})
    if "json" in case:
        told = {name: str(value).format(**fill) for name, value in case["json"].items()}
        return visitor.post(at, json=told, headers={"x-csrf-token": token})
    form = {name: str(value).format(**fill) for name, value in case.get("form", {}).items()}
    return visitor.post(at, data={"csrf": token, **form})


class Markup(HTMLParser):
    """Tags and attributes of a page, and what stands in its scripts and styles."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in ("script", "style") and data.strip():
            self.inside.append(data)


def assert_clean(source: str) -> None:
    page = Markup(source)
    assert not page.inside
    assert not [
        tag for tag, _ in page.tags if tag in ("img", "iframe", "object", "embed", "style", "base", "meta-refresh")
    ]
    for tag, attrs in page.tags:
        assert not [name for name in attrs if name.startswith("on") or name == "style"], (tag, attrs)
        for name in ("href", "src", "action"):
            value = attrs.get(name) or ""
            assert not re.match(r"\s*(javascript|data|vbscript):", value, re.IGNORECASE)
            assert tag != "script" or name != "src" or value.startswith("/static/")
    assert "49" not in re.findall(r"'(\d+)&lt;img", source)


def test_stored_markup_stays_text(site: Site, visitors: dict[str, TestClient]) -> None:
    admin = visitors["admin"]
    assert decision(admin, "e-hostile", verdict="note", reason=HOSTILE).status_code == 303
    assert (
        decision(admin, "e-hostile", verdict="value", attribute="place", value=HOSTILE, reason=HOSTILE).status_code
        == 303
    )
    report = site.ledger.event("e-hostile").members[0].report  # type: ignore[union-attr]
    seen = 0
    for place in [*PLACES, f"/reports/{report}", f"/reports/{report}?start=0&end=99999"]:
        page = admin.get(place)
        assert page.status_code == 200
        assert_clean(page.text)
        seen += "&lt;script&gt;" in page.text
    assert seen >= 4


@pytest.mark.parametrize("place", ["/?q={}", "/?place={}", "/?actor={}", "/?since={}", "/?state={}", "/?order={}", "/?cursor={}",
                                   "/events/{}", "/reports/{}", "/login?next={}", "/language?to={}&next=/", "/{}", "/overview?box={}", "/overview?by={}", "/overview?place={}", "/api/v1/events?q={}", "/names?q={}", "/names?kind={}",
                                   "/names/one?kind=place&name={}", "/names/one?kind=body&name=فيلق الشروق&q={}", "/names?start={}"])  # fmt: skip
def test_reflected_markup_stays_text(place: str, visitors: dict[str, TestClient]) -> None:
    page = visitors["viewer"].get(place.format(quote(HOSTILE, safe="")))
    assert page.status_code < 500
    if page.headers.get("content-type", "").startswith("text/html"):
        assert_clean(page.text)
    else:
        assert page.status_code == 303 or page.headers["content-type"] == "application/json"


def test_a_report_s_address_is_linked_to_only_where_it_is_of_the_web(tmp_path: Path) -> None:
    from ledgers import arrival, fill

    with new_ledger(tmp_path) as ledger:
        fill(ledger, [arrival("قتل خمسة في قصف على حلب.", "عنوان", url="javascript:alert(1)", id="bad")])
        page = browser(site_for(ledger, "127.0.0.1")).get("/reports/bad")
    assert page.status_code == 200
    assert_clean(page.text)


def test_every_answer_has_the_policy(visitors: dict[str, TestClient]) -> None:
    for place in [*PLACES, "/login", "/nothing", "/static/page.css", "/api/v1/events", "/static/nothing"]:
        headers = visitors["viewer"].get(place).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy and "http" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert place.startswith("/static") or headers["cache-control"] == "no-store"


FORMS = [case for case in ROUTES if case["route"].startswith("POST") and "json" not in case]
CALLS = [case for case in ROUTES if case["route"].startswith("POST") and "json" in case]


@pytest.mark.parametrize("case", FORMS, ids=lambda case: f"{case['route']} {case['who']}")
def test_a_form_without_our_token_changes_nothing(
    case: dict[str, Any], site: Site, visitors: dict[str, TestClient]
) -> None:
    path = case.get("at", case["route"].split()[1])
    before = site.ledger.counts()
    admin = visitors["admin"]
    of_another = csrf_of(visitors["viewer"].get("/login").text)
    for token in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": of_another}, {"csrf": "رمز"}):
        answer = admin.post(path, data={**case.get("form", {}), **token})
        assert answer.status_code == 403
    own = csrf_of(admin.get("/login").text)
    foreign = admin.post(path, data={**case.get("form", {}), "csrf": own}, headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403
    assert site.ledger.counts() == before


@pytest.mark.parametrize("case", CALLS, ids=lambda case: f"{case['route']} {case['who']}")
def test_a_call_with_a_cookie_needs_our_token(
    case: dict[str, Any], site: Site, visitors: dict[str, TestClient]
) -> None:
    before = site.ledger.counts()
    at = case.get("at", case["route"].split()[1])
    answer = visitors["admin"].post(at.format(judgement="x", report="x"), json=case["json"])
    assert answer.status_code == 403
    assert site.ledger.counts() == before


def test_a_session_gets_a_new_secret_and_ends(site: Site) -> None:
    visitor = browser(site)
    token = csrf_of(visitor.get("/login").text)
    planted = visitor.cookies["riwaya"]
    answer = visitor.post("/login", data={"name": "viewer", "password": PASSWORD, "csrf": token})
    secret = visitor.cookies["riwaya"]
    assert secret != planted
    flags = answer.headers["set-cookie"]
    assert "HttpOnly" in flags and "SameSite=Lax" in flags
    assert visitor.get("/").status_code == 200
    fixed = browser(site)
    fixed.cookies.set("riwaya", planted)
    assert fixed.get("/").status_code == 303
    visitor.post("/logout", data={"csrf": csrf_of(visitor.get("/login").text)})
    stolen = browser(site)
    stolen.cookies.set("riwaya", secret)
    assert stolen.get("/").status_code == 303


def test_sessions_run_out_and_end_with_a_new_password(tmp_path: Path) -> None:
    clock = [1000.0]
    accounts = Accounts(tmp_path / "users.db", lambda: clock[0])
    user = accounts.add("سارة", "analyst", PASSWORD)
    secret, token = accounts.open_session(user), accounts.make_token("سارة")
    assert accounts.whose(secret) == accounts.whose(token) == user
    clock[0] += 13 * 3600
    assert accounts.whose(secret) is None
    assert accounts.whose(token) == user
    accounts.add("سارة", "viewer", PASSWORD + "2")
    assert accounts.whose(token) is None
    assert secret.encode() not in (tmp_path / "users.db").read_bytes()
    assert b"$argon2id$" in (tmp_path / "users.db").read_bytes()
    assert (tmp_path / "users.db").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("name", "role", "password"), [("", "admin", PASSWORD), ("a b", "admin", PASSWORD), ("<b>", "admin", PASSWORD),
                         ("a" * 41, "admin", PASSWORD), ("ok", "king", PASSWORD), ("ok", "admin", "short"), ("ok", "admin", "x" * 1001)])  # fmt: skip
def test_what_no_user_can_be(name: str, role: Any, password: str, tmp_path: Path) -> None:
    with pytest.raises(LedgerError):
        Accounts(tmp_path / "users.db").add(name, role, password)


def test_wrong_passwords_shut_the_door(tmp_path: Path) -> None:
    with site_with_users(tmp_path) as site:
        visitor = browser(site)
        token = csrf_of(visitor.get("/login").text)

        def attempt(name: str, password: str) -> int:
            return visitor.post("/login", data={"name": name, "password": password, "csrf": token}).status_code

        assert [attempt("viewer", "wrong wrong") for _ in range(6)] == [401] * 5 + [429]
        assert attempt("viewer", PASSWORD) == 429
        assert attempt("analyst", PASSWORD) == 303


def test_tokens_of_programs(site: Site) -> None:
    program = browser(site)
    reader = {"authorization": f"Bearer {site.accounts.make_token('viewer')}"}
    writer = {"authorization": f"Bearer {site.accounts.make_token('analyst')}"}
    note = {"verdict": "note", "reason": "من برنامج"}
    at = "/api/v1/events/e-shaddadi/decisions"
    assert program.get("/api/v1/events", headers=reader).status_code == 200
    assert "set-cookie" not in program.get("/api/v1/events", headers=reader).headers
    assert program.post(at, json=note, headers=reader).status_code == 403
    made = program.post(at, json=note, headers=writer)
    assert made.status_code == 201
    assert made.json()[0]["user"] == "analyst"
    assert program.get("/api/v1/events", headers={"authorization": "Bearer nonsense"}).status_code == 401
    assert findings(site.ledger) == []


def test_one_machine_one_user_and_no_other_name(tmp_path: Path) -> None:
    with new_ledger(tmp_path) as ledger:
        local = site_for(ledger, "127.0.0.1")
        assert local.local is not None
        assert browser(local).get("/").status_code == 200
        assert browser(local).get("/", headers={"host": "localhost:8765"}).status_code == 200
        assert browser(local).get("/", headers={"host": "evil.example"}).status_code == 421
        for address in ("0.0.0.0", "192.0.2.1", "::", "riwaya.example"):
            with pytest.raises(LedgerError, match="riwaya user add NAME --role admin"):
                site_for(ledger, address)
        Accounts(beside(ledger.location, "users")).add("first", "admin", PASSWORD)
        team = site_for(ledger, "0.0.0.0")
        assert (team.local, team.secure) == (None, True)
        answer = browser(team).get("/login")
        assert "Secure" in answer.headers["set-cookie"]
        assert answer.headers["set-cookie"].startswith("__Host-riwaya=")
        assert "strict-transport-security" in answer.headers


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/%2e%2e%2f%2e%2e%2fmodel.py",
                                  "/static//etc/passwd", "/static/....//app.py", "/reports/..%2f..%2fetc%2fpasswd", "/events/%00", "/static/%00",
                                  "/static/" + "a" * 5000, "/events/" + "%D8%A7" * 3000])  # fmt: skip
def test_no_path_leads_out(path: str, visitors: dict[str, TestClient]) -> None:
    answer = visitors["admin"].get(path)
    assert answer.status_code in (400, 404)
    assert "import annotations" not in answer.text and "root:" not in answer.text


def test_nobody_is_led_off_the_site(site: Site) -> None:
    for target in (
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/a\r\nset-cookie: x=1",
        "\t//evil.example",
    ):
        visitor = browser(site)
        answer = visitor.get("/language", params={"to": "en", "next": target})
        assert answer.headers["location"] == "/"
        assert answer.headers.get_list("set-cookie")[0].startswith("riwaya-language=en")


def test_large_bodies_are_turned_away(visitors: dict[str, TestClient]) -> None:
    admin = visitors["admin"]
    assert admin.post("/users", content=b"x" * (MAX_BODY + 1)).status_code == 413
    assert admin.post("/users", content=iter([b"x"] * 3)).status_code == 411
    assert admin.post("/users", data={f"f{n}": "x" for n in range(2000)}).status_code == 400
    assert admin.post(
        "/users", content=b"--x", headers={"content-type": "multipart/form-data; boundary=y"}
    ).status_code in (400, 403)


ODD = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["", "0", "-1", "9" * 400, "1e400", "NaN", "2024-02-30", "0000-00-00", "' OR 1=1 --", '"*', "a\x00b", "NEAR(", "%", "_",
                     "ا" * 2000, "\u202e\u2067", "{{7*7}}", "eyJ", "W10", "WzEsMiwzLDRd", "[]", "null"]),
)  # fmt: skip
NAMES = st.sampled_from(
    "q since until place actor type grade dispute source state order cursor limit start end next to saved by box kind name".split()
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.sampled_from(
        [
            *PLACES,
            "/login",
            "/language",
            "/api/v1/events",
            "/api/v1/overview",
            "/api/v1/counts",
            "/api/v1/names",
            "/api/v1/names/candidates",
            "/names/one",
            "/api/v1/filters",
            "/api/v1/events/x",
            "/reports/{}",
        ]
    ),
    query=st.dictionaries(NAMES, ODD, max_size=4),
    odd=ODD,
)
def test_odd_parameters_never_break_it(
    at: str, query: dict[str, str], odd: str, visitors: dict[str, TestClient]
) -> None:
    clean = {name: value.encode("utf-8", "replace").decode() for name, value in query.items()}
    path = at.format(quote(odd.encode("utf-8", "replace"), safe=""))
    assert visitors["viewer"].get(path, params=clean).status_code < 500


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.dictionaries(
        st.sampled_from("verdict seen attribute value reason other incidents".split()),
        st.one_of(ODD, st.sampled_from("note state grade value same different unsure killed day new".split()), st.integers(), st.none(),
                  st.lists(st.text(max_size=5), max_size=3)),
        max_size=7,
    )
)  # fmt: skip
def test_odd_decisions_never_break_it(body: dict[str, Any], site: Site, visitors: dict[str, TestClient]) -> None:
    admin = visitors["admin"]
    token = csrf_of(admin.get("/login").text)
    answer = admin.post("/api/v1/events/e-shaddadi/decisions", json=body, headers={"x-csrf-token": token})
    assert answer.status_code in (201, 404, 409, 422)
    flat = {name: value for name, value in body.items() if isinstance(value, str)}
    form = {name: value.encode("utf-8", "replace").decode() for name, value in flat.items()}
    answer = admin.post("/events/e-shaddadi/decide", data={**form, "csrf": token})
    assert answer.status_code in (303, 404, 409, 422)


@pytest.mark.parametrize("reason", ['"\\ud800"', '"\\u0000"', '"\\udfff\\ud800"'])
def test_half_characters_are_kept_as_what_can_be_kept(reason: str, site: Site, visitors: dict[str, TestClient]) -> None:
    admin = visitors["admin"]
    headers = {"x-csrf-token": csrf_of(admin.get("/login").text), "content-type": "application/json"}
    body = f'{{"verdict": "note", "reason": {reason}, "other": {reason}, "incidents": [{reason}], "seen": ""}}'
    answer = admin.post("/api/v1/events/e-shaddadi/decisions", content=body, headers=headers)
    assert answer.status_code in (201, 422)
    assert admin.post("/api/v1/events/e-shaddadi/decisions", content=body[:-1], headers=headers).status_code == 422


INJECTED = ["' OR 1=1 --", "' OR '1'='1", '" OR ""="', "') OR 1=1 --", "x' UNION SELECT name, password FROM users --", "1; DROP TABLE events; --",
            "%' OR key LIKE '%", "_______", "%", "\\' OR 1=1 --", "x\x00' OR 1=1 --", "* OR *", 'a" OR "b', "NEAR(a b)", "{title}: x", "(SELECT 1)"]  # fmt: skip


@pytest.mark.parametrize("name", [name for name in filter_names if name not in ("since", "until", "order")])
def test_sql_in_a_filter_lets_nothing_through(name: str, visitors: dict[str, TestClient]) -> None:
    viewer = visitors["viewer"]
    for injected in INJECTED:
        found = viewer.get("/api/v1/events", params={name: injected})
        assert (found.status_code, found.json()["events"]) == (200, []), injected
        counted = viewer.get("/api/v1/counts", params={name: injected}).json()
        assert name == "state" or set(counted.values()) == {0}
        seen = viewer.get("/overview", params={name: injected})
        assert seen.status_code == 200 and 'class="cluster' not in seen.text
    assert len(viewer.get("/api/v1/events").json()["events"]) == 3


@pytest.mark.parametrize("name", ["since", "until", "order", "cursor", "limit", "box", "by"])
def test_sql_in_what_has_a_form_is_refused(name: str, visitors: dict[str, TestClient]) -> None:
    at = "/api/v1/overview" if name in ("box", "by") else "/api/v1/events"
    for injected in INJECTED:
        assert visitors["viewer"].get(at, params={name: injected}).status_code == 422, injected


FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>{evil}</title><link>javascript:alert(1)</link><item><title>{evil} قصف على حلب</title><author>{evil}</author>
<link>javascript:alert(2)</link><guid>{evil}</guid><pubDate>Tue, 14 May 2024 10:00:00 GMT</pubDate>
<description>{evil} قتل خمسة مدنيين في قصف على حي في مدينة حلب يوم الثلاثاء، بحسب مصدر طبي. {evil}</description></item></channel></rss>
"""


def test_markup_of_feeds_and_of_names_of_files_stays_text(tmp_path: Path) -> None:
    from html import escape

    from riwaya.adding import add_reports
    from riwaya.readers import ReadingOptions
    from riwaya.reconciling import reconcile_ledger
    from riwaya.sources import InputOptions, take_in

    name = "\"><script>alert(3)<img src=x onerror=alert(4)>'"
    (tmp_path / f"{name}.xml").write_text(FEED.format(evil=escape(HOSTILE)), "utf-8")
    (tmp_path / f"{name}.txt").write_text(
        f"{name}\nقتل ثلاثة جنود بعبوة ناسفة أمس في مدينة درعا، بحسب وكالة الأناضول.", "utf-8"
    )
    (tmp_path / f"{name}-2.txt").write_text("no Arabic at all", "utf-8")
    with new_ledger(tmp_path / "ledger") as ledger:
        before = {told.report.id for told in ledger.told()}
        files = sorted(map(str, tmp_path.glob("*script*")))
        assert len(files) == 3
        kept = list(add_reports(take_in(files, InputOptions()), ledger, ReadingOptions(processes=0)))
        assert len(kept) >= 3
        reconcile_ledger(ledger)
        site = site_for(ledger, "127.0.0.1")
        site.index.patience = 120.0
        visitor = browser(site)
        new = {told.report.id for told in ledger.told()} - before
        events = [event.id for event in ledger.events() if any(member.report in new for member in event.members)]
        assert len(new) == 2 and events
        places = [
            *PLACES[:2],
            *PLACES[4:],
            *(f"/reports/{quote(id_, safe='')}" for id_ in new),
            *(f"/events/{id_}" for id_ in events),
        ]
        escaped = 0
        for place in places:
            page = visitor.get(place)
            assert page.status_code == 200
            assert_clean(page.text)
            escaped += "&lt;script&gt;" in page.text
        assert escaped >= 4
        assert "&lt;script&gt;alert(3)" in visitor.get("/refused").text


INNER = ["http://127.0.0.1:8765/", "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "//10.0.0.1/x"]


def test_no_route_fetches_an_address(
    site: Site, visitors: dict[str, TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    asked: list[Any] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *told, **more: asked.append(told) or [])
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: asked.append(address))
    names = sorted(
        {name for case in ROUTES for name in {**case.get("form", {}), **case.get("json", {})}}
        | {"url", "address", "words", "at", "other"}
    )
    for case in ROUTES:
        if case["route"] in ("POST /logout", "POST /users"):
            continue
        for address in INNER:
            fields = dict.fromkeys(names, address)
            method, path = case["route"].split()
            at = re.sub(r"\{\w+\}", quote(address, safe=""), case.get("at", path))
            if method == "GET":
                answer = visitors["admin"].get(at, params=fields)
            else:
                token = csrf_of(visitors["admin"].get("/login").text)
                told = {"json": fields} if "json" in case else {"data": {**fields, "csrf": token}}
                answer = visitors["admin"].post(at, headers={"x-csrf-token": token}, **told)
            assert answer.status_code < 500
    assert asked == []


def test_the_ledger_is_whole_after_all_that(site: Site) -> None:
    assert findings(site.ledger) == []
