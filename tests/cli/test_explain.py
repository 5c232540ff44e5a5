"""`mini explain`, and the page of the documentation that is written from the same register."""

from __future__ import annotations

from pathlib import Path

import pytest

from miniexchange.cli import main
from miniexchange.diagnostic import codes
from miniexchange.diagnostic.page import grouped, page

PAGE = Path(__file__).parents[2] / "docs/diagnostics.md"


def test_the_page_of_the_documentation_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "run: mini explain --format markdown > docs/diagnostics.md"
    )


def test_the_page_has_every_code_once_under_its_group() -> None:
    assert [entry.code for _, entries in grouped() for entry in entries] == list(codes())
    assert page().count("\n### MX") == len(codes())
    assert all(f"[{code}](#{code.lower()})" in page() for code in codes())


@pytest.mark.parametrize("typed", ["MX417", "mx417", "417", " Mx417 ", "MX-417"])
def test_a_code_is_explained_however_it_is_typed(typed: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", typed]) == 0
    told = capfd.readouterr().out
    assert told.startswith("MX417 error: The NUTS code belongs to another country\n")
    assert "    nuts: DE13\n" in told and "    nuts: EL63\n" in told
    assert max(map(len, told.split("\n"))) <= 100


def test_markdown_of_one_code_is_its_part_of_the_page(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "MX201", "--format", "markdown"]) == 0
    entry = capfd.readouterr().out
    assert entry.startswith("# MX201\n") and f"##{entry}" in page()


def test_without_a_code_all_are_listed_by_group(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    told = capfd.readouterr().out
    assert all(f"  {code}  " in told for code in codes())
    assert (
        told.index("Files and YAML")
        < told.index("MX101")
        < told.index("The shape of a record")
        < told.index("MX201")
    )


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("MX221", "MX201  The field is unknown"),
        ("currency", "MX214"),
        ("Währung", "`mini explain` lists all codes"),
    ],
)
def test_an_unknown_code_names_the_nearest(typed: str, named: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", typed]) == 2
    out, err = capfd.readouterr()
    assert out == "" and named in err


def test_an_unknown_format_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "MX201", "--format", "html"]) == 2
    assert "text, markdown" in capfd.readouterr().err
