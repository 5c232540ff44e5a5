"""Tests of this room work in repositories of their own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from histories import History

from catalogues import CatalogueFolder


@pytest.fixture(autouse=True)
def git_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of the machine or of a hook that runs the tests."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in (
        ("HOME", str(tmp_path)),
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_CEILING_DIRECTORIES", str(tmp_path.parent)),
    ):
        monkeypatch.setenv(name, value)


@pytest.fixture
def history(catalogue: CatalogueFolder) -> History:
    """The base catalogue in a repository, first committed on 5 January 2026."""
    made = History(catalogue)
    made.git("init", "--quiet", "--initial-branch=main")
    made.commit("2026-01-05")
    return made
