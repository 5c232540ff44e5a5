"""A git revision reads like the working tree that it was made from."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

import miniexchange
from catalogues import CatalogueFolder
from miniexchange.catalogue.kinds import KINDS
from miniexchange.catalogue.revision import Revision
from miniexchange.catalogue.source import WorkingTree, find_root
from miniexchange.check.run import open_rows
from miniexchange.diagnostic import UserError

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture(autouse=True)
def git_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of the machine or of a hook that runs the tests."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in (
        ("HOME", str(tmp_path)),
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_CEILING_DIRECTORIES", str(tmp_path.parent)),
    ):
        monkeypatch.setenv(name, value)


def git(folder: Path, *words: str) -> str:
    identity = [
        "-c",
        "user.name=Somebody",
        "-c",
        "user.email=somebody@example.org",
        "-c",
        "core.quotePath=true",
    ]
    done = subprocess.run(["git", *identity, *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(folder: Path, message: str = "state") -> str:
    git(folder, "add", "--all", ".")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def with_oddities(made: CatalogueFolder) -> CatalogueFolder:
    """Adds what is awkward to list: odd names, links, folders like records, empty files, mistakes."""
    made.write("practice", "night-market", "title: Night market\nregion: flevolnd\nstatus: draft\n")
    made.write("practice", "broken", "title: [a\n")
    made.write("practice", "empty", b"")
    made.file("data/practices/Ünïcode name.yaml", "title: a\n")
    made.file("data/practices/folder.yaml/inside.yaml", "title: Inside\nregion: veneto\nstatus: draft\n")
    made.file("data/practices/deep/er/inside-deep.yaml", "title: Deep\nregion: veneto\nstatus: draft\n")
    made.file("data/practices/.hidden.yaml", "a")
    made.file("data/.hidden/a.yaml", "a")
    made.file("data/readme.txt", "a")
    made.file("media/Käse.png", b"\0")
    (made.root / "data/practices/link.yaml").symlink_to("night-market.yaml")
    (made.root / "data/regions/linked").symlink_to("../practices", target_is_directory=True)
    (made.root / "media/link.png").symlink_to("summer-school/fair.png")
    return made


@pytest.mark.parametrize("place", [".", "sub/ordner ä"])
def test_a_revision_reads_like_the_working_tree(place: str, tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    made = with_oddities(CatalogueFolder.copy_of_base(repository / place))
    (repository / "elsewhere").mkdir()
    (repository / "elsewhere/mini.yaml").write_text("catalogue: []\n")
    git(repository, "init", "--quiet")
    commit(repository)
    tree, revision = WorkingTree(made.root), Revision(made.root, "HEAD")
    assert [entry[:2] for entry in revision.entries()] == [entry[:2] for entry in tree.entries()]
    assert revision.media() == tree.media() == {"Käse.png", "summer-school/fair.png"}
    for entry in tree.entries():
        if entry.kind_of_file == "file":
            assert revision.read(entry.path) == tree.read(entry.path)
    now, then = open_rows(made.root, use_cache=False), open_rows(made.root, revision="HEAD")
    assert then.report == now.report
    assert len(now.report.diagnostics) > 8
    for kind in KINDS:
        assert then.rows.of(kind) == now.rows.of(kind)


def test_an_earlier_state_is_read_though_the_working_tree_has_moved_on(catalogue: CatalogueFolder) -> None:
    git(catalogue.root, "init", "--quiet")
    first = commit(catalogue.root)
    git(catalogue.root, "tag", "edition-1")
    catalogue.write(
        "region", "veneto", catalogue.read("region", "veneto").replace("Veneto", "Regione Veneto")
    )
    (catalogue.root / "data/practices/winter-school.yaml").unlink()
    shutil.rmtree(catalogue.root / "media")
    for revision in (first, first[:10], "HEAD", "edition-1", "HEAD~0"):
        assert catalogue.codes(revision=revision) == []
        then = miniexchange.open(catalogue.root, revision=revision)
        assert then.regions["veneto"].name == "Veneto"
        assert then.practices["winter-school"].derived_from == "summer-school"
        assert then.revision == revision
    assert catalogue.codes() == ["MX301", "MX308"]


def test_the_cache_is_left_alone(catalogue: CatalogueFolder, cache_folder: Path) -> None:
    git(catalogue.root, "init", "--quiet")
    commit(catalogue.root)
    catalogue.validate(revision="HEAD", use_cache=True)
    assert list(cache_folder.rglob("*.pack")) == []


@pytest.mark.parametrize(
    "revision", ["nowhere", "HEAD~9", "--all", "-h", "HEAD:data", "0" * 40, "HEAD\n", "a b", "é"]
)
def test_a_revision_that_git_does_not_know(revision: str, catalogue: CatalogueFolder) -> None:
    git(catalogue.root, "init", "--quiet")
    commit(catalogue.root)
    with pytest.raises(UserError) as caught:
        catalogue.validate(revision=revision)
    assert "revision" in caught.value.message and caught.value.hint


def test_no_repository(catalogue: CatalogueFolder) -> None:
    with pytest.raises(UserError, match="no revision 'HEAD' here"):
        catalogue.validate(revision="HEAD")


def test_a_repository_without_commits(catalogue: CatalogueFolder) -> None:
    git(catalogue.root, "init", "--quiet")
    with pytest.raises(UserError, match="no revision 'HEAD' here"):
        catalogue.validate(revision="HEAD")


def test_a_revision_from_before_the_catalogue(catalogue: CatalogueFolder) -> None:
    git(catalogue.root, "init", "--quiet")
    (catalogue.root / "mini.yaml").rename(catalogue.root / "later")
    commit(catalogue.root)
    (catalogue.root / "later").rename(catalogue.root / "mini.yaml")
    with pytest.raises(UserError, match="there was no catalogue here"):
        catalogue.validate(revision="HEAD")


def test_without_git(catalogue: CatalogueFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(catalogue.root))
    with pytest.raises(UserError, match="git is not installed"):
        catalogue.validate(revision="HEAD")


def test_a_blob_that_is_gone(catalogue: CatalogueFolder) -> None:
    git(catalogue.root, "init", "--quiet")
    commit(catalogue.root)
    blob = git(catalogue.root, "rev-parse", "HEAD:data/practices/winter-school.yaml")
    (catalogue.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    assert [(one.code, one.path) for one in catalogue.findings(revision="HEAD")] == [
        ("MX116", "data/practices/winter-school.yaml")
    ]


def test_the_nearest_catalogue_upwards(catalogue: CatalogueFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(catalogue.root / "data/practices")
    assert find_root() == catalogue.root
    assert find_root(Path("../..")) == catalogue.root
    with pytest.raises(UserError, match="is not a catalogue"):
        find_root(Path())


def test_no_catalogue_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match="here or in a folder above"):
        find_root()
    with pytest.raises(UserError, match="is not a catalogue"):
        miniexchange.open(tmp_path / "nowhere")
