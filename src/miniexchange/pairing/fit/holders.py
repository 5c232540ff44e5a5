"""Which texts hold which words, and by that which hold which terms of words. Words, texts and terms are numbers here."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer]
Floats = NDArray[np.float64]

_AT_ONCE = 250_000  # counting takes several times the room of what it counts


class Holders:
    """Which texts hold a word, and how often."""

    def __init__(self, words: Ints, texts: Ints, times: Ints, vocabulary: int) -> None:
        """The word words[i], a number below `vocabulary`, stands times[i] times in the text texts[i]; a pair may come again."""
        order = sorting(words)
        self.entries = np.bincount(words, minlength=vocabulary)
        self._texts, self._times = texts[order], times[order]
        self._start = np.cumsum(self.entries) - self.entries

    def counts(self, terms: Ints, of_words: Ints, shape: tuple[int, int]) -> Floats:
        """Terms × texts: how often each text holds each term; the word of_words[i] has the term terms[i]."""
        cells, entries = self._cells(terms, of_words, shape[1])
        found = np.bincount(cells, self._times[entries], minlength=shape[0] * shape[1])
        return found.astype(np.float64, copy=False).reshape(
            shape
        )  # of nothing, the count is of whole numbers

    def mark(self, terms: Ints, of_words: Ints, table: NDArray[np.uint8]) -> None:
        """Sets what each text holds to 1 in a table of terms × texts."""
        cells, _ = self._cells(terms, of_words, table.shape[1])
        table.reshape(-1)[cells] = 1

    def lengths(self, terms_in_word: Ints, texts: int) -> Floats:
        """How many terms each text has, by how many each word has."""
        found = np.zeros(texts)
        terms = np.repeat(terms_in_word.astype(np.int32), self.entries)
        for first in range(0, len(terms), _AT_ONCE):
            here = slice(first, first + _AT_ONCE)
            times = np.multiply(terms[here], self._times[here], dtype=np.float64)
            found += np.bincount(self._texts[here], times, minlength=texts)
        return found

    def _cells(self, terms: Ints, of_words: Ints, width: int) -> tuple[Ints, Ints]:
        """The cells of such a table that hold anything, and the entries that say so."""
        number = self.entries[of_words]
        entries = spans(self._start[of_words], number)
        cells = np.repeat(terms * width, number)
        cells += self._texts[entries]
        return cells, entries


class Groups:
    """Words that texts hold together, such as the labels of a term in all languages."""

    def __init__(self, words: Sequence[Sequence[int]], texts: Sequence[Ints], size: int) -> None:
        """The words words[i] stand in the texts texts[i], numbers below `size`."""
        self._size = size
        self._words = np.array([word for of_group in words for word in of_group], dtype=np.int64)
        self._groups = np.repeat(np.arange(len(words)), [len(of_group) for of_group in words])
        held = np.zeros((len(words), (size + 7) // 8), dtype=np.uint8)
        for group, of_group in enumerate(texts):
            row = np.zeros(size, dtype=bool)
            row[of_group] = True
            held[group] = np.packbits(row)
        self._held = held

    def terms(self, terms: Ints, of_words: Ints, vocabulary: int) -> tuple[Ints, Ints]:
        """(term, group), sorted: which group has which term; the word of_words[i], below `vocabulary`, has the term terms[i]."""
        order = np.argsort(self._words, kind="stable")
        number = np.bincount(self._words, minlength=vocabulary)
        start = np.cumsum(number) - number
        groups = self._groups[order[spans(start[of_words], number[of_words])]]
        found = np.repeat(terms, number[of_words]) * len(self._held) + groups
        found.sort()
        found = found[is_first(found)]
        return found // max(1, len(self._held)), found % max(1, len(self._held))

    def marked(self, terms: Ints, groups: Ints, number: int) -> NDArray[np.uint8]:
        """A table of terms × texts: 1 where the text holds a group with the term; terms[i], sorted, is in groups[i]."""
        held = np.zeros((number, self._held.shape[1]), dtype=np.uint8)
        first = np.flatnonzero(is_first(terms))
        if len(first):
            held[terms[first]] = np.bitwise_or.reduceat(self._held[groups], first, axis=0)
        return np.unpackbits(held, axis=1, count=self._size)


def sorting(numbers: Ints) -> Ints:
    """The positions of numbers below 2^32 in order of the numbers, by 16 bits at a time, which costs less than comparing them."""
    order = np.argsort(numbers.astype(np.uint16), kind="stable")  # of larger ones, the lower half
    if len(numbers) and numbers.max() > 0xFFFF:
        order = order[np.argsort((numbers >> 16).astype(np.uint16)[order], kind="stable")]
    return order


def is_first(ordered: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Which of sorted numbers are not equal to the one before (numpy.unique would load all of numpy.ma)."""
    found = np.ones(len(ordered), dtype=bool)
    found[1:] = ordered[1:] != ordered[:-1]
    return found


def spans(start: Ints, lengths: Ints) -> Ints:
    """The numbers from each start on, as many as its length, one run after the other."""
    found = np.repeat(start - (np.cumsum(lengths) - lengths), lengths)
    found += np.arange(len(found))
    return found
