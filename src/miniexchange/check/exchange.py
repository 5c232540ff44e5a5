"""Rules about one exchange: who takes part, and the order of its life."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from miniexchange.catalogue.dates import date_span, ends_before
from miniexchange.catalogue.findings import Finding, RecordContext

STAGES = ("proposed", "agreed", "preparing", "visiting", "implementing", "completed")
"""The stages of a managed exchange, in order."""
ENDED = ("declined", "withdrawn", "failed")
"""The ways in which an exchange ends before its time; each needs a note."""


def parties(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """Practice and importer are ids; only what is `recorded` may name in words what the catalogue lacks."""
    recorded = document["status"] == "recorded"
    for key in ("practice", "importer", "exporter"):
        in_words = f"{key}_text"
        if in_words in document and not recorded:
            yield Finding(
                "MX410",
                f"/{in_words}",
                f"`{in_words}` is for recorded transfers only",
                f"name the {key} by its id",
            )
        elif in_words in document and key in document:
            yield Finding(
                "MX410",
                f"/{in_words}",
                f"`{in_words}` stands beside `{key}`",
                "keep the id, and put what else there is to say in `note`",
            )
        elif key != "exporter" and key not in document and in_words not in document:
            hint = (
                f"add `{key}:`, or `{in_words}:` where the catalogue lacks it"
                if recorded
                else f"add `{key}:` with its id"
            )
            yield Finding("MX406", "", f"the exchange does not name its {key}", hint)
    if "need" in document and "importer" not in document and "importer_text" in document:
        yield Finding(
            "MX303",
            "/need",
            "a need belongs to an importing region, and this exchange names none by its id",
            "delete `need`",
        )
    if "importer" in document and document.get("exporter") == document["importer"]:
        yield Finding(
            "MX307",
            "/exporter",
            "exporter and importer are the same region",
            "a region cannot import from itself",
        )


def life_cycle(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """No stage is skipped or dated before the one before it; the last step of the history is the status."""
    status, history = document["status"], document.get("history", [])
    if status == "recorded":
        return
    if _disagrees(document):
        yield Finding(
            "MX412",
            "/status",
            f"the status is {status}, but the history ends with {history[-1]['status']}",
            f"add the step `{status}` to the history, or set `status: {history[-1]['status']}`",
        )
    out_of_order = list(_order(history))
    yield from out_of_order
    reached = {step["status"] for step in history} | {status}
    if not out_of_order and not _disagrees(document):
        # What ended before its time went through the stages before its last one all the same.
        latest = max((STAGES.index(stage) for stage in reached if stage in STAGES), default=0)
        missing = next((stage for stage in STAGES[:latest] if stage not in reached), None)
        if missing:
            yield Finding(
                "MX407",
                "/status",
                f"the stage `{missing}` is missing from the history",
                f"add the step `{missing}` with its date",
            )


def stage_parts(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """What each stage requires before it counts as reached; nothing while status and history disagree about the stage."""
    status, history = document["status"], document.get("history", [])
    if _disagrees(document):
        return
    if status in ENDED:
        if not history or "note" not in history[-1]:
            yield Finding(
                "MX409",
                "/status",
                f"an exchange that is {status} needs a note that says why",
                f"add `note:` to the step `{status}` of the history: failures teach",
            )
        return
    if status not in STAGES:
        return
    place = STAGES.index(status)
    agreements = [step for step in history if step["status"] == "agreed"]
    # Without any such step the stage itself is missing, which is told above.
    if agreements and len({step["by"] for step in agreements if "by" in step}) < 2:
        yield _needs(status, "an `agreed` step by each of the two regions", "history")
    if place >= STAGES.index("visiting") and not any(
        visit.get("agenda") or "event" in visit for visit in document.get("visits", ())
    ):
        yield _needs(status, "a visit with an agenda", "visits")
    if place >= STAGES.index("implementing"):
        if not any(
            "event" in visit or visit.get("period", {}).get("end") or visit.get("report")
            for visit in document.get("visits", ())
        ):
            yield _needs(status, "a finished visit (one with an `end` or a `report`)", "visits")
        if "local_owner" not in document.get("preparation", {}):
            yield _needs(status, "a local owner", "preparation: local_owner")
    if status == "completed":
        if "outcome" not in document:
            yield _needs(status, "an outcome", "outcome")
        evaluation = document.get("evaluation", {})
        if not ("exporter" in evaluation and "importer" in evaluation):
            yield _needs(status, "an evaluation by both sides", "evaluation")


def visits(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """A visit is an event of the catalogue, or tells its own particulars; never both."""
    for index, visit in enumerate(document.get("visits", ())):
        own = [
            key
            for key in visit
            if key not in ("event", "note", "sources", "inferred", "inferred_fields", "conflicts")
            and not key.startswith("x-")
        ]
        if "event" in visit and own:
            yield Finding(
                "MX411",
                f"/visits/{index}/{own[0]}",
                f"this visit is an event and has `{own[0]}` of its own",
                "write it in the event's record, and keep only `event` here",
            )


def _disagrees(document: dict[str, Any]) -> bool:
    """Whether the history ends with another step than the status."""
    history: list[dict[str, Any]] = document.get("history", [])
    return bool(history) and history[-1]["status"] != document["status"]


def _order(history: list[dict[str, Any]]) -> Iterator[Finding]:
    # Of the dates so far the one that begins last: a mere year between two days hides nothing.
    latest = str(history[0]["date"]) if history else ""
    for index, (before, after) in enumerate(pairwise(history), start=1):
        pointer = f"/history/{index}"
        if ends_before(str(after["date"]), latest):
            yield Finding(
                "MX408",
                f"{pointer}/date",
                f"{after['date']} lies before a step above it ({latest})",
                "steps stand in order of time: correct the date or move the step",
            )
        latest = max(latest, str(after["date"]), key=lambda day: date_span(day)[0])
        if before["status"] in STAGES and after["status"] in STAGES:
            step = STAGES.index(after["status"]) - STAGES.index(before["status"])
            if step < 0 or step > 1:
                said = "goes back" if step < 0 else "skips a stage"
                yield Finding(
                    "MX407",
                    f"{pointer}/status",
                    f"`{after['status']}` after `{before['status']}` {said}",
                    f"the stages are {', '.join(STAGES)}",
                )
        elif before["status"] == "recorded":
            yield Finding(
                "MX407",
                f"/history/{index - 1}/status",
                "`recorded` is no step of an exchange that is managed here",
                "delete the step",
            )
        elif before["status"] in ENDED:
            yield Finding(
                "MX407", f"{pointer}/status", f"nothing follows `{before['status']}`", "start a new exchange"
            )
        elif after["status"] == "declined" and before["status"] != "proposed":
            yield Finding(
                "MX407",
                f"{pointer}/status",
                "an exchange can be declined only before it is agreed",
                "write `withdrawn` or `failed`",
            )


def _needs(status: str, what: str, where: str) -> Finding:
    return Finding(
        "MX401",
        "/status",
        f"an exchange that is `{status}` needs {what}",
        f"add it under `{where}`, or go back a stage",
    )
