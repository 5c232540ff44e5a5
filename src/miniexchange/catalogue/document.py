"""One record's file as plain dictionaries."""

from __future__ import annotations

from typing import Any

from miniexchange.catalogue.accept import accept_yaml, is_plain
from miniexchange.catalogue.faults import YamlFault, decode, no_fields


def read_reference(data: bytes) -> dict[str, Any]:
    """The mapping in a file as the reference reads it; raises YamlFault for everything else."""
    from miniexchange.catalogue.yaml12 import compose

    node = compose(decode(data))
    value = node.value
    if value is None:
        raise YamlFault(
            "MX110", 0, 0, "the file is empty", "`mini new` writes a record to fill in; or delete the file"
        )
    if not isinstance(value, dict):
        raise no_fields(node.line + 1, node.column + 1, "title")
    return value


def read_document(data: bytes) -> dict[str, Any]:
    """A record's file as plain dictionaries; raises YamlFault where it is not readable."""
    document = accept_yaml(data)
    return document if document is not None and is_plain(document) else read_reference(data)
