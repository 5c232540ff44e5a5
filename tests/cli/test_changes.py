"""`mini changes` as people call it: the table, the Markdown, the JSON, and what is told when it cannot answer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from catalogues import CHECKOUT, CatalogueFolder

SCHEMA = json.loads((CHECKOUT / "schemas/output/changes.schema.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture(autouse=True)
def git_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of the machine or of a hook that runs the tests."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in (
        ("HOME", str(tmp_path)),
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_CEILING_DIRECTORIES", str(tmp_path.parent)),
        ("COLUMNS", "80"),
    ):
        monkeypatch.setenv(name, value)


def commit(folder: Path, day: str) -> None:
    moment = {f"GIT_{who}_DATE": f"{day}T12:00:00+0000" for who in ("AUTHOR", "COMMITTER")}
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
    for words in (["add", "--all", "."], ["commit", "--quiet", "--allow-empty", "-m", "state"]):
        subprocess.run(["git", *who, *words], cwd=folder, env={**os.environ, **moment}, check=True)


@pytest.fixture
def kept(catalogue: CatalogueFolder) -> CatalogueFolder:
    """A catalogue with a tag and one change of each sort after it."""
    subprocess.run(["git", "init", "--quiet"], cwd=catalogue.root, check=True)
    commit(catalogue.root, "2026-01-05")
    subprocess.run(["git", "tag", "v1"], cwd=catalogue.root, check=True)
    data = catalogue.root / "data"
    catalogue.write(
        "practice", "summer-entrepreneur", title="Summer Entrepreneur", region="veneto", status="draft"
    )
    text = catalogue.read("region", "flevoland").replace("name: Flevoland", "name: Province of Flevoland")
    catalogue.write("region", "flevoland", text + "nuts_version: 2021\n")
    (data / "practices/winter-school.yaml").rename(data / "practices/school-in-winter.yaml")
    text = catalogue.read("practice", "summer-school")
    catalogue.write("practice", "summer-school", text.replace("status: published", "status: archived"))
    (data / "events/verona-2025.yaml").unlink()
    commit(catalogue.root, "2026-02-01")
    return catalogue


def mini(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "miniexchange", "changes", "--as-of", "2026-06-30", *words],
        cwd=folder,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def as_json(folder: Path, *words: str) -> dict[str, Any]:
    done = mini(folder, "--format", "json", *words)
    assert (done.returncode, done.stderr) == (0, "")
    document: dict[str, Any] = json.loads(done.stdout)
    Draft202012Validator(SCHEMA).validate(document)
    return document


TABLE = """\
Changes since the tag v1 (2026-01-05)

New
  2026-02-01  Summer Entrepreneur (practice)

Changed
  2026-02-01  Province of Flevoland (region): name, nuts version

Renamed
  2026-02-01  Young founders of Verona (practice), was winter-school, now
              school-in-winter

Archived
  2026-02-01  Summer school for founders (practice): status

Removed
  2026-02-01  Study visit to Verona (event)
"""

MARKDOWN = """\
## Changes since the tag v1 (2026-01-05)

### New

- **Summer Entrepreneur** (practice), 2026-02-01

