"""The canonical writer: a plain document becomes the one YAML text that all records of its content have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from miniexchange.catalogue.schema import Schema, load, resolve
from miniexchange.edit.scalars import flat, is_plain_key, quoted, scalar

Document = Mapping[str, Any]


def canonical(kind: str, document: Document, path: str) -> str:
    """A record as its file's text: modeline, keys in the order of the schema, block style, long texts folded.

    `path` is where the file lies, relative to the catalogue's root (`data/practices/i-creo.yaml`); the modeline, by which
    editors find the schema, depends on it. Keys that the schema lacks (`x-…`) come last, in their own order. Raises
    ValueError for values that no record can hold.
    """
    return "\n".join([modeline(kind, path), *block(kind, load(kind), document, 0)]) + "\n"


def modeline(kind: str, path: str) -> str:
    """The first line of a file, which tells editors where its schema is."""
    return f"# yaml-language-server: $schema={'../' * path.count('/')}schemas/{kind}.schema.json"


def block(kind: str, schema: Schema, document: Document, indent: int) -> list[str]:
    """The lines of a mapping, all indented by `indent`."""
    return list(_mapping(kind, resolve(kind, schema), document, indent))


def ordered(schema: Schema, document: Document) -> list[str]:
    """The keys of a document in the order of its schema, unknown ones last as they stand."""
    known = schema.get("properties", {})
    return [*(key for key in known if key in document), *(key for key in document if key not in known)]


def key_text(key: str) -> str:
    """A key as it is written, quoted where it has to be."""
    return key if is_plain_key(key) else quoted(key)


def _mapping(kind: str, schema: Schema, document: Document, indent: int) -> Iterator[str]:
    for key in ordered(schema, document):
        yield from _entry(
            kind, _below(kind, schema, key), " " * indent + key_text(key) + ":", document[key], indent
        )


def _entry(kind: str, schema: Schema, lead: str, value: Any, indent: int) -> Iterator[str]:
    """A value after `lead` (a key with its colon, or a dash); what does not fit there follows, indented below it."""
    if isinstance(value, Mapping):
        if not value:
            yield f"{lead} {{}}"
            return
        yield lead
        yield from _mapping(kind, schema, value, indent + 2)
    elif isinstance(value, (list, tuple)):
        if not value:
            yield f"{lead} []"
            return
        yield lead
        yield from _list(kind, schema, value, indent + 2)
    else:
        first, *rest = scalar(value, indent + 2, len(lead) + 1)
        yield f"{lead} {first}"
        yield from rest


def _list(kind: str, schema: Schema, values: list[Any] | tuple[Any, ...], indent: int) -> Iterator[str]:
    items = schema.get("items", {})
    of_entries = resolve(kind, items) if isinstance(items, dict) else {}
    dash = " " * indent + "-"
    for value in values:
        if isinstance(value, Mapping) and value:
            lines = _mapping(kind, of_entries, value, indent + 2)
            yield f"{dash} {next(lines).lstrip(' ')}"
            yield from lines
        else:
            yield from _entry(kind, of_entries, dash, value, indent)


def _below(kind: str, schema: Schema, key: str) -> Schema:
    """The schema of the value under a key; an empty one where the schema says nothing."""
    child = schema.get("properties", {}).get(key, schema.get("additionalProperties"))
    return resolve(kind, child) if isinstance(child, dict) else {}


__all__ = ["block", "canonical", "flat", "key_text", "modeline", "ordered"]
