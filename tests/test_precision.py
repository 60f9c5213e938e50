"""The codes of ACLED, UCDP and Airwars from places as reports name them."""

from __future__ import annotations

import re

import pytest

from riwaya.gazetteer import load_gazetteer
from riwaya.gazetteer.precision import acled_precision, airwars_accuracy, ucdp_precision
from riwaya.model import Span, Where
from riwaya.resolve.places import PlaceContext, resolve_place

CASES = [
    ("انفجار في [تدمر] ليلا", "SY", 1, 1, "town"),
    ("انفجار في [حلب] ليلا", "SY", 1, 1, "city"),
    ("قصف على [حميمة] شرقا", "SY", 1, 1, "village"),
    ("عبوة في [حي الوعر] غربا", "SY", 1, 1, "neighbourhood"),
    ("قصف على [قاعدة عين الأسد] غربا", "IQ", 1, 1, "nearby landmark"),
    ("لغم شمال [منبج] قتل اثنين", "SY", 2, 2, "district"),
    ("انفجار قرب [سرمدا] ليلا", "SY", 2, 2, "subdistrict"),
    ("قتل جنديان على بعد 10 كم غرب [الشدادي]", "SY", 2, 2, "subdistrict"),
    ("قتلى في [قضاء سنجار] غربا", "IQ", 2, 3, "district"),
    ("حملة أمنية في محافظة [الأنبار] اليوم", "IQ", 3, 4, "province"),
    ("لغم على [طريق حلب دمشق] صباحا", "SY", 3, 5, None),
    ("معارك في [البادية السورية] شرقا", "SY", 3, 5, "province"),
    ("غارة قبالة سواحل [الحديدة] فجرا", "YE", 2, 7, None),
    ("استهداف سفينة في [البحر الأحمر] ليلا", "YE", 3, 7, None),
    ("غارات في [سوريا] أمس", "SY", 3, 6, None),
    ("عبوة في قرية [أم الجرابيع] بمحافظة درعا", "SY", None, 4, "province"),
    ("عبوة في قرية [أم الجرابيع] مساء", "SY", None, None, None),
]


@pytest.mark.parametrize(("text", "country", "acled", "ucdp", "airwars"), CASES, ids=[case[0] for case in CASES])
def test_codes(text: str, country: str, acled: int | None, ucdp: int | None, airwars: str | None) -> None:
    match = re.search(r"\[(.+?)\]", text)
    assert match is not None
    plain = text.replace("[", "").replace("]", "")
    where = Where(match[1], Span(match.start(), match.start() + len(match[1])))
    found = resolve_place(where, PlaceContext((country,)), load_gazetteer(), plain)
    assert (acled_precision(found), ucdp_precision(found), airwars_accuracy(found)) == (acled, ucdp, airwars), found
