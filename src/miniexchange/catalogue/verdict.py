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
from miniexchange.text.phrases import either
from miniexchange.text.similarity import nearest

_TYPE_NAMES = {
    "object": "a group of fields (`key: value` lines)",
    "array": "a list (lines that begin with `- `)",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}
_DATES = ("partial-date", "end-date")
_DATE_HINT = "write a year, a year and month, or a day: 2010, 2010-06 or 2010-06-01"
_DOTS = ("…", "...")
"""What new records hold where something is to be written."""
_YES_AND_NO = {"yes": "true", "on": "true", "no": "false", "off": "false"}


class _Told(NamedTuple):
    code: str
    message: str
    hint: str


def schema_findings(kind: str, document: Any) -> list[Finding]:
    """Everything that is wrong with the shape of a record; empty when it is valid. One mistake has one finding."""
    kept: dict[tuple[str, str], Finding] = {}
    for finding in _findings(_validator(kind).iter_errors(document)):
        # A value at fault fails several demands; that it is missing or of another type is what to tell of it.
        about = finding.message if finding.code == "MX202" else "key" if finding.at_key else "value"
        if finding.code in ("MX203", "MX206"):
            kept[finding.pointer, about] = finding
        else:
            kept.setdefault((finding.pointer, about), finding)
    return list(kept.values())


@cache
def _validator(kind: str) -> Any:
    checker = FormatChecker(formats=())
    for name in FORMATS:
        checker.checks(name)(_checker(name))
    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_whole)
    strict: Any = extend(Draft202012Validator, {"pattern": _pattern, "enum": _enum}, type_checker=types)  # type: ignore[no-untyped-call]  # as the library has it
    return strict(load(kind), format_checker=checker)


