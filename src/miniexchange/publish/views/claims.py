"""Evidence: what was measured, apart from what was aimed at or expected."""

from __future__ import annotations

from collections.abc import Sequence

from miniexchange.catalogue.records import Claim
from miniexchange.publish.views import values, words
from miniexchange.publish.views.scope import View
from miniexchange.publish.views.sources import Citations, conflict_view, deduced
from miniexchange.text import phrases


def evidence(claims: Sequence[Claim], citations: Citations) -> View:
    """Claims in groups: `measured` (results, outputs, inputs) and `intended` (targets, estimates)."""
    return {
        "measured": _groups(claims, words.MEASURED, citations),
        "intended": _groups(claims, words.INTENDED, citations),
    }


def strongest(claims: Sequence[Claim]) -> list[str]:
    """The highest level on each scale that a result, output or input reaches: `Nesta 2 of 5`."""
    levels = [c.levels for c in claims if c.levels and c.kind in words.MEASURED]
    found = []
    for scale, (name, top) in words.SCALES.items():
        reached = [level for entry in levels if (level := getattr(entry, scale)) is not None]
        if reached:
            found.append(f"{name} {max(reached)} of {top}")
    return found


def _groups(claims: Sequence[Claim], kinds: tuple[str, ...], citations: Citations) -> list[View]:
    groups: list[View] = []
    for kind in kinds:
        of_kind = [_claim(claim, citations) for claim in claims if claim.kind == kind]
        if of_kind:
            word, heading, meaning = words.CLAIMS[kind]
            group: View = {"kind": kind or "unclassed", "word": word, "heading": heading, "meaning": meaning}
            # Targets and estimates share a box, so each of them has to say what it is.
            groups.append({**group, "mixed": kind in words.INTENDED, "claims": of_kind})
    return groups


def _claim(claim: Claim, citations: Citations) -> View:
    value, unit = values.figure(claim.value, claim.value_max, claim.qualifier, claim.unit)
    figures: list[View] = []
    others: list[View] = []
    if value:
        figures.append(
            {"value": value, "unit": unit, "cites": citations.cite(claim.sources), "resolution": ""}
        )
    for conflict in claim.conflicts:
        other = conflict_view(conflict, citations)
        if conflict.field == "value" and value:
            said = conflict.value
            text = (
                values.figure(said, None, "", claim.unit)[0] if isinstance(said, int | float) else str(said)
            )
            figures.append(
                {"value": text, "unit": unit, "cites": other["cites"], "resolution": conflict.resolution}
            )
        else:
            others.append(other)
    target = values.figure(claim.target, None, "", claim.unit)[0]
    return {
        "text": claim.claim,
        "figures": figures,
        "cites": citations.cite(claim.sources),
        "about": _about(claim, target if claim.kind not in words.INTENDED else ""),
        "deduced": claim.inferred,
        "deduced_fields": _deduced_words(claim),
        "note": claim.note,
        "conflicts": others,
    }


def _about(claim: Claim, target: str) -> list[View]:
    """What to know about a figure: when, whom, what had been aimed at, how it is known, how strong it is."""
    levels = ", ".join(_levels(claim))
    entries = [
        (values.date(claim.date), deduced(claim, "date")),
        (claim.population, deduced(claim, "population")),
        (f"aimed at: {target}" if target else "", deduced(claim, "target")),
        (words.DESIGNS.get(claim.design, ""), deduced(claim, "design")),
        (levels, deduced(claim, "levels") or deduced(claim.levels)),
        ("found independently" if claim.independent else "", False),
    ]
    return [{"text": text, "deduced": was_deduced} for text, was_deduced in entries if text]


def _levels(claim: Claim) -> list[str]:
    if claim.levels is None:
        return []
    return [
        f"{name} {level} of {top}"
        for scale, (name, top) in words.SCALES.items()
        if (level := getattr(claim.levels, scale)) is not None
    ]


def _deduced_words(claim: Claim) -> str:
    """Which parts of the figure itself were deduced: `kind and unit`."""
    marked = ("date", "population", "target", "design", "levels")
    fields = [field for field in claim.inferred_fields if field not in marked]
    return phrases.listed([field.replace("_", " ") for field in fields])
