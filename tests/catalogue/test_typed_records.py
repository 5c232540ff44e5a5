"""The typed records and settings mirror the schemas: the same fields, as required, of the same types, with the same defaults."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from miniexchange.catalogue.dates import PartialDate
from miniexchange.catalogue.kinds import KINDS
from miniexchange.catalogue.records import RECORD_TYPES
from miniexchange.catalogue.schema import SETTINGS_KIND, load, resolve
from miniexchange.catalogue.settings import Settings, settings_from

ABSENT = (None, "", (), {}, False)
"""What stands in a typed record for a field that is not there."""


def differences(kind: str, schema: dict[str, Any], shape: Any, path: str = "") -> list[str]:
    """Where a typed shape and a schema disagree, in words."""
    schema = resolve(kind, schema)
    inner = shape.types if isinstance(shape, msgspec.inspect.UnionType) else (shape,)
    shapes = [one for one in inner if not isinstance(one, msgspec.inspect.NoneType)]
    names = {type(one).__name__ for one in shapes}
    types = schema.get("type", [])
    if schema.get("format") in ("partial-date", "end-date"):
        good = [one.cls for one in shapes if isinstance(one, msgspec.inspect.CustomType)] == [PartialDate]
        return [] if good else [f"{path}: a date is {names}"]
    if isinstance(types, list) and types:
        wanted = {"string": "StrType", "number": "FloatType", "boolean": "BoolType", "integer": "IntType"}
        return [] if names == {wanted[one] for one in types} else [f"{path}: {types} is {names}"]
    if "enum" in schema:
        wanted_enum = {"StrType" if isinstance(word, str) else "IntType" for word in schema["enum"]}
        return [] if names == wanted_enum else [f"{path}: a word is {names}"]
    if types == "array":
        if names != {"VarTupleType"}:
            return [f"{path}: a list is {names}"]
        return differences(kind, schema["items"], shapes[0].item_type, f"{path}[]")
    if types == "object" and "properties" not in schema:
        if names != {"DictType"}:
            return [f"{path}: a map is {names}"]
        if path == "translations":
            return []  # fields of another language, as they are
        return differences(kind, schema["additionalProperties"], shapes[0].value_type, f"{path}{{}}")
    if types == "object":
        if names != {"StructType"}:
            return [f"{path}: a mapping is {names}"]
        return struct_differences(kind, schema, shapes[0], path)
    wanted = {"string": "StrType", "number": "FloatType", "boolean": "BoolType", "integer": "IntType"}[types]
    return [] if names == {wanted} else [f"{path}: {types} is {names}"]


def struct_differences(kind: str, schema: dict[str, Any], shape: Any, path: str) -> list[str]:
    fields = {field.encode_name: field for field in shape.fields if path or field.name not in ("id", "path")}
    properties = schema["properties"]
    found = [f"{path}: only the schema has {name}" for name in properties.keys() - fields.keys()]
    found += [f"{path}: only the type has {name}" for name in fields.keys() - properties.keys()]
    for name in properties.keys() & fields.keys():
        below = f"{path}.{name}" if path else name
        if fields[name].required != (name in schema.get("required", ())):
            found.append(f"{below}: required in one of them only")
        found += differences(kind, properties[name], fields[name].type, below)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_the_typed_record_of_a_kind_mirrors_its_schema(kind: str) -> None:
    shape: Any = msgspec.inspect.type_info(RECORD_TYPES[kind])
    assert struct_differences(kind, load(kind), shape, "") == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_may_be_absent_has_an_empty_default(kind: str) -> None:
    for field in msgspec.structs.fields(RECORD_TYPES[kind]):
        if not field.required:
            default = field.default_factory() if field.default is msgspec.NODEFAULT else field.default
            assert default in ABSENT, field.name


def test_the_typed_settings_mirror_their_schema() -> None:
    shape: Any = msgspec.inspect.type_info(Settings)
    assert struct_differences(SETTINGS_KIND, load(SETTINGS_KIND), shape, "") == []


def test_the_settings_have_the_defaults_that_their_schema_promises() -> None:
    def compare(schema: dict[str, Any], settings: Any, path: str) -> None:
        for name, below in schema["properties"].items():
            value, below = getattr(settings, name), resolve(SETTINGS_KIND, below)
            if "properties" in below:
                compare(below, value, f"{path}{name}.")
            elif "default" in below:
                assert value == below["default"] and type(value) is type(below["default"]), path + name
            else:
                assert value in (None, "", ()), path + name

    compare(load(SETTINGS_KIND), settings_from({}), "")
