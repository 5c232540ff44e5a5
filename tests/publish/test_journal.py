"""A site that is changed file by file: after whatever cuts a change off, it is the old site or the new one, never a mix."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from site_reader import contents

from miniexchange.diagnostic import UserError
from miniexchange.publish.folder import MANIFEST, ChangedFolder, Stamps, replacing, updating
from miniexchange.publish.journal import JOURNAL

OLD = {
    "index.html": "old",
    "practices.html": "old",
    "practices/a.html": "old",
    "practices/b.html": "same",
    "regions/only.html": "goes",
    "swap": "a file",
    "other/deep/x": "goes",
}
NEW = {
    "index.html": "new",
    "practices.html": "old",
    "practices/a.html": "new",
    "practices/b.html": "same",
    "practices/c.html": "comes",
    "swap/inside.html": "a folder",
    "other": "a file now",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "catalogue/data").mkdir(parents=True)
    return tmp_path / "catalogue"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that dies takes nothing from the disk, so hundreds of deaths need not wait for it."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


def full(root: Path, files: Mapping[str, str]) -> Stamps:
    with replacing(root / "site", root) as folder:
        for name, text in files.items():
            folder.write(name, text.encode())
    return folder.stamps


def change(root: Path, files: Mapping[str, str], stamps: Stamps | None = None) -> ChangedFolder:
    """Brings the site into the state in which it holds just these files."""
    with updating(root / "site", root, stamps) as folder:
        for name in folder.listed.keys() | folder.missing:
            if name not in files:
                folder.remove(name)
        for name, text in files.items():
            folder.write(name, text.encode())
    return folder


def state(root: Path) -> dict[str, str]:
    """The files of the site, after checking that its manifest tells just them."""
    found = contents(root / "site")
    listed = json.loads(found.pop(MANIFEST))["files"]
    assert listed == {name: hashlib.sha256(content).hexdigest() for name, content in found.items()}
    return {name: content.decode() for name, content in found.items()}


def beside(root: Path) -> list[str]:
    return [path.name for path in root.iterdir() if path.name.startswith(".")]


def folders(root: Path) -> set[str]:
    return {p.relative_to(root / "site").as_posix() for p in (root / "site").rglob("*") if p.is_dir()}


def test_a_change_gives_what_a_full_build_gives(root: Path) -> None:
    full(root, OLD)
    changed = change(root, NEW)
    assert (changed.count, changed.removed) == (5, 3)
    assert state(root) == NEW
    assert folders(root) == {"practices", "swap"}
    assert beside(root) == []
    by_change = contents(root / "site")
    full(root, NEW)
    assert contents(root / "site") == by_change


def test_what_has_its_bytes_already_is_not_touched(root: Path) -> None:
    stamps = full(root, OLD)
    before = {name: (root / "site" / name).stat() for name in (*OLD, MANIFEST)}
    changed = change(root, OLD, stamps)
    assert (changed.count, changed.removed, changed.stamps) == (0, 0, stamps)
    change(root, {**OLD, "index.html": "new"}, stamps)
    for name, status in before.items():
        same = (root / "site" / name).stat().st_ino == status.st_ino
        assert same == (name not in ("index.html", MANIFEST))


def test_what_is_not_named_stays(root: Path) -> None:
    full(root, OLD)
    with updating(root / "site", root) as folder:
        folder.write("practices/new.html", b"x")
    assert state(root) == {**OLD, "practices/new.html": "x"}


def test_a_first_site_may_be_written_too(root: Path) -> None:
    change(root, NEW)
    assert state(root) == NEW


def test_an_error_leaves_the_old_site(root: Path) -> None:
    full(root, OLD)
    with pytest.raises(ZeroDivisionError), updating(root / "site", root) as folder:
        folder.write("index.html", b"new")
        raise ZeroDivisionError
    assert state(root) == OLD
    assert beside(root) == []


def test_names_that_are_refused(root: Path) -> None:
    full(root, OLD)
    with updating(root / "site", root) as folder:
        for name in ("", "/a", "../a", "a/../b", "a//b", "./a", "a/", MANIFEST, JOURNAL):
            with pytest.raises(ValueError, match="not a name"):
                folder.write(name, b"")
        folder.write("once", b"")
        with pytest.raises(ValueError, match="twice"):
            folder.write("once", b"")
        with pytest.raises(ValueError, match="not a file of the site"):
            folder.remove("nowhere.html")


def test_a_file_that_is_gone_has_to_be_named(root: Path) -> None:
    stamps = full(root, OLD)
    (root / "site/practices/a.html").unlink()
    for known in (None, stamps):
        with (
            pytest.raises(ValueError, match=r"practices/a\.html"),
            updating(root / "site", root, known) as folder,
        ):
            assert folder.missing == {"practices/a.html"}
            assert "practices/a.html" not in folder.listed
    change(root, OLD, stamps)
    assert state(root) == OLD
    (root / "site/practices/a.html").unlink()
    rest = {name: text for name, text in OLD.items() if name != "practices/a.html"}
    change(root, rest)
    assert state(root) == rest


class TestStamps:
    def test_they_find_every_edit(self, root: Path) -> None:
        stamps = full(root, OLD)
        page = root / "site/practices/a.html"
        for text in ("odl", "longer"):
            page.write_text(text)
            with pytest.raises(UserError, match=r"practices/a\.html \(changed since\)"):
                change(root, NEW, stamps)
        status = page.stat()
        page.write_text("dlo")
        os.utime(page, ns=(status.st_atime_ns, stamps_time(stamps, "practices/a.html")))
        with pytest.raises(UserError, match=r"practices/a\.html \(changed since\)"):
            full_with(root, NEW, stamps)
        page.write_text("old")
        change(root, NEW, stamps)
        assert state(root) == NEW

    def test_an_edit_at_once_after_a_change_is_found(self, root: Path) -> None:
        stamps = full(root, OLD)
        for number in range(20):
            stamps = change(root, {**OLD, "index.html": f"{number:03}"}, stamps).stamps
            (root / "site/index.html").write_text("xxx")
            with pytest.raises(UserError, match=r"index\.html \(changed since\)"):
                change(root, OLD, stamps)
            (root / "site/index.html").write_text(f"{number:03}")

    def test_they_spare_the_reading(self, root: Path) -> None:
        stamps = change(root, NEW, full(root, OLD)).stamps
        assert stamps.files.keys() == {*NEW, MANIFEST}
        assert all(stamps.files.values())
        assert reads(lambda: change(root, NEW, stamps)) == {MANIFEST}
        assert reads(lambda: change(root, NEW)) == {MANIFEST, *(name.rpartition("/")[2] for name in NEW)}

    def test_of_another_site_they_are_not_believed(self, root: Path) -> None:
        stamps = full(root, OLD)
        other = full(root, NEW)
        with updating(root / "site", root, stamps) as folder:
            assert not folder.known
        assert folder.stamps.manifest == other.manifest
        with updating(root / "site", root, other) as folder:
            assert folder.known

    def test_a_copied_site_is_read_and_then_known(self, root: Path) -> None:
        stamps = full(root, OLD)
        (root / "site").rename(root / "first")
        (root / "site").mkdir()
        for path in sorted((root / "first").rglob("*")):
            target = root / "site" / path.relative_to(root / "first")
            target.mkdir() if path.is_dir() else target.write_bytes(path.read_bytes())
        changed = change(root, OLD, stamps)
        assert changed.known
        assert changed.stamps != stamps


def stamps_time(stamps: Stamps, name: str) -> int:
    return int.from_bytes(stamps.files[name][8:16], "little")


def full_with(root: Path, files: Mapping[str, str], stamps: Stamps) -> None:
    with replacing(root / "site", root, stamps) as folder:
        for name, text in files.items():
            folder.write(name, text.encode())


def reads(action: Callable[[], object]) -> set[str]:
    """The last parts of the names of the site's files that an action opens for reading."""
    import sys

    seen: set[str] = set()

    def note(event: str, args: tuple[object, ...]) -> None:
        if (
            watching
            and event == "open"
            and isinstance(args[2], int)
            and not args[2] & (os.O_WRONLY | os.O_RDWR)
        ):
            path = Path(os.fsdecode(args[0])) if isinstance(args[0], (str, bytes, os.PathLike)) else Path()
            if "site" in path.parts and path.is_file():
                seen.add(path.name)

    watching = True
    sys.addaudithook(note)
    try:
        action()
    finally:
        watching = False
    return seen


