"""What the records' own dates tell, where there is no history to read: when each began, and when it was last dealt with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from miniexchange.catalogue.dates import date_span
from miniexchange.catalogue.kinds import KINDS
from miniexchange.catalogue.rows import Rows
from miniexchange.catalogue.schema import load
from miniexchange.check.run import open_rows
from miniexchange.history.model import Change
from miniexchange.history.moment import title_of

Documents = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Kind → id → the record as plain dictionaries."""
_READ = ("title", "name", "status", "documented", "verified", "history", "needs")
"""The fields that are asked for a record's dates, its title, and whether it is a draft."""


def by_dates(documents: Documents, first: str, last: str, *, drafts: bool) -> Iterator[Change]:
    """The records that their own dates place between two days (ISO, both included): new ones, and those dealt with again."""
    for kind, of_kind in documents.items():
        for record_id, document in of_kind.items():
            if is_draft(kind, document) and not drafts:
                continue
            told = sorted((day, part) for part, day in dated_parts(kind, document) if first <= day <= last)
            if not told:
                continue
            title, day = title_of((kind, record_id), document), told[-1][0]
            if birth(kind, document) >= first:
                yield Change(kind, record_id, title, "new", day)
            else:
                parts = {part for _, part in told}
                fields = tuple(key for key in load(kind)["properties"] if key in parts)
                yield Change(kind, record_id, title, "changed", day, fields)


def last_days(rows: Rows, last: str) -> dict[str, str]:
    """Path → the latest day (ISO, up to `last`) that a record tells of itself; only of records that tell one."""
    told = {
        row.path: max((day for _, day in dated_parts(kind, row.document) if day <= last), default="")
        for kind in KINDS
        for row in rows.narrow(kind, _READ)
    }
    return {path: day for path, day in told.items() if day}


def read_documents(root: Path, as_of: date, *, use_cache: bool) -> Documents:
    """What of the valid records is asked here."""
    return documents_of(open_rows(root, as_of=as_of, use_cache=use_cache).rows)


def documents_of(rows: Rows) -> Documents:
    """The same, of records that have been read."""
    return {kind: {row.id: row.document for row in rows.narrow(kind, _READ)} for kind in KINDS}


def dated_parts(kind: str, document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(field, day) for each day on which the record says that something was done with it; of a year or month, the first day."""
    if kind == "practice":
        for key in ("documented", "verified"):
            yield from _dated(key, document.get(key))
    elif kind == "exchange":
        for step in _entries(document, "history"):
            yield from _dated("history", step.get("date"))
    elif kind == "region":
        for need in _entries(document, "needs"):
            for key in ("stated", "closed"):
                yield from _dated("needs", need.get(key))


def birth(kind: str, document: Mapping[str, Any]) -> str:
    """The day on which the record says that it began; empty where it does not."""
    if kind == "region":  # it was there before its first need
        return ""
    begun = "documented" if kind == "practice" else "history"
    return min((day for part, day in dated_parts(kind, document) if part == begun), default="")


def is_draft(kind: str, document: Mapping[str, Any]) -> bool:
    """Whether it is a practice that is not yet published."""
    return kind == "practice" and document.get("status") in ("draft", "review")


def _dated(part: str, value: Any) -> Iterator[tuple[str, str]]:
    day = _first_day(str(value))
    if day:
        yield part, day


@lru_cache(maxsize=16384)
def _first_day(text: str) -> str:
    """The first day of a partial date; empty for `ongoing`, and for what is none."""
    try:
        day = date_span(text)[0]
    except ValueError:
        return ""
    return "" if day == date.max else day.isoformat()


def _entries(document: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    entries = document.get(key)
    yield from (entry for entry in entries if isinstance(entry, dict)) if isinstance(entries, list) else ()
