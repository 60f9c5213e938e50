"""Takes a picture of every page of the review page, in Arabic and English, wide and narrow: `make screens`.

The pages show the demo's reports, which are synthetic, in a ledger that is deleted at the end. Pictures are WebP, each
below 60 kB; what is longer than the picture is cut off below. A new page is a line in PAGES.

python tools/screens.py [--only event] [--whole] [--to docs/screens]
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from chromium import chromium, served  # noqa: E402
from ledgers import opened  # noqa: E402
from reviewing import PASSWORD, csrf_of, decision, logged_in, patient  # noqa: E402
from riwaya.adding import add_reports  # noqa: E402
from riwaya.cli.demo import REPORTS  # noqa: E402
from riwaya.ledger.location import locate  # noqa: E402
from riwaya.model import Event  # noqa: E402
from riwaya.readers import ReadingOptions  # noqa: E402
from riwaya.reconciling import reconcile_ledger  # noqa: E402
from riwaya.sources import InputOptions, take_in  # noqa: E402
from riwaya.web.accounts import Accounts  # noqa: E402
from riwaya.web.language import LANGUAGES  # noqa: E402
from riwaya.web.roles import ROLES  # noqa: E402
from riwaya.web.serving import Site, beside, site_for  # noqa: E402

WIDTHS = {1280: 1600, 360: 1900}
"""How many pixels wide pictures are, and how many high at most."""

MOST_BYTES = 60_000
_COLOURS = (32, 20, 12, 8, 5)


@dataclass(frozen=True, slots=True)
class Page:
    """A page by the name of its pictures and its address, in which {event}, {report} and {name} stand for those shown.

    `open`: what is unfolded before the picture is taken; `user`: who looks at it, nobody for the log-in.
    """

    name: str
    path: str
    open: str = ""
    user: str = "admin"


PAGES = (
    Page("login", "/login", user=""),
    Page("queue", "/"),
    Page("search", "/?q=%D9%82%D8%B5%D9%81&order=day"),
    Page("event", "/events/{event}"),
    Page("report", "/reports/{report}", open=".incident details.correct >> nth=0"),
    Page("overview", "/overview"),
    Page("names", "/names"),
    Page("name", "{name}"),
    Page("sources", "/sources"),
    Page("speakers", "/speakers"),
    Page("refused", "/refused"),
    Page("verify", "/verify"),
    Page("users", "/users"),
    Page("problem", "/nothing"),
)


@contextmanager
def demo_site() -> Iterator[Site]:
    """A site on the demo's reports, with a user of each role, decisions, and something refused."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(REPORTS, folder)
        (Path(folder) / "not-arabic.txt").write_text("Nothing of this is Arabic.\n", "utf-8")
        given = [REPORTS.name, "not-arabic.txt"]
        with chdir(folder), opened(locate("riwaya-demo.db")) as ledger:  # no path of this machine is shown
            for _ in add_reports(take_in(given, InputOptions()), ledger, ReadingOptions(processes=0)):
                pass
            reconcile_ledger(ledger)
            accounts = Accounts(beside(ledger.location, "users"))
            for role in ROLES:
                accounts.add(role, role, PASSWORD)
            site = patient(site_for(ledger, "127.0.0.1"))
            _decide(site)
            yield site


def shown_event(site: Site) -> Event:
    """The event that most is told of."""
    return max(site.ledger.events(), key=lambda event: (len(event.members), event.id))


def _decide(site: Site) -> None:
    """A few decisions, as of a day's work."""
    id_ = shown_event(site).id
    decision(
        logged_in(site, "analyst"),
        id_,
        verdict="value",
        attribute="type",
        value="air_drone_strike",
        reason="كما في الصور",
    )
    decision(logged_in(site, "analyst"), id_, verdict="note", reason="اتصلت بالمستشفى، وأنتظر الرد.")
    decision(logged_in(site, "reviewer"), id_, verdict="state", value="in_review")
    admin = logged_in(site, "admin")
    token = csrf_of(admin.get("/verify").text)
    admin.post("/filters", data={"csrf": token, "name": "خلافات لم تحسم", "query": "dispute=any&state=new"})
    admin.post("/verify", data={"csrf": csrf_of(admin.get("/verify").text)})


def _written(event: Event, site: Site) -> dict[str, str]:
    listed = logged_in(site, "admin").get("/names").text
    name = re.search(r'href="(/names/one[^"]+)"', listed)
    return {"event": event.id, "report": event.members[0].report, "name": unescape(name[1]) if name else "/names"}


def take(to: Path, only: str = "", whole: bool = False) -> list[Path]:
    """Takes the pictures into a folder, those of one page if `only`; `whole`: however long they are."""
    to.mkdir(parents=True, exist_ok=True)
    made = []
    with demo_site() as site, served(site) as address, chromium() as browser:
        names = _written(shown_event(site), site)
        for language in LANGUAGES:
            for width, height in WIDTHS.items():
                for user in {page.user for page in PAGES}:
                    context = browser.new_context(viewport={"width": width, "height": 800}, base_url=address)
                    tab = context.new_page()
                    _come_in(tab, user, language)
                    for page in PAGES:
                        if page.user == user and only in ("", page.name):
                            path = to / f"{page.name}-{language}-{width}.webp"
                            tab.goto(page.path.format(**names))
                            if page.open:
                                tab.locator(f"{page.open} >> summary").click()
                            path.write_bytes(_picture(tab, width, None if whole else height))
                            made.append(path)
                    context.close()
    return made


def _come_in(tab: Any, user: str, language: str) -> None:
    tab.goto("/login")
    if user:
        tab.locator("[name=name]").fill(user)
        tab.locator("[name=password]").fill(PASSWORD)
        tab.locator("main button").click()
        tab.wait_for_url("**/")
    tab.goto(f"/language?to={language}&next=/login")


def _picture(tab: Any, width: int, most: int | None) -> bytes:
    """The page as WebP, with as many colours as are small enough."""
    high = tab.evaluate("document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": width, "height": min(high, most or high)}
    taken = Image.open(BytesIO(tab.screenshot(full_page=True, clip=clip))).convert("RGB")
    for colours in _COLOURS:
        made = BytesIO()
        few = taken.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.convert("RGB").save(made, "WEBP", lossless=True, quality=100, method=4)
        if made.tell() < MOST_BYTES or most is None:
            break
    else:
        raise SystemExit(f"{tab.url} at {width} pixels takes {made.tell()} bytes")
    return made.getvalue()


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--only", default="", help="one page by its name")
    asked.add_argument("--whole", action="store_true", help="pages in full length, however large")
    asked.add_argument("--to", type=Path, default=ROOT / "docs" / "screens")
    told = asked.parse_args()
    pictures = take(told.to, told.only, told.whole)
    print(f"{len(pictures)} pictures in {told.to}, the largest of {max(p.stat().st_size for p in pictures):,} bytes")
