"""From plain documents to typed, linked records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from miniexchange.catalogue.accept import accept_yaml
from miniexchange.catalogue.dates import PartialDate
from miniexchange.catalogue.document import read_document, read_reference
from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.records import RECORD_TYPES, Record
from miniexchange.catalogue.settings import Settings

Documents = Mapping[str, Mapping[str, tuple[str, dict[str, Any]]]]
"""Kind → id → (path, the record as plain dictionaries)."""

Files = Mapping[str, Mapping[str, tuple[str, bytes]]]
"""Kind → id → (path, content of the file)."""


def record_from(kind: str, record_id: str, path: str, document: dict[str, Any]) -> Record:
    """The typed record of a document that its schema has accepted."""
    shape = RECORD_TYPES[kind]
    return msgspec.convert({"id": record_id, "path": path, **document}, shape, dec_hook=read_date)


def read_record(kind: str, record_id: str, path: str, data: bytes) -> Record:
    """The typed record in a file that was found valid."""
    document = accept_yaml(data)
    if document is not None:
        try:
            return record_from(kind, record_id, path, document)
        except msgspec.ValidationError:
            pass  # numbers as keys, which the fast reader takes for numbers
    return record_from(kind, record_id, path, read_reference(data))


def catalogue_from(settings: Settings, documents: Documents, revision: str = "") -> Catalogue:
    """The linked catalogue of valid documents."""
    records: dict[str, dict[str, Any]] = {
        kind: {i: record_from(kind, i, *of_kind[i]) for i in sorted(of_kind)}
        for kind, of_kind in documents.items()
    }
    plain = {kind: {i: of_kind[i][1] for i in sorted(of_kind)} for kind, of_kind in documents.items()}
    return _catalogue(settings, records, plain, revision)


def catalogue_of_files(settings: Settings, files: Files, revision: str = "") -> Catalogue:
    """The linked catalogue of files whose records were found valid; their documents are read when they are asked for."""
    records: dict[str, dict[str, Any]] = {
        kind: {i: read_record(kind, i, *of_kind[i]) for i in sorted(of_kind)}
        for kind, of_kind in files.items()
    }
    plain: dict[str, Mapping[str, dict[str, Any]]] = {
        # The terms are asked for all the time.
        kind: dict(_Plain(of_kind)) if kind == "vocabulary" else _Plain(of_kind)
        for kind, of_kind in files.items()
    }
    return _catalogue(settings, records, plain, revision)


def _catalogue(
    settings: Settings,
    records: Mapping[str, dict[str, Any]],
    documents: Mapping[str, Mapping[str, dict[str, Any]]],
    revision: str,
) -> Catalogue:
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
        documents=documents,
        revision=revision,
    )


class _Plain(Mapping[str, dict[str, Any]]):
    """The documents of a kind by id, sorted, each read when it is asked for."""

    def __init__(self, of_kind: Mapping[str, tuple[str, bytes]]) -> None:
        self._of_kind = of_kind

    def __getitem__(self, record_id: str) -> dict[str, Any]:
        return read_document(self._of_kind[record_id][1])

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._of_kind))

    def __len__(self) -> int:
        return len(self._of_kind)


def read_date(target: type[Any], value: Any) -> Any:
    """Dates are the only type of ours: a bare year is a number in YAML and text here."""
    return _date(str(value))


@lru_cache(maxsize=4096)
def _date(text: str) -> PartialDate:
    """The same days come again and again."""
    return PartialDate(text)
