"""The cache is of use, and what it remembers is never out of date."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from cached_readings import FAULTY, NEEDS_CARE, everything, make_faulty, same_with_and_without
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogues import BASE, CatalogueFolder
from miniexchange.catalogue import survey
from miniexchange.catalogue.source import WorkingTree


@pytest.fixture(autouse=True)
def no_file_is_too_young(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of a test are seconds old, and the cache would rather read those again."""
    monkeypatch.setattr(survey, "_RACY_NS", 0)


@pytest.fixture
def faulty(catalogue: CatalogueFolder) -> CatalogueFolder:
    return make_faulty(catalogue)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that are read from now on."""
    paths: list[str] = []
    read = WorkingTree.read

    def noting(self: WorkingTree, path: str) -> bytes:
        paths.append(path)
        return read(self, path)

    monkeypatch.setattr(WorkingTree, "read", noting)
    return paths


def test_an_unchanged_catalogue_is_not_read_again(faulty: CatalogueFolder, reads: list[str]) -> None:
    first = everything(faulty, use_cache=True)
    assert len(reads) > 20
    reads.clear()
    assert everything(faulty, use_cache=True) == first
    assert faulty.validate(use_cache=True) == first[0]
    assert reads == ["mini.yaml"] * 2


def test_after_an_edit_one_file_is_read_again(catalogue: CatalogueFolder, reads: list[str]) -> None:
    catalogue.write("practice", "day-market", NEEDS_CARE)
    catalogue.validate(use_cache=True)
    catalogue.write("practice", "day-market", NEEDS_CARE + "type: method\n")
    reads.clear()
    catalogue.validate(use_cache=True)
    assert set(reads) == {"mini.yaml", "data/practices/day-market.yaml"}
    same_with_and_without(catalogue)


def test_young_files_are_read_again(
    catalogue: CatalogueFolder, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "_RACY_NS", 2_000_000_000)
    catalogue.validate(use_cache=True)
    reads.clear()
    catalogue.validate(use_cache=True)
    assert len(reads) > 15


def test_without_the_cache_nothing_is_written(faulty: CatalogueFolder, cache_folder: Path) -> None:
    faulty.validate()
    assert list(cache_folder.rglob("*")) == []


def test_same_size_and_restored_time_do_not_hide_a_change(catalogue: CatalogueFolder) -> None:
    file = catalogue.write("practice", "day-market", NEEDS_CARE)
    os.utime(file, (1_600_000_000, 1_600_000_000))
    before = file.stat()
    assert "MX301" not in [one.code for one in catalogue.findings(use_cache=True)]
    file.write_text(NEEDS_CARE.replace("flevoland", "flevolond"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert "MX301" in [one.code for one in catalogue.findings(use_cache=True)]


def test_a_file_exchanged_for_another_of_the_same_age(catalogue: CatalogueFolder) -> None:
    """As version control or a copying program leaves it: another inode, the same size and time."""
    file = catalogue.write("practice", "day-market", NEEDS_CARE)
    catalogue.validate(use_cache=True)
    other = catalogue.file("other.yaml", NEEDS_CARE.replace("flevoland", "flevolond"))
    os.utime(other, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns))
    other.replace(file)
    assert "MX301" in [one.code for one in catalogue.findings(use_cache=True)]


def test_the_day_is_honoured(catalogue: CatalogueFolder) -> None:
    for day, code in (
        (date(2026, 6, 30), []),
        (date(2029, 1, 1), ["MX510", "MX510"]),
        (date(2026, 6, 30), []),
    ):
        assert [one.code for one in same_with_and_without(catalogue, day).diagnostics] == code


def test_the_settings_are_honoured(catalogue: CatalogueFolder) -> None:
    settings_of_old = (catalogue.root / "mini.yaml").read_text()
    for more, codes in (
        ("", []),
        ("limits: {title: 30}\n", ["MX501"]),
        ("freshness: {practice_months: 1}\n", ["MX510"]),
        ("limits: {title: 0}\n", ["MX207"]),
        ("", []),
    ):
        catalogue.file("mini.yaml", settings_of_old + more)
        assert [one.code for one in same_with_and_without(catalogue).diagnostics] == codes


def test_media_that_come_and_go_are_noticed(catalogue: CatalogueFolder) -> None:
    picture = catalogue.root / "media/summer-school/fair.png"
    assert same_with_and_without(catalogue).diagnostics == ()
    picture.rename(picture.with_suffix(".jpg"))
    assert [one.code for one in same_with_and_without(catalogue).diagnostics] == ["MX308"]
    picture.with_suffix(".jpg").rename(picture)
    assert same_with_and_without(catalogue).diagnostics == ()


def test_a_passing_failure_to_read_is_forgotten(
    catalogue: CatalogueFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = WorkingTree.read

    def failing(self: WorkingTree, path: str) -> bytes:
        if path.endswith("winter-school.yaml"):
            raise OSError(5, "Input/output error")
        return read(self, path)

    with monkeypatch.context() as weather:
        weather.setattr(WorkingTree, "read", failing)
        assert [one.code for one in catalogue.findings(use_cache=True)] == ["MX116"]
    assert catalogue.findings(use_cache=True) == []


EDITS: dict[str, str] = {
    "data/practices/night-market.yaml": FAULTY,
    "data/practices/day-market.yaml": NEEDS_CARE,
    "data/practices/twin/day-market.yaml": FAULTY,
    "data/practices/summer-school.yaml": "title: [a\n",
    "data/practices/winter-school.yaml": "title: Summer school for founders\nregion: veneto\nstatus: archived\nderived_from: winter-school\nsources: []\n",
    "data/regions/veneto.yaml": 'name: Veneto\ncountry: IT\nnuts: ITH3\noffers: [summer-school]\nneeds: []\nsources:\n  - url: "https://a.org"\n',
    "data/regions/limburg.yaml": "name: Limburg\ncountry: NL\nnuts: NL42\n",
    "data/vocabulary/themes.yaml": "title: Themes\nterms:\n  finance:\n    label: {en: Finance}\n",
    "data/exchanges/more.yaml": "practice: day-market\nimporter: flevoland\nstatus: proposed\nhistory:\n  - {status: proposed, date: 2020}\n",
    "data/nowhere/a.yaml": "a: b\n",
    "media/summer-school/fair.png": "",
    "mini.yaml": "limits: {title: 20}\nfreshness: {practice_months: 2}\n",
}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(sorted(EDITS)), st.sampled_from(["write", "undo", "touch", "append"])),
        min_size=2,
        max_size=6,
    )
)
def test_random_edits(steps: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    made = CatalogueFolder.copy_of_base(tmp_path_factory.mktemp("edits") / "catalogue")
    made.validate(use_cache=True)
    for path, step in steps:
        file = made.root / path
        original = BASE / path
        if step == "write":
            made.file(path, EDITS[path])
        elif step == "undo" and original.exists():
            made.file(path, original.read_bytes())
        elif step == "undo" and file.exists():
            file.unlink()
        elif step == "touch" and file.exists():
            os.utime(file)
        elif step == "append" and file.exists():
            made.file(path, file.read_bytes() + b"# a\n")
        same_with_and_without(made)
