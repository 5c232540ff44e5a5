"""schema.org descriptions: known words only, safe in a page, read as JSON-LD."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from published import BARE, DATASETS, HOSTILE, PUBLISHED, TEXT, practice
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import SDO

from miniexchange.interchange.publication import Publication
from miniexchange.interchange.schema_org import (
    Place,
    Topic,
    breadcrumb,
    data_catalogue,
    json_script,
    practice_article,
)

SITE = "https://example.org/site/"
PAGE = "practices/voucher.html"
FULL = practice(
    organisation="Agency", summary="Short.", documented="2009-06", verified="2023-02", keywords=["one"],
    period={"start": 2005, "end": "ongoing"}, derived_from="other",
    sources=[{"url": "https://example.org/s", "title": "A report", "publisher": "P"}, {"url": "https://example.org/t"}],
)  # fmt: skip
PLACE = Place("The North", "SE", 62.4, 17.3, "regions/north.html")
TOPICS = (Topic("https://example.org/themes#finance", "Finance"),)


def article(publication: Publication = PUBLISHED) -> dict[str, Any]:
    return practice_article(
        FULL, publication, PAGE, place=PLACE, topics=TOPICS, based_on="practices/other.html"
    )


def graph(document: dict[str, Any], path: str = PAGE) -> Graph:
    """The document as triples; the context, which would be fetched, is reduced to its vocabulary."""
    assert document["@context"] == "https://schema.org"
    local = {**document, "@context": {"@vocab": str(SDO)}}
    return Graph().parse(data=json.dumps(local), format="json-ld", publicID=SITE + path)


@pytest.mark.parametrize(
    "document",
    [article(), article(BARE), data_catalogue(PUBLISHED, DATASETS, "data.html"), data_catalogue(BARE, DATASETS, "data.html"),
     breadcrumb(PUBLISHED, PAGE, [("Practices", "practices.html"), ("Voucher", PAGE)])],
)  # fmt: skip
def test_every_word_is_one_of_schema_org(document: dict[str, Any]) -> None:
    read = graph(document)
    assert len(read) > 5
    for predicate, kind in [(p, o) for _, p, o in read]:
        for word in [predicate] if predicate != RDF.type else [kind]:
            assert word in SDO, word


def test_an_article() -> None:
    document = article()
    base = PUBLISHED.url("")
    assert document["@id"] == document["url"] == base + PAGE
    assert document["about"] == [
        {"@type": "DefinedTerm", "@id": "https://example.org/themes#finance", "name": "Finance"}
    ]
    assert document["spatialCoverage"] == {
        "@type": "AdministrativeArea", "name": "The North", "url": base + "regions/north.html",
        "geo": {"@type": "GeoCoordinates", "latitude": 62.4, "longitude": 17.3},
        "containedInPlace": {"@type": "Country", "identifier": "SE"},
    }  # fmt: skip
    assert document["temporalCoverage"] == "2005/.."
    assert document["isBasedOn"] == base + "practices/other.html"
    assert document["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert document["inLanguage"] == "en"
    assert document["publisher"]["name"] == "County of the North" and document["author"]["name"] == "Agency"
    assert document["citation"] == [
        {"@type": "CreativeWork", "url": "https://example.org/s", "name": "A report",
         "publisher": {"@type": "Organization", "name": "P"}},
        {"@type": "CreativeWork", "url": "https://example.org/t"},
    ]  # fmt: skip
    assert (document["datePublished"], document["dateModified"]) == ("2009-06", "2023-02")


def test_what_is_not_known_is_left_out() -> None:
    document = practice_article(practice(), BARE, PAGE)
    assert not {"abstract", "about", "citation", "isBasedOn", "spatialCoverage", "temporalCoverage"} & set(
        document
    )
    assert "datePublished" not in document and document["author"]["name"] == "What works"
    ended = practice_article(practice(period={"start": "2005", "end": "2010"}), BARE, PAGE)
    assert ended["temporalCoverage"] == "2005/2010"


def test_without_an_address_links_are_relative_to_the_page() -> None:
    read = graph(article(BARE))
    subject = URIRef(SITE + PAGE)
    assert read.value(subject, SDO.headline) == Literal("Voucher")
    assert (subject, SDO.isPartOf, URIRef(SITE + "#catalogue")) in read
    assert (URIRef(SITE + "#catalogue"), RDF.type, SDO.DataCatalog) in graph(
        data_catalogue(BARE, DATASETS, "data.html"), "data.html"
    )


def test_the_catalogue() -> None:
    document = data_catalogue(PUBLISHED, DATASETS, "data.html")
    first, second = document["dataset"]
    assert [file["contentUrl"] for file in first["distribution"]] == [
        PUBLISHED.url(f.path) for f in DATASETS[0].files
    ]
    assert (
        first["distribution"][0]["contentSize"] == "1234 B" and "contentSize" not in first["distribution"][1]
    )
    assert first["temporalCoverage"] == "2005-01-01/2012-12-31" and "temporalCoverage" not in second
    assert document["dateModified"] == "2024-05-02" and first["version"] == "2024-05"


class Scripts(HTMLParser):
    """What a browser takes for the content of scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.content: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.content.append(data)


@given(
    st.recursive(
        TEXT,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
        max_leaves=8,
    )
)
def test_a_script_holds_any_text(value: Any) -> None:
    script = json_script({"value": value})
    assert not {"<", ">", "&", "\u2028", "\u2029"} & set(script)
    page = Scripts()
    page.feed(f'<script type="application/ld+json">{script}</script>')
    page.close()
    assert page.tags == ["script"]
    assert json.loads("".join(page.content)) == {"value": value}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_come_back(text: str) -> None:
    document = practice_article(
        practice(title=text, summary=text), PUBLISHED, PAGE, topics=[Topic("#a", text)]
    )
    assert json.loads(json_script(document)) == document
    assert document["headline"] == text
