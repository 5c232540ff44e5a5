"""The accelerators: fast readers that may only say yes.

`ryaml` (YAML) and `jsonschema-rs` (schemas) are optional. A file goes past them only when nothing in it is of a kind that they
are known to read differently; everything else, and everything that they reject, goes to the references (`yaml12`, `verdict`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Protocol

from miniexchange.catalogue.formats import FORMATS, fits
from miniexchange.catalogue.schema import load
from miniexchange.catalogue.yaml12 import MAX_BYTES, MAX_DEPTH

try:
    import ryaml
except ImportError:  # an optional accelerator
    ryaml = None
try:
    import jsonschema_rs
except ImportError:  # an optional accelerator
    jsonschema_rs = None

_MARKS = re.compile(rb"(?:^|[\s\[{,:?-])(?:[&*!](?=\S)|%)")
_ODD_NUMBER = re.compile(rb"0(?<![0-9A-Za-z_.:/,]0)(?<![0-9A-Za-z]-0)[0-9A-Za-z_]")  # 012, 0b11, +0x1, 00
_NOT_FINITE = re.compile(rb"\.[iInN][nNaA][fFnN]")
_BREAKS = (b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9", b"\xef\xbb\xbf", b"\x7f", b"\r", b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_C1 = re.compile(rb"\xc2[\x80-\x9f]")


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
    return document if isinstance(document, dict) else None


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
    if (b"&" in data or b"*" in data or b"!" in data or b"%" in data) and _MARKS.search(data):
        return True
    if b"<<" in data or b"\t" in data or any(mark in data for mark in _BREAKS):
        return True
    if _ODD_NUMBER.search(data) or _NOT_FINITE.search(data) or (b"\xc2" in data and _C1.search(data)):
        return True
    return _may_nest_deeply(data)


def _may_nest_deeply(data: bytes) -> bool:
    """Whether nesting could pass the limit: by brackets, by indentation, or by `- - -` on one line; a schema bounds the rest."""
    return data.count(b"[") + data.count(b"{") >= MAX_DEPTH or b" " * MAX_DEPTH in data or b"- - -" in data or b"? ?" in data


@cache
def _validator(kind: str) -> _Validator | None:
    if jsonschema_rs is None:
        return None
    formats = {name: _check(name) for name in FORMATS}
    validator: _Validator = jsonschema_rs.Draft202012Validator(load(kind), formats=formats, validate_formats=True)
    return validator


def _check(name: str) -> Any:
    return lambda text: fits(name, text)
