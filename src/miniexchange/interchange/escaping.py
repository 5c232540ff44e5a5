"""Texts made fit for formats that cannot hold every character: one line, XML, addresses."""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_IN_IRI = re.compile('[\x00-\x20<>"{}|\\\\^`\x7f-\xa0\u2028\u2029\ud800-\udfff]')


def one_line(text: str) -> str:
    """The text in one line: every run of white space is one space, control characters are left out."""
    if not text.isprintable():
        text = _CONTROL.sub("", text)
    return " ".join(text.split())


def xml_text(text: str) -> str:
    """The text between two tags of XML 1.0; what XML forbids, even escaped, is left out."""
    text = _NOT_IN_XML.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def xml_attribute(text: str) -> str:
    """The text as an attribute's value, with its quotation marks; what XML forbids is left out."""
    escaped = xml_text(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return f'"{escaped}"'


def iri(address: str) -> str:
    """The address with whatever RFC 3987 forbids in it percent-encoded; letters of any alphabet stay."""
    return _NOT_IN_IRI.sub(_percent, address)


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode("utf-8", "replace"))
