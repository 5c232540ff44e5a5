"""The files for machines beside the pages: records as JSON, tables, citations, vocabularies, changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from miniexchange.catalogue.dates import date_span
from miniexchange.catalogue.kinds import FOLDERS
from miniexchange.catalogue.records import Exchange, Practice, Region, Vocabulary
from miniexchange.interchange import api
from miniexchange.interchange.bibtex import bibtex
from miniexchange.interchange.csvw import METADATA_PATH, csvw_metadata
from miniexchange.interchange.flat_columns import EVIDENCE, EXCHANGES, NEEDS, PRACTICES, REGIONS, TABLES
from miniexchange.interchange.flat_tables import (
    evidence_rows,
    exchange_row,
    need_rows,
    practice_row,
    region_row,
)
from miniexchange.interchange.publication import Publication
from miniexchange.interchange.reference import reference_of
from miniexchange.interchange.ris import ris
from miniexchange.interchange.skos import scheme_path, skos_turtle
from miniexchange.interchange.tables import csv_text
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.views.atlas import coordinates
from miniexchange.publish.views.scope import Scope

Files = Iterator[tuple[str, bytes]]
Read = Callable[[str], bytes]
"""Gives the content of a file of the site that is being written."""

KINDS = ("practice", "region", "exchange", "project", "event", "assessment", "plan")
"""Kinds whose records have pages, and a file of data beside each."""


def publication_of(shelf: Shelf) -> Publication:
    """What every format says of the catalogue. It counts as modified on the day that the programme is made for."""
    about = shelf.settings.catalogue
    modified = shelf.programme.as_of.isoformat()
    try:
        issued = date_span(about.edition)[0].isoformat()
    except ValueError:  # an edition may also be called "second" or "spring"
        issued = ""
    return Publication(
        title=about.title,
        description=about.tagline,
        publisher=about.publisher.name,
        publisher_url=about.publisher.url,
        contact=about.publisher.contact,
        licence=about.licence,
        languages=tuple(dict.fromkeys((about.language, *about.languages))),
        edition=about.edition,
        issued=issued,
        modified=modified,
        base_url=shelf.settings.site.base_url,
    )


def record_files(shelf: Shelf, publication: Publication, scope: Scope, kind: str, record_id: str) -> Files:
    """A record as JSON; a practice also as an entry for bibliographies."""
    page = f"{FOLDERS[kind]}/{record_id}"
    document = shelf.document(kind, record_id)
    fragment = api.fragment(kind, record_id, publication.url(f"{page}.html"), document)
    yield api.record_path(kind, record_id), api.record_document(fragment)
    if kind == "practice":
        practice = shelf.get(Practice, record_id)
        region = shelf.find(Region, practice.region)
        reference = reference_of(
            practice,
            publication,
            f"{page}.html",
            region=region.name if region else "",
            keywords=[*scope.labels("themes", practice.themes), *scope.labels("services", practice.services)],
        )
        yield f"{page}.bib", bibtex(reference).encode("utf-8")
        yield f"{page}.ris", ris(reference).encode("utf-8")


def bulk_file(shelf: Shelf, publication: Publication, kind: str, read: Read) -> Files:
    """All records of a kind in one document, joined from the files of the single ones."""
    ids = shelf.contents(kind)
    fragments = (api.fragment_of(read(api.record_path(kind, record_id))) for record_id in ids)
    yield api.bulk_path(kind), api.bulk_document(kind, publication, len(ids), fragments)


def tables(shelf: Shelf, publication: Publication) -> Files:
    """The tables for spreadsheets, and what their columns mean."""
    claims: list[Sequence[str]] = []

    def practices() -> Iterator[Sequence[str]]:
        """The rows of practices; their claims are noted by the way, so that no practice is held or asked for twice."""
        for practice_id in shelf.index("all", "practice"):
            practice = shelf.get(Practice, practice_id)
            claims.extend(evidence_rows("practice", practice_id, practice.evidence))
            yield _practice_row(shelf, publication, practice)

    header = {table.name: [column.name for column in table.columns] for table in TABLES}
    of_practices = csv_text(header[PRACTICES.name], practices())
    regions, exchanges = shelf.every(Region), shelf.every(Exchange)
    outcomes = ((x.id, x.outcome.evidence) for x in exchanges if x.outcome)
    rows: dict[str, Iterable[Sequence[str]]] = {
        EVIDENCE.name: (
            *claims,
            *(row for x, of_x in outcomes for row in evidence_rows("exchange", x, of_x)),
        ),
        REGIONS.name: (_region_row(shelf, publication, region) for region in regions),
        NEEDS.name: (row for region in regions for row in need_rows(region)),
        EXCHANGES.name: (_exchange_row(shelf, publication, exchange) for exchange in exchanges),
    }
    for table in TABLES:
        text = of_practices if table is PRACTICES else csv_text(header[table.name], rows[table.name])
        yield f"data/{table.name}.csv", text.encode("utf-8")
    yield METADATA_PATH, csvw_metadata(publication, TABLES)


def _practice_row(shelf: Shelf, publication: Publication, practice: Practice) -> Sequence[str]:
    region = shelf.find(Region, practice.region)
    return practice_row(
        practice,
        publication.address(f"practices/{practice.id}.html", "data/practices.csv"),
        region_name=region.name if region else "",
        countries=shelf.countries(practice),
    )


def _region_row(shelf: Shelf, publication: Publication, region: Region) -> Sequence[str]:
    point = coordinates(region)
    return region_row(
        region,
        publication.address(f"regions/{region.id}.html", "data/regions.csv"),
        practices=len(shelf.index("practices-of", region.id)),
        point=(point[1], point[0]) if point else None,
    )


def _exchange_row(shelf: Shelf, publication: Publication, exchange: Exchange) -> Sequence[str]:
    practice = shelf.find(Practice, exchange.practice)
    exporter = exchange.exporter or (practice.region if practice else "")
    return exchange_row(
        exchange,
        publication.address(f"exchanges/{exchange.id}.html", "data/exchanges.csv"),
        exporter=exporter if shelf.find(Region, exporter) else "",
    )


def vocabularies(shelf: Shelf, publication: Publication) -> Files:
    """Every vocabulary as SKOS."""
    for vocabulary in shelf.vocabularies():
        record = shelf.whole(Vocabulary, vocabulary)
        yield scheme_path(vocabulary), skos_turtle(record, publication).encode("utf-8")


def changes(shelf: Shelf, publication: Publication) -> Files:
    """What became of the records since the last tag or edition; nothing changed where nobody looked."""
    period = shelf.news.periods[0].changes if shelf.news.periods else None
    found = [
        api.Change(
            change.kind,
            change.id,
            change.title,
            change.what,
            change.day,
            change.fields,
            change.previous_id,
            f"{page}.html" if (page := shelf.page(change.kind, change.id)) else "",
        )
        for change in (period.changes if period else ())
    ]
    document = api.changes_document(
        publication,
        found,
        since=period.since.text if period else "",
        until=period.as_of if period else publication.modified,
        basis=period.basis if period else "dates",
        note=period.note if period else "",
    )
    yield api.CHANGES_PATH, document
