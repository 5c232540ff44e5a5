"""The catalogue that ships: whole, sound, sourced, without anybody's address; and judged the same however it is listed or read."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalogues import CHECKOUT
from miniexchange.catalogue import accept
from miniexchange.catalogue.kinds import FOLDERS, KINDS
from miniexchange.check.opened import Opened
from miniexchange.check.run import open_rows, validate
from miniexchange.diagnostic import codes

AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="module")
def opened() -> Opened:
    return open_rows(CHECKOUT, as_of=AS_OF, use_cache=False)


def test_it_has_no_errors_and_no_warnings(opened: Opened) -> None:
    assert [found for found in opened.report.diagnostics if found.severity != "hint"] == []


def test_it_stays_sound_for_years(opened: Opened) -> None:
    """As time goes by practices want to be verified again, and nothing else changes."""
    later = validate(CHECKOUT, as_of=date(2036, 1, 1), use_cache=False)
    new = set(later.diagnostics) - set(opened.report.diagnostics)
    assert {found.code for found in new} <= {"MX510", "MX511"}
    assert later.count("error") == 0


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("practice", 55),
        ("region", 15),
        ("exchange", 12),
        ("project", 2),
        ("event", 10),
        ("assessment", 3),
        ("plan", 5),
        ("vocabulary", 7),
    ],
)
def test_it_has_what_it_promises(kind: str, number: int, opened: Opened) -> None:
    rows = opened.rows.of(kind)
    assert len(rows) >= number
    assert len(rows) == len(list((CHECKOUT / "data" / FOLDERS[kind]).rglob("*.yaml")))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "vocabulary"])
def test_every_record_names_a_source(kind: str, opened: Opened) -> None:
    assert [row.id for row in opened.rows.of(kind) if not row.document.get("sources")] == []


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield key
            yield from texts(below)
    elif isinstance(value, list):
        for below in value:
            yield from texts(below)


def test_nobodys_address_or_telephone_number_stands_in_it(opened: Opened) -> None:
    """Looked for more widely than by the rules: addresses of the web aside, no `@` and no long run of digits."""
    for kind in KINDS:
        for row in opened.rows.of(kind):
            for text in texts(opened.read_document(row)):
                plain = re.sub(r"https?://\S+", "", text)
                assert "@" not in plain, row.path
                assert not re.search(r"(?:\+|\b00)\d[\d /()-]{7,}\d", plain), row.path
                assert not re.search(r"\b(?:tel|phone|fax|mobile)\b[.: ]*[\d+(]", plain, re.IGNORECASE), (
                    row.path
                )


def test_every_hint_and_message_is_of_a_registered_code(opened: Opened) -> None:
    for found in opened.report.diagnostics:
        assert codes()[found.code].severity == found.severity


def test_the_order_of_the_listing_changes_nothing(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    class Shuffled:
        """A listing in random order."""

        def __init__(self, path: Any = ".") -> None:
            with scandir(path) as found:
                self.entries = list(found)
            random.Random(len(self.entries)).shuffle(self.entries)

        def __iter__(self) -> Iterator[os.DirEntry[str]]:
            return iter(self.entries)

        def __enter__(self) -> Shuffled:
            return self

        def __exit__(self, *error: object) -> None:
            self.close()

        def close(self) -> None: ...

    monkeypatch.setattr(os, "scandir", Shuffled)
    shuffled = open_rows(CHECKOUT, as_of=AS_OF, use_cache=False)
    assert shuffled.report == opened.report
    assert shuffled.digest == opened.digest
    for kind in KINDS:
        assert shuffled.rows.of(kind) == opened.rows.of(kind)


@pytest.mark.parametrize("missing", ["ryaml", "jsonschema_rs", "both"])
def test_without_accelerators_the_verdict_is_the_same(
    missing: str, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    if missing != "jsonschema_rs":
        monkeypatch.setattr(accept, "ryaml", None)
    if missing != "ryaml":
        monkeypatch.setattr(accept, "schema_library", lambda: None)
        monkeypatch.setattr(accept, "_validator", accept._validator.__wrapped__)
    slow = open_rows(CHECKOUT, as_of=AS_OF, use_cache=False)
    assert slow.report == opened.report
    for kind in KINDS:
        assert slow.rows.of(kind) == opened.rows.of(kind)


def test_the_cache_changes_nothing(opened: Opened, cache_folder: Path) -> None:
    for _ in range(2):
        cached = open_rows(CHECKOUT, as_of=AS_OF)
        assert cached.report == opened.report
        for kind in KINDS:
            assert cached.rows.of(kind) == opened.rows.of(kind)
    assert list(cache_folder.rglob("*.pack"))
