"""What a screen reader says of an element."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def is_spoken(element: Any) -> bool:
    """Whether an element has a name that can be said: its own, or the words of what is in it."""
    return is_named(element) or any(piece.strip() for piece in _pieces(element))


def is_named(element: Any) -> bool:
    """Whether an attribute names the element."""
    return any((element.get(name) or "").strip() for name in ("aria-label", "aria-labelledby", "title"))


def is_passed_over(element: Any) -> bool:
    """Whether a screen reader passes over an element, because it or something around it says so."""
    if element.get("role") in ("presentation", "none"):
        return True
    return any(
        one.get("aria-hidden") == "true" or one.get("hidden") is not None
        for one in (element, *element.iterancestors())
    )


def _pieces(element: Any) -> Iterator[str]:
    """The words in an element, in no order: only whether there are any is asked."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if one.get("aria-hidden") == "true":
            continue
        yield one.get("aria-label") or ""
        yield one.text or ""
        if one.tag == "img":
            yield one.get("alt") or ""
        for child in one:
            yield child.tail or ""
            if isinstance(child.tag, str):  # neither a comment nor an instruction
                waiting.append(child)
