"""`mini new`: by options, by questions on a terminal, and what it refuses."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from miniexchange.catalogue.document import read_document
from miniexchange.cli import main
from miniexchange.cli.new import QUESTIONS
from miniexchange.edit.initial import initial_files
from miniexchange.edit.write import write_all_new


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    catalogue = tmp_path / "catalogue"
    write_all_new(catalogue, initial_files("none"))
    monkeypatch.chdir(catalogue)
    return catalogue


GIVEN = {
    "practice": ["title=Guarantee fund", "region=example-northland", "sources.url=https://example.org/fund"],
    "region": ["name=Westland", "country=NL", "nuts=NL23", "sources.url=https://example.org/west"],
    "exchange": [
        "practice=example-night-market",
        "importer=example-southland",
        "sources.url=https://example.org/x",
    ],
    "project": ["title=Funds for Europe", "sources.url=https://example.org/funds"],
    "event": [
        "title=Kick-off",
        "kind=meeting",
        "period.start=2026-05-11",
        "sources.url=https://example.org/k",
    ],
    "assessment": ["region=example-northland", "date=2026-03", "sources.url=https://example.org/a"],
    "plan": ["region=example-northland", "title=Action plan", "sources.url=https://example.org/p"],
    "vocabulary": ["title=Stages", "terms.seed.label.en=Seed"],
}
PATHS = {
    "practice": "data/practices/guarantee-fund.yaml",
    "region": "data/regions/westland.yaml",
    "exchange": "data/exchanges/example-night-market-example-southland.yaml",
    "project": "data/projects/funds-for-europe.yaml",
    "event": "data/events/kick-off.yaml",
    "assessment": "data/assessments/example-northland-2026.yaml",
    "plan": "data/plans/action-plan.yaml",
    "vocabulary": "data/vocabulary/stages.yaml",
}


def given(*pairs: str) -> list[str]:
    return [word for pair in pairs for word in ("--set", pair)]


@pytest.mark.parametrize("kind", GIVEN)
def test_with_its_required_values_a_record_is_valid_at_once(
    kind: str, root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", kind, *given(*GIVEN[kind])]) == 0
    out, err = capfd.readouterr()
    assert out == f"{PATHS[kind]}\n"
    assert err == f"→ fill in {PATHS[kind]}, then run `mini validate {PATHS[kind]}`\n"
    document = read_document((root / PATHS[kind]).read_bytes())
    assert {pair.partition(".")[0].partition("=")[0] for pair in GIVEN[kind]} <= set(document)
    assert main(["validate", "--strict", "--no-cache"]) == 0


def test_what_a_new_record_starts_with(root: Path) -> None:
    assert main(["new", "practice", "--quiet", *given(*GIVEN["practice"])]) == 0
    assert main(["new", "exchange", "--quiet", *given(*GIVEN["exchange"])]) == 0
    assert read_document((root / PATHS["practice"]).read_bytes())["status"] == "draft"
    exchange = read_document((root / PATHS["exchange"]).read_bytes())
    assert exchange["status"] == "proposed"
    assert exchange["history"] == [{"status": "proposed", "date": date.today().isoformat()}]


def test_what_remains_to_do_is_told(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "region", "westland", "--no-input"]) == 1
    out, err = capfd.readouterr()
    assert out == "data/regions/westland.yaml\n"
    assert "MX206" in err and "name:" in err


def test_without_a_terminal_what_was_not_asked_is_told(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "region", "westland", "--set", "name=Westland"]) == 1
    err = capfd.readouterr().err
    assert "the input is not a terminal, so nothing was asked; give --set country=…\n" in err
    assert main(["new", "region", "eastland", "--no-input"]) == 1
    assert "terminal" not in capfd.readouterr().err


def test_a_near_duplicate_is_told_but_written(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    title = "Example: Night markets for people with a job"
    assert main(["new", "practice", *given(f"title={title}", "region=example-southland")]) == 0
    err = capfd.readouterr().err
    assert "the practice example-night-market has nearly this title" in err
    assert (root / "data/practices/example-night-markets-for-people-with-a-job.yaml").exists()


REFUSED = [
    (["practise"], "did you mean practice?"),
    (["practice"], "not a terminal, so nothing was asked"),
    (["practice"], "--set title=…"),
    (["practice", "--set", "title=x", "--set", "region=example-northlund"], "mean example-northland"),
    (["practice", "--set", "title=x", "--set", "region=zzz"], "`mini query regions` lists all"),
    (["exchange", "x", "--set", "practice=example-nite-market"], "mean example-night-market"),
    (["practice", "Night_Market"], "write night-market"),
    (["practice", "../evil", "--set", "title=x"], "write evil"),
    (["practice", "…"], "lower-case letters"),
    (["practice", "nul", "--set", "title=x"], "write nul-2"),
    (["practice", "x" * 81, "--set", "title=x"], "80 at most"),
    (["practice", "x", "--set", "regoin=y"], "did you mean `region`"),
    (["practice", "x", "--set", "title"], "write --set KEY=VALUE"),
    (["practice", "example-night-market", "--set", "title=x"], "exists already"),
    (["exchange", "--set", "practice=example-night-market"], "--set importer=…"),
]


@pytest.mark.parametrize(("words", "hint"), REFUSED, ids=[" ".join(words) for words, _ in REFUSED])
def test_mistakes_are_refused_with_a_remedy(
    words: list[str], hint: str, root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = sorted(root.rglob("*"))
    assert main(["new", *words]) == 2
    out, err = capfd.readouterr()
    assert out == "" and hint in err and "→" in err
    assert sorted(root.rglob("*")) == before


def test_nothing_is_overwritten_wherever_it_lies(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    deep = root / "data/practices/2019/night.yaml"
    deep.parent.mkdir()
    shutil.copy(root / "data/practices/example-night-market.yaml", deep)
    assert main(["new", "practice", "night", "--set", "title=x"]) == 2
    assert "data/practices/2019/night.yaml" in capfd.readouterr().err
    link = root / "data/practices/link.yaml"
    link.symlink_to(root / "nowhere.yaml")
    assert main(["new", "practice", "link", "--set", "title=x"]) == 2
    assert link.is_symlink() and not (root / "nowhere.yaml").exists()


def test_outside_a_catalogue_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "practice", "x"]) == 2
    assert "mini init" in capfd.readouterr().err


def test_every_question_is_about_a_field() -> None:
    from miniexchange.catalogue.schema import field_names

    for kind, names in QUESTIONS.items():
        assert set(names) <= set(field_names(kind))


# On a terminal


class Terminal:
    """The command on a terminal of its own, answered line by line."""

    def __init__(self, words: list[str], folder: Path) -> None:
        import pty

        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "miniexchange", *words],
            cwd=folder,
            stdin=slave,
            stdout=subprocess.PIPE,
            stderr=slave,
            env={**os.environ, "TERM": "dumb"},
        )
        os.close(slave)
        self.seen = ""

    def answer(self, question: str, text: str) -> None:
        """Waits until the question has been asked, then answers it."""
        self.wait_for(question)
        os.write(self.master, (text + "\n").encode())

    def wait_for(self, question: str) -> None:
        start = len(self.seen)
        end = time.monotonic() + 20
        while question not in self.seen[start:]:
            ready, _, _ = select.select([self.master], [], [], max(end - time.monotonic(), 0))
            assert ready, f"no question {question!r} in {self.seen!r}"
            self.seen += os.read(self.master, 4096).decode("utf-8", "replace")

    def end(self) -> tuple[int, str]:
        """The exit status and what was printed."""
        out, _ = self.process.communicate(timeout=20)
        os.close(self.master)
        return self.process.returncode, out.decode()


@pytest.fixture
def terminals(root: Path) -> Iterator[list[Terminal]]:
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        terminal.process.kill()


on_terminals = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@on_terminals
def test_questions_until_the_answers_fit(root: Path, terminals: list[Terminal]) -> None:
    terminal = Terminal(["new", "practice"], root)
    terminals.append(terminal)
    terminal.answer("Title", "")
    terminal.answer("Title", "Guarantee fund")
    terminal.answer("Region", "example-northlund")
    terminal.answer("did you mean example-northland", "example-northland")
    terminal.answer("Id", "")
    assert terminal.end() == (0, "data/practices/guarantee-fund.yaml\n")
    document = read_document((root / "data/practices/guarantee-fund.yaml").read_bytes())
    assert document == {"title": "Guarantee fund", "region": "example-northland", "status": "draft"}


@on_terminals
def test_a_practice_from_outside_gets_an_owner(root: Path, terminals: list[Terminal]) -> None:
    terminal = Terminal(["new", "practice", "--set", "title=Fund"], root)
    terminals.append(terminal)
    terminal.answer("Region", "")
    terminal.answer("Organisation", "")
    terminal.answer("Countries", "")
    terminal.answer("or its countries\r\nOrganisation", "Chamber of Crafts")
    terminal.answer("Countries", "EL")
    terminal.answer("GR", "GR")
    terminal.answer("Id", "Crafts_Fund")
    terminal.answer("write crafts-fund", "example-night-market")
    terminal.answer("exists already", "crafts-fund")
    assert terminal.end() == (0, "data/practices/crafts-fund.yaml\n")
    document = read_document((root / "data/practices/crafts-fund.yaml").read_bytes())
    assert document["owner"] == {"organisation": "Chamber of Crafts", "countries": ["GR"]}


@on_terminals
@pytest.mark.parametrize("way", ["interrupt", "end of input"])
def test_whoever_stops_leaves_nothing(way: str, root: Path, terminals: list[Terminal]) -> None:
    before = sorted(root.rglob("*"))
    terminal = Terminal(["new", "region"], root)
    terminals.append(terminal)
    terminal.wait_for("> ")
    if way == "interrupt":
        terminal.process.send_signal(signal.SIGINT)
    else:
        os.write(terminal.master, b"\x04")
    assert terminal.end() == (130, "")
    assert sorted(root.rglob("*")) == before
