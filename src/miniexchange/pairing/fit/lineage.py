"""Where practices come from: a copy has the origin of what it was copied from."""

from __future__ import annotations

from collections.abc import Mapping

from miniexchange.catalogue.records import Practice


def origin_of(practices: Mapping[str, Practice], practice: str) -> str:
    """The id of the practice that this one, through however many copies, was derived from; its own for an original.

    A practice that is not among `practices` counts as an original, so that two copies of it have the same origin. Practices
    that are derived from one another in a circle have the first of their ids as origin.
    """
    chain: list[str] = []
    while practice not in chain:
        chain.append(practice)
        record = practices.get(practice)
        if record is None or not record.derived_from:
            return practice
        practice = record.derived_from
    return min(chain[chain.index(practice) :])
