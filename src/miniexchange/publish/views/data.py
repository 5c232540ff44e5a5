"""The page of the data: what can be taken, in which forms, under which licence."""

from __future__ import annotations

from miniexchange.interchange.api import CHANGES_PATH, INDEX_PATH
from miniexchange.interchange.csvw import METADATA_PATH
from miniexchange.interchange.dcat import JSON_LD_PATH, TURTLE_PATH
from miniexchange.interchange.publication import DataFile
from miniexchange.interchange.schema_org import data_catalogue
from miniexchange.publish.data_files import publication_of
from miniexchange.publish.datasets import datasets
from miniexchange.publish.feeds import ALL, feed_path, has_feed
from miniexchange.publish.language import N_
from miniexchange.publish.views.scope import Scope, View

_FORMS = {
    "text/csv": N_("CSV (table)"),
    "application/json": N_("JSON"),
    "text/turtle": N_("SKOS (Turtle)"),
}
"""Media type → how the page names the form."""


def data_view(scope: Scope) -> View:
    """All that the page shows: the sets of data, what describes them, the feeds."""
    shelf, _ = scope.shelf, scope.interface.gettext
    publication = publication_of(shelf)
    found = datasets(shelf)
    return {
        "title": _("Data"),
        "sets": [
            {
                "title": _(dataset.title),
                "text": _(dataset.description),
                "files": [_file(scope, file) for file in dataset.files],
            }
            for dataset in found
        ],
        "described": [
            {"path": INDEX_PATH, "text": _("every data file with its form and schema")},
            {
                "path": CHANGES_PATH,
                "text": _("what is new, changed, archived and removed, for those who keep a copy"),
            },
            {"path": METADATA_PATH, "text": _("what every column of the tables means (CSV on the Web)")},
            {"path": TURTLE_PATH, "text": _("the catalogue for data portals (DCAT-AP 3, Turtle)")},
            {"path": JSON_LD_PATH, "text": _("the same as JSON-LD")},
        ],
        "feeds": [
            {"path": ALL, "title": _("The whole catalogue"), "lang": ""},
            *_feeds(scope, "themes", shelf.terms("themes").top),
            *_feeds(scope, "regions", shelf.index("all", "region")),
        ],
        "licence": {"name": publication.licence, "page": publication.licence_page},
        "jsonld": data_catalogue(publication, found, "data.html"),
    }


def _file(scope: Scope, file: DataFile) -> View:
    name = file.path.rpartition("/")[2]
    count = scope.interface.number(file.records) if file.records is not None else ""
    return {
        "path": file.path,
        "name": name,
        "form": scope.interface.gettext(_FORMS[file.media_type]),
        "count": count,
    }


def _feeds(scope: Scope, folder: str, ids: tuple[str, ...]) -> list[View]:
    found: list[View] = []
    for record_id in ids:
        if has_feed(scope, f"{folder}/{record_id}"):
            to = (
                scope.region_link(record_id)
                if folder == "regions"
                else scope.term_links("themes", [record_id])[0]
            )
            found.append(
                {"path": feed_path(f"{folder}/{record_id}"), "title": to["title"], "lang": to["lang"]}
            )
    return found
