"""One Chromium for all tests that look at pages: found on this machine, started once for each module, never downloaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from catalogues import CHECKOUT
from miniexchange.cli import main

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium lies. Without one the test is skipped, unless MINI_REQUIRE_BROWSER forbids that."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        assert not os.environ.get("MINI_REQUIRE_BROWSER"), (
            "a browser is required here, and there is no Chromium"
        )
        pytest.skip(
            "NOT TESTED IN A BROWSER: there is no Chromium on this machine (Debian: apt install chromium)"
        )
    return found


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """The running browser, one for all tests of a module: they open pages or contexts of their own in it and close them.

    It does not outlive the module, because Playwright keeps an event loop running as long as it lives, and no other
    can run beside it.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def shipped_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the catalogue that ships, built once; tests only read it."""
    out = tmp_path_factory.mktemp("shipped") / "site"
    assert main(["build", "--catalogue", str(CHECKOUT), "--out", str(out), "--no-cache", "--quiet"]) == 0
    return out
