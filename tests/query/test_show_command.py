"""`mini show` on the catalogue that ships."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from miniexchange.catalogue.kinds import KINDS
from miniexchange.check.run import open_rows
from miniexchange.cli import main
from miniexchange.interchange.layout import display_width
from miniexchange.query.portrait import as_data, as_lines, portrait

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "schemas/output/show.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "80")

    def run(*words: str, root: Path = ROOT) -> tuple[int, str, str]:
        status = main(["show", *words, "--catalogue", str(root)])
        return (status, *capfd.readouterr())

    return run


def test_a_practice_for_people(show: Any) -> None:
    status, out, err = show("summer-entrepreneur")
    assert (status, err) == (0, "")
    headings = [line for line in out.splitlines() if line and line[0] != " "]
    order = [
        "Summer Entrepreneur",
        "Summary",
        "Description",
        "Evidence",
        "Difficulties",
        "Completeness",
        "Exchanges",
        "Sources",
    ]
    assert [heading for heading in headings if heading in order] == order
    assert "of 100" in out
    assert "(summer-entrepreneur-flevoland)" in out
    assert "(inferred) means" in out


def test_lines_fit_the_terminal_except_addresses(show: Any) -> None:
    _, out, _ = show("summer-entrepreneur", "--similar")
    assert [line for line in out.splitlines() if display_width(line) > 80 and "://" not in line] == []
    assert "Similar practices" in out and "alike" in out


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_can_be_shown_and_fits_the_schema(kind: str) -> None:
    opened = open_rows(ROOT, use_cache=False)
    assert opened.rows.of(kind)
    for row in opened.rows.of(kind):
        shown = portrait(opened, row, with_similar=kind == "practice")
        assert as_lines(opened, shown)[0].label == row.title
        mistakes = [error.message for error in Draft202012Validator(SCHEMA).iter_errors(as_data(shown))]
        assert (row.id, mistakes) == (row.id, [])


def test_yaml_and_json_say_the_same(show: Any) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    _, as_json, _ = show("summer-entrepreneur", "--similar", "--format", "json")
    _, as_yaml, _ = show("summer-entrepreneur", "--similar", "--format", "yaml")
    assert yaml.safe_load(as_yaml) == json.loads(as_json)
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(json.loads(as_json))] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["summer-entrepeneur"], "did you mean `summer-entrepreneur`"),
        (["region/summer-entrepreneur"], "no region has the id 'summer-entrepreneur'"),
        (["regoin/veneto"], "there is no kind 'regoin'"),
        (["Summer Design Office"], "did you mean `summer-design-office`"),
        (["veneto", "--similar"], "region veneto is no practice"),
        (["veneto", "--format", "table"], "choose one of text"),
    ],
)
def test_mistakes_end_with_status_2_and_a_hint(show: Any, words: list[str], said: str) -> None:
    status, out, err = show(*words)
    assert (status, out) == (2, "")
    assert said in err


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    root = tmp_path / "catalogue"
    shutil.copytree(ROOT / "data", root / "data")
    shutil.copy(ROOT / "mini.yaml", root / "mini.yaml")
    return root


def test_an_id_of_several_kinds_asks_which(show: Any, copied: Path) -> None:
    (copied / "data/projects/veneto.yaml").write_text(
        "title: A project\nsources:\n  - url: https://example.org/\n"
    )
    status, _, err = show("veneto", root=copied)
    assert status == 2
    assert "`mini show project/veneto` or `mini show region/veneto`" in err
    assert show("regions/veneto", root=copied)[1].startswith("Veneto\n")
    assert show("project/veneto", root=copied)[1].startswith("A project\n")


def test_a_broken_record_sends_to_validate(show: Any, copied: Path) -> None:
    (copied / "data/practices/broken.yaml").write_text("title: [no\n")
    status, _, err = show("broken", root=copied)
    assert status == 2
    assert "mini validate data/practices/broken.yaml" in err


def test_text_cannot_steer_the_terminal(show: Any, copied: Path) -> None:
    path = copied / "data/practices/summer-design-office.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "\nstatus:", '\norganisation: "Evil \\u202E office"\nstatus:', 1
        )
    )
    _, out, _ = show("summer-design-office", root=copied)
    assert "\u202e" not in out and "\x1b" not in out
