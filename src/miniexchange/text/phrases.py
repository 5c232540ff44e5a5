"""Names and numbers in English sentences."""

from __future__ import annotations

from collections.abc import Iterable


def listed(words: Iterable[str], *, most: int | None = None) -> str:
    """“a, b and c”; of more than `most`, the rest as “and 2 more”."""
    found = list(words)
    if most is not None and len(found) > most:
        found = [*found[: most - 1], f"{len(found) - most + 1} more"]
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def either(words: Iterable[str]) -> str:
    """“a, b or c”."""
    found = list(words)
    return " or ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def counted(number: int, one: str, many: str = "") -> str:
    """“1 practice”, “2 practices”."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def quoted(text: str) -> str:
    """A title in quotation marks."""
    return f"‘{text}’"


def inside(label: str) -> str:
    """A label as it reads inside a sentence: lower-case at its start, unless it begins with a capital word such as SMEs."""
    return label if len(label) > 1 and label[1].isupper() else label[:1].lower() + label[1:]
