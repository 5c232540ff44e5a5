"""One check of a whole catalogue: settings, listing, records, links, catalogue rules; and what was read, for others to use."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from miniexchange.catalogue.cache import Store
from miniexchange.catalogue.held import Held
from miniexchange.catalogue.kinds import KINDS
from miniexchange.catalogue.rows import Rows
from miniexchange.catalogue.settings import Settings
from miniexchange.catalogue.source import Source, WorkingTree, find_root
from miniexchange.catalogue.survey import Survey
from miniexchange.check.opened import Opened
from miniexchange.check.settings import read_settings
from miniexchange.diagnostic import Diagnostic, InvalidCatalogue, Report, UserError

if TYPE_CHECKING:
    from miniexchange.catalogue.model import Catalogue
    from miniexchange.catalogue.reading import Reading

# What only an uncached reading needs is imported where it is called: a warm command starts in half the time.


class _Verdict(msgspec.Struct, array_like=True, frozen=True):
    key: bytes
    diagnostics: list[Diagnostic]


def source_of(root: Path, revision: str = "") -> Source:
    """The working tree, or a git revision of it."""
    if not revision:
        return WorkingTree(root)
    from miniexchange.catalogue.revision import Revision

    return Revision(root, revision)


def validate(root: Path, *, as_of: date, revision: str = "", use_cache: bool = True) -> Report:
    """Every finding about a catalogue, errors, warnings and hints, in order of place."""
    return _examine(root, as_of, revision, use_cache).report


def open_rows(
    root: Path, *, as_of: date | None = None, revision: str = "", use_cache: bool = True, hold: bool = False
) -> Opened:
    """The slim rows of every record of the right shape; the report tells what is wrong, with them and with the others.

    `hold` is for who goes on to read all records whole: a file is then parsed once.
    """
    return _examine(root, as_of or date.today(), revision, use_cache, hold)


def open_catalogue(
    path: str | PathLike[str], *, revision: str = "", keep_going: bool = False, use_cache: bool = True
) -> Catalogue:
    """The typed records of a catalogue; raises InvalidCatalogue when one has errors, unless `keep_going` leaves those out."""
    root = find_root(Path(path))
    opened = open_rows(root, revision=revision, use_cache=use_cache)
    return typed_catalogue(opened, keep_going=keep_going, revision=revision)


def typed_catalogue(opened: Opened, *, keep_going: bool = False, revision: str = "") -> Catalogue:
    """All records of an opened catalogue, typed and linked; raises like `open_catalogue`."""
    from miniexchange.catalogue.typed import catalogue_of_files

    if opened.report.count("error"):
        if not keep_going:
            raise InvalidCatalogue(opened.report)
        opened = opened.without_errors()
    return catalogue_of_files(opened.settings, {kind: _Files(opened, kind) for kind in KINDS}, revision)


class _Files(Mapping[str, tuple[str, bytes]]):
    """Id → (path, content) of the valid records of a kind, each read when it is asked for: all at once take much room."""

    def __init__(self, opened: Opened, kind: str) -> None:
        self._read = opened.read
        self._paths = {row.id: row.path for row in opened.rows.narrow(kind, ())}

    def __getitem__(self, record_id: str) -> tuple[str, bytes]:
        path = self._paths[record_id]
        return path, self._read(path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def _examine(root: Path, as_of: date, revision: str, use_cache: bool, hold: bool = False) -> Opened:
    source = source_of(root, revision)
    store = Store(root, enabled=use_cache and not revision)
    settings, settings_diagnostics = read_settings(source, store)
    limits = {name: getattr(settings.limits, name) for name in settings.limits.__struct_fields__}
    survey = Survey(source, store, limits)
    settings_digest = hashlib.sha256(msgspec.msgpack.encode(settings, enc_hook=str)).digest()
    besides = hashlib.sha256(settings_digest + msgspec.msgpack.encode((sorted(survey.media), as_of))).digest()
    digest = survey.known_digest()
    diagnostics = _cached_verdict(store, digest + besides) if digest else None
    found = survey.found(digest) if digest and diagnostics is None else None
    rows, reading, held = None, None, Held(enabled=hold)
    if digest and diagnostics is None and found is not None:
        rows = _cached_rows(survey, digest)
    if digest is None or (rows is None and diagnostics is None):
        reading = _read(survey, held)
        rows, digest, found, diagnostics = reading.rows, reading.digest, list(reading.diagnostics), None
    late = _Late(survey, digest, rows, reading)
    if diagnostics is None:
        diagnostics = [*(found or ()), *_across(survey, late, settings, as_of)]
        store.store("verdict", msgspec.msgpack.encode(_Verdict(digest + besides, diagnostics)))
    ordered = tuple(sorted([*settings_diagnostics, *diagnostics], key=Diagnostic.order))
    files = sum(not entry.is_companion for entry in survey.entries)
    report = Report(ordered, files, as_of.isoformat(), _Lines(source))
    state = hashlib.sha256(digest + settings_digest).hexdigest()
    return Opened(
        root, source, settings, late.rows, report, state, store.store, store.load, late.digests, held
    )


class _Late:
    """Rows and digests of one state of a catalogue, from the cache as long as that holds just this state.

    Another command may replace or remove the cache at any moment; then the files are read again, and if they have changed
    too, UserError says so: what stands there now belongs to another state than what was told of this one.
    """

    def __init__(self, survey: Survey, digest: bytes, rows: Rows | None, reading: Reading | None) -> None:
        self._survey, self._digest, self._rows, self._reading = survey, digest, rows, reading

    def rows(self) -> Rows:
        return self._rows or _cached_rows(self._survey, self._digest) or self._read_again().rows

    def digests(self) -> Mapping[str, bytes]:
        index = None if self._reading else self._survey.index
        if index and index.digest == self._digest:
            known: Mapping[str, bytes | None] = {file.path: file.digest for file in index.files}
        else:
            known = self._read_again().digests
        return {path: content for path, content in known.items() if content}

    def _read_again(self) -> Reading:
        if self._reading is None:
            reading = _read(self._survey, Held(enabled=False))
            if reading.digest != self._digest:
                raise UserError("records were changed while the catalogue was read", "run it again")
            self._reading = reading
        return self._reading


def _read(survey: Survey, held: Held) -> Reading:
    from miniexchange.catalogue.reading import Reader
    from miniexchange.check.rules import RULES

    return Reader(survey, RULES, held).read()


def _across(survey: Survey, late: _Late, settings: Settings, as_of: date) -> list[Diagnostic]:
    from miniexchange.check.kept import across
    from miniexchange.check.overview import overview

    return across(survey, overview(late.rows(), settings, as_of), late.digests())


def _cached_verdict(store: Store, key: bytes) -> list[Diagnostic] | None:
    data = store.load("verdict")
    try:
        verdict = msgspec.msgpack.decode(data, type=_Verdict) if data else None
    except msgspec.DecodeError:
        return None
    return verdict.diagnostics if verdict and verdict.key == key else None


def _cached_rows(survey: Survey, digest: bytes) -> Rows | None:
    from miniexchange.catalogue.reuse import load_rows

    packed: dict[str, bytearray | memoryview] = {}
    for kind in KINDS:
        rows = load_rows(survey.store, survey.key, digest, kind)
        if rows is None:
            return None
        packed[kind] = rows
    return Rows(packed)


class _Lines:
    """Lines of files for showing, each file read when a line of it is first asked for."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lines: dict[str, list[str]] = {}

    def __call__(self, path: str, line: int) -> str | None:
        if path not in self._lines:
            try:
                text = self._source.read(path)[:1_048_576].decode("utf-8-sig", "replace")
            except OSError:
                text = ""
            self._lines[path] = text.splitlines()
        lines = self._lines[path]
        return lines[line - 1] if 0 < line <= len(lines) else None
