"""Which fields of a record point to other records or to vocabulary terms: read from the schemas, for every kind alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from miniexchange.catalogue.schema import fields

Path = tuple[str, ...]


class Reference(NamedTuple):
    """A place in a record that names another record (`kind`, `id`) or, for terms, a vocabulary (`kind`) and a term."""

    kind: str
    id: str
    pointer: str


@cache
def annotated_paths(kind: str, annotation: str) -> tuple[tuple[Path, Any], ...]:
    """The paths of a kind whose schema carries an annotation such as `x-reference`, with its value."""
    return tuple((f.path, f.schema[annotation]) for f in fields(kind) if annotation in f.schema)


def references(kind: str, document: Mapping[str, Any]) -> Iterator[Reference]:
    """Every reference of a record to another record."""
    for path, target in annotated_paths(kind, "x-reference"):
        if path[0] in document:
            for pointer, value in values_at(document, path):
                if isinstance(value, str):
                    yield Reference(target, value, pointer)


def term_references(kind: str, document: Mapping[str, Any]) -> Iterator[Reference]:
    """Every use of a vocabulary term in a record."""
    for path, vocabulary in annotated_paths(kind, "x-vocabulary"):
        if path[0] in document:
            for pointer, value in values_at(document, path):
                if isinstance(value, str):
                    yield Reference(vocabulary, value, pointer)


def values_at(document: Any, path: Path) -> list[tuple[str, Any]]:
    """(JSON pointer, value) for every value that a path of a schema field leads to, in the order of the document."""
    found = [("", document)]
    for step in path:
        if step == "[]":
            found = [
                (f"{pointer}/{index}", entry)
                for pointer, value in found
                if isinstance(value, list)
                for index, entry in enumerate(value)
            ]
        elif step == "{}":
            found = [
                (f"{pointer}/{pointer_step(key)}", entry)
                for pointer, value in found
                if isinstance(value, dict)
                for key, entry in value.items()
            ]
        else:
            found = [
                (f"{pointer}/{step}", value[step])
                for pointer, value in found
                if isinstance(value, dict) and step in value
            ]
        if not found:
            break
    return found


def pointer_step(key: str) -> str:
    """A key as one step of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")
