"""What has not been looked at for too long, as of a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from miniexchange.catalogue.dates import date_span
from miniexchange.catalogue.findings import Finding
from miniexchange.check.exchange import STAGES
from miniexchange.check.overview import ExchangeInBrief, Overview


def freshness(seen: Overview) -> Iterator[Finding]:
    """Practices not verified, and live exchanges without a step, for longer than the settings allow. What nobody has ever
    verified earns nothing here: it lowers the completeness of the record."""
    limits = seen.settings.freshness
    for record_id, practice in seen.practices.items():
        if practice.status == "published" and practice.verified is not None:
            verified = str(practice.verified)
            if date_span(verified)[0] > seen.as_of:
                yield Finding(
                    "MX514",
                    "/verified",
                    f"{verified} lies after {seen.as_of.isoformat()}, the day of this check",
                    "write the day on which a person last checked the practice",
                    path=seen.paths["practice"][record_id],
                )
            months = _months(verified, seen.as_of)
            if months > limits.practice_months:
                yield Finding(
                    "MX510",
                    "/verified",
                    f"last verified {months} months ago",
                    "check it with those who run it, then set `verified:` to today",
                    path=seen.paths["practice"][record_id],
                )
    for record_id, exchange in seen.exchanges.items():
        step = _last_step(exchange)
        if step and (months := _months(step, seen.as_of)) > limits.exchange_months:
            yield Finding(
                "MX511",
                "/status",
                f"`{exchange.status}` for {months} months without a step",
                "add the next step to the history, or end it with a note",
                path=seen.paths["exchange"][record_id],
            )


def _last_step(exchange: ExchangeInBrief) -> str | None:
    """The date of the latest step of an exchange that is under way, else of its proposal; None for all others."""
    if exchange.status not in STAGES[:-1]:
        return None
    proposed = [] if exchange.proposal.date is None else [str(exchange.proposal.date)]
    days = [str(step.date) for step in exchange.history] or proposed
    return max(days, key=lambda day: date_span(day)[1], default=None)


def _months(text: str, as_of: date) -> int:
    last = date_span(text)[1]
    return (as_of.year - last.year) * 12 + as_of.month - last.month - (as_of.day < last.day)
