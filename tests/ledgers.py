"""What the tests of the ledger share: a ledger in each database, reports of our own, and their way in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from riwaya.adding import ReadingOptions, add_reports
from riwaya.errors import InputError
from riwaya.ledger import Kept, Ledger, Opening, open_ledger
from riwaya.ledger.dump import dump
from riwaya.ledger.location import Location
from riwaya.ledger.verify import verify
from riwaya.model import Report
from riwaya.sources import Incoming

NewLocation = Callable[[], Location]

TEXTS = (
    "قتل 12 مدنيا وأصيب 30 آخرون بقصف مدفعي لقوات النظام على بلدة كفرنبل جنوب إدلب يوم الإثنين، بحسب الدفاع المدني. ونفى مصدر عسكري استهداف المدنيين.",
    "أعلن تنظيم الدولة الإسلامية مسؤوليته عن تفجير سيارة مفخخة استهدف حاجزا لقوات سوريا الديمقراطية جنوب الشدادي، وقال إن 8 من عناصر التحالف قتلوا أو أصيبوا.",
    "قالت وكالة الأناضول إن ثلاثة جنود قتلوا وجرح خمسة في هجوم بعبوة ناسفة شرق مدينة الموصل العراقية أمس الأحد.",
    "شنت طائرات حربية غارات على مدينة الحديدة اليمنية فجر اليوم، ما أدى إلى مقتل سبعة أشخاص بينهم طفلان، وفق مصادر طبية.",
    "اشتبكت قوات حكومة الوفاق مع قوات خليفة حفتر جنوب العاصمة الليبية طرابلس، وقتل عشرة مقاتلين على الأقل، حسب مستشفى ميداني.",
)


def arrival(text: str, title: str = "", **told: str | date | None) -> Incoming:
    """A report as it comes in; `id` is the input's own."""
    outlet, url, day = told.get("outlet"), told.get("url"), told.get("published")
    given = {"title": title, "text": text, "url": url, "id": told.get("id")}
    data = json.dumps(given, ensure_ascii=False).encode("utf-8", "replace")
    sha256 = hashlib.sha256(data).hexdigest()
    report = Report(str(told.get("id") or sha256[:16]), title, text, outlet, url, day, sha256)  # type: ignore[arg-type]
    return Incoming(report, data, str(told.get("where") or "a file"), "json")


def fill(ledger: Ledger, items: Iterable[Incoming | InputError]) -> list[Kept]:
    """Adds items as `riwaya add` does, in this process."""
    return list(add_reports(items, ledger, ReadingOptions(processes=0)))


def opened(location: Location) -> Ledger:
    """The ledger there, made where there is none."""
    return open_ledger(location, Opening(create=True, user="tester", clock=lambda: "2024-05-14T12:00:00Z"))


def dumped(ledger: Ledger) -> bytes:
    """Everything it says, without times."""
    return b"".join(dump(ledger.database))


def findings(ledger: Ledger) -> list[str]:
    """What `verify` finds."""
    return [str(finding) for finding in verify(ledger)]


def own_reports() -> list[Incoming]:
    """Five reports, in the order of their texts."""
    return [
        arrival(text, f"خبر رقم {n}", outlet="النشرة", published=date(2024, 5, 14), where=f"day/{n}.json")
        for n, text in enumerate(TEXTS)
    ]


def corpus_files(count: int) -> list[Path]:
    """Some files of the corpus."""
    return sorted((Path(__file__).parent.parent / "corpus" / "text").glob("*.txt"))[:count]
