"""How sure a part of a record is: deduced or stated, by which sources, and what others say."""

from __future__ import annotations

from miniexchange.catalogue.records import Entry
from miniexchange.publish.views import words
from miniexchange.publish.views.scope import View
from miniexchange.publish.views.sources import Citations, conflicts

_LONGEST = 200


def provenance(entry: Entry, citations: Citations) -> View:
    """What stands with a part of a record; `deduced_fields` names in words which of its fields were deduced."""
    interface = citations.scope.interface
    names = (words.FIELD_NAMES.get(field, field.replace("_", " ")) for field in entry.inferred_fields)
    return {
        "deduced": entry.inferred,
        "deduced_fields": interface.listed([interface.gettext(name) for name in names]),
        "note": entry.note,
        "cites": citations.cite(entry.sources),
        "conflicts": conflicts(entry, citations),
    }


def excerpt(text: str) -> str:
    """The beginning of a long text in one line, for those who list pages: at most 200 characters, whole words."""
    line = " ".join(text[: 5 * _LONGEST].split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rsplit(' ', 1)[0]}…"
