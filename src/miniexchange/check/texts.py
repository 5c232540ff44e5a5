"""Rules about texts of any record: privacy, markup, invisible characters, unsafe links, lengths.

One look at the file's bytes tells whether a closer look is needed, so that ten thousand clean files cost next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from miniexchange.catalogue.findings import Finding, RecordContext
from miniexchange.catalogue.references import Path, pointer_step, values_at
from miniexchange.catalogue.schema import fields, json_pointer_schema

_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_PHONE = re.compile(
    r"(?<![\w/.,-])(?:\+|00)[1-9](?:[ ./()-]{0,2}[0-9]){7,14}(?![\w-])|(?<![\w/.,-])\(?0[1-9](?:[ /()-]{0,2}[0-9]){7,12}(?![\w,.-]?[0-9])"
)
_HTML = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--|<!DOCTYPE", re.IGNORECASE)
_LINK = re.compile(
    r"\]\(\s*<?\s*((?:javascript|data|vbscript|file):[^)\s]*|//[^)\s]*)|<((?:javascript|data|vbscript):[^>]*)>",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"^\s{0,3}\[[^\]]+\]:\s*<?((?:javascript|data|vbscript|file):\S*|//\S*)", re.IGNORECASE | re.MULTILINE
)
# What of these may stand in a file, seen from its bytes: wider than the patterns above, and it allows for folded lines.
_DIRECTION_BYTES = re.compile(rb"\xe2(?:\x80[\x8e\x8f\xaa-\xae]|\x81[\xa6-\xa9])|\xd8\x9c")
_PHONE_BYTES = (
    tuple(  # two patterns, since one that begins with a plain character is searched for much faster
        re.compile(begin + rb"(?<![0-9A-Za-z_/.-].)0?[1-9](?:[\s./()-]*[0-9]){7}", re.DOTALL)
        for begin in (rb"\+", b"0")
    )
)
_LINK_BYTES = re.compile(rb"\][(:][\s<\x80-\xff]*(?:[jvdfJVDF]|//)")
_NOT_PROSE = frozenset(
    (
        "web-address",
        "email-address",
        "media-path",
        "nuts-code",
        "partial-date",
        "end-date",
        "language-tag",
        "country-code",
    )
)


def careful_texts(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """E-mail addresses, telephone numbers, raw HTML, unsafe links and direction controls in free texts."""
    if not _suspicious(document, context):
        return
    for pointer, shape, text in _texts(document):
        yield from _directions(pointer, text)
        schema = json_pointer_schema(context.kind, shape)
        if "enum" in schema or schema.get("format") in _NOT_PROSE:
            continue
        yield from _privacy(pointer, text)
        yield from _markup(pointer, text)


def text_lengths(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """Texts above the catalogue's own limits (`limits` in the settings)."""
    for key, limit in context.limits.items():
        text = document.get(key)
        if isinstance(text, str) and len(text) > limit:
            yield Finding(
                "MX501",
                f"/{key}",
                f"the {key} has {len(text):,} characters; this catalogue aims at {limit:,}",
                "shorten it, or raise the limit in mini.yaml",
            )


def _suspicious(document: dict[str, Any], context: RecordContext) -> bool:
    """Whether the bytes of the file leave it possible that one of its texts earns a finding."""
    data = context.data
    if b"\\" in data or b"<" in data or (b"&" in data and b"*" in data):
        return True  # escapes and aliases hide what a text says; few files have any
    if b"@" in data and data.count(b"@") != _at_signs_of_mailboxes(document, context.kind):
        return True
    if b"]" in data and _LINK_BYTES.search(data):
        return True
    if any(phone.search(data) for phone in _PHONE_BYTES):
        return True
    return (b"\xe2" in data or b"\xd8" in data) and _DIRECTION_BYTES.search(data) is not None


def _at_signs_of_mailboxes(document: dict[str, Any], kind: str) -> int:
    """How many `@` stand in the fields that are made for them."""
    return sum(
        text.count("@")
        for path in _mailboxes(kind)
        if path[0] in document
        for _, text in values_at(document, path)
        if isinstance(text, str)
    )


@cache
def _mailboxes(kind: str) -> tuple[Path, ...]:
    return tuple(field.path for field in fields(kind) if field.schema.get("format") == "email-address")


def _texts(value: Any, pointer: str = "", shape: str = "") -> Iterator[tuple[str, str, str]]:
    """(pointer, shape, text) of every text; the shape is the pointer with 0 for every index. `x-` keys are nobody's business."""
    if isinstance(value, str):
        yield pointer, shape, value
    elif isinstance(value, dict):
        for key, child in value.items():
            if not key.startswith("x-"):
                step = pointer_step(key)
                yield from _texts(child, f"{pointer}/{step}", f"{shape}/{step}")
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _texts(child, f"{pointer}/{index}", f"{shape}/0")


def _directions(pointer: str, text: str) -> Iterator[Finding]:
    mark = _DIRECTION.search(text)
    if mark:
        yield Finding(
            "MX505",
            pointer,
            f"the invisible character U+{ord(mark[0]):04X} changes the direction of the text",
            "delete it; right-to-left texts need no such character",
            excerpt=mark[0],
        )


def _privacy(pointer: str, text: str) -> Iterator[Finding]:
    email = _EMAIL.search(text) if "@" in text else None
    if email:
        yield Finding(
            "MX502",
            pointer,
            f"an e-mail address in a text: {email[0]}",
            "delete it; a role mailbox belongs in `contact.email`",
            excerpt=email[0],
        )
    phone = _PHONE.search(text)
    if phone:
        yield Finding(
            "MX503",
            pointer,
            f"this looks like a telephone number: {phone[0].strip()}",
            "delete it: what git's history holds cannot be taken back",
            excerpt=phone[0],
        )


def _markup(pointer: str, text: str) -> Iterator[Finding]:
    html = _HTML.search(text) if "<" in text else None
    if html:
        yield Finding(
            "MX504",
            pointer,
            f"raw HTML ({html[0][:40]}) is shown as text, not rendered",
            "write Markdown instead",
            excerpt=html[0],
        )
    link = _LINK.search(text) or _DEFINITION.search(text)
    if link:
        address = next(group for group in link.groups() if group)
        yield Finding(
            "MX506",
            pointer,
            f"a link to {address[:40]} is not allowed",
            "link to an address that begins with https://",
            excerpt=address,
        )
