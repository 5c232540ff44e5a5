"""The scores of a programme's pairs as they would be with other weights, and were the unknown to turn out this way or that.

The draws are the plain output of the generator PCG64, which is the same on every machine, turned into numbers by whole-number
arithmetic. Who may be paired does not change, but for the least score, which a trial's own score has to reach.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from miniexchange.pairing.fit.score import NEUTRAL
from miniexchange.pairing.problem.pairs import NOT_ELIGIBLE
from miniexchange.pairing.rules.rule import Rule
from miniexchange.pairing.study import Study

if TYPE_CHECKING:
    from numpy.random import PCG64

LEAST_FACTOR, MOST_FACTOR = 500, 1500
"""A weight is multiplied by a random number between these, in thousandths: from half to one and a half of what it is."""

_ALL_WEIGHTS = 10_000
"""All weights of a trial together, in thousandths: 10, as in the settings."""
_SEED = 20_081_107
_CELLS = 1 << 23
"""So many scores of either kind are kept at a time."""

Draws = NDArray[np.int32]
"""Whole numbers; the first axis runs over the trials."""

Scores = NDArray[np.int16]
"""Trials × needs × practices: scores 0–10,000, NOT_ELIGIBLE where the pair may not be chosen."""


@dataclass(frozen=True)
class Trials:
    """A run of trials: `both` weights and unknown values drawn, and the same weights with what is unknown left in the middle."""

    both: Scores
    weights_only: Scores


def trials_of(of: Study, number: int) -> Iterator[Trials]:
    """The scores of so many trials, some at a time. The same question and number give the same scores."""
    from numpy.random import PCG64  # nothing else needs it, and it takes a while to load

    rows, width = of.fit.score.shape
    step = max(1, _CELLS // max(1, rows * width))
    for first in range(0, number, step):
        yield _run(of, PCG64([_SEED, first]), min(step, number - first))


def _run(of: Study, random: PCG64, trials: int) -> Trials:
    fit = of.fit
    weights = drawn_weights(list(fit.weights.values()), random, trials)
    unknown = _Unknown(of, random, trials)
    least = of.rules.min_score if of.request.min_score is None else of.request.min_score
    both, weights_only = (np.empty((trials, *fit.score.shape), dtype=np.int16) for _ in range(2))
    for row in range(len(fit.needs)):
        moved, middle = (np.zeros((trials, len(fit.practices)), dtype=np.int32) for _ in range(2))
        for part, (name, (values, known)) in enumerate(fit.row_values(row).items()):
            if not fit.weights[name]:
                continue
            turned_out = (1000 - known.astype(np.int32)) * (unknown.of(name, row) - NEUTRAL)
            moved += weights[:, part, None] * np.clip(values + (turned_out + 500) // 1000, 0, 1000)
            middle += weights[:, part, None] * values
        codes = of.eligibility.codes[row]
        possible = (codes == Rule.ELIGIBLE) | (codes == Rule.BELOW_MIN_SCORE)
        for scores, total in ((both, moved), (weights_only, middle)):
            total = (total + 500) // 1000
            scores[:, row] = np.where(possible & (total >= round(100 * least)), total, NOT_ELIGIBLE)
    return Trials(both, weights_only)


class _Unknown:
    """What the unknown share of a part turns out to be, 0–1000. What two cells have in common is drawn once for both.

    Evidence belongs to a practice, likeness and way to two regions, the chances of a transfer to importer and practice; need, wish
    and text are drawn for each cell.
    """

    def __init__(self, of: Study, random: PCG64, trials: int) -> None:
        self._random, self._trials = random, trials
        self._importer = of.instance.pairs.importer
        owners = {owner: i for i, owner in enumerate(sorted({p.region for p in of.fit.practices}))}
        self._owner = np.array([owners[p.region] for p in of.fit.practices], dtype=np.int64)
        self._owners, self._practices = len(owners), len(of.fit.practices)
        self._evidence = self._drawn(self._practices)
        self._region = -1
        self._of_importer: dict[str, Draws] = {}

    def of(self, part: str, row: int) -> Draws:
        """Trials × practices; the rows of an importer are to be asked for one after the other."""
        if part == "evidence":
            return self._evidence
        if self._importer[row] != self._region:
            self._region = int(self._importer[row])
            self._of_importer = {
                "context": self._drawn(self._owners)[:, self._owner],
                "practicality": self._drawn(self._owners)[:, self._owner],
                "transferability": self._drawn(self._practices),
            }
        found = self._of_importer.get(part)
        return self._drawn(self._practices) if found is None else found

    def _drawn(self, number: int) -> Draws:
        return _below(self._random, self._trials * number, 1001).reshape(self._trials, number)


def drawn_weights(settings: Sequence[int], random: PCG64, trials: int) -> Draws:
    """Trials × parts: weights around the settings', in thousandths, that sum to 10,000; a part that counts nothing stays at 0."""
    factors = LEAST_FACTOR + _below(random, trials * len(settings), MOST_FACTOR - LEAST_FACTOR + 1)
    raw = factors.reshape(trials, -1).astype(np.int64) * np.array(settings, dtype=np.int64)
    weights, rest = np.divmod(raw * _ALL_WEIGHTS, raw.sum(axis=1, keepdims=True))
    # What rounding down leaves goes to the largest remainders, one thousandth each; of equal ones to the first part.
    left = _ALL_WEIGHTS - weights.sum(axis=1, keepdims=True)
    rank = np.argsort(np.argsort(-rest, axis=1, kind="stable"), axis=1, kind="stable")
    return np.asarray(weights + (rank < left), dtype=np.int32)


def _below(random: PCG64, number: int, most: int) -> Draws:
    """So many random whole numbers from 0 to `most` − 1, four from each 64 bits of the generator."""
    bits = np.asarray(random.random_raw((number + 3) // 4), dtype="<u8").view("<u2")[:number]
    return np.asarray((bits.astype(np.int64) * most) >> 16, dtype=np.int32)
