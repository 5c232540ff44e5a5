"""Why a region gives or takes less than it should: the limit that binds, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from miniexchange.pairing.explain import blockers
from miniexchange.pairing.explain.blockers import MOST_NAMES, Outcome
from miniexchange.pairing.explain.relaxations import Relaxations
from miniexchange.pairing.programme import Quota, Shortage
from miniexchange.pairing.rules.eligibility import Rule
from miniexchange.text.phrases import counted, listed, quoted

_OF_PRACTICE = {
    Rule.NOT_PUBLISHED: ("is a draft or in review", "are drafts or in review"),
    Rule.ARCHIVED: ("is archived", "are archived"),
    Rule.LESSON_ONLY: ("is kept as a lesson", "are kept as lessons"),
    Rule.NOT_ON_OFFER: ("is not on its list of offers", "are not on its list of offers"),
    Rule.NOT_SELECTED: ("is not among those asked for", "are not among those asked for"),
}
_OF_PAIR = {
    Rule.UNDER_WAY: "being imported already",
    Rule.ALREADY_DONE: "imported already",
    Rule.TRIED_BEFORE: "declined or given up before",
    Rule.FORBIDDEN: "forbidden",
    Rule.NO_COMMON_LANGUAGE: "without a working language in common",
    Rule.AVOIDED: "from a region to be avoided",
    Rule.UNMET_PRECONDITION: "in need of something it does not have",
    Rule.OVER_COST_LIMIT: "over its cost limit",
    Rule.NOTHING_SHARED: "on other topics",
    Rule.BELOW_MIN_SCORE: "below the least score",
}


def shortages(outcome: Outcome) -> tuple[Shortage, ...]:
    """Every quota that is not reached, in the order of the quotas, with its cause and what would remove it."""
    found = []
    relaxations = Relaxations(outcome)
    for quota in outcome.quotas:
        if quota.missing:
            cause, why = (
                _import_cause(outcome, quota)
                if quota.direction == "imports"
                else _export_cause(outcome, quota)
            )
            text = f"{outcome.name(quota.region)} {quota.direction} {quota.counted} of {quota.least}: {why}"
            remedies = relaxations.of(quota, cause)
            found.append(
                Shortage(quota.region, quota.direction, quota.counted, quota.least, cause, text, remedies)
            )
    return tuple(found)


def _import_cause(o: Outcome, quota: Quota) -> tuple[str, str]:
    rows = [row for row, need in enumerate(o.fit.needs) if need.region.id == quota.region]
    if not rows:
        return "no-open-need", "it states no open need"
    causes, why = [], []
    for row in rows:
        if o.served(row):
            continue
        title = quoted(need.title) if (need := o.fit.needs[row].need) else "it"
        columns = [column for column in range(len(o.fit.practices)) if o.eligible(row, column)]
        if columns:
            causes.append("contested")
            taken = blockers.told(
                blockers.of_import(o, row, column) for column in columns if not o.chosen_at(row, column)
            )
            why.append(f"nothing is left that could serve {title} ({taken})")
        else:
            causes.append("nothing-eligible")
            why.append(_nothing_for(o, row, title))
    if not causes:
        takes = f"one need takes {counted(o.instance.rules.need_max, 'practice')}"
        return "too-few-needs", f"it states only {counted(len(rows), 'open need')}, and {takes}"
    return causes[0], "; ".join(why)


def _nothing_for(o: Outcome, row: int, title: str) -> str:
    """Why no practice on offer is eligible for a need."""
    region = o.fit.needs[row].region.id
    others = [
        c
        for c, practice in enumerate(o.fit.practices)
        if not o.eligibility.of_practice[c] and practice.region != region
    ]
    if not others:
        return "no other region has a practice on offer"
    why = Counter(o.eligibility.rule(row, column) for column in others)
    if len(why) == 1:
        how = f"all are {_OF_PAIR[next(iter(why))]}"
    else:
        by_count = sorted(why.items(), key=lambda entry: (-entry[1], entry[0]))
        how = listed((f"{count} {_OF_PAIR[rule]}" for rule, count in by_count), most=MOST_NAMES)
    return f"none of the {counted(len(others), 'practice')} that others offer can serve {title} ({how})"


def _export_cause(o: Outcome, quota: Quota) -> tuple[str, str]:
    own = [column for column, practice in enumerate(o.fit.practices) if practice.region == quota.region]
    offered = [column for column in own if not o.eligibility.of_practice[column]]
    if not offered:
        return "no-practice-on-offer", "it has no published practice on offer" + _of_own(o, own)
    others = [row for row, need in enumerate(o.fit.needs) if need.region.id != quota.region]
    if not others:
        return "no-open-need", "no other region states an open need"
    pairs = [(row, column) for row in others for column in offered if o.eligible(row, column)]
    title = quoted(o.fit.practices[offered[0]].title)
    practices = (
        f"its {len(offered)} practices on offer"
        if len(offered) > 1
        else f"its only practice on offer, {title}"
    )
    if not pairs:
        return (
            "nothing-eligible",
            f"no open need of another region suits {practices} ({_regions_by_rule(o, others, offered)})",
        )
    left = [pair for pair in pairs if not o.chosen_at(*pair)]
    if not left:
        needs = len({row for row, _ in pairs})
        return (
            "too-few-takers",
            f"only {counted(needs, 'open need')} of other regions {'suits' if needs == 1 else 'suit'} {practices}",
        )
    taken = blockers.told(blockers.of_export(o, *pair) for pair in left)
    return "contested", f"no open need is left for {practices} ({taken})"


def _of_own(o: Outcome, own: Iterable[int]) -> str:
    """What keeps a region's practices from being on offer."""
    why = Counter(Rule(int(o.eligibility.of_practice[column])) for column in own)
    how = [
        f"{count} {_OF_PRACTICE[rule][count > 1]}"
        for rule, count in sorted(why.items())
        if rule in _OF_PRACTICE
    ]
    return f" ({listed(how, most=MOST_NAMES)})" if how else ""


def _regions_by_rule(o: Outcome, rows: Sequence[int], columns: Sequence[int]) -> str:
    """Which regions each rule keeps the practices from."""
    regions: dict[Rule, list[str]] = {}
    for row in rows:
        for column in columns:
            regions.setdefault(o.eligibility.rule(row, column), []).append(o.fit.needs[row].region.name)
    words = {
        Rule.UNDER_WAY: "already being imported by",
        Rule.ALREADY_DONE: "already imported by",
        Rule.TRIED_BEFORE: "declined or given up before by",
        Rule.FORBIDDEN: "forbidden for",
        Rule.NO_COMMON_LANGUAGE: "no working language in common with",
        Rule.AVOIDED: "avoided by",
        Rule.UNMET_PRECONDITION: "cannot work in",
        Rule.OVER_COST_LIMIT: "over the cost limit of",
        Rule.NOTHING_SHARED: "no topic in common with the needs of",
        Rule.BELOW_MIN_SCORE: "below the least score for",
    }
    return "; ".join(
        f"{words[rule]} {listed(dict.fromkeys(names), most=MOST_NAMES)}"
        for rule, names in sorted(regions.items())
    )
