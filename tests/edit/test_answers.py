"""What there is to choose from when a new record is made."""

from __future__ import annotations

import pytest

from miniexchange.catalogue.kinds import KINDS
from miniexchange.diagnostic import UserError
from miniexchange.edit.answers import Ids, explained, require_known, wrong_answer

REGION = {"description": "Where.", "x-reference": "region"}


def with_regions(number: int) -> Ids:
    return {kind: {} for kind in KINDS} | {
        "region": {f"r{n:02}": f"data/regions/r{n:02}.yaml" for n in range(number)}
    }


def test_up_to_30_choices_are_all_shown() -> None:
    ids = with_regions(30)
    assert explained(REGION, ids) == f"Where. There are: {', '.join(ids['region'])}."


def test_of_more_choices_the_way_to_all_is_told() -> None:
    said = explained(REGION, with_regions(32))
    assert said.endswith("r28, r29 and 2 more; `mini query regions` lists all.")


def test_without_records_the_meaning_alone_is_told() -> None:
    assert explained(REGION, with_regions(0)) == "Where."


def test_an_unknown_id_is_wrong_wherever_it_stands() -> None:
    ids = with_regions(3)
    assert wrong_answer("practice", {"region": "r01"}, ids) == ""
    assert wrong_answer("practice", {"region": "r0"}, ids).startswith(
        "there is no region `r0`: did you mean r00"
    )
    with pytest.raises(UserError, match="there is no project `nowhere`"):
        require_known("event", {"projects": ["nowhere"]}, ids)
