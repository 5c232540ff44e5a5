"""The page of the cloud: which terms it has, their counts, what stands together, and the lists beside it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from site_reader import PageReader
from small_catalogue import Documents, build, catalogue_of, documents

from catalogues import CHECKOUT
from miniexchange.check.run import open_catalogue
from miniexchange.pairing import Request, propose
from miniexchange.publish.indexes import FACETS
from miniexchange.publish.language import interface
from miniexchange.publish.pictures.cloud import CloudTerm
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.stock import InMemory
from miniexchange.publish.views.cloud import cloud_view, together
from miniexchange.publish.views.scope import Scope


def scope_of(records: Documents, language: str = "en") -> Scope:
    catalogue = catalogue_of(records)
    return Scope(Shelf(InMemory(catalogue), propose(catalogue, Request(as_of=date.max))), interface(language))


def lists_of(records: Documents, language: str = "en") -> dict[str, list[tuple[str, int]]]:
    view: Any = cloud_view(scope_of(records, language))
    return {of["title"]: [(term["title"], term["count"]) for term in of["terms"]] for of in view["lists"]}


def test_terms_with_the_counts_of_their_pages() -> None:
    lists = lists_of(documents())
    assert lists["Themes"] == [("Finance", 2), ("Vouchers", 2), ("Entrepreneurship", 1)]
    assert lists["Challenges"] == [("Access to finance", 2)]
    scope = scope_of(documents())
    view: Any = cloud_view(scope)
    for term in (term for of in view["lists"] for term in of["terms"]):
        vocabulary, name = term["page"].split("/")
        assert term["count"] == len(scope.shelf.index(f"practices-about/{vocabulary}", name)) > 0


def test_nothing_is_shown_that_no_practice_has() -> None:
    records = documents()
    records["vocabulary"]["themes"]["terms"]["unused"] = {"label": {"en": "unused"}}
    assert lists_of(records) == lists_of(documents())
    for practice in records["practice"].values():
        practice["status"] = "draft"
    assert lists_of(records) == {}


def test_what_is_used_together_is_counted_as_by_hand() -> None:
    """Against all pairs of all practices of the shipped catalogue, wider terms included."""
    catalogue = open_catalogue(CHECKOUT)
    shelf = Shelf(InMemory(catalogue), propose(catalogue, Request(as_of=date.max)))
    practices = shelf.practice_facts()
    held = []
    for facts in practices:
        ids = {
            f"{vocabulary}/{term}"
            for field, vocabulary in FACETS.items()
            for own in getattr(facts, field)
            for term in (own, *shelf.terms(vocabulary).ancestors(own))
        }
        held.append(sorted(ids))
    counts = Counter(i for ids in held for i in ids)
    pairs = Counter(pair for ids in held for pair in combinations(ids, 2))
    assert len(counts) < 150 and max(pairs.values()) > 5
    terms = [CloudTerm(i, i, "", number, "") for i, number in counts.items()]
    found = together(shelf, practices, terms)
    assert {tuple(sorted(pair)): number for pair, number in found.items()} == dict(pairs)


def test_a_term_without_a_label_in_the_pages_language_is_marked() -> None:
    records = documents()
    records["vocabulary"]["themes"]["terms"]["finance"]["label"]["de"] = "Finanzen"
    view: Any = cloud_view(scope_of(records, "de"))
    marked = {term["title"]: term["lang"] for of in view["lists"] for term in of["terms"]}
    assert (marked["Finanzen"], marked["Vouchers"]) == ("", "en")
    words = {word["title"]: word["lang"] for word in view["cloud"]["forms"][0]["words"]}
    assert (words["Finanzen"], words["Vouchers"]) == ("", "en")


def test_every_word_of_the_picture_and_of_the_lists_is_a_link(tmp_path: Path) -> None:
    site = build(tmp_path).home.parent
    page = PageReader((site / "cloud.html").read_text("utf-8"))
    assert page.misnested == [] and page.tags.count("h1") == 1
    inner = [value for value in page.values("href") if value.startswith(("themes/", "challenges/"))]
    assert inner.count("themes/vouchers.html") == 3  # two layouts and the list
    assert inner.count("challenges/access-to-finance.html") == 3
    book = (site / "markdown/cloud.md").read_text("utf-8")
    assert "- [Finance](themes/finance.md): 2" in book
