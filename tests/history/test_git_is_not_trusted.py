"""Neither the caller's environment nor the settings of a repository change an answer or run anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from histories import History, git


@pytest.fixture
def edited(history: History) -> History:
    history.edit("region", "veneto", "name: Veneto", "name: Regione Veneto")
    history.rename("practice", "winter-school", "school")
    history.commit("2026-02-01")
    history.edit("region", "flevoland", "name: Flevoland", "name: Province")
    return history


def test_settings_of_the_repository(edited: History, tmp_path: Path) -> None:
    told, ran = edited.told("2026-01-06"), tmp_path / "ran"
    assert len(told) == 3
    (edited.root / ".gitattributes").write_text("*.yaml diff=evil\n")
    trap = f"touch '{ran}'; cat"
    for name, value in (
        ("core.fsmonitor", trap),
        ("core.pager", trap),
        ("core.hooksPath", str(tmp_path)),
        ("diff.external", trap),
        ("diff.evil.textconv", trap),
        ("diff.evil.command", trap),
        ("diff.renames", "false"),
        ("diff.relative", "true"),
        ("diff.noprefix", "true"),
        ("diff.renameLimit", "1"),
        ("log.showSignature", "true"),
        ("log.date", "relative"),
        ("log.follow", "true"),
        ("log.decorate", "full"),
        ("log.showRoot", "false"),
        ("log.mailmap", "true"),
        ("format.pretty", "fuller"),
        ("color.ui", "always"),
        ("core.quotePath", "true"),
        ("gpg.program", str(tmp_path / "gpg")),
        ("i18n.logOutputEncoding", "UTF-16"),
    ):
        edited.git("config", name, value)
    assert edited.told("2026-01-06") == told
    assert edited.day("region", "veneto", use_cache=False) == "2026-02-01"
    assert edited.day("region", "flevoland", use_cache=False) == "2026-06-30"
    assert edited.day("event", "verona-2025", use_cache=False) == "2026-01-05"
    assert not ran.exists()


def test_the_environment_of_a_hook(edited: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = edited.told("2026-01-06")
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "--quiet")
    for name, value in (
        ("GIT_DIR", str(other / ".git")),
        ("GIT_WORK_TREE", str(other)),
        ("GIT_INDEX_FILE", str(other / "index")),
        ("GIT_OBJECT_DIRECTORY", str(other / "objects")),
        ("GIT_EXTERNAL_DIFF", "false"),
        ("GIT_PAGER", "false"),
        ("GIT_TRACE", "1"),
        ("GIT_GLOB_PATHSPECS", "1"),
        ("LC_ALL", "de_DE.UTF-8"),
        ("TZ", "Asia/Tokyo"),
    ):
        monkeypatch.setenv(name, value)
    assert edited.told("2026-01-06") == told


def test_replaced_objects_are_not_believed(edited: History) -> None:
    told = edited.told("2026-01-06")
    edited.git("replace", "HEAD~1", "HEAD")
    assert edited.told("2026-01-06") == told