STEPS = ("open", "write", "close", "fsync", "replace", "rename", "unlink", "mkdir", "rmdir")


def killed_at(number: int, action: Callable[[], object], *, after: bool) -> bool:
    """Runs an action in a process that dies at its n-th call on the disk, before or after it; False when it got through."""
    child = os.fork()
    if child == 0:
        calls = 0

        def dying(call: Callable[..., object]) -> Callable[..., object]:
            def step(*args: object, **options: object) -> object:
                nonlocal calls
                calls += 1
                dies = calls == number
                if dies and not after:
                    os._exit(9)
                try:
                    return call(*args, **options)
                finally:
                    if dies:
                        os._exit(9)

            return step

        status = 1
        try:
            for name in STEPS:
                setattr(os, name, dying(getattr(os, name)))
            action()
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, 9)
    return code == 9


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process in the middle")
@pytest.mark.parametrize(("after", "by_change"), [(False, True), (True, False)])
def test_killed_after_each_step_it_is_the_old_site_or_the_new(
    root: Path, after: bool, by_change: bool
) -> None:
    number = 0
    outcomes: list[bool] = []
    while True:
        if not outcomes or outcomes[-1]:
            full(root, OLD)
        number += 1
        if not killed_at(number, lambda: change(root, NEW), after=after):
            break
        if by_change:
            with updating(root / "site", root):
                pass
        else:
            with pytest.raises(ZeroDivisionError), replacing(root / "site", root):
                raise ZeroDivisionError
        found = state(root)
        assert found in (OLD, NEW), number
        assert folders(root) == {name.rpartition("/")[0] for name in found if "/" in name} | (
            {"other"} if found == OLD else set()
        )
        assert beside(root) == []
        outcomes.append(found == NEW)
    assert outcomes == sorted(outcomes)  # once past the mark, always the new one
    assert outcomes.count(True) > 10
    assert outcomes.count(False) > 10


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process in the middle")
def test_a_recovery_may_be_killed_as_well(root: Path) -> None:
    number = 0
    while True:
        full(root, OLD)
        kill_past_the_mark(root)
        number += 1
        recovery = lambda: change(root, NEW)  # noqa: E731
        if not killed_at(number, recovery, after=True):
            break
        change(root, NEW)
        assert state(root) == NEW
        assert beside(root) == []
    assert number > 10


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process in the middle")
def test_a_killed_full_build_may_be_taken_up_again(root: Path) -> None:
    full(root, OLD)
    for number in range(1, 10_000):
        if not killed_at(number, lambda: full(root, NEW), after=True):
            break
        with updating(root / "site", root):
            pass
        assert beside(root) == []
        if state(root) != OLD:
            assert state(root) == NEW
            full(root, OLD)


