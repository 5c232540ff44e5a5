"""Folding: one spelling for what people type with and without capitals, accents and special letters."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = "\u00ad\u200b\u2060\ufeff"  # soft hyphen, zero-width space, word joiner, byte order mark
_SPECIAL = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "ŋ": "n",
        "ĸ": "k",
        "ŀ": "l",
        **dict.fromkeys(_INVISIBLE),
    }
)
"""Letters that no decomposition turns into plain ones, and characters that nobody sees."""

# Only the marks of Latin, Greek and Cyrillic letters go: in other scripts such marks are vowels.
_MARKS = re.compile("[\u0300-\u036f]+")
_WORD = re.compile(r"[^\W_]+")
_UNFOLDED_WORD = re.compile(rf"[^\W_](?:[^\W_]|[\u0300-\u036f{_INVISIBLE}])*")


def fold(text: str) -> str:
    """The text in lower case without accents: `Länsstyrelsen`, `ΕΛΛΆΔΑ` and `straße` become `lansstyrelsen`, `ελλαδα`, `strasse`."""
    if text.isascii():
        return text.lower()
    # Before and after the change of case: compatibility forms hold capitals, and capitals hold marks.
    return unicodedata.normalize("NFC", _apart(_apart(text).casefold()).translate(_SPECIAL))


def _apart(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKD", text))


def tokens(text: str) -> list[str]:
    """The folded words of a text, in order: runs of letters and digits."""
    return _WORD.findall(fold(text))


def words(text: str) -> list[str]:
    """The words of a text as they are spelled: folding each gives `tokens`, and a word met before need not be folded again."""
    if text.isascii():
        return _WORD.findall(text)
    return _UNFOLDED_WORD.findall(unicodedata.normalize("NFKC", text))


def hyphenated(text: str) -> str:
    """The text in the form of an id: folded words with hyphens between them."""
    return "-".join(tokens(text))
