"""What a backtest shows and what it cannot show, in sentences."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from miniexchange.catalogue.model import Catalogue
from miniexchange.pairing.backtest.backtest import NEEDS, Backtest
from miniexchange.pairing.backtest.cases import Case
from miniexchange.pairing.backtest.chance import interval
from miniexchange.pairing.backtest.lists import DEPTHS, Method, Needs
from miniexchange.text.phrases import counted, either, listed

NEEDS_IN_WORDS: Mapping[Needs, str] = {
    "all": "all needs",
    "stated": "without deduced needs",
    "unwished": "without wishes either",
}

METHOD_IN_WORDS: Mapping[Method, str] = {
    "pairing": "pairing",
    "same-theme": "same theme",
    "popularity": "popularity",
    "random": "random",
}

_FEW = 30
"""Fewer cases than this are called few: an interval around one half is then wider than a third."""


def percent(rate: Fraction | float) -> str:
    """A rate as a whole percentage, halves rounded up."""
    return f"{int(rate * 100 + Fraction(1, 2))} %"


def range_in_words(hits: int, of: int) -> str:
    """The exact interval of a counted rate, such as `15 to 85 %`; its ends are rounded outwards."""
    low, high = interval(hits, of)
    return f"{math.floor(100 * low)} to {math.ceil(100 * high)} %"


def pair(catalogue: Catalogue, case: Case) -> str:
    """A case by its names: importer and practice."""
    return f"{catalogue.regions[case.importer].name} ← {catalogue.practices[case.practice].title}"


def reading(answer: Backtest, catalogue: Catalogue) -> tuple[str, ...]:
    """How the table is to be read: what its lines are, what was hidden, and what no method can find."""
    cases = {case.exchange: case for case in answer.cases}
    found = [
        "At 1, 3 and 10: so many stand among the first of their importer's list. Same theme is random order among the practices on "
        "offer that share a main theme with one of the importer's needs; popularity orders all on offer by how many other importers "
        "took them, random not at all. What these would find is an exact expectation; nothing is drawn.",
    ]
    if answer.hidden:
        grown = listed(catalogue.practices[p].title for p in answer.hidden)
        found.append(f"Hidden as well, because they grew out of hidden exchanges: {grown}.")
    for exchange, kept in answer.barred.items():
        found.append(
            f"{pair(catalogue, cases[exchange])} cannot be proposed: {kept.why}. It counts as a miss of every method."
        )
    most = [f"{n} at {depth}" for n, depth in zip(answer.ceiling, DEPTHS, strict=True) if n < answer.possible]
    if most:
        found.append(
            f"No method can find more than {listed(most)}, for an importer that took several has one list."
        )
    sizes = listed(f"{n.exchanges} {_with(needs)}" for needs, n in answer.programmes.items())
    ceilings = either(dict.fromkeys(str(n.ceiling) for n in answer.programmes.values()))
    found.append(
        f"Exchanges in the best programme: {sizes}. Quotas, needs and rules let no more than {ceilings} of the hidden ones into one "
        "programme."
    )
    return tuple(found)


def off_lists(answer: Backtest, catalogue: Catalogue) -> tuple[str, ...]:
    """Why a practice that could be proposed is not on its importer's list, by the needs that were looked at."""
    lines = []
    for i, case in enumerate(answer.cases):
        by_reason: dict[str, list[str]] = {}
        for needs in NEEDS:
            off = answer.found[needs][i].off
            if off and case.exchange not in answer.barred:
                by_reason.setdefault(off.why, []).append(_with(needs))
        lines += [
            f"{pair(catalogue, case)} is not on the list {listed(needs)}: {why}. It counts as a miss."
            for why, needs in by_reason.items()
        ]
    return tuple(lines)


def _with(needs: Needs) -> str:
    return f"with {NEEDS_IN_WORDS[needs]}" if needs == "all" else NEEDS_IN_WORDS[needs]


def untested(answer: Backtest) -> tuple[str, ...]:
    """How many exchanges cannot be tested, and why, each reason once."""
    by_reason: dict[str, list[str]] = {}
    for entry in answer.untested:
        by_reason.setdefault(entry.why, []).append(entry.exchange)
    return tuple(f"{why}: {listed(ids)}" for why, ids in sorted(by_reason.items()))


