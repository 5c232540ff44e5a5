"""Two commands at once share one cache: whatever one of them does to it, the other tells of one state of the catalogue."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalogues import AS_OF, CatalogueFolder
from miniexchange.catalogue import survey
from miniexchange.catalogue.kinds import KINDS
from miniexchange.check.opened import Opened
from miniexchange.check.run import open_rows, typed_catalogue
from miniexchange.diagnostic import UserError

SAVED = "title: Summer school of others\nstatus: draft\nsources: []\n"
BROKEN = "title: [\n"


@pytest.fixture(autouse=True)
def no_file_is_too_young(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of a test are seconds old, and the cache would rather read those again, before anybody else can come."""
    monkeypatch.setattr(survey, "_RACY_NS", 0)


def opened(catalogue: CatalogueFolder) -> Opened:
    """A catalogue of which the cache knows everything: so rows and digests are taken from there when they are asked for."""
    open_rows(catalogue.root, as_of=AS_OF)
    return open_rows(catalogue.root, as_of=AS_OF)


def told(state: Opened) -> dict[str, Any]:
    """All that a command may ask of an opened catalogue."""
    rows = {kind: state.rows.of(kind) for kind in KINDS}
    whole = {row.path: state.read_document(row) for of_kind in rows.values() for row in of_kind}
    return {"rows": rows, "digests": dict(state.digests), "whole": whole, "state": state.digest}


def another_command(catalogue: CatalogueFolder, cache: Path) -> None:
    open_rows(catalogue.root, as_of=AS_OF)


def another_program(catalogue: CatalogueFolder, cache: Path) -> None:
    """Other limits have a cache of their own, in the same place."""
    settings = (catalogue.root / "mini.yaml").read_text("utf-8")
    catalogue.file("mini.yaml", settings + "limits: {title: 70}\n")
    open_rows(catalogue.root, as_of=AS_OF)
    catalogue.file("mini.yaml", settings)


def a_full_disk(catalogue: CatalogueFolder, cache: Path) -> None:
    for entry in sorted(cache.rglob("rows-*.pack"))[::2]:
        entry.unlink()


def damage(catalogue: CatalogueFolder, cache: Path) -> None:
    for entry in cache.rglob("*.pack"):
        entry.write_bytes(entry.read_bytes()[:-1])


def cleaning(catalogue: CatalogueFolder, cache: Path) -> None:
    for folder in cache.iterdir():
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    "meanwhile",
    [another_command, another_program, a_full_disk, damage, cleaning],
    ids=lambda one: one.__name__,
)
def test_what_happens_to_the_cache_meanwhile_changes_no_answer(
    catalogue: CatalogueFolder, cache_folder: Path, meanwhile: Callable[[CatalogueFolder, Path], None]
) -> None:
    first = told(opened(catalogue))
    assert len(first["digests"]) == len(first["whole"]) > 10
    later = opened(catalogue)
    meanwhile(catalogue, cache_folder)
    assert told(later) == first
    assert told(opened(catalogue)) == first


@pytest.mark.parametrize("saved", [SAVED, BROKEN, None], ids=["another text", "broken", "removed"])
@pytest.mark.parametrize(
    "ask", [lambda state: state.rows, lambda state: state.digests], ids=["rows", "digests"]
)
def test_a_state_that_is_gone_from_the_cache_and_the_disk_is_not_mixed_with_the_new_one(
    catalogue: CatalogueFolder, saved: str | None, ask: Callable[[Opened], object]
) -> None:
    """The report, the rows and what is kept under the digest would belong to different states."""
    before = opened(catalogue)
    path = catalogue.root / catalogue.path("practice", "summer-school")
    if saved is None:
        path.unlink()
    else:
        path.write_text(saved, "utf-8")
    open_rows(catalogue.root, as_of=AS_OF)
    with pytest.raises(UserError, match="were changed while the catalogue was read") as error:
        ask(before)
    assert error.value.hint == "run it again"


@pytest.mark.parametrize("saved", [SAVED, BROKEN])
@pytest.mark.parametrize("use_cache", [True, False])
def test_a_record_that_is_saved_after_the_check_is_not_taken_for_checked(
    catalogue: CatalogueFolder, saved: str, use_cache: bool
) -> None:
    state = open_rows(catalogue.root, as_of=AS_OF, use_cache=use_cache)
    row = state.rows.by_id("practice")["summer-school"]
    catalogue.file(row.path, saved)
    for read in (lambda: state.read_document(row), lambda: typed_catalogue(state)):
        with pytest.raises(UserError, match=r"summer-school\.yaml was changed while"):
            read()
