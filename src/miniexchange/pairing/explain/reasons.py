"""Why an exchange is proposed, and what to look at before agreeing, in plain words made from the same parts as its score."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.records import Practice, Region
from miniexchange.pairing.explain import blockers
from miniexchange.pairing.explain.blockers import Outcome
from miniexchange.pairing.fit.fit import Fit
from miniexchange.pairing.fit.topics import Match
from miniexchange.pairing.past import Past
from miniexchange.pairing.programme import NO_COMMON_LANGUAGE
from miniexchange.text.names import language
from miniexchange.text.phrases import inside, listed, quoted

_SHOWN_TOPICS = 3


def reasons(o: Outcome, row: int, column: int) -> tuple[str, ...]:
    """Why a practice is proposed for a need: what it answers, who asked for it, how easy it is."""
    return tuple(_need(o.fit, row, column) + _wish(o, row, column) + _ease(o.fit, row, column))


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
    need, region, practice = o.fit.needs[row].need, o.fit.needs[row].region, o.fit.practices[column]
    if need is None or not need.wants:
        return []
    if practice.id in need.wants:
        return [f"{region.name} asked for this practice"]
    return [_instead(o, row, column, wanted) for wanted in need.wants if wanted in o.catalogue.practices]


def _instead(o: Outcome, row: int, column: int, wanted: str) -> str:
    """That the importer asked for another practice, what this one has to do with it, and why it is not that one."""
    catalogue, practice = o.catalogue, o.fit.practices[column]
    told = f"{o.fit.needs[row].region.name} asked for {quoted(catalogue.practices[wanted].title)}"
    if origin_of(catalogue, practice) == origin_of(catalogue, catalogue.practices[wanted]):
        told += ", of the same origin"
    at = next((i for i, other in enumerate(o.fit.practices) if other.id == wanted), None)
    if at is None:
        return f"{told}, which is not known yet"
    return f"{told}, but {o.eligibility.why(row, at) or blockers.told([blockers.of_import(o, row, at)])}"


def _ease(fit: Fit, row: int, column: int) -> list[str]:
    common = fit.ease(fit.needs[row].region, column)
    found = []
    if common.common:
        found.append(f"both work in {listed(sorted(map(language, common.common)))}")
    elif common.common is not None:
        found.append(NO_COMMON_LANGUAGE)
    if common.km is not None:
        found.append(f"about {round(common.km, -1):,} km apart")
    return found


def cautions(
    catalogue: Catalogue, importer: Region, practice: Practice, past: Sequence[Past], as_of: date
) -> tuple[str, ...]:
    """What to look at first: an end that has passed, an earlier attempt, a common origin with something the importer has."""
    found = []
    period = practice.period
    if period and period.end and not period.recurring and period.end.span[1] < as_of:
        to_the_day = period.end.span[0] == period.end.span[1]
        found.append(f"the practice ended {'on' if to_the_day else 'in'} {period.end}")
    for entry in past:
        exchange = entry.exchange
        if (exchange.practice, exchange.importer) == (practice.id, importer.id):
            level = exchange.outcome.level if exchange.outcome else ""
            told = (
                f"recorded as {level}" if level and level != "unknown" else "recorded without a known outcome"
            )
            found.append(f"an exchange of it with {importer.name} is {told}")
    origin = origin_of(catalogue, practice)
    for own in catalogue.practices_of(importer.id):
        if origin_of(catalogue, own) == origin:
            found.append(f"it has the same origin as {importer.name}’s {quoted(own.title)}")
    taken = {
        e.exchange.practice
        for e in past
        if e.exchange.importer == importer.id and e.meaning in ("done", "under-way")
    }
    for other in (catalogue.practices[p] for p in sorted(taken - {practice.id}) if p in catalogue.practices):
        if origin_of(catalogue, other) == origin:
            found.append(
                f"it has the same origin as {quoted(other.title)}, which {importer.name} imports already"
            )
    return tuple(found)


def origin_of(catalogue: Catalogue, practice: Practice) -> str:
    """The practice that this one, through however many copies, was derived from; itself for an original."""
    seen = {practice.id}
    while practice.derived_from in catalogue.practices and practice.derived_from not in seen:
        practice = catalogue.practices[practice.derived_from]
        seen.add(practice.id)
    return practice.id
