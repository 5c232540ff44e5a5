"""`mini query` on the catalogue that ships, and on one with a broken record."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from miniexchange.cli import main
from miniexchange.cli.query import kind_and_expression, prepare
from miniexchange.interchange.layout import display_width
from miniexchange.query import parse
from miniexchange.text.similarity import nearest

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "schemas/output/query.schema.json").read_text(encoding="utf-8"))


class Answer:
    """What a command printed, and its exit status."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


@pytest.fixture
def query(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "80")

    def run(*words: str, root: Path = ROOT) -> Answer:
        status = main(["query", *words, "--catalogue", str(root)])
        return Answer(status, *capfd.readouterr())

    return run


def test_a_table_for_people_fits_80_columns_and_shows_ids_whole(query: Any) -> None:
    answer = query("practices", "theme:finance country:IT")
    assert answer.status == 0
    lines = answer.out.splitlines()
    assert lines[0].split() == ["id", "title", "country", "status"]
    assert max(map(display_width, lines)) <= 80
    ids = query("practices", "theme:finance country:IT", "--format", "ids").out.split()
    assert ids and set(ids) == {line.split()[0] for line in lines[1:] if line[0] != " "}
    assert f"{len(ids)} practices" in answer.err
    assert "2 of 7 vocabularies" in query("vocabulary", "--limit", "2").err


def test_full_text_and_evidence(query: Any) -> None:
    found = query("practices", '"summer" and evidence:*', "--format", "ids").out.split()
    assert {"summer-entrepreneur", "zomerondernemer"} <= set(found)


@pytest.mark.parametrize(
    ("words", "kind"), [("practises theme:finance", "practices"), ("vocabularys", "vocabularies")]
)
def test_a_mistyped_kind_is_noticed(query: Any, words: str, kind: str) -> None:
    answer = query(words, "--format", "json")
    assert answer.status == 0 and json.loads(answer.out)["found"] == 0
    assert f"did you mean the kind `{kind}`?" in answer.err
    assert query(words, "--quiet").err == ""


def test_a_word_that_stands_in_a_record_is_no_mistyped_kind(query: Any) -> None:
    assert nearest("regional", ["region"]) == ["region"]
    assert "did you mean" not in query("regional xylophone").err
    assert "did you mean" not in query("xylophone").err


def test_words_may_be_several_arguments(query: Any) -> None:
    apart = query("practice", "theme:finance", "country:IT", "--format", "ids")
    assert apart.out == query("practices", "theme:finance country:IT", "--format", "ids").out != ""


def test_without_a_kind_all_are_searched(query: Any) -> None:
    found = query("veneto", "--format", "ids").out.split()
    assert "region/veneto" in found
    assert {name.partition("/")[0] for name in found} > {"region", "practice", "exchange"}


def test_counts_by_a_field_add_up(query: Any) -> None:
    answer = query("regions", "--by", "country", "--format", "csv")
    rows = list(csv.reader(io.StringIO(answer.out)))
    assert rows[0] == ["country", "records"]
    assert sum(int(number) for _, number in rows[1:]) == int(query("regions", "--count").out)
    assert ["GB", "2"] in rows


def test_counts_of_terms_show_their_labels(query: Any) -> None:
    answer = query("practices", "--by", "themes", "--limit", "3")
    assert answer.out.splitlines()[0].split() == ["themes", "label", "records"]
    assert len(answer.out.splitlines()) == 4


@pytest.mark.parametrize(
    "words",
    [
        ["practices", "theme:finance"],
        ["practices", "summer", "--limit", "2"],
        ["regions", "country:IT", "--columns", "id,needs.themes,country"],
        ["--count"],
        ["practices", "--by", "themes"],
        ["practices", "zzzz"],
        ["events", "--limit", "3"],
    ],
)
def test_json_is_as_its_schema_says(query: Any, words: list[str]) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    answer = json.loads(query(*words, "--format", "json").out)
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(answer)] == []


def test_json_lines_are_records_of_the_same_schema(query: Any) -> None:
    record = {"$ref": "#/$defs/record", "$defs": SCHEMA["$defs"]}
    lines = query("practices", "theme:finance", "--format", "jsonl").out.splitlines()
    assert lines
    for line in lines:
        assert [error.message for error in Draft202012Validator(record).iter_errors(json.loads(line))] == []


def test_the_formats_tell_of_the_same_records(query: Any) -> None:
    words = ["practices", "theme:finance", "--columns", "id,title"]
    found = json.loads(query(*words, "--format", "json").out)["records"]
    ids = [record["id"] for record in found]
    assert query(*words, "--format", "ids").out.split() == ids
    assert [record["id"] for record in yaml.safe_load(query(*words, "--format", "yaml").out)] == ids
    rows = list(csv.reader(io.StringIO(query(*words, "--format", "csv").out)))
    assert rows == [["id", "title"], *([record["id"], record["title"]] for record in found)]
    assert len(query(*words, "--format", "markdown").out.splitlines()) == len(ids) + 2


