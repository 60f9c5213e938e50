"""The review page in a real browser: worked by keyboard, decided on, searched, switched, printed, and held to WCAG."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chromium import chromium, served
from ledgers import arrival, fill, opened
from reviewing import PASSWORD, new_ledger, patient, site_with_users
from riwaya.ledger import Decision
from riwaya.ledger.location import locate
from riwaya.reconciling import reconcile_ledger
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


def test_two_events_are_merged_and_parted_again(work: Any, linked: Site) -> None:
    events = {e.members[0].report: e.id for e in linked.ledger.events()}
    linked.ledger.judge(Decision("note", reason="x"))
    work.goto(f"/events/{events['one']}")
    token = work.locator("input[name=csrf]").first.input_value()
    seen = work.locator("input[name=seen]").first.input_value()
    told = {"csrf": token, "seen": seen, "verdict": "same", "other": events["far"]}
    work.request.post(f"/events/{events['one']}/decide", form=told)
    (merged,) = linked.ledger.events()
    work.goto(f"/events/{merged.id}")
    assert work.locator(".members > li").count() == 2
    work.get_by_role("button", name="تراجع").click()
    work.wait_for_url("**/events/*")
    assert len(list(linked.ledger.events())) == 2
