"""The catalogue that ships, and a clone of it elsewhere, built in another time zone and locale: the same bytes.

That a second build in the same place gives them too is asked in test_build_command.py.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from site_reader import contents

from catalogues import CHECKOUT

GIT = {
    "GIT_AUTHOR_DATE": "2026-03-01T23:30:00+01:00",
    "GIT_COMMITTER_DATE": "2026-03-01T23:30:00+01:00",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(
        ["git", *who, *arguments], cwd=folder, env={**os.environ, **GIT}, check=True, capture_output=True
    )


def built(catalogue: Path, out: Path, **environment: str) -> dict[str, bytes]:
    command = [
        sys.executable,
        "-m",
        "miniexchange",
        "build",
        "--catalogue",
        str(catalogue),
        "--out",
        str(out),
    ]
    subprocess.run(command, env={**os.environ, **environment}, check=True, capture_output=True)
    return contents(out)


def test_a_build_and_that_of_a_clone_elsewhere_give_the_same_bytes(tmp_path: Path) -> None:
    catalogue = tmp_path / "catalogue"
    catalogue.mkdir()
    shutil.copytree(CHECKOUT / "data", catalogue / "data")
    settings = (CHECKOUT / "mini.yaml").read_text("utf-8")
    (catalogue / "mini.yaml").write_text(settings, encoding="utf-8")
    git(catalogue, "init", "--quiet", "--initial-branch=main")
    git(catalogue, "add", "--all")
    git(catalogue, "commit", "--quiet", "--message", "The catalogue")
    clone = tmp_path / "some where else" / "clöne"
    git(tmp_path, "clone", "--quiet", str(catalogue), str(clone))
    one = built(catalogue, tmp_path / "one", TZ="Pacific/Auckland", LC_ALL="POSIX", PYTHONHASHSEED="7")
    cloned = built(clone, tmp_path / "two", TZ="America/Anchorage", LC_ALL="tr_TR.UTF-8", PYTHONHASHSEED="11")
    assert one.keys() == cloned.keys() and len(one) > 500
    assert [name for name in one if one[name] != cloned[name]] == []
