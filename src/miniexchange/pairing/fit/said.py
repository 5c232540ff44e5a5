"""What a practice says: the words of its texts, which are all that the comparison of texts asks of them."""

from __future__ import annotations

from typing import NamedTuple

from miniexchange.catalogue.records import Practice
from miniexchange.text.folding import words


class Said(NamedTuple):
    """The words of a practice as they are spelled, in order.

    `own` are those of its title, keywords and texts, `other` those of their translations. `more`: it says more than its title, in any language.
    """

    own: list[str]
    other: list[str]
    more: bool


def said(practice: Practice) -> Said:
    """The words of a practice whose texts are at hand."""
    own = (
        practice.title,
        *practice.keywords,
        practice.summary,
        practice.problem,
        practice.description,
    )
    fields = [text for fields in practice.translations.values() for text in fields.values()]
    other = (*practice.original_title.values(), *(text for text in fields if isinstance(text, str)))
    translated = any(set(fields) - {"title"} for fields in practice.translations.values())
    more = translated or any((practice.summary, practice.problem, practice.description))
    return Said(words("\n".join(own)), words("\n".join(other)), more)
