"""Comparisons of numbers, money and dates, each taken as a span: a date covers all that it leaves open, a range all it names."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from miniexchange.catalogue.dates import date_span
from miniexchange.query.errors import Unfit
from miniexchange.query.fields import Way
from miniexchange.query.syntax import Value

Matcher = Callable[[list[Any]], bool]
"""Whether any value of a field matches."""

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
_MONEY = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))([A-Za-z]{3})?")


def compared(way: Way, operator: str, value: Value) -> Matcher:
    """The function for `field>=value` and its like; raises Unfit for a field or a value that cannot be compared."""
    if way.type == "number":
        return _numbers(way, operator, value)
    if way.type == "money":
        return _money(way, operator, value)
    if way.type == "date":
        return _dates(way, operator, value)
    hint = f"write {way.name}:{value.text}"
    if way.type == "group":
        parts = [
            name
            for name in (way.schema or {}).get("properties", {})
            if name in ("start", "end", "count", "value", "date")
        ]
        hint = (
            f"name a field of it, such as {', '.join(f'{way.name}.{part}' for part in parts)}"
            if parts
            else hint
        )
    raise Unfit(f"`{operator}` compares numbers, dates and money; `{way.name}` is none of these", None, hint)


def _numbers(way: Way, operator: str, value: Value) -> Matcher:
    if not _NUMBER.fullmatch(value.text):
        raise Unfit(
            f"{value.text!r} is no number", value, f"`{way.name}` is a number: write {way.name}{operator}3"
        )
    wanted = float(value.text)
    compare = _SPANS[operator]
    return lambda found: any(
        compare(number, number, wanted, wanted) for number in found if type(number) in (int, float)
    )


def _money(way: Way, operator: str, value: Value) -> Matcher:
    """The amount, or the whole range of one given from … to; other currencies only count where none is asked for."""
    match = _MONEY.fullmatch(value.text)
    if match is None:
        raise Unfit(
            f"{value.text!r} is no amount",
            value,
            f"write digits, with a currency if you like: {way.name}>=100000EUR",
        )
    wanted, currency = float(match.group(1)), (match.group(2) or "").upper()
    compare = _SPANS[operator]

    def matches(found: list[Any]) -> bool:
        for money in found:
            if (
                type(money) is dict
                and "amount" in money
                and (not currency or money.get("currency") == currency)
            ):
                least = money["amount"]
                if compare(least, max(least, money.get("amount_max", -math.inf)), wanted, wanted):
                    return True
        return False

    return matches


def _dates(way: Way, operator: str, value: Value) -> Matcher:
    """Dates cover all that they leave open: `2010` may be `2010-06`, so it is equal to it, and also before and after it."""
    try:
        start, end = date_span(value.text)
    except ValueError as error:
        raise Unfit(
            str(error), value, "write a year, a month or a day: 2010, 2010-06 or 2010-06-01"
        ) from None
    compare = _SPANS[operator]
    judged: dict[Any, bool] = {}

    def judge(written: Any) -> bool:
        try:
            first, last = date_span(str(written))
        except ValueError:
            return False
        return compare(first, last, start, end)

    def matches(found: list[Any]) -> bool:
        for written in found:
            if written not in judged:
                judged[written] = judge(written)
            if judged[written]:
                return True
        return False

    return matches


Point = Any  # float or date: what a span begins and ends with
_SPANS: dict[str, Callable[[Point, Point, Point, Point], bool]] = {
    "=": lambda first, last, start, end: bool(first <= end and last >= start),
    "<": lambda first, last, start, end: bool(first < start),
    "<=": lambda first, last, start, end: bool(first <= end),
    ">": lambda first, last, start, end: bool(last > end),
    ">=": lambda first, last, start, end: bool(last >= start),
}
"""Whether a span `first`–`last` may compare so with another `start`–`end`."""
