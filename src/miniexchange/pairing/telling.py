"""A programme in sentences: those that every format tells in the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from miniexchange.catalogue.model import Catalogue
from miniexchange.pairing.document import exporter_name
from miniexchange.pairing.explain.reasons import shown_by
from miniexchange.pairing.fit.evidence import best_claim
from miniexchange.pairing.fit.score import shown, shown_points
from miniexchange.pairing.programme import Programme, Proposal, Quota
from miniexchange.pairing.request import Request
from miniexchange.text.phrases import counted, listed, quoted

CLOSED = ("certificate", "search")
"""The methods by which a programme is proven best."""

MOST_WARNINGS = 10
"""So many warnings are told one by one."""


def title(programme: Programme, catalogue: Catalogue) -> str:
    """What the programme is, in a line."""
    of = project_name(programme, catalogue)
    none = "no exchange" if of else "No exchange"
    number = counted(len(programme.proposals), "exchange") if programme.proposals else none
    among = counted(len(programme.regions), "region")
    return f"{of + ': ' if of else ''}{number} proposed among {among}, as of {programme.as_of}"


def warnings(found: Sequence[str]) -> tuple[str, ...]:
    """The first of some warnings, and how many more there are: a long list would hide what comes after it."""
    more = len(found) - MOST_WARNINGS
    if more <= 0:
        return tuple(found)
    return (*found[:MOST_WARNINGS], f"{counted(more, 'more warning')} (mini pair --format json has all)")


def context(request: Request, catalogue: Catalogue) -> str:
    """Of whom and of which day something was asked: “MINI EUROPE, as of 2026-11-21”."""
    project = catalogue.projects.get(request.project)
    who = (project.acronym or project.title) if project else "The whole catalogue"
    only = (
        f", only {listed(_region(catalogue, region) for region in request.regions)}"
        if request.regions
        else ""
    )
    return f"{who}{only}, as of {request.as_of}"


def project_name(programme: Programme, catalogue: Catalogue) -> str:
    """The project as it is called; "" where no project was named."""
    project = catalogue.projects.get(programme.project)
    return (project.acronym or project.title) if project else programme.project


def proof(programme: Programme) -> str:
    """How good the programme is known to be, its total score, and how much is missing."""
    known = programme.proof
    told = known.text[0].upper() + known.text[1:]
    if programme.choice == "fair" and known.method in CLOSED:
        told += ": no other choice with as many exchanges, none of them weaker, has a higher total"
    elif programme.choice == "stable":
        told += (
            ": no importer and exporter would both rather exchange with each other than keep what they have"
        )
    elif known.method in CLOSED:
        told += ": no choice of exchanges leaves fewer missing, or as few with a higher total"
    missing = f"{counted(known.shortfall, 'exchange')} missing" if known.shortfall else "nothing is missing"
    bonus = f", bonuses of {shown(programme.bonus)} included" if programme.bonus else ""
    return f"{told}. Total score {shown(programme.total)}{bonus}; {missing}."


def cost_of_choice(programme: Programme) -> str:
    """What a fair or stable programme costs against the best one; "" for the best one itself."""
    best = programme.compared
    if best is None:
        return ""
    threshold = best.threshold if best.threshold is not None else 0
    chosen = f"Chosen to be {programme.choice}."
    if programme.choice == "fair" and best.exchanges:
        more = ", more than any other choice can promise" if best.proven else ""
        chosen = f"Chosen to be fair: every new exchange reaches {shown(threshold)}{more}."
    if not best.proven:
        return f"{chosen} What it costs is not known: the time was over before the best programme was proven."
    less = [
        text
        for number, text in (
            (best.objective - programme.proof.objective, "points of the total score"),
            (programme.proof.shortfall - best.shortfall, "more missing"),
            (best.exchanges - len(programme.chosen), "fewer new"),
        )
        if number > 0
        for text in [_cost(number, text)]
    ]
    if not less:
        return f"{chosen} It costs nothing: the best programme has the same total."
    return f"{chosen} Against the best programme that costs {listed(less)}."


def _cost(number: int, what: str) -> str:
    if what.startswith("points"):
        return f"{shown(number)} {what}"
    kind, word = ("missing exchange", "more") if what == "more missing" else ("new exchange", "fewer")
    return f"{counted(number, kind)} {word}"


def rivals(programme: Programme, catalogue: Catalogue) -> str:
    """How many pairs would leave the programme for each other, and which; "" where there are none."""
    found = programme.rivals
    if not found.number:
        return ""
    named: dict[tuple[str, str], str] = {}  # what would serve several needs of a region is told once
    for importer, practice, _, score in found.pairs:
        of = catalogue.practices[practice]
        what = f"{quoted(of.title)} of {_region(catalogue, of.region)}"
        named.setdefault((importer, practice), f"{what} for {_region(catalogue, importer)} ({shown(score)})")
    more = [f"{found.number - len(named):,} more"] if found.number > len(named) else []
    verb = (
        "exchange that is not proposed suits" if found.number == 1 else "exchanges that are not proposed suit"
    )
    return f"{found.number:,} {verb} both regions better than one that they have here: {'; '.join([*named.values(), *more])}."


def reading(programme: Programme) -> str:
    """How to read the scores, for somebody who sees them for the first time."""
    parts = " + ".join(
        f"{part} (up to {10 * weight})" for part, weight in programme.weights.items() if weight
    )
    return f"A score is {parts}; what is unknown counts half, and “% of it known” says how much rests on records."


def points(proposal: Proposal) -> str:
    """The score as a sum of what is known of its parts and one sum for those of which nothing is known."""
    tenths = {name: int(text.replace(".", "")) for name, text in shown_points(proposal.parts).items()}
    counting = [part.name for part in proposal.parts if part.weight]
    unknown = [part.name for part in proposal.parts if part.weight and not part.known]
    told = [f"{name} {_tenths(tenths[name])}" for name in counting if name not in unknown]
    if unknown:
        told.append(
            f"{_tenths(sum(tenths[name] for name in unknown))} for what is unknown ({listed(unknown)})"
        )
    return f"{shown(proposal.score)} = {' + '.join(told)}; {known(proposal)}"


def known(proposal: Proposal) -> str:
    """How much of a score rests on records."""
    return f"{(proposal.confidence + 50) // 100} % of it known"


def known_of(share: int) -> str:
    """How much of a part is known, from thousandths."""
    return {0: "unknown, counts half", 1000: "known"}.get(share, f"{max(1, share // 10)} % known")


def evidence(programme: Programme, catalogue: Catalogue, proposal: Proposal) -> str:
    """The claim that speaks most for a practice, and how it is known."""
    claim = best_claim(catalogue.practices[proposal.practice], programme.as_of)
    if claim is None:
        return "no result, output or estimate is on record"
    return f"{quoted(claim.claim)} ({shown_by(claim) or 'no source says how it is known'})"


def alternatives(proposal: Proposal, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """What nearly was proposed in its place: (for whom, what and why it is not in)."""
    for other in proposal.importer_alternatives:
        given = f"{quoted(catalogue.practices[other.practice].title)} of {exporter_name(catalogue, other)}"
        yield _region(catalogue, other.importer), f"{given}, {shown(other.score)}: {other.why_not}"
    for other in proposal.exporter_alternatives:
        practice = quoted(catalogue.practices[other.practice].title)
        taker = _region(catalogue, other.importer)
        yield exporter_name(catalogue, other), f"{practice} to {taker}, {shown(other.score)}: {other.why_not}"


def quota(programme: Programme, of: Quota) -> str:
    """What a region reaches on one side, of what it should: “1 of 2 (1 standing)”."""
    asked = str(of.least) if of.least == of.most else f"{of.least} to {of.most}"
    locked = sum(
        p.locked and of.region == (p.exporter if of.direction == "exports" else p.importer)
        for p in programme.proposals
    )
    fixed = [
        f"{number} {word}"
        for number, word in ((of.standing - locked, "standing"), (locked, "locked"))
        if number
    ]
    fixed += [f"{of.repeated} of a practice that counts already"] * bool(of.repeated)
    return f"{of.counted} of {asked}" + (f" ({', '.join(fixed)})" if fixed else "")


def standing(programme: Programme, catalogue: Catalogue) -> Iterator[str]:
    """Every exchange that stands already."""
    for entry in programme.standing:
        practice = catalogue.practices.get(entry.practice)
        locked = ", locked" if entry.locked else ""
        yield (
            f"{_region(catalogue, entry.importer)} ← {practice.title if practice else entry.practice} "
            f"({_region(catalogue, entry.exporter)}), {entry.status}{locked}"
        )


def _region(catalogue: Catalogue, region: str) -> str:
    return catalogue.regions[region].name if region in catalogue.regions else "a region outside"


def _tenths(number: int) -> str:
    return f"{number // 10}.{number % 10}"
