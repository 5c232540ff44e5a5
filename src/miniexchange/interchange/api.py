"""The JSON documents of the site: one record, all of a kind, what has changed, and the index of all files.

Each is described by a schema (`api-record`, `api-bulk`, `api-changes`, `api-index`) in `schemas/output`. A bulk
document is its head, the fragments of the records joined by commas, and its tail, so that fragments can be kept and
joined again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any, NamedTuple

import msgspec

from miniexchange.catalogue.kinds import FOLDERS
from miniexchange.interchange.publication import DataFile, Publication

SCHEMA_VERSION = 1
INDEX_PATH = "api/v1/index.json"
CHANGES_PATH = "api/v1/changes.json"
BETWEEN = b",\n"
"""What stands between two fragments."""
TAIL = b"\n]}\n"
"""What ends a bulk document."""

_encode = msgspec.json.Encoder().encode
_OPENING = b'{"schema_version":%d,' % SCHEMA_VERSION


class Change(NamedTuple):
    """What became of one record, and on which day last.

    `what` is `new`, `changed`, `renamed`, `archived` or `removed`; `fields` the top-level fields that differ; `previous_id`
    the id that it had; `path` its page, empty where it has none.
    """

    kind: str
    id: str
    title: str
    what: str
    day: str
    fields: tuple[str, ...] = ()
    previous_id: str = ""
    path: str = ""


def bulk_path(kind: str) -> str:
    """Where the bulk document of a kind lies, such as `api/v1/practices.json`."""
    return f"api/v1/{FOLDERS[kind]}.json"


def record_path(kind: str, record_id: str) -> str:
    """Where the document of one record lies, such as `api/v1/practices/summer-entrepreneur.json`."""
    return f"api/v1/{FOLDERS[kind]}/{record_id}.json"


def fragment(kind: str, record_id: str, url: str, document: Mapping[str, Any]) -> bytes:
    """One record as JSON: kind, id, the address of its page, and the record as its file has it, keys in that order."""
    return _encode({"kind": kind, "id": record_id, "url": url, "record": document})


def record_document(of_record: bytes) -> bytes:
    """The document of one record, made of its fragment."""
    return _OPENING + of_record[1:] + b"\n"


def fragment_of(document: bytes) -> bytes:
    """The fragment that a record's document was made of."""
    return b"{" + document[len(_OPENING) : -1]


def bulk_head(kind: str, publication: Publication, count: int) -> bytes:
    """What a bulk document of `count` records begins with."""
    head = {"schema_version": SCHEMA_VERSION, "kind": kind, **_about(publication), "count": count}
    return _encode(head)[:-1] + b',"records":[\n'


def bulk_document(kind: str, publication: Publication, count: int, fragments: Iterable[bytes]) -> bytes:
    """All `count` records of a kind in one document, a record a line. It is written as it goes: it may be large."""
    document = BytesIO()
    document.write(bulk_head(kind, publication, count))
    for number, fragment in enumerate(fragments):
        document.write(BETWEEN + fragment if number else fragment)
    document.write(TAIL)
    return document.getvalue()


def changes_document(
    publication: Publication, changes: Iterable[Change], *, since: str, until: str, basis: str, note: str = ""
) -> bytes:
    """What has changed between two moments, each a day, a tag or an edition.

    `basis` says how that is known: from `git` or from the `dates` in the records; `note` what a reader has to know of it.
    """
    listed = [_change(change, publication) for change in changes]
    return _pretty(
        {
            "schema_version": SCHEMA_VERSION,
            **_about(publication),
            "since": since,
            "until": until,
            "basis": basis,
            "note": note,
            "count": len(listed),
            "changes": listed,
        }
    )


def index_document(publication: Publication, files: Iterable[DataFile]) -> bytes:
    """The index: who publishes what, and every data file with its form, its schema and its size."""
    publisher = {
        "name": publication.publisher_name,
        "url": publication.publisher_url,
        "contact": publication.contact,
    }
    return _pretty(
        {
            "schema_version": SCHEMA_VERSION,
            **_about(publication),
            "description": publication.description,
            "publisher": {name: value for name, value in publisher.items() if value},
            "languages": publication.languages,
            "issued": publication.issued or None,
            "url": publication.url(publication.landing_page),
            "files": [_file(file, publication) for file in files],
        }
    )


def _about(publication: Publication) -> dict[str, Any]:
    return {
        "title": publication.title,
        "edition": publication.edition or None,
        "modified": publication.modified or None,
        "licence": {"id": publication.licence, "url": publication.licence_page},
    }


def _change(change: Change, publication: Publication) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "id": change.id,
        "title": change.title,
        "what": change.what,
        "day": change.day,
        "fields": change.fields,
        "previous_id": change.previous_id or None,
        "url": publication.url(change.path) if change.path else None,
    }


def _file(file: DataFile, publication: Publication) -> dict[str, Any]:
    given = {
        "path": file.path,
        "url": publication.url(file.path),
        "title": file.title,
        "media_type": file.media_type,
        "schema": publication.url(file.schema) if file.schema else None,
        "records": file.records,
        "bytes": file.size,
    }
    return {name: value for name, value in given.items() if value is not None}


def _pretty(document: dict[str, Any]) -> bytes:
    return msgspec.json.format(_encode(document), indent=2) + b"\n"
