"""One place of the gazetteer."""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.gazetteer.geometry import Point


@dataclass(frozen=True, slots=True)
class Place:
    """A place that reports name: where it lies (degrees, WGS 84), how far it extends (km), and what it belongs to.

    `id` is "geonames:NNN" or "riwaya:slug"; `country` ISO 3166 alpha 2; `admin1` the governorate's usual Arabic name.
    """

    id: str
    name: str
    english: str
    kind: str
    admin1: str | None
    admin2: str | None
    country: str | None
    lat: float | None
    lon: float | None
    radius_km: float
    population: int

    @property
    def point(self) -> Point | None:
        """Latitude and longitude, if both are known."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)

    @property
    def curated(self) -> bool:
        """Whether the place was put in by hand (not taken from GeoNames)."""
        return self.id.startswith("riwaya:")
