"""From plain documents to typed, linked records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.records import RECORD_TYPES, Record
from miniexchange.catalogue.settings import Settings

Documents = Mapping[str, Mapping[str, tuple[str, dict[str, Any]]]]
"""Kind → id → (path, the record as plain dictionaries)."""


def record_from(kind: str, record_id: str, path: str, document: dict[str, Any]) -> Record:
    """The typed record of a document that its schema has accepted."""
    shape = RECORD_TYPES[kind]
    return msgspec.convert({"id": record_id, "path": path, **document}, shape, dec_hook=read_date)


def catalogue_from(settings: Settings, documents: Documents, revision: str = "") -> Catalogue:
    """The linked catalogue of valid documents."""
    records: dict[str, Any] = {
        kind: {i: record_from(kind, i, path, document) for i, (path, document) in sorted(of_kind.items())}
        for kind, of_kind in documents.items()
    }
    return Catalogue(
        settings=settings,
        practices=records["practice"],
        regions=records["region"],
        exchanges=records["exchange"],
        projects=records["project"],
        events=records["event"],
        assessments=records["assessment"],
        plans=records["plan"],
        vocabularies=records["vocabulary"],
        documents={
            kind: {i: document for i, (_, document) in sorted(of_kind.items())}
            for kind, of_kind in documents.items()
        },
        revision=revision,
    )


def read_date(target: type[Any], value: Any) -> Any:
    """Dates are the only type of ours: a bare year is a number in YAML and text here."""
    return target(str(value))
