"""The schemas keep their own rules: described throughout, closed, one field one shape, and no rule that the verdict cannot tell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from miniexchange.catalogue.formats import FORMATS
from miniexchange.catalogue.kinds import KINDS
from miniexchange.catalogue.references import annotated_paths
from miniexchange.catalogue.schema import (
    SETTINGS_KIND,
    field_names,
    fields,
    json_pointer_schema,
    load,
    resolve,
)

FILES = sorted((Path(__file__).parents[2] / "schemas").glob("*.schema.json"))
EVERY_KIND = (*KINDS, SETTINGS_KIND)
TOLD = {
    "type", "enum", "format", "pattern", "minLength", "maxLength", "minimum", "maximum", "maxItems", "minProperties",
    "uniqueItems", "required", "additionalProperties",
}  # fmt: skip
"""The rules that the verdict has words for."""
SILENT = {
    "$schema",
    "$ref",
    "$defs",
    "title",
    "description",
    "examples",
    "default",
    "properties",
    "patternProperties",
    "items",
    "propertyNames",
}


def parts(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """(path, schema) of a schema and of everything inside it."""
    yield path, schema
    for holder in ("properties", "$defs"):
        for name, below in schema.get(holder, {}).items():
            yield from parts(below, f"{path}/{name}")
    for holder in ("items", "additionalProperties", "propertyNames"):
        if isinstance(schema.get(holder), dict):
            yield from parts(schema[holder], f"{path}/{holder}")


def test_there_is_a_schema_for_every_kind() -> None:
    assert {file.name.split(".")[0] for file in FILES} == {*EVERY_KIND, "common"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_schema_is_valid_and_says_which_draft(file: Path) -> None:
    schema = json.loads(file.read_text(encoding="utf-8"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_field_has_a_title_and_a_description(kind: str) -> None:
    for field in fields(kind):
        if field.path[-1] not in ("[]", "{}"):
            assert field.schema.get("title"), field.name
            assert field.schema.get("description", "").endswith((".", ".)")), field.name


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_objects_are_closed_but_for_keys_of_ones_own(kind: str) -> None:
    for path, part in parts(load(kind)):
        if "properties" in part:
            assert part["additionalProperties"] is False, path
            assert part["patternProperties"] == {"^x-": {}}, path
            assert part["type"] == "object", path
            assert set(part.get("required", ())) <= set(part["properties"]), path
        elif part.get("type") == "object":
            assert isinstance(part["additionalProperties"], dict) and "propertyNames" in part, path
        if part.get("type") == "array":
            assert isinstance(part["items"], dict) and "maxItems" in part, path
        if part.get("type") == "string" and not {"format", "pattern"} & part.keys():
            assert part.get("minLength") == 1 and "maxLength" in part, path


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_schemas_use_only_rules_that_the_verdict_can_tell(kind: str) -> None:
    for path, part in parts(load(kind)):
        unknown = {rule for rule in part if not rule.startswith("x-")} - TOLD - SILENT
        assert not unknown, f"{path}: {unknown}"  # so no oneOf, anyOf, if, not
        if "format" in part:
            assert part["format"] in FORMATS, path
        if "propertyNames" in part:
            assert set(part["propertyNames"]) == {"format"}, path
        if "default" in part:
            rule = resolve(kind, part)
            assert Draft202012Validator({**rule, "$defs": load(kind)["$defs"]}).is_valid(part["default"]), (
                path
            )


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_examples_fit(kind: str) -> None:
    for field in fields(kind):
        validator = Draft202012Validator({**field.schema, "$defs": load(kind)["$defs"]})
        for example in field.schema.get("examples", ()):
            assert validator.is_valid(example), field.name
            if "format" in field.schema:
                assert FORMATS[field.schema["format"]](str(example)) is None, field.name


@pytest.mark.parametrize("kind", KINDS)
def test_references_name_kinds_and_vocabularies_that_exist(kind: str) -> None:
    for path, target in annotated_paths(kind, "x-reference"):
        assert target in KINDS, path
    vocabularies = {file.stem for file in (Path(__file__).parents[2] / "data/vocabulary").glob("*.yaml")}
    for path, vocabulary in annotated_paths(kind, "x-vocabulary"):
        assert vocabulary in vocabularies, path


def test_the_schema_at_a_pointer() -> None:
    assert json_pointer_schema("practice", "/evidence/3/levels/nesta")["maximum"] == 5
    assert json_pointer_schema("practice", "/sources/0/url")["format"] == "web-address"
    assert json_pointer_schema("practice", "/translations/nl/title")["maxLength"] == 100
    assert json_pointer_schema("vocabulary", "/terms/a~1b/broader")["x-local-reference"] == "term"
    assert json_pointer_schema("practice", "/x-own/deep/0") == {}


def test_field_names_are_those_that_people_type() -> None:
    names = field_names("practice")
    assert names[0] == "title"
    assert "evidence.levels.nesta" in names
    assert len(names) == len(set(names))
