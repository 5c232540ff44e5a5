"""What all tests share: a cache folder of their own, and the switches of the suite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from catalogues import CatalogueFolder

pytest_plugins = ["browser"]  # the browser and the built site, for those who look at pages

settings.register_profile(
    "suite", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "thorough", parent=settings.get_profile("suite"), derandomize=False, max_examples=25_000
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-cases",
        action="store_true",
        help="Write what the checks say now to tests/cases/*/*/expected.json.",
    )


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder for this test alone, in place of the user's."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture
def catalogue(tmp_path: Path) -> CatalogueFolder:
    """A valid throw-away catalogue with one record of each kind at least; tests change it as they like."""
    return CatalogueFolder.copy_of_base(tmp_path / "catalogue")
