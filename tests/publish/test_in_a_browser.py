"""The built site in a real browser, opened from disk: it shows, it is styled, and nothing is complained of or asked from elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from miniexchange.cli import main

ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PAGES = (
    ("index.html", "Practices by theme"),
    ("practices.html", "Summer Entrepreneur"),
    ("practices/summer-entrepreneur.html", "What it is"),
    ("regions/veneto.html", "What it needs"),
    ("exchanges.html", "Who gave to whom"),
    ("programme.html", "Proven best"),
)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium() -> str:
    if CHROMIUM is None:
        assert not os.environ.get("MINI_REQUIRE_BROWSER"), (
            "a browser is required here, and there is no Chromium"
        )
        pytest.skip(
            "NOT TESTED IN A BROWSER: there is no Chromium on this machine (Debian: apt install chromium)"
        )
    return CHROMIUM


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("browser") / "site"
    assert (
        main(
            [
                "build",
                "--catalogue",
                str(ROOT),
                "--out",
                str(out),
                "--format",
                "html",
                "--no-cache",
                "--quiet",
            ]
        )
        == 0
    )
    return out


def look(chromium: str, page: Path, profile: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [
        chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--enable-logging=stderr", f"--user-data-dir={profile}",
        *options, page.as_uri(),
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)


@pytest.mark.parametrize(("page", "words"), PAGES)
def test_a_page_opens_from_disk_without_complaint(
    page: str, words: str, chromium: str, site: Path, tmp_path: Path
) -> None:
    shown = look(chromium, site / page, tmp_path / "profile", "--dump-dom")
    assert words in shown.stdout
    assert [line for line in shown.stderr.splitlines() if "CONSOLE" in line] == []


def test_the_style_sheet_is_applied(chromium: str, site: Path, tmp_path: Path) -> None:
    """The same page without its style sheet looks different: the reference is right and the page's own policy lets it in."""
    bare = tmp_path / "bare"
    shutil.copytree(site, bare)
    (bare / "style.css").write_text("")
    pictures = []
    for number, folder in enumerate((site, bare)):
        picture = tmp_path / f"{number}.png"
        options = (f"--screenshot={picture}", "--window-size=900,700", "--hide-scrollbars")
        look(chromium, folder / "index.html", tmp_path / f"profile{number}", *options)
        pictures.append(picture.read_bytes())
    assert pictures[0] != pictures[1]
