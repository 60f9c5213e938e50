"""The review page in a real browser: worked by keyboard, decided on, searched, switched, printed, and held to WCAG."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chromium import chromium, free_port, served, watched
from issuer import CLIENT, SECRET, issuing
from ledgers import arrival, fill, opened
from reviewing import PASSWORD, decision, logged_in, new_ledger, patient, site_with_users
from riwaya.ledger.location import locate
from riwaya.reconciling import reconcile_ledger
from riwaya.settings import OpenId
from riwaya.web.openid import Issuer
from riwaya.web.serving import Site, site_for

PAGES = ["/", "/?q=%D9%82%D8%B5%D9%81&dispute=any", "/events/e-kafranbel", "/events/e-hostile", "/reports/{report}", "/speakers", "/refused",
         "/verify", "/nothing", "/overview", "/overview?by=month&dispute=any"]  # fmt: skip


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
    with watched(browser, address) as opened:
        yield opened


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
    form = page.locator("form.card:has(input[value=state])")
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


def test_what_is_printed_holds_the_words_and_none_of_the_buttons(page: Any, site: Site) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    for path in _paths(site):
        page.goto(path)
        assert (
            page.locator("button:visible, input:visible, select:visible, textarea:visible, nav:visible").count() == 0
        ), path
        ink, paper = page.evaluate(
            "[getComputedStyle(document.body).color, getComputedStyle(document.documentElement).backgroundColor]"
        )
        assert (ink, paper) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)"), path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.goto("/events/e-kafranbel")
    assert page.locator("svg.chains").is_visible() and not page.locator("#h-decide").is_visible()
    panel = page.evaluate("getComputedStyle(document.querySelector('.card')).backgroundColor")
    assert min(map(int, re.findall(r"\d+", panel)[:3])) > 200
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF") and pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") < 12


def test_hijri_days_are_switched_on_and_off(page: Any) -> None:
    page.goto("/events/e-kafranbel")
    page.get_by_role("link", name="مع الهجري").click()
    page.get_by_role("heading", name="(5 ذو القعدة 1445 هـ)").wait_for()
    page.get_by_role("link", name="دون الهجري").click()
    page.wait_for_function("!document.querySelector('h1').textContent.includes('هـ')")


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


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_serious_where_there_are_users(colours: str, browser: Any, tmp_path: Path) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    ).Axe()
    with site_with_users(tmp_path) as site:
        site = replace(site, issuer=Issuer(OpenId("https://id.example", "riwaya", "https://riwaya.example")))
        with served(site) as address:
            context = browser.new_context(base_url=address, color_scheme=colours, bypass_csp=True)
            page = context.new_page()
            page.goto("/login")
            _clean(axe, page)
            _log_in(page, "admin")
            page.goto("/users")
            _clean(axe, page)
            _in_conflict(page, site)
            _clean(axe, page)
            context.close()


def _clean(axe: Any, page: Any) -> None:
    found = [v for v in axe.run(page).response["violations"] if v["impact"] in ("serious", "critical")]
    assert [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found] == [], page.url


def _log_in(page: Any, name: str) -> None:
    page.goto("/login")
    page.locator("[name=name]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url(re.compile(r"/$"))


def _in_conflict(page: Any, site: Site) -> None:
    """A page on which somebody types a note, and sends it after another has decided."""
    page.goto("/events/e-kafranbel")
    page.locator("textarea[name=reason]").fill("اتصلت بالمستشفى\nوأنتظر")
    assert (
        decision(
            logged_in(site, "reviewer"), "e-kafranbel", verdict="grade", value="fair", reason="قرأت الثلاثة"
        ).status_code
        == 303
    )
    page.locator("form.card:has(textarea)").get_by_role("button").click()
    page.get_by_role("alert").wait_for()


def test_of_two_sessions_the_second_sees_what_changed_and_loses_no_word(browser: Any, tmp_path: Path) -> None:
    with site_with_users(tmp_path) as site, served(site) as address:
        context = browser.new_context(base_url=address)
        page = context.new_page()
        _log_in(page, "analyst")
        _in_conflict(page, site)
        alert = page.get_by_role("alert")
        assert all(words in alert.inner_text() for words in ("reviewer", "مقبولة", "قرأت الثلاثة", "أنتظر"))
        assert page.locator("textarea[name=reason]").input_value() == "اتصلت بالمستشفى\nوأنتظر"
        alert.get_by_role("link", name="إلى ما كتبته").click()
        page.locator("#kept").get_by_role("button").click()
        page.wait_for_url("**saved=1**")
        assert [(j.user, j.verdict) for j in site.ledger.judgements()] == [("reviewer", "grade"), ("analyst", "note")]
        context.close()


def test_logging_in_at_an_issuer(browser: Any, tmp_path: Path) -> None:
    port = free_port()
    with issuing() as issuer, site_with_users(tmp_path) as site:
        issuer.page = f"http://127.0.0.1:{port}"
        site.accounts.add("layla", "analyst", None)
        site = replace(site, issuer=Issuer(OpenId(issuer.address, CLIENT, issuer.page, SECRET)))
        with served(site, port) as address:
            context = browser.new_context(base_url=address)
            page = context.new_page()
            page.goto("/events/e-kafranbel")
            page.wait_for_url("**/login?next=**")
            page.get_by_role("link", name=issuer.address.removeprefix("http://")).click()
            page.wait_for_url("**/events/e-kafranbel")
            assert "layla" in page.locator(".visitor").inner_text()
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


@pytest.fixture
def linked(tmp_path: Path) -> Iterator[Site]:
    """A site on a ledger whose events come of its reports, not of the test's hand."""
    with opened(locate(str(tmp_path / "linked.db"))) as ledger:
        told = [
            ("قصف على كفرنبل", "قتل 12 مدنيا بقصف مدفعي على بلدة كفرنبل جنوب إدلب يوم الإثنين، بحسب الدفاع المدني. 𓂀 وقال شهود إن عدد القتلى بلغ 15 شخصا.", "one"),
            ("تفجير", "انفجرت عبوة ناسفة في مدينة الموصل العراقية أمس وقتل 3 جنود، وفق الأناضول.", "far"),
        ]  # fmt: skip
        fill(
            ledger,
            [arrival(text, title, outlet="النشرة", published=date(2024, 5, 14), id=id_) for title, text, id_ in told],
        )
        reconcile_ledger(ledger)
        yield patient(site_for(ledger, "127.0.0.1"))