### Removed
"""


def test_the_table(kept: CatalogueFolder) -> None:
    done = mini(kept.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == TABLE
    quiet = mini(kept.root, "--quiet", "--kind", "events")
    assert quiet.stdout == "Removed\n  2026-02-01  Study visit to Verona (event)\n"
    assert (
        mini(kept.root, "--since", "HEAD").stdout == "Changes since the revision HEAD (2026-02-01): nothing\n"
    )


def test_markdown(kept: CatalogueFolder) -> None:
    told = mini(kept.root, "--format", "markdown").stdout
    assert told.startswith(MARKDOWN.partition("### Removed")[0]) and "### Removed" in told
    assert (
        "- **Young founders of Verona** (practice), was winter-school, now school-in-winter, 2026-02-01\n"
        in told
    )
    nothing = mini(kept.root, "--format", "markdown", "--since", "2026-06-01", "--until", "2026-06-02").stdout
    assert nothing == "## Changes since 2026-06-01 until 2026-06-02\n\nNothing changed.\n"


def test_json(kept: CatalogueFolder) -> None:
    document = as_json(kept.root)
    assert (document["schema_version"], document["command"], document["basis"]) == (1, "changes", "git")
    assert document["counts"] == dict.fromkeys(("new", "changed", "renamed", "archived", "removed"), 1)
    assert document["changes"][0] == {
        "kind": "region",
        "id": "flevoland",
        "title": "Province of Flevoland",
        "what": "changed",
        "day": "2026-02-01",
        "fields": ["name", "nuts_version"],
        "previous_id": "",
    }
    assert document["since"]["form"] == "tag" and document["until"] == {
        "text": "",
        "form": "any",
        "day": "2026-06-30",
        "commit": "",
    }
    assert [c["kind"] for c in as_json(kept.root, "--kind", "Practice")["changes"]] == ["practice"] * 3
    assert as_json(kept.root, "--since", "2026-01-05", "--until", "v1")["counts"]["new"] > 10


def test_without_git_it_says_so(catalogue: CatalogueFolder) -> None:
    document = as_json(catalogue.root, "--since", "2020")
    assert (document["basis"], document["reason"]) == ("dates", "no-repository")
    done = mini(catalogue.root, "--since", "2020")
    assert done.returncode == 0 and "from the dates that the records tell of themselves" in done.stderr
    assert "dates that the records" in mini(catalogue.root, "--format", "markdown").stdout
    assert mini(catalogue.root, "--quiet").stderr == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--since", "v2"], "there is no date, tag, edition or revision 'v2' here"),
        (["--since", "v1.0"], "or a tag; the latest are: v1"),
        (["--since", "2027"], "2027 lies in the future"),
        (["--kind", "practise"], "did you mean practice?"),
        (["--format", "csv"], "choose one of table, markdown, json"),
        (["--as-of", "soon"], "write a day such as"),
    ],
)
def test_mistakes_are_told(words: list[str], told: str, kept: CatalogueFolder) -> None:
    done = mini(kept.root, *words)
    assert done.returncode == 2 and done.stdout == ""
    assert told in done.stderr and "\n  → " in done.stderr and "Traceback" not in done.stderr


def test_hostile_texts_are_only_text(kept: CatalogueFolder) -> None:
    titles = {
        "markup": "**bold** <script>alert(1)</script> [a](javascript:b) `c` | d",
        "steering": "a\u202eb\u0007c\x1b[31m",
        "lines": "a\n\n# heading",
        "long": "word " * 20_000,
        "surrogate": "a\ud800b",
        "blank": " ",
    }
    for name, title in titles.items():
        text = json.dumps({"title": title, "status": "draft", "x-<b>\n": 1})
        kept.write("practice", name, text)
    subprocess.run(["git", "tag", "a-\u202e-tag"], cwd=kept.root, check=True)
    table = mini(kept.root, "--since", "a-\u202e-tag")
    assert table.returncode == 0 and len(table.stdout) < 2_000
    assert not any(character in table.stdout for character in "\x1b\x07\u202e")
    told = mini(kept.root, "--since", "a-\u202e-tag", "--format", "markdown").stdout
    assert (
        "<script" not in told and "**bold**" not in told and "\n# heading" not in told and "\\[a\\](" in told
    )
    assert "\u202e" not in told and len(told) < 3_000
    found = as_json(kept.root, "--since", "HEAD")["changes"]
    assert {c["id"] for c in found} == titles.keys()
    commit(kept.root, "2026-03-01")
    kept.write("practice", "blank", '{"title": "B", "x-<i>": 1}')
    assert "<i>" not in mini(kept.root, "--since", "HEAD", "--format", "markdown").stdout
