"""Logging in at an issuer of OpenID Connect: who comes in, as what, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from issuer import CLIENT, PAGE, SECRET, Issuer, issuing
from reviewing import PASSWORD, browser, csrf_of, new_ledger, patient
from riwaya.errors import LedgerError, RiwayaError
from riwaya.settings import OpenId, openid_from
from riwaya.web.accounts import Accounts, Identity
from riwaya.web.openid import Issuer as Client
from riwaya.web.openid import IssuerError, Ticket
from riwaya.web.roles import User
from riwaya.web.serving import Site, beside, site_for

pytest.importorskip("authlib", reason="Authlib is not installed")
pytest.importorskip("requests", reason="requests is not installed")


@pytest.fixture(scope="module")
def running() -> Iterator[Issuer]:
    with issuing() as made:
        yield made


@pytest.fixture
def issuer(running: Issuer) -> Issuer:
    """The stub as it was in the beginning: it tells the truth."""
    fresh = Issuer()
    kept = {"address": running.address, "key": running.key}
    vars(running).update({**vars(fresh), **kept})
    return running


@pytest.fixture
def site(tmp_path: Path, issuer: Issuer) -> Iterator[Site]:
    with new_ledger(tmp_path) as ledger:
        accounts = Accounts(beside(ledger.location, "users"))
        accounts.add("layla", "analyst", None)
        accounts.add("boss", "admin", PASSWORD)
        yield patient(site_for(ledger, "127.0.0.1", openid=settings(issuer)))


def settings(issuer: Issuer, **told: Any) -> OpenId:
    return OpenId(**{"issuer": issuer.address, "client": CLIENT, "page": PAGE, "secret": SECRET, **told})


def told_otherwise(site: Site, issuer: Issuer, **told: Any) -> Site:
    return replace(site, issuer=Client(settings(issuer, **told)))


def sent_to(visitor: TestClient, onward: str = "/") -> str:
    answer = visitor.get("/login/oidc", params={"next": onward})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def comes(site: Site, issuer: Issuer, onward: str = "/") -> tuple[TestClient, Any]:
    """A browser that went there and came back, and the answer to that."""
    visitor = browser(site)
    return visitor, visitor.get(issuer.log_in(sent_to(visitor, onward)))


def is_in(visitor: TestClient) -> bool:
    return bool(visitor.get("/verify").status_code == 200)


def test_who_is_known_comes_in_and_goes_on(site: Site, issuer: Issuer) -> None:
    visitor = browser(site)
    assert issuer.address.removeprefix("http://") in visitor.get("/login?next=/verify").text
    address = sent_to(visitor, "/events/e-kafranbel?x=1")
    before = visitor.cookies["riwaya"]
    back = issuer.log_in(address)
    answer = visitor.get(back)
    assert (answer.status_code, answer.headers["location"]) == (303, "/events/e-kafranbel?x=1")
    assert visitor.cookies["riwaya"] != before
    assert site.accounts.whose(visitor.cookies["riwaya"]) == User("layla", "analyst")
    assert "HttpOnly" in answer.headers["set-cookie"] and "SameSite=Lax" in answer.headers["set-cookie"]
    planted = browser(site)
    planted.cookies.set("riwaya", before)
    assert not is_in(planted)
    token = csrf_of(visitor.get("/").text)
    visitor.post("/logout", data={"csrf": token})
    assert not is_in(visitor)


def test_the_issuer_is_asked_who_it_is_once_an_hour(site: Site, issuer: Issuer) -> None:
    for _ in range(3):
        assert comes(site, issuer)[1].status_code == 303
    assert issuer.asked.count("/.well-known/openid-configuration") == issuer.asked.count("/keys") == 1
    assert issuer.asked.count("/token") == 3


LIES = [
    {"nonce": "another"}, {"nonce": ""}, {"aud": "somebody-else"}, {"aud": ""}, {"aud": ["somebody-else"]}, {"aud": "somebody-else", "azp": CLIENT},
    {"aud": [CLIENT, "somebody-else"]}, {"aud": [CLIENT, "somebody-else"], "azp": "somebody-else"}, {"azp": "somebody-else"},
    {"iss": "http://127.0.0.1:1"}, {"iss": ""}, {"exp": 1_000_000_000}, {"exp": ""}, {"iat": 4_000_000_000}, {"nbf": 4_000_000_000},
    {"sub": ""}, {"sub": 7}, {"preferred_username": ""}, {"preferred_username": ["layla"]}, {"at_hash": "AAAA"},
]  # fmt: skip


@pytest.mark.parametrize("lies", LIES, ids=str)
def test_a_token_that_says_something_wrong_opens_nothing(lies: dict[str, Any], site: Site, issuer: Issuer) -> None:
    issuer.lies = lies
    visitor, answer = comes(site, issuer)
    assert answer.status_code == 401 and 'role="alert"' in answer.text
    assert not is_in(visitor)


def test_several_audiences_are_well_where_the_token_is_for_us(site: Site, issuer: Issuer) -> None:
    issuer.lies = {"aud": [CLIENT, "another"], "azp": CLIENT}
    assert is_in(comes(site, issuer)[0])


def test_a_signature_of_another_key_opens_nothing(site: Site, issuer: Issuer) -> None:
    from joserfc import jwk

    issuer.signed_with = jwk.RSAKey.generate_key(2048, {"kid": "k1"})
    visitor, answer = comes(site, issuer)
    assert answer.status_code == 401 and not is_in(visitor)


@pytest.mark.filterwarnings("ignore:JWS algorithm")
@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": "HS256"}, {"alg": "HS256", "kid": "k1"}], ids=str)
def test_a_signature_that_anybody_can_make_opens_nothing(header: dict[str, Any], site: Site, issuer: Issuer) -> None:
    from joserfc import jwk

    issuer.header = header
    if header["alg"] == "HS256":
        issuer.signed_with = jwk.OctKey.import_key(SECRET.ljust(40, "x"), {"kid": "k1"})
    visitor, answer = comes(site, issuer)
    assert answer.status_code == 401 and not is_in(visitor)


def test_new_keys_of_the_issuer_are_fetched(site: Site, issuer: Issuer) -> None:
    from joserfc import jwk

    assert is_in(comes(site, issuer)[0])
    old = issuer.key
    try:
        issuer.key = jwk.RSAKey.generate_key(2048, {"kid": "k2"})
        issuer.header = {"alg": "RS256", "kid": "k2"}
        assert is_in(comes(site, issuer)[0])
    finally:
        issuer.key = old


def test_an_answer_counts_only_in_the_browser_that_asked(site: Site, issuer: Issuer) -> None:
    mine, theirs = browser(site), browser(site)
    back = issuer.log_in(sent_to(mine))
    theirs.get("/login")
    assert theirs.get(back).status_code == 401 and not is_in(theirs)
    assert "/token" not in issuer.asked
    assert mine.get(back).status_code == 303 and is_in(mine)
    again = browser(site)
    again.cookies.set("riwaya", mine.cookies["riwaya"])
    assert again.get(back).status_code == 401


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x&code=x", "?state=W10.x&code=x", "?error=access_denied&state={state}",
                                   "?state={state}&code=stolen", "?state={state}x&code=x", "?state=.&code=x", "?state=%D8%A7.%D8%A7&code=x", "?state=" + "A" * 9000])  # fmt: skip
def test_odd_answers_open_nothing(query: str, site: Site, issuer: Issuer) -> None:
    visitor = browser(site)
    state = re.search(r"[?&]state=([^&]+)", sent_to(visitor))
    assert state
    assert visitor.get("/login/oidc/back" + query.format(state=state[1])).status_code == 401
    assert not is_in(visitor)


def test_a_log_in_may_not_take_long_nor_lead_off_the_site(site: Site, issuer: Issuer) -> None:
    key = b"of one browser"
    state = Ticket.new("/verify", 1000.0).state(key)
    assert Ticket.of(state, key, 1599.0).onward == "/verify"
    for now in (1601.0, 999.0):
        with pytest.raises(IssuerError, match="too long"):
            Ticket.of(state, key, now)
    with pytest.raises(IssuerError, match="another browser"):
        Ticket.of(state, b"of another", 1000.0)
    assert len(Ticket.new("/" + "a" * 3000).state(key)) < 1000
    for onward in ("//evil.example", "https://evil.example"):
        assert comes(site, issuer, onward)[1].headers["location"] == "/"


def test_no_account_is_made_unless_that_is_wished(site: Site, issuer: Issuer) -> None:
    issuer.person = {"sub": "s-9", "preferred_username": "omar"}
    visitor, answer = comes(site, issuer)
    assert answer.status_code == 403 and not is_in(visitor)
    assert [user.name for user in site.accounts.users()] == ["boss", "layla"]
    visitor, answer = comes(told_otherwise(site, issuer, new_role="viewer"), issuer)
    assert answer.status_code == 303 and is_in(visitor)
    assert User("omar", "viewer") in site.accounts.users()
    issuer.person = {"sub": "s-10", "preferred_username": "<b>"}
    assert comes(told_otherwise(site, issuer, new_role="viewer"), issuer)[1].status_code == 403


def test_a_name_that_another_takes_there_opens_nothing_here(site: Site, issuer: Issuer) -> None:
    assert is_in(comes(site, issuer)[0])
    issuer.person = {"sub": "s-2", "preferred_username": "layla"}
    visitor, answer = comes(told_otherwise(site, issuer, new_role="admin"), issuer)
    assert answer.status_code == 403 and not is_in(visitor)
    issuer.person = {"sub": "s-1", "preferred_username": "layla-new"}
    visitor, _ = comes(site, issuer)
    assert site.accounts.whose(visitor.cookies["riwaya"]) == User("layla", "analyst")


def test_the_name_of_a_user_with_a_password_opens_nothing(site: Site, issuer: Issuer) -> None:
    issuer.person = {"sub": "s-3", "preferred_username": "boss"}
    visitor, answer = comes(told_otherwise(site, issuer, new_role="viewer"), issuer)
    assert answer.status_code == 403 and not is_in(visitor)
    assert User("boss", "admin") in site.accounts.users()


ROLES_TOLD = [(["all"], "viewer"), (["all", "leads"], "reviewer"), ("leads", "reviewer"), ([], None), (["x", 7, None], None), ("", None)]  # fmt: skip


@pytest.mark.parametrize(("groups", "role"), ROLES_TOLD, ids=str)
def test_a_role_can_be_the_issuer_s_to_say(groups: Any, role: str | None, site: Site, issuer: Issuer) -> None:
    said = told_otherwise(site, issuer, role_claim="groups", roles={"leads": "reviewer", "all": "viewer"})
    issuer.person = {"sub": "s-1", "preferred_username": "layla", "groups": groups}
    visitor, answer = comes(said, issuer)
    assert answer.status_code == (303 if role else 403)
    assert is_in(visitor) == bool(role)
    assert User("layla", role or "analyst") in site.accounts.users()  # type: ignore[arg-type]


def test_an_address_counts_only_where_the_issuer_has_verified_it(site: Site, issuer: Issuer) -> None:
    site.accounts.add("sara@news.example", "viewer", None)
    by_address = told_otherwise(site, issuer, name_claim="email")
    for verified, status in ((False, 401), ("true", 401), (True, 303)):
        issuer.person = {"sub": "s-5", "email": "sara@news.example", "email_verified": verified}
        assert comes(by_address, issuer)[1].status_code == status


def test_a_public_client_proves_itself_by_pkce_alone(site: Site, issuer: Issuer) -> None:
    issuer.secret = None
    assert is_in(comes(told_otherwise(site, issuer, secret=None), issuer)[0])
    issuer.secret = "another"
    assert comes(site, issuer)[1].status_code == 401


@pytest.mark.parametrize("about", [{"issuer": "https://evil.example"}, {"token_endpoint": "http://evil.example/token"},
                                   {"authorization_endpoint": "javascript:alert(1)"}, {"jwks_uri": None}, {"jwks_uri": "http://127.0.0.1:1/none"}], ids=str)  # fmt: skip
def test_an_issuer_that_is_not_as_it_must_be_is_not_gone_to(about: dict[str, Any], site: Site, issuer: Issuer) -> None:
    issuer.about = about
    answer = browser(site).get("/login/oidc")
    assert answer.status_code == 503 and 'role="alert"' in answer.text
    assert issuer.asked.count("/.well-known/openid-configuration") == 1


def test_an_issuer_that_is_down_is_asked_again_after_a_while(site: Site, issuer: Issuer) -> None:
    clock = [2_000.0]
    issuer.about = {"issuer": "https://evil.example"}
    site = replace(site, issuer=Client(settings(issuer), lambda: clock[0]))
    for _ in range(5):
        assert browser(site).get("/login/oidc").status_code == 503
    assert len(issuer.asked) == 1
    issuer.about = {}
    clock[0] += 11
    assert browser(site).get("/login/oidc").status_code == 303


def test_who_has_no_password_cannot_come_in_by_one(site: Site) -> None:
    for password in ("", "!", PASSWORD):
        assert site.accounts.admit("layla", password, "here") is None
    assert site.accounts.admit("boss", PASSWORD, "here") == User("boss", "admin")


def test_users_are_made_without_a_password_on_the_page(site: Site, issuer: Issuer) -> None:
    boss = browser(site)
    boss.post("/login", data={"name": "boss", "password": PASSWORD, "csrf": csrf_of(boss.get("/login").text)})
    token = csrf_of(boss.get("/users").text)
    told = {"csrf": token, "name": "omar", "role": "reviewer", "password": ""}
    assert boss.post("/users", data=told).status_code == 303
    issuer.person = {"sub": "s-7", "preferred_username": "omar"}
    visitor, _ = comes(site, issuer)
    assert site.accounts.whose(visitor.cookies["riwaya"]) == User("omar", "reviewer")
    boss.post("/users", data={"csrf": token, "name": "omar", "action": "remove"})
    assert not is_in(visitor)
    assert comes(site, issuer)[1].status_code == 403


def test_a_new_password_parts_a_user_from_the_issuer(tmp_path: Path) -> None:
    accounts, who = Accounts(tmp_path / "users.db"), Identity("https://id.example", "s-1", "layla")
    accounts.add("layla", "analyst", None)
    assert accounts.vouched(who, None, None) == User("layla", "analyst")
    accounts.add("layla", "analyst", PASSWORD)
    assert accounts.vouched(who, None, "admin") is None
    assert accounts.vouched(replace(who, issuer="https://other.example"), None, "admin") is None


def test_without_an_issuer_there_is_no_such_door(tmp_path: Path) -> None:
    with new_ledger(tmp_path) as ledger:
        Accounts(beside(ledger.location, "users")).add("boss", "admin", PASSWORD)
        visitor = browser(site_for(ledger, "127.0.0.1"))
        assert "/login/oidc" not in visitor.get("/login").text
        for place in ("/login/oidc", "/login/oidc/back?state=x&code=y"):
            assert visitor.get(place).headers["location"] == "/login"


def test_with_an_issuer_nobody_is_let_in_unasked(tmp_path: Path, issuer: Issuer) -> None:
    with new_ledger(tmp_path) as ledger:
        site = site_for(ledger, "127.0.0.1", openid=settings(issuer))
        assert site.local is None
        assert browser(site).get("/").headers["location"].startswith("/login")
        visitor = browser(site)
        token = csrf_of(visitor.get("/login").text)
        assert visitor.post("/login", data={"name": "a", "password": PASSWORD, "csrf": token}).status_code == 401
        with pytest.raises(LedgerError):
            site_for(ledger, "0.0.0.0", openid=settings(issuer))
        assert site_for(ledger, "0.0.0.0", openid=settings(issuer, new_role="viewer")).secure


GOOD = {"RIWAYA_OIDC_ISSUER": "https://id.example", "RIWAYA_OIDC_CLIENT": "riwaya", "RIWAYA_OIDC_PAGE": "https://r.example/"}  # fmt: skip


@pytest.mark.parametrize("wrong", [{"RIWAYA_OIDC_CLIENT": ""}, {"RIWAYA_OIDC_PAGE": ""}, {"RIWAYA_OIDC_ISSUER": "http://id.example"},
                                   {"RIWAYA_OIDC_PAGE": "http://r.example"}, {"RIWAYA_OIDC_ROLES": "groups"}, {"RIWAYA_OIDC_ROLES": "groups: a"},
                                   {"RIWAYA_OIDC_ROLES": "a=viewer"}, {"RIWAYA_OIDC_NEW": "king"}, {"RIWAYA_OIDC_ROLES": "groups: a=king"}], ids=str)  # fmt: skip
def test_settings_that_will_not_do_are_refused_in_words(wrong: dict[str, str]) -> None:
    with pytest.raises(RiwayaError, match="RIWAYA_OIDC"):
        Client(openid_from({**GOOD, **wrong}) or pytest.fail("it was passed over"))
    found = openid_from(GOOD)
    assert found and Client(found).host == "id.example" and found.page == "https://r.example"
