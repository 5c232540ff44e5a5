"""Rules about one assessment, plan, vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from miniexchange.catalogue.findings import Finding, RecordContext
from miniexchange.catalogue.references import pointer_step
from miniexchange.check.circles import circles, round_trip
from miniexchange.check.region import repeated_ids
from miniexchange.text.phrases import either
from miniexchange.text.similarity import nearest


def maturity_needs_evidence(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """A maturity of 3 or 4 says what shows it."""
    for index, cell in enumerate(document.get("cells", ())):
        if cell.get("maturity", 0) >= 3 and "evidence" not in cell:
            yield Finding(
                "MX413",
                f"/cells/{index}/maturity",
                f"a maturity of {cell['maturity']} needs evidence",
                "add `evidence:` to this cell, or lower the maturity",
            )


def cells_agree(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """A service is judged once for a challenge, and what is unknown or does not apply has no maturity."""
    seen: set[tuple[str, str]] = set()
    for index, cell in enumerate(document.get("cells", ())):
        about = cell["service"], cell["challenge"]
        if about in seen:
            yield Finding(
                "MX425",
                f"/cells/{index}",
                f"`{cell['service']}` for `{cell['challenge']}` stands here twice",
                "keep one of the two cells",
            )
        seen.add(about)
        if cell.get("state") in ("unknown", "not-applicable") and "maturity" in cell:
            yield Finding(
                "MX425",
                f"/cells/{index}/maturity",
                f"the state is `{cell['state']}`, and yet there is a maturity",
                "set `state: assessed`, or delete the maturity",
            )


def plan_ids(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """Actions and indicators have ids of their own, and the monitoring names existing ones."""
    actions = document.get("actions", [])
    yield from repeated_ids(actions, "/actions", "action")
    indicators: set[str] = set()
    for index, action in enumerate(actions):
        yield from repeated_ids(action.get("indicators", ()), f"/actions/{index}/indicators", "indicator")
        indicators |= {indicator["id"] for indicator in action.get("indicators", ())}
    known = {action["id"] for action in actions}
    for index, look in enumerate(document.get("monitoring", ())):
        if "action" in look and look["action"] not in known:
            yield _unknown(f"/monitoring/{index}/action", "action", look["action"], known)
        for place, value in enumerate(look.get("values", ())):
            if value["indicator"] not in indicators:
                yield _unknown(
                    f"/monitoring/{index}/values/{place}/indicator",
                    "indicator",
                    value["indicator"],
                    indicators,
                )


def setbacks_explained(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """What is delayed or dropped says why."""
    for index, look in enumerate(document.get("monitoring", ())):
        if look["status"] in ("delayed", "dropped") and "explanation" not in look:
            yield Finding(
                "MX414",
                f"/monitoring/{index}/status",
                f"`{look['status']}` needs an explanation",
                "add `explanation:`",
            )


def term_tree(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """A term's `broader` is another term of the vocabulary, and no chain of them is a circle."""
    terms = document["terms"]
    broader = {term: entry["broader"] for term, entry in terms.items() if "broader" in entry}
    for term, wider in broader.items():
        if wider not in terms:
            yield _unknown(_broader(term), "term", wider, set(terms))
    for circle in circles(broader):
        yield Finding(
            "MX309",
            _broader(circle[0]),
            f"`broader` goes in a circle: {round_trip(circle)}",
            "correct `broader` of one of these terms",
        )


def _broader(term: str) -> str:
    return f"/terms/{pointer_step(term)}/broader"


def _unknown(pointer: str, what: str, given: str, known: set[str]) -> Finding:
    near = nearest(given, sorted(known))
    hint = (
        f"did you mean {either(f'`{name}`' for name in near)}?"
        if near
        else f"there are: {', '.join(sorted(known)[:12]) or 'none'}"
    )
    return Finding("MX303", pointer, f"there is no {what} `{given}` here", hint)
