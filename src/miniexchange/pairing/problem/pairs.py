"""The eligible pairs of a problem, handed out in blocks of rows, so that no more than one block need exist at a time.

A row is one need of an importer (or an importer as a whole), a column one practice; a cell is a score, NOT_ELIGIBLE where the
pair may not be chosen. Rows are sorted by importer and need, columns by practice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from miniexchange.pairing.problem.sets import among, distinct

Ints = NDArray[np.int64]
Cells = NDArray[np.integer]

NOT_ELIGIBLE = -1
BLOCK_CELLS = 1 << 19
"""A block has about so many cells, as many as stay in a processor's cache."""


class Pairs(Protocol):
    """Where scores come from: lists, a table, or whatever computes a block when it is asked for."""

    @property
    def importer(self) -> Ints:
        """Each row's importer, a position in the instance's regions; never falling."""

    @property
    def need(self) -> Ints:
        """Each row's need, a position in the instance's needs; -1 for none."""

    @property
    def width(self) -> int:
        """How many practices there are."""

    def blocks(self) -> Iterator[tuple[int, Cells]]:
        """(first row, scores of some rows) over all rows in order; the reader may not change them."""

    def scores(self, row: Ints, practice: Ints) -> Ints:
        """The scores of single cells."""

    def confidence(self, row: Ints, practice: Ints) -> Ints:
        """How sure the scores of single cells are, on their scale."""


@dataclass(frozen=True)
class Table:
    """Pairs as one matrix of scores and one of confidence."""

    importer: Ints
    need: Ints
    score: Cells
    sure: Cells

    @property
    def width(self) -> int:
        return int(self.score.shape[1])

    def blocks(self) -> Iterator[tuple[int, Cells]]:
        step = rows_of_block(self.width)
        for first in range(0, len(self.importer), step):
            yield first, self.score[first : first + step]

    def scores(self, row: Ints, practice: Ints) -> Ints:
        return self.score[row, practice].astype(np.int64)

    def confidence(self, row: Ints, practice: Ints) -> Ints:
        return self.sure[row, practice].astype(np.int64)


@dataclass(frozen=True)
class Listed:
    """Pairs as a list, row by row: those of row r stand from `start[r]` to `start[r + 1]`, sorted by practice."""

    importer: Ints
    need: Ints
    width: int
    start: Ints
    practice: NDArray[np.int32]
    score: NDArray[np.int32]
    sure: NDArray[np.int32]

    def blocks(self) -> Iterator[tuple[int, Cells]]:
        step = rows_of_block(self.width)
        for first in range(0, len(self.importer), step):
            last = min(first + step, len(self.importer))
            block = np.full((last - first, self.width), NOT_ELIGIBLE, dtype=np.int32)
            here = slice(self.start[first], self.start[last])
            rows = np.repeat(np.arange(last - first), np.diff(self.start[first : last + 1]))
            block[rows, self.practice[here]] = self.score[here]
            yield first, block

    def scores(self, row: Ints, practice: Ints) -> Ints:
        return self._of(self.score, row, practice, NOT_ELIGIBLE)

    def confidence(self, row: Ints, practice: Ints) -> Ints:
        return self._of(self.sure, row, practice, 0)

    def _of(self, values: NDArray[np.int32], row: Ints, practice: Ints, absent: int) -> Ints:
        key = row * self.width + practice
        at = np.searchsorted(self._keys, key)
        found = np.full(len(key), absent, dtype=np.int64)
        inside = at < len(self._keys)
        inside[inside] = self._keys[at[inside]] == key[inside]
        found[inside] = values[at[inside]]
        return found

    @cached_property
    def _keys(self) -> Ints:
        rows = np.repeat(np.arange(len(self.importer)), np.diff(self.start))
        return np.asarray(rows * self.width + self.practice)


@dataclass(frozen=True)
class _Narrowed:
    """Some of other pairs, with their rows and columns."""

    of: Pairs

    @property
    def importer(self) -> Ints:
        return self.of.importer

    @property
    def need(self) -> Ints:
        return self.of.need

    @property
    def width(self) -> int:
        return self.of.width

    def confidence(self, row: Ints, practice: Ints) -> Ints:
        """As in Pairs."""
        return self.of.confidence(row, practice)


@dataclass(frozen=True)
class AtLeast(_Narrowed):
    """Those of other pairs that reach a score; with `equal`, each of them then scores 1."""

    least: int
    equal: bool = False

    def blocks(self) -> Iterator[tuple[int, Cells]]:
        for first, block in self.of.blocks():
            yield first, self._kept(block)

    def scores(self, row: Ints, practice: Ints) -> Ints:
        return self._kept(self.of.scores(row, practice)).astype(np.int64)

    def _kept(self, scores: Cells) -> Cells:
        reached = scores >= max(0, self.least)
        out = scores.dtype.type(NOT_ELIGIBLE)
        return np.where(reached, scores.dtype.type(1) if self.equal else scores, out)


@dataclass(frozen=True)
class Without(_Narrowed):
    """Other pairs, less single cells (sorted by row)."""

    row: Ints
    practice: Ints

    def blocks(self) -> Iterator[tuple[int, Cells]]:
        for first, block in self.of.blocks():
            here = slice(*np.searchsorted(self.row, (first, first + len(block))))
            if here.start < here.stop:
                block = block.copy()
                block[self.row[here] - first, self.practice[here]] = NOT_ELIGIBLE
            yield first, block

    def scores(self, row: Ints, practice: Ints) -> Ints:
        found = self.of.scores(row, practice)
        left_out = among(row * self.width + practice, distinct(self.row * self.width + self.practice))
        return np.where(left_out, NOT_ELIGIBLE, found)


def rows_of_block(width: int) -> int:
    """How many rows of so many practices make a block."""
    return max(1, BLOCK_CELLS // max(1, width))


def number_of(pairs: Pairs) -> int:
    """How many pairs are eligible."""
    return sum(int(np.count_nonzero(block >= 0)) for _, block in pairs.blocks())
