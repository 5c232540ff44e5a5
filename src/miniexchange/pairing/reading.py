"""What the pairing reads of an opened catalogue: records in their shapes, and the words of practices, one file at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import Any, TypeVar, cast

import msgspec

from miniexchange.catalogue.accept import accept_yaml
from miniexchange.catalogue.document import read_reference
from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.records import Exchange, Practice, Project, Region
from miniexchange.catalogue.settings import Settings
from miniexchange.catalogue.typed import read_date
from miniexchange.check.run import Opened
from miniexchange.pairing.fit.said import Said, said
from miniexchange.pairing.shapes import ExchangeShape, PracticeShape, ProjectShape, RegionShape, TextShape

Shape = TypeVar("Shape", bound=msgspec.Struct)

DigestOfWords = tuple[bytes, bytes]
"""The digest of a practice's file, and that of the words in it."""


class Reading:
    """A catalogue as the pairing reads it.

    `known` are the digests of words by path, as an earlier reading left them: a file that is still the same is not read for it.
    """

    def __init__(self, opened: Opened, known: Mapping[str, DigestOfWords] | None = None) -> None:
        self._opened = opened
        self._files = opened.digests()
        self._words: dict[str, DigestOfWords] = {
            path: found for path, found in (known or {}).items() if found[0] == self._files.get(path)
        }
        self.torn = False
        """Whether a file was changed since the catalogue was opened: then what was read belongs to no state of it."""

    @cached_property
    def catalogue(self) -> Catalogue:
        """The records; those that the pairing does not read are left out, and so are all settings but its own."""
        practices, regions = self._all("practice", PracticeShape), self._all("region", RegionShape)
        exchanges, projects = self._all("exchange", ExchangeShape), self._all("project", ProjectShape)
        return Catalogue(
            settings=Settings(pairing=self._opened.settings.pairing),
            # A shape has the fields of its record that are read, by the same names.
            practices=cast("Mapping[str, Practice]", practices),
            regions=cast("Mapping[str, Region]", regions),
            exchanges=cast("Mapping[str, Exchange]", exchanges),
            projects=cast("Mapping[str, Project]", projects),
            events={},
            assessments={},
            plans={},
            vocabularies={},
            documents={"vocabulary": self._vocabularies},
        )

    def saying(self, practice: Practice) -> Said:
        """The words of a practice, from its file."""
        return self._read(practice.path)

    @property
    def words(self) -> Mapping[str, DigestOfWords]:
        """The digests of the words of all practices by path, for the next reading."""
        for practice in self.catalogue.practices.values():
            if practice.path not in self._words:
                self._read(practice.path)
        return self._words

    def digest(self) -> bytes:
        """A digest of all that was, or could be, read: the same for two catalogues means the same answer to any request."""
        found = hashlib.blake2b(digest_size=32)
        encode = msgspec.msgpack.Encoder(enc_hook=str).encode
        catalogue, words = self.catalogue, self.words
        found.update(encode((catalogue.settings.pairing, self._vocabularies)))
        for records in (catalogue.regions, catalogue.exchanges, catalogue.projects, catalogue.practices):
            found.update(encode(len(records)))
            for record in records.values():
                found.update(encode(record))
        for practice in catalogue.practices.values():
            found.update(words[practice.path][1])
        return found.digest()

    def _all(self, kind: str, shape: type[Shape]) -> dict[str, Shape]:
        """The records of a kind by id, sorted."""
        rows = self._opened.rows.brief(kind, shape, read_date)
        return {
            record_id: msgspec.structs.replace(record, id=record_id, path=path)
            for record_id, path, record in sorted(rows, key=lambda row: row[0])
        }

    @cached_property
    def _vocabularies(self) -> dict[str, dict[str, Any]]:
        return {row.id: row.document for row in self._opened.rows.of("vocabulary")}

    def _read(self, path: str) -> Said:
        data = self._opened.source.read(path)
        file = hashlib.sha256(data).digest()
        self.torn = self.torn or file != self._files.get(path)
        found = said(cast("Practice", _texts(data)))
        if path not in self._words:
            told = "\n\n".join((str(found.more), "\n".join(found.own), "\n".join(found.other)))
            self._words[path] = file, hashlib.blake2b(told.encode(), digest_size=16).digest()
        return found


def _texts(data: bytes) -> TextShape:
    """The texts in the file of a practice that was found valid."""
    document = accept_yaml(data)
    if document is not None:
        try:
            return msgspec.convert(document, TextShape)
        except msgspec.ValidationError:
            pass  # numbers as keys, which the fast reader takes for numbers
    return msgspec.convert(read_reference(data), TextShape)
