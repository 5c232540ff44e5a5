"""BibTeX and RIS: what other programs read is what the record says."""

from __future__ import annotations

import logging
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import example, given
from hypothesis import strategies as st
from published import BARE, HOSTILE, PUBLISHED, TEXT, practice
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from miniexchange.interchange.bibtex import bibtex, latex
from miniexchange.interchange.escaping import one_line
from miniexchange.interchange.reference import Reference, reference_of
from miniexchange.interchange.ris import ris

REFERENCE = Reference(
    id="voucher",
    title="Innovation voucher",
    authors=("County of X, Y and Z", "Agency"),
    year="2009",
    container="What works",
    edition="2024-05",
    publisher="The publisher",
    url="https://example.org/practices/voucher.html",
    abstract="A firm gets a voucher & spends it.",
    keywords=("innovation", "vouchers, small"),
    language="en",
)


def decoder() -> LatexNodes2Text:
    """Reads LaTeX; taught the two names of braces that it lacks, and that a circumflex is that of the keyboard."""
    context = get_default_latex_context_db()
    context.add_context_category(
        "braces",
        prepend=True,
        macros=[
            MacroTextSpec("textbraceleft", simplify_repl="{"),
            MacroTextSpec("textbraceright", simplify_repl="}"),
            MacroTextSpec("textasciicircum", simplify_repl="^"),
        ],
    )
    return LatexNodes2Text(latex_context=context, math_mode="verbatim")


DECODER = decoder()


def read_bibtex(text: str) -> list[dict[str, str]]:
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware(decoder=DECODER)])
    assert not library.failed_blocks and not library.comments
    return [{"id": e.key, **{f.key: f.value for f in e.fields}} for e in library.entries]


def read_ris(text: str) -> list[dict[str, Any]]:
    return rispy.loads(text, newline="\r\n")


def test_bibtex_as_people_see_it() -> None:
    assert bibtex(REFERENCE) == (
        "@misc{voucher,\n"
        "  author = {{County of X, Y and Z} and {Agency}},\n"
        "  title = {{Innovation voucher}},\n"
        "  year = {2009},\n"
        "  howpublished = {What works (2024-05)},\n"
        "  publisher = {The publisher},\n"
        "  url = {https://example.org/practices/voucher.html},\n"
        "  abstract = {A firm gets a voucher \\& spends it.},\n"
        "  keywords = {innovation, {vouchers, small}},\n"
        "  language = {en}\n"
        "}\n"
    )


def test_an_organisation_is_one_author() -> None:
    from bibtexparser.middlewares import SeparateCoAuthors

    library = bibtexparser.parse_string(bibtex(REFERENCE), append_middleware=[SeparateCoAuthors()])
    assert library.entries[0]["author"] == ["{County of X, Y and Z}", "{Agency}"]


@given(TEXT, TEXT, TEXT)
@example("}", "{", "}{")
@example("a {nested {pair}} b", "{}", "\\{")
def test_bibtex_comes_back(title: str, author: str, abstract: str) -> None:
    reference = REFERENCE._replace(title=title, authors=(author,), abstract=abstract)
    text = bibtex(reference) + bibtex(REFERENCE._replace(id="next"))
    first, second = read_bibtex(text)
    assert second["id"] == "next"
    for field, said in (("title", title), ("author", author), ("abstract", abstract)):
        assert first.get(field, "") == one_line(said), field


@given(TEXT)
def test_braces_balance_for_readers_that_count_them(text: str) -> None:
    depth = 0
    for character in latex(text):
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0


def test_ris_as_people_see_it() -> None:
    assert ris(REFERENCE).split("\r\n")[:5] == [
        "TY  - ELEC", "ID  - voucher", "AU  - County of X, Y and Z", "AU  - Agency", "TI  - Innovation voucher",
    ]  # fmt: skip
    assert ris(REFERENCE).endswith("LA  - en\r\nER  - \r\n")


@given(TEXT, TEXT, st.lists(TEXT, max_size=3))
def test_ris_comes_back(title: str, abstract: str, keywords: list[str]) -> None:
    reference = REFERENCE._replace(title=title, abstract=abstract, keywords=tuple(keywords))
    text = ris(reference)
    for lines in (text, text.replace("\r\n", "\n")):
        first, second = read_ris(
            lines.replace("\r\n", "\n").replace("\n", "\r\n") + ris(REFERENCE._replace(id="next"))
        )
        assert second["id"] == "next" and first["type_of_reference"] == "ELEC"
        assert first.get("title", "") == one_line(title)
        assert first.get("abstract", "") == one_line(abstract)
        assert first.get("keywords", []) == [line for word in keywords if (line := one_line(word))]
        assert first["authors"] == ["County of X, Y and Z", "Agency"]
    assert len(text.splitlines()) == text.count("\r\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_reader_complains(text: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        read_bibtex(bibtex(REFERENCE._replace(title=text, container=text, publisher=text, keywords=(text,))))
    assert not caplog.records


def test_an_address_stays_as_it_is() -> None:
    address = "https://example.org/~x/a_b%20c#d&e"
    library = bibtexparser.parse_string(bibtex(REFERENCE._replace(url=address)))
    assert library.entries[0]["url"] == address
    assert read_ris(ris(REFERENCE._replace(url=address)))[0]["urls"] == [address]


def test_the_reference_of_a_practice() -> None:
    full = practice(organisation="Agency", summary="Short.", documented="2009-06", keywords=["one"])
    assert reference_of(full, PUBLISHED, "practices/voucher.html", region="North", keywords=("Theme",)) == Reference(
        "voucher", "Voucher", ("Agency",), "2009", "What works", "2024-05", "County of the North",
        "https://example.org/a%20catalogue/été/practices/voucher.html", "Short.", ("Theme", "one"), "en",
    )  # fmt: skip
    assert reference_of(practice(), PUBLISHED, "x", region="North")[2:4] == (("North",), "2024")
    owned = practice(owner={"organisation": "A bank"})
    assert reference_of(owned, PUBLISHED, "x", region="North").authors == ("A bank",)
    assert reference_of(practice(), BARE, "x") == Reference(
        "voucher", "Voucher", ("What works",), container="What works", language="en"
    )
