"""Stems: the forms of a word meet, in each language by its own rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miniexchange.text.folding import tokens
from miniexchange.text.stems import SNOWBALL, primary, stems


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "entrepreneur", "entrepreneurs"),
        ("nl", "ondernemer", "ondernemers"),
        ("de", "Förderung", "Förderungen"),
        ("sv", "företag", "företagen"),
        ("it", "impresa", "imprese"),
        ("fr", "entreprise", "entreprises"),
        ("el", "επιχείρηση", "επιχειρήσεις"),
        ("en-GB", "voucher", "vouchers"),
    ],
)
def test_forms_of_a_word_have_one_stem(language: str, one: str, other: str) -> None:
    assert stems(one, language) == stems(other, language)


def test_different_words_keep_different_stems() -> None:
    assert stems("finance", "en") != stems("final", "en")


def test_accents_that_were_not_typed_make_no_difference() -> None:
    assert stems("vallalkozasok", "hu") == stems("vállalkozások", "hu")


def test_an_unknown_language_has_no_rules() -> None:
    assert stems("Poduzetništvo Poduzetnik", "hr") == ["poduzetnistvo", "poduzetnik"]
    assert stems("Words stay", "xx") == ["words", "stay"]


def test_the_first_part_of_a_tag_counts() -> None:
    assert primary("pt-BR") == "pt"
    assert stems("vouchers", "EN-gb") == stems("vouchers", "en")


@given(st.text(max_size=60), st.sampled_from([*SNOWBALL, "xx"]))
def test_every_word_has_one_stem(text: str, language: str) -> None:
    assert len(stems(text, language)) == len(tokens(text))


@given(st.text(max_size=60))
def test_without_rules_stems_are_tokens(text: str) -> None:
    assert stems(text, "xx") == tokens(text)
