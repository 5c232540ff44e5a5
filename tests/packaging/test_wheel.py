"""The wheel and the source archive hold what the program needs, and the program works from them alone."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("hatchling", reason="the build tool is part of the extra `dev`")

CHECKOUT = Path(__file__).parents[2]
PACKED = {"src/miniexchange": "", "schemas": "schemas/", "templates": "templates/"}
"""Folder of the checkout → its place inside the package."""


def _build(source: Path, out: Path, *targets: str) -> None:
    options = [option for target in targets for option in ("-t", target)]
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(out), *options]
    run = subprocess.run(command, cwd=source, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def _only(folder: Path, pattern: str) -> Path:
    (file,) = folder.glob(pattern)
    return file


def _contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built")
    _build(CHECKOUT, out, "sdist", "wheel")
    return out


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the package as a user gets it; the libraries come from the environment of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(_only(built, "*.whl")) as archive:
        archive.extractall(folder)
    return folder


def _run(installed: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8")


def _mini(installed: Path, cwd: Path, *words: str) -> str:
    run = _run(installed, cwd, "-m", "miniexchange", *words)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_wheel_holds_program_schemas_templates_and_vocabularies(built: Path) -> None:
    contents = _contents(_only(built, "*.whl"))
    wanted = {
        f"miniexchange/{place}{file.relative_to(CHECKOUT / folder).as_posix()}": file
        for folder, place in PACKED.items()
        for file in (CHECKOUT / folder).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    wanted |= {
        f"miniexchange/starter/vocabulary/{file.name}": file
        for file in (CHECKOUT / "data/vocabulary").glob("*.yaml")
    }
    assert len(wanted) > 100
    assert not [name for name, file in wanted.items() if contents.get(name) != file.read_bytes()]
    assert not [name for name in contents if name not in wanted and ".dist-info/" not in name]


def test_wheel_carries_its_licences_and_its_command(built: Path) -> None:
    information = {
        name.partition(".dist-info/")[2]: content.decode("utf-8")
        for name, content in _contents(_only(built, "*.whl")).items()
        if ".dist-info/" in name
    }
    assert "mini = miniexchange.cli:main" in information["entry_points.txt"]
    for licence in ("LICENSE", "data/LICENSE"):
        assert information[f"licenses/{licence}"] == (CHECKOUT / licence).read_text(encoding="utf-8")


def test_source_archive_builds_the_same_wheel(built: Path, tmp_path: Path) -> None:
    with tarfile.open(_only(built, "*.tar.gz")) as archive:
        archive.extractall(tmp_path, filter="data")
    _build(_only(tmp_path, "miniexchange-*"), tmp_path / "again", "wheel")
    assert _contents(_only(tmp_path / "again", "*.whl")) == _contents(_only(built, "*.whl"))


def test_program_works_without_the_checkout(installed: Path, tmp_path: Path) -> None:
    where = _run(installed, tmp_path, "-c", "import miniexchange; print(miniexchange.__file__)")
    assert Path(where.stdout.strip()).is_relative_to(installed), where.stdout + where.stderr
    assert _mini(installed, tmp_path, "--version").startswith("mini ")
    assert "MX201" in _mini(installed, tmp_path, "explain", "MX201")
    _mini(installed, tmp_path, "init", "catalogue")
    catalogue = tmp_path / "catalogue"
    assert "0 errors" in _mini(installed, catalogue, "validate", "--no-cache", "--strict")
    record = catalogue / "data/practices/night-market.yaml"
    record.write_text("title: Night market\nstatus: draft\nregoin: nowhere\n", encoding="utf-8")
    broken = _run(installed, catalogue, "-m", "miniexchange", "validate", "--no-cache")
    assert (broken.returncode, "MX201" in broken.stdout) == (1, True), broken.stdout + broken.stderr
    record.unlink()
    _mini(installed, catalogue, "build", "--no-cache")
    assert "<html" in (catalogue / "site-build/index.html").read_text(encoding="utf-8")
