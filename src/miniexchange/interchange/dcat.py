"""The catalogue and its data sets for data portals: DCAT-AP 3.0, as Turtle and as JSON-LD."""

from __future__ import annotations

from collections.abc import Sequence

from miniexchange.interchange.authority import (
    AUTHORITY,
    THEMES,
    country_iri,
    file_type_iri,
    language_iri,
)
from miniexchange.interchange.publication import DataFile, Dataset, Publication
from miniexchange.interchange.turtle import Node, json_ld, link, text, turtle, typed

TURTLE_PATH = "data/catalogue.ttl"
JSON_LD_PATH = "data/catalogue.jsonld"

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_PUBLISHER_TYPES = "http://purl.org/adms/publishertype/"
_PUBLIC = AUTHORITY + "access-right/PUBLIC"
_THEMES = AUTHORITY + "data-theme"
_MEDIA_TYPES = "http://www.iana.org/assignments/media-types/"


def dcat_turtle(publication: Publication, datasets: Sequence[Dataset]) -> str:
    """The description as Turtle, for the file at `TURTLE_PATH`."""
    return turtle(PREFIXES, dcat_nodes(publication, datasets, TURTLE_PATH))


def dcat_json_ld(publication: Publication, datasets: Sequence[Dataset]) -> bytes:
    """The same as JSON-LD, for the file at `JSON_LD_PATH`."""
    return json_ld(PREFIXES, dcat_nodes(publication, datasets, JSON_LD_PATH))


def dcat_nodes(publication: Publication, datasets: Sequence[Dataset], start: str) -> list[Node]:
    """Catalogue, publisher, contact point, data sets with their distributions, and the terms they use.

    The terms of authority tables are described as far as DCAT-AP's rules look at them (their class, scheme and label),
    so that the description can be checked by itself. What the publication does not say is left out; nothing is
    guessed. Things have the names `#catalogue`, `#publisher`, `#contact`, `#dataset-…` and `#file-…` below the
    description's Turtle file.
    """
    base = publication.address(TURTLE_PATH, start)
    nodes = [_catalogue(publication, datasets, base, start), _publisher(publication, base)]
    if publication.contact or publication.publisher_url:
        nodes.append(_contact(publication, base))
    for dataset in datasets:
        nodes.append(_dataset(dataset, publication, base, start))
        nodes += (_distribution(file, dataset, publication, base, start) for file in dataset.files)
    return nodes + _terms(publication, datasets, start)


def _catalogue(publication: Publication, datasets: Sequence[Dataset], base: str, start: str) -> Node:
    return {
        "@id": base + "#catalogue",
        "@type": "dcat:Catalog",
        "dct:title": text(publication.title, publication.language),
        "dct:description": text(publication.description or publication.title, publication.language),
        "dct:publisher": link(base + "#publisher"),
        "dct:language": _languages(publication),
        "dct:license": link(publication.licence_iri),
        **_dates(publication),
        "dct:spatial": _places(sorted({code for dataset in datasets for code in dataset.countries})),
        "foaf:homepage": link(publication.address(publication.landing_page, start)),
        "dcat:themeTaxonomy": link(_THEMES),
        "dcat:dataset": [link(f"{base}#dataset-{dataset.id}") for dataset in datasets],
    }


def _publisher(publication: Publication, base: str) -> Node:
    kind = publication.publisher_type
    return {
        "@id": base + "#publisher",
        "@type": "foaf:Agent",
        "foaf:name": text(publication.publisher_name, publication.language),
        "foaf:homepage": [link(publication.publisher_url)] if publication.publisher_url else [],
        "dct:type": [link(_PUBLISHER_TYPES + kind)] if kind else [],
    }


def _contact(publication: Publication, base: str) -> Node:
    return {
        "@id": base + "#contact",
        "@type": ["vcard:Kind", "vcard:Organization"],
        "vcard:fn": publication.publisher_name,
        "vcard:hasEmail": [link("mailto:" + publication.contact)] if publication.contact else [],
        "vcard:hasURL": [link(publication.publisher_url)] if publication.publisher_url else [],
    }


