"""What a shell is told when somebody presses the tabulator key."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from catalogues import CatalogueFolder
from miniexchange.catalogue.kinds import FOLDERS, KINDS
from miniexchange.cli import COMMANDS
from miniexchange.diagnostic import codes


def completed(line: str, folder: Path) -> list[str]:
    """The words that bash would offer for the last one of a line."""
    environment = {
        **os.environ,
        "_MINI_COMPLETE": "bash_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": str(line.count(" ")),
    }
    done = subprocess.run(
        [sys.executable, "-m", "miniexchange"],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return [word.partition(",")[2] for word in done.stdout.split()]


@pytest.fixture
def records(catalogue: CatalogueFolder) -> CatalogueFolder:
    catalogue.write("practice", "zebra-fund", title="Zebra fund", status="draft")
    catalogue.write("region", "zealand", name="Zealand")
    catalogue.write("project", "zeal", title="Zeal")
    return catalogue


def test_commands_and_options(tmp_path: Path) -> None:
    assert completed("mini ", tmp_path) == list(COMMANDS)
    assert completed("mini ex", tmp_path) == ["explain"]
    assert "--as-of" in completed("mini validate --", tmp_path)
    assert completed("mini validate --form", tmp_path) == ["--format"]
    assert completed("mini validate --format j", tmp_path) == ["json", "junit"]
    assert completed("mini pair --format m", tmp_path) == ["markdown"]


def test_codes_and_kinds(tmp_path: Path) -> None:
    assert completed("mini explain ", tmp_path) == list(codes())
    assert completed("mini explain MX30", tmp_path) == [code for code in codes() if code.startswith("MX30")]
    assert "mx301" in completed("mini explain mx30", tmp_path)
    assert completed("mini new ", tmp_path) == list(KINDS)
    assert completed("mini query pra", tmp_path) == [FOLDERS["practice"]]


def test_ids_of_the_catalogue_around(records: CatalogueFolder) -> None:
    folder = records.root / "data/regions"
    assert completed("mini show ze", folder) == ["zeal", "zealand", "zebra-fund"]
    assert completed("mini show practice/ze", folder) == ["practice/zebra-fund"]
    assert completed("mini pair --project ze", folder) == ["zeal"]
    assert completed("mini build --project ze", folder) == ["zeal"]


def test_ids_of_the_catalogue_that_is_named_or_of_none(records: CatalogueFolder, tmp_path: Path) -> None:
    assert completed(f"mini show --catalogue {records.root} zeb", tmp_path) == ["zebra-fund"]
    assert completed(f"mini pair --catalogue {records.root} --project ze", tmp_path) == ["zeal"]
    assert completed("mini show zeb", tmp_path) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_script(shell: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "miniexchange"],
        env={**os.environ, "_MINI_COMPLETE": f"{shell}_source"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert f"_MINI_COMPLETE={shell}_complete" in done.stdout
