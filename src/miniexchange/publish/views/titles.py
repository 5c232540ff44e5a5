"""Titles of records that have none of their own."""

from __future__ import annotations

from miniexchange.catalogue.records import Assessment
from miniexchange.publish.language import Interface


def assessment_title(interface: Interface, assessment: Assessment, region: str) -> str:
    """`Self-assessment and peer review of Donegal, 2017`, from the second round on with its number."""
    named = {"region": region, "year": str(assessment.date or "")[:4], "round": assessment.round}
    _ = interface.gettext
    if (assessment.round or 1) > 1:
        return _("Self-assessment and peer review of %(region)s, %(year)s, round %(round)s") % named
    return _("Self-assessment and peer review of %(region)s, %(year)s") % named
