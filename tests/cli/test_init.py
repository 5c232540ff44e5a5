"""`mini init`: a catalogue that is valid from the start, and nothing overwritten."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from miniexchange.catalogue.kinds import FOLDERS, KIND_OF_FOLDER
from miniexchange.catalogue.schema import field_names, fields
from miniexchange.catalogue.verdict import schema_findings
from miniexchange.catalogue.yaml12 import compose
from miniexchange.check.run import open_rows, validate
from miniexchange.cli import main
from miniexchange.edit.canonical import canonical
from miniexchange.edit.initial import CI, initial_files


def listing(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("ci", CI)
def test_a_new_catalogue_has_no_findings(ci: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "our" / "catalogue"
    assert main(["init", str(root), "--ci", ci]) == 0
    assert "mini validate" in capfd.readouterr().out
    for day in (date(2026, 1, 1), date(2040, 1, 1)):  # and it does not grow stale on the shelf
        assert validate(root, as_of=day, use_cache=False).diagnostics == ()
    opened = open_rows(root, use_cache=False)
    assert {kind: len(opened.rows.of(kind)) for kind in FOLDERS} == {
        "vocabulary": 7, "project": 1, "region": 2, "practice": 1, "exchange": 1, "event": 1, "assessment": 1, "plan": 1,
    }  # fmt: skip
    assert (".github/workflows/catalogue.yml" in listing(root)) is (ci == "github")
    assert (".gitlab-ci.yml" in listing(root)) is (ci == "gitlab")
    assert {
        ".gitignore",
        ".editorconfig",
        ".gitattributes",
        ".pre-commit-config.yaml",
        ".vscode/settings.json",
    } <= set(listing(root))


def test_it_starts_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "README.md").write_text("Ours\n")
    monkeypatch.chdir(tmp_path)
    assert main(["init", "--quiet"]) == 0
    assert (tmp_path / "README.md").read_text() == "Ours\n"
    assert set(initial_files("github")) | {"README.md"} == set(listing(tmp_path))


@pytest.mark.parametrize("taken", ["mini.yaml", "data/regions/example-northland.yaml", ".editorconfig"])
def test_one_file_in_the_way_stops_everything(
    taken: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / taken).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / taken).write_text("mine\n")
    assert main(["init", str(tmp_path)]) == 2
    assert listing(tmp_path) == [taken] and (tmp_path / taken).read_text() == "mine\n"
    err = capfd.readouterr().err
    assert "nothing was written" in err and ("catalogue already" in err or taken in err)


def test_the_way_to_a_folder_with_a_space_can_be_copied(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", str(tmp_path / "our catalogue")]) == 0
    assert f'cd "{tmp_path / "our catalogue"}"' in capfd.readouterr().out


def test_ones_own_gitignore_stays_and_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n")
    assert main(["init", str(tmp_path)]) == 0
    assert (tmp_path / ".gitignore").read_text() == "mine\n"
    assert (tmp_path / "mini.yaml").exists()


@pytest.mark.parametrize("folder", ["data", "data/practices/new", "media/new"])
def test_among_the_records_of_another_catalogue_there_is_no_place(
    folder: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", str(tmp_path), "--quiet"]) == 0
    before = listing(tmp_path)
    assert main(["init", str(tmp_path / folder)]) == 2
    assert f"lies among the records of the catalogue {tmp_path}" in capfd.readouterr().err
    assert listing(tmp_path) == before
    assert main(["init", str(tmp_path / "beside"), "--quiet"]) == 0


def test_a_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new/mini.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert main(["init", str(tmp_path / "new")]) == 2
    assert not (tmp_path / "elsewhere.yaml").exists()


@pytest.mark.parametrize("words", [["--ci", "jenkins"], ["a-file"]])
def test_wrong_words_are_refused(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a-file").write_text("")
    assert main(["init", *words]) == 2
    assert "→" in capfd.readouterr().err
    assert listing(tmp_path) == ["a-file"]


def test_examples_say_that_they_are_invented_and_are_in_canonical_form() -> None:
    for path, text in initial_files("none").items():
        if path.startswith("data/") and not path.startswith("data/vocabulary/"):
            assert "example" in path and re.search("invented", text), path
            assert (
                re.search(r"(?i)^(title|name): .*example", text, re.M)
                or "exchanges" in path
                or "assessments" in path
            )
            kind = KIND_OF_FOLDER[path.split("/")[1]]
            assert canonical(kind, compose(text).value, path) == text, path


def test_the_settings_show_every_setting_with_its_default() -> None:
    shown = re.sub(r"(?m)^# (?!yaml-language-server)", "", initial_files("none")["mini.yaml"])
    document = compose(shown).value
    assert schema_findings("mini", document) == []

    def names(value: object, prefix: str = "") -> set[str]:
        if not isinstance(value, dict):
            return set()
        return {f"{prefix}{k}" for k in value} | {
            n for k, v in value.items() for n in names(v, f"{prefix}{k}.")
        }

    assert names(document) == set(field_names("mini"))
    for field in fields("mini"):
        if "default" in field.schema and field.name != "catalogue.title":
            value = document
            for step in field.path:
                value = value[step]
            assert value == field.schema["default"], field.name


def test_editors_find_a_schema_for_every_kind() -> None:
    files = initial_files("none")
    mapped = json.loads(files[".vscode/settings.json"])["yaml.schemas"]
    assert {path.removeprefix("./") for path in mapped} <= set(files)
    assert {f"data/{folder}/**/*.yaml" for folder in FOLDERS.values()} | {"mini.yaml"} == set(mapped.values())
    for path, text in files.items():
        modeline = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
        if path.startswith("data/"):
            assert modeline, path
        if modeline:
            target = (Path("/root") / path).parent.joinpath(modeline[1]).resolve()
            assert target.relative_to("/root").as_posix() in files


@pytest.mark.parametrize(
    ("ci", "path", "schema"),
    [
        ("github", ".github/workflows/catalogue.yml", "vendor.github-workflows"),
        ("gitlab", ".gitlab-ci.yml", "vendor.gitlab-ci"),
    ],
)
def test_the_automatic_check_is_a_valid_workflow(ci: str, path: str, schema: str, tmp_path: Path) -> None:
    pytest.importorskip("check_jsonschema")
    file = tmp_path / Path(path).name
    file.write_text(initial_files(ci)[path], encoding="utf-8")
    words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def commands_of(ci: str) -> list[str]:
    """The `mini` commands that the automatic check of a new catalogue runs, in their order."""
    if ci == "github":
        workflow = compose(initial_files(ci)[".github/workflows/catalogue.yml"]).value
        lines = [step.get("run", "") for step in workflow["jobs"]["check"]["steps"]]
    else:
        lines = compose(initial_files(ci)[".gitlab-ci.yml"]).value["check"]["script"]
    return [line.removeprefix("mini ") for line in lines if line.startswith("mini ")]


@pytest.mark.parametrize("ci", ["github", "gitlab"])
@pytest.mark.parametrize("break_", ["nothing", "record", "site"])
def test_the_automatic_check_judges_the_records_and_the_site(
    ci: str, break_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its commands, as they stand in the workflow: silent about a new catalogue, and red where something is wrong."""
    assert main(["init", str(tmp_path), "--ci", ci, "--quiet"]) == 0
    monkeypatch.chdir(tmp_path)
    if break_ == "record":
        (tmp_path / "data/regions/example-northland.yaml").write_text("name: [\n", encoding="utf-8")
    if break_ == "site":
        page = tmp_path / "site/templates/html/privacy.html"
        page.parent.mkdir(parents=True)
        page.write_text(
            '{% extends "base.html" %}{% block main %}<h1>x</h1><a href="gone.html">y</a>{% endblock %}'
        )
    assert [words.split()[0] for words in commands_of(ci)] == ["validate", "build"]
    status = {words.split()[0]: main(words.split()) for words in commands_of(ci)}
    assert status == {
        "validate": 1 if break_ == "record" else 0,
        "build": 0 if break_ == "nothing" else 1,
    }


def test_the_workflow_has_few_rights_and_pinned_actions() -> None:
    workflow = compose(initial_files("github")[".github/workflows/catalogue.yml"]).value
    assert workflow["permissions"] == {"contents": "read"}
    steps = workflow["jobs"]["check"]["steps"]
    for step in steps:
        assert "uses" not in step or re.search(r"@[0-9a-f]{40}$", step["uses"])
    assert steps[0]["with"]["persist-credentials"] is False
    assert "MINIEXCHANGE_VERSION" not in str(initial_files("github")) + str(initial_files("gitlab"))
