"""What to look at before agreeing to an exchange, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from miniexchange.catalogue.records.practice import Precondition
from miniexchange.catalogue.terms import Terms
from miniexchange.pairing.explain.blockers import Outcome
from miniexchange.pairing.explain.reasons import named
from miniexchange.pairing.fit.effort import cost_range, setup_days
from miniexchange.pairing.fit.lineage import origin_of
from miniexchange.pairing.fit.transferability import to_check, unmet
from miniexchange.pairing.rules.wording import money
from miniexchange.text.phrases import counted, inside, quoted

_SHOWN_CONDITIONS = 3


def cautions(o: Outcome, row: int, column: int) -> tuple[str, ...]:
    """What to look at first: an end that has passed, earlier attempts, a common origin, what must be there, effort."""
    return (
        *_ended(o, column),
        *_attempts(o, row, column),
        *_origins(o, row, column),
        *_conditions(o, row, column),
        *_effort(o, row, column),
    )


def _ended(o: Outcome, column: int) -> Iterator[str]:
    period = o.fit.practices[column].period
    if period and period.end and not period.recurring and period.end.span[1] < o.fit.as_of:
        to_the_day = period.end.span[0] == period.end.span[1]
        yield f"the practice ended {'on' if to_the_day else 'in'} {period.end}"


def _attempts(o: Outcome, row: int, column: int) -> Iterator[str]:
    """Exchanges of the practice with this importer, and failures elsewhere."""
    practice, importer = o.fit.practices[column], o.fit.needs[row].region
    for entry in o.fit.past:
        exchange = entry.exchange
        if (exchange.practice, exchange.importer) != (practice.id, importer.id):
            continue
        level = exchange.outcome.level if exchange.outcome else ""
        if entry.status != "recorded":
            yield f"an exchange of it with {importer.name} was {entry.status}"
        elif level and level != "unknown":
            yield f"an exchange of it with {importer.name} is recorded as {level}"
        else:
            yield f"an exchange of it with {importer.name} is recorded without a known outcome"
    failed = o.fit.transferability.trials(column, importer).failed
    if failed:
        yield f"it failed in {named(o, failed)}"


def _origins(o: Outcome, row: int, column: int) -> Iterator[str]:
    practices, practice, importer = (
        o.catalogue.practices,
        o.fit.practices[column],
        o.fit.needs[row].region,
    )
    origin = origin_of(practices, practice.id)
    for own in o.catalogue.practices_of(importer.id):
        if origin_of(practices, own.id) == origin:
            yield f"it has the same origin as {importer.name}’s {quoted(own.title)}"
    taken = {
        e.exchange.practice
        for e in o.fit.past
        if e.exchange.importer == importer.id and e.meaning in ("done", "under-way")
    }
    for other in (practices[p] for p in sorted(taken - {practice.id}) if p in practices):
        if origin_of(practices, other.id) == origin:
            yield f"it has the same origin as {quoted(other.title)}, which {importer.name} imports already"


def _conditions(o: Outcome, row: int, column: int) -> Iterator[str]:
    """What the importer does not have, and without what the practice cannot work though nobody has looked."""
    practice, importer = o.fit.practices[column], o.fit.needs[row].region
    labels = o.catalogue.terms("capabilities")
    transfer = practice.transfer
    unsure = transfer and (transfer.inferred or "preconditions" in transfer.inferred_fields)
    deduced = " (that it takes this is deduced, not stated)" if unsure else ""
    lacking = unmet(importer, practice)
    if lacking:
        yield f"{importer.name} does not have {_told(lacking, labels)}{deduced}"
    unknown = tuple(condition for condition in to_check(importer, practice) if condition.hard)
    if unknown:
        yield f"check: {_told(unknown, labels)}{deduced}"


def _told(conditions: tuple[Precondition, ...], labels: Terms) -> str:
    """Preconditions in their own words; they may hold commas, so they stand apart by semicolons."""
    told = [
        inside(condition.text or labels.label(condition.capability)).rstrip(".")
        + " (deduced)" * condition.inferred
        for condition in conditions
    ]
    more = [f"{counted(len(told) - _SHOWN_CONDITIONS, 'more condition')}"] * (len(told) > _SHOWN_CONDITIONS)
    return "; ".join([*told[:_SHOWN_CONDITIONS], *more])


def _effort(o: Outcome, row: int, column: int) -> Iterator[str]:
    """That it may take longer or cost more than the need allows."""
    need, practice = o.fit.needs[row].need, o.fit.practices[column]
    effort = practice.transfer.effort if practice.transfer else None
    if need is None or need.constraints is None or effort is None:
        return
    days, left, by = setup_days(practice), o.fit.transferability.efforts.days_left(need), need.constraints.by
    if days is not None and left is not None and days > left:
        months = f"{effort.setup_months:g} month{'s' * (effort.setup_months != 1)}"
        yield f"it takes {months} to set up, and the need is to be met by {by}"
    cost, most = effort.cost, need.constraints.max_cost
    if cost and most and cost.currency == most.currency and cost_range(cost)[1] > cost_range(most)[1]:
        yield f"it may cost more than the need allows: {money(cost)}, at most {money(most, highest=True)}"
