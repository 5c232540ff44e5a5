"""Sources numbered once a page, facts for the side of a page, and what sources disagree about."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from miniexchange.catalogue.records import Conflict, Entry, Link, Source
from miniexchange.publish.views import words
from miniexchange.publish.views.scope import Scope, View, capital, link
from miniexchange.text.markdown import safe_address


class Citations:
    """Numbers the sources of one page in the order in which they are met; the same address keeps its number."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._numbers: dict[str, int] = {}
        self._sources: list[View] = []

    def cite(self, sources: Iterable[Source]) -> list[int]:
        """The numbers of some sources, ascending."""
        return sorted({self._number(source) for source in sources})

    def listed(self) -> list[View]:
        """All sources cited so far, by number."""
        return self._sources

    def _number(self, source: Source) -> int:
        if source.url not in self._numbers:
            self._numbers[source.url] = len(self._sources) + 1
            self._sources.append(
                {
                    "number": len(self._sources) + 1,
                    "url": address(source.url),
                    "title": source.title or short(source.url),
                    "publisher": source.publisher,
                    "accessed": self.scope.interface.date(source.accessed),
                    "partly_read": source.partly_read,
                    "note": source.note,
                }
            )
        else:
            known = self._sources[self._numbers[source.url] - 1]
            known["partly_read"] = bool(known["partly_read"]) or source.partly_read
            if source.title and known["title"] == short(source.url):
                known["title"] = source.title
            known["publisher"] = known["publisher"] or source.publisher
            known["note"] = known["note"] or source.note
        return self._numbers[source.url]


def address(url: str) -> str:
    """The address when it may be followed, else nothing."""
    return url if safe_address(url) else ""


def short(url: str) -> str:
    """An address as people read it: without scheme, `www.` and the slash at its end."""
    text = unquote(url.split("://", 1)[-1]).removeprefix("www.").rstrip("/")
    return text if len(text) <= 110 else f"{text[:109]}…"


def deduced(entry: Entry | None, *fields: str) -> bool:
    """True when one of these fields of a mapping was deduced; without fields, when the mapping as a whole was.

    The two are asked apart, so that a mapping deduced as a whole is marked once and not at every field.
    """
    if entry is None:
        return False
    if not fields:
        return entry.inferred
    marked = entry.inferred_fields
    return bool(marked) and any(field in marked for field in fields)


def conflicts(entry: Entry | None, citations: Citations) -> list[View]:
    """What other sources say, one entry for each disagreeing statement."""
    return [conflict_view(conflict, citations) for conflict in entry.conflicts] if entry else []


def conflict_view(conflict: Conflict, citations: Citations) -> View:
    """One disagreeing statement: the field in words, what is said instead, where, and what was made of it."""
    interface = citations.scope.interface
    value = conflict.value
    text = (
        interface.number(value)
        if isinstance(value, int | float) and not isinstance(value, bool)
        else str(value)
    )
    if conflict.field in ("start", "end", "date", "documented"):
        # A year that stands among other numbers of a record is read as 2016.0.
        year = isinstance(value, float) and value.is_integer()
        text = interface.date(str(int(value) if year else value))
    return {
        "field": capital(
            interface.gettext(words.FIELD_NAMES.get(conflict.field, conflict.field.replace("_", " ")))
        ),
        "value": text,
        "cites": citations.cite(conflict.sources),
        "resolution": conflict.resolution,
    }


def fact(
    label: str,
    *texts: str | View,
    deduced: bool = False,
    note: str = "",
    remark: str = "",
    cites: list[int] | None = None,
    others: list[View] | None = None,
) -> list[View]:
    """One fact for the list at the side; none without a value. A value is a text or a link."""
    entries = [entry for text in texts if (entry := link(text) if isinstance(text, str) else text)["title"]]
    if not entries:
        return []
    return [
        {
            "label": label,
            "entries": entries,
            "deduced": deduced,
            "note": note,
            "remark": remark,
            "cites": cites or [],
            "conflicts": others or [],
        }
    ]


def links(entries: Iterable[Link], scope: Scope) -> list[View]:
    """Documents and pages about a record: an address, or a file of the catalogue."""
    return [
        {
            "title": link.title or short(link.url) or link.path,
            "url": address(link.url),
            "file": f"media/{link.path.removeprefix('media/')}" if link.path else "",
            "lang": link.language,
            "language": scope.interface.language_name(link.language) if link.language else "",
            "note": link.note,
        }
        for link in entries
    ]
