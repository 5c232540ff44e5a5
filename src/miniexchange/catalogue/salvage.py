"""What can still be judged of a record whose shape is wrong: everything but the parts at fault.

So a wrong key does not hide a missing reference: every mistake is told at the first run.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from miniexchange.catalogue.findings import Finding
from miniexchange.catalogue.verdict import schema_findings

_ROUNDS = 8
"""Leaving a part out can leave another one incomplete; so many times that is followed up."""


def sound_parts(kind: str, document: dict[str, Any], findings: Iterable[Finding]) -> dict[str, Any]:
    """A copy of the document without the parts that the findings are about; required top-level fields may be missing.

    List entries keep their places, so that pointers into the rest stay true: where one is at fault, the whole list goes.
    """
    rest = document
    for _ in range(_ROUNDS):
        faulty = [finding.pointer for finding in findings if finding.pointer or finding.code != "MX202"]
        if not faulty:
            return rest
        for pointer in faulty:
            rest = _without(rest, pointer.split("/")[1:]) or {}
        findings = schema_findings(kind, rest)
    return {}


def _without(value: Any, steps: list[str]) -> Any:
    """The value without what the steps lead to; None when that leaves nothing that can keep its place."""
    if not steps:
        return None
    step = steps[0].replace("~1", "/").replace("~0", "~")
    if isinstance(value, dict):
        if step not in value:
            return value
        child = _without(value[step], steps[1:])
        others = {key: below for key, below in value.items() if key != step}
        return others if child is None else {**value, step: child}
    if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
        child = _without(value[int(step)], steps[1:])
        return None if child is None else [*value[: int(step)], child, *value[int(step) + 1 :]]
    return value
