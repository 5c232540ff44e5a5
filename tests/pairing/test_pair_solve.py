"""`mini pair --solve`: bare problems from files, in any order, whole or broken."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from check_certificate import objections
from jsonschema import Draft202012Validator

from miniexchange.cli import main

ROOT = Path(__file__).parents[2]
INSTANCES = ROOT / "tests" / "data" / "instances"
KNOWN = json.loads((INSTANCES / "expected.json").read_text("utf-8"))
SCHEMA = json.loads((ROOT / "schemas" / "output" / "pair-solve.schema.json").read_text("utf-8"))

SMALL: dict[str, Any] = {
    "format": "exchange-instance/1",
    "regions": [
        {"id": name, "export_min": 1, "export_max": 2, "import_min": 1, "import_max": 1} for name in "abc"
    ],
    "practices": [{"id": "p", "owner": "a"}, {"id": "q", "owner": "b", "capacity": 1}],
    "scores": [["a", "q", 70], ["b", "p", 50], ["c", "p", 40], ["c", "q", 90]],
    "rules": {},
}


def solve(capfd: pytest.CaptureFixture[str], file: Path, *options: str) -> tuple[int, str, str]:
    status = main(["pair", "--solve", str(file), *options])
    captured = capfd.readouterr()
    return status, captured.out, captured.err


def written(folder: Path, document: Any, name: str = "problem.json") -> Path:
    file = folder / name
    file.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return file


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_public_instances_reach_their_known_optimum(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    certificate = tmp_path / "proof.json"
    file = INSTANCES / f"{name}.json"
    status, out, err = solve(capfd, file, "--format", "json", "--certificate", str(certificate), "--quiet")
    found, proof = json.loads(out), json.loads(certificate.read_text("utf-8"))
    assert (status, err) == (0, "")
    Draft202012Validator(SCHEMA).validate(found)
    assert (found["status"], found["objective"], found["shortfall"]) == (
        "optimal", KNOWN[name]["objective"], KNOWN[name]["shortfall"],
    )  # fmt: skip
    assert proof["proves"] == ("best" if found["method"] == "certificate" else "bound")
    assert objections(json.loads(file.read_text("utf-8")), found, proof) == []


def test_the_order_of_a_file_changes_nothing(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    document = json.loads((INSTANCES / "gap_c0515_1.json").read_text("utf-8"))
    _, usual, _ = solve(capfd, written(tmp_path, document), "--format", "json")
    shuffle = random.Random(7).shuffle
    for key in ("regions", "practices", "scores"):
        shuffle(document[key])
    assert solve(capfd, written(tmp_path, document), "--format", "json")[1] == usual


def test_the_table_shows_exchanges_what_is_missing_and_the_proof(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    status, out, err = solve(capfd, written(tmp_path, SMALL))
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == "3 exchanges among 3 regions"
    rows = [line.split() for line in out.splitlines()]
    assert ["a", "q", "b", "70"] in rows and ["c", "p", "a", "40"] in rows
    assert "\nMissing\n  c exports 0 of 1\n\n" in out
    assert "Proven best (certificate). Total score 160; 1 exchange missing." in out
    assert solve(capfd, written(tmp_path, SMALL), "--strict")[0] == 1


def test_needs_are_named_where_there_are_any(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    document = SMALL | {"scores": [["b", "p", 50, "youth", 900], ["c", "p", 40, "money", 100]]}
    _, out, _ = solve(capfd, written(tmp_path, document), "--format", "json")
    assert json.loads(out)["exchanges"] == [["b", "p", "youth"], ["c", "p", "money"]]
    _, out, _ = solve(capfd, written(tmp_path, document))
    assert ["b", "youth", "p", "a", "50"] in [line.split() for line in out.splitlines()]


def test_locked_exchanges_count_and_are_not_chosen_anew(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    _, out, _ = solve(capfd, written(tmp_path, SMALL | {"locked": [["c", "q"]]}))
    assert "1 exchange among 3 regions" in out and "c imports" not in out and "b exports" not in out


def test_an_empty_problem_has_an_empty_answer(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    empty = {"regions": [], "practices": [], "scores": []}
    status, out, _ = solve(capfd, written(tmp_path, empty), "--format", "json")
    assert status == 0 and json.loads(out)["exchanges"] == []
    assert solve(capfd, written(tmp_path, empty))[1].startswith("0 exchanges among 0 regions\n")


def test_the_instance_is_written_in_full_and_solved_alike(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    copy = tmp_path / "copy.json"
    _, out, err = solve(
        capfd, written(tmp_path, SMALL), "--instance", str(copy), "--format", "json", "--seconds", "5"
    )
    assert str(copy) in err
    assert solve(capfd, copy, "--format", "json")[1] == out


def test_ids_are_shown_without_control_characters(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = json.dumps(SMALL).replace('"c"', '"c\\u001b[31m"')
    status, out, _ = solve(capfd, written(tmp_path, text))
    assert status == 0 and "\x1b" not in out


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{\n  "regions": [,]\n}', "problem.json:2:15: this is not JSON"),
        ("", "problem.json:1:1: this is not JSON"),
        ("[]", "the document is not a mapping"),
        ("{}", "there are no `practices`"),
        ('{"regions": NaN}', "NaN is not a number"),
        ("[" * 200_000, "nested too deeply"),
        (json.dumps(SMALL | {"format": "exchange-instance/2"}), "exchange-instance/2"),
        (json.dumps(SMALL | {"scores": [["a", "q", 1.5]]}), "1.5"),
        (json.dumps(SMALL | {"scores": [["a", "q", -1]]}), "-1"),
        (json.dumps(SMALL | {"scores": [["z", "q", 1]]}), "'z'"),
        (json.dumps(SMALL | {"scores": [["a", "q", 1], ["a", "q", 2]]}), "twice"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, content: str, told: str
) -> None:
    status, out, err = solve(capfd, written(tmp_path, content))
    assert (status, out) == (2, "") and told in err and "→" in err and "Traceback" not in err


def test_files_that_cannot_be_read_or_written(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "no-such.json" in solve(capfd, tmp_path / "no-such.json")[2]
    assert "is a folder" in solve(capfd, tmp_path)[2]
    file = tmp_path / "latin.json"
    file.write_bytes(b'{"regions": "\xe9"}')
    assert "UTF-8" in solve(capfd, file)[2]
    with file.open("r+b") as large:
        large.truncate(600_000_000)  # a file with holes: it takes no room
    assert "more than" in solve(capfd, file)[2]
    target = tmp_path / "none" / "proof.json"
    status, _, err = solve(capfd, written(tmp_path, SMALL), "--certificate", str(target))
    assert status == 2 and f"there is no folder {target.parent}" in err
    status, _, err = solve(capfd, written(tmp_path, SMALL), "--certificate", str(tmp_path))
    assert status == 2 and str(tmp_path) in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["latin.json", "problem.json"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = written(tmp_path, SMALL)
    file.chmod(0)
    assert "may not be read" in solve(capfd, file)[2]


def test_no_catalogue_is_needed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "miniexchange", "pair", "--solve", str(written(tmp_path, SMALL))],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
