"""The canonical writer: what it writes reads back as the same document, and looks as records should look."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from miniexchange.catalogue.document import read_document
from miniexchange.catalogue.faults import CONTROL
from miniexchange.catalogue.kinds import KIND_OF_FOLDER
from miniexchange.catalogue.yaml12 import compose
from miniexchange.edit.canonical import canonical, modeline
from miniexchange.edit.scalars import WIDTH, is_plain

patient = settings(deadline=None)
"""No time limit for one example: a busy machine is no fault."""

DATA = Path(__file__).parents[2] / "data"
RECORDS = sorted(DATA.rglob("*.yaml"))
PATH = "data/practices/night-market.yaml"
HARD = [
    *("NO", "no", "on", "Off", "y", "true", "False", "null", "~", "", " ", "012", "0o14", "0x1F", "0b11", "1_000"),
    *("12:30", "190:20:30", "1e3", ".5", "-.inf", ".nan", "+1", "-", "- a", "-a", "?", "? a", ":", "a:", "a: b", "a:b"),
    *("#", "a #b", "a#b", "'", "'a'", '"', 'a "b" c', "[a]", "{a}", "a, b", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a`"),
    *("2010", "2010-06", "2010-06-01", "2001-12-14 21:59:43", "=", "<<", "---", "...", "--- a", "... a", "\\", "a\\n"),
    *(" a", "a ", "\ta", "a\t", "a\tb", "\n", "a\n", "a\n\n", "\na", "a\nb", "a\n\nb", "a\n b", " a\nb", "a \nb", "a\n\n\nb\n"),
    *("\r", "a\r\nb", "a\rb\nc", "\u202e", "\u00a0a", "a\u00a0", "é", "夜市", "🌙"),
    *("word " * 60, ("word " * 60).strip(), "a  b " * 40 + "c", "x" * 300, "x" * 300 + " y", "# " + "w " * 80 + "w"),
    *("- " + "w " * 80 + "w", "a\n" + "w " * 80 + "w", "w " * 80 + "w\n- b\n- c", "w " * 80 + "w\n  b", "a: " + "w " * 80 + "w"),
    *("https://example.org/a#b", "https://example.org/" + "a" * 120, "http:", "50+", "% of firms", "tilde ~"),
]  # fmt: skip
KEPT = st.characters(exclude_categories=("Cs",)).filter(lambda character: not CONTROL.match(character))
TEXT = st.one_of(
    st.sampled_from(HARD),
    st.text(KEPT, max_size=20),
    st.text(" \nab:#-'\"é\t", max_size=260),
    st.lists(st.sampled_from(["word", "a:", "#b", "-", "", "lörem", "\n", "\n\n", "  "]), max_size=80).map(
        " ".join
    ),
)
NUMBERS = st.one_of(
    st.booleans(), st.integers(-(2**63), 2**64 - 1), st.floats(allow_nan=False, allow_infinity=False)
)
DOCUMENTS: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    TEXT.filter(lambda key: len(key) < 200),
    st.recursive(
        st.one_of(TEXT, NUMBERS, st.none()),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.text(KEPT, max_size=8), inner, max_size=3)
        ),
        max_leaves=8,
    ),
    max_size=4,
)


def same(one: Any, other: Any) -> bool:
    """Equal, and of the same types: 1, 1.0 and true are three things."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


@pytest.mark.parametrize("text", HARD, ids=[ascii(text)[:24] for text in HARD])
@pytest.mark.parametrize("key", ["title", "description"])
def test_hard_texts_stay_the_same(key: str, text: str) -> None:
    for document in (
        {key: text},
        {text: text},
        {"keywords": [text, text]},
        {"evidence": [{"claim": text, "note": text}]},
    ):
        assert same(compose(canonical("practice", document, PATH)).value, document)


@patient
@given(TEXT)
@example("\ud7ff\ue000\ufffd\U0010ffff")
def test_any_text_stays_the_same(text: str) -> None:
    written = canonical("practice", {"description": text, "difficulties": [text]}, PATH)
    assert compose(written).value == {"description": text, "difficulties": [text]}


@patient
@given(DOCUMENTS)
def test_any_document_stays_the_same(document: dict[str, Any]) -> None:
    written = canonical("practice", document, PATH)
    read = compose(written).value
    assert same(read, {key: document[key] for key in read} if document else None)
    assert canonical("practice", read or {}, PATH) == written
    assert not any(line != line.rstrip(" \t") for line in written.split("\n")), "an editor would trim it"
    if document:  # the way that commands read a file, with the fast reader where it may be trusted
        assert same(read_document(written.encode("utf-8")), read)


