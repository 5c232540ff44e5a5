"""`mini validate`: which files it tells of, in which formats, and with which status."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from catalogues import CatalogueFolder
from miniexchange.cli import main


@pytest.fixture
def broken(catalogue: CatalogueFolder, monkeypatch: pytest.MonkeyPatch) -> CatalogueFolder:
    """A catalogue with one error in each of two folders."""
    catalogue.write("practice", "broken", title="Broken", region="nowhere", status="draft")
    catalogue.write("region", "broken", name="Broken", country="ZZ", sources=[{"url": "https://example.org"}])
    monkeypatch.chdir(catalogue.root)
    return catalogue


def told(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[list[str], int, int]:
    """The files with errors, how many files the report is about, and the status."""
    capfd.readouterr()
    status = main(["validate", "--format", "json", *words])
    report = json.loads(capfd.readouterr().out)
    errors = [d["path"] for d in report["diagnostics"] if d["severity"] == "error"]
    return errors, report["files"], status


PRACTICE, REGION = "data/practices/broken.yaml", "data/regions/broken.yaml"


@pytest.mark.parametrize(
    ("here", "words", "found"),
    [
        (".", [], [PRACTICE, REGION]),
        (".", ["."], [PRACTICE, REGION]),
        (".", ["data/practices"], [PRACTICE]),
        (".", ["data/practices/"], [PRACTICE]),
        (".", ["data/practices", PRACTICE], [PRACTICE]),
        (".", ["data/projects"], []),
        ("data/regions", ["broken.yaml"], [REGION]),
        ("data/regions", ["."], [REGION]),
        ("data/regions", [".."], [PRACTICE, REGION]),
        ("data/regions", ["../.."], [PRACTICE, REGION]),
        ("data/regions", ["../practices"], [PRACTICE]),
        ("data/regions", ["../practices/../regions/.."], [PRACTICE, REGION]),
        ("data/regions", [PRACTICE], [PRACTICE]),
    ],
)
def test_it_tells_of_the_files_that_are_named(
    here: str,
    words: list[str],
    found: list[str],
    broken: CatalogueFolder,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(broken.root / here)
    errors, files, status = told(capfd, *words)
    assert (errors, status) == (found, 1 if found else 0)
    of_these: set[Path] = set()
    for word in words:
        named = next(path for path in (Path.cwd() / word, broken.root / word) if path.exists()).resolve()
        of_these |= {named} if named.is_file() else set(named.rglob("*.yaml"))
    of_all = {broken.root / "mini.yaml", *(broken.root / "data").rglob("*.yaml")}
    assert files == len(of_all & of_these if words else of_all)


@pytest.mark.parametrize("word", ["absent.yaml", "/", "/etc", "../elsewhere"])
def test_what_is_no_part_of_the_catalogue_is_refused(
    word: str, broken: CatalogueFolder, capfd: pytest.CaptureFixture[str]
) -> None:
    (broken.root.parent / "elsewhere").mkdir()
    assert main(["validate", word]) == 2
    assert word in capfd.readouterr().err


def test_a_link_is_a_finding_and_is_not_followed(
    broken: CatalogueFolder, capfd: pytest.CaptureFixture[str]
) -> None:
    (broken.root / "data/practices/link.yaml").symlink_to("/etc/hostname")
    assert told(capfd, "data/practices/link.yaml") == (["data/practices/link.yaml"], 1, 1)


def test_it_tells_of_what_changed_since_a_revision(
    broken: CatalogueFolder, capfd: pytest.CaptureFixture[str]
) -> None:
    def git(*words: str) -> None:
        who = ["-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *words], cwd=broken.root.parent, check=True, capture_output=True)

    git("init")
    git("add", ".")
    git("commit", "--message", "all")
    assert told(capfd, "--changed-since", "HEAD") == ([], 0, 0)
    broken.file(REGION, broken.read("region", "broken") + "\n")
    broken.write("practice", "added", title="Added", region="nowhere", status="draft")
    next((broken.root / "data/events").glob("*.yaml")).unlink()  # gone: no file to tell of
    assert told(capfd, "--changed-since", "HEAD") == (["data/practices/added.yaml", REGION], 2, 1)
    assert told(capfd, "--changed-since", "HEAD", "data/regions") == ([REGION], 1, 1)
    for revision in ("no-such-branch", "--output=x"):
        assert main(["validate", f"--changed-since={revision}"]) == 2
        assert revision in capfd.readouterr().err


def test_warnings_count_as_errors_when_asked(
    catalogue: CatalogueFolder, capfd: pytest.CaptureFixture[str]
) -> None:
    catalogue.write("project", "without-source", title="Without source")
    where = ["validate", "--catalogue", str(catalogue.root)]
    assert main(where) == 0
    assert "1 warning in" in capfd.readouterr().out
    assert main([*where, "--strict"]) == 1


def test_further_reports_are_written_to_files(
    broken: CatalogueFolder, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    words = [f"--output={name}={tmp_path / name}" for name in ("text", "json", "github", "sarif", "junit")]
    assert main(["validate", "--quiet", *words]) == 1
    assert capfd.readouterr().out == (tmp_path / "text").read_text(encoding="utf-8")
    assert all(
        "MX301" in (tmp_path / name).read_text() for name in ("text", "json", "github", "sarif", "junit")
    )


@pytest.mark.parametrize(
    "words", [["--format", "xml"], ["--output", "json"], ["--output", "xml=a"], ["--as-of", "soon"]]
)
def test_wrong_words_are_refused(
    words: list[str], catalogue: CatalogueFolder, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["validate", "--catalogue", str(catalogue.root), *words]) == 2
    assert "\n  → " in capfd.readouterr().err
