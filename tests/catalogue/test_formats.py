"""What each format takes, what it refuses, and what it advises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miniexchange.catalogue.formats import COUNTRIES, CURRENCIES, FORMATS, LANGUAGES, as_slug, fits

GOOD: dict[str, list[str]] = {
    "partial-date": ["2010", "2010-06", "2010-06-01", "2012-02-29", "0001", "9999-12-31"],
    "end-date": ["2010", "ongoing", "2011-11-30"],
    "web-address": [
        "https://example.org", "http://example.org/a?b=c#d", "HTTPS://EXAMPLE.ORG", "https://example.org:8080/a(b)",
        "https://xn--bcher-kva.example/", "https://bücher.example/käse", "https://[2001:db8::1]/", "https://example.org/%20",
    ],
    "country-code": ["NL", "GR", "GB"],
    "currency-code": ["EUR", "SEK", "PLN", "GBP", "ITL"],
    "language-tag": ["nl", "el", "pt-BR", "sr-Latn", "sr-Latn-RS", "es-419", "ca-valencia", "fry"],
    "nuts-code": ["NL23", "EL63", "UKD3", "NL", "NL2", "NL230", "ITH3"],
    "email-address": ["info@example.org", "summer-office+nl@mail.example.org"],
    "media-path": ["a.jpg", "summer-school/fair.PNG", "a b/c-d_e.pdf", "Käse.jpeg", "a.b.csv"],
    "slug": ["a", "a-b", "2010", "a1-2b", "a" * 80],
    "target-name": ["transfers", "new_firms", "a-b_c", "2010"],
    "level-number": ["1", "9"],
}  # fmt: skip
BAD: dict[str, list[str]] = {
    "partial-date": [
        "10", "201", "20100", "2010-6", "2010-00", "2010-13", "2010-02-30", "2011-02-29", "2010-06-1", "2010-06-01T00:00", "2010/06",
        "June 2010", "ongoing", "0000", "2010-", " 2010", "2010\n", "２０１０", "-2010", "2010-06-00",
    ],
    "end-date": ["Ongoing", "2010-13", "now", "ongoing\n"],
    "web-address": [
        "example.org", "//example.org", "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,a", "mailto:a@example.org",
        "ftp://example.org", "https://", "https:///a", "https:example.org", "http://[::1", "https://a b.org", "https://example.org/\n",
        " https://example.org", "https://example.org/<b>", 'https://example.org/"', "https:\\\\example.org", "https://example.org/\u00a0",
        "java\tscript:alert(1)", "\x01https://example.org", "file:///etc/passwd", "https://?a", "https://#a",
    ],
    "country-code": ["EL", "UK", "nl", "NLD", "XX", "", "N L", "EU"],
    "currency-code": ["€", "eur", "EURO", "XXX", "EU"],
    "language-tag": ["gr", "NL", "en-gb", "Dutch", "n", "en_GB", "xx", "en-", "-en", "english"],
    "nuts-code": ["GR63", "GB", "nl23", "NL2345", "XX12", "2", "NL-23", "NL23\n"],
    "email-address": ["a", "a@b", "@example.org", "a@example", "a b@example.org", "a@exa mple.org", "a@example.org\n", "<a@example.org>"],
    "media-path": [
        "../a.jpg", "a/../b.jpg", "./a.jpg", "/a.jpg", "a//b.jpg", "a.svg", "a.html", "a.exe", "a", "media/a.jpg", "C:a.jpg",
        "a\\b.jpg", "a/.jpg/", "a\n.jpg", "https://example.org/a.jpg", "a.jpg/", "a\u202e.jpg",
    ],
    "slug": ["", "A", "a_b", "-a", "a-", "a--b", "a b", "ä", "a\n", "a" * 81, "a.b"],
    "target-name": ["", "New firms", "_a", "a_", "a__b", "ä", "a\n", "a" * 61],
    "level-number": ["0", "10", "a", "", "²", "１", "1\n", "-1"],
}  # fmt: skip
ADVICE = [
    ("country-code", "EL", "write GR; EL belongs to NUTS codes only"),
    ("country-code", "uk", "write GB; UK belongs to NUTS codes only"),
    ("country-code", "nl", "write NL"),
    ("nuts-code", "GR63", "write EL63"),
    ("nuts-code", "GBD3", "write UKD3"),
    ("nuts-code", "el63", "write EL63"),
    ("currency-code", "€", "write EUR"),
    ("currency-code", "Euro", "write EUR"),
    ("currency-code", "£", "write GBP"),
    ("language-tag", "gr", "write el: gr is a country"),
    ("language-tag", "cz", "write cs: cz is a country"),
    ("language-tag", "EN", "write en"),
    ("language-tag", "pt-br", "write pt-BR"),
    ("web-address", "www.example.org", "write https://www.example.org"),
    ("web-address", 'https://example.org/"', "delete it, or add one at the start"),
    ("media-path", "media/a.jpg", "write a.jpg"),
    ("media-path", "a\\b.jpg", "write a/b.jpg"),
    ("slug", "Night Market", "write night-market"),
    ("slug", "data/practices/night-market.yaml", "write night-market"),
    (
        "end-date",
        "now",
        "write a year, a year and month, or a day: 2010, 2010-06 or 2010-06-01, or `ongoing`",
    ),
]
CASES = [(name, text, True) for name, texts in GOOD.items() for text in texts]
CASES += [(name, text, False) for name, texts in BAD.items() for text in texts]


@pytest.mark.parametrize(("name", "text", "good"), CASES)
def test_formats(name: str, text: str, good: bool) -> None:
    assert fits(name, text) is good


def test_every_format_is_tried() -> None:
    assert set(GOOD) == set(BAD) == set(FORMATS)


@pytest.mark.parametrize(("name", "text", "hint"), ADVICE)
def test_advice(name: str, text: str, hint: str) -> None:
    problem = FORMATS[name](text)
    assert problem is not None
    assert problem.hint == hint


@given(st.sampled_from(sorted(FORMATS)), st.text(max_size=200))
def test_any_text_gets_an_answer_that_fits_on_a_line(name: str, text: str) -> None:
    problem = FORMATS[name](text)
    if problem:
        assert len(problem.message) < 140
        assert problem.hint


@given(st.text(max_size=120))
def test_the_id_that_a_text_comes_nearest_to_is_an_id(text: str) -> None:
    near = as_slug(text)
    assert near == "" or fits("slug", near)


def test_the_lists_of_codes_are_whole() -> None:
    assert len(COUNTRIES) == 249
    assert {"EUR", "SEK", "PLN", "RON", "HUF", "CZK", "DKK", "GBP"} <= CURRENCIES
    assert len(LANGUAGES) in (183, 184)
