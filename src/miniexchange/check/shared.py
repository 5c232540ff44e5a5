"""Rules about parts that records of every kind have: periods, amounts, links, evidence claims."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from miniexchange.catalogue.dates import ends_before
from miniexchange.catalogue.findings import Finding, RecordContext
from miniexchange.catalogue.references import Path, values_at
from miniexchange.catalogue.schema import fields

_RANGES = (("amount", "amount_max"), ("value", "value_max"), ("min", "max"))


def periods(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """A period whose end lies wholly before its start."""
    for pointer, period in mappings_with(document, context, "end"):
        start, end = period.get("start"), period.get("end")
        if start is not None and end is not None and ends_before(str(end), str(start)):
            yield Finding(
                "MX404",
                f"{pointer}/end",
                f"the end ({end}) lies before the start ({start})",
                "correct one of the two",
            )


def ranges(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """An upper end below its lower end."""
    for lower, upper in _RANGES:
        for pointer, mapping in mappings_with(document, context, upper):
            low, high = mapping.get(lower), mapping.get(upper)
            if low is not None and high is not None and high < low:
                yield Finding(
                    "MX415",
                    f"{pointer}/{upper}",
                    f"`{upper}` ({high:,}) is below `{lower}` ({low:,})",
                    "swap or correct the two",
                )


def links(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """A link or document needs an address or a media file, and only one of them."""
    for key in ("links", "documents"):
        for index, link in enumerate(document.get(key, ())):
            if ("url" in link) == ("path" in link):
                said = "both `url` and `path`" if "url" in link else "neither `url` nor `path`"
                yield Finding(
                    "MX420", f"/{key}/{index}", f"this link has {said}", "give it exactly one of the two"
                )


def pictures(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """A picture needs a text for people who do not see it."""
    for index, medium in enumerate(document.get("media", ())):
        if "alt" not in medium and medium["path"].lower().endswith(
            (".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp")
        ):
            yield Finding(
                "MX421",
                f"/media/{index}",
                "the picture has no alternative text",
                "add `alt:` and say what it shows",
            )


def sourced(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """Every record but a vocabulary names where it can be read. A published practice without is an error elsewhere; an
    exchange that was proposed here begins in this catalogue and nowhere else."""
    if context.kind == "exchange" and "proposal" in document:
        return
    if not document.get("sources") and not (
        context.kind == "practice" and document.get("status") == "published"
    ):
        yield Finding("MX512", "", "this record names no source", "add `sources:` with at least one `url`")


@cache
def _paths_to(kind: str, key: str) -> tuple[Path, ...]:
    """The paths of the mappings of a kind that may hold a key."""
    return tuple(field.path[:-1] for field in fields(kind) if field.path[-1] == key)


def mappings_with(
    document: dict[str, Any], context: RecordContext, key: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """(JSON pointer, mapping) of every mapping of a record that has a field of this name."""
    if key.encode() not in context.data and b"\\" not in context.data:  # an escape may spell a key
        return
    for path in _paths_to(context.kind, key):
        if path and path[0] not in document:
            continue
        for pointer, mapping in values_at(document, path):
            if isinstance(mapping, dict) and key in mapping:
                yield pointer, mapping
