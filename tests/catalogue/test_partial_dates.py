"""Partial dates cover the whole of what they leave open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miniexchange.catalogue.dates import PartialDate, date_span, ends_before

days = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
partial = st.one_of(
    days.map(lambda day: day.isoformat()),
    days.map(lambda day: day.isoformat()[:7]),
    days.map(lambda day: day.isoformat()[:4]),
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2010", date(2010, 1, 1), date(2010, 12, 31)),
        ("2010-06", date(2010, 6, 1), date(2010, 6, 30)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("1900-02", date(1900, 2, 1), date(1900, 2, 28)),
        ("2010-06-01", date(2010, 6, 1), date(2010, 6, 1)),
        ("ongoing", date.max, date.max),
    ],
)
def test_spans(text: str, first: date, last: date) -> None:
    assert date_span(text) == (first, last) == PartialDate(text).span


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2010-13", "there is no month 13"),
        ("2010-00", "there is no month 00"),
        ("2011-02-29", "February 2011 has no day 29"),
        ("2010-06-31", "June 2010 has no day 31"),
        ("2010-06-00", "June 2010 has no day 00"),
        ("0000", "there is no year 0000"),
        ("summer", "`summer` is not a date"),
        ("2010.0", "`2010.0` is not a date"),
        ("", "`` is not a date"),
    ],
)
def test_what_is_no_date(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        date_span(text)


@pytest.mark.parametrize(
    ("end", "start", "before"),
    [
        ("2011", "2011-02", False),
        ("2011-01", "2011-02", True),
        ("2010", "2011", True),
        ("2011", "2011", False),
        ("2011-02-27", "2011-02", False),
        ("2011-02-27", "2011-02-28", True),
        ("ongoing", "2026", False),
    ],
)
def test_an_end_before_a_start(end: str, start: str, before: bool) -> None:
    assert ends_before(end, start) is before


@given(days)
def test_a_month_is_within_its_year_and_a_day_within_its_month(day: date) -> None:
    year, month, exact = (date_span(day.isoformat()[:length]) for length in (4, 7, 10))
    assert year[0] <= month[0] <= exact[0] == day == exact[1] <= month[1] <= year[1]
    for first, last in (year, month):
        assert first.day == 1
        assert last == date.max or (last + timedelta(days=1)).day == 1


@given(partial, partial)
def test_of_two_dates_at_most_one_ends_before_the_other(one: str, other: str) -> None:
    assert not (ends_before(one, other) and ends_before(other, one))
    assert ends_before(one, other) == (date_span(one)[1] < date_span(other)[0])
    assert not ends_before(one, one)


@given(st.text("0123456789-", max_size=11))
def test_a_text_is_a_date_or_no_date(text: str) -> None:
    try:
        first, last = date_span(text)
    except ValueError:
        return
    assert first <= last
    assert text == first.isoformat()[: len(text)]
