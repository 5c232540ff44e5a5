"""What the tests of the cache share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from catalogues import AS_OF, CatalogueFolder
from miniexchange.catalogue.kinds import KINDS
from miniexchange.check.run import open_rows
from miniexchange.diagnostic import Report

FAULTY = 'title: Night market\nregion: flevolnd\nstatus: draft\nthemes: [finanse]\nsources:\n  - url: "https://example.org/n"\n'
NEEDS_CARE = (
    FAULTY.replace("flevolnd", "flevoland").replace("finanse", "finance")
    + "description: Call +31 320 265 265.\n"
)


def make_faulty(catalogue: CatalogueFolder) -> CatalogueFolder:
    """A catalogue with findings of every sort: of files, shapes, links, texts, and across records."""
    catalogue.write("practice", "night-market", FAULTY)
    catalogue.write("practice", "day-market", NEEDS_CARE)
    catalogue.write("practice", "broken", "title: [a\n")
    catalogue.file("data/practices/notes.txt", "a")
    return catalogue


def everything(made: CatalogueFolder, *, use_cache: bool, as_of: date = AS_OF) -> tuple[Report, Any]:
    """The report and every row."""
    opened = open_rows(made.root, as_of=as_of, use_cache=use_cache)
    return opened.report, {kind: list(opened.rows.of(kind)) for kind in KINDS}


def same_with_and_without(made: CatalogueFolder, as_of: date = AS_OF) -> Report:
    """The report; fails where the cache makes a difference, for the one who reads it and for the next one."""
    expected = everything(made, use_cache=False, as_of=as_of)
    assert everything(made, use_cache=True, as_of=as_of) == expected
    assert made.validate(use_cache=True, as_of=as_of) == expected[0]
    return expected[0]


def packs(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.pack"))
