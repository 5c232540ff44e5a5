"""Stems: the part that the forms of a word have in common, by the rules of each language (Snowball)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from miniexchange.text.folding import fold, words

SNOWBALL: dict[str, str] = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hu": "hungarian",
    "hy": "armenian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "tr": "turkish",
}
"""Language tag → the name of its Snowball algorithm; an algorithm that the installed release lacks is left out."""


def primary(language: str) -> str:
    """The first part of a language tag: `pt` of `pt-BR`."""
    return language.partition("-")[0].lower()


def stems(text: str, language: str) -> list[str]:
    """The stems of a text's folded words, in order; the words themselves where the language has no rules.

    Words are folded before they are stemmed, so that `vállalkozás` typed without its accents has the same stem.
    """
    return list(map(_stems_of(primary(language)).__getitem__, words(text)))


class _Stems(dict[str, str]):
    """Word as spelled → stem, in one language; each is worked out when it is first met."""

    def __init__(self, stemmer: Callable[[str], str]) -> None:
        super().__init__()
        self._stemmer = stemmer

    def __missing__(self, word: str) -> str:
        stem = self[word] = self._stemmer(fold(word))
        return stem


@cache
def _stems_of(language: str) -> _Stems:
    if language not in SNOWBALL:
        return _Stems(str)
    import snowballstemmer

    try:
        return _Stems(snowballstemmer.stemmer(SNOWBALL[language]).stemWord)
    except KeyError:
        return _Stems(str)
