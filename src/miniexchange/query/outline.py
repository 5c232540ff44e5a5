"""A record as lines for people: every field that is filled, called by its title in the schema, in the schema's order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from miniexchange.catalogue.rows import Rows
from miniexchange.catalogue.schema import Schema, load, resolve
from miniexchange.query.words import Words, money

Style = Literal["heading", "fact", "item", "text"]
_BOOKKEEPING = frozenset(["inferred", "inferred_fields", "sources", "conflicts", "note"])
_HEADS = (
    "title",
    "claim",
    "name",
    "text",
    "item",
    "question",
    "topic",
    "organisation",
    "event",
    "region",
    "status",
    "date",
    "id",
)
"""Fields that say what an entry of a list is, the most telling first."""
_LONG = 100
_CLAIM_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Results", ("result",)),
    ("Outputs (what was done or produced)", ("output",)),
    ("Inputs (money and people spent)", ("input",)),
    ("Targets and estimates, which are not results", ("target", "estimate")),
    ("Statements of unknown kind", ("",)),
)


class Line(NamedTuple):
    """One line, or one paragraph, of an outline: `label` before `text`, `depth` steps to the right."""

    style: Style
    depth: int
    label: str
    text: str


class Outline:
    """Turns a record into lines. Sources are numbered as they are met; what was deduced is marked `(inferred)`."""

    def __init__(self, kind: str, rows: Rows, language: str) -> None:
        self.lines: list[Line] = []
        self._kind = kind
        self._words = Words(kind, rows, language)
        self._sources: dict[str, Mapping[str, Any]] = {}

    def record(self, document: Mapping[str, Any], leave_out: Iterable[str] = ()) -> None:
        """The fields of a record: first those that fit on a line, then the texts and lists, each under a heading."""
        self._cite(document)
        schema = load(self._kind)
        marks = self._marked(document)
        later: list[tuple[str, Schema, Any]] = []
        for key, below, value in self._fields(schema, document, frozenset(leave_out)):
            text = self._words.in_line(below, value)
            if text is not None and len(text) <= _LONG:
                self._add("fact", 0, self._label(below, key, key in marks), text)
            else:
                later.append((key, below, value))
        for key, below, value in later:
            self._block(self._label(below, key, key in marks), below, value, 0, under_heading=True)
        if document.keys() & {"note", "conflicts"}:
            self.heading("Remarks")
            self._remarks(document, 0)

    def heading(self, label: str) -> None:
        """A heading for what follows."""
        self._add("heading", 0, label, "")

    def fact(self, label: str, text: str) -> None:
        """A line of its own."""
        self._add("fact", 0, label, text)

    def item(self, text: str) -> None:
        """An entry of a list."""
        self._add("item", 0, "", text)

    def sources(self) -> None:
        """The sources met so far, by number, and what the marks mean."""
        if self._sources:
            self.heading("Sources")
        for number, (url, source) in enumerate(self._sources.items(), 1):
            named = ", ".join(str(source[key]) for key in ("title", "publisher") if key in source)
            remarks = [f"read {source['accessed']}"] if "accessed" in source else []
            remarks += ["only its opening could be read"] if source.get("partly_read") else []
            remarks += [source["note"]] if "note" in source else []
            text = f"{named}: {url}" if named else url
            self._add("text", 0, f"[{number}]", f"{text} ({'; '.join(remarks)})" if remarks else text)
        if any("(inferred)" in line.label + line.text for line in self.lines):
            self._add(
                "text", 0, "", "(inferred) means: deduced by whoever wrote it down; no source states it."
            )

    # Fields

    def _fields(
        self, schema: Schema, mapping: Mapping[str, Any], leave_out: frozenset[str]
    ) -> Iterable[tuple[str, Schema, Any]]:
        properties = schema.get("properties", {})
        known = [key for key in properties if key in mapping]
        for key in [*known, *(key for key in mapping if key not in properties)]:
            if key not in _BOOKKEEPING and key not in leave_out:
                below = properties.get(key) or schema.get("additionalProperties") or {}
                yield key, resolve(self._kind, below), mapping[key]

    def _block(
        self, label: str, schema: Schema, value: Any, depth: int, *, under_heading: bool = False
    ) -> None:
        """A value that needs more than a line: its label, and below it the parts."""
        refs = self._cite(value) if isinstance(value, dict) else ""
        mark = self._mark(value)
        self._add("heading" if under_heading else "fact", depth, f"{label}{mark}{refs}", "")
        inner = depth if under_heading else depth + 1
        if isinstance(value, dict):
            self._mapping(schema, value, inner)
        elif isinstance(value, list):
            self._list(resolve(self._kind, schema.get("items", {})), value, inner)
        else:
            self._add("text", inner, "", str(value))

    def _mapping(self, schema: Schema, mapping: Mapping[str, Any], depth: int, leave_out: str = "") -> None:
        marks = self._marked(mapping)
        for key, below, value in self._fields(schema, mapping, frozenset([leave_out])):
            label = self._label(below, key, key in marks)
            text = self._words.in_line(below, value)
            if text is None or (isinstance(value, list) and len(text) > _LONG):
                self._block(label, below, value, depth)
            else:
                self._add("fact", depth, label, text)
        self._remarks(mapping, depth)

    def _list(self, schema: Schema, entries: list[Any], depth: int) -> None:
        if "claim" in schema.get("properties", {}):
            self._claims(entries, depth)
            return
        for entry in entries:
            if not isinstance(entry, dict):
                self._add("item", depth, "", self._words.in_line(schema, entry) or str(entry))
                continue
            if "amount" in entry and "currency" in entry:
                self._add("item", depth, "", money(entry) + self._cite(entry))
                self._remarks({key: value for key, value in entry.items() if key != "note"}, depth + 1)
                continue
            head = next((key for key in (*_HEADS, *schema.get("properties", {})) if key in entry), "")
            below = resolve(self._kind, schema.get("properties", {}).get(head, {}))
            text = self._words.in_line(below, entry[head]) if head else self._words.in_line(schema, entry)
            mark = self._mark(entry) or (" (inferred)" if head in self._marked(entry) else "")
            self._add("item", depth, "", f"{text or ''}{mark}{self._cite(entry)}")
            if head:
                self._mapping(schema, entry, depth + 1, leave_out=head)

    # Evidence

    def _claims(self, claims: list[dict[str, Any]], depth: int) -> None:
        """Claims by what they are, so that nobody takes a target for a result."""
        for title, kinds in _CLAIM_GROUPS:
            group = [claim for claim in claims if claim.get("kind", "") in kinds]
            if not group and title == "Results":
                self._add("fact", depth, title, "none stated")
            elif group:
                self._add("fact", depth, title, "")
            for claim in group:
                kind = f"{claim['kind']}: " if len(kinds) > 1 else ""
                self._add(
                    "item", depth + 1, "", f"{kind}{claim['claim']}{self._mark(claim)}{self._cite(claim)}"
                )
                levels = claim.get("levels", {})
                detail = self._words.claim(claim) + self._cite(levels)
                if detail:
                    self._add("text", depth + 2, "", detail.strip())
                self._remarks(claim, depth + 2)
                self._remarks(levels, depth + 2)

    # Marks and remarks

    def _label(self, schema: Schema, key: str, inferred: bool) -> str:
        label = str(schema.get("title", key.replace("_", " ").capitalize()))
        return f"{label} (inferred)" if inferred else label

    def _mark(self, value: Any) -> str:
        return " (inferred)" if isinstance(value, dict) and value.get("inferred") else ""

    def _marked(self, mapping: Mapping[str, Any]) -> frozenset[str]:
        return frozenset(mapping.get("inferred_fields", ()))

    def _remarks(self, mapping: Mapping[str, Any], depth: int) -> None:
        """The note of an entry, which of its parts were deduced, and what other sources say."""
        if "note" in mapping:
            self._add("fact", depth, "Note", str(mapping["note"]))
        for conflict in mapping.get("conflicts", ()):
            said = f"{conflict['field']} {conflict['value']}{self._cite(conflict)}"
            resolution = f". {conflict['resolution']}" if "resolution" in conflict else ""
            self._add("fact", depth, "Another source says", said + resolution)

    def _cite(self, mapping: Mapping[str, Any]) -> str:
        """The numbers of an entry's sources, such as ` [1][3]`."""
        numbers = []
        for source in mapping.get("sources", ()):
            self._sources.setdefault(source["url"], source)
            numbers.append(list(self._sources).index(source["url"]) + 1)
        return f" {''.join(f'[{number}]' for number in numbers)}" if numbers else ""

    def _add(self, style: Style, depth: int, label: str, text: str) -> None:
        self.lines.append(Line(style, depth, label, text))
