"""The catalogues that the benchmark measures on: valid, canonical, of the promised size, and always the same."""

from __future__ import annotations

import importlib
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from catalogues import CHECKOUT
from miniexchange.catalogue.document import read_reference
from miniexchange.catalogue.kinds import FOLDERS
from miniexchange.check.run import validate
from miniexchange.edit.canonical import canonical

PRACTICES = 60


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    sys.path.insert(0, str(CHECKOUT / "bench"))
    try:
        return importlib.import_module("generate")
    finally:
        sys.path.remove(str(CHECKOUT / "bench"))


@pytest.fixture(scope="module")
def made(generator: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root: Path = tmp_path_factory.mktemp("made") / "catalogue"
    assert generator.generate(root, PRACTICES) == PRACTICES + 3 + 12
    return root


def test_nothing_is_wrong_with_it(generator: ModuleType, made: Path) -> None:
    report = validate(made, as_of=date.fromisoformat(generator.AS_OF), use_cache=False)
    assert report.diagnostics == ()
    assert report.files == PRACTICES + 3 + 12 + 7 + 1


def test_same_seed_same_bytes(generator: ModuleType, made: Path, tmp_path: Path) -> None:
    generator.generate(tmp_path / "again", PRACTICES)
    generator.generate(tmp_path / "other", PRACTICES, seed=2)
    assert contents(tmp_path / "again") == contents(made)
    assert contents(tmp_path / "other") != contents(made)


def test_files_are_as_the_formatter_writes_them(made: Path) -> None:
    for kind in ("practice", "region", "exchange"):
        files = [path for path in contents(made) if path.startswith(f"data/{FOLDERS[kind]}/")]
        assert files
        for path in files:
            data = (made / path).read_bytes()
            assert data.decode() == canonical(kind, read_reference(data), path)


def test_practices_have_the_size_of_real_ones(made: Path) -> None:
    sizes = [len(data) for path, data in contents(made).items() if path.startswith("data/practices/")]
    assert len(sizes) == PRACTICES
    assert 4_200 < sum(sizes) / len(sizes) < 5_000


def contents(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}
