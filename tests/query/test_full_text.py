"""Full text: what is found in a record, how it is ranked, and what the cache may change (nothing)."""

from __future__ import annotations

import copy
from collections.abc import Sequence

import pytest
from memory_catalogue import DOCUMENTS, Memory, memory

from miniexchange.catalogue.kinds import KINDS
from miniexchange.query import Hit, find, parse

CATALOGUE = memory(DOCUMENTS)


def hits(expression: str, kinds: Sequence[str] = ("practice",), catalogue: Memory = CATALOGUE) -> list[Hit]:
    return find(parse(expression), kinds, catalogue)


def ids(expression: str, kinds: Sequence[str] = ("practice",)) -> set[str]:
    return {hit.row.id for hit in hits(expression, kinds)}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("summer", {"summer", "mikrofond", "zomer"}),  # the last by what it was copied from
        ("entrepreneurs", {"summer", "zomer"}),
        ("SUMMER Entrepreneur", {"summer", "zomer"}),
        ('"summer entrepreneur"', {"summer", "zomer"}),
        ('"entrepreneur summer"', set()),
        ("holiday", {"summer"}),  # the summary has `holidays`
        ("self-employment", {"summer"}),  # two words, one after the other
        ("receiving", {"summer"}),  # in the description, which slim rows lack
        ("guarantee", {"engineering"}),
        ("ondernemer", {"summer"}),  # of the Dutch translation, by Dutch rules
        ("sommarlovsentreprenor", {"summer"}),
        ("veneto", {"engineering", "bare"}),  # the name of its region
        ("sweden", {"summer"}),
        ("mainstreaming", {"zomer", "engineering"}),  # the title of its project
        ("finance", set()),  # the label of the wider term is not the record's
        ("såddkapital", {"engineering"}),  # the label of its term, in another language
        ("saddkapital", {"engineering"}),
        ("Νεανική", {"summer", "zomer"}),
        ("county", {"mikrofond"}),
        ("example.org", set()),  # addresses are not text
        ("published", set()),  # nor are words that say where the record stands
        ("pupils,guarantee", {"summer", "engineering"}),
        ("summer -theme:youth", {"mikrofond"}),
        ("summer not lent", {"summer", "zomer"}),
        ("-summer", {"engineering", "bare"}),
        ("pupils or theme:clusters", {"summer", "engineering"}),
        ("zzz", set()),
    ],
)
def test_what_is_found(expression: str, expected: set[str]) -> None:
    assert ids(expression) == expected


def test_a_phrase_does_not_run_from_one_text_into_the_next() -> None:
    documents = copy.deepcopy(dict(DOCUMENTS))
    documents["practice"]["bare"] = {
        "title": "Bare",
        "region": "veneto",
        "status": "draft",
        "stakeholders": ["The seed", "Capital city"],
    }
    catalogue = memory(documents)
    assert [hit.row.id for hit in hits("seed city", catalogue=catalogue)] == ["bare"]
    assert "bare" not in {hit.row.id for hit in hits('"seed capital"', catalogue=catalogue)}


def test_the_names_of_deduced_fields_are_no_text() -> None:
    documents = copy.deepcopy(dict(DOCUMENTS))
    documents["practice"]["bare"] |= {"inferred_fields": ["stakeholders"], "note": "Deduced."}
    catalogue = memory(documents)
    assert hits("stakeholders", catalogue=catalogue) == []
    assert len(hits("deduced", catalogue=catalogue)) == 1


def test_every_kind_has_text() -> None:
    assert ids("veneto", KINDS) == {"veneto", "engineering", "bare", "venice", "mini", "summer-veneto"}
    assert ids("northern", ["exchange"]) == {"engineering-north"}
    assert ids("microcredit", ["vocabulary"]) == {"themes"}


def test_a_word_in_the_title_counts_more_than_one_in_the_text() -> None:
    found = hits("summer")
    assert found[0].row.id == "summer"
    assert found[0].score > found[1].score >= found[2].score > 0


def test_scores_add_up_and_those_of_excluded_words_do_not_count() -> None:
    [both] = hits("summer holidays")
    [one] = [hit for hit in hits("summer") if hit.row.id == "summer"]
    [other] = hits("holidays")
    assert both.score == pytest.approx(one.score + other.score)
    assert [hit.score for hit in hits("summer -zzz")] == [hit.score for hit in hits("summer")]
    assert [hit.score for hit in hits("-zzz")] == [0.0] * 5


def test_a_label_in_many_languages_does_not_count_many_times() -> None:
    documents = copy.deepcopy(dict(DOCUMENTS))
    same = dict.fromkeys(("en", "nl", "de", "sv", "fr", "pt"), "Clusters")
    documents["vocabulary"]["themes"]["terms"]["clusters"]["label"] = same
    [many] = hits("clusters", catalogue=memory(documents))
    [one] = hits("clusters")
    assert many.score < 1.5 * one.score


def test_the_index_is_kept_and_gives_the_same_answer() -> None:
    catalogue = memory(DOCUMENTS)
    fresh = hits("summer or veneto", catalogue=catalogue)
    assert len(catalogue.read) == sum(map(len, DOCUMENTS.values()))
    catalogue.read.clear()
    assert hits("summer or veneto", catalogue=catalogue) == fresh
    assert catalogue.read == []


@pytest.mark.parametrize("damage", ["gone", "cut", "other", "empty"])
def test_a_damaged_or_older_index_is_made_again(damage: str) -> None:
    catalogue = memory(DOCUMENTS)
    fresh = hits("summer", catalogue=catalogue)
    kept = catalogue.kept["fulltext"]
    header = kept.index(b"SQLite")
    catalogue.kept["fulltext"] = {
        "gone": b"fulltext 0\n",
        "cut": kept[: header + 500],
        "other": kept[:header] + b"?" * 5000,
        "empty": kept[:header],
    }[damage]
    assert hits("summer", catalogue=catalogue) == fresh
    assert catalogue.kept["fulltext"] == kept


def test_a_changed_record_makes_a_new_index() -> None:
    catalogue = memory(DOCUMENTS)
    assert hits("lighthouse", catalogue=catalogue) == []
    documents = copy.deepcopy(dict(DOCUMENTS))
    documents["practice"]["bare"]["title"] = "A lighthouse"
    changed = memory(documents)
    changed.kept = catalogue.kept
    assert [hit.row.id for hit in hits("lighthouses", catalogue=changed)] == ["bare"]


def test_the_index_is_not_touched_when_no_record_is_left_to_judge() -> None:
    catalogue = memory(DOCUMENTS)
    assert hits("(summer or holiday) country:DE", catalogue=catalogue) == []
    assert catalogue.kept == {}
