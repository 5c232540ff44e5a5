"""The output folder: never somebody else's, never half-written, never lost."""

from __future__ import annotations

import hashlib
import json
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from site_reader import contents
from small_catalogue import build, documents

from miniexchange.diagnostic import UserError
from miniexchange.publish.folder import MANIFEST, NewFolder, refuse_place, replacing
from miniexchange.publish.journal import JOURNAL


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "catalogue/data").mkdir(parents=True)
    return tmp_path / "catalogue"


def write(root: Path, out: Path, files: dict[str, str]) -> None:
    """Writes a site of these files the way a build does."""
    with replacing(out, root) as folder:
        for name, text in files.items():
            folder.write(name, text.encode())


def beside(out: Path) -> list[str]:
    """What a build left beside its folder."""
    return [p.name for p in out.parent.iterdir() if p.name.startswith(f".{out.name}.")]


def test_the_manifest_lists_every_file_with_its_hash(tmp_path: Path) -> None:
    site = build(tmp_path).home.parent
    files = contents(site)
    listed = json.loads(files.pop(MANIFEST))["files"]
    assert listed == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_a_site_of_ours_is_replaced_and_leaves_nothing_behind(root: Path) -> None:
    out = root / "site"
    write(root, out, {"a.html": "1", "deep/er/b.html": "2"})
    write(root, out, {"a.html": "3"})
    assert set(contents(out)) == {"a.html", MANIFEST}
    assert (out / "a.html").read_text() == "3"
    assert beside(out) == []


def test_an_empty_folder_may_be_used(root: Path) -> None:
    (root / "site").mkdir()
    write(root, root / "site", {"a.html": "1"})
    assert (root / "site/a.html").exists()


