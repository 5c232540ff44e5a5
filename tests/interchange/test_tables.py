"""Tables as CSV, as Markdown and for a terminal: whatever a cell holds comes through unharmed."""

from __future__ import annotations

import csv
import io

import comrak
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miniexchange.interchange.layout import display_width, text_table, wrap
from miniexchange.interchange.tables import csv_text, id_lines, markdown_table

CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ROWS = st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=5)


@given(ROWS)
def test_csv_is_read_again_as_it_was_written(rows: list[list[str]]) -> None:
    text = csv_text(["a", "b", "c"], rows)
    assert list(csv.reader(io.StringIO(text, newline=""), strict=True)) == [["a", "b", "c"], *rows]


def test_csv_as_the_standard_has_it() -> None:
    assert csv_text(["id", "title"], [["a", 'the "best", they say'], ["b", "two\nlines"]]) == (
        'id,title\r\na,"the ""best"", they say"\r\nb,"two\nlines"\r\n'
    )


def rendered(table: str) -> str:
    extensions = comrak.ExtensionOptions()
    extensions.table = True
    return comrak.render_markdown(table, extension_options=extensions)


def test_markdown_shows_pipes_html_and_markup_as_they_are() -> None:
    table = markdown_table(["id"], [["a|b"], ["<script>x</script>"], ["*[x](javascript:y)*"], ["two\nlines"]])
    assert table.count("\n") == 6
    page = rendered(table)
    assert page.count("<td>") == 4
    for shown in ("a|b", "&lt;script&gt;", "*[x](javascript:y)*", "two lines"):
        assert shown in page
    assert "<script>" not in page and "<a " not in page and "<em>" not in page


@given(ROWS)
def test_a_markdown_table_has_a_row_for_each_record(rows: list[list[str]]) -> None:
    page = rendered(markdown_table(["a", "b", "c"], rows))
    assert page.count("<td") == 3 * len(rows)


def test_ids() -> None:
    assert id_lines(["a", "b"]) == "a\nb\n"
    assert id_lines([]) == ""


# For a terminal


def test_narrow_columns_get_what_they_need_and_long_cells_wrap() -> None:
    rows = [
        ["summer-entrepreneur", "A title of many words that does not fit", "SE"],
        ["b", "Short", "NL; DE"],
    ]
    table = text_table(["id", "title", "country"], rows, 50)
    assert table.head == ["id                   title                 country"]
    assert table.body == [
        "summer-entrepreneur  A title of many       SE",
        "                     words that does not",
        "                     fit",
        "b                    Short                 NL; DE",
    ]


def test_an_id_is_never_cut_or_wrapped() -> None:
    long = "a-" * 60 + "a"
    table = text_table(["id", "title"], [[long, "Some words here"]], 80)
    assert table.body[0].startswith(long + "  ")


@given(ROWS, st.integers(30, 120))
def test_a_table_fits(rows: list[list[str]], width: int) -> None:
    short = [[cell[:4], *rest] for cell, *rest in rows]
    table = text_table(["id", "b", "c"], short, width)
    assert all(display_width(line) <= width for line in [*table.head, *table.body] if "://" not in line)


@given(CELL, st.integers(8, 40))
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("東京", 4), ("e\u0301", 1), ("", 0), ("é", 1)])
def test_display_width(text: str, width: int) -> None:
    assert display_width(text) == width


def test_an_address_stays_whole() -> None:
    address = "https://example.org/" + "x" * 60
    assert wrap(f"see {address} there", 30) == ["see", address, "there"]