@pytest.fixture
def work(browser: Any, linked: Site) -> Iterator[Any]:
    with served(linked) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=address)
        opened_page = context.new_page()
        wrong: list[str] = []
        opened_page.on("pageerror", lambda error: wrong.append(str(error)))
        yield opened_page
        context.close()
        assert wrong == []


SELECT = """(words) => {
    const text = document.querySelector(".report .text");
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const at = nodes.map((node) => node.data).join("").indexOf(words);
    const point = (offset) => {
        for (const node of nodes) { if (offset <= node.length) return [node, offset]; offset -= node.length; }
    };
    const range = document.createRange();
    range.setStart(...point(at));
    range.setEnd(...point(at + words.length));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    text.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
}"""


def test_a_claim_is_corrected_by_selecting_arabic_words(work: Any, linked: Site) -> None:
    work.goto("/reports/one")
    claim = work.locator(".claim").first
    claim.get_by_text("صحح", exact=True).click()
    work.evaluate(SELECT, "15 شخصا")
    form = claim.locator("form")
    form.locator("[name=words]").wait_for()
    work.wait_for_function("document.querySelector('.claim [name=words]').value === '15 شخصا'")
    full = linked.ledger.reading("one").report.full_text  # type: ignore[union-attr]
    assert form.locator("[name=start]").input_value() == str(full.index("15 شخصا"))  # counted in characters, past a 𓂀
    form.locator("[name=attribute]").select_option("killed")
    form.locator("[name=value]").fill("15")
    form.locator("[name=reason]").fill("في آخر النص")
    form.get_by_role("button", name="احفظ").click()
    work.wait_for_url("**saved=1**")
    assert "".join(work.locator("mark.asked").all_inner_texts()) == "15 شخصا"
    work.get_by_text("صححه").first.wait_for()
    (judged,) = linked.ledger.judgements()
    assert (judged.verdict, judged.attribute, judged.value, judged.reason) == ("correct", "killed", "15", "في آخر النص")
    work.get_by_role("button", name="تراجع").click()
    work.wait_for_url("**/reports/one")
    assert linked.ledger.judgements() == []


