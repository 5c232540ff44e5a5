"""How much of what a query says a text says too: BM25 in whole numbers, over all texts at once.

Words are numbers here. Terms are what forms of a word have in common (`shared_terms.py`).

Source of the formula: S. Robertson and H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, Foundations and
Trends in Information Retrieval 3(4), 2009; with log2((N + 1) / (n + 0.5)) as the weight of a term that n of N texts hold,
which is never negative and next to nothing for what nearly all hold. Each term's share is rounded to thousandths of a bit
before shares are added, so the sums are the same on every machine.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from miniexchange.pairing.fit.holders import Floats, Groups, Holders, Ints
from miniexchange.pairing.fit.shared_terms import Asked, Keys, asked_terms

K1 = 1.2
"""How soon a term that is repeated stops counting more: the usual value."""

B = 0.75
"""How much more often a longer text must hold a term to count as much as a shorter one: the usual value."""

FULL = 5, 11
"""The share of the highest possible sum that counts 1,000: 1 / (1 + K1), as a fraction in whole numbers.

A text of average length that holds each term of the query once attains it.
"""

_CELLS = 250_000  # of the table of terms and texts that is worked on at a time: what fits near the processor
_MOST = 2**31  # beyond which sums need 64 bits


@dataclass(frozen=True)
class Scores:
    """Queries compared with texts by one kind of terms."""

    values: NDArray[np.int16]
    """Queries × texts: 1,000 for FULL, more for more."""

    held: tuple[int, ...]
    """How many of each query's terms any judged text holds, of 1,000."""

    weights: Mapping[int, int]
    """The weight of each term of the queries by its key, in thousandths of a bit; 0: no judged text holds it."""


@dataclass(frozen=True)
class Corpus:
    """Texts and queries. A word that a text repeats counts more; one of its `other` words or of its `labels` counts once.

    Only `judged` texts tell how rare a term is and how long a text is on average; all are scored. Other words (of translations,
    labels) are left out of the length, else a text that is translated would count less for it.
    """

    own: Holders
    other: Holders
    labels: Groups
    judged: NDArray[np.bool_]
    queries: Sequence[Sequence[int]]

    def scores(self, keys: Keys, of_words: Ints) -> Scores:
        """Compares all queries with all texts by terms: the word of_words[i] has the term keys[i].

        Terms that no judged text holds tell nothing and are left out.
        """
        asked = asked_terms(keys, of_words, self.queries, len(self.own.entries))
        damping = self._damping(np.bincount(of_words, minlength=len(self.own.entries)))
        rarity = _rarity(int(self.judged.sum()))
        weights = np.zeros(len(asked.keys), dtype=np.int64)
        highest = max(map(len, asked.of_queries), default=0) * int(rarity.max())
        kind = np.int32 if highest < _MOST else np.int64
        sums = np.zeros((len(self.queries), len(self.judged)), dtype=kind)
        starts = [run.start for run in asked.runs]
        for first, last, times in self._blocks(asked):
            weights[first:last] = rarity[self._judged_holders(times)]
            counted = _counted(times, weights[first:last], damping)
            for run in asked.runs[max(0, bisect_right(starts, first) - 1) : bisect_left(starts, last)]:
                found = np.add.reduce(counted[max(run.start, first) - first : run.end - first], dtype=kind)
                for row in run.queries:
                    sums[row] += found
        return Scores(
            _scaled(sums, [int(weights[mine].sum()) for mine in asked.of_queries]),
            tuple(
                1000 * int(np.count_nonzero(weights[mine])) // max(1, len(mine)) for mine in asked.of_queries
            ),
            dict(zip(asked.keys.tolist(), weights.tolist(), strict=True)),
        )

    def _blocks(self, asked: Asked) -> Iterator[tuple[int, int, Floats]]:
        """(first, last, terms × texts): how often each text holds each term of a run of them, small enough to be worked on at a time."""
        of_labels, labels = self.labels.terms(asked.terms, asked.of_words, len(self.own.entries))
        for first, last in pairwise(self._edges(asked)):
            here = slice(*np.searchsorted(asked.terms, (first, last)))
            terms, of_words = asked.terms[here] - first, asked.of_words[here]
            labelled = slice(*np.searchsorted(of_labels, (first, last)))
            once = self.labels.marked(of_labels[labelled] - first, labels[labelled], last - first)
            self.other.mark(terms, of_words, once)
            times = self.own.counts(terms, of_words, once.shape)
            times += once
            yield first, last, times

    def _judged_holders(self, times: Floats) -> Ints:
        """How many judged texts hold each term."""
        others = times[:, np.flatnonzero(~self.judged)]
        return np.asarray(np.count_nonzero(times, axis=1) - np.count_nonzero(others, axis=1))

    def _damping(self, terms_in_word: Ints) -> Floats:
        """What BM25 adds to a term's count below the line, by text: more in a text longer than average."""
        lengths = self.own.lengths(terms_in_word, len(self.judged))
        average = lengths[self.judged].sum() / max(1, np.count_nonzero(self.judged))
        return np.asarray(K1 * (1 - B + B * lengths / max(1.0, average)), dtype=np.float64)

    def _edges(self, asked: Asked) -> list[int]:
        """The ends of such runs, from 0 to the number of terms."""
        entries = (self.own.entries + self.other.entries)[asked.of_words]
        cells = np.bincount(asked.terms, entries, minlength=len(asked.keys))
        block = np.cumsum(cells + len(self.judged)) // _CELLS
        edges = [0, *(np.flatnonzero(np.diff(block)) + 1).tolist(), len(asked.keys)]
        return list(dict.fromkeys(edges))


def _counted(times: Floats, weights: Ints, damping: Floats) -> NDArray[np.int32]:
    """What each term adds to the score of each text; `times` is used up."""
    damped = times + damping
    times *= weights[:, None]
    times /= damped
    return np.rint(times, out=times).astype(np.int32)


def _scaled(sums: Ints, highest: Sequence[int]) -> NDArray[np.int16]:
    """Sums by query as shares of the highest that each may attain, on the scale of Scores."""
    found = np.zeros(sums.shape, dtype=np.int16)
    for row, most in enumerate(highest):
        found[row] = sums[row].astype(np.int64) * (1000 * FULL[1]) // (FULL[0] * max(1, most))
    return found


def _rarity(texts: int) -> Ints:
    """The weight of a term by the number of texts that hold it, in thousandths of a bit; held by none, it has none."""
    found = [round(1000 * math.log2((texts + 1) / (n + 0.5))) for n in range(1, texts + 1)]
    return np.array([0, *found], dtype=np.int64)
