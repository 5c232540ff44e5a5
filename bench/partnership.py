"""Partnerships of any size as features, not files: the scores of a block are worked out when somebody asks for it.

Each practice carries terms, evidence and an owner, each region a need, languages and a place; a pair is eligible when the
two share a language. About a third of all pairs are, as in a partnership of many countries.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from miniexchange.pairing.problem.instance import Instance, PracticeLimits, RegionLimits, Rules
from miniexchange.pairing.problem.pairs import NOT_ELIGIBLE, Cells, Ints

TERMS = 64
LANGUAGES = 12
_ROWS_CELLS = 1 << 22


@dataclass(frozen=True)
class Features:
    """Pairs whose scores come from features, a block of rows at a time.

    `wanted` is (regions × terms), the weight of each term in a region's need; `offered` (terms × practices) how far a
    practice meets a term, in tenths. Both are small whole numbers, so that their product is exact in 32-bit floats, on any
    machine. `easy` is (regions × owners), what practicality and context add to the score, below 0 where two share no language.
    `shown` is what a practice's evidence adds.
    """

    importer: Ints
    need: Ints
    wanted: np.ndarray
    offered: np.ndarray
    easy: np.ndarray
    owner: np.ndarray
    shown: np.ndarray

    @property
    def width(self) -> int:
        return self.offered.shape[1]

    def blocks(self) -> Iterator[tuple[int, Cells]]:
        step = max(1, _ROWS_CELLS // self.width)
        for first in range(0, len(self.importer), step):
            yield first, self._block(slice(first, first + step))

    def scores(self, row: Ints, practice: Ints) -> Ints:
        found = np.zeros(len(row), dtype=np.int64)
        for part in range(0, len(row), 1 << 16):
            r, p = row[part : part + (1 << 16)], practice[part : part + (1 << 16)]
            met = np.einsum("ij,ij->i", self.wanted[r], self.offered[:, p].T)
            found[part : part + (1 << 16)] = self._score(met, r, self.easy[r, self.owner[p]], self.shown[p])
        return found

    def confidence(self, row: Ints, practice: Ints) -> Ints:
        return np.full(len(row), 5000, dtype=np.int64)

    def _block(self, rows: slice) -> Cells:
        met = self.wanted[rows] @ self.offered
        easy = np.take(self.easy[rows], self.owner, axis=1)
        return self._score(met, rows, easy, self.shown[None, :])

    def _score(self, met: np.ndarray, rows: slice | Ints, easy: np.ndarray, shown: np.ndarray) -> np.ndarray:
        """4 × the share of the need that is met, in thousandths, and what else adds to it."""
        share = np.float32(4000) / (10 * self.wanted[rows].sum(axis=1, dtype=np.float32))
        met *= share if met.ndim == 1 else share[:, None]
        score = met.astype(np.int16)
        score += shown
        score += easy
        np.putmask(score, easy < 0, NOT_ELIGIBLE)
        return score


def partnership(regions: int, practices: int, seed: int = 1) -> Instance:
    """A partnership in which every region should export two and import two practices."""
    random = np.random.Generator(np.random.PCG64(seed))
    wanted = np.zeros((regions, TERMS), dtype=np.float32)
    offered = np.zeros((TERMS, practices), dtype=np.float32)
    for _ in range(4):
        wanted[np.arange(regions), random.integers(0, TERMS, regions)] = random.integers(20, 90, regions)
        offered[random.integers(0, TERMS, practices), np.arange(practices)] = 10
        near = random.integers(0, TERMS, practices)
        offered[near, np.arange(practices)] = np.maximum(offered[near, np.arange(practices)], 5)
    speaks = random.integers(0, LANGUAGES, regions), random.integers(0, LANGUAGES, regions)
    common = np.zeros((regions, regions), dtype=bool)
    for mine in speaks:
        for theirs in speaks:
            common |= mine[:, None] == theirs[None, :]
    place = random.integers(0, 3000, (regions, 2))
    apart = np.abs(place[:, None, :] - place[None, :, :]).sum(axis=2)
    easy = np.where(common, np.maximum(0, 3000 - apart), -5000).astype(np.int16)
    np.fill_diagonal(easy, -5000)
    owner = np.arange(practices, dtype=np.int64) % regions
    return Instance(
        tuple(RegionLimits(f"r{i:05}", 2, 2, 2, 2) for i in range(regions)),
        tuple(PracticeLimits(f"p{i:06}", f"r{owner[i]:05}") for i in range(practices)),
        (),
        Features(
            np.arange(regions, dtype=np.int64),
            np.full(regions, -1, dtype=np.int64),
            wanted,
            offered,
            easy,
            owner,
            (random.integers(0, 1000, practices) * 2).astype(np.int16),
        ),
        (),
        Rules(),
    )
