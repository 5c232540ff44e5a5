"""What the rules across records see: every record in brief, from the rows of a catalogue; never a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import msgspec

from miniexchange.catalogue.findings import Finding
from miniexchange.catalogue.rows import Rows
from miniexchange.catalogue.settings import Settings

_Brief = TypeVar("_Brief")

# What these rules need of each kind of record; the rest of a row is not decoded.


class SourceInBrief(msgspec.Struct, frozen=True):
    url: str


class NotDecoded(msgspec.Struct, frozen=True):
    """A part of which only the presence counts: thousands of texts need not be held."""


class TranslatedInBrief(msgspec.Struct, frozen=True):
    translations: dict[str, NotDecoded] = {}


class PracticeInBrief(TranslatedInBrief, frozen=True, kw_only=True):
    title: str
    status: str
    region: str = ""
    derived_from: str = ""
    successor: str = ""
    lesson_only: bool = False
    verified: str | int | None = None
    sources: tuple[SourceInBrief, ...] = ()


class NeedInBrief(msgspec.Struct, frozen=True):
    wants: tuple[str, ...] = ()
    assessment: str = ""


class RegionInBrief(TranslatedInBrief, frozen=True, kw_only=True):
    name: str
    offers: tuple[str, ...] = ()
    needs: tuple[NeedInBrief, ...] = ()


class OutcomeInBrief(msgspec.Struct, frozen=True):
    resulting_practice: str = ""


class StepInBrief(msgspec.Struct, frozen=True):
    status: str
    date: str | int
    by: str = ""


class ProposalInBrief(msgspec.Struct, frozen=True):
    date: str | int | None = None


class ExchangeInBrief(msgspec.Struct, frozen=True):
    status: str
    practice: str = ""
    importer: str = ""
    exporter: str = ""
    outcome: OutcomeInBrief = OutcomeInBrief()
    history: tuple[StepInBrief, ...] = ()
    proposal: ProposalInBrief = ProposalInBrief()


class AssessmentInBrief(msgspec.Struct, frozen=True):
    region: str


@dataclass(frozen=True)
class Overview:
    """What a catalogue rule sees: records in brief by id, the paths of their files by kind and id, the settings, the day."""

    practices: dict[str, PracticeInBrief]
    regions: dict[str, RegionInBrief]
    exchanges: dict[str, ExchangeInBrief]
    assessments: dict[str, AssessmentInBrief]
    translations: dict[str, tuple[str, ...]]
    """Path → the languages that its record is translated into; records without translations are left out."""
    paths: dict[str, dict[str, str]]
    settings: Settings
    as_of: date


def overview(rows: Rows, settings: Settings, as_of: date) -> Overview:
    """Everything the rules below need, read from the rows once."""
    practices, practice_paths = _brief(rows, "practice", PracticeInBrief)
    regions, region_paths = _brief(rows, "region", RegionInBrief)
    exchanges, exchange_paths = _brief(rows, "exchange", ExchangeInBrief)
    assessments, _ = _brief(rows, "assessment", AssessmentInBrief)
    paths = {"practice": practice_paths, "region": region_paths, "exchange": exchange_paths}
    translated: list[tuple[str, TranslatedInBrief]] = [
        *((practice_paths[record_id], practice) for record_id, practice in practices.items()),
        *((region_paths[record_id], region) for record_id, region in regions.items()),
    ]
    for kind in ("project", "event", "plan"):
        translated += [(path, record) for _, path, record in rows.brief(kind, TranslatedInBrief)]
    translations = {path: tuple(record.translations) for path, record in translated if record.translations}
    return Overview(practices, regions, exchanges, assessments, translations, paths, settings, as_of)


def _brief(rows: Rows, kind: str, shape: type[_Brief]) -> tuple[dict[str, _Brief], dict[str, str]]:
    records: dict[str, _Brief] = {}
    paths: dict[str, str] = {}
    for record_id, path, record in rows.brief(kind, shape):
        records[record_id], paths[record_id] = record, path
    return records, paths


CatalogueRule = Callable[[Overview], Iterator[Finding]]
"""A rule about several records at once."""
