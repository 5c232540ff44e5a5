"""How much of what a need says a practice's text says too, in any spelling and in the partners' languages.

Two scores by BM25 are mixed half and half: one of words (their first six folded letters, so that inflected forms meet), one
of runs of three to five letters inside words (so that compounds and other endings meet). The labels of a practice's terms in
all languages belong to its text: so a need in Greek meets a practice described in English.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from miniexchange.catalogue.records import Need, Practice
from miniexchange.catalogue.terms import Terms
from miniexchange.pairing.fit import bm25
from miniexchange.pairing.fit.said import Saying, said
from miniexchange.pairing.fit.score import NEUTRAL
from miniexchange.pairing.fit.topics import FACETS
from miniexchange.text.folding import fold, words

Ints = NDArray[np.int64]

SHORTEST = 3
"""Letters of a word that counts; shorter ones are grammar in most languages."""

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
        saying: Saying = said,
    ) -> None:
        """`vocabularies` maps the names in FACETS to their terms; only what `needs` say is looked for.

        `saying` gives the words of a practice: one after the other, so that their texts need not all be at hand.
        """
        met = _Met()
        asked = {text: met.numbers(words(text)) for text in dict.fromkeys(map(_asked, needs))}
        own, other, more = _read(practices, vocabularies, met, saying)
        folded, number = met.folded()
        size = len(folded)
        published = np.array([practice.status == "published" for practice in practices], dtype=bool)
        queries = [[word for word in number[mine].tolist() if word >= 0] for mine in asked.values()]
        corpus = bm25.Corpus(
            bm25.Holders(*own.found(number), size),
            bm25.Holders(*other.found(number), size),
            published,
            queries,
        )
        del own, other  # what is made of them takes room enough
        names, keys, of_words = bm25.prefixes(folded)
        whole, parts = corpus.scores(keys, of_words), corpus.scores(*bm25.grams(folded))
        self._row = {text: row for row, text in enumerate(asked)}
        self._held = whole.held
        self._values = np.minimum(1000, (whole.values + parts.values) // 2)
        self._weights = {names[key]: weight for key, weight in whole.weights.items()}
        self._saying = saying
        self._has_text = np.array(more, dtype=bool)

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
        asked = {word[: bm25.PREFIX] for word in map(fold, words(_asked(need))) if len(word) >= _SHOWN}
        spelled: dict[str, Counter[str]] = {}
        texts = self._saying(practice)
        for word in (*texts.own, *texts.other):
            prefix = fold(word)[: bm25.PREFIX]
            if prefix in asked and self._weights.get(prefix, 0) >= TELLING:
                spelled.setdefault(prefix, Counter())[word] += 1
        found = sorted(spelled, key=lambda prefix: (-self._weights[prefix] * len(prefix), prefix))[:most]
        return tuple(spelled[prefix].most_common(1)[0][0] for prefix in found)


class _Met(dict[str, int]):
    """The different words as they are spelled, numbered as they are met; so that each is folded once."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number

    def numbers(self, spelled: Iterable[str]) -> list[int]:
        """The numbers of words, in order."""
        return list(map(self.__getitem__, spelled))

    def folded(self) -> tuple[list[str], Ints]:
        """The different folded words, and by number of a word as spelled the place of its folded one; −1 for a short one."""
        places: dict[str, int] = {}
        # All at once, as each call costs; no letter folds to the end of a line.
        found = fold("\n".join(self)).split("\n") if self else []
        number = [places.setdefault(word, len(places)) if len(word) >= SHORTEST else -1 for word in found]
        return list(places), np.array(number, dtype=np.int64)


class _Texts:
    """The words of all practices, as numbers, one practice after the other."""

    def __init__(self) -> None:
        self._words = array("i")
        self._ends: list[int] = []

    def add(self, numbers: Iterable[int]) -> None:
        """Adds words to the practice at work."""
        self._words.extend(numbers)

    def end(self) -> None:
        """Ends a practice."""
        self._ends.append(len(self._words))

    def found(self, number: Ints) -> tuple[bm25.Ints, bm25.Ints]:
        """The numbers of the folded words, and the position of the practice of each; short words are left out."""
        ends = np.array(self._ends, dtype=np.int64)
        lengths = ends - np.concatenate(([0], ends[:-1]))
        numbers = number.astype(np.int32)[np.frombuffer(self._words, dtype=np.intc)]
        kept = numbers >= 0
        return numbers[kept], np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)[kept]


def _read(
    practices: Sequence[Practice], vocabularies: Mapping[str, Terms], met: _Met, saying: Saying
) -> tuple[_Texts, _Texts, list[bool]]:
    """The practices' own words; those of their translations and of the labels of their terms, in all languages; who has a text."""
    labels: dict[tuple[str, str], list[int]] = {}
    own, other, more = _Texts(), _Texts(), []
    for practice in practices:
        texts = saying(practice)
        own.add(met.numbers(texts.own))
        own.end()
        other.add(met.numbers(texts.other))
        for facet, (vocabulary, _) in FACETS.items():
            for term in getattr(practice, facet):
                if (vocabulary, term) not in labels:
                    told = words("\n".join(_labels(vocabularies[vocabulary], term)))
                    labels[vocabulary, term] = met.numbers(told)
                other.add(labels[vocabulary, term])
        other.end()
        more.append(texts.more)
    return own, other, more


def _asked(need: Need) -> str:
    """The need's own words. Its terms are compared by the topics: their labels would count twice here."""
    return f"{need.title}\n{need.description}"


def _labels(terms: Terms, term: str) -> list[str]:
    entry = terms.terms.get(term, {})
    return [*entry.get("label", {}).values(), *entry.get("aliases", ())]
