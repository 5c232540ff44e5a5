"""Terms: what forms of a word have in common, their first letters or a run of letters inside them; and which of them queries ask for.

Words and queries are numbers here, terms have keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from miniexchange.pairing.fit.holders import Ints, is_first, sorting, spans

Keys = NDArray[np.uint64]

PREFIX = 6
GRAMS = (3, 4, 5)

_ROW = np.dtype(np.int32)
_MIX = np.uint64(0x9E3779B97F4A7C15)  # any large odd number spreads the keys


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


class Run(NamedTuple):
    """Terms from `start` to before `end` that the same queries ask for."""

    start: int
    end: int
    queries: Sequence[int]


class Asked(NamedTuple):
    """The different terms of all queries: keys[i] is the key of term i, and the word of_words[j] has the term terms[j], sorted.

    `of_queries` are the terms of each query, `runs` all terms in order.
    """

    keys: Keys
    terms: Ints
    of_words: Ints
    of_queries: Sequence[Ints]
    runs: Sequence[Run]


def asked_terms(keys: Keys, of_words: Ints, queries: Sequence[Sequence[int]], vocabulary: int) -> Asked:
    """What queries ask for; the word of_words[i], below `vocabulary`, has the term keys[i]."""
    asked = np.zeros(vocabulary, dtype=bool)
    asked[[word for query in queries for word in query]] = True
    wanted = keys[asked[of_words]]
    wanted.sort()
    wanted = wanted[is_first(wanted)]
    terms, of_words = _positions(wanted, keys, of_words)
    of_queries = list(_terms_of(terms, of_words, queries))
    alike = _alike(of_queries, len(wanted))
    in_runs = np.array([term for run in alike.values() for term in run], dtype=np.int64)
    place = np.zeros(len(wanted), dtype=np.int64)
    place[in_runs] = np.arange(len(wanted))
    terms = place[terms]
    order = sorting(terms)
    edges = pairwise([0, *accumulate(map(len, alike.values()))])
    return Asked(
        wanted[in_runs],
        terms[order],
        of_words[order],
        [place[mine] for mine in of_queries],
        [
            Run(*edge, np.frombuffer(rows, dtype=_ROW).tolist())
            for edge, rows in zip(edges, alike, strict=True)
        ],
    )


def _alike(of_queries: Sequence[Ints], number: int) -> dict[bytes, list[int]]:
    """The terms by the queries (as _ROW) that ask for them: they can be added up once for all of these.

    Most runs of letters come with the others of their word, so this saves most additions.
    """
    terms = np.concatenate([*of_queries, np.zeros(0, dtype=np.int64)])
    rows = np.repeat(np.arange(len(of_queries), dtype=_ROW), list(map(len, of_queries)))[sorting(terms)]
    ends = _ROW.itemsize * np.cumsum(np.bincount(terms, minlength=number))
    data, found = rows.tobytes(), dict[bytes, list[int]]()
    for term, (start, end) in enumerate(pairwise([0, *ends.tolist()])):
        found.setdefault(data[start:end], []).append(term)
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
    order = sorting(of_words)
    terms, of_words = terms[order], of_words[order]
    for query in queries:
        mine = np.array(query, dtype=np.int64)
        start, end = np.searchsorted(of_words, mine), np.searchsorted(of_words, mine, side="right")
        found = terms[spans(start, end - start)]
        found.sort()
        yield found[is_first(found)]
