"""How much of what a query says a text says too: BM25 in whole numbers, over all texts at once.

Words are numbers here. A term is what forms of a word have in common: their first letters, or a run of letters inside them.

Source of the formula: S. Robertson and H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, Foundations and
Trends in Information Retrieval 3(4), 2009; with log2((N + 1) / (n + 0.5)) as the weight of a term that n of N texts hold,
which is never negative and next to nothing for what nearly all hold. Each term's share is rounded to thousandths of a bit
before shares are added, so the sums are the same on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.signedinteger]
Keys = NDArray[np.uint64]

K1 = 1.2
"""How soon a term that is repeated stops counting more: the usual value."""

B = 0.75
"""How much more often a longer text must hold a term to count as much as a shorter one: the usual value."""

FULL = 5, 11
"""The share of the highest possible sum that counts 1,000: 1 / (1 + K1), as a fraction in whole numbers.

A text of average length that holds each term of the query once attains it.
"""

PREFIX = 6
GRAMS = (3, 4, 5)

_CELLS = 1_000_000  # of the table of terms and texts that is worked on at a time
_MIX = np.uint64(0x9E3779B97F4A7C15)  # any large odd number spreads the keys


class Holders:
    """Which texts hold a word, once for each time they do."""

    def __init__(self, words: Ints, texts: Ints, vocabulary: int) -> None:
        """The word words[i], a number below `vocabulary`, stands in the text texts[i]."""
        self.times = np.bincount(words, minlength=vocabulary)
        self._by_word = texts[np.argsort(words, kind="stable")]
        self._start = np.cumsum(self.times) - self.times

    def counts(self, terms: Ints, of_words: Ints, shape: tuple[int, int]) -> Ints:
        """Terms × texts: how often each text holds each term; the word of_words[i] has the term terms[i]."""
        times = self.times[of_words]
        cells = np.repeat(terms * shape[1], times) + self._by_word[_runs(self._start[of_words], times)]
        return np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)

    def lengths(self, terms_in_word: Ints, texts: int) -> NDArray[np.float64]:
        """How many terms each text has, by how many each word has."""
        found = np.zeros(texts)
        terms = np.repeat(terms_in_word.astype(np.int32), self.times)
        for first in range(0, len(terms), _CELLS):  # counting takes several times the room of what it counts
            here = slice(first, first + _CELLS)
            found += np.bincount(self._by_word[here], terms[here], minlength=texts)
        return found


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
    """Texts and queries. A word that a text repeats counts more; one of its `other` words counts once.

    Only `judged` texts tell how rare a term is and how long a text is on average; all are scored. Other words (of translations,
    labels) are left out of the length, else a text that is translated would count less for it.
    """

    own: Holders
    other: Holders
    judged: NDArray[np.bool_]
    queries: Sequence[Sequence[int]]

    def scores(self, keys: Keys, of_words: Ints) -> Scores:
        """Compares all queries with all texts by terms: the word of_words[i] has the term keys[i].

        Terms that no judged text holds tell nothing and are left out.
        """
        size, vocabulary = len(self.judged), len(self.own.times)
        damping = self._damping(np.bincount(of_words, minlength=vocabulary))
        asked = np.zeros(vocabulary, dtype=bool)
        asked[[word for query in self.queries for word in query]] = True
        wanted = keys[asked[of_words]]
        wanted.sort()
        wanted = wanted[_first(wanted)]
        terms, of_words = _positions(wanted, keys, of_words)
        of_queries = list(_terms_of(terms, of_words, self.queries))
        order = np.argsort(terms, kind="stable")
        terms, of_words = terms[order], of_words[order]
        rarity = _rarity(int(self.judged.sum()))
        weights = np.zeros(len(wanted), dtype=np.int64)
        sums = np.zeros((len(self.queries), size), dtype=np.int64)
        for first, last in self._blocks(terms, of_words, len(wanted)):
            here = slice(*np.searchsorted(terms, (first, last)))
            block = terms[here] - first, of_words[here], (last - first, size)
            times = self.own.counts(*block)
            times += self.other.counts(*block) > 0
            weights[first:last] = rarity[np.count_nonzero(times[:, self.judged], axis=1)]
            counted = np.rint(weights[first:last, None] * times / (times + damping)).astype(np.int32)
            for row, mine in enumerate(of_queries):
                found = mine[slice(*np.searchsorted(mine, (first, last)))]
                if len(found):
                    sums[row] += counted[found - first].sum(axis=0)
        highest = np.array([max(1, weights[mine].sum()) for mine in of_queries], dtype=np.int64)
        sums *= 1000 * FULL[1]
        sums //= FULL[0] * highest.reshape(-1, 1)
        return Scores(
            sums.astype(np.int16),
            tuple(1000 * int(np.count_nonzero(weights[mine])) // max(1, len(mine)) for mine in of_queries),
            dict(zip(wanted.tolist(), weights.tolist(), strict=True)),
        )

    def _damping(self, terms_in_word: Ints) -> NDArray[np.float64]:
        """What BM25 adds to a term's count below the line, by text: more in a text longer than average."""
        lengths = self.own.lengths(terms_in_word, len(self.judged))
        average = lengths[self.judged].sum() / max(1, np.count_nonzero(self.judged))
        return np.asarray(K1 * (1 - B + B * lengths / max(1.0, average)), dtype=np.float64)

    def _blocks(self, terms: Ints, of_words: Ints, number: int) -> Iterator[tuple[int, int]]:
        """Runs of terms, first to last, small enough to be worked on at a time."""
        cells = np.bincount(terms, (self.own.times + self.other.times)[of_words], minlength=number)
        block = np.cumsum(cells + len(self.judged)) // _CELLS
        edges = [0, *(np.flatnonzero(np.diff(block)) + 1).tolist(), number]
        return ((first, last) for first, last in pairwise(edges) if first < last)


