"""The accelerators never accept what the references refuse, and never read another value.

`HYPOTHESIS_PROFILE=thorough pytest tests/catalogue/test_two_readers.py` tries a hundred thousand files of each sort (an hour or
so); a difference that it finds belongs into `accept._needs_reference`, and its text into `KNOWN` below.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hard_yaml import NUMBERS, RECORDS, WORDS, damaged_records, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from test_yaml12 import same

from miniexchange.catalogue import accept
from miniexchange.catalogue.accept import accept_schema, accept_yaml, is_plain
from miniexchange.catalogue.document import read_document, read_reference
from miniexchange.catalogue.faults import YamlFault
from miniexchange.catalogue.findings import RecordContext
from miniexchange.catalogue.kinds import KINDS
from miniexchange.catalogue.salvage import sound_parts
from miniexchange.catalogue.settings import Limits
from miniexchange.catalogue.typed import record_from
from miniexchange.catalogue.verdict import schema_findings
from miniexchange.check.rules import RULES

if accept.ryaml is None or accept.schema_library() is None:
    pytest.skip("the accelerators are not installed", allow_module_level=True)

EXAMPLES = settings().max_examples // 100
KNOWN = [
    "a: ! 12\n",
    "a: !\n",
    "a: [1,012]\n",
    "a: [1,\n012]\n",
    'a: {"b":012}\n',
    "a: 123456789012345678901234567890123456789012345\n",
    'a: "\\0"\n',
    'a: "\\N"\n',
    "x-a: {1: b}\n",
    "x-a:\n" + "- " * 70 + "b\n",
    "".join(" " * step + "x-a:\n" for step in range(70)),
    "x-a:\n" + "".join(" " * step + "-\n" + " " * step + " a:\n" for step in range(35)),
    "x-a: " + "[" * 50 + "{a: b}" + "]" * 50 + "\nx-b:\n" + "- " * 50 + "[[[[[[[[[[[[b]]]]]]]]]]]]\n",
    "x-a: {~: b}\n",
    "x-a: {? }\n",
    '"\\x78-a": {1: b}\n',
    "a: b\n'a': c\n",
    "1: b\n'1': c\n",
]
"""Files that the two once read differently."""


def reference(data: bytes) -> dict[str, Any] | None:
    try:
        return read_reference(data)
    except YamlFault:
        return None


def compare(kind: str, data: bytes) -> None:
    """Fails where the fast way says another thing of a file than the reference."""
    fast = accept_yaml(data)
    if fast is None:
        return
    slow = reference(data)
    if is_plain(fast):
        assert slow is not None, "accepted what the reference refuses"
        assert same(fast, slow)
        assert same(read_document(data), slow)
    if accept_schema(kind, fast):
        assert same(fast, slow)
        assert schema_findings(kind, fast) == []


@pytest.mark.parametrize("text", KNOWN, ids=lambda text: text[:20])
@pytest.mark.parametrize("kind", ["practice", "vocabulary"])
def test_differences_of_old(text: str, kind: str) -> None:
    compare(kind, text.encode())
    compare(
        kind,
        b"title: a\nstatus: draft\nterms: {a: {label: {en: A}}}\nx-b:\n  "
        + text.encode().replace(b"\n", b"\n  "),
    )


@settings(max_examples=400 * EXAMPLES)
@given(st.sampled_from(KINDS), texts())
def test_hard_texts(kind: str, data: bytes) -> None:
    compare(kind, data)


@settings(max_examples=250 * EXAMPLES)
@given(damaged_records())
def test_damaged_records(record: tuple[str, bytes]) -> None:
    compare(*record)


@pytest.mark.parametrize(
    "context",
    [
        "a: {}\n",
        "- {}\n",
        "a: [{}]\n",
        "a: [b,{}]\n",
        "a:\n  {}\n",
        "? {}\n",
        "x-a: {{b: {}}}\n",
        "a: b {}\n",
        "{}: a\n",
    ],
)
def test_every_hard_scalar_in_every_position(context: str) -> None:
    for scalar in (*NUMBERS, *WORDS):
        compare("practice", context.format(scalar).encode("utf-8", "surrogatepass"))


HARD_VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 3, 10_000, 2**63, 2**64, -(2**63), 1.0, 1.5, -0.0, 2010, 2010.0, 2010.5, 1e300, "", " ", "a", "A b", "ä", "a\n",
    "2010", "2010-06", "2010-13", "ongoing", "NL", "EL", "nl", "EUR", "NL23", "GR63", "https://example.org", "javascript:a", "//a", "a@b.org",
    "a.jpg", "../a.jpg", "x" * 101, "x" * 301, "x" * 20_001, "é" * 300, "😀" * 300, [], {}, [None], ["a", "a"], [1, 1.0, True], [[]], {"a": None},
    {"x-a": 1}, {"url": "https://example.org"}, ["a"] * 501, {"start": 2010, "end": 2009}, {"en": "a"}, "draft", "published", "proposed",
]  # fmt: skip


HARD_KEYS = [
    "x-a", "x", "", "title", "titel", "id", "path", "status", "inferred", "note", "a/b~c", "sources", "period",
]  # fmt: skip
values = st.sampled_from(HARD_VALUES) | st.floats(allow_nan=False) | st.text(max_size=3)


@st.composite
def damaged_documents(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """The kind and the content of a real record after a few random edits of its values and keys."""
    kind, data = draw(st.sampled_from(RECORDS))
    document = copy.deepcopy(read_reference(data))
    for _ in range(draw(st.integers(1, 3))):
        place: Any = document
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if isinstance(place[key], (dict, list)) and draw(st.booleans()):
                place = place[key]
                continue
            edit = draw(st.sampled_from(["value", "value", "value", "gone", "new-key", "twice"]))
            if edit == "value":
                place[key] = copy.deepcopy(draw(values))
            elif edit == "gone":
                del place[key]
            elif isinstance(place, list):
                place.append(copy.deepcopy(place[key]))
            else:
                place[draw(st.sampled_from(HARD_KEYS))] = copy.deepcopy(draw(values))
            break
    return kind, document


@settings(max_examples=300 * EXAMPLES)
@given(damaged_documents())
def test_the_fast_validator_accepts_only_what_the_reference_accepts(
    record: tuple[str, dict[str, Any]],
) -> None:
    kind, document = record
    if accept_schema(kind, document):
        assert schema_findings(kind, document) == []


@settings(max_examples=200 * EXAMPLES)
@given(damaged_documents())
def test_no_record_breaks_a_rule_or_the_types(record: tuple[str, dict[str, Any]]) -> None:
    """Rules run on every valid record and on the sound parts of every other without an error; valid records have a typed form."""
    kind, document = record
    limits = {name: getattr(Limits(), name) for name in Limits.__struct_fields__}
    context = RecordContext(
        kind, "a", limits, b"\\ < @ ]( +1 \xe2\x80\x8e"
    )  # bytes that let every rule on texts look closely
    findings = schema_findings(kind, document)
    assert len(
        {(found.pointer, found.at_key, found.code) for found in findings if found.code != "MX202"}
    ) == sum(found.code != "MX202" for found in findings)
    parts = sound_parts(kind, document, findings)
    for rule in RULES.part[kind]:
        list(rule(parts, context))
    assert all(found.code == "MX202" and not found.pointer for found in schema_findings(kind, parts))
    if not findings:
        assert parts == document
        for rule in RULES.record[kind]:
            list(rule(document, context))
        assert record_from(kind, "a", "data/a.yaml", document).id == "a"


def test_most_real_records_take_the_fast_way() -> None:
    fast = [
        accept_schema(kind, document) for kind, data in RECORDS if (document := accept_yaml(data)) is not None
    ]
    assert sum(fast) > 0.8 * len(RECORDS)
