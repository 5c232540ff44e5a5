"""What the rules across records found is kept, and told again only where they would find just that."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

from catalogues import AS_OF, CatalogueFolder
from miniexchange.catalogue import survey
from miniexchange.catalogue.cache import Store


@pytest.fixture(autouse=True)
def no_file_is_too_young(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of a test are seconds old, and the cache would rather read those again."""
    monkeypatch.setattr(survey, "_RACY_NS", 0)


PRACTICE = """title: {title}
status: published
region: {region}
verified: {verified}
sources:
  - url: {url}
problem: {problem}
"""


def practice(
    catalogue: CatalogueFolder, number: int, chance: random.Random, *, more: str = "", where: str = ""
) -> None:
    text = PRACTICE.format(
        title=chance.choice(["Vouchers for bakers", "Bakers, vouchers", "Summer school", f"School {number}"]),
        region=chance.choice(["flevoland", "veneto"]),
        verified=chance.choice(["2010-01", "2026-06-01", "2031"]),
        url=f"https://example.org/{chance.randrange(3)}",
        problem=chance.choice(["Few bakers.", "No school."]),
    )
    catalogue.file(f"data/practices/{where}made-{number}.yaml", more + text)


def add(catalogue: CatalogueFolder, chance: random.Random) -> None:
    practice(catalogue, chance.randrange(6), chance)


def add_with_parent(catalogue: CatalogueFolder, chance: random.Random) -> None:
    number = chance.randrange(6)
    practice(catalogue, number, chance, more=f"derived_from: made-{chance.randrange(6)}\n")


def add_lines_above(catalogue: CatalogueFolder, chance: random.Random) -> None:
    """Nothing else is found then, only at other places."""
    for path in sorted(made(catalogue)):
        path.write_text("# A line\n" + path.read_text("utf-8"), "utf-8")


def move(catalogue: CatalogueFolder, chance: random.Random) -> None:
    for path in sorted(made(catalogue))[:1]:
        target = catalogue.root / "data/practices" / chance.choice(["", "north"]) / path.name
        target.parent.mkdir(exist_ok=True)
        path.rename(target)


def remove(catalogue: CatalogueFolder, chance: random.Random) -> None:
    for path in sorted(made(catalogue))[:1]:
        path.unlink()


def litter(catalogue: CatalogueFolder, chance: random.Random) -> None:
    catalogue.file(f"data/practices/{chance.choice(['notes.txt', 'Upper Case.yaml', 'con.yaml'])}", "a: b\n")


def made(catalogue: CatalogueFolder) -> list[Path]:
    return list((catalogue.root / "data/practices").rglob("made-*.yaml"))


EDITS: list[Callable[[CatalogueFolder, random.Random], None]] = [
    add, add, add, add_with_parent, add_lines_above, move, remove, litter,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_random_edits_are_told_as_without_the_cache(catalogue: CatalogueFolder, seed: int) -> None:
    chance = random.Random(seed)
    found: set[str] = set()
    for step in range(25):
        chance.choice(EDITS)(catalogue, chance)
        as_of = AS_OF if step % 4 else date(2027, 1, 1)
        report = catalogue.validate(use_cache=True, as_of=as_of)
        assert report == catalogue.validate(as_of=as_of)
        assert report == catalogue.validate(use_cache=True, as_of=as_of)
        found |= {diagnostic.code for diagnostic in report.diagnostics}
    assert {"MX507", "MX509", "MX510"} <= found


def test_other_settings_are_told_as_without_the_cache(catalogue: CatalogueFolder) -> None:
    practice(catalogue, 1, random.Random(1))
    catalogue.validate(use_cache=True)
    settings = (catalogue.root / "mini.yaml").read_text("utf-8")
    catalogue.file("mini.yaml", settings + "freshness: {practice_months: 1}\n")
    assert catalogue.validate(use_cache=True) == catalogue.validate()


@pytest.mark.parametrize("harm", [bytes.upper, lambda data: b"", lambda data: data[:40]])
def test_it_can_be_lost(
    catalogue: CatalogueFolder, cache_folder: Path, harm: Callable[[bytes], bytes]
) -> None:
    chance = random.Random(3)
    for number in range(6):
        practice(catalogue, number, chance)
    catalogue.validate(use_cache=True)
    (entry,) = cache_folder.rglob("across.pack")
    entry.write_bytes(harm(entry.read_bytes()))
    practice(catalogue, 7, chance)
    assert catalogue.validate(use_cache=True) == catalogue.validate()


def test_what_another_version_of_the_program_found_is_found_again(catalogue: CatalogueFolder) -> None:
    chance = random.Random(3)
    for number in range(6):
        practice(catalogue, number, chance)
    catalogue.validate(use_cache=True)
    store = Store(catalogue.root)
    data = store.load("across")
    assert data
    _, *rest, files = msgspec.msgpack.decode(data)
    assert any(diagnostics for _, _, diagnostics in files.values())
    silent = {path: [findings, content, []] for path, (findings, content, _) in files.items()}
    store.store("across", msgspec.msgpack.encode([b"another program", *rest, silent]))
    practice(catalogue, 7, chance)
    assert catalogue.validate(use_cache=True) == catalogue.validate()
