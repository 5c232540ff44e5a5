"""`mini build` with its options, on a small catalogue on the disk: --check, --keep-going, and one build after another."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_reader import contents

from catalogues import CatalogueFolder
from miniexchange.cli import main
from miniexchange.publish.site import FORMATS


@pytest.fixture
def catalogue(tmp_path: Path) -> CatalogueFolder:
    return CatalogueFolder.copy_of_base(tmp_path / "catalogue")


def build(catalogue: CatalogueFolder, *options: str) -> int:
    return main(["build", "--catalogue", str(catalogue.root), *options])


def site(catalogue: CatalogueFolder, out: str = "site-build") -> dict[str, bytes]:
    return contents(catalogue.root / out)


def test_check_says_that_a_site_is_in_order(
    catalogue: CatalogueFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(catalogue, "--check") == 0
    assert "the site is in order" in capsys.readouterr().err


def test_check_finds_what_a_template_of_the_catalogue_breaks(
    catalogue: CatalogueFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    page = '{% extends "base.html" %}{% block main %}<h1>Lost</h1><img src="gone.png"><a href="nowhere.html">x</a>{% endblock %}'
    catalogue.file("site/templates/html/privacy.html", page)
    assert build(catalogue, "--check") == 1
    told = capsys.readouterr().err
    assert "privacy.html" in told and "nowhere.html" in told and "gone.png" in told and "→" in told
    assert "privacy.html" in site(catalogue)  # it is there to be looked at


def test_every_format_can_be_asked_for(catalogue: CatalogueFolder) -> None:
    for form in FORMATS:
        assert build(catalogue, "--format", form, "--quiet") == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--format", "nonsense"], "no format nonsense"),
        (["--format", "html,pdf"], "no format pdf"),
        (["--format", " , "], "no format named"),
        (["--out", "data/practices/site"], "lies inside the catalogue's own files"),
        (["--out", "."], "not a folder that a site may replace"),
        (["--out", "mini.yaml"], "is a file"),
        (["--out", "others"], "is not a site made by mini"),
    ],
)
def test_an_option_that_cannot_be_met_is_told_before_the_catalogue_is_read(
    catalogue: CatalogueFolder,
    options: list[str],
    told: str,
    cache_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Reading and pairing take seconds where there are ten thousand practices."""
    catalogue.file("others/letter.txt", "Dear all")
    catalogue.file("data/practices/broken.yaml", "title: [\n")
    monkeypatch.chdir(catalogue.root)
    assert build(catalogue, *options) == 2
    err = capsys.readouterr().err
    assert told in err and "→" in err and "broken" not in err
    assert not list(cache_folder.rglob("*.pack"))


def test_a_project_that_does_not_exist_is_told_before_anything_is_paired(
    catalogue: CatalogueFolder, cache_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(catalogue, "--project", "nonsense") == 2
    assert "no project 'nonsense'" in capsys.readouterr().err
    assert not list(cache_folder.rglob("programmes.pack"))
    assert build(catalogue, "--quiet") == 0
    assert list(cache_folder.rglob("programmes.pack"))


def test_a_record_with_an_error_stops_the_build_and_the_last_site_stays(
    catalogue: CatalogueFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(catalogue) == 0
    before = site(catalogue)
    catalogue.file("data/practices/broken.yaml", "title: [\n")
    assert build(catalogue) == 1
    assert "data/practices/broken.yaml" in capsys.readouterr().err
    assert site(catalogue) == before


def test_keep_going_leaves_such_records_out_and_says_so(
    catalogue: CatalogueFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(catalogue, "--quiet") == 0
    before = site(catalogue)
    catalogue.file("data/practices/broken.yaml", "title: [\n")
    assert build(catalogue, "--keep-going") == 0
    told = capsys.readouterr().err
    assert "data/practices/broken.yaml" in told and "without the records that have errors" in told
    assert site(catalogue).keys() == before.keys()


@pytest.mark.parametrize("use_cache", [(), ("--no-cache",)])
def test_keep_going_leaves_out_a_record_that_only_a_rule_finds_wrong(
    catalogue: CatalogueFolder, capsys: pytest.CaptureFixture[str], use_cache: tuple[str, ...]
) -> None:
    """Its shape is right; but what it says would do harm, or is not so."""
    hidden = "a\u202e(javascript:alert(1))"
    catalogue.write(
        "practice", "harmful", title="Harmful", status="draft", region="flevoland", problem=hidden
    )
    catalogue.write("practice", "lost", title="Lost", status="draft", region="nowhere")
    assert build(catalogue, "--keep-going", *use_cache) == 0
    told = capsys.readouterr().err
    assert "harmful.yaml" in told and "error MX505" in told and "lost.yaml" in told
    shown = b"".join(site(catalogue).values()).lower()
    assert b"javascript:alert" not in shown and b"harmful" not in shown and b"practices/lost" not in shown


def test_a_build_after_an_edit_is_that_of_a_clean_start(catalogue: CatalogueFolder) -> None:
    assert build(catalogue, "--quiet") == 0
    practice = sorted((catalogue.root / "data/practices").glob("*.yaml"))[0]
    practice.write_text(
        practice.read_text("utf-8").replace("title: ", "title: Another ", 1), encoding="utf-8"
    )
    assert build(catalogue, "--quiet") == 0
    assert build(catalogue, "--quiet", "--no-cache", "--out", str(catalogue.root / "clean")) == 0
    assert site(catalogue) == site(catalogue, "clean")
    practice.rename(practice.with_name("renamed.yaml"))
    build(catalogue, "--quiet", "--keep-going")
    build(catalogue, "--quiet", "--keep-going", "--no-cache", "--out", str(catalogue.root / "clean"))
    assert site(catalogue) == site(catalogue, "clean")


def test_the_settings_of_the_accessibility_statement_come_from_the_file(catalogue: CatalogueFolder) -> None:
    settings = (catalogue.root / "mini.yaml").read_text("utf-8")
    catalogue.file(
        "mini.yaml", f"{settings}\nsite:\n  accessibility:\n    status: partial\n    date: 2026-05-01\n"
    )
    assert build(catalogue, "--quiet") == 0
    assert "1 May 2026" in site(catalogue)["accessibility.html"].decode()


def test_a_format_that_is_left_out_is_told_to_be_gone(
    catalogue: CatalogueFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    out = catalogue.root / "site-build"
    assert build(catalogue, "--format", "html") == 0
    assert "gone" not in capsys.readouterr().err
    assert build(catalogue, "--format", "markdown") == 0
    assert f"the HTML pages of the last build are gone from {out}" in capsys.readouterr().err
    assert not (out / "index.html").exists()
    assert build(catalogue) == 0
    assert "gone" not in capsys.readouterr().err and (out / "index.html").exists()


def test_other_formats_and_projects_are_sites_of_their_own(catalogue: CatalogueFolder) -> None:
    assert build(catalogue, "--quiet") == 0
    assert build(catalogue, "--quiet", "--format", "markdown") == 0
    assert not [name for name in site(catalogue) if name.endswith(".html")]
    assert build(catalogue, "--quiet") == 0
    assert "index.html" in site(catalogue)
