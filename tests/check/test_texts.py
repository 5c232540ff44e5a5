"""What counts as an address, a telephone number, HTML or an unsafe link in a text; and the first look at a file misses none of it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from miniexchange.catalogue.document import read_reference
from miniexchange.catalogue.faults import YamlFault
from miniexchange.catalogue.findings import RecordContext
from miniexchange.check.texts import careful_texts

FOUND: dict[str, list[str]] = {
    "MX502": [
        "Write to j.jansen@example.org.", "info@a.b.example.museum", "(A.Person+work@example.co.uk)", "mailto:me@example.org", "a@b.org,c@d.org",
    ],
    "MX503": [
        "+31 320 265 265", "call +44 (0)161 342 8355 now", "+390422-591311", "0031 320 265265", "(0320) 26 52 65", "tel. 0320 265 265", "0161 342 8355",
        "+30 2610 123456.", "06 12 34 56 78", "0422/591311",
    ],
    "MX504": [
        "a <b>bold</b> word", "<br>", "<br/>", "line<BR />", '<a href="https://example.org">a</a>', "<!-- a -->", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
        "<!DOCTYPE html>", "</div>",
    ],
    "MX505": ["a\u202eb", "\u200fa", "a\u2066b\u2069", "\u061c"],
    "MX506": [
        "[a](javascript:alert(1))", "[a](JAVASCRIPT:a)", "[a]( javascript:a)", "[a](<javascript:a>)", "[a](data:text/html,a)", "[a](//example.org)", "[a](vbscript:a)",
        "[a](file:///etc/passwd)", "<javascript:a>", "[a]: javascript:a", "[a]: //example.org", "![a](data:image/png;base64,a)",
    ],
}  # fmt: skip
LEFT_ALONE = [
    "@ the market", "a @ b", "user@localhost", "Twitter: @lelystad", "1 @ 2.50",
    "2014-2020", "1.1.2010 - 31.12.2011", "EUR 2 350 000", "EUR 2,350,000.00", "0.5", "0,25", "NUTS 2", "5,000 to 10,000 firms", "ISO 9001:2015", "00", "10 000 000 000",
    "2007-2013 0.75", "01.02.2010", "01-02-2010", "ERDF 2007IT162PO005", "https://example.org/0123456789012", "https://example.org/+31320265265", "call 0", "12:30-14:00", "1234567890",
    "a < b", "a > b", "1 <2", "<https://example.org>", "<3", "a<-b", "x <= y",
    "[a](https://example.org)", "[a](http://example.org/javascript:a)", "[a](mailto:)", "javascript: a language", "data: figures", "see //here", "[a] (javascript:a)", "[note]: a remark",
    "a\u200bb", "a\u200cb", "a\u00adb", "“quoted” – and dashed…", "Ελλάδα", "日本",
]  # fmt: skip


def codes(text: str, data: bytes = b"\\") -> list[str]:
    context = RecordContext("practice", "a", {}, data)
    return [found.code for found in careful_texts({"description": text}, context)]


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in FOUND.items() for text in texts])
def test_what_is_found(code: str, text: str) -> None:
    assert codes(text) == [code]
    assert codes(text, text.encode()) == [code], "the first look missed it"


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_left_alone(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"contact": {"email": "info@example.org"}}, []),
        ({"contact": {"role": "info@example.org"}}, ["/contact/role"]),
        ({"sources": [{"url": "https://example.org/?to=info@example.org"}]}, []),
        ({"sources": [{"url": "https://example.org", "title": "info@example.org"}]}, ["/sources/0/title"]),
        ({"stakeholders": ["a", "info@example.org"]}, ["/stakeholders/1"]),
        ({"translations": {"nl": {"summary": "info@example.org"}}}, ["/translations/nl/summary"]),
        ({"evidence": [{"claim": "a", "note": "info@example.org"}]}, ["/evidence/0/note"]),
        ({"media": [{"path": "info@example.org.jpg", "alt": "a"}]}, []),
    ],
)
def test_where_it_is_looked_for(document: dict[str, Any], expected: list[str]) -> None:
    for data in (b"\\", yaml.safe_dump(document, width=10_000).encode()):
        context = RecordContext("practice", "a", {}, data)
        assert [found.pointer for found in careful_texts(document, context)] == expected


fragments = st.one_of(
    st.sampled_from([text for texts in FOUND.values() for text in texts]),
    st.sampled_from(LEFT_ALONE),
    st.sampled_from(
        [
            "+31",
            "0320",
            "(0)",
            "265 265",
            "-",
            "/",
            ".",
            "@",
            "example.org",
            "](",
            "]:",
            "javascript:",
            "//",
            "<",
            ">",
            "\u202e",
            "\n",
            " ",
            "\n\n",
            "a",
            "é",
        ]
    ),
    st.text("0123456789+()-/. ", min_size=1, max_size=12),
)


@settings(max_examples=2 * settings().max_examples)
@given(
    st.lists(st.tuples(fragments, st.sampled_from(["", " ", "\n", "  "])), min_size=1, max_size=6),
    st.sampled_from(["description", "summary", "organisation"]),
    st.integers(10, 60),
    st.sampled_from(['"', "'", "|", ">", ""]),
    st.booleans(),
)
def test_the_first_look_at_a_file_misses_nothing(
    pieces: list[tuple[str, str]], key: str, width: int, style: str, mailbox: bool
) -> None:
    """However a text is written down, in whatever style and folded wherever, the bytes show that a closer look is needed."""
    document: dict[str, Any] = {key: "".join("".join(piece) for piece in pieces)}
    if mailbox:
        document["contact"] = {"email": "info@example.org"}
    data = yaml.dump(
        document, Dumper=yaml.SafeDumper, default_style=style, width=width, allow_unicode=True
    ).encode()
    try:
        document = read_reference(data)
    except YamlFault:
        return
    by_bytes = list(careful_texts(document, RecordContext("practice", "a", {}, data)))
    assert by_bytes == list(careful_texts(document, RecordContext("practice", "a", {}, data + b"\\")))
