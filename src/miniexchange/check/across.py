"""Rules that look across records: lineage, offers, duplicates, freshness. They see rows, never files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import msgspec

from miniexchange.catalogue.dates import date_span
from miniexchange.catalogue.findings import Finding
from miniexchange.catalogue.rows import Rows
from miniexchange.catalogue.settings import Settings
from miniexchange.check.exchange import last_step
from miniexchange.text.folding import fold
from miniexchange.text.similarity import near_duplicates

_NEARLY_THE_SAME = 92.0
"""Likeness of two titles, 0 to 100, from which they earn a hint."""


class _Source(msgspec.Struct, frozen=True):
    url: str


class _Practice(msgspec.Struct, frozen=True):
    """What these rules need of a practice; the rest of its row is not decoded."""

    title: str
    status: str
    region: str = ""
    derived_from: str = ""
    successor: str = ""
    lesson_only: bool = False
    verified: str | int | None = None
    sources: tuple[_Source, ...] = ()


@dataclass(frozen=True)
class Overview:
    """What a catalogue rule sees: the rows, the practices by id in brief with their paths, the settings, the day."""

    rows: Rows
    practices: dict[str, _Practice]
    paths: dict[str, str]
    settings: Settings
    as_of: date


def overview(rows: Rows, settings: Settings, as_of: date) -> Overview:
    """Everything the rules below need, read from the rows once."""
    practices: dict[str, _Practice] = {}
    paths: dict[str, str] = {}
    for record_id, path, practice in rows.brief("practice", _Practice):
        practices[record_id], paths[record_id] = practice, path
    return Overview(rows, practices, paths, settings, as_of)


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
                    path=seen.paths[record_id],
                )


def transfers_agree(seen: Overview) -> Iterator[Finding]:
    """What grew out of an exchange is derived from the practice that was exchanged."""
    for row in seen.rows.of("exchange"):
        result = row.document.get("outcome", {}).get("resulting_practice")
        practice = row.document.get("practice")
        if result in seen.practices and practice and seen.practices[result].derived_from != practice:
            said = seen.practices[result].derived_from
            told = f"is derived from `{said}`" if said else "does not say what it is derived from"
            yield Finding(
                "MX306",
                "/outcome/resulting_practice",
                f"the practice `{result}` {told}, and this exchange is of `{practice}`",
                f"write `derived_from: {practice}` in {seen.paths[result]}, or correct the exchange",
                path=row.path,
            )


def own_exports(seen: Overview) -> Iterator[Finding]:
    """A region does not import its own practice."""
    for row in seen.rows.of("exchange"):
        practice = seen.practices.get(row.document.get("practice", ""))
        importer = row.document.get("importer")
        if practice and importer and "exporter" not in row.document and practice.region == importer:
            yield Finding(
                "MX307",
                "/importer",
                f"the practice belongs to `{importer}` itself",
                "a region cannot import its own practice",
                path=row.path,
            )


def offers(seen: Overview) -> Iterator[Finding]:
    """A region offers practices of its own that can be exported, and wants practices that are still live."""
    for row in seen.rows.of("region"):
        for index, offered in enumerate(row.document.get("offers", ())):
            practice = seen.practices.get(offered)
            if practice and (practice.region != row.id or practice.lesson_only):
                why = (
                    "is a lesson and never exported"
                    if practice.region == row.id
                    else "belongs to another region"
                )
                yield Finding(
                    "MX311",
                    f"/offers/{index}",
                    f"the practice `{offered}` {why}",
                    "delete it from the offers",
                    path=row.path,
                )
            elif practice and practice.status != "published":
                yield _not_live(row.path, f"/offers/{index}", offered, practice.status)
        for place, need in enumerate(row.document.get("needs", ())):
            for index, wanted in enumerate(need.get("wants", ())):
                practice = seen.practices.get(wanted)
                if practice and practice.status == "archived":
                    yield _not_live(row.path, f"/needs/{place}/wants/{index}", wanted, practice.status)


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
                f"compare with {seen.paths[first[title]]}: one practice, one record",
                path=seen.paths[record_id],
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
                path=seen.paths[later],
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
                    path=seen.paths[record_id],
                )
    for row in seen.rows.of("exchange"):
        step = last_step(row.document)
        if step and (months := _months(step, seen.as_of)) > limits.exchange_months:
            yield Finding(
                "MX511",
                "/status",
                f"`{row.document['status']}` for {months} months without a step",
                "add the next step to the history, or end it with a note",
                path=row.path,
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
                    path=seen.paths[record_id],
                )


def _related(seen: Overview, one: str, other: str) -> bool:
    return seen.practices[one].derived_from == other or seen.practices[other].derived_from == one


def _not_live(path: str, pointer: str, practice: str, status: str) -> Finding:
    return Finding(
        "MX310", pointer, f"the practice `{practice}` is {status}", "publish it, or delete it here", path=path
    )


def _months(text: str, as_of: date) -> int:
    last = date_span(text)[1]
    return (as_of.year - last.year) * 12 + as_of.month - last.month - (as_of.day < last.day)
