"""Single fields of a JSON document: what they hold, or a UserError with the place of what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from miniexchange.diagnostic import UserError

FORM = "docs/pairing.md describes the form"


def word_column(rows: list[list[Any]], position: int) -> list[str]:
    """One position of every row, all of them ids."""
    found = [row[position] for row in rows]
    if any(type(name) is not str for name in found):
        i = next(i for i, name in enumerate(found) if type(name) is not str)
        raise UserError(f"scores[{i}] names {found[i]!r:.80}", "ids are words in quotation marks")
    return found


def check_words(words: list[str]) -> None:
    """Raises UserError for text that no file can hold."""
    try:
        "".join(words).encode()
    except UnicodeEncodeError as wrong:
        raise UserError(
            f"a name holds {wrong.object[wrong.start]!a}, which cannot be written", "mend or leave it out"
        ) from None


def whole_number(found: Mapping[str, Any], key: str, where: str) -> int:
    """A whole number that must be there."""
    value = found.get(key)
    if type(value) is not int:
        raise UserError(
            f"{where} has no {key}" if value is None else f"{where}: {key} is {value!r:.80}",
            "write a whole number",
        )
    return value


def word(found: Mapping[str, Any], key: str, where: str) -> str:
    """An id that must be there."""
    value = found.get(key)
    if type(value) is not str or not value:
        raise UserError(f"{where} has no {key}", FORM)
    return value


def entries(top: Mapping[str, Any], key: str) -> list[Any]:
    """A list that must be there."""
    value = top.get(key)
    if type(value) is not list:
        raise UserError(f"`{key}` is not a list" if key in top else f"there are no `{key}`", FORM)
    return value


def mapping(value: Any, what: str) -> Mapping[str, Any]:
    """A value that must be a mapping; `what` names it."""
    if type(value) is not dict:
        raise UserError(f"{what} is not a mapping", FORM)
    return value
