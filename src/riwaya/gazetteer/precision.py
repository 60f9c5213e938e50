"""How precise a place is, in the codes of others: ACLED's and UCDP's numbers, and the ladder of Airwars.

All are derived from the kind of the place chosen, its relation to the place named, and the radius.
"""

from __future__ import annotations

from riwaya.model import Where

_SPOTS = frozenset("town village quarter camp base airport crossing prison settlement field".split())
_LANDMARKS = frozenset("camp base airport crossing prison field settlement".split())
_NATURAL = frozenset("region desert river mountain valley sea border island".split())
_LINES = frozenset(("between", "on_road", "from_to", "border"))
_EXACT = frozenset((None, "in"))
_NEAR_KM = 25.0
_CITY_KM = 5.0
"""The extent (km) from which a town is a city: that of a hundred thousand people."""


def acled_precision(where: Where) -> int | None:
    """ACLED's geo_precision: 1 a named town, 2 near one or a part of an area, 3 a wider region; None without a point.

    >>> acled_precision(Where("تدمر", None, lat=34.56, lon=38.28, radius_km=3.0, kind="town"))
    1
    """
    if where.lat is None or where.radius_km is None:
        return None
    if where.kind in ("country", "admin1", *_NATURAL) or where.radius_km > 40:
        return 3
    if where.relation in _EXACT and where.kind in _SPOTS:
        return 1
    return 2 if where.radius_km <= _NEAR_KM or where.kind in ("rural", "admin2", "admin3") else 3


def ucdp_precision(where: Where) -> int | None:
    """UCDP's where_prec: 1 exact, 2 within about 25 km, 3 district, 4 governorate, 5 vague or a line, 6 country, 7 sea.

    A name that only its country or governorate is known of has no point, and still a code.
    """
    if where.kind == "sea" or where.relation == "off_coast":
        return 7
    if where.kind == "country":
        return 6
    if where.lat is None or where.radius_km is None:
        return 4 if where.admin1 else 6 if where.country else None
    if where.relation in _EXACT and where.kind in _SPOTS:
        return 1
    if where.kind in ("admin1", "rural"):
        return 4
    if where.kind == "admin2":
        return 3
    if where.radius_km <= _NEAR_KM and where.kind not in ("river", "island", "border", "desert"):
        return 2
    return 5 if where.relation in _LINES or where.kind in _NATURAL or not where.admin1 else 4


def airwars_accuracy(where: Where) -> str | None:
    """The step of Airwars' ladder that the words reach, from province to neighbourhood; None where no area is known."""
    if where.kind in ("country", "sea", "border") or where.relation == "off_coast":
        return None
    if where.lat is None or where.radius_km is None:
        return "province" if where.admin1 else None
    if where.relation in _EXACT:
        if where.kind in _LANDMARKS:
            return "nearby landmark"
        if where.kind == "town":
            return "city" if where.radius_km >= _CITY_KM else "town"
        step = {"village": "village", "quarter": "neighbourhood", "admin3": "subdistrict", "admin2": "district"}
        if where.kind in step:
            return step[where.kind]
    if where.kind == "admin1" or where.radius_km > 30:
        return "province" if where.admin1 else None
    return "district" if where.radius_km > 10 else "subdistrict"
