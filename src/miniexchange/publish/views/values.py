"""Numbers, money, dates and spans of time as people write them."""

from __future__ import annotations

import re

from miniexchange.catalogue.records import Cost, Money, Period
from miniexchange.publish.views.words import MONTHS, QUALIFIERS

_CURRENCY_UNIT = re.compile(r"([A-Z]{3})(?: (.*))?", re.DOTALL)
_MILLION = 1_000_000


def number(value: float) -> str:
    """1234567 → 1,234,567; 32000000 → 32 million; 2.50 → 2.5. Nothing is rounded."""
    if abs(value) >= _MILLION:
        scale, word = (
            (1_000 * _MILLION, "billion") if abs(value) >= 1_000 * _MILLION else (_MILLION, "million")
        )
        short = f"{value / scale:.2f}".rstrip("0").rstrip(".")
        if float(short) * scale == value:
            return f"{short} {word}"
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,}"


def figure(value: float | None, value_max: float | None, qualifier: str, unit: str) -> tuple[str, str]:
    """A figure and its unit, a currency standing before its number: (`about EUR 32 million`, `of extra turnover`)."""
    if value is None:
        return "", ""
    text = number(value) if value_max is None else f"{number(value)} to {number(value_max)}"
    currency = _CURRENCY_UNIT.fullmatch(unit)
    if currency:
        text, unit = f"{currency.group(1)} {text}", currency.group(2) or ""
    elif unit in ("%", "per cent", "percent"):
        text, unit = f"{text}%", ""
    return f"{QUALIFIERS[qualifier]} {text}" if qualifier in QUALIFIERS else text, unit


def money(value: Money | Cost | None) -> str:
    """An amount with its currency: `about EUR 2.35 million`; empty without one."""
    if value is None:
        return ""
    return figure(value.amount, value.amount_max, value.qualifier, value.currency)[0]


def date(text: str | None) -> str:
    """A partial date in words: 2010, June 2010, 1 June 2010, ongoing."""
    if not text:
        return ""
    parts = text.split("-")
    if not all(part.isdigit() for part in parts):
        return str(text)
    year, month, day = [*parts, "", ""][:3]
    words = (str(int(day)) if day else "", MONTHS[int(month) - 1] if month else "", year)
    return " ".join(word for word in words if word)


def span(period: Period | None) -> str:
    """A period in words: `from 1999`, `since 1999, ongoing`, `2010 to 2012, every year`, `until 2011`."""
    if period is None:
        return ""
    start, end = date(period.start), date(period.end)
    if start and end == "ongoing":
        text = f"since {start}, ongoing"
    elif start and end:
        text = start if start == end else f"{start} to {end}"
    elif start:
        text = f"from {start}"
    else:
        text = end if end in ("", "ongoing") else f"until {end}"
    if period.recurring == "yearly":
        return f"{text}, every year" if text else "every year"
    return text


def count(how_many: int, one: str, several: str = "") -> str:
    """`1 practice`, `3 practices`, `no practices`."""
    several = several or one + "s"
    return f"{number(how_many) if how_many else 'no'} {one if how_many == 1 else several}"
