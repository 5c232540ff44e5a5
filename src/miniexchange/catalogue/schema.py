"""The schemas as data: bundled for a validator, and flattened into the fields that a kind of record has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from miniexchange.resources import resource_folder

Schema = dict[str, Any]
SETTINGS_KIND = "mini"
"""The schema of `mini.yaml` is loaded under this name."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind. `path` leads to it: keys, `[]` for any entry of a list, `{}` for any key of a map."""

    path: tuple[str, ...]
    schema: Schema

    @property
    def name(self) -> str:
        """The dotted name that people type: `evidence.levels.nesta`."""
        return ".".join(step for step in self.path if step not in ("[]", "{}"))


@cache
def load(kind: str) -> Schema:
    """The schema of a kind (or of `mini`), with the shared parts under its own `$defs`."""
    folder = resource_folder("schemas")
    common = json.loads((folder / "common.schema.json").read_text(encoding="utf-8"))
    text = (folder / f"{kind}.schema.json").read_text(encoding="utf-8")
    schema: Schema = json.loads(text.replace("common.schema.json#/", "#/"))
    schema["$defs"] = common["$defs"]
    return schema


def resolve(kind: str, schema: Schema) -> Schema:
    """A part of a kind's schema with its `$ref` followed; what stands beside the `$ref` wins."""
    while "$ref" in schema:
        target = load(kind)["$defs"][schema["$ref"].rpartition("/")[2]]
        schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
    return schema


@cache
def fields(kind: str) -> tuple[Field, ...]:
    """Every field of a kind, parents before children, in canonical order."""
    return tuple(_fields(kind, load(kind), ()))


@cache
def field_names(kind: str) -> tuple[str, ...]:
    """The dotted names of a kind's fields, each once, in canonical order."""
    return tuple(dict.fromkeys(field.name for field in fields(kind) if field.path[-1] not in ("[]", "{}")))


@cache
def prose_fields(kind: str) -> frozenset[str]:
    """The top-level fields with long texts, which slim rows leave out."""
    return frozenset(
        field.path[0] for field in fields(kind) if len(field.path) == 1 and field.schema.get("x-prose")
    )


@lru_cache(maxsize=2048)  # the pointers of a hostile file are without number
def json_pointer_schema(kind: str, pointer: str) -> Schema:
    """The schema of the value at a JSON pointer of a record; an empty one where there is none."""
    schema = load(kind)
    for step in pointer.split("/")[1:]:
        schema = resolve(kind, schema)
        key = step.replace("~1", "/").replace("~0", "~")
        if key in schema.get("properties", {}):
            schema = schema["properties"][key]
        elif schema.get("type") == "array":
            schema = schema.get("items", {})
        else:
            below = schema.get("additionalProperties", {})
            schema = below if isinstance(below, dict) else {}
    return resolve(kind, schema)


def _fields(kind: str, schema: Schema, path: tuple[str, ...]) -> Iterator[Field]:
    schema = resolve(kind, schema)
    if path:
        yield Field(path, schema)
    for key, child in schema.get("properties", {}).items():
        yield from _fields(kind, child, (*path, key))
    if isinstance(schema.get("items"), dict):
        yield from _fields(kind, schema["items"], (*path, "[]"))
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _fields(kind, schema["additionalProperties"], (*path, "{}"))
