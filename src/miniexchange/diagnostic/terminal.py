"""Text from records made safe for a terminal."""

from __future__ import annotations

import unicodedata


def plain(text: str, *, keep_newlines: bool = False) -> str:
    """The text without control and direction-control characters, so that it cannot steer a terminal or reorder a line."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        character
        if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
        else _replacement(character, keep_newlines)
        for character in text
    )


def _replacement(character: str, keep_newlines: bool) -> str:
    if character == "\n" and keep_newlines:
        return "\n"
    if character in "\n\r\t\u2028\u2029":
        return " "
    return character if character in "\u200c\u200d" else ""  # joiners belong to the spelling of some scripts
