"""Vocabularies as SKOS concept schemes."""

from __future__ import annotations

from collections.abc import Iterable

from miniexchange.catalogue.records import Term, Vocabulary
from miniexchange.interchange.publication import Publication
from miniexchange.interchange.turtle import Node, json_ld, link, text, turtle, typed

PREFIXES = {
    "dct": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def scheme_path(vocabulary: str) -> str:
    """Where the Turtle file of a vocabulary lies; its address is also the name of the scheme."""
    return f"data/vocabularies/{vocabulary}.ttl"


def concept_iri(publication: Publication, vocabulary: str, term: str, start: str) -> str:
    """The name of a term, to stand in the file `start`: the scheme's address, `#` and the term's id."""
    return f"{publication.address(scheme_path(vocabulary), start)}#{term}"


def skos_turtle(vocabulary: Vocabulary, publication: Publication) -> str:
    """A vocabulary as Turtle, for the file at `scheme_path`."""
    return turtle(PREFIXES, skos_nodes(vocabulary, publication, scheme_path(vocabulary.id)))


def skos_json_ld(vocabulary: Vocabulary, publication: Publication) -> bytes:
    """The same as JSON-LD, for a file beside the Turtle file."""
    return json_ld(PREFIXES, skos_nodes(vocabulary, publication, scheme_path(vocabulary.id)))


def skos_nodes(vocabulary: Vocabulary, publication: Publication, start: str) -> list[Node]:
    """The scheme, then its terms by id, each followed by its levels.

    Labels are in all their languages; definitions, notes and aliases are in the catalogue's language. The levels of an
    evidence scale are narrower concepts with a number as their notation and their meaning as their definition.
    """
    scheme = publication.address(scheme_path(vocabulary.id), start)
    language = publication.language
    terms = vocabulary.terms
    children: dict[str, list[str]] = {}
    for term_id in sorted(terms):
        broader = terms[term_id].broader
        children.setdefault(broader if broader in terms else "", []).append(term_id)
    head: Node = {
        "@id": scheme,
        "@type": "skos:ConceptScheme",
        "dct:title": text(vocabulary.title, language),
        "dct:description": _texts([vocabulary.description], language),
        "dct:license": link(publication.licence_iri),
        "dct:modified": [typed(publication.modified, "xsd:date")] if publication.modified else [],
        "skos:hasTopConcept": [link(f"{scheme}#{top}") for top in children.get("", ())],
    }
    nodes = [head]
    for term_id in sorted(terms):
        nodes.append(_concept(scheme, term_id, vocabulary, children.get(term_id, []), language))
        nodes += _levels(scheme, term_id, terms[term_id], language)
    return nodes


def _concept(scheme: str, term_id: str, vocabulary: Vocabulary, narrower: list[str], language: str) -> Node:
    term = vocabulary.terms[term_id]
    own = term.label.get(language, "")
    levels = [f"{term_id}.{number}" for number in _numbers(term)]
    is_top = term.broader not in vocabulary.terms
    return {
        "@id": f"{scheme}#{term_id}",
        "@type": "skos:Concept",
        "skos:inScheme": link(scheme),
        "skos:topConceptOf": [link(scheme)] if is_top else [],
        "skos:notation": term_id,
        "skos:prefLabel": [text(label, tag) for tag, label in sorted(term.label.items())],
        "skos:altLabel": _texts(sorted(set(term.aliases) - {own}), language),
        "skos:definition": _texts([term.definition], language),
        "skos:scopeNote": _texts([term.note], language),
        "skos:broader": [] if is_top else [link(f"{scheme}#{term.broader}")],
        "skos:narrower": [link(f"{scheme}#{below}") for below in (*narrower, *levels)],
        "skos:exactMatch": [link(address) for address in sorted(set(term.exact_match))],
        "dct:source": [link(source) for source in sorted({source.url for source in term.sources})],
    }


def _levels(scheme: str, term_id: str, term: Term, language: str) -> Iterable[Node]:
    for number in _numbers(term):
        yield {
            "@id": f"{scheme}#{term_id}.{number}",
            "@type": "skos:Concept",
            "skos:inScheme": link(scheme),
            "skos:notation": typed(number, "xsd:integer"),
            "skos:prefLabel": [text(f"{label}: {number}", tag) for tag, label in sorted(term.label.items())],
            "skos:definition": text(term.levels[number], language),
            "skos:broader": link(f"{scheme}#{term_id}"),
        }


def _numbers(term: Term) -> list[str]:
    return sorted(term.levels, key=lambda number: (len(number), number))


def _texts(values: Iterable[str], language: str) -> list[dict[str, str] | str]:
    return [text(value, language) for value in values if value]