@patient
@given(st.text("abc:#' é-", min_size=1, max_size=600).filter(lambda text: text.strip() == text))
def test_texts_with_spaces_fit_the_width(text: str) -> None:
    longest = max(map(len, text.split(" "))) + 10
    for line in canonical("practice", {"description": text}, PATH).split("\n"):
        assert len(line) <= max(WIDTH, longest)


@pytest.mark.parametrize("path", RECORDS, ids=[path.stem for path in RECORDS])
def test_real_records_keep_their_content(path: Path) -> None:
    kind = KIND_OF_FOLDER[path.relative_to(DATA).parts[0]]
    document = compose(path.read_text(encoding="utf-8")).value
    written = canonical(kind, document, path.relative_to(DATA.parent).as_posix())
    read = compose(written).value
    assert read == document
    assert written.split("\n")[0] == path.read_text(encoding="utf-8").split("\n")[0]


def test_the_form_of_a_record() -> None:
    long = (
        "Traders who are employed during the day open a stall after dark and find out whether it pays. " * 2
    )
    document = {
        "sources": [{"title": "Report: the first year", "url": "https://example.org/report"}],
        "x-file": "012",
        "status": "draft",
        "title": "Night market",
        "period": {"end": "ongoing", "start": 2010},
        "themes": [],
        "summary": long.strip(),
        "difficulties": [long.strip(), "Rain."],
        "description": "First:\n\n- one\n- two",
        "location": {"lat": 52.5, "place": "NO"},
    }
    assert canonical("practice", document, "data/practices/flevoland/night-market.yaml") == (
        "# yaml-language-server: $schema=../../../schemas/practice.schema.json\n"
        "title: Night market\n"
        "status: draft\n"
        "themes: []\n"
        "summary: >-\n"
        "  Traders who are employed during the day open a stall after dark and find out whether it pays.\n"
        "  Traders who are employed during the day open a stall after dark and find out whether it pays.\n"
        "description: |-\n"
        "  First:\n"
        "\n"
        "  - one\n"
        "  - two\n"
        "location:\n"
        '  place: "NO"\n'
        "  lat: 52.5\n"
        "period:\n"
        "  start: 2010\n"
        "  end: ongoing\n"
        "difficulties:\n"
        "  - >-\n"
        "    Traders who are employed during the day open a stall after dark and find out whether it pays.\n"
        "    Traders who are employed during the day open a stall after dark and find out whether it pays.\n"
        "  - Rain.\n"
        "sources:\n"
        '  - url: "https://example.org/report"\n'
        '    title: "Report: the first year"\n'
        'x-file: "012"\n'
    )


def test_a_text_of_lines_is_a_block_with_its_last_line_break() -> None:
    assert canonical("practice", {"note": "one\ntwo"}, PATH).endswith("note: |-\n  one\n  two\n")
    assert canonical("practice", {"note": "one\ntwo\n"}, PATH).endswith("note: |\n  one\n  two\n")
    assert canonical("practice", {"note": "one\ntwo\n\n"}, PATH).endswith('note: "one\\ntwo\\n\\n"\n')


def test_quotes_only_where_needed() -> None:
    for text in (
        "Night market",
        "2010-06-01",
        "O'Neill's market",
        "a #b"[:1] + "#b",
        "Śródmieście",
        "50+",
        "a, b",
    ):
        assert is_plain(text), text
    for text in (
        "NO",
        "12:30",
        "a: b",
        "a #b",
        "- a",
        "",
        "true",
        "3",
        "https://example.org",
        "1_000",
        "0o7",
    ):
        assert not is_plain(text), text


@pytest.mark.parametrize(
    "value",
    [
        math.inf,
        -math.inf,
        math.nan,
        2**64,
        -(2**63) - 1,
        "\ud800",
        "a\x00",
        "\x1b",
        "\x85",
        "\u2028",
        "\ufeff",
    ],
)
def test_what_no_record_can_hold_is_refused(value: Any) -> None:
    for document in ({"title": value}, {"description": f"{value}\nb"}, {str(value): 1}):
        if isinstance(value, str) or "title" in document:
            with pytest.raises(ValueError):
                canonical("practice", document, PATH)


def test_settings_have_a_modeline_too() -> None:
    assert modeline("mini", "mini.yaml") == "# yaml-language-server: $schema=schemas/mini.schema.json"
