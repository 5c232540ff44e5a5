"""The records as flat tables: practices, evidence, regions, needs and exchanges, with the row of each record.

Every row is a tuple of texts in the order of its table's columns; `tables.csv_text` makes CSV of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from miniexchange.catalogue.records import Claim, Entry, Exchange, Need, Period, Practice, Region, Source
from miniexchange.interchange.csvw import ADDRESSES, number, truth, words
from miniexchange.interchange.escaping import iri

Row = tuple[str, ...]

SCALES = ("nesta", "maryland", "oecd")


def practice_row(
    practice: Practice, url: str, *, region_name: str = "", countries: Sequence[str] = ()
) -> Row:
    """A practice in the table `practices`; `url` is the address of its page, as seen from the CSV file."""
    owner, location, transfer = practice.owner, practice.location, practice.transfer
    effort = transfer.effort if transfer else None
    point = (number(location.lat), number(location.lon)) if location else ("", "")
    return (
        practice.id,
        url,
        practice.title,
        practice.status,
        truth(practice.lesson_only),
        practice.type,
        practice.region,
        region_name,
        practice.organisation or (owner.organisation if owner else ""),
        words(countries),
        location.place if location else "",
        location.nuts if location else "",
        *point,
        *_period(practice.period),
        words(practice.themes),
        words(practice.challenges),
        words(practice.services),
        words(practice.target_groups),
        words(practice.keywords),
        practice.summary,
        practice.problem,
        practice.description,
        str(len(practice.evidence)),
        str(sum(claim.kind == "result" for claim in practice.evidence)),
        *(_highest(practice.evidence, scale) for scale in SCALES),
        number(practice.resources.staff_fte) if practice.resources else "",
        number(effort.setup_months) if effort else "",
        number(effort.staff_fte) if effort else "",
        number(transfer.max_importers) if transfer else "",
        words(practice.projects),
        practice.derived_from,
        practice.successor,
        practice.documented or "",
        practice.verified or "",
        *_certainty(practice),
    )


def evidence_rows(kind: str, record_id: str, claims: Iterable[Claim]) -> Iterator[Row]:
    """The claims of a record (kind `practice` or `exchange`) in the table `evidence`, numbered from 1."""
    for place, claim in enumerate(claims, 1):
        levels = claim.levels
        yield (
            kind,
            record_id,
            str(place),
            claim.claim,
            claim.kind,
            number(claim.value),
            number(claim.value_max),
            claim.qualifier,
            claim.unit,
            number(claim.target),
            claim.population,
            claim.date or "",
            claim.design,
            *(number(getattr(levels, scale)) if levels else "" for scale in SCALES),
            truth(claim.independent),
            str(len(claim.conflicts)),
            *_certainty(claim),
        )


def region_row(region: Region, url: str, *, practices: int, point: tuple[float, float] | None = None) -> Row:
    """A region in the table `regions`: `practices` says how many are its own, `point` is (latitude, longitude)."""
    profile = region.profile
    return (
        region.id,
        url,
        region.name,
        region.country,
        region.nuts,
        number(region.nuts_version),
        number(point[0]) if point else "",
        number(point[1]) if point else "",
        words(region.languages),
        number(profile.population) if profile else "",
        number(profile.area_km2) if profile else "",
        number(profile.gdp_pps_index) if profile else "",
        profile.innovation_group if profile else "",
        words(profile.territories) if profile else "",
        words(profile.sectors) if profile else "",
        words(region.capabilities),
        str(practices),
        str(len(region.needs)),
        region.summary,
        *_certainty(region),
    )


def need_rows(region: Region) -> Iterator[Row]:
    """The needs of a region in the table `needs`."""
    for need in region.needs:
        yield (
            region.id,
            need.id,
            need.title,
            need.description,
            words(need.themes),
            words(need.challenges),
            words(need.services),
            words(need.target_groups),
            need.priority,
            need.status or "open",
            words(need.wants),
            words(need.avoid),
            *_limits(need),
            need.stated or "",
            need.closed or "",
            need.origin,
            *_certainty(need),
        )


def exchange_row(exchange: Exchange, url: str, *, exporter: str) -> Row:
    """An exchange in the table `exchanges`; `exporter` is the id of the exporting region, empty outside the catalogue."""
    outcome = exchange.outcome
    return (
        exchange.id,
        url,
        exchange.status,
        exchange.practice,
        exchange.practice_text,
        exporter,
        exchange.exporter_text,
        exchange.importer,
        exchange.importer_text,
        exchange.need,
        words(exchange.projects),
        *_period(exchange.period),
        str(len(exchange.visits)),
        outcome.level if outcome else "",
        outcome.text if outcome else "",
        outcome.resulting_practice if outcome else "",
        *_certainty(exchange),
    )


def _period(period: Period | None) -> tuple[str, str]:
    return (period.start or "", period.end or "") if period else ("", "")


def _limits(need: Need) -> tuple[str, str, str]:
    limits = need.constraints
    cost = limits.max_cost if limits else None
    return (
        number(cost.amount) if cost else "",
        cost.currency if cost else "",
        (limits.by or "") if limits else "",
    )


def _highest(claims: Iterable[Claim], scale: str) -> str:
    found = [
        level for claim in claims if claim.levels and (level := getattr(claim.levels, scale)) is not None
    ]
    return str(max(found)) if found else ""


def _certainty(entry: Entry) -> tuple[str, str, str]:
    return truth(entry.inferred), words(entry.inferred_fields), _addresses(entry.sources)


def _addresses(sources: Iterable[Source]) -> str:
    return ADDRESSES.join(iri(source.url) for source in sources)
