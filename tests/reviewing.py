"""What the tests of the review page share: a small ledger with hand-made events, and browsers of every role."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from ledgers import arrival, fill, opened
from riwaya.ledger import Ledger
from riwaya.ledger.location import locate
from riwaya.model import Account, Event, Grade, Holder, Membership, Report, Span, Standing, Told
from riwaya.web.accounts import Accounts
from riwaya.web.app import make_app
from riwaya.web.guard import session_cookie
from riwaya.web.roles import ROLES
from riwaya.web.serving import Site, beside, site_for

PASSWORD = "كلمة سر طويلة 1"
HOSTILE = """"><script>alert(1)</script>'{{7*7}}<img src=x onerror=alert(2)>"""
"""What must never come back as markup."""

_TEXTS = (
    ("قصف على كفرنبل", "قتل 12 مدنيا بقصف مدفعي لقوات النظام على بلدة كفرنبل جنوب إدلب يوم الإثنين، بحسب الدفاع المدني.", "النشرة"),
    ("ضحايا في كفرنبل", "قتل 7 مدنيين بقصف مدفعي على كفرنبل جنوب إدلب يوم الإثنين، وفق المرصد السوري لحقوق الإنسان.", "الخبر"),
    ("نفي رسمي", "نفى مصدر عسكري قصف المدنيين في كفرنبل جنوب إدلب يوم الإثنين.", "الوكالة"),
    ("تفجير في الشدادي", "قتل 8 من عناصر التحالف بتفجير سيارة مفخخة جنوب الشدادي، بحسب تنظيم الدولة الإسلامية.", "النشرة"),
    (f"عنوان {HOSTILE}", f"قتل 3 جنود في هجوم شرق الموصل {HOSTILE} أمس الأحد، بحسب الأناضول.", f"ناشر {HOSTILE}"),
)  # fmt: skip


def holder(report: Report, speaker: str, quote: str, incident: str = "") -> Holder:
    """A holder who says these words, which stand in the report."""
    start = report.full_text.index(quote)
    return Holder(
        speaker, speaker, speaker, report.id, incident, 0, report.published, Span(start, start + len(quote)), quote
    )


def figure(low: int | None, high: int | None, *holders: Holder, victims: str | None = "civilians") -> Account:
    """An account of a number of dead."""
    return Account("killed", None, holders, (), low, high, victims)


def agreed(attribute: str, value: str, *holders: Holder, deniers: Sequence[Holder] = ()) -> Standing:
    """One value, held by all."""
    state = "disputed" if deniers else "agreed"
    return Standing(attribute, state, (Account(attribute, value, holders, tuple(deniers)),))  # type: ignore[arg-type]


def new_ledger(folder: Path) -> Ledger:
    """Five reports; three events: one of three reports and disputed, one of one report, one full of markup."""
    shutil.copytree(_pattern(), folder, dirs_exist_ok=True)
    return opened(locate(str(folder / "riwaya.db")))