def kill_past_the_mark(root: Path) -> None:
    """Leaves a change that was cut off right after its journal was written."""
    child = os.fork()
    if child == 0:
        replace = os.replace

        def dying(source: Path, target: Path) -> None:
            replace(source, target)
            if Path(target).name == JOURNAL:
                os._exit(9)

        try:
            os.replace = dying  # type: ignore[assignment]
            change(root, NEW)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 9
    assert (root / ".site.mini-new" / JOURNAL).exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process in the middle")
class TestRefusals:
    """What somebody changed between the interruption and the next start is not overwritten."""

    @pytest.fixture
    def cut(self, root: Path) -> Path:
        full(root, OLD)
        kill_past_the_mark(root)
        return root

    def refused(self, cut: Path, why: str) -> None:
        (cut / ".site.mini-lock").unlink(missing_ok=True)  # of the process that was killed
        before = contents(cut)
        for attempt in (lambda: change(cut, NEW), lambda: full(cut, NEW)):
            with pytest.raises(UserError, match=why):
                attempt()
        assert contents(cut) == before

    def test_an_edited_page(self, cut: Path) -> None:
        (cut / "site/practices/a.html").write_text("by hand")
        self.refused(cut, r"practices/a\.html \(changed since\)")
        (cut / "site/practices/a.html").unlink()
        change(cut, NEW)
        assert state(cut) == NEW

    def test_a_new_file_in_the_way(self, cut: Path) -> None:
        (cut / "site/practices/c.html").write_text("mine")
        self.refused(cut, r"practices/c\.html \(not written by mini\)")

    def test_an_edited_page_that_is_to_go(self, cut: Path) -> None:
        (cut / "site/regions/only.html").write_text("by hand")
        self.refused(cut, r"regions/only\.html \(changed since\)")

    def test_a_staged_file_that_was_changed(self, cut: Path) -> None:
        (cut / ".site.mini-new/index.html").write_text("by hand")
        self.refused(cut, r"mini-new.*index\.html \(changed since\)")

    def test_links(self, cut: Path, tmp_path: Path) -> None:
        (tmp_path / "away").mkdir()
        (cut / "site/practices").rename(cut / "aside")
        (cut / "site/practices").symlink_to(tmp_path / "away")
        self.refused(cut, "symbolic link")
        assert list((tmp_path / "away").iterdir()) == []

    @pytest.mark.parametrize("name", ["../escape", "/escape", "a/../../escape", "", JOURNAL])
    def test_a_journal_that_leads_out(self, cut: Path, name: str) -> None:
        journal = cut / ".site.mini-new" / JOURNAL
        document = json.loads(journal.read_text())
        document["steps"][0]["name"] = name
        journal.write_text(json.dumps(document))
        self.refused(cut, r"miniexchange-journal\.json \(not written by mini\)")

    def test_a_journal_that_is_none(self, cut: Path) -> None:
        (cut / ".site.mini-new" / JOURNAL).write_text("{")
        self.refused(cut, "not written by mini")


