"""The reference verdict on a record's shape: `jsonschema`, its errors told in words, one message for one mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from miniexchange.catalogue.findings import Finding
from miniexchange.catalogue.formats import FORMATS
from miniexchange.catalogue.references import pointer_step
from miniexchange.catalogue.schema import load
from miniexchange.text.similarity import nearest

_TYPE_NAMES = {
    "object": "a mapping (`key: value` lines)",
    "array": "a list (lines that begin with `- `)",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}


class _Told(NamedTuple):
    code: str
    message: str
    hint: str


def schema_findings(kind: str, document: Any) -> list[Finding]:
    """Everything that is wrong with the shape of a record, in the order of its fields; empty when it is valid."""
    found = list(_findings(_validator(kind).iter_errors(document)))
    # A value of the wrong type fails every other demand too: one mistake, one message.
    mistyped = {finding.pointer for finding in found if finding.code in ("MX203", "MX206")}
    kept: dict[tuple[str, bool], Finding] = {}
    for finding in found:
        if finding.code in ("MX203", "MX206") or finding.pointer not in mistyped or finding.at_key:
            kept.setdefault((f"{finding.pointer} {finding.code}", finding.at_key), finding)
    return list(kept.values())


@cache
def _validator(kind: str) -> Any:
    checker = FormatChecker(formats=())
    for name in FORMATS:
        checker.checks(name)(_checker(name))
    return extend(Draft202012Validator, {"pattern": _pattern})(load(kind), format_checker=checker)


def _checker(name: str) -> Any:
    return lambda value: not isinstance(value, str) or FORMATS[name](value) is None


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    """`pattern` as JSON Schema means it: `$` is the very end, where Python's also fits before a last line break."""
    if validator.is_type(instance, "string") and not re.search(re.sub(r"\$$", r"\\Z", pattern), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _findings(errors: Iterable[ValidationError]) -> Iterator[Finding]:
    for error in errors:
        pointer = "".join(f"/{pointer_step(str(step))}" for step in error.absolute_path)
        if error.validator == "additionalProperties":
            yield from _unknown_keys(error, pointer)
        elif error.validator == "required":
            # `required` speaks of one missing key an error: the quoted name at the start of the message.
            missing = error.message.split("'")[1]
            yield Finding("MX202", pointer, f"the field `{missing}` is missing", f"add a line `{missing}: …`")
        elif error.validator == "format" and "propertyNames" in error.schema_path:
            told = _told(error)
            yield Finding(told.code, f"{pointer}/{pointer_step(str(error.instance))}", told.message, told.hint, at_key=True)
        else:
            told = _told(error)
            yield Finding(told.code, pointer, told.message, told.hint)


def _unknown_keys(error: ValidationError, pointer: str) -> Iterator[Finding]:
    known = list(error.schema["properties"])
    for key in error.instance:
        if key in known or key.startswith("x-"):
            continue
        near = nearest(key, known, limit=3)
        if near:
            hint = f"did you mean {_or([f'`{name}`' for name in near])}?"
        else:
            hint = f"known here: {', '.join(known[:12])}{' …' if len(known) > 12 else ''}; a key of your own begins with `x-`"
        yield Finding("MX201", f"{pointer}/{pointer_step(key)}", f"`{key}` is not a field here", hint, at_key=True)


def _told(error: ValidationError) -> _Told:
    value, limit, rule = error.instance, error.validator_value, error.validator
    if rule == "type":
        return _wrong_type(value, limit)
    if rule == "enum":
        words = [str(word) for word in limit]
        near = nearest(str(value), words, limit=1)
        said = f"did you mean `{near[0]}`? " if near else ""
        return _Told("MX204", f"{_shown(value)} is not one of the words for this field", f"{said}allowed: {', '.join(words)}")
    if rule == "format":
        problem = FORMATS[limit](value)
        assert problem is not None  # the validator has just called the same function
        return _Told(*problem)
    if rule == "pattern":
        return _Told("MX210", f"{_shown(value)} is not an id", _slug_hint(value))
    if rule == "maxLength":
        return _Told("MX205", f"the text has {len(value):,} characters; {limit:,} are allowed", "shorten it, or move what is more to a longer field")
    if rule == "minLength":
        return _Told("MX206", "the text is empty", "write it, or delete the line")
    if rule in ("minimum", "maximum"):
        side = "at least" if rule == "minimum" else "at most"
        return _Told("MX207", f"{_shown(value)} is out of range", f"write {side} {limit}")
    if rule in ("maxItems", "minProperties"):
        side = "at most" if rule == "maxItems" else "at least"
        return _Told("MX208", f"{len(value)} entries stand here", f"{side} {limit} are allowed")
    if rule == "uniqueItems":
        return _Told("MX209", f"{_shown(_repeated(value))} stands in this list twice", "keep it once")
    return _Told("MX299", error.message[:200], "compare with the data dictionary")


def _wrong_type(value: Any, wanted: str | list[str]) -> _Told:
    names = [wanted] if isinstance(wanted, str) else wanted
    if value is None:
        return _Told("MX206", "nothing stands after the colon", f"write {_or([_TYPE_NAMES[name] for name in names])}, or delete the line")
    hint = f"write {_or([_TYPE_NAMES[name] for name in names])}"
    if "string" in names and isinstance(value, (bool, int, float)):
        hint = f'put it in double quotes: "{str(value).lower() if isinstance(value, bool) else value}"'
    elif "array" in names and not isinstance(value, dict):
        hint = f"write a list: a line `- {_plain(value)}` below the key"
    elif names in (["integer"], ["number"]) and isinstance(value, str):
        hint += ", without spaces, thousands separators, units or quotes"
    return _Told("MX203", f"{_shown(value)} is not {_or([_TYPE_NAMES[name] for name in names])}", hint)


def _slug_hint(value: str) -> str:
    from miniexchange.text.folding import fold

    slug = re.sub(r"[^a-z0-9]+", "-", fold(value)).strip("-")[:80].strip("-")
    return f"write `{slug}`" if slug else "write lower-case letters, digits and single hyphens"


def _repeated(values: list[Any]) -> Any:
    return next((value for index, value in enumerate(values) if value in values[:index]), values[0])


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return f"`{_plain(value)}`"


def _plain(value: Any) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _or(words: list[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
