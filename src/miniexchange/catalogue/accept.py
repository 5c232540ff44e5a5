"""The accelerators: fast readers that may only say yes.

`ryaml` (YAML) and `jsonschema-rs` (schemas) are optional. A file goes past them only when nothing in it is of a kind that they
are known to read differently; everything else, and everything that they reject, goes to the references (`yaml12`, `verdict`).
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Protocol

from miniexchange.catalogue.faults import MAX_BYTES, MAX_DEPTH
from miniexchange.catalogue.formats import FORMATS, fits
from miniexchange.catalogue.schema import load


def _optional(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


ryaml = _optional("ryaml")

# A value begins at the start of a line or after `: `, `- `, `? `: not after a word, as in `research & development`.
_WHERE_A_VALUE_BEGINS = rb"(?<![^\s:?-].)(?<![^\s:?-] .)"
_MARK = re.compile(rb"[&!%]" + _WHERE_A_VALUE_BEGINS)
_FLOW = re.compile(rb"[\[{]" + _WHERE_A_VALUE_BEGINS)
_ODD_IN_FLOW = re.compile(rb"0(?<=[,:]0)[0-9A-Za-z_]")
_ODD_NUMBER = re.compile(rb"0(?<![0-9A-Za-z_.:/,(\"']0)(?<![0-9A-Za-z]-0)[0-9A-Za-z_]")  # 012, 0b11, +0x1, 00
_NOT_FINITE = re.compile(rb"\.[iInN][nNaA][fFnN]")
_LONG_NUMBER = b"0" * 19  # beyond 64 bits the reference reads a text
_EVERY_DIGIT_A_0 = bytes.maketrans(b"123456789", b"000000000")
_ESCAPE = re.compile(rb"\\[^\"/\\nt\n ]")  # may hide a control character
# Controls of the second block, line breaks of other kinds, marks of byte order.
_INVISIBLE = re.compile(rb"\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]|\xef(?:\xbb\xbf|\xbf[\xbe\xbf])")

_SELDOM_TWICE = ("web-address", "email-address", "media-path")
"""Formats of texts that are not worth remembering: ten thousand records hold tens of thousands of different ones."""


class _Validator(Protocol):
    def is_valid(self, instance: Any) -> bool: ...


def accept_yaml(data: bytes) -> dict[str, Any] | None:
    """The mapping in a file when the fast reader can be trusted with it; None sends the file to the reference."""
    if ryaml is None or len(data) > MAX_BYTES or _needs_reference(data):
        return None
    try:
        document = ryaml.loads(data.decode("utf-8"))
    except Exception:  # whatever it dislikes is for the reference to explain
        return None
    if not isinstance(document, dict):
        return None
    # Only below keys of somebody's own (x-…) does a schema let pass what is not plain.
    free = b"x-" in data or b"\\" in data
    return document if not free or is_plain(document) else None


def is_plain(value: Any, levels: int = MAX_DEPTH) -> bool:
    """Whether every key is a text and nothing nests too deeply: the fast reader knows numbers as keys, and greater depths."""
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                return False
        inner: Iterable[Any] = value.values()
    elif isinstance(value, list):
        inner = value
    else:
        return True
    if levels <= 0:
        return False
    # Only what holds more is asked again: this runs for every value of every record.
    return all(is_plain(below, levels - 1) for below in inner if isinstance(below, dict | list))


def accept_schema(kind: str, document: dict[str, Any]) -> bool:
    """True when the fast validator finds the document valid; False sends it to the reference."""
    validator = _validator(kind)
    if validator is None:
        return False
    try:
        return validator.is_valid(document)
    except Exception:  # keys that are not text, numbers beyond 64 bits
        return False


def _needs_reference(data: bytes) -> bool:
    # `*` alone is harmless: without an `&` it can point to nothing, which every reader refuses.
    if (b"&" in data or b"!" in data or b"%" in data) and (
        _MARK.search(data) or _FLOW.search(data)  # between brackets a value begins after a comma too
    ):
        return True
    if b"\t" in data or b"\r" in data or b"\x7f" in data or (b"<" in data and b"<<" in data):
        return True
    if (b"\xc2" in data or b"\xe2" in data or b"\xef" in data) and _INVISIBLE.search(data):
        return True
    if _ODD_NUMBER.search(data) or _NOT_FINITE.search(data):
        return True
    if _ODD_IN_FLOW.search(data) and _FLOW.search(data):
        return True
    if _LONG_NUMBER in data.translate(_EVERY_DIGIT_A_0):
        return True
    if b"\\" in data and _ESCAPE.search(data):
        return True
    # Open brackets cost the fast reader time that grows with the square of their number.
    return data.count(b"[") + data.count(b"{") >= MAX_DEPTH


@cache
def schema_library() -> Any:
    """`jsonschema_rs`, or None; imported when a schema is first to be checked, as reading alone does not need it."""
    return _optional("jsonschema_rs")


@cache
def _validator(kind: str) -> _Validator | None:
    library = schema_library()
    if library is None:
        return None
    formats = {name: _check(name) for name in FORMATS}
    validator: _Validator = library.Draft202012Validator(
        _marking_whole_numbers(load(kind)),
        formats=formats,
        validate_formats=True,
        keywords={"x-whole": _WholeNumber},
    )
    return validator


class _WholeNumber:
    """The keyword `x-whole`: JSON Schema takes 2010.0 for a whole number, the reference does not."""

    def __init__(self, parent: Any, value: Any, path: Any) -> None: ...

    def validate(self, instance: Any) -> None:
        """Raises ValueError for what is no whole number."""
        if isinstance(instance, float):
            raise ValueError(instance)


def _marking_whole_numbers(schema: Any) -> Any:
    """A copy of a schema in which the keyword stands wherever a whole number may stand."""
    if isinstance(schema, list):
        return [_marking_whole_numbers(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    marked = {key: _marking_whole_numbers(part) for key, part in schema.items()}
    words = schema.get("enum", ())
    if "integer" in schema.get("type", ()) or any(isinstance(word, int) for word in words):
        marked["x-whole"] = True
    return marked


def _check(name: str) -> Any:
    if name in _SELDOM_TWICE:
        check = FORMATS[name]
        return lambda text: check(text) is None
    return lambda text: fits(name, text)