def test_a_page_edited_while_the_site_is_made_is_not_overwritten(root: Path) -> None:
    full(root, OLD)
    with (
        pytest.raises(UserError, match=r"index\.html \(changed since\)"),
        updating(root / "site", root) as folder,
    ):
        folder.write("index.html", b"new")
        (root / "site/index.html").write_text("by hand")
    assert (root / "site/index.html").read_text() == "by hand"
    assert beside(root) == []


def test_the_manifest_and_what_leads_to_others_come_last(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full(root, OLD)
    moved: list[str] = []
    replace, unlink = Path.replace, Path.unlink

    def note(path: Path, target: Path) -> Path:
        moved.append(target.name)
        return replace(path, target)

    def gone(path: Path, missing_ok: bool = False) -> None:
        moved.append(f"-{path.name}")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "replace", note)
    monkeypatch.setattr(Path, "unlink", gone)
    change(root, {**OLD, "practices/c.html": "comes", "practices/a.html": "new", "index.html": "new"})
    with updating(root / "site", root) as folder:
        folder.remove("regions/only.html")
        folder.write("index.html", b"newer")
    order = [name for name in moved if not name.startswith(("-.", ".miniexchange-journal"))]
    assert order == ["c.html", "a.html", "index.html", MANIFEST, "index.html", "-only.html", MANIFEST]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks the system which file a handle is of")
def test_the_disk_has_all_before_the_mark_and_the_moves_before_the_end(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full(root, OLD)
    synced: list[str] = []

    def note(handle: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()).removeprefix(f"{root}/"))

    monkeypatch.setattr(os, "fsync", note)
    change(root, {**OLD, "practices/c.html": "comes"})
    new = ".site.mini-new"
    mark = synced.index(f"{new}/{JOURNAL}.part")
    assert {f"{new}/practices/c.html", f"{new}/{MANIFEST}", f"{new}/practices"} <= set(synced[:mark])
    assert synced[mark + 1] == new
    assert {"site", "site/practices"} <= set(synced[mark + 2 :])


def test_a_change_of_case_alone(root: Path) -> None:
    full(root, {"A.html": "x", "Folder/a.html": "y", "z": "z"})
    change(root, {"a.html": "x2", "folder/a.html": "y2", "z": "z"})
    assert state(root) == {"a.html": "x2", "folder/a.html": "y2", "z": "z"}


_names = st.sampled_from(["a", "b", "a/a", "a/b", "b/a", "b/c/d", "c", "c/a"])


def _without_clashes(files: dict[str, str]) -> dict[str, str]:
    return {n: t for n, t in files.items() if not any(other.startswith(n + "/") for other in files)}


_sites = st.dictionaries(_names, st.sampled_from(["1", "2", "3"])).map(_without_clashes)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=_sites, later=st.lists(_sites, max_size=4), with_stamps=st.booleans())
def test_any_changes_give_what_a_full_build_gives(
    root: Path, first: dict[str, str], later: list[dict[str, str]], with_stamps: bool
) -> None:
    stamps = full(root, first)
    for files in later:
        changed = change(root, files, stamps if with_stamps else None)
        stamps = changed.stamps
        assert state(root) == files
        assert stamps.files.keys() == {*files, MANIFEST}
        assert all(stamps.files.values())
    by_change = contents(root / "site")
    full(root, later[-1] if later else first)
    assert contents(root / "site") == by_change