def test_a_claim_is_added_by_selecting_words_and_by_keyboard_alone(work: Any, linked: Site) -> None:
    work.goto("/reports/one")
    work.evaluate(SELECT, "وقال شهود")
    add = work.locator("#add-claim")
    work.wait_for_function("document.querySelector('#add-claim [name=words]').value === 'وقال شهود'")
    add.locator("[name=speaker]").fill("شهود")
    add.locator("[name=killed]").fill("15")
    add.locator("[name=killed]").press("Enter")
    work.wait_for_url("**saved=1**")
    work.locator("#add-claim summary").focus()
    work.keyboard.press("Enter")
    add.locator("[name=words]").focus()
    work.keyboard.type("قتل 12 مدنيا")
    add.locator("[name=speaker]").focus()
    work.keyboard.type("الدفاع المدني")
    work.keyboard.press("Enter")
    work.wait_for_function("document.querySelectorAll('#h-decisions ~ ol > li').length === 2")
    assert [j.verdict for j in linked.ledger.judgements()] == ["claim", "claim"]


def test_a_search_without_hamza_finds_words_with_it(work: Any) -> None:
    for words in ("الأناضول", "الاناضول", "اناضول", "الإناضول"):
        work.goto("/")
        work.keyboard.press("/")
        work.keyboard.type(words)
        work.keyboard.press("Enter")
        work.wait_for_url("**q=**")
        titles = work.locator(".line .title").all_inner_texts()
        assert len(titles) == 1 and "الموصل" in titles[0], words


def test_a_place_is_moved_on_the_map_by_mouse_and_by_keys(work: Any, linked: Site) -> None:
    (event,) = [e for e in linked.ledger.events() if e.members[0].report == "one"]
    work.goto(f"/events/{event.id}")
    pin = work.locator("#pin")
    pin.scroll_into_view_if_needed()
    box = work.locator("svg.map").bounding_box()
    work.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    work.mouse.down()
    work.mouse.move(box["x"] + box["width"] / 2 + 60, box["y"] + box["height"] / 2 - 40, steps=4)
    work.mouse.up()
    where = [float(one) for one in work.locator("#move [name=at]").input_value().split(", ")]
    work.keyboard.press("ArrowLeft")
    moved = [float(one) for one in work.locator("#move [name=at]").input_value().split(", ")]
    assert moved[0] == pytest.approx(where[0], abs=1e-4)
    assert moved[1] < where[1]
    work.locator("#move [name=reason]").fill("من الصور")
    work.locator("#move").get_by_role("button").click()
    work.wait_for_url("**saved=1**")
    (judged,) = linked.ledger.judgements()
    assert judged.value == f"كفرنبل @ {moved[0]:.5f},{moved[1]:.5f}"
    assert "placed" in work.locator("#pin").get_attribute("class")


def test_two_events_are_merged_by_keyboard_and_parted_again(browser: Any, tmp_path: Path) -> None:
    told = [
        ("قصف على كفرنبل", "قتل 12 مدنيا بقصف مدفعي على بلدة كفرنبل جنوب إدلب يوم الإثنين، بحسب الدفاع المدني.", "one"),
        ("اغتيال", "اغتال مجهولون قياديا في بلدة كفرنبل جنوب إدلب يوم الإثنين، وفق ناشطين.", "near"),
    ]  # fmt: skip
    with opened(locate(str(tmp_path / "near.db"))) as ledger:
        fill(ledger, [arrival(text, title, published=date(2024, 5, 14), id=id_) for title, text, id_ in told])
        reconcile_ledger(ledger)
        events = {event.members[0].report: event.id for event in ledger.events()}
        assert len(events) == 2
        with served(patient(site_for(ledger, "127.0.0.1"))) as address:
            context = browser.new_context(base_url=address)
            page = context.new_page()
            page.goto(f"/events/{events['one']}")
            page.keyboard.press("j")
            page.keyboard.press("s")
            page.wait_for_url("**saved=1**")
            assert page.locator(".members > li").count() == 2
            assert len(list(ledger.events())) == 1
            page.get_by_role("button", name="تراجع").click()
            page.wait_for_url(re.compile(r"/events/[^?]+$"))
            assert {event.id for event in ledger.events()} == set(events.values())
            page.goto(f"/events/{events['one']}")
            page.keyboard.press("j")
            page.keyboard.press("d")
            page.wait_for_url("**saved=1**")
            assert len(list(ledger.events())) == 2 and [j.verdict for j in ledger.judgements()] == ["different"]
            context.close()
