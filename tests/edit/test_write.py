"""Writing: whole or not at all, never over what is there, nothing left behind."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from miniexchange.edit.write import ChangedMeanwhile, digest, write, write_all_new, write_new


def listing(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_write_replaces_the_whole_file_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "record.yaml"
    path.write_text("old and longer\n")
    path.chmod(0o640)
    write(path, "näw\n")
    assert path.read_bytes() == "näw\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert listing(tmp_path) == ["record.yaml"]


def test_write_goes_ahead_when_the_file_is_the_one_that_was_read(tmp_path: Path) -> None:
    path = tmp_path / "record.yaml"
    path.write_text("old\n")
    write(path, "new\n", expected=digest(b"old\n"))
    assert path.read_text() == "new\n"


@pytest.mark.parametrize("meanwhile", ["changed\n", None])
def test_write_refuses_what_was_changed_meanwhile(tmp_path: Path, meanwhile: str | None) -> None:
    path = tmp_path / "record.yaml"
    if meanwhile is not None:
        path.write_text(meanwhile)
    with pytest.raises(ChangedMeanwhile):
        write(path, "new\n", expected=digest(b"old\n"))
    assert listing(tmp_path) == ([] if meanwhile is None else ["record.yaml"])
    assert meanwhile is None or path.read_text() == meanwhile


def test_a_new_file_has_ordinary_permissions_and_missing_folders(tmp_path: Path) -> None:
    path = tmp_path / "data" / "practices" / "record.yaml"
    write_new(path, "text\n")
    assert path.read_text() == "text\n"
    ordinary = tmp_path / "ordinary"
    ordinary.write_text("")
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(ordinary.stat().st_mode)
    assert listing(tmp_path / "data") == ["practices", "practices/record.yaml"]


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    (tmp_path / "file.yaml").write_text("mine\n")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "link.yaml").symlink_to(tmp_path / "nowhere")
    before = listing(tmp_path)
    for name in ("file.yaml", "folder.yaml", "link.yaml"):
        with pytest.raises(FileExistsError):
            write_new(tmp_path / name, "yours\n")
    assert (tmp_path / "file.yaml").read_text() == "mine\n"
    assert listing(tmp_path) == before


def test_without_hard_links_a_new_file_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    write_new(tmp_path / "record.yaml", "text\n")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "record.yaml", "other\n")
    assert (tmp_path / "record.yaml").read_text() == "text\n"
    assert listing(tmp_path) == ["record.yaml"]


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from miniexchange.edit.write import write_all_new, write, write_new
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
root = Path(sys.argv[1])
for attempt in (
    lambda: write(root / "old.yaml", "x" * 2000),
    lambda: write_new(root / "deep" / "er" / "new.yaml", "x" * 2000),
    lambda: write_all_new(root, {"a.yaml": "a", "b/b.yaml": "b", "c/c.yaml": "x" * 2000}),
):
    try:
        attempt()
    except OSError:
        continue
    sys.exit("it was written")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the size of files cannot be limited here")
def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text("old\n")
    subprocess.run([sys.executable, "-c", FULL_DISK, str(tmp_path)], check=True)
    assert listing(tmp_path) == ["old.yaml"]
    assert (tmp_path / "old.yaml").read_text() == "old\n"


def test_several_new_files_are_written_together(tmp_path: Path) -> None:
    write_all_new(tmp_path / "new", {"a.yaml": "a\n", "b/c.yaml": "c\n"})
    assert listing(tmp_path / "new") == ["a.yaml", "b", "b/c.yaml"]


def test_one_file_in_the_way_stops_all(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("mine\n")
    with pytest.raises(FileExistsError, match=r"^b\.yaml$"):
        write_all_new(tmp_path, {"a.yaml": "a\n", "b.yaml": "b\n", "c.yaml": "c\n"})
    assert listing(tmp_path) == ["b.yaml"]


def test_a_fault_half_way_takes_back_what_was_written(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("a file where a folder is needed\n")
    with pytest.raises(OSError):
        write_all_new(tmp_path, {"a/a.yaml": "a\n", "b/b.yaml": "b\n"})
    assert listing(tmp_path) == ["b"]


@pytest.mark.parametrize("writing", [write, write_new])
def test_a_disk_that_takes_no_more_names_the_file_and_leaves_nothing(tmp_path: Path, writing: Any) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large") as caught:
            writing(tmp_path / "record.yaml", "text\n" * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert caught.value.filename == str(tmp_path / "record.yaml")
    assert listing(tmp_path) == []


def test_a_missing_folder_is_told_with_the_name_that_was_asked_for(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        write(tmp_path / "absent/report.json", "text\n")
    assert caught.value.filename == str(tmp_path / "absent/report.json")