def _dataset(dataset: Dataset, publication: Publication, base: str, start: str) -> Node:
    language = publication.language
    has_contact = publication.contact or publication.publisher_url
    span = (("dcat:startDate", dataset.start), ("dcat:endDate", dataset.end))
    period = {name: typed(day, "xsd:date") for name, day in span if day}
    return {
        "@id": f"{base}#dataset-{dataset.id}",
        "@type": "dcat:Dataset",
        "dct:title": text(dataset.title, language),
        "dct:description": text(dataset.description, language),
        "dct:identifier": publication.lasting(f"{TURTLE_PATH}#dataset-{dataset.id}"),
        "dct:publisher": link(base + "#publisher"),
        "dcat:contactPoint": [link(base + "#contact")] if has_contact else [],
        "dcat:theme": [link(f"{_THEMES}/{code}") for code in dataset.themes],
        "dcat:keyword": [text(word, language) for word in dataset.keywords],
        "dct:accessRights": link(_PUBLIC),
        "dct:language": _languages(publication),
        "dct:spatial": _places(dataset.countries),
        "dct:temporal": [{"@type": "dct:PeriodOfTime"} | period] if period else [],
        **_dates(publication),
        "dcat:version": [publication.edition] if publication.edition else [],
        "dcat:landingPage": [link(publication.address(dataset.page, start))] if dataset.page else [],
        "dcat:distribution": [link(_file_iri(base, file)) for file in dataset.files],
    }


def _distribution(file: DataFile, dataset: Dataset, publication: Publication, base: str, start: str) -> Node:
    # No dcat:byteSize: two editions of the published shapes want different datatypes for it.
    address = link(publication.address(file.path, start))
    file_type = file_type_iri(file.media_type)
    return {
        "@id": _file_iri(base, file),
        "@type": "dcat:Distribution",
        "dct:title": text(file.title, publication.language),
        "dct:description": text(f"{dataset.title}: {file.title}", publication.language),
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dct:format": [link(file_type)] if file_type else [],
        "dcat:mediaType": link(_MEDIA_TYPES + file.media_type),
        "dct:license": link(publication.licence_iri),
        "dct:conformsTo": [link(publication.address(file.schema, start))] if file.schema else [],
        **_dates(publication),
    }


def _terms(publication: Publication, datasets: Sequence[Dataset], start: str) -> list[Node]:
    """The authority terms, schemas, pages and files that the description points to, each with its class."""
    files = [file for dataset in datasets for file in dataset.files]
    classes = {
        publication.licence_iri: "dct:LicenseDocument",
        publication.address(publication.landing_page, start): "foaf:Document",
    }
    classes |= {
        publication.address(dataset.page, start): "foaf:Document" for dataset in datasets if dataset.page
    }
    classes |= {publication.address(file.schema, start): "dct:Standard" for file in files if file.schema}
    classes |= {_MEDIA_TYPES + file.media_type: "dct:MediaType" for file in files}
    classes |= {publication.address(file.path, start): "rdfs:Resource" for file in files}
    nodes: list[Node] = [{"@id": address, "@type": kind} for address, kind in sorted(classes.items())]
    used = {link_["@id"]: ("dct:LinguisticSystem", "language") for link_ in _languages(publication)}
    used |= {
        place["@id"]: ("dct:Location", "country") for data in datasets for place in _places(data.countries)
    }
    used |= {
        file_type_iri(file.media_type): ("dct:MediaTypeOrExtent", "file-type")
        for file in files
        if file_type_iri(file.media_type)
    }
    used[_PUBLIC] = ("dct:RightsStatement", "access-right")
    nodes += (_term(address, kind, AUTHORITY + table) for address, (kind, table) in sorted(used.items()))
    nodes += _concepts(publication, datasets)
    return nodes


def _concepts(publication: Publication, datasets: Sequence[Dataset]) -> list[Node]:
    nodes: list[Node] = [_scheme(_THEMES, "Data theme")]
    nodes += (
        _term(f"{_THEMES}/{code}", "skos:Concept", _THEMES)
        | {"skos:prefLabel": text(THEMES.get(code, code), "en")}
        for code in sorted({code for dataset in datasets for code in dataset.themes})
    )
    kind = publication.publisher_type
    if kind:
        scheme = _PUBLISHER_TYPES + "1.0"
        label = {"skos:prefLabel": text(kind, "en")}
        nodes += [
            _scheme(scheme, "Publisher type"),
            _term(_PUBLISHER_TYPES + kind, "skos:Concept", scheme) | label,
        ]
    return nodes


def _scheme(address: str, title: str) -> Node:
    return {"@id": address, "@type": "skos:ConceptScheme", "dct:title": text(title, "en")}


def _term(address: str, kind: str, scheme: str) -> dict[str, object]:
    return {"@id": address, "@type": kind, "skos:inScheme": link(scheme)}


def _file_iri(base: str, file: DataFile) -> str:
    return f"{base}#file-{file.path.replace('/', '-')}"


def _languages(publication: Publication) -> list[dict[str, str]]:
    known = dict.fromkeys(language_iri(tag) for tag in publication.languages)
    return [link(address) for address in known if address]


def _places(countries: Sequence[str]) -> list[dict[str, str]]:
    return [link(address) for code in countries if (address := country_iri(code))]


def _dates(publication: Publication) -> dict[str, object]:
    given = (("dct:issued", publication.issued), ("dct:modified", publication.modified))
    return {name: typed(day, "xsd:date") for name, day in given if day}