def size(answer: Backtest) -> tuple[str, ...]:
    """How much so many exchanges can show."""
    of = len(answer.cases)
    if not of or of >= _FEW:
        return ()
    at = DEPTHS.index(3)
    hits = {line.needs: int(line.hits[at]) for line in answer.lines if line.method == "pairing"}
    if of == 1:
        return (
            "There is only one exchange to test. It shows how this one fares, and next to nothing about how good proposals are: "
            f"with {hits['all']} of 1 among the first 3, the true rate may lie anywhere from {range_in_words(hits['all'], of)}.",
        )
    return (
        f"{of} exchanges are too few for a verdict: the true rate of hits among the first 3 may lie anywhere from "
        f"{range_in_words(hits['all'], of)} with all needs, and from {range_in_words(hits['stated'], of)} without those that were "
        "deduced.",
    )


def meaning(answer: Backtest, catalogue: Catalogue) -> tuple[str, ...]:
    """What the figures show, and what they do not."""
    if not answer.cases:
        return ()
    these = "this exchange" if len(answer.cases) == 1 else "these exchanges"
    return (
        *_apart(answer),
        *_dependence(answer, catalogue),
        "The records were written by people who knew of the exchanges, so that needs and terms may owe something to what followed. "
        "The second part of the table leaves out needs that are marked as deduced; the third also the practices that a need wishes "
        "for by name, and what such a need says in words. Its terms stay. Popularity knows what others took in the same round, which "
        "nobody could know beforehand.",
        "A miss is no mistake: partners chose for reasons that no record holds. A hit does not say that the exchange was worth while. "
        f"The default weights were not fitted to {these}.",
    )


def _repeated(
    cases: Sequence[Case], catalogue: Catalogue
) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """The importers, and the practices, of more than one case, by id, each with its name and its number of cases."""
    importers = Counter(case.importer for case in cases)
    practices = Counter(case.practice for case in cases)
    return (
        [(catalogue.regions[i].name, n) for i, n in sorted(importers.items()) if n > 1],
        [(catalogue.practices[i].title, n) for i, n in sorted(practices.items()) if n > 1],
    )


def _dependence(answer: Backtest, catalogue: Catalogue) -> list[str]:
    importers, practices = _repeated(answer.cases, catalogue)
    told = [f"{n} are imports of {name}" for name, n in practices]
    told += [f"{name} took {n}" for name, n in importers]
    found = []
    if told:
        found.append(
            f"The exchanges are not independent of one another: {listed(told)}. The intervals take them as independent, so they "
            "are too narrow."
        )
    deduced = [pair(catalogue, case) for case in answer.cases if case.deduced]
    if deduced:
        found.append(
            f"{counted(len(deduced), 'exchange is itself', 'exchanges are themselves')} deduced, not stated: {listed(deduced)}."
        )
    return found


def _apart(answer: Backtest) -> list[str]:
    """Which baselines lie outside the pairing's interval, for each choice of needs, and where."""
    start = "The intervals are exact 95 % intervals (Clopper and Pearson 1934), their ends rounded outwards. "
    found = [text for needs in NEEDS if (text := _outside(answer, needs))]
    if not found:
        return [start + "Every baseline lies inside them: nothing here tells the pairing apart from chance."]
    return [
        f"{start}A baseline that lies inside cannot be told apart from the pairing. Outside lie only: {'; '.join(found)}. Of so many "
        "comparisons some would come out so by chance."
    ]


def _outside(answer: Backtest, needs: Needs) -> str:
    """The baselines outside the pairing's interval for a choice of needs, such as `random below at 1 and 3 (all needs)`."""
    of = len(answer.cases)
    lines = [line for line in answer.lines if line.needs in (needs, "")]
    pairing = next(line for line in lines if line.method == "pairing")
    told = []
    for line in lines:
        sides: dict[str, list[str]] = {}
        for depth, hits, expected in zip(DEPTHS, pairing.hits, line.hits, strict=True):
            low, high = interval(int(hits), of)
            if not low * of <= expected <= high * of:
                sides.setdefault("below" if expected < low * of else "above", []).append(str(depth))
        told += [f"{METHOD_IN_WORDS[line.method]} {side} at {listed(at)}" for side, at in sides.items()]
    return f"{listed(told)} ({NEEDS_IN_WORDS[needs]})" if told else ""
