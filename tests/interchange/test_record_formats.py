"""Records as JSON, JSON Lines and YAML: what is read again is what was written."""

from __future__ import annotations

import json
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from miniexchange.catalogue.yaml12 import compose
from miniexchange.interchange.records import Item, json_lines, json_text, yaml_dump, yaml_text

TEXT = st.one_of(
    # Records hold no control characters: reading refuses them.
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
    st.sampled_from(
        [
            "NO",
            "on",
            "1e3",
            "0o14",
            "0x1f",
            "012",
            "12:30",
            "2010-06-01",
            ".inf",
            "~",
            "null",
            "- a",
            "a: b",
            "=",
            "<<",
            "1_000",
        ]
    ),
)
SCALAR = st.one_of(
    TEXT, st.booleans(), st.integers(-(2**53), 2**53), st.floats(-1e9, 1e9).filter(lambda x: x != int(x))
)
KEY = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8).filter(
    lambda key: key not in ("null", "true", "false")
)
DATA = st.recursive(
    SCALAR,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEY, inner, max_size=3)),
    max_leaves=10,
)


@given(DATA)
def test_yaml_is_read_again_by_the_rules_of_1_2(value: Any) -> None:
    assert compose(yaml_dump({"value": value})).value == {"value": value}


@given(DATA)
def test_yaml_is_read_again_by_the_rules_of_1_1(value: Any) -> None:
    assert yaml.safe_load(yaml_dump({"value": value})) == {"value": value}


ITEM = Item(
    "practice",
    "summer",
    "Summer",
    "data/practices/summer.yaml",
    record={"title": "Summer", "themes": ["youth"]},
)


def test_an_item_holds_only_what_is_given() -> None:
    assert ITEM.as_mapping() == {
        "kind": "practice",
        "id": "summer",
        "title": "Summer",
        "path": "data/practices/summer.yaml",
        "record": ITEM.record,
    }
    chosen = Item("region", "a", "A", "p", columns={"id": "a"}, score=0.0)
    assert list(chosen.as_mapping()) == ["kind", "id", "title", "path", "score", "columns"]


def test_json_and_json_lines() -> None:
    whole = json.loads(json_text([ITEM], "theme:youth", found=7))
    assert (whole["schema_version"], whole["query"], whole["found"]) == (1, "theme:youth", 7)
    assert whole["records"] == [ITEM.as_mapping()]
    lines = json_lines([ITEM, ITEM]).splitlines()
    assert [json.loads(line) for line in lines] == [{"schema_version": 1} | ITEM.as_mapping()] * 2
    assert "Été" in json_text([Item("practice", "a", "Été", "p", record={})], "", found=1)


def test_yaml_is_in_block_style() -> None:
    assert yaml_text([ITEM]) == (
        "- kind: practice\n  id: summer\n  title: Summer\n  path: data/practices/summer.yaml\n"
        "  record:\n    title: Summer\n    themes:\n      - youth\n"
    )
    assert yaml_text([]) == "[]\n"
