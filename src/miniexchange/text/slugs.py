"""Ids made from titles: Latin letters, digits and hyphens, from any European script."""

from __future__ import annotations

import re

from miniexchange.text.folding import fold

MAX_LENGTH = 60
"""Longer ids are cut at a hyphen: they become file names and addresses."""

# Greek and Cyrillic letters as they stand on road signs and in passports (ELOT 743; ICAO 9303), after folding.
_SINGLE = ("αβγδεζηικλμνξοπρσςτυφωабвгдезийклмнопрстуфыіј", "avgdeziiklmnxoprsstyfoabvgdeziiklmnoprstufyij")
_SEVERAL = "θ th χ ch ψ ps ж zh х kh ц ts ч ch ш sh щ sht ъ a э e ю yu я ya є ie љ lj њ nj ћ c ђ d џ dz"
_LETTERS = str.maketrans(*_SINGLE, "ь'’") | {
    ord(letter): latin for letter, latin in zip(*[iter(_SEVERAL.split())] * 2, strict=True)
}


def slug(title: str) -> str:
    """An id made from a title; empty when no letter of it has a Latin form.

    >>> slug("Länsstyrelsen’s Summer – Entrepreneur (2010)")
    'lansstyrelsens-summer-entrepreneur-2010'
    """
    text = re.sub(r"[^a-z0-9]+", "-", fold(title).translate(_LETTERS)).strip("-")
    if len(text) <= MAX_LENGTH:
        return text
    return (text[: MAX_LENGTH + 1].rpartition("-")[0] or text[:MAX_LENGTH]).strip("-")
