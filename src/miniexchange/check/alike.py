"""Records that may be one and the same: equal or near titles, one single source."""

from __future__ import annotations

from collections.abc import Iterator

from miniexchange.catalogue.findings import Finding
from miniexchange.check.overview import Overview
from miniexchange.text.folding import fold
from miniexchange.text.similarity import near_duplicates

_NEARLY_THE_SAME = 92.0
"""Likeness of two titles, 0 to 100, from which they earn a hint."""


def duplicates(seen: Overview) -> Iterator[Finding]:
    """Regions with the same name; practices with the same title, nearly the same title, or one and the same source."""
    named: dict[str, str] = {}
    for record_id, region in seen.regions.items():
        earlier = named.setdefault(fold(region.name), record_id)
        if earlier != record_id:
            yield Finding(
                "MX507",
                "/name",
                f"the region `{earlier}` has the same name",
                f"compare with {seen.paths['region'][earlier]}: one region, one record",
                path=seen.paths["region"][record_id],
            )
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


def _related(seen: Overview, one: str, other: str) -> bool:
    """Whether one is known to come from, or to take the place of, the other."""
    first, second = seen.practices[one], seen.practices[other]
    return other in (first.derived_from, first.successor) or one in (second.derived_from, second.successor)
