"""Rules about one region, its needs, and codes of places in any record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from miniexchange.catalogue import nuts
from miniexchange.catalogue.dates import ends_before
from miniexchange.catalogue.findings import Finding, RecordContext


def territorial_codes(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """A NUTS code belongs to the record's country."""
    country = document.get("country")
    for pointer, code, _ in _codes(document):
        if country and nuts.country_of(code) != country:
            yield Finding(
                "MX417",
                pointer,
                f"{code} is a code of {nuts.country_of(code)}, but the country is {country}",
                "correct one of the two",
            )


def known_codes(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """NUTS codes of 2024, levels 1 and 2, exist; older codes and those of level 3 are taken as they are."""
    country = document.get("country")
    for pointer, code, edition in _codes(document):
        foreign = country and nuts.country_of(code) != country  # which is told already
        if (
            edition == nuts.CURRENT_VERSION
            and len(code) in (3, 4)
            and not nuts.is_known(code)
            and not foreign
        ):
            yield Finding(
                "MX416",
                pointer,
                f"NUTS {nuts.CURRENT_VERSION} has no code {code}",
                "correct the code, or name its edition with `nuts_version:` (2010, 2013, 2016 or 2021)",
            )


def on_the_map(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """A region needs a point: its own coordinates, or a code with a known point."""
    location = document.get("location", {})
    if "lat" in location and "lon" in location:
        return
    code = document.get("nuts")
    if any(territorial_codes(document, context)) or any(known_codes(document, context)):
        return  # a wrong code is told already
    if not code or nuts.point(code) is None:
        said = f"the code {code} has no known point" if code else "the region has no NUTS code"
        yield Finding(
            "MX418",
            "/nuts" if code else "",
            f"{said}, so it will not be on the map",
            "add `location:` with `lat` and `lon`",
        )


def distinct_needs(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """The ids of a region's needs differ."""
    yield from repeated_ids(document.get("needs", ()), "/needs", "need")


def need_dates(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """A need is not closed before it was stated, and is not open once it is closed."""
    for index, need in enumerate(document.get("needs", ())):
        stated, closed = need.get("stated"), need.get("closed")
        if stated is not None and closed is not None and ends_before(str(closed), str(stated)):
            yield Finding(
                "MX404",
                f"/needs/{index}/closed",
                f"the need was closed ({closed}) before it was stated ({stated})",
                "correct one of the two",
            )
        if closed is not None and need.get("status") == "open":
            yield Finding(
                "MX424",
                f"/needs/{index}/status",
                f"the need was closed ({closed}), and its status is `open`",
                "set `status: met` or `status: withdrawn`, or delete `closed`",
            )


def repeated_ids(entries: Any, pointer: str, what: str) -> Iterator[Finding]:
    """Entries of a list that carry an id which an earlier one has."""
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if entry["id"] in seen:
            yield Finding(
                "MX304",
                f"{pointer}/{index}/id",
                f"the {what} `{entry['id']}` stands here twice",
                "give one of them another id",
            )
        seen.add(entry["id"])


def _codes(document: dict[str, Any]) -> Iterator[tuple[str, str, int]]:
    """(JSON pointer, code, edition) of a record's NUTS codes."""
    location = document.get("location")
    for pointer, mapping in (("", document), ("/location", location if isinstance(location, dict) else {})):
        if "nuts" in mapping:
            yield f"{pointer}/nuts", mapping["nuts"], mapping.get("nuts_version", nuts.CURRENT_VERSION)
