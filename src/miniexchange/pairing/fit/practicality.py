"""How easily two regions can work together: a common working language, and the way between them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from miniexchange.catalogue import nuts
from miniexchange.catalogue.records import Practice, Region
from miniexchange.pairing.fit.score import NEUTRAL
from miniexchange.text.stems import primary

FAR_KM = 3000
"""A distance from which nearness counts nothing; up to it, it falls evenly."""

_EARTH_RADIUS_KM = 6371.0088  # the mean radius, IUGG

Place = tuple[float, float]


@dataclass(frozen=True)
class Side:
    """One side of an exchange: its working languages (primary subtags; none: unknown) and (latitude, longitude)."""

    languages: frozenset[str]
    place: Place | None


@dataclass(frozen=True)
class Ease:
    """What two sides have in common: `common` languages (None: unknown) and kilometres between them (None: unknown)."""

    common: frozenset[str] | None
    km: int | None

    @property
    def value(self) -> int:
        """0–1000: half for a common language, half for nearness; what is unknown counts NEUTRAL."""
        language = NEUTRAL if self.common is None else 1000 * bool(self.common)
        near = NEUTRAL if self.km is None else 1000 * max(0, FAR_KM - self.km) // FAR_KM
        return (language + near) // 2

    @property
    def known(self) -> int:
        """How much of the value rests on facts, 0–1000."""
        return 500 * (self.common is not None) + 500 * (self.km is not None)


def importer_side(region: Region) -> Side:
    """A region as importer."""
    return Side(_primary(region.languages), place_of(region))


def exporter_side(practice: Practice, region: Region | None) -> Side:
    """A practice as it would come from its region: it may name its own languages, and has its own place if it has no region."""
    languages = practice.transfer.languages if practice.transfer else ()
    if not languages and region:
        languages = region.languages
    place = place_of(region) if region else None
    if place is None and region is None and practice.location:
        at = practice.location
        place = (
            (at.lat, at.lon)
            if at.lat is not None and at.lon is not None
            else nuts.point(at.nuts)
            if at.nuts
            else None
        )
    return Side(_primary(languages), place)


def ease(importer: Side, exporter: Side) -> Ease:
    """What two sides have in common."""
    known = importer.languages and exporter.languages
    km = distance_km(importer.place, exporter.place) if importer.place and exporter.place else None
    return Ease(importer.languages & exporter.languages if known else None, km)


def place_of(region: Region) -> Place | None:
    """The region's own point, else a point inside its NUTS unit."""
    at = region.location
    if at and at.lat is not None and at.lon is not None:
        return at.lat, at.lon
    return nuts.point(region.nuts) if region.nuts else None


def distance_km(one: Place, other: Place) -> int:
    """Great-circle distance of two (latitude, longitude) in whole kilometres, by the haversine formula."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return round(2 * _EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half))))


def _primary(languages: tuple[str, ...]) -> frozenset[str]:
    """`en` for `en-GB`: variants of one language understand each other."""
    return frozenset(map(primary, languages))
