"""A checked catalogue as commands use it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from miniexchange.catalogue.held import Held
from miniexchange.catalogue.rows import Row, Rows
from miniexchange.catalogue.settings import Settings
from miniexchange.catalogue.source import Source
from miniexchange.diagnostic import Report, UserError


@dataclass(frozen=True)
class Opened:
    """A catalogue as commands use it: its slim rows, its settings, its report, and its full records on demand."""

    root: Path
    source: Source
    settings: Settings
    read_rows: Callable[[], Rows]
    report: Report
    digest: str
    """Changes when any record, the settings or the program change; a key for what is derived from them."""
    store: Callable[[str, bytes], None]
    load: Callable[[str], bytes | None]
    read_digests: Callable[[], Mapping[str, bytes]]
    held: Held
    """Documents of files that had to be read for the check, where they were asked to be held."""

    @cached_property
    def rows(self) -> Rows:
        """The slim rows, taken from the cache when they are first asked for."""
        return self.read_rows()

    def without_errors(self) -> Opened:
        """The same catalogue without the records that have an error of any kind, for who goes on in spite of them."""
        faulty = {found.path for found in self.report.diagnostics if found.severity == "error"}
        if not faulty:
            return self
        digest = hashlib.sha256("\0".join([self.digest, *sorted(faulty)]).encode("utf-8", "surrogateescape"))
        return replace(self, read_rows=lambda: self.rows.without(faulty), digest=digest.hexdigest())

    def read_document(self, row: Row) -> dict[str, Any]:
        """A record's whole file as plain dictionaries, as it was checked. Raises as `read`, unless it is held."""
        from miniexchange.catalogue.document import read_document

        held = self.held.document(row.path)
        return read_document(self.read(row.path)) if held is None else held

    def read(self, path: str) -> bytes:
        """The file of a record as it was checked; raises UserError when it was changed since, for nobody has checked that."""
        try:
            data = self.source.read(path)
        except FileNotFoundError:
            data = b""
        if hashlib.sha256(data).digest() != self.digests.get(path):
            raise UserError(f"{path} was changed while the catalogue was read", "run it again")
        return data

    @cached_property
    def digests(self) -> Mapping[str, bytes]:
        """Path → SHA-256 of each record file as it was read."""
        return self.read_digests()
