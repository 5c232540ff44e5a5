"""`mini build` on the catalogue that ships, as somebody would run it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from site_reader import broken_links, broken_markdown_links, contents, language_of, outline_faults, pages_of

ROOT = Path(__file__).resolve().parents[2]


def mini(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "miniexchange", "build", "--catalogue", ROOT, "--no-cache", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    out = tmp_path_factory.mktemp("published") / "site"
    return mini("--out", out), out


def test_it_says_how_much_it_wrote_and_what_to_open(
    run: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    done, out = run
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    said = re.fullmatch(r"([\d,]+) pages in [\d.]+ s; open (.*)\n", done.stderr)
    assert said, done.stderr
    assert int(said[1].replace(",", "")) == sum(name.endswith((".html", ".md")) for name in contents(out))
    assert Path(said[2]) == out / "index.html"


def test_every_link_of_the_real_site_leads_somewhere(
    run: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    _, out = run
    assert broken_links(out)[0] == []
    assert broken_markdown_links(out / "markdown")[0] == []


def test_every_page_of_the_real_site_is_sound(run: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    _, out = run
    faults = {name: outline_faults(page, language_of(name)) for name, page in pages_of(out).items()}
    assert {name: found for name, found in faults.items() if found} == {}


def test_a_second_build_is_the_same_to_the_byte_and_may_be_quiet(
    run: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    _, out = run
    before = contents(out)
    again = mini("--out", out, "--quiet")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert contents(out) == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format", "pdf"], "no format pdf"),
        (["--project", "nowhere"], "no project"),
        (["--out", str(ROOT)], "not a folder that a site may replace"),
    ],
)
def test_mistakes_are_told_without_a_traceback(arguments: list[str], told: str, tmp_path: Path) -> None:
    done = mini("--out", tmp_path / "site", *arguments)
    assert done.returncode == 2
    assert told in done.stderr and "Traceback" not in done.stderr
    assert "  → " in done.stderr
    assert not (tmp_path / "site").exists()
