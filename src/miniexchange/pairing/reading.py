"""What the pairing reads of an opened catalogue: records in their shapes, and the words of practices, one file at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import compress
from typing import Any, TypeVar, cast

import msgspec
import numpy as np
from numpy.typing import NDArray

from miniexchange.catalogue.accept import accept_yaml
from miniexchange.catalogue.document import read_reference
from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.records import Exchange, Practice, Project, Region
from miniexchange.catalogue.settings import Settings
from miniexchange.catalogue.typed import read_date
from miniexchange.check.opened import Opened
from miniexchange.pairing.fit.heard import Heard
from miniexchange.pairing.fit.said import Said, said
from miniexchange.pairing.fit.spoken import Spoken, replaced, spoken
from miniexchange.pairing.shapes import ExchangeShape, PracticeShape, ProjectShape, RegionShape, TextShape

Shape = TypeVar("Shape", bound=msgspec.Struct)


class Reading:
    """A catalogue as the pairing reads it.

    `known` are the words of practices as an earlier reading left them: a file that is still the same is not read for them.
    """

    def __init__(self, opened: Opened, known: Heard | None = None) -> None:
        self._opened = opened
        self._files = opened.digests
        self._known = known or Heard((), (), (), spoken(()))
        self.is_known = False
        """Whether all words were known, so that `heard` says nothing new."""

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

    def said(self, practice: Practice) -> Said:
        """The words of a practice, from its file."""
        return self._read(practice.path)[0]

    def spoken(self, practices: Sequence[Practice]) -> tuple[Spoken, NDArray[np.intp]]:
        """What practices say, and which of them (a position, −1: none of these) each in it is."""
        position = {practice.path: i for i, practice in enumerate(practices)}
        return self.heard.spoken, np.array(
            [position.get(path, -1) for path in self.heard.paths], dtype=np.intp
        )

    @cached_property
    def heard(self) -> Heard:
        """The words of all practices, for the next reading: `known` itself where nothing has changed."""
        known, paths = self._known, {practice.path for practice in self.catalogue.practices.values()}
        kept = [
            path in paths and file == self._files.get(path)
            for path, file in zip(known.paths, known.files, strict=True)
        ]
        new = sorted(paths.difference(compress(known.paths, kept)))
        if all(kept) and not new:
            self.is_known = True
            return known
        files, digests = list(compress(known.files, kept)), list(compress(known.digests, kept))

        def each() -> Iterator[Said]:
            """One after the other, so that not all texts are at hand at once."""
            for path in new:
                found, file = self._read(path)
                files.append(file)
                digests.append(_digest(found))
                yield found

        found = replaced(known.spoken, np.array(kept, dtype=bool), spoken(each(), known.spoken.words))
        return Heard([*compress(known.paths, kept), *new], files, digests, found)

    @cached_property
    def digest(self) -> bytes:
        """A digest of all that was, or could be, read: the same for two catalogues means the same answer to any request."""
        found = hashlib.blake2b(digest_size=32)
        encode = msgspec.msgpack.Encoder(enc_hook=str).encode
        catalogue, words = self.catalogue, dict(zip(self.heard.paths, self.heard.digests, strict=True))
        found.update(encode((catalogue.settings.pairing, self._vocabularies)))
        for records in (catalogue.regions, catalogue.exchanges, catalogue.projects, catalogue.practices):
            found.update(encode(list(records.values())))
        found.update(b"".join(words[practice.path] for practice in catalogue.practices.values()))
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

    def _read(self, path: str) -> tuple[Said, bytes]:
        """The words of the practice in a file, and the digest of the file."""
        texts = self._opened.held.part(path, TextShape) or _texts(self._opened.read(path))
        return said(cast("Practice", texts)), self._files[path]


def _digest(of: Said) -> bytes:
    told = "\n\n".join((str(of.more), "\n".join(of.own), "\n".join(of.other)))
    return hashlib.blake2b(told.encode(), digest_size=16).digest()


def _texts(data: bytes) -> TextShape:
    """The texts in the file of a practice that was found valid."""
    document = accept_yaml(data)
    if document is not None:
        try:
            return msgspec.convert(document, TextShape)
        except msgspec.ValidationError:
            pass  # numbers as keys, which the fast reader takes for numbers
    return msgspec.convert(read_reference(data), TextShape)
