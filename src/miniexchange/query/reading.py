"""From the way to a field to the function that takes a record's values of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from miniexchange.catalogue.rows import Row
from miniexchange.query.fields import Step, Way
from miniexchange.query.links import Links

Reader = Callable[[Row], list[Any]]
"""The values of one field of a record; records at the end of a link are given by their ids."""
_Stride = Callable[[list[Any]], list[Any]]


def reader(way: Way, links: Links) -> Reader:
    """The function that reads the values of a field; lists on the way are taken apart, what is absent is left out."""
    if len(way.steps) == 1 and way.steps[0].type == "key":
        return _plain(way.steps[0].name)
    strides = [_stride(step, links) for step in way.steps]
    ends_at_records = way.steps[-1].type == "back"

    def read(row: Row) -> list[Any]:
        values: list[Any] = [row]
        for stride in strides:
            values = stride(values)
            if not values:
                return values
        return [value.id for value in values] if ends_at_records else values

    return read


def fields_read(way: Way) -> frozenset[str]:
    """The top-level fields of the record itself that reading a field looks at."""
    first = way.steps[0]
    if first.type == "key":
        return frozenset((first.name,))
    return _COMPUTED_FROM[first.name] if first.type == "computed" else frozenset()


def _plain(key: str) -> Reader:
    def read(row: Row) -> list[Any]:
        value = row.document.get(key)
        if value is None:
            return []
        return value if type(value) is list else [value]

    return read


def _stride(step: Step, links: Links) -> _Stride:
    if step.type == "key":
        return _key(step.name)
    if step.type == "prose":
        return _prose(step.name, links)
    if step.type == "every":
        return _every
    if step.type == "link":
        by_id = links.records.rows.by_id(step.name)
        return lambda ids: [by_id[record_id] for record_id in ids if record_id in by_id]
    if step.type == "back":
        table = links.pointing_to(step.kind, step.name)
        return lambda rows: [pointing for row in rows for pointing in table.get(row.id, ())]
    return _computed(step.name, links)


def _key(key: str) -> _Stride:
    def stride(values: list[Any]) -> list[Any]:
        found: list[Any] = []
        for value in values:
            mapping = value.document if type(value) is Row else value
            if type(mapping) is dict:
                _add(found, mapping.get(key))
        return found

    return stride


def _prose(key: str, links: Links) -> _Stride:
    def stride(rows: list[Any]) -> list[Any]:
        found: list[Any] = []
        for row in rows:
            _add(found, links.records.read_document(row).get(key))
        return found

    return stride


def _every(values: list[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if type(value) is dict:
            for entry in value.values():
                _add(found, entry)
    return found


def _add(found: list[Any], value: Any) -> None:
    if type(value) is list:
        found += value
    elif value is not None:
        found.append(value)


def _computed(name: str, links: Links) -> _Stride:
    def kinds(row: Row) -> list[str]:
        own = row.document.get("kind")  # an event has a kind of its own, which no kind of record is called
        return [row.kind, own] if own else [row.kind]

    def exporter(row: Row) -> list[str]:
        found = links.exporter(row)
        return [found] if found else []

    computed: dict[str, Reader] = {
        "id": lambda row: [row.id],
        "title": lambda row: [row.title],
        "kind": kinds,
        "exporter": exporter,
        "country": links.countries,
        "completeness": lambda row: [links.completeness(row)],
    }
    of_row = computed[name]
    return lambda rows: [value for row in rows for value in of_row(row)]


_COMPUTED_FROM: dict[str, frozenset[str]] = {
    "id": frozenset(),
    "title": frozenset(("title", "name")),
    "kind": frozenset(("kind",)),
    "exporter": frozenset(("exporter", "practice")),
    "country": frozenset(("country", "region", "owner", "importer", "partners")),
    "completeness": frozenset(),
}
"""What each computed field looks at in the record: the functions above, and those of `Links` that they call."""
