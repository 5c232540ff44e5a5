"""How easily two regions can work together: a common working language, and the way between them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from miniexchange.catalogue import nuts
from miniexchange.catalogue.records import Practice, Region
from miniexchange.pairing.fit.recent import Recent
from miniexchange.pairing.fit.score import NEUTRAL, Values
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
        return (self.language + (NEUTRAL if self.km is None else int(_nearness(self.km)))) // 2

    @property
    def language(self) -> int:
        """1000 with a common language, 0 without."""
        return NEUTRAL if self.common is None else 1000 * bool(self.common)

    @property
    def known(self) -> int:
        """How much of the value rests on facts, 0–1000."""
        return 500 * (self.common is not None) + 500 * (self.km is not None)


class Practicality:
    """The ease of every practice for a region, worked out once for all practices that come from the same side."""

    def __init__(self, practices: Sequence[Practice], regions: Mapping[str, Region]) -> None:
        of = _exporter_sides(practices, regions)
        self._sides = list(dict.fromkeys(of))
        position = {side: i for i, side in enumerate(self._sides)}
        self._side_of = np.array([position[side] for side in of], dtype=np.intp)
        self._speech = list(dict.fromkeys(side.languages for side in self._sides))
        speech = {languages: i for i, languages in enumerate(self._speech)}
        self._speech_of = np.array([speech[side.languages] for side in self._sides], dtype=np.intp)
        placed = [(i, side.place) for i, side in enumerate(self._sides) if side.place]
        self._placed = np.array([i for i, _ in placed], dtype=np.intp)
        self._points = np.array([_on_sphere(place) for _, place in placed]).reshape(-1, 3)
        self._recent: Recent[str, tuple[Values, NDArray[np.bool_]]] = Recent()

    def of(self, importer: Region) -> Values:
        """The part's values for a region as importer, and how much of them is known."""
        return self._recent.get(importer.id, lambda: self._compare(importer))[0]

    def speechless(self, importer: Region) -> NDArray[np.bool_]:
        """Which practices come from a side that is known to share no working language with the importer."""
        return self._recent.get(importer.id, lambda: self._compare(importer))[1]

    def ease(self, importer: Region, column: int) -> Ease:
        """What a region and a practice's side have in common."""
        return ease(importer_side(importer), self._sides[self._side_of[column]])

    def _compare(self, importer: Region) -> tuple[Values, NDArray[np.bool_]]:
        mine = importer_side(importer)
        spoken = [Ease(_common(mine.languages, languages), None) for languages in self._speech]
        shared = np.array([ease.language for ease in spoken], dtype=np.int32)[self._speech_of]
        tongue_known = np.array([ease.known for ease in spoken], dtype=np.int32)[self._speech_of]
        near = np.full(len(self._sides), NEUTRAL, dtype=np.int32)
        way_known = np.zeros(len(self._sides), dtype=np.int32)
        if mine.place:
            chords = ((self._points - np.array(_on_sphere(mine.place))) ** 2).sum(axis=1)
            km = np.rint(2 * _EARTH_RADIUS_KM * np.arcsin(np.minimum(1, np.sqrt(chords) / 2)))
            near[self._placed] = _nearness(km.astype(np.int32))
            way_known[self._placed] = 500
        found = (shared + near) // 2, tongue_known + way_known
        values, known = (array.astype(np.int16)[self._side_of] for array in found)
        speechless = (shared == 0)[self._side_of]
        return (values, known), speechless


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


def _exporter_sides(practices: Sequence[Practice], regions: Mapping[str, Region]) -> list[Side]:
    """The side of each practice; all of a region that name the same languages come from the same one."""
    of_region: dict[tuple[str, tuple[str, ...]], Side] = {}
    found = []
    for practice in practices:
        region = regions.get(practice.region)
        alike = practice.region, practice.transfer.languages if practice.transfer else ()
        side = of_region.get(alike) or exporter_side(practice, region)
        if region:
            of_region[alike] = side
        found.append(side)
    return found


def ease(importer: Side, exporter: Side) -> Ease:
    """What two sides have in common."""
    km = distance_km(importer.place, exporter.place) if importer.place and exporter.place else None
    return Ease(_common(importer.languages, exporter.languages), km)


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


def _common(one: frozenset[str], other: frozenset[str]) -> frozenset[str] | None:
    return one & other if one and other else None


def _nearness(km: int | NDArray[np.int32]) -> int | NDArray[np.int32]:
    """1000 at the same place, 0 from FAR_KM on."""
    near: int | NDArray[np.int32] = 1000 * np.maximum(0, FAR_KM - km) // FAR_KM
    return near


def _on_sphere(place: Place) -> tuple[float, float, float]:
    """The point on a sphere of radius 1; half the chord between two points is the haversine formula's root."""
    lat, lon = map(math.radians, place)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _primary(languages: tuple[str, ...]) -> frozenset[str]:
    """`en` for `en-GB`: variants of one language understand each other."""
    return frozenset(map(primary, languages))