def test_records_hold_their_long_texts(query: Any) -> None:
    [record] = json.loads(query("practices", "id:summer-entrepreneur", "--format", "json").out)["records"]
    assert record["record"]["description"]
    assert record["path"] == "data/practices/summer-entrepreneur.yaml"


def test_order_and_limit(query: Any) -> None:
    words = [
        "practices",
        "period.start:*",
        "--sort",
        "-period.start",
        "--columns",
        "period.start",
        "--format",
        "csv",
    ]
    starts = query(*words).out.split()[1:]
    assert [start[:4] for start in starts] == sorted((start[:4] for start in starts), reverse=True)
    limited = query(*words, "--limit", "3")
    assert limited.out.split()[1:] == starts[:3]
    assert "3 of " in limited.err


def test_nothing_found_is_said_on_stderr_and_no_failure(query: Any) -> None:
    answer = query("practices", "zzzzzz")
    assert (answer.status, answer.out) == (0, "")
    assert "no practice found" in answer.err
    assert query("practices", "zzzzzz", "--quiet").err == ""
    assert json.loads(query("practices", "zzzzzz", "--format", "json").out)["records"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["practices", "them:finance"], "    them:finance\n    ^^^^\n  → did you mean `themes`"),
        (["practices", "summer", "(theme:finance"], "    summer (theme:finance\n           ^\n"),
        (["practices", "theme:finanse"], "did you mean `finance`"),
        (["practices", "--columns", "tilte"], "did you mean `title`"),
        (["practices", "--sort", "tilte"], "did you mean `title`"),
        (["practices", "--by", "tilte"], "did you mean `title`"),
        (["practices", "--format", "xml"], "choose one of table"),
        (["practices", "--count", "--by", "themes"], "two answers"),
        (["practices", "--by", "themes", "--format", "ids"], "counts have no ids"),
        (["practices", "--count", "--columns", "id"], "no columns"),
    ],
)
def test_mistakes_end_with_status_2_and_a_hint(query: Any, words: list[str], said: str) -> None:
    answer = query(*words)
    assert (answer.status, answer.out) == (2, "")
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_the_cache_changes_no_answer(query: Any) -> None:
    first = query("practices", "summer", "--format", "json").out
    assert query("practices", "summer", "--format", "json").out == first
    assert query("practices", "summer", "--format", "json", "--no-cache").out == first


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    root = tmp_path / "catalogue"
    shutil.copytree(ROOT / "data", root / "data")
    shutil.copy(ROOT / "mini.yaml", root / "mini.yaml")
    (root / "data/practices/steering.yaml").write_text(
        'title: "A title\\e[31m in red"\nregion: veneto\nstatus: draft\n', encoding="utf-8"
    )
    (root / "data/practices/broken.yaml").write_text("title: [no\n", encoding="utf-8")
    return root


def test_invalid_records_are_left_out_with_a_note(query: Any, broken: Path) -> None:
    answer = query("practices", "id:zomerondernemer", root=broken)
    assert answer.status == 0
    assert "left out" in answer.err and "mini validate" in answer.err
    assert "broken" not in query("practices", "--format", "ids", root=broken).out
    assert "left out" not in query("practices", "--quiet", root=broken).err


def test_a_pipe_that_closes_early_is_no_error(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "miniexchange", "query", "--format", "jsonl", "--catalogue", str(ROOT)]
    environment = {"XDG_CACHE_HOME": str(tmp_path), "PATH": ""}
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.wait()


@pytest.mark.parametrize(
    ("words", "kind", "expression"),
    [
        (["practices", "a"], "practice", "a"),
        (["Practice", "a", "b"], "practice", "a b"),
        (["practices theme:finance"], "practice", "theme:finance"),
        (["vocabularies"], "vocabulary", ""),
        (["vocabulary"], "vocabulary", ""),
        (["a", "practices"], None, "a practices"),
        (['"practices"'], None, '"practices"'),
        ([], None, ""),
    ],
)
def test_the_first_word_may_name_a_kind(words: list[str], kind: str | None, expression: str) -> None:
    kinds, found = kind_and_expression(words)
    assert found == expression
    assert kinds == (kind,) if kind else len(kinds) == 8


@pytest.mark.parametrize(
    "word",
    ["-status:archived", '-"seed capital"', "-(a b)", "-evidence.nesta>=3", "-owner:*", "-status!=draft"],
)
def test_a_leading_minus_is_no_option(word: str) -> None:
    [prepared] = prepare([word])
    assert parse(prepared) == parse(word)


@pytest.mark.parametrize("word", ["--format", "--sort=-title", "-q", "-title", "--", "a-b:c", "theme:x"])
def test_options_stay_options(word: str) -> None:
    assert prepare([word]) == [word]
