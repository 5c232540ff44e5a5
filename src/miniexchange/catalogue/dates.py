"""Partial dates: as exactly as something is known, covering the whole of what they leave open."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class PartialDate(str):
    """`2010`, `2010-06` or `2010-06-01`; also `ongoing` where an end is meant. Text, so that it prints as it was written."""

    __slots__ = ()

    @property
    def span(self) -> tuple[date, date]:
        """First and last day that it may mean; `ongoing` ends on the last day there is."""
        return date_span(self)


@lru_cache(maxsize=4096)
def date_span(text: str) -> tuple[date, date]:
    """First and last day of a partial date; raises ValueError for anything else."""
    if text == "ongoing":
        return date.max, date.max
    match = _FORM.fullmatch(text)
    if match is None:
        shown = text if len(text) <= 40 else text[:37] + "…"
        raise ValueError(f"`{shown}` is not a date")
    year, month, day = (int(part) if part else None for part in match.groups())
    if not year:
        raise ValueError("there is no year 0000")
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month:02}")
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, last)
    if not 1 <= day <= last:
        raise ValueError(f"{calendar.month_name[month]} {year} has no day {day:02}")
    return date(year, month, day), date(year, month, day)


def ends_before(end: str, start: str) -> bool:
    """True when `end` lies wholly before `start`: an end of `2011` is not before a start of `2011-02`."""
    return date_span(end)[1] < date_span(start)[0]
