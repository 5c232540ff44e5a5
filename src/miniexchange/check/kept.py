"""What the rules across records find, kept from one check to the next: most edits change nothing that those rules see."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

import msgspec

from miniexchange.catalogue.findings import Finding
from miniexchange.catalogue.positions import locate, unplaced
from miniexchange.catalogue.survey import Survey
from miniexchange.check.files import file_findings
from miniexchange.check.overview import Overview
from miniexchange.diagnostic import Diagnostic

_ENTRY = "across"


class _OfFile(msgspec.Struct, array_like=True, frozen=True):
    """What is wrong with one file: as rules tell it, and with the places in a file of this content."""

    findings: list[Finding]
    content: bytes
    diagnostics: list[Diagnostic]


class _Kept(msgspec.Struct, array_like=True, frozen=True):
    """What is wrong with the listing and with files by path, for digests of the listing and of all that the rules saw.

    `program` is the key of the program that found it: severities and places are its work too.
    """

    program: bytes
    listing: bytes
    of_listing: list[Diagnostic]
    key: bytes
    files: dict[str, _OfFile]


def across(survey: Survey, seen: Overview, digests: Mapping[str, bytes]) -> list[Diagnostic]:
    """What the rules about the listing and across records find; they run only where they see anything else than last time.

    `digests` are those of the contents of the files that were read.
    """
    kept = _load(survey)
    listing = _digest(survey, ((entry.path, entry.kind_of_file) for entry in survey.entries))
    if kept and kept.listing == listing:
        of_listing = kept.of_listing
    else:
        of_listing = [unplaced(finding) for finding in file_findings(survey.entries)]
    key = _digest(survey, _parts(seen))
    if kept and kept.key == key:
        findings = {path: of_file.findings for path, of_file in kept.files.items()}
    else:
        findings = _found(seen)
    files: dict[str, _OfFile] = {}
    for path, of_path in findings.items():
        earlier = kept.files.get(path) if kept else None
        if earlier and earlier.content == digests.get(path) and earlier.findings == of_path:
            files[path] = earlier
        else:
            data = survey.source.read(path)
            files[path] = _OfFile(of_path, hashlib.sha256(data).digest(), locate(path, data, of_path))
    now = _Kept(survey.key, listing, of_listing, key, files)
    if now != kept:
        survey.store.store(_ENTRY, msgspec.msgpack.encode(now))
    return of_listing + [diagnostic for of_file in files.values() for diagnostic in of_file.diagnostics]


def _parts(seen: Overview) -> Iterator[object]:
    """All that the rules see, in small parts, for encoded at once it would take much room."""
    for field in fields(seen):
        part = getattr(seen, field.name)
        if isinstance(part, dict):
            yield len(part)
            yield from part.items()
        else:
            yield part


def _digest(survey: Survey, parts: Iterable[object]) -> bytes:
    """Changes with what rules see, and with the program."""
    encode = msgspec.msgpack.Encoder(enc_hook=str).encode
    whole = hashlib.sha256(survey.key)
    for part in parts:
        whole.update(encode(part))
    return whole.digest()


def _found(seen: Overview) -> dict[str, list[Finding]]:
    from miniexchange.check.across import CATALOGUE_RULES

    by_path: dict[str, list[Finding]] = {}
    for rule in CATALOGUE_RULES:
        for finding in rule(seen):
            by_path.setdefault(finding.path, []).append(finding)
    return by_path


def _load(survey: Survey) -> _Kept | None:
    data = survey.store.load(_ENTRY)
    try:
        kept = msgspec.msgpack.decode(data, type=_Kept) if data else None
    except msgspec.DecodeError:  # of another version of the program
        return None
    return kept if kept and kept.program == survey.key else None
