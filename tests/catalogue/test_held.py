"""Documents that are held between the check and those who read them again."""

from __future__ import annotations

import sys
import tempfile

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
    found = held.document("data/practices/a.yaml")
    assert repr(found) == repr(document)  # 1, 1.0 and True are equal, but not the same


def test_each_path_has_its_own_document_as_often_as_it_is_asked_for() -> None:
    held = Held()
    held.hold("a.yaml", {"title": "Fund", "summary": "Money."})
    assert held.document("a.yaml") == {"title": "Fund", "summary": "Money."}
    held.hold("b.yaml", {"title": "School"})
    assert held.part("a.yaml", Title) == held.part("a.yaml", Title) == Title("Fund")
    assert held.part("b.yaml", Title) == Title("School")
    assert held.part("c.yaml", Title) is None and held.document("c.yaml") is None


@pytest.mark.parametrize(
    "document", [{"x-number": 2**64}, {"x-keys": {1: "one"}}], ids=["beyond 64 bits", "a number as key"]
)
def test_what_does_not_come_back_as_it_was_is_not_held(document: dict[str, object]) -> None:
    held = Held()
    held.hold("a.yaml", document)
    assert held.document("a.yaml") is None


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit for the size of files")
def test_on_a_full_disk_what_has_no_room_is_not_held() -> None:
    import resource

    held = Held()
    held.hold("a.yaml", {"title": "Fund"})
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        held.hold("b.yaml", {"title": "S" * 300})  # some of it is written
        held.hold("c.yaml", {"title": "T"})
        held.hold("d.yaml", {"title": "S" * 99})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [held.document(f"{name}.yaml") for name in "abcd"] == [
        {"title": "Fund"},
        None,
        {"title": "T"},
        None,
    ]


def test_without_a_folder_for_temporary_files_nothing_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")
    held = Held()
    held.hold("a.yaml", {"title": "Fund"})
    assert held.document("a.yaml") is None


def test_nothing_is_held_where_nobody_asked_for_it() -> None:
    held = Held(enabled=False)
    held.hold("a.yaml", {"title": "Fund"})
    assert held.document("a.yaml") is None
