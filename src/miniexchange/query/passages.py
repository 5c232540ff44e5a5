"""The text of a record, for full text: what it says itself, its terms in words, and the names of what it points to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from miniexchange.catalogue.kinds import KINDS, TITLE_FIELD
from miniexchange.catalogue.rows import Row, Rows
from miniexchange.catalogue.schema import Schema, load, resolve

Spoken = dict[str, list[str]]
"""Language → texts in it."""
_Collector = Callable[[Any, str, Spoken], None]

_SILENT_FORMATS = frozenset(
    [
        "web-address",
        "email-address",
        "media-path",
        "partial-date",
        "end-date",
        "language-tag",
        "currency-code",
    ]
)
"""Texts of these forms are no words that anybody would look for among others."""
_SILENT_FIELDS = frozenset(["inferred_fields"])
_LEADING = ("summary", "keywords", "themes", "challenges", "services", "target_groups")
"""Fields that say what a record is about: they count more than its other text."""


class Passages(NamedTuple):
    """The texts of a record by language: its names, what it is about, and all the rest."""

    title: Spoken
    about: Spoken
    body: Spoken


class PassageReader:
    """Takes the texts out of records, by the schema of each kind."""

    def __init__(self, rows: Rows, language: str) -> None:
        self._rows = rows
        self._language = language
        self._labels: dict[tuple[str, str], Spoken] = {}
        self._titles: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
        self._collectors: dict[str, dict[str, _Collector]] = {}

    def passages(self, row: Row, document: Mapping[str, Any]) -> Passages:
        """The passages of a whole record."""
        found = Passages({}, {}, {})
        title_field = TITLE_FIELD.get(row.kind, "title")
        for key, value in document.items():
            collect = self._of_kind(row.kind).get(key)
            if collect is None:
                if key.startswith("x-"):
                    _anything(value, self._language, found.body)
                continue
            if key in (title_field, "original_title", "acronym"):
                collect(value, self._language, found.title)
            elif key == "translations":
                self._translations(row.kind, value, title_field, found)
            else:
                collect(value, self._language, found.about if key in _LEADING else found.body)
        found.body.setdefault(self._language, []).append(row.id)
        return found

    def _translations(self, kind: str, translations: Any, title_field: str, found: Passages) -> None:
        for language, texts in translations.items():
            for key, value in texts.items():
                place = found.title if key == title_field else found.about if key in _LEADING else found.body
                _anything(value, language, place)

    def _of_kind(self, kind: str) -> dict[str, _Collector]:
        if kind not in self._collectors:
            properties = load(kind)["properties"]
            made = {key: self._collector(kind, schema, key) for key, schema in properties.items()}
            self._collectors[kind] = {key: collect for key, collect in made.items() if collect}
        return self._collectors[kind]

    def _collector(self, kind: str, schema: Schema, key: str) -> _Collector | None:
        """The function that takes the words out of a value of this schema; None where there are none."""
        schema = resolve(kind, schema)
        if key in _SILENT_FIELDS or "enum" in schema or schema.get("format") in _SILENT_FORMATS:
            return None
        if "x-reference" in schema:
            return self._name_of(schema["x-reference"])
        if "x-vocabulary" in schema:
            return self._label_of(schema["x-vocabulary"])
        if schema.get("type") == "array":
            return _each(self._collector(kind, schema.get("items", {}), ""))
        if schema.get("type") == "object":
            return self._of_mapping(kind, schema)
        return _say if "string" in str(schema.get("type")) else None

    def _of_mapping(self, kind: str, schema: Schema) -> _Collector:
        made = {key: self._collector(kind, below, key) for key, below in schema.get("properties", {}).items()}
        known = {key: collect for key, collect in made.items() if collect}
        silent = made.keys() - known.keys()
        below = schema.get("additionalProperties")
        other = self._collector(kind, below, "") if isinstance(below, dict) else _anything
        by_language = schema.get("propertyNames", {}).get("format") == "language-tag"

        def collect(value: Any, language: str, found: Spoken) -> None:
            for key, entry in value.items():
                speaker = known.get(key) or (None if key in silent else other)
                if speaker:
                    speaker(entry, key if by_language else language, found)

        return collect

    def _name_of(self, kind: str) -> _Collector:
        names = self._titles[kind]

        def collect(value: Any, language: str, found: Spoken) -> None:
            if value not in names:
                row = self._rows.get(kind, value)
                names[value] = row.title if row else value.replace("-", " ")
            found.setdefault(self._language, []).append(names[value])

        return collect

    def _label_of(self, vocabulary: str) -> _Collector:
        terms = self._rows.terms(vocabulary)
        for term, entry in terms.terms.items():
            labels = {language: [str(label)] for language, label in entry.get("label", {}).items()}
            self._labels[vocabulary, term] = labels

        def collect(value: Any, language: str, found: Spoken) -> None:
            for spoken, labels in self._labels.get((vocabulary, value), {}).items():
                found.setdefault(spoken, []).extend(labels)

        return collect


def _say(value: Any, language: str, found: Spoken) -> None:
    found.setdefault(language, []).append(str(value))


def _each(collect: _Collector | None) -> _Collector | None:
    if collect is None:
        return None

    def of_list(value: Any, language: str, found: Spoken) -> None:
        for entry in value:
            collect(entry, language, found)

    return of_list


def _anything(value: Any, language: str, found: Spoken) -> None:
    """Every text in a value without a schema."""
    if isinstance(value, dict):
        for entry in value.values():
            _anything(entry, language, found)
    elif isinstance(value, list):
        for entry in value:
            _anything(entry, language, found)
    elif isinstance(value, str):
        _say(value, language, found)
