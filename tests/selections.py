"""Hand-made selections for the tests of exports: reports with their words, events with disputes, and odd cells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from riwaya.export.selection import (
    ActorName,
    Decided,
    Figure,
    Names,
    OutletName,
    PlaceName,
    Seat,
    Selected,
    Selection,
)
from riwaya.model import (
    Account,
    Actor,
    Claim,
    Event,
    Grade,
    Holder,
    Incident,
    Link,
    Membership,
    Outcome,
    Reading,
    Report,
    Shape,
    Span,
    Standing,
    Told,
    Toll,
    When,
    Where,
)  # fmt: skip

BOMB = Report(
    "bomb-1",
    "هجوم جنوب الشدادي",
    "قالت وكالة أعماق إن تنظيم الدولة قتل وأصاب ثمانية عناصر للتحالف بسيارة مفخخة يوم الإثنين جنوب الشدادي.\n"
    "ونفى مصطفى بالي سقوط قتلى 🚗 وقال إن الأضرار مادية.",
    "عنب بلدي",
    "https://example.org/a?b=1&c=2",
    date(2019, 5, 21),
    "ab" * 32,
)
MARKET = Report(
    "market/1", "=HYPERLINK(\"http://evil\")", "سقطت قذائف على سوق قرب المخا وقتل ثلاثة مدنيين.", "+الوسيلة", None,
    date(2024, 3, 6), "cd" * 32,
)  # fmt: skip
PROTEST = Report("protest-1", "احتجاج", "تظاهر مئات في البصرة في تموز.", None, None, None, "")

SHADADI = Where(
    "الشدادي", None, "south_of", "stated", "geonames:172837", "الحسكة", "SY", 36.0576, 40.7348, 15.0, (), "town",
    Shape("Polygon", ((40.6, 35.9), (40.9, 35.9), (40.9, 36.05), (40.6, 36.05), (40.6, 35.9))),
)  # fmt: skip
MOKHA = Where("المخا", None, None, "stated", "geonames:1", "تعز", "YE", 13.32, 43.25, 3.0, (), "town")
BASRA = Where("البصرة", None, None, "stated", None, "البصرة", "IQ")


def at(report: Report, words: str) -> Span:
    """Where these words stand in a report."""
    start = report.full_text.index(words)
    return Span(start, start + len(words))


def _holder(speaker: str, claim: int, quote: str) -> Holder:
    return Holder(speaker, speaker, speaker, "bomb-1", "bomb-1.0", claim, date(2019, 5, 21), at(BOMB, quote), quote)


def bomb() -> Selected:
    """A car bomb that one side tells with a toll and the other without deaths."""
    isis, sdf = (
        Actor("isis", "تنظيم الدولة", at(BOMB, "تنظيم الدولة")),
        Actor("sdf", "مصطفى بالي", at(BOMB, "مصطفى بالي")),
    )
    coalition = Actor("coalition", "التحالف", at(BOMB, "للتحالف"), (0,))
    words = "ثمانية عناصر للتحالف"
    claims = (
        Claim(
            isis, "asserts",
            (Link("outlet", "عنب بلدي"), Link("agency", "أعماق", "amaq", at(BOMB, "أعماق")), Link("party", "تنظيم الدولة", "isis", isis.span)),
            (Toll("killed_or_injured", 8, 8, "coalition", at(BOMB, words), "toll.unit"),), (),
            (at(BOMB, "قالت وكالة أعماق إن تنظيم الدولة قتل وأصاب ثمانية عناصر للتحالف بسيارة مفخخة يوم الإثنين جنوب الشدادي.\nونفى"),), "r1",
        ),
        Claim(
            sdf, "confirms", (Link("outlet", "عنب بلدي"), Link("party", "قسد", "sdf")),
            (Toll("killed", 0, 0, None, at(BOMB, "سقوط قتلى"), "toll.denied"),), ("killed",), (at(BOMB, "ونفى مصطفى بالي سقوط قتلى"),), "r2",
        ),
    )  # fmt: skip
    incident = Incident(
        "bomb-1.0", "suicide_bomb", True, at(BOMB, "بسيارة مفخخة"),
        When(date(2019, 5, 20), date(2019, 5, 20), "day", "relative", "الإثنين", at(BOMB, "الإثنين")),
        replace(SHADADI, span=at(BOMB, "الشدادي.") and Span(at(BOMB, "الشدادي.").start, at(BOMB, "الشدادي.").end - 1)),
        (replace(isis, according_to=(0, 1)),), (coalition, Actor("sdf", "قسد", None, (1,))), "svbied", claims, "r",
    )  # fmt: skip
    standings = (
        Standing("type", "agreed", (Account("type", "suicide_bomb", (_holder("isis", 0, "بسيارة مفخخة"),)),)),
        Standing(
            "killed", "disputed",
            (
                Account("killed", None, (_holder("isis", 0, words),), (_holder("sdf", 1, "سقوط قتلى"),), 1, 8, "coalition"),
                Account("killed", None, (_holder("sdf", 1, "سقوط قتلى"),), (), 0, 0, None),
            ),
            ("isis", "sdf"),
        ),
    )  # fmt: skip
    event = Event(
        "ev-bomb",
        (Membership("bomb-1.0", "bomb-1", ("alone",)),),
        standings,
        2,
        Grade("Fair", "airwars-2024", ("two sources",)),
    )
    decided = Decided(
        "suicide_bomb", date(2019, 5, 20), date(2019, 5, 20), "day", SHADADI, (isis,), (coalition, sdf), "svbied",
        (Figure("killed", 0, 8, None, 0), Figure("killed_or_injured", 8, 8, "coalition", 8)), ("عنب بلدي",),
    )  # fmt: skip
    return Selected(event, decided, (Told(BOMB, incident),))


def market() -> Selected:
    """Shells on a market in Yemen: three civilians killed, nobody named, days between two."""
    words = at(MARKET, "ثلاثة مدنيين")
    claim = Claim(
        Actor("outlet", "+الوسيلة"), "asserts", (Link("outlet", "+الوسيلة"),),
        (Toll("killed", 3, 3, "civilians", words, "toll.unit"),), (), (at(MARKET, "وقتل ثلاثة مدنيين"),), "r",
    )  # fmt: skip
    incident = Incident(
        "market-1.0", "shelling_artillery_missile", True, at(MARKET, "قذائف"), None, replace(MOKHA, span=at(MARKET, "المخا")),
        (), (Actor("civilians", "مدنيين", words, (0,)),), "artillery", (claim,), "r",
    )  # fmt: skip
    decided = Decided(
        "shelling_artillery_missile", date(2024, 3, 4), date(2024, 3, 6), "approx", MOKHA, (),
        (Actor("civilians", "مدنيين"),), "artillery", (Figure("killed", 3, None, "civilians", 3),), ("+الوسيلة",),
    )  # fmt: skip
    event = Event(
        "ev-market", (Membership("market-1.0", "market/1"),), (), 1, Grade("Weak", "airwars-2024", ("one source",))
    )
    return Selected(event, decided, (Told(MARKET, incident),))


def protest() -> Selected:
    """A protest of which only the month and the governorate are known."""
    incident = Incident(
        "protest-1.0", "peaceful_protest", False, at(PROTEST, "تظاهر"), None, replace(BASRA, span=at(PROTEST, "البصرة")), (), (), None, (),
    )  # fmt: skip
    decided = Decided("peaceful_protest", date(2023, 7, 1), date(2023, 7, 31), "month", BASRA)
    event = Event("ev-protest", (Membership("protest-1.0", "protest-1"),), (), 1)
    return Selected(event, decided, (Told(PROTEST, incident),))


def nowhere() -> Selected:
    """An event of which neither day nor place was decided."""
    return Selected(Event("ev-nowhere", (), (), 0), Decided(type="arrests", pending=("day", "place")), ())


NAMES = Names(
    {
        "isis": ActorName("Islamic State", "تنظيم الدولة الإسلامية", "rebel", ("SY", "IQ")),
        "sdf": ActorName("Syrian Democratic Forces", "قوات سوريا الديمقراطية", "rebel", ("SY",)),
        "coalition": ActorName("Global Coalition", "التحالف الدولي", "external", ("SY", "IQ")),
        "syria-gov": ActorName("Syrian government", "الحكومة السورية", "state_forces", ("SY",), "SY"),
        "us": ActorName("United States", "الولايات المتحدة", "external", ("US",), "US"),
        "amaq": ActorName("Amaq", "أعماق", "source"),
    },
    {
        "geonames:172837": PlaceName("Al-Shaddadi", "Hasakah"),
        "geonames:1": PlaceName("Al-Mokha", "Taizz", "Al-Makha"),
    },
    {"عنب بلدي": OutletName("Enab Baladi", "site", "SY")},
    {("IQ", "البصرة"): Seat("Basra", 30.51, 47.8), ("SY", "الحسكة"): Seat("Hasakah", 36.5, 40.75)},
)  # fmt: skip


def selection() -> Selection:
    """The four events above."""
    return Selection((market(), bomb(), protest(), nowhere()), "lowest", date(2024, 6, 1), NAMES)


def selection_of(readings: list[Reading], policy: str = "range") -> Selection:
    """Readings as they are, every incident an event of its own, figures as its first claim tells them."""
    rows = []
    for reading in readings:
        for incident in reading.incidents:
            when = incident.when
            figures: dict[tuple[Outcome, str | None], Figure] = {}
            for claim in incident.claims:
                for toll in claim.tolls:
                    figures.setdefault(
                        (toll.outcome, toll.victims), Figure(toll.outcome, toll.min, toll.max, toll.victims, toll.min)
                    )
            decided = Decided(
                incident.type, when.start if when else None, when.end if when else None, when.precision if when else "none",
                incident.where, incident.perpetrators, incident.targets, incident.weapon, tuple(figures.values()),
            )  # fmt: skip
            event = Event(f"ev-{incident.id}", (Membership(incident.id, reading.report.id),), (), 1)
            rows.append(Selected(event, decided, (Told(reading.report, incident),)))
    return Selection(tuple(rows), policy)
