"""The guide to the filter language: every example in it is understood by the catalogue that ships."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from miniexchange.catalogue.kinds import KINDS
from miniexchange.check.opened import Opened
from miniexchange.check.run import open_rows
from miniexchange.cli.query import kind_and_expression
from miniexchange.query import find, parse

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs/query.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    mini query (\w+) '([^']+)'", GUIDE, re.MULTILINE)
TESTS = [
    example
    for example in re.findall(r"`([^`\n]+)`", GUIDE)
    if re.search(r"\w[:<>=]", example) and not example.startswith(("field", "mini", "--"))
]


def test_there_are_examples() -> None:
    assert len(COMMANDS) >= 4
    assert len(TESTS) >= 30


@pytest.fixture(scope="module")
def opened() -> Opened:
    return open_rows(ROOT, use_cache=False)


@pytest.mark.parametrize("expression", dict.fromkeys(TESTS))
def test_examples_are_understood(opened: Opened, expression: str) -> None:
    find(parse(expression), KINDS, opened)


@pytest.mark.parametrize(("kind", "expression"), COMMANDS)
def test_commands_find_something(opened: Opened, kind: str, expression: str) -> None:
    """Who tries an example and sees nothing does not know whether it was understood."""
    kinds, _ = kind_and_expression([kind])
    assert find(parse(expression), kinds, opened)
