"""Names that changed hands are the body of their day, unless the name says that the old one is meant."""

from __future__ import annotations

from datetime import date

import pytest

from riwaya.model import Report
from riwaya.pipeline import load_tools, read_report

NOW, BEFORE = date(2025, 5, 13), date(2020, 5, 12)
CASES = [
    (
        "هاجمت فلول النظام السابق حاجزا لقوى الأمن الداخلي في مدينة جبلة السورية الاثنين",
        NOW,
        "target",
        "syria-transitional",
    ),
    ("قصف الجيش السوري مواقع لمسلحين في مدينة السويداء الاثنين", NOW, "perpetrator", "syria-transitional"),
    (
        "قتل طفلان بانفجار لغم من مخلفات النظام البائد قرب مدينة معرة النعمان السورية الاثنين",
        NOW,
        "perpetrator",
        "syria-gov",
    ),
    ("قصف الجيش الباكستاني بالمدفعية مواقع للقوات الأفغانية في ولاية ننغرهار الاثنين", NOW, "target", "taliban"),
    ("قصف الجيش الباكستاني بالمدفعية مواقع للقوات الأفغانية في ولاية ننغرهار الاثنين", BEFORE, "target", "afghan-gov"),
]


@pytest.mark.parametrize(("text", "published", "role", "body"), CASES)
def test_the_state_of_its_day(text: str, published: date, role: str, body: str) -> None:
    """After its day a state is the new one; "النظام البائد" is the old one whenever it is named."""
    reading = read_report(Report(id="day", title="", text=text, published=published), load_tools())
    (incident,) = reading.incidents
    parties = incident.perpetrators if role == "perpetrator" else incident.targets
    assert [party.actor for party in parties] == [body]
