"""Names, saved filters and sources in a real browser: by keyboard, in two clicks, on a small screen, held to WCAG."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chromium import chromium, served, watched
from ledgers import fill
from reviewing import new_ledger, patient, tell_unknown
from riwaya.errors import NotArabic
from riwaya.web.meaning import said
from riwaya.web.naming import Naming, make
from riwaya.web.saved import save, saved_of
from riwaya.web.serving import Site, site_for

PAGES = ["/?dispute=any", "/names", "/names?kind=place", "/names/one?kind=place&name=تل القبرات", "/names/one?kind=body&name=فيلق الشروق",
         "/sources"]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as made:
        yield made


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with new_ledger(tmp_path) as ledger:
        tell_unknown(ledger)
        fill(ledger, [NotArabic("مجلد/x.txt", "holds no Arabic", "give Arabic")])
        made = patient(site_for(ledger, "127.0.0.1"))
        feeds = tmp_path / "feeds.toml"
        feeds.write_text('[[feed]]\nurl = "https://example.org/rss"\noutlet = "النشرة"\n', encoding="utf-8")
        object.__setattr__(made, "feeds", feeds)
        yield made


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    with served(site) as found:
        yield found


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    with watched(browser, address) as opened:
        yield opened


def test_filters_are_saved_opened_and_deleted_by_keyboard(page: Any, site: Site) -> None:
    page.goto("/?dispute=any")
    page.get_by_label("اسم الشروط").focus()
    page.keyboard.type("خلافات اليوم")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="خلافات اليوم").wait_for()
    assert page.get_by_role("link", name="خلافات اليوم").get_attribute("aria-current") == "true"
    page.goto("/")
    assert page.locator(".line").count() == 3
    page.keyboard.press("1")
    page.wait_for_url("**/?dispute=any")
    assert page.locator(".line").count() == 1
    page.keyboard.press("2")
    button = page.get_by_role("button", name="احذف الشروط المحفوظة: خلافات اليوم")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="خلافات اليوم").wait_for(state="detached")
    assert page.url.endswith("/?dispute=any")
    assert site.local and saved_of(site.ledger, site.local) == []


def test_a_name_is_explained_in_two_clicks_and_that_is_undone(page: Any, site: Site) -> None:
    page.goto("/names?kind=place")
    page.get_by_role("link", name="تل القبرات", exact=True).click()
    page.get_by_label("ابحث في معجم الأماكن").fill("كفر نبل")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    page.get_by_role("button", name="هو: كفر نبل").click()
    page.get_by_text("حفظ القرار.").wait_for()
    assert page.locator("#made ~ .scroll th[scope=row]").inner_text() == "تل القبرات"
    with site.ledger.database.reading() as connection:
        assert [one.meaning.means for one in said(connection)] == ["geonames:168661"]
    page.get_by_role("button", name="تراجع تل القبرات").click()
    page.get_by_text("حفظ القرار.").wait_for()
    with site.ledger.database.reading() as connection:
        assert said(connection) == []


def test_a_reason_and_enter_choose_nothing(page: Any, site: Site) -> None:
    page.goto("/names/one?kind=body&name=فيلق الشروق&q=قسد")
    page.get_by_label("السبب").fill("لست متأكدا")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "actors:sdf"
    assert site.ledger.judgements() == []
    page.keyboard.press("Enter")
    page.get_by_text("حفظ القرار.").wait_for()
    assert [(j.verdict, j.reason) for j in site.ledger.judgements()] == [("name", "لست متأكدا")]


def test_a_place_is_made_and_the_list_is_walked_by_keyboard(page: Any, site: Site) -> None:
    page.goto("/names?kind=place")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/names/one?**")
    page.get_by_label("العرض والطول بالدرجات").fill("35.9، 36.6")
    page.get_by_role("button", name="أضف المكان").click()
    page.wait_for_load_state()
    with site.ledger.database.reading() as connection:
        (one,) = said(connection)
    assert (one.meaning.lat, one.meaning.lon, one.meaning.place_kind) == (35.9, 36.6, "village")
    assert page.locator(".chip.good").first.is_visible()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_page_is_wider_than_the_screen_and_axe_is_content(
    language: str, browser: Any, address: str, site: Site
) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    ).Axe()
    assert site.local
    save(site.ledger, site.local, "خلافات", "dispute=any")
    make(site, site.local, Naming("place", "النسور", at="35.1, 36.7", place_kind="village"))
    for colours, width in (("light", 1280), ("dark", 360)):
        context = browser.new_context(
            base_url=address, color_scheme=colours, bypass_csp=True, viewport={"width": width, "height": 800}
        )
        made = context.new_page()
        made.goto(f"/language?to={language}&next=/")
        for path in PAGES:
            made.goto(path)
            assert made.evaluate("getComputedStyle(document.body).direction") == {"ar": "rtl", "en": "ltr"}[language]
            assert made.evaluate("document.documentElement.scrollWidth") <= width, path
            told = axe.run(made).response
            assert len(told["passes"]) > 5
            grave = [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in told["violations"] if v["impact"] in ("serious", "critical")]  # fmt: skip
            assert grave == [], path
        context.close()
