"""Which fields can be asked for, and the way from a record to the values of one. Read from the schemas."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from miniexchange.catalogue.kinds import TITLE_FIELD
from miniexchange.catalogue.schema import Schema, field_names, load, prose_fields, resolve
from miniexchange.query.links import BACKLINKS

ValueType = Literal[
    "text",
    "group",
    "number",
    "money",
    "date",
    "boolean",
    "word",
    "term",
    "reference",
    "kind",
    "country",
    "language",
    "nuts",
    "code",
]
StepType = Literal["key", "prose", "every", "link", "back", "computed"]

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_BY_FORMAT: dict[str, ValueType] = {
    "partial-date": "date",
    "end-date": "date",
    "country-code": "country",
    "language-tag": "language",
    "nuts-code": "nuts",
    "currency-code": "code",
    "slug": "code",
}
_COUNTRY_BY_LINK = ("practice", "exchange", "project", "assessment", "plan")


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a record or a value to the values below it.

    `key` takes an entry of a mapping (`prose`: one that is only in the whole record), `every` all of them; `link` goes from an id to the
    record of kind `name`; `back` from a record of `kind` to those that point to it; `computed` to what no single field says.
    """

    type: StepType
    name: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """The way from a record to the values of a field, and what they are.

    `detail` is the vocabulary of terms, the kind of a reference, or the allowed words.
    """

    name: str
    steps: tuple[Step, ...]
    type: ValueType
    detail: tuple[str, ...] = ()
    schema: Mapping[str, Any] | None = None
    many: bool = False
    """Whether a record can have several values."""

    @property
    def reads_whole_records(self) -> bool:
        """True when slim rows do not suffice."""
        return any(step.type == "prose" for step in self.steps)


@cache
def find_way(kind: str, name: str) -> Way | None:
    """The way to a field from a record of a kind; None where the kind has no such field.

    Hyphens count as underscores, and a singular or plural finds the other: `theme`, `target-group`.
    """
    walk = _Walk(kind)
    for part in name.split("."):
        if not walk.down(part):
            return None
    return walk.way(name)


def known_names(kind: str) -> tuple[str, ...]:
    """The names of a kind's fields that people may mean: those of its schema, the computed ones and the links."""
    computed = ["id", "kind", "title", "completeness", *BACKLINKS.get(kind, {})]
    if kind in _COUNTRY_BY_LINK:
        computed.append("country")
    return tuple(dict.fromkeys([*computed, *field_names(kind), *_shortened(kind)]))


def _shortened(kind: str) -> list[str]:
    return [name.replace(".levels.", ".") for name in field_names(kind) if ".levels." in name]


