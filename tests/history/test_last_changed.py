"""On which day each record changed last, and what the cache spares."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest
from histories import AS_OF, History, git, import_states
from hypothesis import given, settings
from hypothesis import strategies as st

from miniexchange.catalogue.cache import Store
from miniexchange.history import last_changed


def test_every_record_has_its_day(history: History) -> None:
    history.edit("region", "veneto", "name: Veneto", "name: Regione Veneto")
    history.rename("practice", "winter-school", "school")
    history.commit("2026-02-01")
    history.edit("practice", "summer-school", "title:", "# a comment\ntitle:")
    history.commit("2026-02-02")
    days = last_changed(history.root, as_of=AS_OF)
    records = {file.relative_to(history.root).as_posix() for file in (history.root / "data").rglob("*.yaml")}
    assert days.keys() == records
    new = {path: day for path, day in days.items() if day != "2026-01-05"}
    assert new == {"data/regions/veneto.yaml": "2026-02-01", "data/practices/school.yaml": "2026-02-01"}


@pytest.mark.parametrize("warm", [False, True])
def test_what_is_not_committed(history: History, warm: bool) -> None:
    if warm:
        last_changed(history.root, as_of=AS_OF)
    history.edit("region", "veneto", "name: Veneto", "name: Regione Veneto")
    history.edit("practice", "summer-school", "title:", "# a comment\ntitle:")
    history.remove("event", "verona-2025")
    (history.root / "data/practices/nl").mkdir()
    (history.root / "data/practices/winter-school.yaml").rename(
        history.root / "data/practices/nl/winter-school.yaml"
    )
    history.catalogue.write("plan", "new-plan", title="a")
    history.catalogue.file("data/plans/notes.txt", "a")
    history.catalogue.file("data/plans/.hidden/a.yaml", "a")
    history.catalogue.write("project", "broken", "a: [")
    days = last_changed(history.root, as_of=AS_OF)
    assert {path for path, day in days.items() if day == "2026-06-30"} == {
        "data/regions/veneto.yaml",
        "data/plans/new-plan.yaml",
        "data/projects/broken.yaml",
    }
    assert (
        days["data/practices/nl/winter-school.yaml"]
        == days["data/practices/summer-school.yaml"]
        == "2026-01-05"
    )
    assert "data/events/verona-2025.yaml" not in days and "data/practices/winter-school.yaml" not in days


def recording_git(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Puts before git a script that notes each call; returns the file of notes."""
    notes, real = folder / "calls", shutil.which("git")
    (folder / "bin").mkdir()
    script = folder / "bin/git"
    script.write_text(f'#!/bin/sh\necho "$*" >> "{notes}"\nexec "{real}" "$@"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    return notes


@pytest.mark.skipif(os.name == "nt", reason="needs a shell script in the place of git")
def test_the_history_is_read_once(history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = recording_git(tmp_path, monkeypatch)
    days = last_changed(history.root, as_of=AS_OF)
    assert notes.read_text().count("--raw") == 2  # the history, and the working tree
    notes.unlink()
    assert last_changed(history.root, as_of=AS_OF) == days
    assert " log --" not in notes.read_text() and len(notes.read_text().splitlines()) == 4
    notes.unlink()
    assert last_changed(history.root, as_of=AS_OF, use_cache=False) == days
    assert "--first-parent" in notes.read_text()
    history.edit("region", "veneto", "name: Veneto", "name: Regione Veneto")
    before = history.git("rev-parse", "HEAD")
    history.commit("2026-02-01")
    notes.unlink()
    assert history.day("region", "veneto") == "2026-02-01"
    assert f"{before}..{history.git('rev-parse', 'HEAD')} " in notes.read_text()


def test_a_cache_that_lies_is_not_believed(history: History) -> None:
    days = last_changed(history.root, as_of=AS_OF)
    store = Store(history.root)
    for data in (b"", b"\xff", b"\x93\xc4\x00\xa1a\x80", b"\x90"):
        store.store("last-changed", data)
        assert last_changed(history.root, as_of=AS_OF) == days


def test_a_history_that_was_rewritten(history: History) -> None:
    history.edit("region", "veneto", "name: Veneto", "name: Regione Veneto")
    history.commit("2026-03-01")
    assert history.day("region", "veneto") == "2026-03-01"
    history.git("commit", "--quiet", "--amend", "--message", "again", day="2026-02-01")
    assert history.day("region", "veneto") == "2026-02-01"
    history.git("reset", "--quiet", "--hard", "HEAD~1")
    assert history.day("region", "veneto") == "2026-01-05"


_PATHS = [f"data/practices/{name}.yaml" for name in ("a", "b", "c", "sub/a")]
_STATES = st.lists(
    st.dictionaries(
        st.sampled_from(_PATHS),
        st.sampled_from(["title: A\n", "title: B\n", "'title': 'A'\n", "title: [\n"]),
        max_size=4,
    ),
    min_size=2,
    max_size=5,
)


@settings(max_examples=8)
@given(states=_STATES, first=st.integers(0, 3))
def test_law_bringing_up_to_date_equals_reading_anew(states: list[dict[str, str]], first: int) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        root = Path(folder) / "catalogue"
        days = [f"2026-01-{number + 1:02}" for number in range(len(states))]
        import_states(root, [{"mini.yaml": "schema_version: 1\n", **state} for state in states], days)
        git(root, "reset", "--quiet", "--hard", "HEAD")
        whole = last_changed(root, as_of=date(2026, 6, 1), use_cache=False)
        git(root, "reset", "--quiet", "--hard", f"HEAD~{min(first, len(states) - 1)}")
        last_changed(root, as_of=date(2026, 6, 1))
        git(root, "reset", "--quiet", "--hard", "HEAD@{1}")
        assert last_changed(root, as_of=date(2026, 6, 1)) == whole
        assert set(whole) <= set(states[-1]) and len(whole) == len({Path(path).stem for path in states[-1]})
