"""What to show of the records that were found: columns, their order, and counts per value."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from miniexchange.catalogue.dates import date_span
from miniexchange.catalogue.rows import Row
from miniexchange.diagnostic import UserError
from miniexchange.query.fields import Way, find_way, known_names
from miniexchange.query.links import Links
from miniexchange.query.reading import Reader, reader
from miniexchange.query.records import Hit, Records
from miniexchange.text.folding import fold

USUAL: dict[str, tuple[str, ...]] = {
    "practice": ("id", "title", "country", "status"),
    "region": ("id", "title", "country", "nuts"),
    "exchange": ("id", "status", "outcome.level"),
    "project": ("id", "title", "programme"),
    "event": ("id", "title", "period.start", "country"),
    "assessment": ("id", "region", "date"),
    "plan": ("id", "region", "title"),
    "vocabulary": ("id", "title"),
}
"""The columns of a kind when none are chosen."""
USUAL_OF_SEVERAL = ("kind", "id", "title")


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the found records have a value; `value` is "" for those that have none."""

    value: str
    label: str
    records: int


class Columns:
    """Fields of records of several kinds by dotted name; a kind that lacks a field has an empty cell.

    Raises UserError for a name that none of the kinds has.
    """

    def __init__(self, names: Sequence[str], kinds: Sequence[str], records: Records) -> None:
        self.names = tuple(names)
        self._records = records
        links = Links(records)
        self._cells: dict[str, list[tuple[Way, Reader] | None]] = {kind: [] for kind in kinds}
        for name in self.names:
            ways = {kind: find_way(kind, name) for kind in kinds}
            if not any(ways.values()):
                raise _unknown(name, kinds)
            for kind, way in ways.items():
                self._cells[kind].append((way, _reader(way, links, several=len(kinds) > 1)) if way else None)

    def values(self, row: Row) -> list[list[Any]]:
        """The values of each column, as they are written in the record."""
        return [_distinct(cell[1](row)) if cell else [] for cell in self._cells[row.kind]]

    def texts(self, row: Row, *, in_words: bool = False) -> list[str]:
        """One text for each column, lists joined with `; `; `in_words` puts labels for terms and names for records."""
        cells = zip(self._cells[row.kind], self.values(row), strict=True)
        return [
            "; ".join(self._text(cell[0], v, in_words) for v in values) if cell else ""
            for cell, values in cells
        ]

    def data(self, row: Row) -> dict[str, Any]:
        """Column → its value as plain data: a list where a record can have several, None where it has none."""
        found: dict[str, Any] = {}
        for name, cell, values in zip(self.names, self._cells[row.kind], self.values(row), strict=True):
            found[name] = values if cell and cell[0].many else values[0] if values else None
        return found

    def labelled(self, row: Row) -> list[tuple[str, str]]:
        """The values of the first column, each as it is written and in words."""
        cell = self._cells[row.kind][0]
        if cell is None:
            return []
        return [
            (self._text(cell[0], value, False), self._text(cell[0], value, True))
            for value in self.values(row)[0]
        ]

    def sort_keys(self, row: Row) -> list[tuple[int, Any, str]]:
        """What the values of the first column sort by."""
        cell = self._cells[row.kind][0]
        return [_sort_key(cell[0], value) for value in cell[1](row)] if cell else []

    def _text(self, way: Way, value: Any, in_words: bool) -> str:
        if in_words and way.type == "term":
            return self._records.rows.terms(way.detail[0]).label(
                value, self._records.settings.catalogue.language
            )
        if in_words and way.type == "reference" and way.steps[-1].name != "id":
            row = self._records.rows.get(way.detail[0], value)
            return row.title if row else str(value)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, dict):
            return _money(value) if way.type == "money" else json.dumps(value, ensure_ascii=False)
        return str(value)


def usual_columns(kinds: Sequence[str]) -> tuple[str, ...]:
    """The columns that are shown when none are chosen."""
    return USUAL[kinds[0]] if len(kinds) == 1 else USUAL_OF_SEVERAL


def sort_hits(hits: Sequence[Hit], names: Sequence[str], kinds: Sequence[str], records: Records) -> list[Hit]:
    """The hits in order of fields, the first of which counts most; `-name` is descending.

    Of several values the first in that order counts; records without a value come last. Raises UserError.
    """
    found = list(hits)
    for name in reversed(names):
        descending = name.startswith("-")
        columns = Columns([name.removeprefix("-")], kinds, records)
        choose = max if descending else min
        keyed = []
        lacking = []
        for hit in found:
            keys = columns.sort_keys(hit.row)
            if keys:
                keyed.append((choose(keys), hit))
            else:
                lacking.append(hit)
        keyed.sort(key=lambda pair: pair[0], reverse=descending)
        found = [hit for _, hit in keyed] + lacking
    return found


def counts_by(hits: Sequence[Hit], name: str, kinds: Sequence[str], records: Records) -> list[Count]:
    """How many records have each value of a field: the commonest first, then by value; those without one last.

    A record with several values counts once for each. Raises UserError.
    """
    columns = Columns([name], kinds, records)
    counted: Counter[str] = Counter()
    labels: dict[str, str] = {}
    without = 0
    for hit in hits:
        pairs = columns.labelled(hit.row)
        without += not pairs
        for value, label in pairs:
            counted[value] += 1
            labels.setdefault(value, label)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    found = [Count(value, labels[value], number) for value, number in ordered]
    return [*found, Count("", "(none)", without)] if without else found


def _reader(way: Way, links: Links, *, several: bool) -> Reader:
    """The reader of a column. An event has a kind of its own, which is shown where all the records are events."""
    if way.type != "kind" or len(way.steps) > 1:
        return reader(way, links)
    return lambda row: [row.kind if several else row.document.get("kind", row.kind)]


def _sort_key(way: Way, value: Any) -> tuple[int, Any, str]:
    """Numbers, amounts and dates by size, then everything else by its folded text."""
    if isinstance(value, dict):
        value = value.get("amount", json.dumps(value, ensure_ascii=False))
    if way.type == "date":
        try:
            return (1, date_span(str(value))[0].toordinal(), str(value))
        except ValueError:
            return (2, fold(str(value)), str(value))
    if isinstance(value, int | float):
        return (0, value, "")
    return (2, fold(str(value)), str(value))


def _distinct(values: list[Any]) -> list[Any]:
    return values if len(values) < 2 else list({repr(value): value for value in values}.values())


def _money(value: dict[str, Any]) -> str:
    amounts = [value.get("amount", ""), *([value["amount_max"]] if "amount_max" in value else [])]
    return f"{'–'.join(map(str, amounts))} {value.get('currency', '')}".strip()


def _unknown(name: str, kinds: Sequence[str]) -> UserError:
    from miniexchange.text.similarity import nearest

    near = nearest(
        name.replace("-", "_"), dict.fromkeys(field for kind in kinds for field in known_names(kind))
    )
    whose = f"a {kinds[0]}" if len(kinds) == 1 else "no kind of record"
    verb = "has no" if len(kinds) == 1 else "has a"
    hint = (
        f"did you mean {', '.join(f'`{field}`' for field in near)}?"
        if near
        else "`mini query --help` tells how fields are named"
    )
    return UserError(f"{whose} {verb} field `{name}`", hint)