def prefixes(words: Sequence[str]) -> tuple[list[str], Keys, Ints]:
    """The different first letters of words, their places in that list as the keys of the words, and which word has which."""
    places: dict[str, int] = {}
    keys = [places.setdefault(word[:PREFIX], len(places)) for word in words]
    return list(places), np.array(keys, dtype=np.uint64), np.arange(len(words))


def grams(words: Sequence[str]) -> tuple[Keys, Ints]:
    """Keys of the runs of letters of all words, and which word each is in; a word's ends count as a letter."""
    letters = np.frombuffer(f" {' '.join(words)} ".encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    ends = np.cumsum(letters == ord(" "))
    keys, of_words = [], []
    for length in GRAMS:
        runs = max(0, len(letters) - length + 1)
        key = np.full(runs, length, dtype=np.uint64)
        for at in range(length):
            key *= _MIX
            key += letters[at : at + runs]
        inside = ends[:runs] == ends[length - 2 : length - 2 + runs]
        keys.append(key[inside])
        of_words.append(ends[:runs][inside] - 1)
    return np.concatenate(keys), np.concatenate(of_words)


def _first(ordered: Keys | Ints) -> NDArray[np.bool_]:
    """Which of sorted numbers are not equal to the one before (numpy.unique would load all of numpy.ma)."""
    found = np.ones(len(ordered), dtype=bool)
    found[1:] = ordered[1:] != ordered[:-1]
    return found


def _runs(start: Ints, lengths: Ints) -> Ints:
    """The numbers from each start on, as many as its length, one run after the other."""
    found = np.repeat(start - (np.cumsum(lengths) - lengths), lengths)
    found += np.arange(len(found))
    return found


def _positions(wanted: Keys, keys: Keys, of_words: Ints) -> tuple[Ints, Ints]:
    """The keys that are wanted, as positions in `wanted` (sorted), and which word each is in."""
    if not len(wanted):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    # Most keys are not wanted, and a look at a table costs less than a search.
    maybe = np.zeros(1 << 16, dtype=bool)
    maybe[wanted % len(maybe)] = True
    likely = np.flatnonzero(maybe[keys % len(maybe)])
    positions = np.searchsorted(wanted, keys[likely])
    found = wanted[np.minimum(positions, len(wanted) - 1)] == keys[likely]
    return positions[found], of_words[likely[found]]


def _terms_of(terms: Ints, of_words: Ints, queries: Sequence[Sequence[int]]) -> Iterator[Ints]:
    """The different terms of each query, in order."""
    order = np.argsort(of_words, kind="stable")
    terms, of_words = terms[order], of_words[order]
    for query in queries:
        mine = np.array(query, dtype=np.int64)
        start, end = np.searchsorted(of_words, mine), np.searchsorted(of_words, mine, side="right")
        found = terms[_runs(start, end - start)]
        found.sort()
        yield found[_first(found)]


def _rarity(texts: int) -> Ints:
    """The weight of a term by the number of texts that hold it, in thousandths of a bit; held by none, it has none."""
    found = [round(1000 * math.log2((texts + 1) / (n + 0.5))) for n in range(1, texts + 1)]
    return np.array([0, *found], dtype=np.int64)