def _checker(name: str) -> Any:
    return lambda value: not isinstance(value, str) or FORMATS[name](value) is None


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    """`pattern` as JSON Schema means it: `$` is the very end, where Python's also fits before a last line break."""
    if validator.is_type(instance, "string") and not re.search(re.sub(r"\$$", r"\\Z", pattern), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _is_whole(_: Any, value: Any) -> bool:
    """JSON Schema takes 2010.0 for a whole number; here it is none, least of all a year."""
    return isinstance(value, int) and not isinstance(value, bool)


def _enum(validator: Any, words: list[Any], instance: Any, schema: Any) -> Iterator[ValidationError]:
    if not any(word == instance and type(word) is type(instance) for word in words):
        yield ValidationError(f"{instance!r} is not one of {words!r}")


def _findings(errors: Iterable[ValidationError]) -> Iterator[Finding]:
    missing: list[tuple[str, str]] = []
    meant: set[tuple[str, str]] = set()
    for error in errors:
        pointer = "".join(f"/{pointer_step(str(step))}" for step in error.absolute_path)
        if error.validator == "additionalProperties":
            for finding, likely in _unknown_keys(error, pointer):
                meant.add((pointer, likely))
                yield finding
        elif error.validator == "required":
            # `required` speaks of one missing key an error: the quoted name at the start of the message.
            missing.append((pointer, error.message.split("'")[1]))
        elif error.validator == "format" and "propertyNames" in error.schema_path:
            told = _told(error)
            pointer = f"{pointer}/{pointer_step(str(error.instance))}"
            yield Finding(told.code, pointer, told.message, told.hint, at_key=True)
        elif error.validator == "uniqueItems":
            entries: Any = error.instance
            place = _repeated(entries)
            said = f"{_shown(entries[place])} stands in this list twice"
            yield Finding("MX209", f"{pointer}/{place}", said, "keep it once")
        else:
            told = _told(error)
            yield Finding(told.code, pointer, told.message, told.hint)
    for pointer, name in missing:
        if (pointer, name) not in meant:  # a mistyped key has been told already
            yield Finding("MX202", pointer, f"the field `{name}` is missing", f"add a line `{name}: …`")


def _unknown_keys(error: ValidationError, pointer: str) -> Iterator[tuple[Finding, str]]:
    """A finding for each unknown key, with the key that was most likely meant, or ""."""
    schema: Any = error.schema
    instance: Any = error.instance
    known = list(schema["properties"])
    for key in instance:
        if key in known or key.startswith("x-"):
            continue
        near = nearest(key, known, limit=3)
        if key == "id" and not pointer:
            near, hint = [], "the id of a record is the name of its file: delete this line"
        elif near:
            hint = f"did you mean {either(f'`{name}`' for name in near)}?"
        else:
            hint = f"known here: {', '.join(known[:12])}{' …' if len(known) > 12 else ''}; a key of your own begins with `x-`"
        place = f"{pointer}/{pointer_step(key)}"
        yield (
            Finding("MX201", place, f"`{_plain(key)}` is not a field here", hint, at_key=True),
            near[0] if near else "",
        )


def _told(error: ValidationError) -> _Told:
    told = _told_of_value(error)
    if error.instance in _DOTS:
        words: Any = error.validator_value
        hint = f"write {_one_of(words)}" if error.validator == "enum" else told.hint
        return _Told(told.code, "the dots were left in place", f"{hint}, or delete the line")
    return told


def _told_of_value(error: ValidationError) -> _Told:
    rule = error.validator
    value: Any = error.instance
    limit: Any = error.validator_value
    schema: Any = error.schema
    if value is None:
        after = "dash" if error.absolute_path and isinstance(error.absolute_path[-1], int) else "colon"
        said = _one_of(limit) if rule == "enum" else _wanted(limit, schema)
        return _Told("MX206", f"nothing stands after the {after}", f"write {said}, or delete the line")
    if value == "":
        said = _one_of(limit) if rule == "enum" else "it"
        return _Told("MX206", "the text is empty", f"write {said}, or delete the line")
    if rule == "type":
        return _wrong_type(value, limit, schema)
    if rule == "enum":
        return _wrong_word(value, [str(word) for word in limit])
    if rule in ("format", "pattern"):  # the one pattern that schemas have is that of ids
        problem = FORMATS["slug" if rule == "pattern" else limit](value)
        if problem:
            return _Told(*problem)
    if rule == "maxLength":
        said = f"the text has {len(value):,} characters; {limit:,} are allowed"
        return _Told("MX205", said, "shorten it, or move what is more to a longer field")
    if rule in ("minimum", "maximum"):
        if schema.get("format") in _DATES:
            return _Told("MX211", f"{value} is not a year of four digits", _DATE_HINT)
        side = "at least" if rule == "minimum" else "at most"
        return _Told("MX207", f"{_shown(value)} is out of range", f"write {side} {limit}")
    if rule == "maxItems":
        return _Told("MX208", f"the list has {len(value):,} entries", f"keep {limit:,} of them at most")
    if rule == "minProperties":
        return _Told("MX208", f"{len(value)} entries stand here", f"write {limit} at least")
    return _Told("MX299", error.message[:200], "compare with the data dictionary")


def _one_of(words: Iterable[Any]) -> str:
    return f"one of {', '.join(map(str, words))}"


def _wrong_word(value: Any, words: list[str]) -> _Told:
    allowed = f"allowed: {', '.join(words)}"
    if isinstance(value, (dict, list)):
        return _Told("MX204", f"one word belongs here, not {_shown(value)}", allowed)
    near = nearest(_plain(value), words, limit=1) if isinstance(value, str) else []
    said = f"did you mean `{near[0]}`? " if near else ""
    return _Told("MX204", f"{_shown(value)} is not one of the words for this field", said + allowed)


def _wrong_type(value: Any, wanted: str | list[str], schema: Any) -> _Told:
    said = f"{_wanted(wanted, schema)} belongs here, not {_shown(value)}"
    hint = f"write {_wanted(wanted, schema)}"
    if schema.get("format") in _DATES:
        hint = _DATE_HINT
    elif "string" in wanted:
        single = not isinstance(value, (dict, list))
        hint = (
            "put it in double quotes, so that it is read as a text"
            if single
            else "write one text, on the line of the key"
        )
    elif "array" in wanted:
        hint = (
            "begin each entry with `- `"
            if isinstance(value, dict)
            else f"write a list: a line `- {_plain(value)}` below the key"
        )
    elif "object" in wanted and schema.get("properties"):
        first = next(iter(schema["properties"]))
        hint = f"write it as fields, one on a line, such as `{first}: {'…' if isinstance(value, list) else _plain(value)}`"
    elif "boolean" in wanted:
        hint = f"write {_YES_AND_NO.get(str(value).lower(), 'true or false')}"
    elif isinstance(value, str):
        hint = "write digits alone, with a decimal point if need be: no thousands separators, units or quotes"
    elif isinstance(value, float) and value.is_integer():
        hint = f"write {int(value)}"
    return _Told("MX203", said, hint)


def _wanted(names: str | list[str], schema: Any) -> str:
    if schema.get("format") in _DATES:
        return "a date"
    return either(_TYPE_NAMES[name] for name in ([names] if isinstance(names, str) else names))


def _repeated(values: list[Any]) -> int:
    """The place of the first entry of a list that an earlier one equals."""
    return next(index for index, value in enumerate(values) if value in values[:index])


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a group of fields"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"the number {value}"
    return f"`{_plain(value)}`"


def _plain(value: Any) -> str:
    text = (str(value).lower() if isinstance(value, bool) else str(value)).replace("\n", "⏎")
    return text if len(text) <= 60 else text[:57] + "…"
