"""Whether two states of a record say the same, and which parts of it differ. How a file is written is no difference."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from miniexchange.catalogue.schema import load
from miniexchange.history.moment import Document


def changed_fields(kind: str, before: Document, after: Document) -> tuple[str, ...]:
    """The top-level fields that differ, in the order of the schema, those of somebody's own (`x-…`) last."""
    differing = {key for key in before.keys() | after.keys() if not _alike(before, after, key)}
    known = [key for key in load(kind)["properties"] if key in differing]
    return (*known, *sorted(differing.difference(known)))


def same_record(before: Document | None, after: Document | None) -> bool:
    """Whether both can be read and say the same."""
    return before is not None and after is not None and same(before, after)


def same(before: Any, after: Any) -> bool:
    """Whether two values mean the same: the order of keys and the quotes around a date or number do not count."""
    if isinstance(before, dict) and isinstance(after, dict):
        return before.keys() == after.keys() and all(same(before[key], after[key]) for key in before)
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(map(same, before, after))
    if isinstance(before, bool | None) or isinstance(after, bool | None):  # True == 1
        return before is after
    if isinstance(before, dict | list) or isinstance(after, dict | list):
        return False
    return bool(before == after) or str(before) == str(after)


def part_names(kind: str, fields: Iterable[str]) -> list[str]:
    """Fields as people call them: `original title` for `original_title`."""
    return [_name(load(kind)["properties"].get(field, {}).get("title", field)) for field in fields]


def _alike(before: Document, after: Document, key: str) -> bool:
    return key in before and key in after and same(before[key], after[key])


def _name(title: str) -> str:
    return title if title[:2].isupper() else title[:1].lower() + title[1:]
