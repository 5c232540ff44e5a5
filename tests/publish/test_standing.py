"""A build that finds everything as it left it makes nothing; whatever has changed, it makes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from site_reader import contents

from catalogues import CatalogueFolder

HEAVY = ("jinja2", "babel", "lxml", "numpy")
RUN = f"""
import sys
from miniexchange.cli import main
code = main()
print(*[name for name in {HEAVY!r} if name in sys.modules])
sys.exit(code)
"""


def mini(root: Path, *options: object) -> subprocess.CompletedProcess[str]:
    """Runs the real command; prints which of the heavy libraries it loaded."""
    words = [sys.executable, "-c", RUN, "build", "--catalogue", str(root), *map(str, options)]
    env = {**os.environ, "XDG_CACHE_HOME": str(root.parent / "cache")}
    return subprocess.run(words, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = CatalogueFolder.copy_of_base(tmp_path / "catalogue").root
    (made / "site/templates/html").mkdir(parents=True)
    (made / "site/templates/html/404.html").write_text("<p>Gone</p>", "utf-8")
    for path in made.rglob("*"):  # old enough for their stamps to be trusted
        if path.is_file():
            os.utime(path, (time.time() - 60, time.time() - 60))
    return made


def test_nothing_changed_needs_no_library_and_tells_the_same(root: Path) -> None:
    first = mini(root)
    assert first.returncode == 0, first.stderr
    before = contents(root / "site-build")
    again = mini(root)
    assert (again.returncode, again.stdout) == (0, "\n")
    assert again.stderr.split(" in ")[0] == first.stderr.split(" in ")[0]
    assert contents(root / "site-build") == before


def edit_template(root: Path) -> None:
    (root / "site/templates/html/404.html").write_text("<p>Lost</p>", "utf-8")


def edit_settings(root: Path) -> None:
    settings = root / "mini.yaml"
    settings.write_text(settings.read_text("utf-8").replace("title:", "title: Other", 1), "utf-8")


def edit_record(root: Path) -> None:
    record = sorted((root / "data/practices").glob("*.yaml"))[0]
    record.write_text(record.read_text("utf-8").replace("title: ", "title: Other ", 1), "utf-8")


def remove_a_page(root: Path) -> None:
    (root / "site-build/about.html").unlink()


@pytest.mark.parametrize("change", [edit_template, edit_settings, edit_record, remove_a_page])
def test_any_change_is_built_as_a_full_build_builds_it(root: Path, change: Callable[[Path], None]) -> None:
    mini(root)
    change(root)
    done = mini(root)
    assert done.returncode == 0, done.stderr
    assert "jinja2" in done.stdout
    mini(root, "--no-cache", "--out", root.parent / "whole")
    assert contents(root / "site-build") == contents(root.parent / "whole")


def test_another_choice_of_formats_is_built(root: Path) -> None:
    mini(root)
    assert "jinja2" in mini(root, "--format", "html").stdout
    assert not (root / "site-build/markdown").exists()


def test_a_page_that_somebody_else_changed_is_refused_as_ever(root: Path) -> None:
    mini(root)
    (root / "site-build/about.html").write_text("Mine", "utf-8")
    done = mini(root)
    assert done.returncode == 2
    assert "about.html (changed since)" in done.stderr
