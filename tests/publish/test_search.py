"""The records that a browser searches, and the counts of the facets, without a browser."""

from __future__ import annotations

import json
from typing import Any

import pytest
from finder_page import FACETS, record
from hypothesis import given
from hypothesis import strategies as st

from miniexchange.publish.facets import Facet, Term, counted, panel_view
from miniexchange.publish.search import FLAGS, SearchRecord, fragment, records_js
from miniexchange.text.markdown import neutral

START, END = b"window.miniRecords=", b";\n"
HOSTILE = "</script><!--<script>\"'\\ & \u2028\u2029 {{ 7*7 }} ]]> 🎪 مرحبا"


def read(script: bytes) -> dict[str, Any]:
    """What the browser gets: the script is an assignment of JSON."""
    assert script.startswith(START)
    assert script.endswith(END)
    assigned: dict[str, Any] = json.loads(script[len(START) : -len(END)])
    return assigned


def test_a_practice_is_a_row_whose_numbers_point_into_the_facets() -> None:
    one = record(
        "a", "Innovationsscheck", theme="vouchers", place="north", language="de", summary="Kurz.", where="The North",
        also=("voucher", "County"), flags=("exchanged", "results"),
    )  # fmt: skip
    read_back = read(records_js(FACETS, [fragment(one)]))
    assert read_back["rows"] == [
        [
            "a",
            "Innovationsscheck",
            "de",
            "Kurz.",
            "de",
            "The North",
            [[0, 1], [0, 1], [1]],
            3,
            "voucher County",
        ]
    ]
    facet, ids, labels = read_back["facets"][0]
    assert (facet, ids[1], labels[1]) == ("theme", "vouchers", "Vouchers")


def test_a_row_depends_on_its_record_alone_and_the_script_is_their_sequence() -> None:
    rows = [fragment(record(i, i.upper(), theme="crafts")) for i in "abc"]
    assert [row[0] for row in read(records_js(FACETS, rows))["rows"]] == ["a", "b", "c"]
    changed = [rows[0], fragment(record("b", "Other", theme="crafts")), rows[2]]
    script, after = records_js(FACETS, rows), records_js(FACETS, changed)
    assert after == script.replace(rows[1], changed[1])
    assert read(records_js(FACETS, [])) == {**read(script), "rows": []}


def test_nothing_in_the_script_can_end_it() -> None:
    hostile = SearchRecord("x", HOSTILE, "", HOSTILE, "", HOSTILE, ((), (), ()), (), (HOSTILE,))
    facet = Facet("theme", HOSTILE, (Term("t", HOSTILE),))
    script = records_js([facet], [fragment(hostile)])
    assert not set("<>&\u2028\u2029") & set(script.decode())
    assert read(script)["rows"][0][1] == HOSTILE
    assert read(script)["facets"][0][2] == [HOSTILE]


def test_what_steers_the_direction_of_writing_is_shown_by_number() -> None:
    row = read(records_js(FACETS, [fragment(record("x", "evil \u202egpj.exe", where="\x00here"))]))["rows"][0]
    assert (row[1], row[5]) == ("evil [U+202E]gpj.exe", "here")


@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_every_text_arrives_as_it_is_shown_elsewhere(title: str, summary: str, also: list[str]) -> None:
    row = read(
        records_js(
            FACETS,
            [fragment(SearchRecord("x", title, "", summary, "", "", ((), (), ()), (), tuple(also)))],
        )
    )["rows"][0]
    assert (row[1], row[3], row[8]) == (neutral(title), neutral(summary), neutral(" ".join(also)))


def test_an_unknown_tag_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        fragment(record("x", "X", flags=("nonsense",)))
    assert sorted(FLAGS.values()) == [1, 2, 4, 8, 16, 32]


def test_a_term_counts_for_all_wider_ones_whatever_circles_they_make() -> None:
    deep = Facet("theme", "", (Term("a", "A"), Term("b", "B", wider="a"), Term("c", "C", wider="b")))
    assert deep.numbers(["c"]) == (0, 1, 2)
    assert deep.numbers(["b", "a"]) == (0, 1)
    assert deep.numbers(["unknown"]) == ()
    circle = Facet("theme", "", (Term("a", "A", wider="b"), Term("b", "B", wider="a")))
    assert circle.numbers(["a"]) == (0, 1)
    assert Facet("theme", "", (Term("a", "A", wider="gone"),)).numbers(["a"]) == (0,)


def test_the_panel_counts_nests_sorts_and_leaves_out_what_nobody_has() -> None:
    practices = [
        record("1", "", theme="vouchers", place="north", evidence="none"),
        record("2", "", theme="vouchers", place="SE", evidence="results"),
        record("3", "", theme="finance", evidence="none"),
    ]
    counts = counted(FACETS, (p.terms for p in practices))
    assert counts == [[3, 2, 0], [2, 1, 0], [1, 2]]
    view = panel_view(FACETS[::-1], counts[::-1], 3, "records.en.js", lambda n: f"<{n}>")
    assert view["count"] == "<3>"
    facets: Any = view["facets"]
    assert [f["id"] for f in facets] == ["theme", "place", "evidence"]
    (finance,) = facets[0]["terms"]  # nobody has crafts
    assert (finance["label"], finance["count"], finance["page"]) == ("Finance", "<3>", "themes/finance")
    assert [t["id"] for t in finance["narrower"]] == ["vouchers"]
    assert [t["id"] for t in facets[2]["terms"]] == ["results", "none"]  # ranked: not by label


def test_options_stand_by_label_and_an_empty_facet_is_not_shown() -> None:
    many = Facet("project", "", tuple(Term(f"p{n}", f"Ö{20 - n:02}") for n in range(20)))
    none = Facet("theme", "", (Term("t", "T"),))
    view: Any = panel_view([none, many], [[0], [1] * 20], 20, "r.js")
    (shown,) = view["facets"]
    assert shown["long"]
    assert [t["label"] for t in shown["terms"]] == sorted(t["label"] for t in shown["terms"])
