"""Documents that are held between the check and those who read them again."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miniexchange.catalogue.held import Held

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


class Title(msgspec.Struct):
    title: str = ""


@given(st.dictionaries(st.text(), VALUES, max_size=5))
def test_a_document_comes_back_as_it_was_and_in_its_order(document: dict[str, object]) -> None:
    held = Held()
    held.hold("data/practices/a.yaml", document)
    found = held.take("data/practices/a.yaml")
    assert repr(found) == repr(document)  # 1, 1.0 and True are equal, but not the same


def test_it_can_be_looked_at_until_it_is_taken() -> None:
    held = Held()
    held.hold("a.yaml", {"title": "Fund", "summary": "Money."})
    assert held.look("a.yaml", Title) == held.look("a.yaml", Title) == Title("Fund")
    assert held.look("b.yaml", Title) is None and held.take("b.yaml") is None
    assert held.take("a.yaml") == {"title": "Fund", "summary": "Money."}
    assert held.look("a.yaml", Title) is None and held.take("a.yaml") is None


@pytest.mark.parametrize(
    "document", [{"x-number": 2**64}, {"x-keys": {1: "one"}}], ids=["beyond 64 bits", "a number as key"]
)
def test_what_does_not_come_back_as_it_was_is_not_held(document: dict[str, object]) -> None:
    held = Held()
    held.hold("a.yaml", document)
    assert held.take("a.yaml") is None


def test_nothing_is_held_where_nobody_asked_for_it() -> None:
    held = Held(enabled=False)
    held.hold("a.yaml", {"title": "Fund"})
    assert held.take("a.yaml") is None
