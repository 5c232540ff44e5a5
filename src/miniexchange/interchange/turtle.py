"""RDF as Turtle (and as JSON-LD) from one plain form: JSON-LD node objects with prefixed names.

A node is a dictionary: `@id` (an address), `@type` (prefixed names), then a prefixed name for each property. A value
is a text, `{"@id": …}`, `{"@value": …, "@language": …}`, `{"@value": …, "@type": …}`, a node without `@id` (a blank
node), or a list of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from miniexchange.interchange.escaping import iri

Node = Mapping[str, Any]

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE = re.compile('[\\\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]')
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def turtle(prefixes: Mapping[str, str], nodes: Iterable[Node]) -> str:
    """The nodes as Turtle, in their order."""
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(prefixes.items()))
    return head + "".join(f"\n<{iri(node['@id'])}>{_properties(node, '  ')} .\n" for node in nodes)


def json_ld(prefixes: Mapping[str, str], nodes: Sequence[Node]) -> bytes:
    """The same nodes as a JSON-LD document."""
    document = {"@context": dict(sorted(prefixes.items())), "@graph": [_json_value(node) for node in nodes]}
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def text(value: str, language: str = "") -> dict[str, str] | str:
    """A text with its language; one whose tag RDF cannot hold, or that has none, is a plain text."""
    return {"@value": value, "@language": language} if _LANGUAGE.fullmatch(language) else value


def link(address: str) -> dict[str, str]:
    """A link to another node or a page."""
    return {"@id": address}


def typed(value: object, datatype: str) -> dict[str, str]:
    """A value with its datatype, such as `xsd:date`."""
    return {"@value": str(value), "@type": datatype}


def _properties(node: Node, indent: str) -> str:
    types = node.get("@type", ())
    parts = [f"\n{indent}a {', '.join([types] if isinstance(types, str) else types)}"] if types else []
    for name, values in node.items():
        if name[0] != "@" and values not in ((), []):
            listed = values if isinstance(values, (list, tuple)) else [values]
            shown = f",\n{indent}  ".join(_value(value, indent + "  ") for value in listed)
            parts.append(f"\n{indent}{name} {shown}")
    return " ;".join(parts)


def _value(value: Any, indent: str) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if "@id" in value:
        return f"<{iri(value['@id'])}>"
    if "@value" not in value:
        return f"[{_properties(value, indent + '  ')}\n{indent}]"
    if "@language" in value:
        return f"{_quoted(value['@value'])}@{value['@language']}"
    return f"{_quoted(value['@value'])}^^{value['@type']}"


def _quoted(value: str) -> str:
    return f'"{_TO_ESCAPE.sub(_escaped, value)}"'


def _escaped(match: re.Match[str]) -> str:
    mark = match.group()
    if "\ud800" <= mark <= "\udfff":
        return "\ufffd"
    return _ESCAPES.get(mark) or f"\\u{ord(mark):04X}"


def _json_value(value: Any) -> Any:
    """The same, with addresses made fit as in Turtle, and without empty lists."""
    if isinstance(value, Mapping):
        return {
            key: iri(part) if key == "@id" else _json_value(part)
            for key, part in value.items()
            if part not in ((), [])
        }
    if isinstance(value, (list, tuple)):
        return [_json_value(part) for part in value]
    return value
