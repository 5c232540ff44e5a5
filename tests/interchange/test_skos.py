"""Vocabularies as SKOS: rdflib reads back what the record says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from published import BARE, HOSTILE, PUBLISHED, TEXT, vocabulary
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, SKOS, XSD

from miniexchange.catalogue.document import read_document
from miniexchange.catalogue.records import Vocabulary
from miniexchange.catalogue.typed import record_from
from miniexchange.interchange.publication import Publication
from miniexchange.interchange.skos import concept_iri, scheme_path, skos_json_ld, skos_turtle
from miniexchange.interchange.turtle import link, text, turtle

ROOT = Path(__file__).parents[2]
SITE = "https://example.org/site/"
SHIPPED = sorted((ROOT / "data/vocabulary").glob("*.yaml"))


def graph(record: Vocabulary, publication: Publication = BARE) -> Graph:
    address = SITE + scheme_path(record.id)
    read = Graph().parse(data=skos_turtle(record, publication), format="turtle", publicID=address)
    other = Graph().parse(data=skos_json_ld(record, publication).decode(), format="json-ld", publicID=address)
    assert isomorphic(read, other)
    return read


def node(term: str) -> URIRef:
    return URIRef(f"{SITE}data/vocabularies/themes.ttl#{term}")


TERMS = {
    "finance": {
        "label": {"en": "Finance", "el": "Χρηματοδότηση"}, "definition": "Money.", "note": "Wide.",
        "aliases": ["funding", "Finance"], "exact_match": ["http://example.org/x y"],
        "sources": [{"url": "https://example.org/source"}],
    },
    "vouchers": {"label": {"en": "Vouchers"}, "broader": "finance"},
    "lost": {"label": {"en": "Lost"}, "broader": "gone"},
    "nesta": {"label": {"en": "Nesta"}, "levels": {"2": "Data.", "10": "Ten.", "1": "A reason."}},
}  # fmt: skip


def test_a_scheme_with_everything() -> None:
    read = graph(vocabulary(TERMS, description="What it is about."))
    scheme = URIRef(SITE + "data/vocabularies/themes.ttl")
    assert read.value(scheme, RDF.type) == SKOS.ConceptScheme
    assert read.value(scheme, DCTERMS.title) == Literal("Themes", lang="en")
    assert set(read.objects(scheme, SKOS.hasTopConcept)) == {node("finance"), node("lost"), node("nesta")}
    assert set(read.objects(node("finance"), SKOS.prefLabel)) == {
        Literal("Finance", lang="en"), Literal("Χρηματοδότηση", lang="el"),
    }  # fmt: skip
    assert set(read.objects(node("finance"), SKOS.altLabel)) == {Literal("funding", lang="en")}
    assert read.value(node("finance"), SKOS.definition) == Literal("Money.", lang="en")
    assert read.value(node("finance"), SKOS.scopeNote) == Literal("Wide.", lang="en")
    assert read.value(node("finance"), SKOS.exactMatch) == URIRef("http://example.org/x%20y")
    assert read.value(node("finance"), DCTERMS.source) == URIRef("https://example.org/source")
    assert read.value(node("finance"), SKOS.notation) == Literal("finance")
    assert (node("finance"), SKOS.narrower, node("vouchers")) in read
    assert (node("vouchers"), SKOS.broader, node("finance")) in read
    assert read.value(node("lost"), SKOS.broader) is None
    assert set(read.objects(node("nesta"), SKOS.narrower)) == {node(f"nesta.{n}") for n in (1, 2, 10)}
    assert read.value(node("nesta.2"), SKOS.notation) == Literal("2", datatype=XSD.integer)
    assert read.value(node("nesta.2"), SKOS.definition) == Literal("Data.", lang="en")
    assert read.value(node("nesta.2"), SKOS.prefLabel) == Literal("Nesta: 2", lang="en")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_vocabularies_that_ship(path: Path) -> None:
    record = record_from("vocabulary", path.stem, path.name, read_document(path.read_bytes()))
    assert isinstance(record, Vocabulary)
    read = graph(record, PUBLISHED)
    levels = sum(len(term.levels) for term in record.terms.values())
    assert len(set(read.subjects(RDF.type, SKOS.Concept))) == len(record.terms) + levels
    for term_id, term in record.terms.items():
        name = URIRef(f"https://example.org/a%20catalogue/été/{scheme_path(path.stem)}#{term_id}")
        labels = {label.language: str(label) for label in read.objects(name, SKOS.prefLabel)}  # type: ignore[attr-defined]
        assert labels == term.label
    for broader, narrower in read.subject_objects(SKOS.narrower):
        assert (narrower, SKOS.broader, broader) in read
    for concept in read.subjects(RDF.type, SKOS.Concept):
        preferred = set(read.objects(concept, SKOS.prefLabel))
        assert not preferred & set(read.objects(concept, SKOS.altLabel)), "SKOS S13"
        assert len({label.language for label in preferred}) == len(preferred), "SKOS S14"  # type: ignore[attr-defined]


def test_levels_stand_in_the_order_of_their_numbers() -> None:
    written = skos_turtle(vocabulary(TERMS), BARE)
    assert re.findall(r"^<\S+#nesta\.(\d+)>", written, re.MULTILINE) == ["1", "2", "10"]


def test_a_term_has_one_name_wherever_it_is_named() -> None:
    assert concept_iri(PUBLISHED, "themes", "finance", "practices/a.html").endswith(
        "/été/data/vocabularies/themes.ttl#finance"
    )
    assert (
        concept_iri(BARE, "themes", "finance", "practices/a.html")
        == "../data/vocabularies/themes.ttl#finance"
    )


@given(TEXT, TEXT)
def test_texts_come_back(label: str, definition: str) -> None:
    read = graph(
        vocabulary({"finance": {"label": {"en": label}, "definition": definition}}, description=definition)
    )
    assert str(read.value(node("finance"), SKOS.prefLabel)) == label
    assert str(read.value(node("finance"), SKOS.definition) or "") == definition


@given(st.text(max_size=40))
@example("\ud800")
@example("a>b <c> \\u0020 \x00")
def test_any_address_can_be_read(address: str) -> None:
    name = "https://example.org/" + address
    data = turtle({"skos": str(SKOS)}, [{"@id": name, "skos:note": [link(name), text("a", "no language")]}])
    read = Graph().parse(data=data, format="turtle")
    (subject,) = set(read.subjects())
    assert str(subject).startswith("https://example.org/") and len(read) == 2


@pytest.mark.parametrize("tag", HOSTILE)
def test_a_language_that_is_none_is_left_out(tag: str) -> None:
    assert text("a", tag) == "a"
