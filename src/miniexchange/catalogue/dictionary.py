"""The data dictionary: every field of every kind of record in words, read from the schemas.

`make docs` writes it to `docs/data-dictionary.md`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import NamedTuple

from miniexchange.catalogue.kinds import FOLDERS, KINDS
from miniexchange.catalogue.schema import SETTINGS_KIND, Schema, load

PROVENANCE = ("inferred", "inferred_fields", "note", "sources", "conflicts")
"""Fields that almost every entry may carry; told once instead of in every table."""

_FORMATS = {
    "slug": "id",
    "partial-date": "partial date",
    "end-date": "partial date or `ongoing`",
    "country-code": "country code",
    "language-tag": "language tag",
    "nuts-code": "NUTS code",
    "currency-code": "currency code",
    "web-address": "web address",
    "email-address": "e-mail address",
    "media-path": "path below `media/`",
    "target-name": "name of a target",
    "level-number": "number of a level",
}
_TYPES = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}

_INTRODUCTION = """\
# Data dictionary

Every field that a record may have. `make docs` writes this page from the JSON Schemas in [`schemas/`](../schemas);
correct it there.

How to read it:

- A dotted name leads into a mapping or a list of mappings: `needs.title` is the title of each entry of `needs`. It is the
  name to use in `mini query` as well.
- *Required* means: wherever the mapping that holds the field is there. What a status asks for besides is a matter of the
  [rules](diagnostics.md), not of the form.
