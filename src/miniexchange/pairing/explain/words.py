"""Exchanges, prices and contested limits as a person would say them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from miniexchange.catalogue.model import Catalogue
from miniexchange.pairing.explain.blockers import Outcome, left_of_budget
from miniexchange.pairing.explain.variations import Price
from miniexchange.pairing.fit.score import shown
from miniexchange.pairing.problem.instance import Choice, Locked
from miniexchange.text.phrases import listed, quoted

_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def number(value: int) -> str:
    """A small number as a word."""
    return _NUMBERS[value] if 0 <= value < len(_NUMBERS) else f"{value:,}"


def exchange(catalogue: Catalogue, choice: Choice) -> str:
    """“Veneto ← ZomerOndernemer (Flevoland)”."""
    practice = catalogue.practices[choice.practice]
    owner = catalogue.regions.get(practice.region)
    giver = owner.name if owner else practice.owner.organisation if practice.owner else "no region"
    return f"{catalogue.regions[choice.importer].name} ← {practice.title} ({giver})"


def need_of(catalogue: Catalogue, choice: Choice) -> str:
    """The need that an exchange serves, in quotation marks; "" where it serves none."""
    needs = catalogue.regions[choice.importer].needs
    return next((quoted(need.title) for need in needs if need.id == choice.need), "")


def cost(price: Price, total: int) -> str:
    """What a programme of that total score would lose, as the end of a sentence: “lose 3.4 of its 347.0 points, and one more exchange
    would be missing”."""
    at_least = "" if price.exact else "at least "
    lost = f"lose {at_least}{points(price.score, f'of its {shown(total)} ')}"
    if not price.missing:
        return lost if price.score else "lose nothing, as far as could be proven"
    more = "more exchange" if price.missing == 1 else "more exchanges"
    short = f"{at_least}{number(price.missing)} {more} would be missing"
    if price.score < 0:
        return f"be worse: {short}, although all scores together would be {points(-price.score)} higher"
    return f"{lost}, and {short}" if price.score else f"be worse: {short}"


def points(hundredths: int, of: str = "") -> str:
    """“3.4 points”; what is less than a tenth is shown to the hundredth, so that it does not look like nothing."""
    told = f"0.{hundredths:02}" if 0 < hundredths < 10 else shown(hundredths)
    return f"{told} {of}point{'s' * (told != '1.0' or bool(of))}"


def contested(o: Outcome, row: int, column: int) -> Iterator[str]:
    """Every limit that the programme uses up and that a pair would need, with those who have it instead."""
    need, practice, rules = o.fit.needs[row], o.fit.practices[column], o.instance.rules
    region, owner = need.region, o.owner(column)
    giver = o.name(owner) if owner else ""
    given = [entry for entry in o.all if owner and o.exporter(entry) == owner]
    taken = [entry for entry in o.all if entry.importer == region.id]
    if (exports := o.quota(owner, "exports")) and exports.reached >= exports.most:
        yield _held(f"{giver} may export {number(exports.most)}", [_given(o, entry) for entry in given])
    if (imports := o.quota(region.id, "imports")) and imports.reached >= imports.most:
        yield _held(f"{region.name} may import {number(imports.most)}", [_taken(o, entry) for entry in taken])
    if need.need and o.served(row):
        serving = [_taken(o, entry) for entry in taken if entry.need == need.need.id]
        yield _held(f"the need {quoted(need.need.title)} takes {number(rules.need_max)}", serving)
    most = o.instance.practices[column].capacity
    using = [_given(o, entry) for entry in o.all if entry.practice == practice.id]
    if most is not None and len(using) >= most:
        yield _held(f"{quoted(practice.title)} may go to {number(most)}", using)
    between = [_taken(o, entry) for entry in taken if owner and o.exporter(entry) == owner]
    if rules.one_per_ordered_pair and between:
        yield _held(f"{region.name} may import one practice from {giver}", between)
    back = [_given(o, entry) for entry in given if entry.importer == region.id]
    back += [_given(o, e) for e in o.all if e.importer == owner and o.exporter(e) == region.id]
    if rules.one_per_unordered_pair and owner and back:
        yield _held(f"{region.name} and {giver} may exchange once", back)
    at = o.instance.region_at[region.id]
    if o.instance.costs.get((at, column), 0) > left_of_budget(o, at):
        yield f"what is left of {region.name}’s budget does not reach for it"


def _held(limit: str, holders: Sequence[str]) -> str:
    """A limit, and the exchanges that use it up."""
    return f"{limit}: {listed(holders)}" if holders else limit


def _given(o: Outcome, entry: Choice | Locked) -> str:
    importer = o.catalogue.regions.get(entry.importer)
    return f"{_title(o, entry)} to {importer.name if importer else entry.importer} {_standing(o, entry)}"


def _taken(o: Outcome, entry: Choice | Locked) -> str:
    giver = o.catalogue.regions.get(o.exporter(entry))
    return f"{_title(o, entry)}{f' from {giver.name}' if giver else ''} {_standing(o, entry)}"


def _title(o: Outcome, entry: Choice | Locked) -> str:
    practice = o.catalogue.practices.get(entry.practice)
    return quoted(practice.title if practice else entry.practice)


def _standing(o: Outcome, entry: Choice | Locked) -> str:
    return "(stands already)" if isinstance(entry, Locked) else f"({shown(o.score(entry))})"
