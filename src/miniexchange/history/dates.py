"""What the records' own dates tell, where there is no history to read: when each began, and when it was last dealt with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from miniexchange.catalogue.dates import date_span
from miniexchange.catalogue.kinds import KINDS
from miniexchange.catalogue.schema import load
from miniexchange.check.run import open_rows
from miniexchange.history.model import Change
from miniexchange.history.moment import title_of

Documents = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Kind → id → the record as plain dictionaries."""


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


def last_day(kind: str, document: Mapping[str, Any], last: str) -> str:
    """The latest day (ISO, up to `last`) that a record tells of itself; empty where it tells none."""
    return max((day for _, day in dated_parts(kind, document) if day <= last), default="")


def read_documents(root: Path, as_of: date, *, use_cache: bool) -> Documents:
    """The valid records without their long texts, which have no dates."""
    rows = open_rows(root, as_of=as_of, use_cache=use_cache).rows
    return {kind: {row.id: row.document for row in rows.of(kind)} for kind in KINDS}


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
    try:
        day = date_span(str(value))[0]
    except ValueError:
        return
    if day != date.max:  # `ongoing`
        yield part, day.isoformat()


def _entries(document: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    entries = document.get(key)
    yield from (entry for entry in entries if isinstance(entry, dict)) if isinstance(entries, list) else ()