class _Walk:
    """Walks down the schemas, one part of a dotted name at a time."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.schema: Schema | None = load(kind)
        self.steps: list[Step] = []
        self.at_root = True
        self.computed: tuple[ValueType, tuple[str, ...]] | None = None
        self.many = False

    def down(self, part: str) -> bool:
        """Goes on to the field that `part` names; False where there is none."""
        if self.computed is not None and self.computed[0] != "reference":
            return False
        self._follow_reference()
        key = part.lower().replace("-", "_")
        return (
            (self.at_root and self._computed(key))
            or self._property(key, part)
            or (self.at_root and self._linked(key))
        )

    def way(self, name: str) -> Way:
        if self.computed is not None:
            return Way(name, tuple(self.steps), *self.computed, many=self.many)
        schema = self._entry()
        return Way(name, tuple(self.steps), *_type_of(schema), schema, self.many)

    def _entry(self) -> Schema:
        """The schema here; of a list, that of its entries."""
        schema = resolve(self.kind, self.schema or {})
        while schema.get("type") == "array":
            self.many = True
            schema = resolve(self.kind, schema.get("items", {}))
        return schema

    def _follow_reference(self) -> None:
        if self.computed is not None:
            target = self.computed[1][0]
            if self.steps[-1].type != "back":
                self.steps.append(Step("link", target))
        else:
            target = self._entry().get("x-reference", "")
            if not target:
                return
            self.steps.append(Step("link", target))
        self.kind, self.schema, self.at_root, self.computed = target, load(target), True, None

    def _computed(self, key: str) -> bool:
        """Fields that are found before those of the schema."""
        known: dict[str, tuple[ValueType, tuple[str, ...]]] = {
            "id": ("reference", (self.kind,)),
            "kind": ("kind", ()),
            "completeness": ("number", ()),
        }
        if self.kind == "exchange":
            known["exporter"] = ("reference", ("region",))
        if key not in known:
            return False
        return self._go(Step("computed", key, self.kind), *known[key])

    def _linked(self, key: str) -> bool:
        """Fields that are found after those of the schema."""
        if key in ("title", "name"):
            return self._title()
        if key in ("country", "countries") and self.kind in _COUNTRY_BY_LINK:
            return self._go(Step("computed", "country", self.kind), "country")
        name = _spelled(BACKLINKS.get(self.kind, {}), key)
        if not name:
            return False
        return self._go(Step("back", name, self.kind), "reference", (BACKLINKS[self.kind][name][0],))

    def _title(self) -> bool:
        named = TITLE_FIELD.get(self.kind, "title")
        if named in load(self.kind)["properties"]:
            return self._property(named, named)
        return self._go(Step("computed", "title", self.kind), "text")

    def _go(self, step: Step, value: ValueType, detail: tuple[str, ...] = ()) -> bool:
        self.steps.append(step)
        self.many = self.many or step.type == "back" or step.name == "country"
        self.schema, self.computed, self.at_root = None, (value, detail), False
        return True

    def _property(self, key: str, typed: str) -> bool:
        schema = self._entry()
        properties = schema.get("properties", {})
        named = typed.lower() if typed.lower().startswith("x-") else _spelled(properties, key)
        below = schema.get("additionalProperties")
        if named:
            self._enter(named, properties.get(named, {}))
            return True
        if "levels" in properties and not self.at_root:
            # `evidence.nesta` is what people write for `evidence.levels.nesta`
            levels = resolve(self.kind, properties["levels"]).get("properties", {})
            if key in levels:
                self._enter("levels", properties["levels"])
                self._enter(key, levels[key])
                return True
        return isinstance(below, dict) and self._map_entry(schema, below, key, typed)

    def _map_entry(self, schema: Schema, below: Schema, key: str, typed: str) -> bool:
        """An entry of a map with free keys: a field of every entry (`translations.title`), or one key (`translations.nl`)."""
        entry = resolve(self.kind, below)
        named = _spelled(entry.get("properties", {}), key)
        if named:
            self.steps.append(Step("every"))
            self.many = True
            self._enter(named, entry["properties"][named])
            return True
        if schema.get("propertyNames", {}).get("format") == "language-tag" and not _LANGUAGE.fullmatch(typed):
            return False
        self._enter(typed, below)
        return True

    def _enter(self, key: str, schema: Schema) -> None:
        prose = self.at_root and key in prose_fields(self.kind)
        self.steps.append(Step("prose" if prose else "key", key))
        self.schema, self.at_root = schema, False


def _spelled(names: Mapping[str, Any], key: str) -> str:
    """The name that is meant by a singular or plural of it; "" where there is none."""
    forms = (key, f"{key}s", f"{key[:-1]}ies" if key.endswith("y") else key, key.removesuffix("s"))
    return next((form for form in forms if form in names), "")


def _type_of(schema: Schema) -> tuple[ValueType, tuple[str, ...]]:
    if "x-reference" in schema:
        return "reference", (schema["x-reference"],)
    if "x-vocabulary" in schema:
        return "term", (schema["x-vocabulary"],)
    if "x-local-reference" in schema:
        return "code", ()
    if schema.get("format") in _BY_FORMAT:
        return _BY_FORMAT[schema["format"]], ()
    if "enum" in schema:
        words = schema["enum"]
        return (
            ("number", ())
            if all(isinstance(word, int) for word in words)
            else ("word", tuple(map(str, words)))
        )
    kind = schema.get("type")
    if kind == "boolean":
        return "boolean", ()
    if kind in ("number", "integer"):
        return "number", ()
    if kind == "object":
        properties = schema.get("properties", {})
        return ("money", ()) if "amount" in properties and "currency" in properties else ("group", ())
    if "pattern" in schema:
        return "code", ()
    return "text", ()
