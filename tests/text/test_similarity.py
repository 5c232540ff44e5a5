"""Suggestions for mistyped words, and titles that are nearly the same."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miniexchange.text.similarity import near_duplicates, nearest

FIELDS = [
    "themes",
    "title",
    "evidence.levels.nesta",
    "evidence.levels.oecd",
    "region",
    "period.start",
    "status",
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("theme", "themes"),
        ("tilte", "title"),
        ("Régión", "region"),
        ("nesta", "evidence.levels.nesta"),
        ("statsu", "status"),
    ],
)
def test_the_nearest_comes_first(typed: str, meant: str) -> None:
    assert nearest(typed, FIELDS)[0] == meant


@pytest.mark.parametrize("typed", ["", "…", "zzzz", "x", "population"])
def test_nothing_is_suggested_when_nothing_is_near(typed: str) -> None:
    assert nearest(typed, FIELDS) == []


def test_ties_go_to_the_shorter_and_then_to_the_alphabet() -> None:
    assert nearest("aaab", ["aaad", "aaac"], limit=2) == ["aaac", "aaad"]
    assert nearest("seed", ["new-seed-fund", "seed-fund"]) == ["seed-fund", "new-seed-fund"]


@given(st.lists(st.text("abcde-", max_size=8), max_size=8), st.text("abcde-", max_size=8))
def test_suggestions_come_from_the_candidates_in_an_order_of_their_own(
    candidates: list[str], typed: str
) -> None:
    found = nearest(typed, candidates)
    assert len(found) <= 3
    assert set(found) <= set(candidates)
    assert nearest(typed, list(reversed(candidates))) == found


def test_titles_that_are_nearly_the_same() -> None:
    titles = {
        "a": "Summer Entrepreneur",
        "b": "Summer entrepreneurs",
        "c": "Entrepreneur, Summer",
        "d": "Innovation vouchers for small firms in Flevoland",
        "e": "Inovation vouchers for small firms in Flevoland",
        "f": "Guarantee fund",
    }
    pairs = {(one, other) for one, other, _ in near_duplicates(titles)}
    assert pairs == {("a", "b"), ("a", "c"), ("d", "e")}


def test_equal_titles_are_paired_in_a_chain_with_the_full_score() -> None:
    titles = {"c": "Déjà vu", "a": "deja vu", "b": "DEJA VU"}
    assert near_duplicates(titles) == [("a", "b", 100.0), ("b", "c", 100.0)]


def test_titles_that_differ_in_a_number_are_not_near() -> None:
    assert (
        near_duplicates({"a": "Regional call for exporters 2013", "b": "Regional call for exporters 2014"})
        == []
    )


def test_the_threshold_is_the_likeness() -> None:
    titles = {"a": "Guarantee fund for firms", "b": "Guarantee funds for firm"}
    assert near_duplicates(titles, threshold=99) == []
    [(_, _, likeness)] = near_duplicates(titles, threshold=80)
    assert 80 <= likeness < 99


def test_titles_without_letters_are_left_alone() -> None:
    assert near_duplicates({"a": "…", "b": "—", "c": ""}) == []


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.text("ab cd1", max_size=12), max_size=12))
def test_pairs_are_sorted_and_each_is_there_once(titles: dict[str, str]) -> None:
    pairs = near_duplicates(titles, threshold=70)
    assert pairs == sorted(pairs)
    assert all(one < other for one, other, _ in pairs)
    assert len({(one, other) for one, other, _ in pairs}) == len(pairs)
    backwards = dict(reversed(titles.items()))
    assert near_duplicates(backwards, threshold=70) == pairs


def test_time_grows_with_the_number_of_titles_even_where_all_share_their_words() -> None:
    words = [
        f"{first}{last}"
        for first in ("inno", "sup", "reg", "entre")
        for last in ("va", "po", "ne", "tri", "lo", "mu")
    ]

    def seconds(number: int) -> float:
        draw = random.Random(number)
        titles = {f"{n:05}": " ".join(draw.choices(words, k=7)) for n in range(number)}
        started = time.process_time()
        near_duplicates(titles)
        return time.process_time() - started

    seconds(200)
    small = min(seconds(1_500) for _ in range(3))
    assert min(seconds(9_000) for _ in range(2)) < 12 * small  # 6 × the titles; 36 × would be quadratic
