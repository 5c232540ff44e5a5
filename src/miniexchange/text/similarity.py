"""What is near to what: suggestions for a mistyped word, and titles that are nearly the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from miniexchange.text.folding import fold, tokens

NEAR = 70
"""From which likeness (0 to 100) a word is worth suggesting."""

_DIGIT = re.compile(r"\d")
_RARE_WORDS = 3
_LARGE_BLOCK = 24
_NEIGHBOURS = 8


def nearest(word: str, candidates: Iterable[str], limit: int = 3) -> list[str]:
    """The candidates that somebody who typed `word` may have meant, the likeliest first; none when nothing is near.

    Capitals and accents do not count. Ties go to the shorter candidate, then to the alphabet.
    """
    from rapidfuzz import fuzz

    typed = fold(word)
    if not typed:
        return []
    ranked = []
    for candidate in dict.fromkeys(candidates):
        folded = fold(candidate)
        likeness = fuzz.ratio(typed, folded)
        if len(typed) >= 4 and typed in folded:
            likeness = max(likeness, NEAR + 15)  # a part of it: `nesta` for `evidence.levels.nesta`
        if likeness >= NEAR:
            ranked.append((-likeness, len(candidate), candidate))
    return [candidate for _, _, candidate in sorted(ranked)[:limit]]


def near_duplicates(titles: Mapping[str, str], threshold: float = 90) -> list[tuple[str, str, float]]:
    """Pairs of ids whose titles are nearly the same, with their likeness from `threshold` to 100, sorted by ids.

    Word order, capitals and accents do not count. Titles that differ in a number (`Call 2013`, `Call 2014`) are not near. Of
    several equal titles each is paired with the next alone, and the first stands for all of them against other titles.

    Only titles that share one of their rarest words, or the first letters of their sorted words, are compared; where many do,
    each is compared with its neighbours in order, so the time grows with the number of titles and not with its square.
    """
    by_words: dict[str, list[str]] = {}
    for record_id in sorted(titles):
        by_words.setdefault(" ".join(sorted(tokens(titles[record_id]))), []).append(record_id)
    by_words.pop("", None)
    found = [(one, other, 100.0) for ids in by_words.values() for one, other in pairwise(ids)]
    seen: dict[tuple[str, str], float] = {}
    for block in _blocks(by_words):
        _compare(block, threshold, seen)
    for (one, other), likeness in seen.items():
        first, second = sorted((by_words[one][0], by_words[other][0]))
        found.append((first, second, likeness))
    return sorted(found)


def _blocks(titles: Iterable[str]) -> list[list[str]]:
    """Groups of titles (as sorted words) that may be near: those with the same numbers and a rare word or first letters in common."""
    split: dict[str, list[str]] = {title: title.split(" ") for title in titles}
    frequency = Counter(word for words in split.values() for word in words)
    blocks: dict[tuple[str, ...], list[str]] = {}
    for title, words in split.items():
        numbers = [word for word in words if _DIGIT.search(word)] if _DIGIT.search(title) else []
        plain = [word for word in words if word not in numbers] if numbers else words
        for word in sorted(plain, key=frequency.__getitem__)[:_RARE_WORDS]:
            if frequency[word] > 1:
                blocks.setdefault((word, *numbers), []).append(title)
        blocks.setdefault((title[:6], "", *numbers), []).append(title)
    return [sorted(set(block)) for block in blocks.values() if len(block) > 1]


def _compare(block: Sequence[str], threshold: float, seen: dict[tuple[str, str], float]) -> None:
    from rapidfuzz.fuzz import ratio

    reach = _NEIGHBOURS if len(block) > _LARGE_BLOCK else len(block)
    for index, title in enumerate(block):
        for other in block[index + 1 : index + 1 + reach]:
            likeness = ratio(title, other, score_cutoff=threshold)
            if likeness:
                seen[title, other] = round(likeness, 1)
