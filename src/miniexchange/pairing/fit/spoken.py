"""What many practices say, as numbers: which folded words each says, and how often.

Ten thousand practices say millions of words, of which a few ten thousand are different: as numbers they take little room, and
what one practice says can be replaced without reading the others again.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import compress
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from miniexchange.catalogue.records import Practice
from miniexchange.pairing.fit.said import Said, said
from miniexchange.text.folding import fold

SHORTEST = 3
"""Letters of a word that counts; shorter ones are grammar in most languages."""

Ints = NDArray[np.integer]


class Uses(NamedTuple):
    """The words that practices use, one practice after the other: entry i is the word words[i], used times[i] times.

    The entries of practice p end before ends[p]. A word may have several entries.
    """

    words: Ints
    times: Ints
    ends: Ints

    @property
    def lengths(self) -> Ints:
        """How many entries each practice has."""
        return np.diff(self.ends, prepend=0)


class Spoken(NamedTuple):
    """What practices say. `words` are the different words, folded; the number of a word is its place there.

    `own` and `other` are as in Said, short words left out. `more` tells of each practice whether it says more than its title.
    """

    words: Sequence[str]
    own: Uses
    other: Uses
    more: NDArray[np.bool_]


class Sayings(Protocol):
    """How the words of practices are come by."""

    def said(self, practice: Practice) -> Said:
        """The words of one practice as it spells them."""

    def spoken(self, practices: Sequence[Practice]) -> tuple[Spoken, Ints]:
        """What practices say, and which of them (a position, −1: none of these) each in it is."""


class AtHand:
    """The words of practices whose texts are at hand."""

    def said(self, practice: Practice) -> Said:
        return said(practice)

    def spoken(self, practices: Sequence[Practice]) -> tuple[Spoken, Ints]:
        return spoken(map(said, practices)), np.arange(len(practices))


def spoken(found: Iterable[Said], known: Sequence[str] = ()) -> Spoken:
    """The words of practices as numbers, on from those of the words that are `known` already."""
    met, own, other, more = _Met(), _Growing(), _Growing(), []
    for one in found:
        own.add(met, one.own)
        other.add(met, one.other)
        more.append(one.more)
    places = {word: place for place, word in enumerate(known)}
    # All at once, as each call costs; no letter folds to the end of a line.
    folded = fold("\n".join(met)).split("\n") if met else []
    number = [places.setdefault(word, len(places)) if len(word) >= SHORTEST else -1 for word in folded]
    numbers = np.array(number, dtype=np.int32)
    return Spoken(list(places), own.uses(numbers), other.uses(numbers), np.array(more, dtype=bool))


def replaced(known: Spoken, kept: NDArray[np.bool_], added: Spoken) -> Spoken:
    """What the practices of `known` that are `kept` say, then what those `added` say; words that nobody says any more go.

    The numbers of `added` go on from those of `known`.
    """
    own, other = _joined(known.own, kept, added.own), _joined(known.other, kept, added.other)
    used = np.zeros(len(added.words), dtype=bool)
    used[own.words] = True
    used[other.words] = True
    number = small(np.maximum(np.cumsum(used) - 1, 0))
    return Spoken(
        list(compress(added.words, used.tolist())),
        own._replace(words=number[own.words]),
        other._replace(words=number[other.words]),
        np.concatenate((known.more[kept], added.more)),
    )


def small(numbers: Ints) -> Ints:
    """The same whole numbers, none below 0, in as few bytes each as the largest needs."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def _joined(known: Uses, kept: NDArray[np.bool_], added: Uses) -> Uses:
    entries = np.repeat(kept, known.lengths)
    return Uses(
        np.concatenate((known.words[entries], added.words)),
        np.concatenate((known.times[entries], added.times)),
        np.cumsum(np.concatenate((known.lengths[kept], added.lengths))),
    )


class _Met(dict[str, int]):
    """The different words as they are spelled, numbered as they are met; so that each is folded once."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


class _Growing:
    """Uses of words as they are spelled, one practice after the other."""

    def __init__(self) -> None:
        self._words, self._times = array("i"), array("i")
        self._ends: list[int] = []

    def add(self, met: _Met, spelled: Iterable[str]) -> None:
        """Adds the words of the next practice."""
        counted = Counter(spelled)
        self._words.fromlist([met[word] for word in counted])
        self._times.fromlist(list(counted.values()))
        self._ends.append(len(self._words))

    def uses(self, number: NDArray[np.int32]) -> Uses:
        """The uses of folded words, by the number of each word as it is spelled; −1 leaves it out."""
        words = number[np.frombuffer(self._words, dtype=np.intc)]
        counts = words >= 0
        ends = np.concatenate(([0], np.cumsum(counts)))[np.array(self._ends, dtype=np.intp)]
        return Uses(small(words[counts]), small(np.frombuffer(self._times, dtype=np.intc)[counts]), ends)
