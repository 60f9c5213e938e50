"""The review page in a real browser: worked by keyboard, decided on, searched, switched, printed, and held to WCAG."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chromium import chromium, served
from reviewing import PASSWORD, new_ledger, site_with_users
from riwaya.web.serving import Site, site_for

PAGES = ["/", "/?q=%D9%82%D8%B5%D9%81&dispute=any", "/events/e-kafranbel", "/events/e-hostile", "/reports/{report}", "/speakers", "/refused",
         "/verify", "/nothing"]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as made:
        yield made


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with new_ledger(tmp_path) as ledger:
        yield site_for(ledger, "127.0.0.1")


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    with served(site) as found:
        yield found


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A page that fails the test on any complaint of the browser and on any request to elsewhere."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=address)
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    opened.on("request", lambda asked: None if asked.url.startswith(address) else wrong.append(asked.url))
    opened.on("dialog", lambda dialog: wrong.append(dialog.message))
    yield opened
    context.close()
    assert wrong == []


def test_the_queue_by_keyboard(page: Any, site: Site) -> None:
    page.goto("/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/events/e-kafranbel"
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/e-kafranbel")
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.wait_for_url("**/events/e-kafranbel?saved=1")
    assert [j.verdict for j in site.ledger.judgements()] == ["same"]
    page.get_by_role("button", name="تراجع").click()
    page.wait_for_url("**/events/e-kafranbel")
    assert site.ledger.judgements() == []
    page.keyboard.press("u")
    page.wait_for_url(re.compile(r"/$"))
    page.keyboard.press("/")
    page.keyboard.type("الشدادى")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    assert page.locator(".line .title").all_inner_texts() == ["تفجير انتحاري، الشدادي"]


def test_a_dispute_is_settled_with_a_reason(page: Any, site: Site) -> None:
    page.goto("/events/e-kafranbel")
    page.locator("tr.disputed").last.get_by_role("button", name="هذه هي الصحيحة").first.click()
    page.get_by_text("القرار: 12").wait_for()
    form = page.locator("form.card").first
    form.get_by_label("الحالة").select_option("reviewed")
    form.get_by_label("السبب").fill("قارنت التقارير")
    form.get_by_role("button").click()
    page.get_by_text("حفظ القرار.").wait_for()
    told = [(j.verdict, j.value, j.reason) for j in site.ledger.judgements()]
    assert told == [("value", "12", ""), ("state", "reviewed", "قارنت التقارير")]
    page.goto("/?state=reviewed")
    assert page.locator(".line").count() == 1


def test_a_quote_leads_to_its_words_and_a_claim_shows_them(page: Any) -> None:
    page.goto("/events/e-kafranbel")
    page.locator("a.quote").first.click()
    page.wait_for_url("**/reports/**#asked")
    assert "".join(page.locator("mark.asked").all_inner_texts()) == "قتل 12 مدنيا"
    page.locator(".claim").first.click()
    assert page.locator("mark.on").count() > 0
    page.locator("mark.on").first.click()
    assert page.locator(".claim.on").count() > 0


def test_languages_directions_and_print(page: Any) -> None:
    page.goto("/events/e-kafranbel")
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    page.get_by_role("link", name="English").click()
    page.get_by_role("heading", name="Accounts side by side").wait_for()
    assert page.evaluate("getComputedStyle(document.body).direction") == "ltr"
    page.emulate_media(media="print")
    assert not page.locator("header").is_visible()
    assert page.locator("table.accounts").is_visible()
    assert not page.get_by_role("button", name="Save").first.is_visible()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_page_is_wider_than_the_screen(width: int, language: str, page: Any, site: Site) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"/language?to={language}&next=/")
    for path in _paths(site):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_serious(colours: str, browser: Any, address: str, site: Site) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    ).Axe()
    context = browser.new_context(base_url=address, color_scheme=colours, bypass_csp=True)
    page = context.new_page()
    for path in [*_paths(site), "/login"]:
        page.goto(path)
        told = axe.run(page).response
        assert len(told["passes"]) > 5
        found = told["violations"]
        grave = [
            (v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found if v["impact"] in ("serious", "critical")
        ]
        assert grave == [], path
    context.close()


def test_logging_in_and_out(browser: Any, tmp_path: Path) -> None:
    with site_with_users(tmp_path) as site, served(site) as address:
        context = browser.new_context(base_url=address)
        page = context.new_page()
        page.goto("/events/e-kafranbel")
        page.wait_for_url("**/login?next=**")
        page.get_by_label("الاسم").fill("analyst")
        page.get_by_label("كلمة السر").fill(PASSWORD)
        page.get_by_role("button", name="دخول").click()
        page.wait_for_url("**/events/e-kafranbel")
        (cookie,) = [c for c in context.cookies() if c["name"] == "riwaya"]
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
        page.get_by_role("button", name="خروج").click()
        page.wait_for_url("**/login")
        page.goto("/")
        page.wait_for_url("**/login?next=**")
        context.close()


def _paths(site: Site) -> list[str]:
    report = site.ledger.event("e-kafranbel").members[0].report  # type: ignore[union-attr]
    return [path.format(report=report) for path in PAGES]
