"""How a command ends: done, stopped, interrupted, with nobody reading, with a full disk, with a bug."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from catalogues import CatalogueFolder
from miniexchange.cli import COMMANDS, boundary, main


def mini(*words: str, **more: object) -> subprocess.Popen[str]:
    """`mini` in a process of its own, which takes interrupts as on a terminal."""
    command: Sequence[str] = [sys.executable, "-m", "miniexchange", *words]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
        command,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        **streams,
    )


@pytest.mark.parametrize("words", [["--help"], ["explain"]])
def test_a_reader_that_goes_away_is_no_error(words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        process = mini(*words, stdout=writing)
        _, told = process.communicate()
    finally:
        os.close(writing)
    assert (process.returncode, told) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
@pytest.mark.parametrize("words", [["--help"], ["explain"]])
def test_a_full_disk_is_told_in_words(words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        process = mini(*words, stdout=full)
        _, told = process.communicate()
    assert process.returncode == 2
    assert "the disk is full" in told and "  → make room" in told and "Errno" not in told


def test_a_closed_output_is_no_bug(catalogue: CatalogueFolder) -> None:
    command = f'exec "{sys.executable}" -m miniexchange validate --catalogue "{catalogue.root}" >&-'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_interrupt_is_told(catalogue: CatalogueFolder) -> None:
    templates = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"
    catalogue.file("site/templates/html/home.html", templates)
    begun = catalogue.root / ".site-build.mini-new/.miniexchange-site.json"
    process = mini("build", "--catalogue", str(catalogue.root))
    while not begun.exists():
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, told = process.communicate()
    assert (process.returncode, out) == (130, "")
    assert told == "mini: interrupted; nothing was left half-written\n"
    assert [path.name for path in catalogue.root.glob(".site-build*")] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    told = capfd.readouterr().out
    assert told.startswith(f"Usage: mini {name}") and "Example:" in told
    assert main([name, "-h"]) == 0
    assert capfd.readouterr().out == told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["bild"], "did you mean `mini build`?"),
        (["zzz"], "`mini --help` lists the commands"),
        (["--catalogue", ".", "validate"], "options come after it"),
        (["\x1b[31mred"], "no command"),
        (["validate", "--bogus"], "mini validate --help"),
        (["explain", "a", "b"], "mini explain --help"),
    ],
)
def test_wrong_words_are_usage(words: list[str], told: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    err = capfd.readouterr().err
    assert told in err and "\n  → " in err and "\x1b" not in err and "Traceback" not in err


def test_an_unknown_command_runs_none(capfd: pytest.CaptureFixture[str]) -> None:
    assert main([]) == main(["--help"]) == main(["-h"]) == main(["help"]) == 0
    first, *others = capfd.readouterr().out.split("mini: regions")[1:]
    assert set(others) == {first} and all(f"\n  {name} " in first for name in COMMANDS)
    assert main(["--version"]) == main(["-V"]) == 0
    assert capfd.readouterr().out.count("mini ") == 2


def test_a_minus_before_a_test_is_no_option(
    catalogue: CatalogueFolder, capfd: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["query", "practices", "-status:archived", "--count", "--catalogue", str(catalogue.root)]) == 0
    )
    assert int(capfd.readouterr().out) > 0


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("absent/report.json", "there is no folder {root}/absent"),
        ("folder", "{root}/folder: this is a folder"),
        ("file/report.json", "{root}/file/report.json: a part of this path is a file"),
        ("n" * 300, "the name is too long"),
    ],
)
def test_a_report_that_cannot_be_written_is_named(
    file: str, told: str, catalogue: CatalogueFolder, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")
    words = ["validate", "--catalogue", str(catalogue.root), "--quiet"]
    assert main([*words, "--output", f"json={tmp_path / file}"]) == 2
    err = capfd.readouterr().err
    assert err.startswith("mini validate: ") and told.format(root=tmp_path) in err and "\n  → " in err
    assert "Errno" not in err and ".tmp" not in err


@pytest.mark.parametrize("command", ["build", "pair"])
def test_an_invalid_catalogue_stops_a_command_with_its_errors(
    command: str, catalogue: CatalogueFolder, capfd: pytest.CaptureFixture[str]
) -> None:
    where = ["--catalogue", str(catalogue.root)]
    assert main(["build", *where]) == 0
    site = {path: path.read_bytes() for path in (catalogue.root / "site-build").rglob("*.*")}
    catalogue.write("practice", "draft-one", title="A title", region="nowhere", status="draft")
    capfd.readouterr()
    assert main([command, *where]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert "data/practices/draft-one.yaml:3:13: error MX301" in err
    assert "warning" not in err and "hint" not in err
    assert f"mini {command}: stopped, because the catalogue has errors\n  → " in err
    assert {path: path.read_bytes() for path in (catalogue.root / "site-build").rglob("*.*")} == site


def test_a_bug_asks_to_be_reported(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(name: str, arguments: list[str]) -> int:
        raise ZeroDivisionError(f"in {name} {arguments}")

    monkeypatch.setattr(boundary, "_call", broken)
    assert main(["explain", "x"]) == 3
    err = capfd.readouterr().err
    assert "mini explain: a bug in mini" in err and "Please report" in err and "ZeroDivisionError" in err
