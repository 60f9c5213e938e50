"""The small map of an event: everything stated stands on it, wherever it is, within bounds of size."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.model import Shape
from riwaya.web.mapping import HEIGHT, WIDTH, map_of


def row(
    place: str, lat: float | None, lon: float | None, radius: float | None = 3.0, shape: Shape | None = None
) -> Any:
    """An incident's row, as far as the map asks for it."""
    geometry = msgspec.json.encode(shape).decode() if shape else None
    return SimpleNamespace(place=place, lat=lat, lon=lon, radius_km=radius, geometry=geometry)


def test_one_place_stands_in_the_middle_with_its_governorate_around_it() -> None:
    found = map_of([("r1", row("كفرنبل", 35.6138, 36.5645)), ("r2", row("كفرنبل", 35.6138, 36.5645))])
    assert found is not None
    (spot,) = found.spots
    assert (spot.x, spot.y, spot.reports) == (WIDTH / 2, HEIGHT / 2, ("r1", "r2"))
    assert spot.r == pytest.approx(3 * WIDTH / 120, abs=0.1)
    assert "إدلب" in {label.name for label in found.labels}
    assert found.outlines
    assert (found.bar_km, found.bar) == (20, pytest.approx(80))


def test_north_is_up_and_east_is_right() -> None:
    found = map_of([("a", row("الموصل", 36.34, 43.13)), ("b", row("البصرة", 30.5, 47.8))])
    assert found is not None
    mosul, basra = found.spots
    assert mosul.y < basra.y and mosul.x < basra.x
    assert all(0 < spot.x < WIDTH and 0 < spot.y < HEIGHT for spot in found.spots)


def test_a_stretch_is_drawn_and_no_coordinates_give_no_map() -> None:
    line = Shape("LineString", ((36.5, 35.6), (36.7, 35.8)))
    found = map_of([("a", row("الطريق", 35.7, 36.6, 10, line))])
    assert found is not None and found.spots[0].path.count("L") == 1
    assert map_of([("a", row("هناك", None, None))]) is None
    assert map_of([]) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-90, 90), st.floats(-180, 180), st.one_of(st.none(), st.floats(0, 3000))),
        min_size=1,
        max_size=60,
    )
)
def test_places_anywhere_stay_on_the_map(places: list[tuple[float, float, float | None]]) -> None:
    found = map_of((str(n), row(str(n), *place)) for n, place in enumerate(places))
    assert (found is None) == all(abs(lat) > 85 for lat, _, _ in places)
    if found is not None:
        assert len(found.spots) <= 40
        assert all(-1 <= spot.x <= WIDTH + 1 and -1 <= spot.y <= HEIGHT + 1 for spot in found.spots)
        assert all(re.fullmatch(r"M-?\d+ -?\d+(L-?\d+ -?\d+)+Z", path) for path in found.outlines)
        assert 0 < found.bar <= WIDTH
