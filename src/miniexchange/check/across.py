"""Rules that look across records: lineage, offers, duplicates, freshness. They see rows, never files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import msgspec

from miniexchange.catalogue.dates import date_span
from miniexchange.catalogue.findings import Finding
from miniexchange.catalogue.rows import Rows
from miniexchange.catalogue.settings import Settings
from miniexchange.check.exchange import STAGES
from miniexchange.text.folding import fold
from miniexchange.text.similarity import near_duplicates

_Brief = TypeVar("_Brief")
_NEARLY_THE_SAME = 92.0
"""Likeness of two titles, 0 to 100, from which they earn a hint."""


# What these rules need of each kind of record; the rest of a row is not decoded.


class _Source(msgspec.Struct, frozen=True):
    url: str


class _Practice(msgspec.Struct, frozen=True):
    title: str
    status: str
    region: str = ""
    derived_from: str = ""
    successor: str = ""
    lesson_only: bool = False
    verified: str | int | None = None
    sources: tuple[_Source, ...] = ()


class _Need(msgspec.Struct, frozen=True):
    wants: tuple[str, ...] = ()


class _Region(msgspec.Struct, frozen=True):
    offers: tuple[str, ...] = ()
    needs: tuple[_Need, ...] = ()


class _Outcome(msgspec.Struct, frozen=True):
    resulting_practice: str = ""


class _Step(msgspec.Struct, frozen=True):
    date: str | int


class _Exchange(msgspec.Struct, frozen=True):
    status: str
    practice: str = ""
    importer: str = ""
    exporter: str = ""
    outcome: _Outcome = _Outcome()
    history: tuple[_Step, ...] = ()


@dataclass(frozen=True)
class Overview:
    """What a catalogue rule sees: records in brief by id, the paths of their files by kind and id, the settings, the day."""

    practices: dict[str, _Practice]
    regions: dict[str, _Region]
    exchanges: dict[str, _Exchange]
    paths: dict[str, dict[str, str]]
    settings: Settings
    as_of: date


def overview(rows: Rows, settings: Settings, as_of: date) -> Overview:
    """Everything the rules below need, read from the rows once."""
    practices, practice_paths = _brief(rows, "practice", _Practice)
    regions, region_paths = _brief(rows, "region", _Region)
    exchanges, exchange_paths = _brief(rows, "exchange", _Exchange)
    paths = {"practice": practice_paths, "region": region_paths, "exchange": exchange_paths}
    return Overview(practices, regions, exchanges, paths, settings, as_of)


def _brief(rows: Rows, kind: str, shape: type[_Brief]) -> tuple[dict[str, _Brief], dict[str, str]]:
    records: dict[str, _Brief] = {}
    paths: dict[str, str] = {}
    for record_id, path, record in rows.brief(kind, shape):
        records[record_id], paths[record_id] = record, path
    return records, paths


CatalogueRule = Callable[[Overview], Iterator[Finding]]


def lineage(seen: Overview) -> Iterator[Finding]:
    """No practice descends from itself, by `derived_from` or by `successor`."""
    for field in ("derived_from", "successor"):
        parents = {
            p: getattr(practice, field) for p, practice in seen.practices.items() if getattr(practice, field)
        }
        for record_id in parents:
            chain = [record_id]
            while (step := parents.get(chain[-1])) and step not in chain:
                chain.append(step)
            if step == record_id:
                circle = " → ".join([*chain, record_id])
                yield Finding(
                    "MX305",
                    f"/{field}",
                    f"`{field}` goes in a circle: {circle}",
                    "delete it in one of these records",
                    path=seen.paths["practice"][record_id],
                )


def transfers_agree(seen: Overview) -> Iterator[Finding]:
    """What grew out of an exchange is derived from the practice that was exchanged."""
    for record_id, exchange in seen.exchanges.items():
        result, practice = exchange.outcome.resulting_practice, exchange.practice
        if result in seen.practices and practice and seen.practices[result].derived_from != practice:
            said = seen.practices[result].derived_from
            told = f"is derived from `{said}`" if said else "does not say what it is derived from"
            yield Finding(
                "MX306",
                "/outcome/resulting_practice",
                f"the practice `{result}` {told}, and this exchange is of `{practice}`",
                f"write `derived_from: {practice}` in {seen.paths['practice'][result]}, or correct the exchange",
                path=seen.paths["exchange"][record_id],
            )


def own_exports(seen: Overview) -> Iterator[Finding]:
    """A region does not import its own practice."""
    for record_id, exchange in seen.exchanges.items():
        practice, importer = seen.practices.get(exchange.practice), exchange.importer
        if practice and importer and not exchange.exporter and practice.region == importer:
            yield Finding(
                "MX307",
                "/importer",
                f"the practice belongs to `{importer}` itself",
                "a region cannot import its own practice",
                path=seen.paths["exchange"][record_id],
            )


def offers(seen: Overview) -> Iterator[Finding]:
    """A region offers practices of its own that can be exported, and wants practices that are still live."""
    for region_id, region in seen.regions.items():
        path = seen.paths["region"][region_id]
        for index, offered in enumerate(region.offers):
            practice = seen.practices.get(offered)
            if practice and (practice.region != region_id or practice.lesson_only):
                why = (
                    "is a lesson and never exported"
                    if practice.region == region_id
                    else "belongs to another region"
                )
                yield Finding(
                    "MX311",
                    f"/offers/{index}",
                    f"the practice `{offered}` {why}",
                    "delete it from the offers",
                    path=path,
                )
            elif practice and practice.status != "published":
                yield _not_live(path, f"/offers/{index}", offered, practice.status)
        for place, need in enumerate(region.needs):
            for index, wanted in enumerate(need.wants):
                practice = seen.practices.get(wanted)
                if practice and practice.status == "archived":
                    yield _not_live(path, f"/needs/{place}/wants/{index}", wanted, practice.status)


def duplicates(seen: Overview) -> Iterator[Finding]:
    """Practices with the same title, nearly the same title, or one and the same source."""
    first: dict[str, str] = {}
    unique: dict[str, str] = {}
    for record_id, practice in seen.practices.items():
        title = fold(practice.title)
        if title in first:
            yield Finding(
                "MX507",
                "/title",
                f"the practice `{first[title]}` has the same title",
                f"compare with {seen.paths['practice'][first[title]]}: one practice, one record",
                path=seen.paths["practice"][record_id],
            )
        else:
            first[title] = record_id
            unique[record_id] = practice.title
    for earlier, later, _ in near_duplicates(unique, _NEARLY_THE_SAME):
        if not _related(seen, earlier, later):
            yield Finding(
                "MX508",
                "/title",
                f"the title is nearly that of `{earlier}` ({seen.practices[earlier].title})",
                "if it is the same practice, keep one record",
                path=seen.paths["practice"][later],
            )
    yield from _same_source(seen)


def freshness(seen: Overview) -> Iterator[Finding]:
    """Practices not verified, and live exchanges without a step, for longer than the settings allow."""
    limits = seen.settings.freshness
    for record_id, practice in seen.practices.items():
        if practice.status == "published" and practice.verified is not None:
            months = _months(str(practice.verified), seen.as_of)
            if months > limits.practice_months:
                yield Finding(
                    "MX510",
                    "/verified",
                    f"last verified {months} months ago",
                    "check it with those who run it, then set `verified:` to today",
                    path=seen.paths["practice"][record_id],
                )
    for record_id, exchange in seen.exchanges.items():
        step = _last_step(exchange)
        if step and (months := _months(step, seen.as_of)) > limits.exchange_months:
            yield Finding(
                "MX511",
                "/status",
                f"`{exchange.status}` for {months} months without a step",
                "add the next step to the history, or end it with a note",
                path=seen.paths["exchange"][record_id],
            )


CATALOGUE_RULES: tuple[CatalogueRule, ...] = (
    lineage,
    transfers_agree,
    own_exports,
    offers,
    duplicates,
    freshness,
)


def _same_source(seen: Overview) -> Iterator[Finding]:
    first: dict[tuple[str, str], str] = {}
    for record_id, practice in seen.practices.items():
        if len(practice.sources) == 1:
            key = (practice.sources[0].url, practice.region)
            earlier = first.setdefault(key, record_id)
            if earlier != record_id and not _related(seen, earlier, record_id):
                yield Finding(
                    "MX509",
                    "/sources/0/url",
                    f"`{earlier}` has this same single source",
                    "if both are the same practice, keep one record",
                    path=seen.paths["practice"][record_id],
                )


def _last_step(exchange: _Exchange) -> str | None:
    """The date of the latest step of an exchange that is under way; None for all others."""
    if exchange.status not in STAGES[:-1]:
        return None
    return max((str(step.date) for step in exchange.history), key=lambda day: date_span(day)[1], default=None)


def _related(seen: Overview, one: str, other: str) -> bool:
    return seen.practices[one].derived_from == other or seen.practices[other].derived_from == one


def _not_live(path: str, pointer: str, practice: str, status: str) -> Finding:
    said = {"draft": "a draft", "review": "in review"}.get(status, status)
    return Finding(
        "MX310", pointer, f"the practice `{practice}` is {said}", "publish it, or delete it here", path=path
    )


def _months(text: str, as_of: date) -> int:
    last = date_span(text)[1]
    return (as_of.year - last.year) * 12 + as_of.month - last.month - (as_of.day < last.day)
