"""Evidence: what was measured, apart from what was aimed at or expected."""

from __future__ import annotations

from collections.abc import Sequence

from miniexchange.catalogue.records import Claim
from miniexchange.publish.views import words
from miniexchange.publish.views.scope import Scope, View, link
from miniexchange.publish.views.sources import Citations, conflict_view, deduced


def evidence(claims: Sequence[Claim], citations: Citations) -> View:
    """Claims in groups: `measured` (results, outputs, inputs) and `intended` (targets, estimates)."""
    return {
        "measured": _groups(claims, words.MEASURED, citations),
        "intended": _groups(claims, words.INTENDED, citations),
    }


def strongest(claims: Sequence[Claim], scope: Scope) -> list[View]:
    """The highest level on each scale that a result, output or input reaches, as links to what it means: `Nesta 2 of 5`."""
    levels = [c.levels for c in claims if c.levels and c.kind in words.MEASURED]
    found = []
    for scale in words.SCALES:
        reached = [level for entry in levels if (level := getattr(entry, scale)) is not None]
        if reached:
            found.append(level_link(scope, scale, max(reached)))
    return found


def level_link(scope: Scope, scale: str, level: int) -> View:
    """A level on a scale in words, `Nesta 2 of 5`, leading to what it means."""
    _ = scope.interface.gettext
    name, top = words.SCALES[scale]
    title = _("%(scale)s %(level)s of %(top)s") % {"scale": _(name), "level": level, "top": top}
    return link(title, "evidence", fragment=f"{scale}-{level}")


def _groups(claims: Sequence[Claim], kinds: tuple[str, ...], citations: Citations) -> list[View]:
    _ = citations.scope.interface.gettext
    groups: list[View] = []
    for kind in kinds:
        of_kind = [_claim(claim, citations) for claim in claims if claim.kind == kind]
        if of_kind:
            word, heading, meaning = words.CLAIMS[kind]
            group: View = {
                "kind": kind or "unclassed",
                "word": _(word),
                "heading": _(heading),
                "meaning": _(meaning),
            }
            # Targets and estimates share a box, so each of them has to say what it is.
            groups.append({**group, "mixed": kind in words.INTENDED, "claims": of_kind})
    return groups


def _claim(claim: Claim, citations: Citations) -> View:
    interface = citations.scope.interface
    value, unit = interface.figure(claim.value, claim.value_max, claim.qualifier, claim.unit)
    figures: list[View] = []
    others: list[View] = []
    if value:
        figures.append(
            {
                "value": value,
                "unit": unit,
                "cites": citations.cite(claim.sources),
                "resolution": "",
                "other": False,
            }
        )
    for conflict in claim.conflicts:
        other = conflict_view(conflict, citations)
        if conflict.field == "value" and value:
            said = conflict.value
            text = (
                interface.figure(said, None, "", claim.unit)[0]
                if isinstance(said, int | float)
                else str(said)
            )
            figures.append(
                {
                    "value": text,
                    "unit": unit,
                    "cites": other["cites"],
                    "resolution": conflict.resolution,
                    "other": True,
                }
            )
        else:
            others.append(other)
    target = interface.figure(claim.target, None, "", claim.unit)[0]
    return {
        "text": claim.claim,
        "figures": figures,
        "cites": citations.cite(claim.sources),
        "about": _about(claim, target if claim.kind not in words.INTENDED else "", citations.scope),
        "deduced": claim.inferred,
        "deduced_fields": _deduced_words(claim, citations.scope),
        "note": claim.note,
        "conflicts": others,
    }


def _about(claim: Claim, target: str, scope: Scope) -> list[View]:
    """What to know about a figure: when, whom, what had been aimed at, how it is known, how strong it is."""
    interface = scope.interface
    _ = interface.gettext
    design = words.DESIGNS.get(claim.design, "")
    entries = [
        (link(interface.date(claim.date)), deduced(claim, "date")),
        (link(claim.population, lang=scope.lang), deduced(claim, "population")),
        (link(_("aimed at: %(target)s") % {"target": target} if target else ""), deduced(claim, "target")),
        (link(_(design) if design else ""), deduced(claim, "design")),
        *((level, deduced(claim, "levels") or deduced(claim.levels)) for level in _levels(claim, scope)),
        (link(_("found independently") if claim.independent else ""), False),
    ]
    return [{**to, "deduced": was_deduced} for to, was_deduced in entries if to["title"]]


def _levels(claim: Claim, scope: Scope) -> list[View]:
    if claim.levels is None:
        return []
    return [
        level_link(scope, scale, level)
        for scale in words.SCALES
        if (level := getattr(claim.levels, scale)) is not None
    ]


def _deduced_words(claim: Claim, scope: Scope) -> str:
    """Which parts of the figure itself were deduced: `kind and unit`."""
    marked = ("date", "population", "target", "design", "levels")
    fields = [field for field in claim.inferred_fields if field not in marked]
    _ = scope.interface.gettext
    return scope.interface.listed([_(words.FIELD_NAMES.get(f, f.replace("_", " "))) for f in fields])