class TestRefusals:
    def refused(self, root: Path, out: Path) -> str:
        before = sorted(root.parent.rglob("*"))
        with pytest.raises(UserError) as caught:
            write(root, out, {"a.html": "1"})
        assert sorted(root.parent.rglob("*")) == before
        assert caught.value.hint
        return caught.value.message

    def test_the_root_the_home_the_catalogue_and_what_holds_it(self, root: Path) -> None:
        for out in (Path("/"), Path.home(), root, root.parent, root / "data/..", root.parent.parent):
            assert "not a folder that a site may replace" in self.refused(root, out)

    def test_the_folders_of_the_records(self, root: Path) -> None:
        for out in (root / "data", root / "data/site", root / "media", root / ".git/site"):
            assert "inside the catalogue's own files" in self.refused(root, out)

    def test_a_file_and_a_symbolic_link(self, root: Path) -> None:
        (root / "file").write_text("x")
        (root / "real").mkdir()
        (root / "link").symlink_to(root / "real")
        assert "is a file" in self.refused(root, root / "file")
        assert "is a symbolic link" in self.refused(root, root / "link")

    def test_a_folder_without_our_manifest(self, root: Path) -> None:
        (root / "letters").mkdir()
        (root / "letters/dear.txt").write_text("x")
        assert "not a site made by mini" in self.refused(root, root / "letters")
        (root / "letters" / MANIFEST).write_text("not json")
        assert "not a site made by mini" in self.refused(root, root / "letters")

    def test_a_site_with_a_file_that_mini_did_not_write(self, root: Path) -> None:
        write(root, root / "site", {"a.html": "1"})
        (root / "site/notes").mkdir()
        (root / "site/notes/mine.txt").write_text("x")
        assert "notes/mine.txt (not written by mini)" in self.refused(root, root / "site")
        assert (root / "site/notes/mine.txt").read_text() == "x"

    def test_a_site_with_a_changed_file(self, root: Path) -> None:
        write(root, root / "site", {"a.html": "1", "b.html": "2"})
        (root / "site/b.html").write_text("edited by hand")
        assert "b.html (changed since)" in self.refused(root, root / "site")

    def test_a_site_with_a_link_inside(self, root: Path) -> None:
        write(root, root / "site", {"a.html": "1"})
        (root / "site/away").symlink_to(root / "data", target_is_directory=True)
        assert "away (not written by mini)" in self.refused(root, root / "site")

    @pytest.mark.parametrize("name", ["../a", "/a", "", "a/../../b"])
    def test_a_name_that_leaves_the_folder(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(ValueError, match="not a name"):
            NewFolder(tmp_path).write(name, b"")


class TestInterruptions:
    """The last good site stays, and the new folder goes, whatever stops a build."""

    @pytest.fixture
    def good(self, tmp_path: Path) -> dict[str, bytes]:
        return contents(build(tmp_path).home.parent)

    def kept(self, root: Path, good: dict[str, bytes]) -> None:
        assert contents(root / "site-build") == good
        assert beside(root / "site-build") == []

    def template(self, root: Path, text: str) -> None:
        folder = root / "own/html"
        folder.mkdir(parents=True)
        (folder / "region.html").write_text(text)

    def test_an_error_in_a_render(self, tmp_path: Path, good: dict[str, bytes]) -> None:
        self.template(tmp_path, "{{ 1 / 0 }}")
        with pytest.raises(UserError):
            build(tmp_path, settings={"site": {"templates": "own"}})
        self.kept(tmp_path, good)

    def test_control_c_in_a_render(self, tmp_path: Path, good: dict[str, bytes]) -> None:
        self.template(
            tmp_path, "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"
        )

        def interrupt(_number: int, _frame: object) -> None:
            raise KeyboardInterrupt

        before = signal.signal(signal.SIGALRM, interrupt)
        signal.setitimer(signal.ITIMER_REAL, 1)
        try:
            with pytest.raises(KeyboardInterrupt):
                build(tmp_path, settings={"site": {"templates": "own"}})
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        self.kept(tmp_path, good)

    def test_a_disk_that_takes_no_more(self, tmp_path: Path, good: dict[str, bytes]) -> None:
        records = documents()
        records["practice"]["voucher"]["description"] = "long " * 100_000
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
        try:
            with pytest.raises(OSError, match="File too large") as caught:
                build(tmp_path, records)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert caught.value.filename == str(
            tmp_path / "site-build"
        )  # not the hidden folder beside it, nor nothing
        self.kept(tmp_path, good)

    def test_a_place_that_cannot_be_written(self, root: Path) -> None:
        (root / "file").write_text("")
        with pytest.raises(OSError, match="File exists") as caught:
            write(root, root / "file/site", {"a.html": "1"})
        assert ".mini-" not in str(caught.value)

    def test_an_error_about_another_file_keeps_its_name(self, root: Path) -> None:
        with pytest.raises(FileNotFoundError) as caught, replacing(root / "site", root):
            (root / "media/picture.png").read_bytes()
        assert caught.value.filename == str(root / "media/picture.png")

    def test_a_killed_build_is_cleared_away_at_the_next_start(
        self, tmp_path: Path, good: dict[str, bytes]
    ) -> None:
        script = (
            "import time; from pathlib import Path; from miniexchange.publish.folder import replacing\n"
            f"with replacing(Path({str(tmp_path / 'site-build')!r}), Path({str(tmp_path)!r})) as folder:\n"
            "    folder.write('half.html', b'x'); print('ready', flush=True); time.sleep(60)\n"
        )
        process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
        assert process.stdout and process.stdout.readline() == b"ready\n"
        process.kill()
        process.wait()
        process.stdout.close()
        assert contents(tmp_path / "site-build") == good
        assert beside(tmp_path / "site-build")
        build(tmp_path)
        self.kept(tmp_path, good)


class TestRecovery:
    """A swap is two renames; each state in which it can be cut off is put right."""

    @pytest.fixture
    def out(self, root: Path) -> Iterator[Path]:
        write(root, root / "site", {"page.html": "last good"})
        yield root / "site"
        assert beside(root / "site") == []
        assert (root / "site/page.html").read_text() == "new"

    def new(self, root: Path, out: Path) -> Path:
        write(root, root / "elsewhere", {"page.html": "interrupted"})
        return (root / "elsewhere").rename(out.with_name(f".{out.name}.mini-new"))

    def test_before_the_first_rename(self, root: Path, out: Path) -> None:
        self.new(root, out)
        write(root, out, {"page.html": "new"})

    def test_between_the_renames(self, root: Path, out: Path) -> None:
        self.new(root, out)
        out.rename(out.with_name(f".{out.name}.mini-old"))
        with pytest.raises(ZeroDivisionError), replacing(out, root):
            raise ZeroDivisionError
        assert (out / "page.html").read_text() == "last good"
        write(root, out, {"page.html": "new"})

    def test_after_the_second_rename(self, root: Path, out: Path) -> None:
        out.rename(out.with_name(f".{out.name}.mini-old"))
        self.new(root, out).rename(out)
        write(root, out, {"page.html": "new"})

    def test_a_foreign_folder_under_our_name_is_left_alone(self, root: Path, out: Path) -> None:
        foreign = out.with_name(f".{out.name}.mini-new")
        foreign.mkdir()
        (foreign / "letter.txt").write_text("x")
        with pytest.raises(UserError, match="in the way"):
            write(root, out, {"page.html": "new"})
        (foreign / "letter.txt").unlink()
        write(root, out, {"page.html": "new"})


def test_two_builds_at_once_are_refused(root: Path) -> None:
    with replacing(root / "site", root) as folder:
        folder.write("a.html", b"first")
        with pytest.raises(UserError, match="another build"):
            write(root, root / "site", {"a.html": "second"})
        write(root, root / "other", {"a.html": "elsewhere"})
    assert (root / "site/a.html").read_text() == "first"


def test_many_builds_one_after_another_leave_no_lock(root: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from miniexchange.diagnostic import UserError\n"
        "from miniexchange.publish.folder import replacing\n"
        "for n in range(30):\n"
        "    try:\n"
        f"        with replacing(Path({str(root / 'site')!r}), Path({str(root)!r})) as f: f.write('a', sys.argv[1].encode())\n"
        "    except UserError as error:\n"
        "        assert 'another build' in error.message, error.message\n"
    )
    started = time.monotonic()
    processes = [subprocess.Popen([sys.executable, "-c", code, str(n)]) for n in range(3)]
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert time.monotonic() - started < 60
    assert {p.name for p in root.iterdir()} == {"data", "site"}
    assert set(contents(root / "site")) == {"a", MANIFEST}


def test_a_glance_leaves_a_change_that_was_cut_off_to_be_ended(root: Path, tmp_path: Path) -> None:
    """Files first, the manifest last: in between, what lies there does not look like a site."""
    out = tmp_path / "site"
    out.mkdir()
    (out / "index.html").write_text("moved already")
    with pytest.raises(UserError):
        refuse_place(out, root)
    waiting = tmp_path / ".site.mini-new"
    waiting.mkdir()
    (waiting / JOURNAL).write_text("{}")
    refuse_place(out, root)
