"""What search engines read in a page: schema.org descriptions as JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from miniexchange.catalogue.records import Practice, Source
from miniexchange.interchange.publication import DataFile, Dataset, Publication

Document = dict[str, Any]

_CONTEXT = "https://schema.org"
_encode = msgspec.json.Encoder().encode


class Place(NamedTuple):
    """Where a practice is: the region's name, its country (ISO 3166-1), a point if one is known, and its page."""

    name: str
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    path: str = ""


class Topic(NamedTuple):
    """A term that a practice is about: its address (a SKOS concept) and its label."""

    iri: str
    label: str


def json_script(document: Document) -> str:
    """The document as JSON for `<script type="application/ld+json">`: no text in it can end or open a tag."""
    encoded = _encode(document)
    for mark, escaped in ((b"<", b"\\u003c"), (b">", b"\\u003e"), (b"&", b"\\u0026")):
        if mark in encoded:
            encoded = encoded.replace(mark, escaped)
    script = encoded.decode()
    return script if script.isascii() else script.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def practice_article(
    practice: Practice,
    publication: Publication,
    path: str,
    *,
    place: Place | None = None,
    topics: Iterable[Topic] = (),
    based_on: str = "",
) -> Document:
    """A practice as an `Article`, to stand in its page at `path`; `based_on` is the path of the practice it copies.

    The sources of the record are its citations. What is not known is left out; a period that is open at its end is
    written with `..`, as ISO 8601-2 has it.
    """
    address = publication.address(path, path)
    organisation = practice.organisation or (practice.owner.organisation if practice.owner else "")
    document: Document = {
        "@context": _CONTEXT,
        "@type": "Article",
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "identifier": practice.id,
        "headline": practice.title,
        "inLanguage": publication.language,
        "license": publication.licence_page,
        "publisher": publisher(publication),
        "author": _organisation(organisation) if organisation else publisher(publication),
        "isPartOf": {
            "@type": "DataCatalog",
            "@id": publication.address("", path) + "#catalogue",
            "name": publication.title,
        },
    }
    if practice.summary:
        document["abstract"] = practice.summary
    if practice.documented:
        document["datePublished"] = str(practice.documented)
    if practice.verified:
        document["dateModified"] = str(practice.verified)
    about = [{"@type": "DefinedTerm", "@id": topic.iri, "name": topic.label} for topic in topics]
    if about:
        document["about"] = about
    if practice.keywords:
        document["keywords"] = list(practice.keywords)
    if place:
        document["spatialCoverage"] = _place(place, publication, path)
    if practice.period and practice.period.start:
        end = practice.period.end
        document["temporalCoverage"] = f"{practice.period.start}/{end if end and end != 'ongoing' else '..'}"
    if based_on:
        document["isBasedOn"] = publication.address(based_on, path)
    if practice.sources:
        document["citation"] = [_citation(source) for source in practice.sources]
    return document


def data_catalogue(publication: Publication, datasets: Sequence[Dataset], path: str) -> Document:
    """The catalogue as a `DataCatalog` with its data sets and their files, to stand in the page at `path`."""
    return {
        "@context": _CONTEXT,
        "@type": "DataCatalog",
        "@id": publication.address("", path) + "#catalogue",
        "url": publication.address(publication.landing_page, path),
        "name": publication.title,
        "description": publication.description or publication.title,
        "inLanguage": list(publication.languages),
        "license": publication.licence_page,
        "publisher": publisher(publication),
        **_dates(publication),
        "dataset": [_dataset(dataset, publication, path) for dataset in datasets],
    }


def breadcrumb(publication: Publication, path: str, steps: Sequence[tuple[str, str]]) -> Document:
    """The way from the first page to this one at `path`: (title, path) of each step."""
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": title, "item": publication.address(step, path)}
            for place, (title, step) in enumerate(steps, 1)
        ],
    }


def publisher(publication: Publication) -> Document:
    """The publisher as an `Organization`."""
    document = _organisation(publication.publisher_name)
    if publication.publisher_url:
        document["url"] = publication.publisher_url
    if publication.contact:
        document["email"] = publication.contact
    return document


def _organisation(name: str) -> Document:
    return {"@type": "Organization", "name": name}


def _place(place: Place, publication: Publication, path: str) -> Document:
    document: Document = {"@type": "AdministrativeArea", "name": place.name}
    if place.path:
        document["url"] = publication.address(place.path, path)
    if place.latitude is not None and place.longitude is not None:
        document["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
    if place.country:
        document["containedInPlace"] = {"@type": "Country", "identifier": place.country}
    return document


def _citation(source: Source) -> Document:
    document: Document = {"@type": "CreativeWork", "url": source.url}
    if source.title:
        document["name"] = source.title
    if source.publisher:
        document["publisher"] = _organisation(source.publisher)
    return document


def _dataset(dataset: Dataset, publication: Publication, path: str) -> Document:
    span = f"{dataset.start or '..'}/{dataset.end or '..'}"
    return {
        "@type": "Dataset",
        "@id": f"{publication.address('', path)}#dataset-{dataset.id}",
        "name": dataset.title,
        "description": dataset.description,
        "license": publication.licence_page,
        "creator": publisher(publication),
        "isAccessibleForFree": True,
        **({"version": publication.edition} if publication.edition else {}),
        **_dates(publication),
        **({"keywords": list(dataset.keywords)} if dataset.keywords else {}),
        **({"temporalCoverage": span} if dataset.start or dataset.end else {}),
        **({"spatialCoverage": list(dataset.countries)} if dataset.countries else {}),
        "distribution": [_download(file, publication, path) for file in dataset.files],
    }


def _download(file: DataFile, publication: Publication, path: str) -> Document:
    return {
        "@type": "DataDownload",
        "name": file.title,
        "contentUrl": publication.address(file.path, path),
        "encodingFormat": file.media_type,
        **({} if file.size is None else {"contentSize": f"{file.size} B"}),
    }


def _dates(publication: Publication) -> Document:
    given = {"datePublished": publication.issued, "dateModified": publication.modified}
    return {name: day for name, day in given.items() if day}
