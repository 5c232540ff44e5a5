"""The words of practices as numbers: what is said stays the same however it came together, and what is kept of it."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miniexchange.pairing.fit.bm25 import FULL, K1, B, Corpus
from miniexchange.pairing.fit.heard import Heard, heard_of, packed
from miniexchange.pairing.fit.holders import Groups, Holders, sorting
from miniexchange.pairing.fit.said import Said
from miniexchange.pairing.fit.spoken import Spoken, Uses, replaced, small, spoken
from miniexchange.text.folding import fold

WORDS = st.lists(
    st.sampled_from(["Fund", "fund", "FUNDS", "Wärme", "warme", "an", "bank", "Straße"]), max_size=6
)
SAID = st.builds(Said, WORDS, WORDS, st.booleans())


def counted(found: Spoken) -> list[tuple[Counter[str], set[str], bool]]:
    """What each practice says, in words again."""

    def entries(uses: Uses) -> list[list[tuple[str, int]]]:
        pairs = [
            (found.words[word], times)
            for word, times in zip(uses.words.tolist(), uses.times.tolist(), strict=True)
        ]
        ends = [0, *uses.ends.tolist()]
        return [pairs[start:end] for start, end in pairwise(ends)]

    told = []
    for own, other, more in zip(entries(found.own), entries(found.other), found.more.tolist(), strict=True):
        sums = Counter[str]()
        for word, times in own:
            sums[word] += times
        told.append((sums, {word for word, _ in other}, more))
    return told


def of(said: Said) -> tuple[Counter[str], set[str], bool]:
    own, other = ([w for w in map(fold, words) if len(w) > 2] for words in (said.own, said.other))
    return Counter(own), set(other), said.more


@given(st.lists(SAID, max_size=5))
def test_numbers_stand_for_the_folded_words_of_each_practice(found: list[Said]) -> None:
    numbers = spoken(found)
    assert counted(numbers) == list(map(of, found))
    assert len(set(numbers.words)) == len(numbers.words)


@given(st.lists(st.tuples(SAID, st.booleans()), max_size=5), st.lists(SAID, max_size=3))
def test_some_may_be_replaced_without_the_others(known: list[tuple[Said, bool]], new: list[Said]) -> None:
    before = spoken(one for one, _ in known)
    kept = np.array([stays for _, stays in known], dtype=bool)
    now = replaced(before, kept, spoken(new, before.words))
    all_said = [*(one for one, stays in known if stays), *new]
    assert counted(now) == list(map(of, all_said))
    assert set(now.words) == {word for own, other, _ in map(of, all_said) for word in {*own, *other}}


@given(st.lists(SAID, max_size=5))
def test_what_is_kept_is_what_was_heard(found: list[Said]) -> None:
    paths = [f"data/practices/p{i}.yaml" for i in range(len(found))]
    files, digests = (
        [bytes([i] * 32) for i in range(len(found))],
        [bytes([i] * 16) for i in range(len(found))],
    )
    heard = Heard(paths, files, digests, spoken(found))
    again = heard_of(packed(heard, b"program"), b"program")
    assert again and again[:3] == (paths, files, digests)
    assert counted(again.spoken) == list(map(of, found)) and again.spoken.words == heard.spoken.words


def test_long_texts_and_large_vocabularies_are_kept_too() -> None:
    many = [f"word{i}" for i in range(70_000)]
    found = [Said(["guild"] * 70_000, [], True), Said(many, ["guild"], False)]
    heard = heard_of(packed(Heard(["a", "b"], [b"0" * 32] * 2, [b"1" * 16] * 2, spoken(found)), b""), b"")
    assert heard and counted(heard.spoken) == list(map(of, found))


@pytest.mark.parametrize("data", [None, b"", b"\xc1", msgspec.msgpack.encode([b"program", []])])
def test_what_cannot_be_read_was_never_heard(data: bytes | None) -> None:
    assert heard_of(data, b"program") is None
    assert heard_of(packed(Heard([], [], [], spoken([])), b"another"), b"program") is None


@given(st.one_of(st.lists(st.integers(0, top), max_size=20) for top in (9, 2**16, 2**32 - 1)))
def test_numbers_are_sorted_by_their_halves(numbers: list[int]) -> None:
    found = np.array(numbers, dtype=np.int64)
    assert found[sorting(found)].tolist() == sorted(numbers)
    assert small(found).tolist() == numbers
    assert small(found)[sorting(small(found))].tolist() == sorted(numbers)


TEXT = st.lists(st.integers(0, 9), max_size=12)
COLLECTION = st.lists(
    st.tuples(TEXT, TEXT, st.sets(st.integers(0, 2)), st.booleans()), min_size=1, max_size=6
)


@given(
    COLLECTION,
    st.lists(TEXT, min_size=1, max_size=4),
    st.lists(TEXT, min_size=3, max_size=3),
    st.sampled_from([(250_000, 2**31), (10, 2**31), (250_000, 1)]),
)
def test_scores_are_those_of_the_formula(
    found: list[tuple[list[int], list[int], set[int], bool]],
    queries: list[list[int]],
    labels: list[list[int]],
    limits: tuple[int, int],
) -> None:
    """Term by term and text by text, whatever is worked on at a time; terms here are pairs of words, by twos and by threes."""
    owns, others, groups, judged = zip(*found, strict=True)
    carriers = [np.array([t for t, mine in enumerate(groups) if g in mine], dtype=np.intp) for g in range(3)]
    corpus = Corpus(
        _holders(owns), _holders(others), Groups(labels, carriers, len(found)), np.array(judged), queries
    )
    terms_of = [{word // 2, 100 + word // 3} for word in range(10)]
    pairs = [(term, word) for word, terms in enumerate(terms_of) for term in sorted(terms)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("miniexchange.pairing.fit.bm25._CELLS", limits[0])
        patch.setattr("miniexchange.pairing.fit.bm25._MOST", limits[1])
        scores = corpus.scores(
            np.array([term for term, _ in pairs], dtype=np.uint64), np.array([word for _, word in pairs])
        )

    def held(text: int, term: int) -> int:
        once = {*others[text], *(word for group in groups[text] for word in labels[group])}
        return sum(term in terms_of[w] for w in owns[text]) + any(term in terms_of[w] for w in once)

    lengths = [sum(len(terms_of[word]) for word in own) for own in owns]
    telling = [text for text, is_judged in enumerate(judged) if is_judged]
    average = max(1.0, sum(lengths[text] for text in telling) / max(1, len(telling)))
    for row, query in enumerate(queries):
        asked = {term for word in query for term in terms_of[word]}
        weights = {}
        for term in asked:
            holding = sum(held(text, term) > 0 for text in telling)
            weights[term] = round(1000 * math.log2((len(telling) + 1) / (holding + 0.5))) if holding else 0
        assert {term: scores.weights[term] for term in asked} == weights
        assert scores.held[row] == 1000 * sum(map(bool, weights.values())) // max(1, len(asked))
        for text, length in enumerate(lengths):
            damping = K1 * (1 - B + B * length / average)
            points = 0
            for term, weight in weights.items():
                times = held(text, term)
                points += round(weight * times / (times + damping))
            expected = 1000 * FULL[1] * points // (FULL[0] * max(1, sum(weights.values())))
            assert scores.values[row, text] == expected


def _holders(texts: tuple[list[int], ...]) -> Holders:
    """A word that comes again is told of in one entry or in two."""
    entries = [
        (word, text, part)
        for text, words in enumerate(texts)
        for word, times in Counter(words).items()
        for part in ((times - 1, 1) if times > 2 else (times,))
    ]
    words, of_texts, times = np.array(entries, dtype=np.int64).reshape(-1, 3).T
    return Holders(small(words), small(of_texts), small(times), 10)
