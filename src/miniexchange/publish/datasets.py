"""The sets of data that the site offers, and the files that tell machines of them: an index, a catalogue for data portals."""

from __future__ import annotations

from collections.abc import Iterator

from miniexchange.catalogue.kinds import FOLDERS
from miniexchange.catalogue.records import Region
from miniexchange.interchange import api
from miniexchange.interchange.csvw import METADATA_PATH
from miniexchange.interchange.dcat import JSON_LD_PATH, TURTLE_PATH, dcat_json_ld, dcat_turtle
from miniexchange.interchange.publication import DataFile, Dataset, Publication
from miniexchange.interchange.sitemap import robots
from miniexchange.interchange.skos import scheme_path
from miniexchange.publish.data_files import KINDS
from miniexchange.publish.language import N_
from miniexchange.publish.shelf import Shelf
from miniexchange.resources import resource_folder

Files = Iterator[tuple[str, bytes]]

_SCHEMAS = ("api-record", "api-bulk", "api-changes", "api-index")


def description(shelf: Shelf, publication: Publication) -> Files:
    """What there is: the index of the data files, and the catalogue for data portals (DCAT-AP)."""
    described = datasets(shelf)
    files = [file for dataset in described for file in dataset.files]
    yield api.INDEX_PATH, api.index_document(publication, files)
    yield TURTLE_PATH, dcat_turtle(publication, described).encode("utf-8")
    yield JSON_LD_PATH, dcat_json_ld(publication, described)
    yield "robots.txt", robots(publication).encode("utf-8")
    schemas = resource_folder("schemas")
    for name in _SCHEMAS:
        yield f"schemas/{name}.schema.json", (schemas / "output" / f"{name}.schema.json").read_bytes()


def datasets(shelf: Shelf) -> list[Dataset]:
    """The sets of data that the site offers, each in its forms."""
    counts = {kind: len(shelf.index("all", kind)) for kind in KINDS}
    countries = tuple(sorted({region.country for region in shelf.every(Region)}))
    tabled = {"practice": "practices", "region": "regions", "exchange": "exchanges"}
    found = [
        Dataset(
            FOLDERS[kind],
            *_ABOUT[kind],
            (
                *([_csv(tabled[kind], counts[kind])] if kind in tabled else []),
                *([_csv("evidence"), _csv("needs")] if kind == "practice" else []),
                DataFile(
                    api.bulk_path(kind),
                    f"{FOLDERS[kind].capitalize()} as JSON",
                    "application/json",
                    schema="schemas/api-bulk.schema.json",
                    records=counts[kind],
                ),
            ),
            page=f"{FOLDERS[kind]}.html",
            countries=countries,
        )
        for kind in KINDS
        if counts[kind]
    ]
    schemes = [
        DataFile(scheme_path(v), f"{v.replace('-', ' ').capitalize()} (SKOS)", "text/turtle")
        for v in shelf.vocabularies()
    ]
    if schemes:
        found.append(
            Dataset(
                "vocabularies",
                N_("Vocabularies"),
                N_("The terms that the records use."),
                tuple(schemes),
                page="data.html",
            )
        )
    return found


_ABOUT = {
    "practice": (
        N_("Practices"),
        N_("What was done, what came of it, what it takes, and how to take it over."),
    ),
    "region": (N_("Regions"), N_("What they need, what they offer, what they can carry.")),
    "exchange": (N_("Exchanges"), N_("Who learned which practice from whom, and what came of it.")),
    "project": (N_("Projects"), N_("The projects in which practices were gathered and exchanged.")),
    "event": (N_("Events"), N_("Meetings, visits, workshops and peer reviews.")),
    "assessment": (
        N_("Assessments"),
        N_("What regions and their peers found when they looked at their support services."),
    ),
    "plan": (N_("Action plans"), N_("What regions set out to do with what they learned.")),
}
"""Kind → the title of its set of data, and what is in it."""


def _csv(name: str, records: int | None = None) -> DataFile:
    return DataFile(f"data/{name}.csv", f"{name.capitalize()} as a table", "text/csv", METADATA_PATH, records)
