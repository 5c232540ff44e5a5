"""Values of records in words: terms by their labels, references by their titles, money, periods and claims spelled out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from miniexchange.catalogue.rows import Rows
from miniexchange.catalogue.schema import Schema, resolve

_QUALIFIERS = {"about": "about ", "at-least": "at least ", "at-most": "at most "}
_PERIOD = frozenset(["start", "end", "recurring"])
_REMARKS = frozenset(["inferred", "inferred_fields", "note"])


class Words:
    """Speaks of the values of one kind of record, in the language of the catalogue."""

    def __init__(self, kind: str, rows: Rows, language: str) -> None:
        self._kind = kind
        self._rows = rows
        self._language = language

    def in_line(self, schema: Schema, value: Any) -> str | None:
        """A value on one line; None for one that has parts of its own."""
        schema = resolve(self._kind, schema)
        if isinstance(value, list):
            if any(isinstance(entry, dict) for entry in value):
                return None
            return "; ".join(self.in_line(schema.get("items", {}), entry) or "" for entry in value)
        if isinstance(value, dict):
            return self._mapping(schema, value)
        if "x-vocabulary" in schema:
            return self._rows.terms(schema["x-vocabulary"]).label(str(value), self._language)
        if "x-reference" in schema:
            row = self._rows.get(schema["x-reference"], str(value))
            return f"{row.title} ({value})" if row and row.title != value else str(value)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int | float) and schema.get("format") is None:
            return number(value)
        text = str(value)
        return None if schema.get("x-prose") and "\n" in text else text

    def claim(self, claim: Mapping[str, Any]) -> str:
        """The figures of a claim of evidence on one line: `46 young people; Skåne; 2010; Nesta level 3`."""
        parts = []
        if "value" in claim:
            unit = f" {claim['unit']}" if "unit" in claim else ""
            aimed = f" (aimed at: {number(claim['target'])})" if "target" in claim else ""
            parts.append(f"{span(claim, 'value')}{unit}{aimed}")
        elif "target" in claim:
            parts.append(f"aimed at: {number(claim['target'])} {claim.get('unit', '')}".strip())
        parts += [str(claim[key]) for key in ("population", "date") if key in claim]
        marks = claim.get("inferred_fields", ())
        if "design" in claim:
            parts.append(f"design: {claim['design']}{' (inferred)' if 'design' in marks else ''}")
        scales = self._rows.terms("evidence-scales")
        for scale, level in claim.get("levels", {}).items():
            if isinstance(level, int) and not isinstance(level, bool):
                mark = " (inferred)" if "levels" in marks or claim["levels"].get("inferred") else ""
                parts.append(f"{scales.label(scale, self._language)}: level {level}{mark}")
        if "independent" in claim:
            parts.append("measured independently" if claim["independent"] else "not measured independently")
        return "; ".join(parts)

    def _mapping(self, schema: Schema, value: Mapping[str, Any]) -> str | None:
        if value.keys() & {"sources", "conflicts"}:
            return None
        if "amount" in value and "currency" in value:
            return money(value)
        if value.keys() & _PERIOD and value.keys() <= _PERIOD | _REMARKS:
            mark = " (inferred)" if value.get("inferred") or value.get("inferred_fields") else ""
            return f"{period(value)}{mark}{note(value)}"
        if schema.get("propertyNames", {}).get("format") == "language-tag" and all(
            isinstance(text, str) for text in value.values()
        ):
            return "; ".join(f"{text} ({language})" for language, text in value.items())
        return None


def number(value: float) -> str:
    """A number with a comma between its thousands from 10,000 on, so that years stay as they are."""
    return f"{value:,}" if abs(value) >= 10_000 else f"{value}"


def span(mapping: Mapping[str, Any], key: str) -> str:
    """A figure with its qualifier and, where it is one end of a range, the other: `about 40–60`."""
    most = f"–{number(mapping[f'{key}_max'])}" if f"{key}_max" in mapping else ""
    return f"{_QUALIFIERS.get(mapping.get('qualifier', ''), '')}{number(mapping[key])}{most}"


def money(value: Mapping[str, Any]) -> str:
    """An amount of money, what it is for, and for how long: `Starting money: 2000 SEK per participant (note)`."""
    item = value.get("item") or value.get("source")
    per = f" per {value['per']}" if "per" in value else ""
    mark = " (inferred)" if value.get("inferred") or "amount" in value.get("inferred_fields", ()) else ""
    return f"{f'{item}: ' if item else ''}{span(value, 'amount')} {value['currency']}{per}{mark}{note(value)}"


def note(value: Mapping[str, Any]) -> str:
    """The note of a value in brackets behind it."""
    return f" ({value['note'].rstrip('.')})" if "note" in value else ""


def period(value: Mapping[str, Any]) -> str:
    """From when to when: `1999 to 2011-11-30`, `since 1999`, `2010, every year`."""
    start, end = value.get("start"), value.get("end")
    if end == "ongoing":
        text = f"since {start}, ongoing" if start else "ongoing"
    elif start and end:
        text = str(start) if start == end else f"{start} to {end}"
    else:
        text = f"from {start}" if start else f"until {end}" if end else ""
    return f"{text}{', ' if text else ''}every year" if value.get("recurring") else text
