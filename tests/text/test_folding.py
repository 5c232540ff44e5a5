"""Folding and words: what counts as the same for somebody who types it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miniexchange.text.folding import fold, hyphenated, tokens, words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Länsstyrelsen", "lansstyrelsen"),
        ("ΕΛΛΆΔΑ", "ελλαδα"),
        ("Επιχειρήσεις", "επιχειρησεισ"),  # the final sigma is a sigma
        ("straße", "strasse"),
        ("STRASSE", "strasse"),
        ("Ærø", "aero"),
        ("Łódź", "lodz"),
        ("Đakovo", "dakovo"),
        ("İstanbul", "istanbul"),
        ("Iıİi", "iiii"),
        ("œuvre", "oeuvre"),
        ("Maramureș", "maramures"),
        ("re\u0301gion", "region"),  # the accent typed as a character of its own
        ("ﬁnance", "finance"),  # a ligature, as copied from a PDF
        ("entre\u00adpreneur", "entrepreneur"),  # a soft hyphen
        ("２０１０", "2010"),
        ("", ""),
    ],
)
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_marks_of_other_scripts_are_letters_and_stay() -> None:
    assert fold("हिन्दी") == "हिन्दी"


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_capitals_do_not_count_in_latin_greek_and_cyrillic_letters() -> None:
    letters = [chr(code) for code in (*range(0x250), *range(0x370, 0x530))]
    assert [c for c in letters if fold(c.upper()) != fold(c.lower())] == []


@given(st.text(max_size=40))
def test_words_are_the_tokens_before_folding(text: str) -> None:
    assert [fold(word) for word in words(text)] == tokens(text)


def test_tokens_are_runs_of_letters_and_digits() -> None:
    assert tokens("L'impresa: start-up_2.0 (50%)!") == ["l", "impresa", "start", "up", "2", "0", "50"]


def test_hyphenated() -> None:
    assert hyphenated("Women’s Entrepreneurship ") == "women-s-entrepreneurship"
    assert hyphenated("…") == ""