@lru_cache(maxsize=1)
def _pattern() -> Path:
    """The folder of such a ledger, read once: the others are copies."""
    folder = Path(tempfile.mkdtemp(prefix="riwaya-review-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with opened(locate(str(folder / "riwaya.db"))) as ledger:
        tell(ledger)
    return folder


def tell(ledger: Ledger) -> None:
    """Adds five reports and three events."""
    fill(
        ledger,
        [
            arrival(text, title, outlet=outlet, published=date(2024, 5, 14), where=f"day/{n}.json")
            for n, (title, text, outlet) in enumerate(_TEXTS)
        ],
    )
    told = [next(t for t in ledger.told() if t.report.title == title) for title, _, _ in _TEXTS]
    ledger.store_events(_events(told))


def _events(told: Sequence[Told]) -> list[Event]:
    first, second, third, bomb, hostile = told
    defence = holder(first.report, "white-helmets", "قتل 12 مدنيا")
    monitor = holder(second.report, "sohr", "قتل 7 مدنيين")
    army = holder(third.report, "syria-gov", "نفى مصدر عسكري")
    kafranbel = Event(
        "e-kafranbel",
        tuple(Membership(t.incident.id, t.report.id, (f"same day, {n}",), 5.0 + n) for n, t in enumerate((first, second, third))),
        (
            agreed("event", "happened", defence, monitor, deniers=[army]),
            agreed("type", "shelling_artillery_missile", defence, monitor),
            agreed("day", "2024-05-13", defence, monitor),
            agreed("place", "كفرنبل", defence, monitor),
            agreed("perpetrator", "syria-gov", defence, deniers=[army]),
            Standing("killed", "disputed", (figure(12, 12, defence), figure(7, 9, monitor), figure(18, None, defence)), ("white-helmets", "sohr")),
        ),
        2,
        Grade("contested", "airwars", ("competing claims",)),
    )  # fmt: skip
    isis = holder(bomb.report, "isis", "قتل 8 من عناصر التحالف")
    shaddadi = Event(
        "e-shaddadi",
        (Membership(bomb.incident.id, bomb.report.id),),
        (agreed("type", "suicide_bomb", isis), agreed("day", "2024-05-14", isis), agreed("place", "الشدادي", isis),
         agreed("perpetrator", "isis", isis)),
        1,
    )  # fmt: skip
    evil = Holder(HOSTILE, HOSTILE, HOSTILE, hostile.report.id, hostile.incident.id, 0, None, Span(0, 5), HOSTILE)
    markup = Event(
        "e-hostile",
        (Membership(hostile.incident.id, hostile.report.id, (HOSTILE,), 1.0),),
        (agreed("type", HOSTILE, evil), agreed("place", HOSTILE, evil), agreed("perpetrator", HOSTILE, evil), agreed("day", "2024-05-12", evil)),
        1,
        Grade(HOSTILE, HOSTILE, (HOSTILE,)),
    )  # fmt: skip
    return [kafranbel, shaddadi, markup]


UNKNOWN = (
    ("قال فيلق الشروق إن 3 جنود قتلوا يوم الإثنين بقصف على حاجز في بلدة تل القبرات.", "u1"),
    ("قال فيلق الشروق إن مقاتليه قتلوا خمسة جنود في هجوم على حاجز قرب بلدة تل القبرات شمال إدلب.", "u2"),
    ("قتل 9 أشخاص بانفجار في قرية خربة النسور، بحسب شبكة السهول.", "u3"),
    (f"قتل 9 أشخاص بانفجار في قرية خربة النسور {HOSTILE}، بحسب شبكة {HOSTILE} المحلية.", "u4"),
)
"""Reports with speakers and places that neither the lexicon nor the gazetteer has, and their ids."""


def tell_unknown(ledger: Ledger) -> None:
    """Adds these."""
    day = date(2024, 5, 14)
    fill(ledger, [arrival(text, "خبر", outlet="النشرة", published=day, id=id_) for text, id_ in UNKNOWN])


@contextmanager
def site_with_users(folder: Path) -> Iterator[Site]:
    """A site with one user of each role, named after it."""
    with new_ledger(folder) as ledger:
        shutil.copy(_users(), beside(ledger.location, "users"))
        yield patient(site_for(ledger, "127.0.0.1"))


@lru_cache(maxsize=1)
def _users() -> Path:
    """A file of such users, their passwords hashed once: the others are copies."""
    folder = Path(tempfile.mkdtemp(prefix="riwaya-users-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for role in ROLES:
        Accounts(folder / "users.db").add(role, role, PASSWORD)
    return folder / "users.db"


def patient(site: Site) -> Site:
    """The site, with an index that always catches up before a page is shown: tests do not race."""
    site.index.patience = 120.0
    return site


def browser(site: Site) -> TestClient:
    """A browser that follows nothing by itself and lets faults through as answers."""
    return TestClient(
        make_app(site), base_url="http://127.0.0.1", follow_redirects=False, raise_server_exceptions=False
    )


def csrf_of(page: str) -> str:
    """The token in a page's forms."""
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page)
    assert found, page[:500]
    return found[1]


def logged_in(site: Site, name: str) -> TestClient:
    """A browser with a session of this user, opened as logging in does, without the time that a password takes."""
    visitor = browser(site)
    user = next(user for user in site.accounts.users() if user.name == name)
    visitor.cookies.set(session_cookie(site), site.accounts.open_session(user))
    return visitor


def decision(visitor: TestClient, event: str, **fields: Any) -> Any:
    """Decides on an event as its page's form does."""
    page = visitor.get(f"/events/{event}").text
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    told = {"csrf": csrf_of(page), "seen": seen[1] if seen else "", **fields}
    return visitor.post(f"/events/{event}/decide", data=told)
