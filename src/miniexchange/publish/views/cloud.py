"""The cloud of terms: what practices are about, large where there are many, near where they go together; and lists that say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from miniexchange.publish.indexes import FACETS
from miniexchange.publish.pictures.cloud import MOST, CloudTerm, draw_cloud
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.stock import PracticeFacts
from miniexchange.publish.views import words
from miniexchange.publish.views.scope import Scope, View
from miniexchange.text.folding import fold

Together = Mapping[tuple[str, str], int]


def cloud_view(scope: Scope) -> View:
    """Themes, challenges, kinds of support and target groups of the current practices; a wider term counts what is narrower."""
    shelf, _ = scope.shelf, scope.interface.gettext
    current = set(shelf.index("practices", "current"))
    practices = [facts for facts in shelf.practice_facts() if facts.id in current]
    terms = [term for field in FACETS for term in _terms(scope, field)]
    cloud = draw_cloud(terms, together(shelf, practices, terms))
    languages = {term.id: term.lang for term in terms}
    lists = {
        _(words.FIELDS[field]): [
            {"title": term.title, "page": term.page, "lang": languages[term.id], "count": term.count}
            for term in sorted((t for t in terms if t.group == _(words.FIELDS[field])), key=lambda t: (-t.count, fold(t.title), t.id))
        ]
        for field in FACETS
    }  # fmt: skip
    return {
        "title": _("What the practices are about"),
        "practices": len(practices),
        "terms": len(terms),
        "drawn": min(len(terms), MOST),
        "cloud": cloud,
        "lists": [{"id": f"list-{n}", "title": title, "terms": of_list} for n, (title, of_list) in enumerate(lists.items(), 1) if of_list],
    }  # fmt: skip


def together(shelf: Shelf, practices: Sequence[PracticeFacts], terms: Sequence[CloudTerm]) -> Together:
    """How many practices use both of two terms, for the terms that are drawn, by their ids."""
    drawn = sorted(terms, key=lambda term: (-term.count, term.id))[:MOST]
    column = {term.id: n for n, term in enumerate(drawn)}
    held: dict[tuple[str, str], list[int]] = {}
    for field, vocabulary in FACETS.items():
        of_field = shelf.terms(vocabulary)
        for term in of_field.terms:
            ids = [f"{vocabulary}/{t}" for t in (term, *of_field.ancestors(term))]
            held[field, term] = [column[i] for i in ids if i in column]
    rows: list[int] = []
    columns: list[int] = []
    for row, facts in enumerate(practices):
        mine = {n for field in FACETS for term in getattr(facts, field) for n in held.get((field, term), ())}
        columns += mine
        rows += [row] * len(mine)
    uses = np.zeros((len(practices), len(drawn)), dtype=np.float32)
    uses[rows, columns] = 1
    counts = (uses.T @ uses).astype(int)
    return {
        (drawn[i].id, drawn[j].id): int(counts[i, j])
        for i, j in np.argwhere(np.triu(counts, 1)).tolist()
    }  # fmt: skip


def _terms(scope: Scope, field: str) -> list[CloudTerm]:
    """The terms of a field that current practices use."""
    vocabulary = FACETS[field]
    counts = {
        t: len(scope.shelf.index(f"practices-about/{vocabulary}", t))
        for t in scope.shelf.terms(vocabulary).terms
    }
    used = [term for term in sorted(counts) if counts[term]]
    group = scope.interface.gettext(words.FIELDS[field])
    return [
        CloudTerm(
            f"{vocabulary}/{term}", str(to["title"]), str(to["page"]), counts[term], group, str(to["lang"])
        )
        for term, to in zip(used, scope.term_links(field, used), strict=True)
    ]
