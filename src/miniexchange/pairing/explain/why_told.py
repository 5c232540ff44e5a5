"""The answer to “why” in sentences, for somebody who knows no optimisation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from miniexchange.catalogue.model import Catalogue
from miniexchange.pairing.explain.sections import Line, Section, Told
from miniexchange.pairing.explain.variations import Moves
from miniexchange.pairing.explain.why import Why
from miniexchange.pairing.explain.words import cost, exchange, need_of, points
from miniexchange.pairing.fit.score import shown, shown_points
from miniexchange.pairing.problem.instance import Choice
from miniexchange.text.phrases import listed, quoted

_HIGHEST = 10_000


def told(why: Why, catalogue: Catalogue) -> Told:
    """The answer in words."""
    choice = Choice(why.importer, why.practice, why.need)
    with_it = "Without it" if why.case == "proposed" else "With it"
    if why.lifted:
        with_it = "If it were let in" if why.proposed_if_lifted else "If it were let in and had to be taken"
    speaks = "What would speak for it" if why.lifted else "What speaks for it"
    sections = [
        Section(speaks, tuple(_speaks(why))),
        Section(
            "What it would need, and who has it", tuple(Line("-", sentence(text)) for text in why.contested)
        ),
        Section(f"{with_it}, the programme would change", tuple(moved(why.moves, why.scores, catalogue))),
        Section("What would bring it in", tuple(_brings(why))),
        Section("What would make room for it", tuple(_makes_room(why))),
    ]
    return Told(
        exchange(catalogue, choice),
        tuple(_answer(why, catalogue, choice)),
        tuple(section for section in sections if section.lines),
        _proof(why),
    )


def _answer(why: Why, catalogue: Catalogue, choice: Choice) -> Iterator[str]:
    importer = catalogue.regions[why.importer]
    if why.locked:
        yield "You lock this exchange, so it is in the programme. This is how things stand without your lock:"
    score = f"{shown(why.score)} of 100" if why.score is not None else ""
    need = need_of(catalogue, choice)
    for_need = f" for the need {need}" if need else ""
    if why.case == "standing":
        yield f"It stands already ({why.status}) and uses up quotas, so it is not proposed again."
    elif why.case == "no-need":
        yield f"Not possible: {importer.name} states no open need."
        yield f"State one (needs in {importer.path}), or allow imports without (pairing.rules.allow_without_need in mini.yaml)."
    elif why.case == "not-eligible":
        yield from _kept(why, catalogue)
        if why.score is not None:
            yield f"If nothing kept it out, it would score {score}{for_need}{_if_lifted(why)}"
    elif why.case == "no-room":
        yield f"No room for it: a limit that it would need allows no further exchange. It would score {score}{for_need}."
    elif why.case == "proposed":
        yield f"Proposed{for_need}, with a score of {score}."
        if why.price and why.price.nothing:
            yield "Without it, another programme would be just as good; the rules for ties chose this one."
        elif why.price:
            yield f"Without it, the whole programme would {cost(why.price, why.total)}."
    else:
        yield f"Possible, but not proposed. It would score {score}{for_need}."
        if why.price and why.price.nothing:
            yield "A programme with it would be just as good; the rules for ties chose the other one."
        elif why.price:
            yield f"With it, the whole programme would {cost(why.price, why.total)}."


def _kept(why: Why, catalogue: Catalogue) -> Iterator[str]:
    """Why a rule keeps it out, and the remedy; by need where the needs differ."""
    titles = {need.id: need.title for need in catalogue.regions[why.importer].needs}
    for kept in why.kept:
        needs = listed(quoted(titles[need]) for need in kept.needs)
        for_needs = f" (for the need{'s' * (len(kept.needs) > 1)} {needs})" if len(why.kept) > 1 else ""
        yield f"Not possible{for_needs}: {kept.why}."
        if kept.remedy:
            yield f"To let it in: {kept.remedy}."


def _if_lifted(why: Why) -> str:
    if why.proposed_if_lifted:
        return " and be proposed."
    if why.price is None:
        return ", but exchanges that stand already leave no room for it."
    if why.price.nothing:
        return ", and a programme with it would be just as good as one without."
    return f", and still not be proposed: with it, the whole programme would {cost(why.price, why.total)}."


def _speaks(why: Why) -> Iterator[Line]:
    if why.score is None:
        return
    yield Line("", sentence("; ".join(why.reasons)) + ".")
    of_parts = " + ".join(f"{part} {told}" for part, told in shown_points(why.parts).items())
    yield Line("", f"{shown(why.score)} = {of_parts}; {(why.confidence + 50) // 100} % of it known.")
    yield from (Line("!", caution) for caution in why.cautions)


def moved(moves: Moves, scores: Mapping[Choice, int], catalogue: Catalogue) -> Iterator[Line]:
    """What comes into a programme and what goes, then what serves another need."""
    yield from (Line("+", f"{exchange(catalogue, choice)}, {shown(scores[choice])}") for choice in moves.come)
    yield from (Line("-", f"{exchange(catalogue, choice)}, {shown(scores[choice])}") for choice in moves.go)
    for before, after in moves.moved:
        old, new = need_of(catalogue, before), need_of(catalogue, after)
        yield Line("→", f"{exchange(catalogue, after)}, now for {new or 'no need'}, not for {old or 'none'}")


def _brings(why: Why) -> Iterator[Line]:
    """Changes of limits, else of the score."""
    yield from (Line("→", sentence(change)) for change in why.changes)
    if why.case != "possible" or why.price is None or why.price.nothing or why.score is None:
        return
    if why.price.missing:
        yield Line(
            "→", "No score of its own would do: as few missing exchanges as possible come before any score"
        )
    elif why.price.exact and why.score + why.price.score < _HIGHEST:
        needed = shown(why.score + why.price.score)
        yield Line(
            "→", f"Its score would have to be more than {points(why.price.score)} higher (above {needed})"
        )
    elif why.price.exact:
        yield Line(
            "→",
            f"No score of its own would do: it would have to be {points(why.price.score)} higher, above 100",
        )


def _proof(why: Why) -> str:
    if why.price is None and not why.proposed_if_lifted:
        return ""
    if why.price is None or why.price.exact:
        return "Proven: no programme with it, and none without it, is better than the two compared here."
    return "The search was not finished in the time allowed, so the price may be higher."


def sentence(text: str) -> str:
    """A text that begins with a capital."""
    return text[:1].upper() + text[1:]


def _makes_room(why: Why) -> Iterator[Line]:
    """Changes of limits that let it in without making it part of the best programme."""
    for change, price in why.openings:
        then = (
            "A programme with it would then be just as good as one without."
            if price.nothing
            else f"With it the whole programme would then {cost(price, why.total)}."
        )
        yield Line("→", f"{sentence(change)}. {then}")
