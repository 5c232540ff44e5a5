"""New records: what is known is filled in, the usual fields wait as remarks with their form, all others as one line each."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from miniexchange.catalogue.kinds import FOLDERS
from miniexchange.catalogue.schema import Schema, load, resolve
from miniexchange.edit.canonical import block, modeline
from miniexchange.edit.scalars import WIDTH

USUAL: dict[str, tuple[str, ...]] = {
    "practice": (
        *("type", "organisation", "themes", "challenges", "services", "target_groups", "summary", "problem"),
        *("description", "location", "period", "evidence", "transfer", "sources"),
    ),
    "region": (
        "nuts",
        "organisations",
        "languages",
        "profile",
        "capabilities",
        "needs",
        "contact",
        "summary",
        "sources",
    ),
    "exchange": (
        "practice",
        "importer",
        "need",
        "projects",
        "history",
        "preparation",
        "visits",
        "outcome",
        "sources",
    ),
    "project": (
        "acronym",
        "programme",
        "reference",
        "period",
        "budget",
        "website",
        "partners",
        "summary",
        "sources",
    ),
    "event": ("place", "country", "host", "projects", "participants", "practices", "summary", "sources"),
    "assessment": ("projects", "instrument", "participants", "cells", "strengths", "weaknesses", "sources"),
    "plan": ("organisation", "projects", "date", "instrument", "period", "background", "actions", "sources"),
    "vocabulary": ("description", "terms"),
}
"""Per kind, the fields that most records of it have, besides the required ones."""

PLACE = "…"
"""What stands where something is to be written."""

_UNCERTAINTY = frozenset(("inferred", "inferred_fields", "note", "sources", "conflicts"))
_SHOWN_PARTS = 6


def scaffold(kind: str, document: Mapping[str, Any], path: str) -> str:
    """The text of a new record's file: valid as soon as the required fields are in `document`.

    Every other field of the schema stands in its place as a remark: deleting the `# ` before it makes it count. Lines
    that begin with `##` only explain. `path` is relative to the catalogue's root.
    """
    schema = load(kind)
    lines = [
        modeline(kind, path),
        "## To use a field below, delete the `# ` before its lines and write in place of the dots.",
        "## What is not known stays out. `mini validate` tells what is missing.",
    ]
    for key, child in schema["properties"].items():
        part = resolve(kind, child)
        if key in document:
            lines += block(kind, schema, {key: document[key]}, 0)
        elif key in schema.get("required", ()):
            lines += _described(f"{key}:", part)
        else:
            form = [f"# {line}" for line in _form(kind, part, 2)] if key in USUAL[kind] else []
            lines += [*_described(f"# {key}:{' >-' if form and _is_prose(part) else ''}", part), *form]
    own = {key: value for key, value in document.items() if key not in schema["properties"]}
    return "\n".join([*lines, *block(kind, {}, own, 0)]) + "\n"


def _described(lead: str, schema: Schema) -> list[str]:
    """A key with what it means behind it, or above it where that is long."""
    said = _meaning(schema)
    line = f"{lead}  # {said}"
    if len(line) <= WIDTH:
        return [line]
    above = textwrap.wrap(said, WIDTH, initial_indent="## ", subsequent_indent="## ", break_on_hyphens=False)
    return [*above, lead]


def _meaning(schema: Schema) -> str:
    """What a field means, and what may stand in it."""
    parts = [str(schema.get("description", ""))]
    items = schema.get("items", {}) if isinstance(schema.get("items"), dict) else {}
    for part in (schema, items):
        if "enum" in part:
            parts.append(f"One of: {', '.join(map(str, part['enum']))}.")
        if "x-vocabulary" in part:
            parts.append(f"Terms of data/vocabulary/{part['x-vocabulary']}.yaml.")
        if "x-reference" in part:
            parts.append(f"Id as in data/{FOLDERS[part['x-reference']]}/.")
    return " ".join(parts)


def _form(kind: str, schema: Schema, indent: int) -> Iterator[str]:
    """The lines below a usual field that show its form."""
    pad = " " * indent
    if schema.get("type") == "array":
        items = resolve(kind, schema.get("items", {}))
        if items.get("type") == "object":
            lead = f"{pad}- "
            for key, child in _parts(items):
                yield from _part(kind, lead, key, child)
                lead = f"{pad}  "
        else:
            yield f"{pad}- {PLACE}"
    elif schema.get("type") == "object":
        for key, child in _parts(schema):
            yield from _part(kind, pad, key, child)
    elif _is_prose(schema):
        yield f"{pad}{PLACE}"


def _part(kind: str, lead: str, key: str, schema: Schema) -> Iterator[str]:
    said = _meaning(schema)
    resolved = resolve(kind, schema)
    line = f"{lead}{key}:  # {said or _meaning(resolved)}"
    yield line if len(line) + 2 <= WIDTH else f"{lead}{key}:"


def _parts(schema: Schema) -> list[tuple[str, Schema]]:
    """The fields of a group that are shown: the required and the first ones, without the marks of uncertainty."""
    properties = schema.get("properties", {})
    required = schema.get("required", [])
    own = [key for key in properties if key not in _UNCERTAINTY]
    shown = set(required) | set(own[: max(_SHOWN_PARTS - len(required), 0)])
    return [(key, properties[key]) for key in properties if key in shown]


def _is_prose(schema: Schema) -> bool:
    """Whether a field holds a text of sentences, which begins on a line of its own."""
    long = schema.get("type") == "string" and schema.get("maxLength", 0) >= 300 and "x-translatable" in schema
    return "x-prose" in schema or long
