"""The hard rules in words: why a pair is not eligible, and what would change it."""

from __future__ import annotations

from dataclasses import dataclass

from miniexchange.catalogue.records import Need, Practice, Region
from miniexchange.catalogue.records.shared import Money
from miniexchange.catalogue.terms import Terms
from miniexchange.pairing.fit.score import shown
from miniexchange.pairing.fit.transferability import unmet
from miniexchange.pairing.past import Past
from miniexchange.pairing.rules.rule import Rule
from miniexchange.text.phrases import inside, listed, quoted


@dataclass(frozen=True)
class Case:
    """One pair and the rule that keeps it out, with what is needed to tell it. Scores are in hundredths of a point.

    `need` is None for a region as a whole, `exporter` for a practice without a region of the catalogue; `past` is the exchange
    that stands in the way.
    """

    rule: Rule
    importer: Region
    need: Need | None
    practice: Practice
    exporter: Region | None
    past: Past | None
    score: int
    min_score: int
    capabilities: Terms


def why(case: Case) -> str:
    """Why the pair is not eligible; "" when it is."""
    importer, practice = case.importer.name, case.practice
    giver = case.exporter.name if case.exporter else "its owner"
    successor = f"; see its successor {practice.successor}" if practice.successor else ""
    status = case.past.status if case.past and case.past.status != "recorded" else "dropped"
    return {
        Rule.ELIGIBLE: "",
        Rule.NOT_PUBLISHED: f"it is not published (status {practice.status})",
        Rule.ARCHIVED: f"it is archived{successor}",
        Rule.LESSON_ONLY: "it is kept as a lesson and not for export",
        Rule.OWN_PRACTICE: f"it is {importer}'s own practice",
        Rule.OUTSIDE: f"{giver if case.exporter else 'whoever owns it'} is not in the partnership",
        Rule.NOT_ON_OFFER: f"{giver} does not offer it",
        Rule.NOT_SELECTED: "it is not among the practices asked for",
        Rule.UNDER_WAY: f"{importer} is already importing it",
        Rule.ALREADY_DONE: f"{importer} has already imported it",
        Rule.TRIED_BEFORE: f"an earlier exchange was {status}",
        Rule.FORBIDDEN: f"it is forbidden for {importer}",
        Rule.NO_COMMON_LANGUAGE: f"{importer} and {giver} have no working language in common",
        Rule.AVOIDED: f"{importer} does not want to import from {giver} for this need",
        Rule.UNMET_PRECONDITION: f"it cannot work without {_missing(case)}, which {importer} does not have on record",
        Rule.OVER_COST_LIMIT: f"it costs {_cost(case)}, and the need allows at most {_limit(case)}",
        Rule.NOTHING_SHARED: "it shares no topic with the need",
        Rule.BELOW_MIN_SCORE: f"its fit of {shown(case.score)} is below {shown(case.min_score)}",
    }[case.rule]


def remedy(case: Case) -> str:
    """What a coordinator can do so that this rule no longer keeps the pair out; "" where nothing should."""
    practice, importer = case.practice, case.importer
    giver = case.exporter.name if case.exporter else ""
    need = quoted(case.need.title) if case.need else ""
    file = case.exporter.path if case.exporter else ""
    return {
        Rule.ELIGIBLE: "",
        Rule.NOT_PUBLISHED: f"publish it (status in {practice.path})",
        Rule.ARCHIVED: f"look at its successor {practice.successor}"
        if practice.successor
        else f"publish it again, if it still is good practice (status in {practice.path})",
        Rule.LESSON_ONLY: f"let it be exported (lesson_only in {practice.path})",
        Rule.OWN_PRACTICE: "",
        Rule.OUTSIDE: f"{f'let {giver} take part' if giver else 'name a region that takes part as its owner'}, or allow practices from "
        "outside (pairing.rules.allow_outside in mini.yaml)",
        Rule.NOT_ON_OFFER: f"put it on {giver}’s list of offers (offers in {file})",
        Rule.NOT_SELECTED: "ask for it as well, or leave out the filter",
        Rule.UNDER_WAY: "",
        Rule.ALREADY_DONE: "",
        Rule.TRIED_BEFORE: "allow what came to nothing before (--retry-declined)",
        Rule.FORBIDDEN: f"allow it (leave out --forbid {practice.id}:{importer.id})",
        Rule.NO_COMMON_LANGUAGE: f"record a language in which both can work (languages in {listed(filter(None, [importer.path, file]))}, "
        f"transfer.languages in {practice.path}), or let pairs do without (pairing.rules.common_language in mini.yaml)",
        Rule.AVOIDED: f"take {giver} off the regions that the need {need} avoids (avoid in {importer.path})",
        Rule.UNMET_PRECONDITION: f"record {_missing(case)} once {importer.name} has it (capabilities in {importer.path})",
        Rule.OVER_COST_LIMIT: f"raise what the need {need} may cost (constraints.max_cost in {importer.path})",
        Rule.NOTHING_SHARED: f"name a topic that the two share, or ask for it by name (wants of the need {need} in {importer.path})",
        Rule.BELOW_MIN_SCORE: f"lower the least score to {_tenths_below(case.score)} (--min-score, or pairing.rules.min_score in mini.yaml)",
    }[case.rule]


def _missing(case: Case) -> str:
    """The capabilities without which the practice cannot work and that the importer does not have."""
    hard = [c.capability for c in unmet(case.importer, case.practice) if c.hard]
    return listed(f"‘{inside(case.capabilities.label(c))}’" for c in dict.fromkeys(hard))


def _cost(case: Case) -> str:
    effort = case.practice.transfer.effort if case.practice.transfer else None
    return money(effort.cost) if effort and effort.cost else ""


def _limit(case: Case) -> str:
    most = case.need.constraints.max_cost if case.need and case.need.constraints else None
    return money(most, highest=True) if most else ""


def money(sum_: Money, *, highest: bool = False) -> str:
    """A sum of money in words, such as `12,000 EUR`: as it is stated, or only the most that it may be."""
    least = sum_.amount if sum_.amount_max is None or not highest else sum_.amount_max
    most = f" to {_number(sum_.amount_max)}" if sum_.amount_max is not None and not highest else ""
    qualifier = f"{sum_.qualifier.replace('-', ' ')} " if sum_.qualifier and not highest else ""
    return f"{qualifier}{_number(least)}{most} {sum_.currency}"


def _number(amount: float) -> str:
    return f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"


def _tenths_below(hundredths: int) -> str:
    """The score with one decimal, rounded down: a least score of so much lets it in."""
    return f"{hundredths // 100}.{hundredths // 10 % 10}"
