"""How alike two territories are: what worked in one place is likelier to work in a similar one.

Transfers fail where differences of setting are overlooked ("inappropriate transfer", Dolowitz and Marsh 2000), and regions
learn best from those that are like them in what the practice depends on (Rose 1993; Bennett 1991). Five traits count
alike; one that either side does not state counts NEUTRAL. Likeness is the same in both directions.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from miniexchange.catalogue.records import Practice, Region
from miniexchange.pairing.fit.recent import Recent
from miniexchange.pairing.fit.score import NEUTRAL, Values
from miniexchange.text.folding import fold, tokens

TRAITS = ("territory", "size", "income", "innovation", "sectors")
"""What is compared: kinds of territory, inhabitants, GDP per head, innovation group, sectors that matter."""

DECADE = 1000
"""Ten times as many inhabitants, in thousandths of the common logarithm: from here on two regions are nothing alike in size."""

FAR_INCOME = 500
"""Tenths of a point of the GDP index (EU = 100) from which two regions are nothing alike in income: 50 points, twice the
width of the class of transition regions (75 to 100) in the Structural Funds."""

GROUPS = ("emerging", "moderate", "strong", "leader")
"""The groups of the Regional Innovation Scoreboard, in order."""

_GENERAL = frozenset(
    ("and", "the", "for", "with", "other", "former", "local", "small", "sector", "sectors", "industry",
     "industries", "services", "service", "manufacturing", "production", "products", "activities", "technology",
     "technologies")
)  # fmt: skip
"""Words that say nothing about which sector it is."""

_STEM = 6
"""Letters that the forms of a word have in common, in whatever language."""

_UNSTATED = -1

Ints = NDArray[np.int32]


class Context:
    """The likeness of regions. Arrays run over `practices`, by their region; a practice without one is unknown."""

    def __init__(self, practices: Sequence[Practice], regions: Mapping[str, Region]) -> None:
        owners = sorted({p.region for p in practices if p.region in regions})
        position = {region: i for i, region in enumerate(owners)}
        # The last place is for practices whose region nobody knows: it states nothing.
        self._owner_of = np.array([position.get(p.region, len(owners)) for p in practices], dtype=np.intp)
        self._owners: list[Region | None] = [*(regions[owner] for owner in owners), None]
        self._sizes = np.array([_size(r) for r in self._owners], dtype=np.int32)
        self._incomes = np.array([_income(r) for r in self._owners], dtype=np.int32)
        self._groups = np.array([_group(r) for r in self._owners], dtype=np.int32)
        self._kinds, self._kind_counts = _postings([_territories(r) for r in self._owners])
        sectors = [_sectors(r) for r in self._owners]
        self._sector_counts = np.array([len(s) for s in sectors], dtype=np.int32)
        self._sector_owner = np.repeat(np.arange(len(sectors)), self._sector_counts)
        self._words, _ = _postings([words for region in sectors for words in region])
        self._recent: Recent[str, Values] = Recent()

    def of(self, importer: Region) -> Values:
        """The part's values for a region as importer, and how much of them is known."""
        return self._recent.get(importer.id, lambda: self._likeness(importer))

    def traits(self, importer: Region, column: int) -> dict[str, int]:
        """The likeness, 0–1000, of every trait that an importer and the region of a practice both state."""
        owner = self._owner_of[column]
        found = {trait: int(likeness[owner]) for trait, likeness in self._traits(importer).items()}
        return {trait: likeness for trait, likeness in found.items() if likeness != _UNSTATED}

    def _likeness(self, importer: Region) -> Values:
        total = np.zeros(len(self._owners), dtype=np.int32)
        known = np.zeros(len(self._owners), dtype=np.int32)
        for likeness in self._traits(importer).values():
            total += np.where(likeness == _UNSTATED, NEUTRAL, likeness)
            known += 1000 // len(TRAITS) * (likeness != _UNSTATED)
        values = ((total + len(TRAITS) // 2) // len(TRAITS)).astype(np.int16)
        return values[self._owner_of], known.astype(np.int16)[self._owner_of]

    def _traits(self, importer: Region) -> dict[str, Ints]:
        """Each trait's likeness with every exporting region, 0–1000, or _UNSTATED."""
        found = (
            self._territory(importer),
            _near(self._sizes, _size(importer), DECADE),
            _near(self._incomes, _income(importer), FAR_INCOME),
            _near(self._groups, _group(importer), len(GROUPS) - 1),
            self._sectors(importer),
        )
        return dict(zip(TRAITS, found, strict=True))

    def _territory(self, importer: Region) -> Ints:
        """Kinds of territory in common, of all kinds that either has (Jaccard)."""
        mine = _territories(importer)
        common = np.zeros(len(self._owners), dtype=np.int32)
        for kind in mine:
            common[self._kinds.get(kind, [])] += 1
        either = len(mine) + self._kind_counts - common
        stated = (self._kind_counts > 0) & bool(mine)
        return np.where(stated, 1000 * common // np.maximum(either, 1), _UNSTATED).astype(np.int32)

    def _sectors(self, importer: Region) -> Ints:
        """The share of sectors that the other has too, by a word in common; the mean of both sides' shares."""
        mine, size = _sectors(importer), len(self._owners)
        shared, theirs = np.zeros(size, dtype=np.int32), np.zeros(len(self._sector_owner), dtype=bool)
        for words in mine:
            hit = np.zeros(len(self._sector_owner), dtype=bool)
            for word in words:
                hit[self._words.get(word, [])] = True
            theirs |= hit
            shared += np.bincount(self._sector_owner[hit], minlength=size) > 0
        met = np.bincount(self._sector_owner[theirs], minlength=size)
        stated = (self._sector_counts > 0) & bool(mine)
        share = 500 * shared // max(len(mine), 1) + 500 * met // np.maximum(self._sector_counts, 1)
        return np.where(stated, share, _UNSTATED).astype(np.int32)


def _near(theirs: Ints, mine: int, far: int) -> Ints:
    """Falls evenly from 1000 for the same to 0 at `far`."""
    if mine == _UNSTATED:
        return np.full(len(theirs), _UNSTATED, dtype=np.int32)
    near = 1000 * np.maximum(far - np.abs(theirs - mine), 0) // far
    return np.where(theirs == _UNSTATED, _UNSTATED, near).astype(np.int32)


def _size(region: Region | None) -> int:
    """Thousandths of the common logarithm of the inhabitants."""
    people = region.profile.population if region and region.profile else None
    return round(1000 * math.log10(people)) if people else _UNSTATED


def _income(region: Region | None) -> int:
    """Tenths of a point of the GDP index; beyond any real figure, all are alike."""
    index = region.profile.gdp_pps_index if region and region.profile else None
    return _UNSTATED if index is None else round(10 * min(index, 10_000))


def _group(region: Region | None) -> int:
    group = region.profile.innovation_group if region and region.profile else ""
    return GROUPS.index(group) if group in GROUPS else _UNSTATED


def _territories(region: Region | None) -> frozenset[str]:
    return frozenset(region.profile.territories) if region and region.profile else frozenset()


def _sectors(region: Region | None) -> list[frozenset[str]]:
    """The words of each sector that say which it is, cut to their stems; the whole of it where none does (“IT”)."""
    sectors = region.profile.sectors if region and region.profile else ()
    return [
        frozenset(word[:_STEM] for word in tokens(sector) if len(word) > 2 and word not in _GENERAL)
        or frozenset({fold(sector).strip()})
        for sector in sectors
    ]


def _postings(sets: Sequence[frozenset[str]]) -> tuple[dict[str, list[int]], Ints]:
    """Where each word occurs, and how many each set has."""
    found: dict[str, list[int]] = {}
    for position, members in enumerate(sets):
        for member in members:
            found.setdefault(member, []).append(position)
    return found, np.array([len(members) for members in sets], dtype=np.int32)
