"""How much of what a need says a practice's text says too, in any spelling and in the partners' languages.

Two scores by BM25 are mixed half and half: one of words (their first six folded letters, so that inflected forms meet), one
of runs of three to five letters inside words (so that compounds and other endings meet). The labels of a practice's terms in
all languages belong to its text: so a need in Greek meets a practice described in English.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from miniexchange.catalogue.records import Need, Practice
from miniexchange.catalogue.terms import Terms
from miniexchange.pairing.fit.bm25 import Corpus
from miniexchange.pairing.fit.holders import Groups, Holders
from miniexchange.pairing.fit.score import NEUTRAL
from miniexchange.pairing.fit.shared_terms import PREFIX, grams, prefixes
from miniexchange.pairing.fit.spoken import SHORTEST, AtHand, Sayings, Uses, small
from miniexchange.pairing.fit.topics import FACETS
from miniexchange.pairing.fit.topics import carriers as carriers_of
from miniexchange.text.folding import fold, tokens, words

Ints = NDArray[np.int64]

TELLING = 1000
"""The least weight, in thousandths of a bit, of a word worth showing: about half of the practices or fewer hold it."""

_SHOWN = 5  # letters of a word worth showing: in a small catalogue “many” and “them” are rare too


class Relevance:
    """The texts of practices compared with those of needs. Arrays run over `practices`, in the order given."""

    def __init__(
        self,
        practices: Sequence[Practice],
        vocabularies: Mapping[str, Terms],
        needs: Sequence[Need],
        saying: Sayings | None = None,
        carriers: Mapping[str, Mapping[str, NDArray[np.intp]]] | None = None,
    ) -> None:
        """`vocabularies` maps the names in FACETS to their terms; only what `needs` say is looked for.

        `saying` gives the words of practices whose texts are not at hand, `carriers` what `topics.carriers` gives of them.
        """
        saying = saying or AtHand()
        found, column = saying.spoken(practices)
        size, number = len(practices), _Numbers((word, place) for place, word in enumerate(found.words))
        asked = {text: number.of(text) for text in dict.fromkeys(map(_asked, needs))}
        of_terms = {
            (FACETS[facet][0], term): positions
            for facet, of_facet in (carriers or carriers_of(practices)).items()
            for term, positions in of_facet.items()
        }
        labels = [
            number.of("\n".join(_labels(vocabularies[vocabulary], term))) for vocabulary, term in of_terms
        ]
        folded = list(number)
        corpus = Corpus(
            _holders(found.own, column, len(folded)),
            _holders(found.other, column, len(folded)),
            Groups(labels, list(of_terms.values()), size),
            np.array([practice.status == "published" for practice in practices], dtype=bool),
            list(asked.values()),
        )
        self._has_text = np.zeros(size, dtype=bool)
        self._has_text[column[found.more & (column >= 0)]] = True
        del found  # what is made of it takes room enough
        names, keys, of_words = prefixes(folded)
        whole, parts = corpus.scores(keys, of_words), corpus.scores(*grams(folded))
        self._row = {text: row for row, text in enumerate(asked)}
        self._held = whole.held
        self._values = np.minimum(1000, (whole.values + parts.values) // 2)
        self._weights = {names[key]: weight for key, weight in whole.weights.items()}
        self._saying = saying

    def relevance(self, need: Need) -> tuple[Ints, Ints]:
        """How far each practice says what the need says, and how much of that is known; both 0–1000.

        1000: as much as a text of average length that has every word of the need once. Words of the need that no published
        practice has tell nothing: they are left out, and less is known. A practice without a text counts as those with one do
        on average, and nothing is known; a need none of whose words is found counts NEUTRAL. A need that was deduced, not
        stated, is half known. Raises KeyError for a need whose text is not among those given at the start.
        """
        row = self._row[_asked(need)]
        values, held = self._values[row].astype(np.int64), self._held[row]
        if not held or not self._has_text.any():
            return np.full_like(values, NEUTRAL), np.zeros_like(values)
        # As with topics: a poor record must not beat a candid one.
        average = int(values[self._has_text].sum()) // int(self._has_text.sum())
        certain = held // 2 if need.inferred else held
        return np.where(self._has_text, values, average), certain * self._has_text

    def shared_words(self, need: Need, practice: Practice, most: int = 3) -> tuple[str, ...]:
        """Words of the practice, as it spells them, that the need has too: long and rare ones first, then by the alphabet.

        Short words and those that most practices have are left out, and so are labels of terms, which no reader finds in
        the text.
        """
        asked = {word[:PREFIX] for word in map(fold, words(_asked(need))) if len(word) >= _SHOWN}
        spelled: dict[str, Counter[str]] = {}
        texts = self._saying.said(practice)
        for word in (*texts.own, *texts.other):
            prefix = fold(word)[:PREFIX]
            if prefix in asked and self._weights.get(prefix, 0) >= TELLING:
                spelled.setdefault(prefix, Counter())[word] += 1
        found = sorted(spelled, key=lambda prefix: (-self._weights[prefix] * len(prefix), prefix))[:most]
        return tuple(spelled[prefix].most_common(1)[0][0] for prefix in found)


class _Numbers(dict[str, int]):
    """The numbers of folded words; a word that has none gets the next."""

    def of(self, text: str) -> list[int]:
        """The numbers of the words of a text, short words left out."""
        return [self.setdefault(word, len(self)) for word in tokens(text) if len(word) >= SHORTEST]


def _holders(uses: Uses, column: NDArray[np.integer], vocabulary: int) -> Holders:
    """Which columns hold a word, by the column of each practice; those of −1 are left out."""
    if not len(column) or column.min() >= 0:
        return Holders(uses.words, np.repeat(small(column), uses.lengths), uses.times, vocabulary)
    here = np.repeat(column >= 0, uses.lengths)
    columns = np.repeat(column, uses.lengths)[here]
    return Holders(uses.words[here], columns, uses.times[here], vocabulary)


def _asked(need: Need) -> str:
    """The need's own words. Its terms are compared by the topics: their labels would count twice here."""
    return f"{need.title}\n{need.description}"


def _labels(terms: Terms, term: str) -> list[str]:
    entry = terms.terms.get(term, {})
    return [*entry.get("label", {}).values(), *entry.get("aliases", ())]
