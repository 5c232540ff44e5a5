"""Rules that look across records: lineage, transfers, offers; and the table of all rules that do."""

from __future__ import annotations

from collections.abc import Iterator

from miniexchange.catalogue.findings import Finding
from miniexchange.check.alike import duplicates
from miniexchange.check.circles import circles, round_trip
from miniexchange.check.freshness import freshness
from miniexchange.check.overview import CatalogueRule, Overview, RegionInBrief


def lineage(seen: Overview) -> Iterator[Finding]:
    """No practice descends from itself, by `derived_from` or by `successor`."""
    for field in ("derived_from", "successor"):
        parents = {
            p: getattr(practice, field) for p, practice in seen.practices.items() if getattr(practice, field)
        }
        for circle in circles(parents):
            for place, record_id in enumerate(circle):
                yield Finding(
                    "MX305",
                    f"/{field}",
                    f"`{field}` goes in a circle: {round_trip(circle, place)}",
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
            yield _own(seen.paths["exchange"][record_id], "/importer", importer)


def agreements(seen: Overview) -> Iterator[Finding]:
    """Only the two regions of an exchange agree to it."""
    for record_id, exchange in seen.exchanges.items():
        practice = seen.practices.get(exchange.practice)
        exporter = exchange.exporter or (practice.region if practice else "")
        if not exporter or not exchange.importer or exchange.status == "recorded":
            continue
        for index, step in enumerate(exchange.history):
            if step.status == "agreed" and step.by and step.by not in (exporter, exchange.importer):
                yield Finding(
                    "MX314",
                    f"/history/{index}/by",
                    f"`{step.by}` takes no part in this exchange from `{exporter}` to `{exchange.importer}`",
                    "name the region of the two that agreed",
                    path=seen.paths["exchange"][record_id],
                )


def lessons(seen: Overview) -> Iterator[Finding]:
    """What failed is told, not transferred: nobody wishes for a lesson, and no managed exchange is of one."""
    for record_id, exchange in seen.exchanges.items():
        practice = seen.practices.get(exchange.practice)
        if practice and practice.lesson_only and exchange.status != "recorded":
            yield _lesson(seen.paths["exchange"][record_id], "/practice", exchange.practice)
    for region_id, region in seen.regions.items():
        for place, index, wanted in _wishes(region):
            if wanted in seen.practices and seen.practices[wanted].lesson_only:
                pointer = f"/needs/{place}/wants/{index}"
                yield _lesson(seen.paths["region"][region_id], pointer, wanted)


def own_assessments(seen: Overview) -> Iterator[Finding]:
    """A need comes from an assessment of its own region."""
    for region_id, region in seen.regions.items():
        for place, need in enumerate(region.needs):
            assessment = seen.assessments.get(need.assessment)
            if assessment and assessment.region != region_id:
                yield Finding(
                    "MX312",
                    f"/needs/{place}/assessment",
                    f"`{need.assessment}` is an assessment of `{assessment.region}`",
                    "name an assessment of this region, or delete the line",
                    path=seen.paths["region"][region_id],
                )


def own_language(seen: Overview) -> Iterator[Finding]:
    """Nothing is translated into the language that the catalogue is written in."""
    language = seen.settings.catalogue.language
    for path, languages in seen.translations.items():
        if language in languages:
            yield Finding(
                "MX513",
                f"/translations/{language}",
                f"the catalogue is written in `{language}` already, so this translation is never shown",
                "move its texts to the fields of the record itself, or correct the language",
                at_key=True,
                path=path,
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
        for place, index, wanted in _wishes(region):
            practice = seen.practices.get(wanted)
            if practice and practice.region == region_id:
                yield _own(path, f"/needs/{place}/wants/{index}", region_id)
            elif practice and practice.status == "archived":
                yield _not_live(path, f"/needs/{place}/wants/{index}", wanted, practice.status)


CATALOGUE_RULES: tuple[CatalogueRule, ...] = (
    lineage,
    transfers_agree,
    own_exports,
    agreements,
    lessons,
    offers,
    own_assessments,
    own_language,
    duplicates,
    freshness,
)


def _wishes(region: RegionInBrief) -> Iterator[tuple[int, int, str]]:
    """(place of the need, place in its wishes, practice) of every wish of a region."""
    for place, need in enumerate(region.needs):
        for index, wanted in enumerate(need.wants):
            yield place, index, wanted


def _own(path: str, pointer: str, region: str) -> Finding:
    said = f"the practice belongs to `{region}` itself"
    return Finding("MX307", pointer, said, "a region cannot import its own practice", path=path)


def _lesson(path: str, pointer: str, practice: str) -> Finding:
    said = f"the practice `{practice}` is a lesson of what failed (`lesson_only`), which nobody takes over"
    return Finding("MX313", pointer, said, "name another practice, or delete it here", path=path)


def _not_live(path: str, pointer: str, practice: str, status: str) -> Finding:
    said = {"draft": "a draft", "review": "in review"}.get(status, status)
    return Finding(
        "MX310", pointer, f"the practice `{practice}` is {said}", "publish it, or delete it here", path=path
    )
