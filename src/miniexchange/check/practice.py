"""Rules about one practice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from miniexchange.catalogue.findings import Finding, RecordContext


def belongs_somewhere(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """A practice has a region or an owner; a region's practice says who runs it in `organisation`."""
    if "region" not in document and "owner" not in document:
        yield Finding(
            "MX402",
            "",
            "the practice has neither a `region` nor an `owner`",
            "add `region:` with the id of a partner region, or `owner:`",
        )
    elif "region" in document and "owner" in document:
        yield Finding(
            "MX402",
            "/owner",
            "the practice has both a `region` and an `owner`",
            "keep the region; who runs it there is its `organisation`",
        )


def complete_when_published(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """What a published practice must tell: a topic, a summary, a description, a source, and the kind of each claim."""
    if document["status"] != "published":
        return
    if not document.get("themes") and not document.get("challenges"):
        yield _lacks("a theme or challenge", "themes")
    for key in ("summary", "description"):
        if key not in document:
            yield _lacks(f"a {key}", key)
    if not document.get("sources"):
        yield _lacks("a source", "sources")
    for index, claim in enumerate(document.get("evidence", ())):
        if "kind" not in claim:
            yield Finding(
                "MX403",
                f"/evidence/{index}",
                "this claim does not say what kind of figure it is",
                "add `kind:` with input, output, result, estimate or target",
            )


def successor_when_archived(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """Only what is archived has a successor."""
    if "successor" in document and document["status"] != "archived":
        yield Finding(
            "MX405",
            "/successor",
            f"only an archived practice has a successor; the status of this one is `{document['status']}`",
            "set `status: archived`, or delete `successor`",
        )


def _lacks(what: str, key: str) -> Finding:
    return Finding(
        "MX401", "/status", f"a published practice needs {what}", f"add `{key}:`, or set `status: draft`"
    )
