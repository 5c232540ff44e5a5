"""Records that are read from the disk while a site is built."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from site_reader import contents

from catalogues import CatalogueFolder
from miniexchange.check.run import open_rows
from miniexchange.cli.publishing import publish
from miniexchange.diagnostic import UserError
from miniexchange.publish.memory import Memory, changed, facts_changed, rows_changed
from miniexchange.publish.on_disk import OnDisk


@pytest.mark.parametrize("saved", ["title: Other words\nstatus: published\n", "title: [\n"])
@pytest.mark.parametrize("use_cache", [True, False])
def test_a_record_that_is_saved_during_a_build_stops_it(
    catalogue: CatalogueFolder, saved: str, use_cache: bool
) -> None:
    """Nobody has checked what stands there now, and the next build could not tell that it was published."""
    open_rows(catalogue.root, use_cache=use_cache)
    stock = OnDisk(open_rows(catalogue.root, use_cache=use_cache))
    path = catalogue.root / stock.path("practice", "summer-school")
    assert stock.whole("practice", "summer-school").id == "summer-school"
    stock.document("region", "veneto")
    path.write_text(saved, "utf-8")
    with pytest.raises(UserError, match=r"summer-school\.yaml was changed"):
        stock.whole("practice", "summer-school")


def test_a_record_that_was_read_for_the_check_is_not_read_again_for_its_page(
    catalogue: CatalogueFolder,
) -> None:
    stock = OnDisk(open_rows(catalogue.root, use_cache=False, hold=True))
    (catalogue.root / stock.path("practice", "summer-school")).unlink()
    assert stock.whole("practice", "summer-school").id == "summer-school"
    assert stock.document("practice", "summer-school")["status"]


def rewritten(catalogue: CatalogueFolder, old: str, new: str) -> None:
    path = catalogue.root / catalogue.path("practice", "summer-school")
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def moved(catalogue: CatalogueFolder) -> None:
    path = catalogue.root / catalogue.path("practice", "summer-school")
    (path.parent / "north").mkdir()
    path.rename(path.parent / "north" / path.name)


def swapped(catalogue: CatalogueFolder) -> None:
    one, other = (
        catalogue.root / catalogue.path("practice", name) for name in ("summer-school", "second-school")
    )
    first = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(first)


SUMMER, SECOND = "practice/summer-school", "practice/second-school"


@pytest.mark.parametrize(
    ("change", "rows", "facts"),
    [
        (lambda catalogue: None, set(), set()),
        (lambda catalogue: rewritten(catalogue, "title: ", "problem: No school.\ntitle: "), set(), set()),
        (lambda catalogue: rewritten(catalogue, "title: ", "keywords: [new]\ntitle: "), {SUMMER}, set()),
        (lambda catalogue: rewritten(catalogue, "title: ", "title: New "), {SUMMER}, {SUMMER}),
        (moved, {SUMMER}, set()),
        (swapped, {SUMMER, SECOND}, {SUMMER, SECOND}),
        (
            lambda catalogue: (catalogue.root / catalogue.path("practice", "second-school")).unlink(),
            {SECOND},
            {SECOND},
        ),
        (
            lambda catalogue: catalogue.write("region", "new", catalogue.read("region", "veneto")),
            {"region/new"},
            {"region/new"},
        ),
    ],
    ids=["nothing", "text", "keyword", "title", "moved", "swapped", "removed", "added"],
)
@pytest.mark.parametrize("use_cache", [True, False])
def test_records_are_seen_as_if_nobody_had_seen_them_before(
    catalogue: CatalogueFolder,
    change: Callable[[CatalogueFolder], object],
    rows: set[str],
    facts: set[str],
    use_cache: bool,
) -> None:
    """What was known of a record holds for the same content at the same place."""
    text = catalogue.read("practice", "summer-school")
    catalogue.write("practice", "second-school", text.replace("title: ", "title: Second "))
    before = OnDisk(open_rows(catalogue.root, use_cache=use_cache)).seen({})
    change(catalogue)
    stock = OnDisk(open_rows(catalogue.root, use_cache=use_cache))
    now = stock.seen(before)
    assert now == OnDisk(open_rows(catalogue.root, use_cache=use_cache)).seen({})
    assert rows_changed(before, now) == rows
    assert facts_changed(before, now) == facts
    names = changed(Memory(b"", before, {}, {}, (), [], {}), now, {}, {})
    assert {name for name in names if name.startswith(("facts:", "rows:practice"))} == {
        *({"facts:practice"} if any(record.startswith("practice/") for record in facts) else ()),
        *({"rows:practice"} if any(record.startswith("practice/") for record in rows) else ()),
    }


def test_edits_of_files_give_the_bytes_of_a_full_build(catalogue: CatalogueFolder, tmp_path: Path) -> None:
    """One after the other: each finds what the build before it has kept, of rows, rules, templates and pages."""
    edits: tuple[Callable[[CatalogueFolder], object], ...] = (
        lambda catalogue: None,
        lambda catalogue: rewritten(catalogue, "title: ", "problem: No school.\ntitle: "),
        lambda catalogue: rewritten(catalogue, "title: ", "keywords: [new]\ndifficulties: [Rain.]\ntitle: "),
        lambda catalogue: rewritten(catalogue, "verified: 2026-05", "verified: 2026-04"),
        lambda catalogue: rewritten(catalogue, "title: ", "title: New "),
        moved,
    )
    for edit in edits:
        edit(catalogue)
        publish(catalogue.root, tmp_path / "kept")
        publish(catalogue.root, tmp_path / "whole", use_cache=False)
        assert contents(tmp_path / "kept") == contents(tmp_path / "whole")


@pytest.mark.parametrize("many", [0, 60], ids=["few", "more than a feed holds"])
def test_a_record_that_is_dated_as_it_moves_to_another_folder_is_news(
    catalogue: CatalogueFolder, tmp_path: Path, many: int
) -> None:
    """Without git its day is its own date: for the sitemap, and for the feeds, where it comes first of all."""
    settings = catalogue.root / "mini.yaml"
    address = "site:\n  base_url: https://example.org/mini\n"
    settings.write_text(settings.read_text("utf-8") + address, "utf-8")
    undated = catalogue.read("practice", "summer-school").replace("verified: 2026-05\n", "")
    for name in ("summer-school", *(f"other-{n}" for n in range(many))):
        catalogue.write("practice", name, undated.replace("title: ", f"title: {name} "))
    publish(catalogue.root, tmp_path / "kept")
    moved(catalogue)
    there = catalogue.root / "data/practices/north/summer-school.yaml"
    there.write_text(there.read_text("utf-8") + "verified: 2026-04\n", "utf-8")
    publish(catalogue.root, tmp_path / "kept")
    publish(catalogue.root, tmp_path / "whole", use_cache=False)
    kept, whole = contents(tmp_path / "kept"), contents(tmp_path / "whole")
    assert b"2026-04-01" in whole["sitemap.xml"]
    assert [name for name in whole if kept[name] != whole[name]] == []
