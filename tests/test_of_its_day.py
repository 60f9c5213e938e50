"""Names that changed hands are the body of their day, unless the name says that the old one is meant."""

from __future__ import annotations

from datetime import date

import pytest

from riwaya.model import Report
from riwaya.pipeline import load_tools, read_report

CASES = {
    "هاجمت فلول النظام السابق حاجزا لقوى الأمن الداخلي في مدينة جبلة السورية الاثنين": ("target", "syria-transitional"),
    "قصف الجيش السوري مواقع لمسلحين في مدينة السويداء الاثنين": ("perpetrator", "syria-transitional"),
    "قتل طفلان بانفجار لغم من مخلفات النظام البائد قرب مدينة معرة النعمان السورية الاثنين": (
        "perpetrator",
        "syria-gov",
    ),
}


@pytest.mark.parametrize("text", CASES)
def test_the_state_of_its_day(text: str) -> None:
    """After December 2024 the state is the new one, and "النظام البائد" the old."""
    role, body = CASES[text]
    reading = read_report(Report(id="day", title="", text=text, published=date(2025, 5, 13)), load_tools())
    (incident,) = reading.incidents
    parties = incident.perpetrators if role == "perpetrator" else incident.targets
    assert [party.actor for party in parties] == [body]
