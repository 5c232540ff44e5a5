"""`key=value` as people type it: into the right place of a plain document, with the type that the schema asks for."""

from __future__ import annotations

from typing import Any

from miniexchange.catalogue.schema import Schema, field_names, load, resolve
from miniexchange.catalogue.yaml12 import resolve_plain
from miniexchange.diagnostic import UserError


def assign(kind: str, document: dict[str, Any], name: str, text: str) -> None:
    """Sets the field with the dotted name (`transfer.effort.setup_months`) of a document to a value typed as YAML 1.2.

    Where the schema has a list, the value is added to it: `themes=clusters` twice makes two themes, and
    `sources.url=…` twice makes two sources. Raises UserError for a name that the kind does not have, and for a value
    that cannot stand there.
    """
    steps = name.split(".")
    target: Any = document
    schema = resolve(kind, load(kind))
    for depth, step in enumerate(steps):
        schema = _child(kind, schema, step, name)
        last = depth == len(steps) - 1
        if schema.get("type") == "array":
            entries = target.setdefault(step, [])
            schema = resolve(kind, schema.get("items", {}))
            if last:
                entries.append(_value(schema, name, text))
                return
            target = _entry(entries, steps[depth + 1 :])
        elif last:
            if step in target:
                raise UserError(f"`{name}` is given twice", "give it once")
            target[step] = _value(schema, name, text)
        else:
            target = target.setdefault(step, {})


def _entry(entries: list[Any], rest: list[str]) -> dict[str, Any]:
    """The entry of a list that the next value belongs to: the last one, or a new one when that has the value already."""
    if not entries or _has(entries[-1], rest):
        entries.append({})
    entry: dict[str, Any] = entries[-1]
    return entry


def _has(value: Any, steps: list[str]) -> bool:
    for step in steps:
        if not isinstance(value, dict) or step not in value:
            return False
        value = value[step]
    return not isinstance(value, list)


def _child(kind: str, schema: Schema, step: str, name: str) -> Schema:
    if step.startswith("x-") and step != "x-":
        return {}
    child = schema.get("properties", {}).get(step)
    if child is None:
        child = schema.get("additionalProperties")
        if not step or not isinstance(child, dict):
            raise UserError(f"{_a(kind)} has no field `{name}`", _nearest(kind, name))
    return resolve(kind, child)


def _value(schema: Schema, name: str, text: str) -> Any:
    types = schema.get("type", ())
    types = [types] if isinstance(types, str) else types
    if "object" in types:
        known = ", ".join(f"{name}.{key}" for key in list(schema.get("properties", {}))[:4])
        raise UserError(f"`{name}` is a group of fields", f"set its fields: {known or f'{name}.KEY'}")
    if types == ["string"]:
        return _text(text)
    try:
        return _text(text) if text[:1] in ('"', "'") else resolve_plain(text)
    except ValueError:
        raise UserError(
            f"{text} is not a number that a record can hold", f"give another value for `{name}`"
        ) from None


def _text(text: str) -> str:
    """A text as typed, or the content of its quotes."""
    if len(text) < 2 or text[0] not in "\"'" or text[-1] != text[0]:
        return text
    from miniexchange.catalogue.faults import YamlFault
    from miniexchange.catalogue.yaml12 import compose

    try:
        value = compose(text).value
    except YamlFault:
        return text
    return value if isinstance(value, str) else text


def _nearest(kind: str, name: str) -> str:
    from miniexchange.text.similarity import nearest

    near = nearest(name, field_names(kind))
    if near:
        return f"did you mean {' or '.join(f'`{field}`' for field in near)}?"
    return f"its fields: {', '.join(field for field in field_names(kind) if '.' not in field)}"


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
