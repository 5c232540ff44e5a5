"""From what somebody typed to the parts of a query.

expression = alternative { "or" alternative }
alternative = part { [ "and" ] part }
part        = ( "not" | "-" ) part | "(" expression ")" | field operator values | values
values      = value { "," value }
value       = word | quoted phrase
operator    = ":" | "=" | "!=" | ">=" | ">" | "<=" | "<"
"""

from __future__ import annotations

import re

from miniexchange.query.errors import QueryError
from miniexchange.query.syntax import (
    FIELD_NAME,
    OPERATORS,
    QUOTES,
    WORDS_OF_LOGIC,
    And,
    FieldTest,
    Node,
    Not,
    Or,
    Query,
    Text,
    Value,
)
from miniexchange.text.folding import tokens

DEEPEST = 40
"""How deep parentheses and negations may nest."""
LONGEST = 4000
"""How many characters an expression may have."""

_SPACE = re.compile(r"\s*")
_OPERATOR = re.compile(r"\s*(" + "|".join(OPERATORS) + ")")
_BARE = re.compile(rf"[^\s(),:=<>{QUOTES}]+")
_VALUE = re.compile(rf"[^\s(),:=<>{QUOTES}][^\s(),{QUOTES}]*")
_QUOTED = re.compile(rf"[{QUOTES}]((?:[^{QUOTES}\\]|\\.)*)[{QUOTES}]", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_LOGIC = re.compile(rf"({'|'.join(WORDS_OF_LOGIC)})(?![^\s(){QUOTES}])", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*")


def parse(expression: str) -> Query:
    """The query that an expression says; an empty one finds everything. Raises QueryError, and nothing else."""
    return _Parser(expression).query()


class _Parser:
    def __init__(self, expression: str) -> None:
        self.text = expression
        self.at = 0
        self.depth = 0

    def query(self) -> Query:
        if len(self.text) > LONGEST:
            where = f"an expression may have {LONGEST:,} characters; this one has {len(self.text):,}"
            raise QueryError(where, self.text[:60] + "…", 60, "split it, or save a shorter one")
        self._skip()
        if self._at_end():
            return Query(And(()), self.text)
        root = self._expression()
        if not self._at_end():
            raise self._error(
                "a `)` without its `(`", "take it away, or put `(` before the part that it closes"
            )
        return Query(root, self.text)

    def _expression(self) -> Node:
        alternatives = [self._alternative()]
        while self._take_logic("or"):
            alternatives.append(self._alternative())
        return alternatives[0] if len(alternatives) == 1 else Or(tuple(alternatives))

    def _alternative(self) -> Node:
        parts = [self._part()]
        while True:
            if self._take_logic("and"):
                parts.append(self._part())
            elif self._at_end() or self.text[self.at] == ")" or self._next_logic().lower() == "or":
                return parts[0] if len(parts) == 1 else And(tuple(parts))
            else:
                parts.append(self._part())

    def _part(self) -> Node:
        negations = 0
        while True:
            if self._take_logic("not"):
                negations += 1
            elif self.text[self.at : self.at + 1] == "-" and self._binds(self.at + 1):
                negations += 1
                self.at += 1
            else:
                break
        self._descend(negations)
        node = self._group() if self.text[self.at : self.at + 1] == "(" else self._leaf()
        self.depth -= negations
        for _ in range(negations):
            node = Not(node)
        return node

    def _descend(self, levels: int) -> None:
        self.depth += levels
        if self.depth > DEEPEST:
            raise self._error(f"it nests deeper than {DEEPEST}", "write it with fewer parentheses")

    def _binds(self, place: int) -> bool:
        """True when something stands right after a `-`, so that the `-` means not."""
        return place < len(self.text) and not self.text[place].isspace() and self.text[place] not in "),"

    def _group(self) -> Node:
        opened = self.at
        self._descend(1)
        self.at += 1
        self._skip()
        if self.text[self.at : self.at + 1] == ")":
            raise self._error(
                "nothing between `(` and `)`", "write a word or a test such as `theme:finance` there", opened
            )
        node = self._expression()
        if self._at_end():
            raise self._error("this `(` has no `)`", "close it", opened)
        self.at += 1
        self.depth -= 1
        self._skip()
        return node

    def _leaf(self) -> Node:
        if self._at_end():
            raise self._error(
                "something is missing here", "write a word or a test such as `theme:finance`, or end before"
            )
        logic = self._next_logic()
        if logic:
            raise self._error(
                f"`{logic}` has nothing to join here",
                f'to look for the word itself, write "{logic}"',
                length=len(logic),
            )
        start = self.at
        name = FIELD_NAME.match(self.text, start)
        if name:
            operator = _OPERATOR.match(self.text, name.end())
            if operator:
                return self._test(name.group(), operator.group(1), start, operator.end())
        return Text(self._words())

    def _test(self, name: str, operator: str, start: int, after: int) -> Node:
        self.at = after
        self._skip()
        if self._at_end() or self.text[self.at] in "),":
            raise self._error(
                f"`{name}{operator}` lacks its value",
                f"such as `{name}{operator}…`, or `{name}:*` for any value",
                start,
                len(name),
            )
        values = self._list(_VALUE)
        compares = operator not in (":", "=", "!=")
        if compares and len(values) > 1:
            second = values[1]
            hint = "write a test for each, with `or` between"
            raise self._error(f"`{operator}` takes one value", hint, second.position, second.length)
        star = next((value for value in values if value.is_star), None)
        if star and (compares or len(values) > 1):
            hint = f"`{name}:*` finds every record that has the field"
            raise self._error("`*` stands alone, after `:`", hint, star.position)
        return FieldTest(name, operator, values, start)

    def _words(self) -> tuple[Value, ...]:
        values = self._list(_BARE)
        for value in values:
            if not tokens(value.text):
                raise self._error(
                    "there is no letter or digit to look for",
                    "take it away, or put a word there",
                    value.position,
                    value.length,
                )
        return values

    def _list(self, word: re.Pattern[str]) -> tuple[Value, ...]:
        """Values with commas between; ends behind the space that follows."""
        values = [self._value(word)]
        while comma := _COMMA.match(self.text, self.at):
            place, self.at = comma.end() - 1, comma.end()
            if self._at_end() or self.text[self.at] in "),":
                raise self._error(
                    "nothing follows the comma",
                    "a comma means `or`: write another value, or take it away",
                    self.text.rindex(",", 0, place + 1),
                )
            values.append(self._value(word))
        self._skip()
        return tuple(values)

    def _value(self, word: re.Pattern[str]) -> Value:
        start = self.at
        if self.text[start] in QUOTES:
            quoted = _QUOTED.match(self.text, start)
            if quoted is None:
                raise self._error(
                    "this quotation mark is never closed",
                    'close the phrase with `"`, or take the mark away',
                    start,
                )
            self.at = quoted.end()
            return Value(_ESCAPE.sub(r"\1", quoted.group(1)), True, start, self.at - start)
        bare = word.match(self.text, start)
        if bare is None:
            sign = self.text[start]
            hint = "a test is written field, sign, value: `theme:finance`; put other text in quotation marks"
            raise self._error(
                f"`{sign}` has no field before it" if sign in ":=<>" else f"`{sign}` cannot stand here",
                hint,
                start,
            )
        self.at = bare.end()
        return Value(bare.group(), False, start, self.at - start)

    # Small steps

    def _at_end(self) -> bool:
        return self.at >= len(self.text)

    def _skip(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _next_logic(self) -> str:
        """`and`, `or` or `not` when it comes next, as typed; else nothing. Before `:` or `=` it is a field like any other."""
        match = _LOGIC.match(self.text, self.at)
        return match.group(1) if match else ""

    def _take_logic(self, word: str) -> bool:
        if self._next_logic().lower() != word:
            return False
        self.at += len(word)
        self._skip()
        return True

    def _error(self, reason: str, hint: str, position: int | None = None, length: int = 1) -> QueryError:
        place = self.at if position is None else position
        return QueryError(reason, self.text, min(place, len(self.text)), hint, length)
