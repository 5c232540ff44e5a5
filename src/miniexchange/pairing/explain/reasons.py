"""Why an exchange is proposed, in plain words made from the same parts as its score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from miniexchange.catalogue.records import Claim
from miniexchange.pairing.explain import blockers
from miniexchange.pairing.explain.blockers import Outcome
from miniexchange.pairing.fit.effort import TIME, setup_days
from miniexchange.pairing.fit.evidence import SCALES, best_claim
from miniexchange.pairing.fit.fit import AKIN, Fit
from miniexchange.pairing.fit.lineage import origin_of
from miniexchange.pairing.fit.score import NEUTRAL
from miniexchange.pairing.fit.topics import Match
from miniexchange.pairing.fit.transferability import BEFORE, PRECONDITIONS, preconditions, to_check, unmet
from miniexchange.pairing.programme import NO_COMMON_LANGUAGE
from miniexchange.text.names import language
from miniexchange.text.phrases import inside, listed, quoted

_SHOWN_TOPICS = 3
_SHOWN_REGIONS = 3

_SUPPORTING = 2
"""How many reasons are told beside the need, the wish and the way between the two regions."""

_ALIKE = 800
"""From this likeness on two regions are called alike."""

_TRAIT = {
    "territory": "kind of territory",
    "size": "size",
    "income": "income",
    "innovation": "innovation",
    "sectors": "sectors",
}
_KIND = {"result": "results", "output": "outputs", "estimate": "effects, by an estimate,", "": "effects"}
_DESIGN = {
    "account": "an account",
    "monitoring": "monitoring",
    "before-after": "a before-and-after comparison",
    "comparison": "a comparison with others",
    "quasi-experiment": "a quasi-experiment",
    "experiment": "an experiment",
}
_OF_TAKING = frozenset(("practice", "importer", "outcome"))
"""The fields of an exchange that tell who took over what."""
_SCALE = {"nesta": "Nesta", "maryland": "Maryland", "oecd": "OECD"}


class _Supporting(NamedTuple):
    """A reason and what it lifts the score by, in hundredths of a point over the middle."""

    lift: int
    text: str


def reasons(o: Outcome, row: int, column: int) -> tuple[str, ...]:
    """Why a practice is proposed for a need: what it answers, who asked for it, what else speaks for it most, how near it is."""
    supporting = sorted(_supporting(o, row, column), key=lambda reason: -reason.lift)
    others = [reason.text for reason in supporting if reason.lift > 0][:_SUPPORTING]
    return tuple(_need(o.fit, row, column) + _wish(o, row, column) + others + _ease(o.fit, row, column))


def _need(fit: Fit, row: int, column: int) -> list[str]:
    need, practice = fit.needs[row].need, fit.practices[column]
    if need is None:
        return [f"{fit.needs[row].region.name} states no open need, so its topics could not be compared"]
    title = quoted(need.title) + (" (deduced, not stated)" if need.inferred else "")
    matches = fit.topics.matches(need, practice)
    if not matches:
        return [f"it is meant for the need {title}, whose topics it does not name"]
    # What meets the need outright says enough; what only comes near is told where there is nothing better.
    near = [m for m in matches if m.nearness in ("same", "narrower")] or matches
    topics = listed(dict.fromkeys(_topic(fit, match) for match in near[:_SHOWN_TOPICS]))
    verb = "answers" if near is not matches or near[0].nearness in ("same", "narrower") else "comes near"
    return [f"{verb} the need {title}: {topics}"]


def _topic(fit: Fit, match: Match) -> str:
    by = inside(fit.topics.label(match.facet, match.by))
    term = inside(fit.topics.label(match.facet, match.term))
    return {
        "same": by,
        "narrower": f"{by} (part of {term})",
        "wider": f"{by} (wider than {term})",
        "neighbouring": f"{by} (near {term})",
    }[match.nearness]


def _wish(o: Outcome, row: int, column: int) -> list[str]:
    """What the importer asked for; that the exporter lists the practice goes without saying."""
    need, region, practice = o.fit.needs[row].need, o.fit.needs[row].region, o.fit.practices[column]
    if need is None or not need.wants:
        return []
    if practice.id in need.wants:
        return [f"{region.name} asked for this practice"]
    return [_instead(o, row, column, wanted) for wanted in need.wants if wanted in o.catalogue.practices]


def _instead(o: Outcome, row: int, column: int, wanted: str) -> str:
    """That the importer asked for another practice, what this one has to do with it, and why it is not that one."""
    practices, practice = o.catalogue.practices, o.fit.practices[column]
    told = f"{o.fit.needs[row].region.name} asked for {quoted(practices[wanted].title)}"
    if origin_of(practices, practice.id) == origin_of(practices, wanted):
        told += ", of the same origin"
    at = o.fit.column_at.get(wanted)
    if at is None:
        return f"{told}, which is not known yet"
    return f"{told}, but {o.eligibility.why(row, at) or blockers.told([blockers.of_import(o, row, at)])}"


def _supporting(o: Outcome, row: int, column: int) -> Iterator[_Supporting]:
    """All else that speaks for the pair, in the order of the parts."""
    fit, of, practice = o.fit, o.fit.needs[row], o.fit.practices[column]
    parts = {part.name: part for part in fit.parts(row, column)}
    lift = {name: part.weight * (part.value - NEUTRAL) for name, part in parts.items()}
    # What the importer asked for by name needs no words in common, and one word is chance or a topic told already.
    if of.need and practice.id not in of.need.wants and parts["text"].known and parts["text"].value >= AKIN:
        shared = fit.relevance.shared_words(of.need, practice)
        if len(shared) > 1:
            yield _Supporting(lift["text"], f"both texts speak of {listed(map(quoted, shared))}")
    alike = [_TRAIT[t] for t, near in fit.context.traits(of.region, column).items() if near >= _ALIKE]
    if alike:
        yield _Supporting(lift["context"], f"the two regions are alike in {listed(alike)}")
    claim = best_claim(practice, fit.as_of)
    shown = shown_by(claim) if claim else ""
    if shown:
        yield _Supporting(lift["evidence"], shown)
    yield from _transferable(o, row, column, parts["transferability"].weight)


def _transferable(o: Outcome, row: int, column: int, weight: int) -> Iterator[_Supporting]:
    of, practice, transferability = o.fit.needs[row], o.fit.practices[column], o.fit.transferability
    trials = transferability.trials(column, of.region)
    if trials.worked:
        share = BEFORE * (len(trials.worked) + 1) // (len(trials.worked) + len(trials.failed) + 2)
        yield _Supporting(weight * (share - BEFORE // 2), _taken_over(o, practice.id, trials.worked))
    if preconditions(practice) and not unmet(of.region, practice) and not to_check(of.region, practice):
        yield _Supporting(weight * PRECONDITIONS // 2, f"{of.region.name} has all that it asks for")
    days, left = setup_days(practice), transferability.efforts.days_left(of.need) if of.need else None
    if days is not None and left is not None and days <= left:
        yield _Supporting(weight * TIME // 2, "it can be set up in time")


def named(o: Outcome, regions: Sequence[str]) -> str:
    """Regions in words; one that the catalogue lacks keeps its id."""
    known = o.catalogue.regions
    return listed((known[r].name if r in known else r for r in regions), most=_SHOWN_REGIONS)


def _taken_over(o: Outcome, practice: str, regions: Sequence[str]) -> str:
    """Which regions took a practice over; those of which this was deduced stand apart."""
    exchanges = [entry.exchange for entry in o.fit.past if entry.exchange.practice == practice]
    unsure = {x.importer for x in exchanges if x.inferred or _OF_TAKING & set(x.inferred_fields)}
    stated = [region for region in regions if region not in unsure]
    deduced = [region for region in regions if region in unsure]
    told = [f"in {named(o, stated)}"] * bool(stated)
    told += [f"in {named(o, deduced)}, which is deduced, not stated"] * bool(deduced)
    return f"it has been taken over {', and '.join(told)}"


def shown_by(claim: Claim) -> str:
    """How a claim is known, in words: “results shown by a before-and-after comparison”; "" where nobody says."""
    steps = [
        f"step {step} of {highest} on the {_SCALE[scale]} scale"
        for scale, highest in SCALES.items()
        if (step := getattr(claim.levels, scale, None))
    ]
    design = _DESIGN.get(claim.design, "")
    how = design or listed(steps)
    if not how:
        return ""
    others = ", not by those who run it" if claim.independent else ""
    # The design is mostly deduced from the wording of a claim; only a claim that is itself a conclusion has to say so.
    deduced = " (deduced, not stated)" if claim.inferred else ""
    return f"{_KIND[claim.kind]} shown by {how}{others}{deduced}"


def _ease(fit: Fit, row: int, column: int) -> list[str]:
    common = fit.practicality.ease(fit.needs[row].region, column)
    found = []
    if common.common:
        found.append(f"both work in {listed(sorted(map(language, common.common)))}")
    elif common.common is not None:
        found.append(NO_COMMON_LANGUAGE)
    if common.km is not None:
        found.append(f"about {round(common.km, -1):,} km apart")
    return found