- Any mapping may carry keys that begin with `x-`; they are kept and judged by nobody. Any other unknown key is an error.
- *with [provenance](#provenance)*: the mapping may also say where its content comes from and how sure it is.
- Text is CommonMark where it is called *long text*; raw HTML is shown as text.
"""


class _Row(NamedTuple):
    name: str
    holds: str
    required: bool
    meaning: str


def dictionary() -> str:
    """The whole page, as Markdown."""
    parts = [_INTRODUCTION, _contents()]
    parts += [_kind_section(kind) for kind in KINDS]
    parts.append(_settings_section())
    parts.append(_provenance_section())
    shapes = "\n".join(_shape_section(name, shape) for name, shape in _shapes().items())
    parts.append(f"## Shared shapes\n\nShapes that several kinds of record use.\n\n{shapes}")
    parts.append(_values_section())
    return "\n".join(parts)


def _contents() -> str:
    kinds = " · ".join(_link(load(kind)["title"]) for kind in KINDS)
    return (
        f"Kinds: {kinds}\n\nBesides: "
        + " · ".join(_link(title) for title in ("Settings", "Provenance", "Shared shapes", "Simple values"))
        + "\n"
    )


def _kind_section(kind: str) -> str:
    schema = load(kind)
    return (
        f"## {schema['title']}\n\n{schema['description']} A file is `data/{FOLDERS[kind]}/<id>.yaml`; "
        f"its form is [`{kind}.schema.json`](../schemas/{kind}.schema.json){_provenance(schema)}.\n\n"
        f"{_table(_rows(schema))}"
    )


def _settings_section() -> str:
    schema = load(SETTINGS_KIND)
    return (
        f"## {schema['title']}\n\n{schema['description']} Its form is "
        f"[`mini.schema.json`](../schemas/mini.schema.json).\n\n{_table(_rows(schema))}"
    )


def _provenance_section() -> str:
    shared = load(KINDS[0])["$defs"]
    return (
        "## Provenance\n\nUncertainty is data: a record, and almost every mapping in it, may say where it comes from.\n\n"
        + _table([_Row(name, _part(name), False, _meaning(shared[name])) for name in PROVENANCE])
    )


def _shape_section(name: str, shape: Schema) -> str:
    entry = shape.get("items", shape)
    return (
        f"### {_words(name).capitalize()}\n\n{shape['description']}"
        + (f" A mapping{_provenance(entry)}.\n\n" if "items" not in shape else " A list of mappings.\n\n")
        + _table(_rows(entry))
    )


def _values_section() -> str:
    rows = "\n".join(
        f"| {_words(name)} | {_plain_type({**value, 'format': None})} | {_meaning(value)} |"
        for name, value in load(KINDS[0])["$defs"].items()
        if not _is_shape(value) and name not in PROVENANCE
    )
    return f"## Simple values\n\n| value | holds | meaning |\n|---|---|---|\n{rows}\n"


def _shapes() -> dict[str, Schema]:
    """The shared parts that have fields of their own, by name; lists of another shape are left out."""
    shared = load(KINDS[0])["$defs"]
    return {
        name: shape
        for name, shape in shared.items()
        if _is_shape(shape) and "properties" in shape.get("items", shape)
    }


def _is_shape(schema: Schema) -> bool:
    return schema.get("type") == "object" or (
        schema.get("type") == "array" and schema["items"].get("type", "object") == "object"
    )


def _rows(schema: Schema, prefix: str = "") -> Iterator[_Row]:
    required, told_once = schema.get("required", []), bool(_provenance(schema))
    for key, field in schema.get("properties", {}).items():
        if told_once and key in PROVENANCE and "$ref" in field:
            continue
        yield _row(prefix + key, field, key in required)
        yield from _rows(_below(field), f"{prefix}{key}.")


def _below(field: Schema) -> Schema:
    """The mapping inside a field: itself, an entry of its list, or a value of its map; empty where there is none."""
    if "$ref" in field:
        return {}
    if isinstance(field.get("items"), dict):
        return _below(field["items"])
    if isinstance(field.get("additionalProperties"), dict):
        return _below(field["additionalProperties"])
    return field


def _row(name: str, field: Schema, required: bool) -> _Row:
    return _Row(name, _holds(field), required, _meaning(field))


def _holds(field: Schema) -> str:
    """What a field holds, in words."""
    if "x-reference" in field:
        kind = field["x-reference"]
        return f"id of {_article(kind)} {_link(kind, load(kind)['title'])}"
    if "x-vocabulary" in field:
        vocabulary = field["x-vocabulary"]
        return f"term of [`{vocabulary}`](../data/vocabulary/{vocabulary}.yaml)"
    if "x-local-reference" in field:
        return f"id of {_article(field['x-local-reference'])} {field['x-local-reference']}"
    if "$ref" in field:
        return _part(field["$ref"].rpartition("/")[2])
    if field.get("type") == "array":
        return f"list: {_holds(field['items'])}"
    if field.get("type") == "object":
        return _mapping(field)
    return _plain_type(field)


def _part(name: str) -> str:
    """What a shared part holds: a link to where it is told, or its words where it is told nowhere else."""
    shape = load(KINDS[0])["$defs"][name]
    if name in _shapes():
        return f"{'list: ' if 'items' in shape else ''}{_link(_words(name))}"
    if _is_shape(shape) or name in PROVENANCE:
        return _holds(shape)
    return _link(_words(name), "Simple values")


def _mapping(field: Schema) -> str:
    below = field.get("additionalProperties")
    if not isinstance(below, dict):
        return f"mapping{_provenance(field)}"
    key = _FORMATS[field["propertyNames"]["format"]] if "propertyNames" in field else "name"
    return f"mapping: {key} → {_holds(below)}"


def _plain_type(field: Schema) -> str:
    if "enum" in field:
        return "one of " + ", ".join(f"`{word}`" for word in field["enum"])
    if field.get("format"):
        return _FORMATS[field["format"]]
    if field.get("x-prose"):
        return "long text"
    kinds = field["type"] if isinstance(field["type"], list) else [field["type"]]
    words = " or ".join(_TYPES[kind] for kind in kinds)
    if "maximum" in field:
        return f"{words}, {field['minimum']} to {field['maximum']}"
    if "minimum" in field:
        return f"{words}, at least {field['minimum']}"
    if "maxLength" in field and kinds == ["string"]:
        return f"{words}, up to {field['maxLength']} characters"
    return words


def _meaning(field: Schema) -> str:
    text: str = field.get("description", "")
    if "default" in field:
        text += f" Default: {_value(field['default'])}."
    if field.get("examples"):
        text += " For example " + ", ".join(_value(example) for example in field["examples"]) + "."
    return text.strip().replace("|", "\\|")


def _value(value: object) -> str:
    return f"`{value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}`"


def _provenance(schema: Schema) -> str:
    has_any = "sources" in schema.get("properties", {}) and "inferred" in schema["properties"]
    return ", with [provenance](#provenance)" if has_any else ""


def _table(rows: Iterator[_Row] | list[_Row]) -> str:
    lines = (f"| `{r.name}` | {r.holds} | {'yes' if r.required else ''} | {r.meaning} |" for r in rows)
    return "| field | holds | required | meaning |\n|---|---|---|---|\n" + "\n".join(lines) + "\n"


def _link(text: str, heading: str = "") -> str:
    """A link to a heading of the page; its anchor is made as the code hosts make it."""
    return f"[{text}](#{(heading or text).lower().replace(' ', '-')})"


def _words(name: str) -> str:
    words = {"slug": "id", "nuts": "NUTS code", "nuts_version": "NUTS version"}
    return words.get(name, name.replace("_", " "))


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"


if __name__ == "__main__":
    sys.stdout.buffer.write(dictionary().encode("utf-8"))
