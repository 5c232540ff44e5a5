"""Records as JSON, JSON Lines and YAML: each with its kind, id and title, and either all of it or chosen fields."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from miniexchange.catalogue.yaml12 import resolve_plain

SCHEMA_VERSION = 1
_CONTROL = frozenset(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029])) - {"\n", "\t"}


@dataclass(frozen=True, slots=True)
class Item:
    """One record to write: `record` is all of it, `columns` the chosen fields; one of the two is given."""

    kind: str
    id: str
    title: str
    path: str
    record: Mapping[str, Any] | None = None
    columns: Mapping[str, Any] | None = None
    score: float | None = None

    def as_mapping(self) -> dict[str, Any]:
        """The item as plain data; what is not given is left out."""
        given = {"score": self.score, "record": self.record, "columns": self.columns}
        named = {"kind": self.kind, "id": self.id, "title": self.title, "path": self.path}
        return named | {key: value for key, value in given.items() if value is not None}


def json_text(items: Sequence[Item], query: str, found: int) -> str:
    """One JSON object: its `schema_version`, the query, how many records it found, and those that are shown."""
    whole = {
        "schema_version": SCHEMA_VERSION,
        "query": query,
        "found": found,
        "records": [item.as_mapping() for item in items],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def json_lines(items: Iterable[Item]) -> str:
    """One JSON object a line, each with its `schema_version`."""
    return "".join(
        json.dumps({"schema_version": SCHEMA_VERSION, **item.as_mapping()}, ensure_ascii=False) + "\n"
        for item in items
    )


def yaml_text(items: Iterable[Item]) -> str:
    """A YAML list in block style, which YAML 1.1 and 1.2 read alike; `[]` for none."""
    return yaml_dump([item.as_mapping() for item in items])


def yaml_dump(value: Any) -> str:
    """Plain data as YAML in block style, keys in their order; a text that could be read as something else is quoted."""
    import yaml

    class Dumper(yaml.SafeDumper):
        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, False)

        def ignore_aliases(self, data: Any) -> bool:
            return True

    def represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, None if _may_stand_plain(text) else '"')

    Dumper.add_representer(str, represent_text)
    dumped: str = yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=100)
    return dumped


def _may_stand_plain(text: str) -> bool:
    """Whether YAML 1.2 reads it as text without quotes; what YAML 1.1 would make of it, the library knows."""
    try:
        return isinstance(resolve_plain(text), str) and not _CONTROL.intersection(text)
    except ValueError:
        return False
