"""The description for data portals: passes the shapes, says the same in Turtle and JSON-LD."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pyshacl
import pytest
from hypothesis import given, settings
from published import BARE, DATASETS, PUBLISHED, TEXT
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, SH, XSD

from miniexchange.interchange.dcat import JSON_LD_PATH, TURTLE_PATH, dcat_json_ld, dcat_turtle
from miniexchange.interchange.publication import Publication

EU = Namespace("http://publications.europa.eu/resource/authority/")
SITE = "https://example.org/site/"
SHAPES = Graph().parse(Path(__file__).with_name("dcat_ap_3.ttl"))


def graph(publication: Publication, form: str = "turtle") -> Graph:
    if form == "turtle":
        return Graph().parse(
            data=dcat_turtle(publication, DATASETS), format="turtle", publicID=SITE + TURTLE_PATH
        )
    text = dcat_json_ld(publication, DATASETS).decode()
    return Graph().parse(data=text, format="json-ld", publicID=SITE + JSON_LD_PATH)


def judged(data: Graph, shapes: Graph) -> tuple[list[str], set[str]]:
    """(violations, what is recommended and missing) by the shapes."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, allow_warnings=True)
    found: dict[str, list[str]] = {"Violation": [], "Warning": []}
    for result in report.objects(None, SH.result):
        severity = str(report.value(result, SH.resultSeverity)).rpartition("#")[2]
        path = str(report.value(result, SH.resultPath)).replace("#", "/").rpartition("/")[2]
        found[severity].append(f"{path} of {report.value(result, SH.focusNode)}")
    return sorted(found["Violation"]), {said.partition(" ")[0] for said in found["Warning"]}


def test_it_passes_and_lacks_only_what_nobody_said() -> None:
    violations, missing = judged(graph(PUBLISHED), SHAPES)
    assert not violations
    # How long the files will stay is for the publisher to say; the vocabularies have no place, time or keywords.
    assert missing == {"availability", "spatial", "temporal", "keyword"}


def test_a_publication_that_says_nothing_passes_too() -> None:
    violations, missing = judged(graph(BARE), SHAPES)
    assert not violations
    assert {"type", "contactPoint", "issued", "modified"} <= missing


def test_the_shapes_see_a_mistake() -> None:
    data = graph(PUBLISHED)
    data.remove((None, DCAT.accessURL, None))
    data.remove((None, FOAF.name, None))
    violations, _ = judged(data, SHAPES)
    assert {said.partition(" ")[0] for said in violations} == {"accessURL", "name"}


@pytest.mark.skipif(
    "MINI_DCAT_AP_SHAPES" not in os.environ, reason="MINI_DCAT_AP_SHAPES names no folder of shapes"
)
@pytest.mark.parametrize("publication", [PUBLISHED, BARE])
def test_the_shapes_that_are_published(publication: Publication) -> None:
    """All files of the folder, such as `releases/3.0.0/html/shacl` of SEMIC's DCAT-AP; nothing is fetched."""
    files = sorted(Path(os.environ["MINI_DCAT_AP_SHAPES"]).glob("*.ttl"))
    assert files
    shapes = Graph()
    for file in files:
        shapes.parse(file)
    violations, _ = judged(graph(publication), shapes)
    assert violations == []


@pytest.mark.parametrize("publication", [PUBLISHED, BARE, replace(PUBLISHED, base_url="")])
def test_both_forms_say_the_same(publication: Publication) -> None:
    assert isomorphic(graph(publication), graph(publication, "json-ld"))


def test_what_it_says() -> None:
    data = graph(PUBLISHED)
    base = "https://example.org/a%20catalogue/été/"
    catalogue = URIRef(base + "data/catalogue.ttl#catalogue")
    assert data.value(catalogue, DCTERMS.title) == Literal("What works", lang="en")
    assert set(data.objects(catalogue, DCTERMS.language)) == {
        EU[f"language/{code}"] for code in ("ENG", "DEU", "ELL")
    }
    assert data.value(catalogue, DCTERMS.license) == EU["licence/CC_BY_4_0"]
    assert data.value(catalogue, DCTERMS.modified) == Literal("2024-05-02", datatype=XSD.date)
    dataset = URIRef(base + "data/catalogue.ttl#dataset-practices")
    assert set(data.objects(dataset, DCAT.theme)) == {
        EU[f"data-theme/{code}"] for code in ("ECON", "REGI", "GOVE")
    }
    assert set(data.objects(dataset, DCTERMS.spatial)) == {EU["country/SWE"], EU["country/ITA"]}
    assert data.value(dataset, DCTERMS.accessRights) == EU["access-right/PUBLIC"]
    files = {
        str(data.value(file, DCAT.downloadURL)): file for file in data.objects(dataset, DCAT.distribution)
    }
    assert set(files) == {base + "data/practices.csv", base + "api/v1/practices.json"}
    csv = files[base + "data/practices.csv"]
    assert data.value(csv, DCTERMS["format"]) == EU["file-type/CSV"]
    assert data.value(csv, DCAT.mediaType) == URIRef("http://www.iana.org/assignments/media-types/text/csv")


def test_without_an_address_the_files_point_to_one_another() -> None:
    data = graph(BARE)
    assert URIRef(SITE + "data/practices.csv") in set(data.objects(None, DCAT.downloadURL))
    assert URIRef(SITE + "data/catalogue.ttl#catalogue") in set(data.subjects(RDF.type, DCAT.Catalog))
    assert {str(name)[:9] for name in data.objects(None, DCTERMS.identifier)} == {"urn:uuid:"}


@settings(max_examples=30)
@given(TEXT, TEXT)
def test_texts_come_back(title: str, description: str) -> None:
    publication = replace(BARE, title=title, description=description)
    for form in ("turtle", "json-ld"):
        data = graph(publication, form)
        (catalogue,) = data.subjects(RDF.type, DCAT.Catalog)
        assert str(data.value(catalogue, DCTERMS.title)) == title
        assert str(data.value(catalogue, DCTERMS.description)) == (description or title)
