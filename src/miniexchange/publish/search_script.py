"""The script of records that the browser searches, for one language: every practice that has a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from miniexchange.catalogue.records import Practice
from miniexchange.publish.facets import Facet
from miniexchange.publish.options import options_of
from miniexchange.publish.search import FLAGS, SearchRecord, fragment, records_js
from miniexchange.publish.views.finding import facets_of
from miniexchange.publish.views.items import item
from miniexchange.publish.views.scope import Scope, View


def search_script(scope: Scope) -> bytes:
    """The script as `search.records_js` describes it, practices in the order of the lists."""
    facets = facets_of(scope)
    listed = scope.shelf.index("practices", "listed")
    return records_js(facets, (fragment(search_record(scope, facets, i)) for i in listed))


def search_record(scope: Scope, facets: Sequence[Facet], practice_id: str) -> SearchRecord:
    """A practice as the search knows it."""
    shelf = scope.shelf
    practice = shelf.get(Practice, practice_id)
    exchanged = bool(shelf.index("exchanged", practice_id))
    options = options_of(practice, shelf.countries(practice), exchanged)
    view = item(scope, practice_id)
    summary = cast(View, view["summary"])
    where = cast(list[View], view["where"])
    return SearchRecord(
        id=practice_id,
        title=str(view["title"]),
        title_language=str(view["lang"]),
        summary=str(summary["text"]),
        summary_language=str(summary["lang"]),
        where=" · ".join(str(part["title"]) for part in where),
        terms=tuple(facet.numbers(options[facet.id]) for facet in facets),
        flags=tuple(flag for flag in FLAGS if view[flag]),
        also=tuple(_also(practice, {str(view["title"]), str(summary["text"])})),
    )


def _also(practice: Practice, shown: set[str]) -> Iterator[str]:
    """What is searched and not shown: other titles and summaries, keywords, the organisation."""
    said = [practice.title, practice.summary, *practice.original_title.values()]
    for translation in practice.translations.values():
        said += [str(translation.get(field) or "") for field in ("title", "summary")]
    yield from dict.fromkeys(text for text in said if text and text not in shown)
    yield from practice.keywords
    if practice.organisation:
        yield practice.organisation
