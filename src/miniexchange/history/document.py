"""Changes as plain data (`schemas/output/changes.schema.json`) and as Markdown for a newsletter or a pull request."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from miniexchange.history.compare import part_names
from miniexchange.history.model import WHATS, Change, Changes, Since, What
from miniexchange.text.markdown import literal

SCHEMA_VERSION = 1
HEADINGS: dict[What, str] = {
    "new": "New",
    "changed": "Changed",
    "renamed": "Renamed",
    "archived": "Archived",
    "removed": "Removed",
}
_FORMS = {"tag": "the tag ", "edition": "edition ", "date": "", "revision": "the revision ", "any": ""}
_LONGEST_TITLE = 120
_LONGEST_LIST = 400


def document_of(found: Changes) -> dict[str, Any]:
    """The changes as plain dictionaries; what is not known is empty."""
    return {
        "schema_version": SCHEMA_VERSION,
        "command": "changes",
        "as_of": found.as_of,
        "since": asdict(found.since),
        "until": asdict(found.until),
        "basis": found.basis,
        "reason": found.reason,
        "note": found.note,
        "counts": dict(found.count()),
        "changes": [{**asdict(change), "fields": list(change.fields)} for change in found.changes],
    }


def markdown_of(found: Changes) -> str:
    """The changes as a section in Markdown; titles show as they are, whatever they hold."""
    lines = [f"## {literal(span_of(found))}", ""]
    if found.note:
        lines += [f"> {literal(found.note)}", ""]
    for what in WHATS:
        if found.of(what):
            lines += [f"### {HEADINGS[what]}", ""]
            for change in found.of(what):
                title, more = title_and_more(change)
                lines.append(f"- **{literal(title)}** {literal(more)}, {change.day}")
            lines.append("")
    if not found.changes:
        lines.append("Nothing changed.")
    return "\n".join(lines).rstrip("\n") + "\n"


def span_of(found: Changes) -> str:
    """From when to when, as a heading: `Changes since the tag v1 (2026-03-01)`."""
    until = f" until {_moment(found.until)}" if found.until.text else ""
    return f"Changes since {_moment(found.since)}{until}"


def title_and_more(change: Change) -> tuple[str, str]:
    """The record's title, shortened, and what else is to be said: `(region): needs, summary`, `(practice), was day-market`."""
    former = f", was {change.previous_id}, now {change.id}" if change.previous_id else ""
    parts = _short(", ".join(part_names(change.kind, change.fields)), _LONGEST_LIST)
    return _short(change.title, _LONGEST_TITLE), f"({change.kind}){former}{f': {parts}' if parts else ''}"


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _moment(point: Since) -> str:
    if not point.text or point.text == point.day:
        return point.day
    return f"{_FORMS[point.form]}{point.text} ({point.day})"
