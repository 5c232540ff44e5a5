"""What is wrong with a filter expression, shown with the place."""

from __future__ import annotations

import unicodedata

from miniexchange.diagnostic import UserError
from miniexchange.query.syntax import Value


class QueryError(UserError):
    """A mistake in a filter expression: `reason`, its `position` (0 is the first character), and in `hint` what to do.

    `message` is the reason with the expression below it and carets under the `length` characters at fault.
    """

    def __init__(self, reason: str, expression: str, position: int, hint: str = "", length: int = 1) -> None:
        self.reason = reason
        self.expression = expression
        self.position = position
        self.length = max(1, length)
        super().__init__(f"{reason}\n{self._marked()}", hint)

    def _marked(self) -> str:
        # A control character would be stripped on its way to the terminal, and move the caret.
        shown = "".join(c if c.isprintable() else "·" for c in self.expression)
        before = sum(map(_width, shown[: self.position]))
        under = sum(map(_width, shown[self.position : self.position + self.length])) or 1
        return f"    {shown}\n    {' ' * before}{'^' * under}"


class Unfit(Exception):
    """A test that a field cannot pass: `reason`, the `value` at fault (None: the operator), and in `hint` what could stand there."""

    def __init__(self, reason: str, value: Value | None, hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.value = value
        self.hint = hint


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
