"""The look at a file's bytes, which spares clean files the careful one, never hides a finding."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miniexchange.catalogue.document import read_reference
from miniexchange.catalogue.faults import YamlFault
from miniexchange.catalogue.findings import Finding, RecordContext
from miniexchange.check.texts import careful_texts
from miniexchange.edit.canonical import canonical

BAD = [
    *("+49 301 234", "0201 23456", "(0201)/2345678", "0049 30 1234567", "+1(234)567-89-01"),
    *(
        "[a](javascript:x)",
        "[a](//host)",
        "[a]: data:x",
        "[a]: file:x",
        "[a]( JavaScript:x)",
        "<javascript:x>",
    ),
    *("<b>", "</b>", "<!-- a", "<!DOCTYPE", "info@example.org", "\u202e", "\u061c", "\u2066"),
]
"""Texts that earn a finding each."""
AROUND = [
    *(
        "role",
        "tel",
        "Straße",
        "é",
        "x-",
        "a",
        "2010",
        "0",
        "7",
        "+",
        "(0)",
        "/",
        "-",
        ".",
        ",",
        "2026-04-22",
        "–",
    ),
    *(
        " ",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\t",
        "[a](https://example.org)",
        "]: ",
        "& ",
        "* ",
        "*b*",
        "'",
        '"',
        "\\",
        "#",
        "%",
    ),
]
YAML = ["k: ", "- ", ">-\n  ", "|\n  ", "\n  ", "{a: ", "}", "[", "]", "&n ", "*n", ",", ": "]
MAILBOXES = st.sampled_from(["", "info@example.org", "a@b.example"])
CAREFUL = b"\\"
"""Bytes that always earn the careful look."""


def texts(around: list[str]) -> st.SearchStrategy[str]:
    noise = st.lists(st.sampled_from(around), max_size=4).map("".join)
    return st.tuples(noise, st.sampled_from(["", *BAD]), noise).map("".join).filter(bool)


def found(document: dict[str, Any], data: bytes) -> list[Finding]:
    return list(careful_texts(document, RecordContext("practice", "p", {}, data)))


@pytest.mark.parametrize("text", BAD)
def test_each_of_them_is_found(text: str) -> None:
    data = canonical(
        "practice", {"title": "T", "description": f"See\n{text}"}, "data/practices/p.yaml"
    ).encode()
    assert found(read_reference(data), data)


@given(texts(AROUND), texts(AROUND), MAILBOXES)
def test_texts_in_canonical_files(title: str, text: str, mailbox: str) -> None:
    document = {"title": title, "description": text, "difficulties": [text]}
    if mailbox:
        document |= {"contact": {"email": mailbox}}
    data = canonical("practice", document, "data/practices/p.yaml").encode()
    read = read_reference(data)
    assert found(read, data) == found(read, CAREFUL)


@given(texts(AROUND + YAML), MAILBOXES)
def test_texts_in_files_of_any_form(text: str, mailbox: str) -> None:
    head = f"contact:\n  email: &m {mailbox}\n" if mailbox else ""
    data = f"{head}description: {text}\n".encode()
    try:
        read = read_reference(data)
    except YamlFault:
        return
    assert found(read, data) == found(read, CAREFUL)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("MX502", "contact:\n  email: &m info@example.org\ndescription: *m\n"),
        ("MX503", "description: >-\n  Call +31\n  320 265 265 in the morning.\n"),
        ("MX503", "keywords: [desk,+31 320 265 265]\n"),
        ("MX505", 'description: "a\\u202eb"\n'),
        ("MX506", "description: >-\n  See [it](\n  javascript:alert) now.\n"),
    ],
    ids=["alias", "broken number", "number in a flow list", "escape", "broken link"],
)
def test_what_the_bytes_hide(code: str, text: str) -> None:
    data = text.encode()
    assert [finding.code for finding in found(read_reference(data), data)] == [code]
