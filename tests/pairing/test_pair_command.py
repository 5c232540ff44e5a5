"""`mini pair` on the catalogue that ships, in every format."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pairing_builder import DAY, catalogue_of, practice, region

from miniexchange.cli import main, pair
from miniexchange.pairing import propose
from miniexchange.pairing.document import document_of, table_of
from miniexchange.pairing.programme import NO_COMMON_LANGUAGE, Proof

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas" / "output" / "pair.schema.json").read_text(encoding="utf-8"))


def run(capfd: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    status = main(["pair", "--catalogue", str(ROOT), "--as-of", "2026-11-21", *options])
    captured = capfd.readouterr()
    return status, captured.out, captured.err


def document(capfd: pytest.CaptureFixture[str], *options: str) -> Any:
    status, out, err = run(capfd, "--format", "json", *options)
    assert (status, err) == (0, "")
    return json.loads(out)


@pytest.mark.parametrize(
    "options", [(), ("--project", "mini-europe"), ("--project", "eis", "--min-score", "40")]
)
def test_json_keeps_to_its_schema_and_adds_up(
    capfd: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    found = document(capfd, *options)
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(found)
    assert found["proof"]["status"] == "optimal" and found["proposals"]
    for proposal in found["proposals"]:
        assert proposal["score"] == sum(part["points"] for part in proposal["parts"])
        assert {proposal["importer"], proposal["exporter"]} <= set(found["regions"])
        assert proposal["reasons"]
    assert found["proof"]["objective"] == sum(proposal["score"] for proposal in found["proposals"])
    assert found["proof"]["shortfall"] == sum(quota["missing"] for quota in found["quotas"])
    assert {(s["region"], s["direction"]) for s in found["shortages"]} == {
        (q["region"], q["direction"]) for q in found["quotas"] if q["missing"]
    }


def test_the_same_answer_every_time(capfd: pytest.CaptureFixture[str]) -> None:
    first = run(capfd, "--project", "mini-europe", "--format", "json")
    assert run(capfd, "--project", "mini-europe", "--format", "json", "--no-cache") == first


def test_min_score_keeps_out_what_fits_less(capfd: pytest.CaptureFixture[str]) -> None:
    found = document(capfd, "--min-score", "60")
    assert found["proposals"] and all(proposal["score"] >= 6000 for proposal in found["proposals"])


def test_regions_restrict_both_sides(capfd: pytest.CaptureFixture[str]) -> None:
    found = document(capfd, "--regions", "veneto, valencia,flevoland")
    assert found["regions"] == ["flevoland", "valencia", "veneto"]
    assert {q["region"] for q in found["quotas"]} == set(found["regions"])


def test_table_shows_proposals_quotas_shortages_and_proof(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    status, out, _ = run(capfd, "--project", "mini-europe")
    found = document(capfd, "--project", "mini-europe")
    assert status == 0
    lines = out.splitlines()
    assert lines[0].startswith("MINI EUROPE: ") and "\x1b" not in out
    assert max(map(len, lines)) <= 100
    flat = " ".join(out.split())
    for proposal in found["proposals"]:
        told = [reason for reason in proposal["reasons"] if reason != NO_COMMON_LANGUAGE]
        assert " ".join("; ".join(told).split()) in flat
        assert f" {proposal['score_shown']}" in out
    for shortage in found["shortages"]:
        assert " ".join(shortage["text"].split()) in flat
    assert "Proven best (certificate): no choice of exchanges" in flat
    assert "A score is need (up to 60) + wish (up to 20) + practicality (up to 20); " in flat


@pytest.mark.parametrize("format", ["table", "markdown"])
def test_what_holds_for_every_proposal_is_told_once(capfd: pytest.CaptureFixture[str], format: str) -> None:
    def told(second_exporter: list[str]) -> tuple[int, int]:
        youth = {"themes": ["youth"]}
        catalogue = catalogue_of(
            {
                "a": region(languages=["it"], needs={"n": youth}),
                "b": region(languages=["sv"], needs={"n": youth}),
                "c": region(languages=second_exporter),
            },
            {"p": practice("c", **youth)},
        )
        programme = propose(catalogue, as_of=DAY)
        assert len(programme.proposals) == 2
        if format == "table":
            pair._write_table(programme, catalogue, bold=False)
        else:
            pair._write_markdown(programme, catalogue)
        flat = " ".join(capfd.readouterr().out.split())
        return flat.count("No two regions that are paired here"), flat.count(NO_COMMON_LANGUAGE)

    assert told(["nl"]) == (1, 0)
    assert told(["it"]) == (0, 1)


def test_markdown_holds_the_same(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capfd, "--project", "eis", "--format", "markdown")
    found = document(capfd, "--project", "eis")
    assert status == 0 and out.startswith("# EIS: ")
    rows = [line for line in out.splitlines() if line.startswith("| ")]
    assert len(rows) == (1 + len(found["proposals"]) + 1) + (2 + len(found["regions"]))
    assert out.count("\n- ") == len(found["standing"]) + len(found["shortages"])


def test_csv_has_a_row_for_each_proposal(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capfd, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    found = document(capfd)
    assert status == 0
    assert [(row["importer"], row["practice"], row["need"]) for row in rows] == [
        (p["importer"], p["practice"], p["need"]) for p in found["proposals"]
    ]
    for row in rows:
        cents = [round(100 * float(row[f"{part}_points"])) for part in found["weights"]]
        assert sum(cents) == round(100 * float(row["score"]))
    assert [round(100 * float(row["score"])) for row in rows] == [p["score"] for p in found["proposals"]]


def test_statuses(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(capfd, "--project", "eis", "--strict", "--quiet")[0] == 1
    for options in (
        ("--project", "no-such"),
        ("--regions", "no-such"),
        ("--format", "no-such"),
        ("--min-score", "120"),
        ("--as-of", "2026-13"),
    ):
        status, out, err = run(capfd, *options)
        assert (status, out) == (2, "") and err.startswith("mini pair: ") and "→" in err


def test_control_characters_never_reach_the_terminal(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = catalogue_of(
        {
            "a": region(name="A\x1b[31m", needs={"n": {"themes": ["youth"], "title": "Bell\x07"}}),
            "b": region(name="B\u202e"),
        },
        {"p": practice("b", title="T\x9b", themes=["youth"])},
    )
    pair._write_table(propose(catalogue, as_of=DAY), catalogue, bold=False)
    out = capfd.readouterr().out
    assert "answers the need ‘Bell’" in out
    assert not set(out) & {"\x1b", "\x07", "\x9b", "\u202e"}


def test_documents_of_practices_without_a_region() -> None:
    catalogue = catalogue_of(
        {"a": region(needs={"n": {"themes": ["youth"]}})},
        {"p": practice(themes=["youth"], owner={"organisation": "An agency"})},
        settings={"rules": {"allow_outside": True}},
    )
    programme = propose(catalogue, as_of=DAY)
    Draft202012Validator(SCHEMA).validate(document_of(programme))
    header, (row,) = table_of(programme, catalogue)
    cells = dict(zip(header, row, strict=True))
    assert (cells["exporter"], cells["exporter_name"], cells["need_title"]) == ("", "An agency", "Need n")


@pytest.mark.parametrize(
    ("method", "bound", "text", "status"),
    [
        ("certificate", 0, "proven best (certificate)", "optimal"),
        ("search", 0, "proven best (search closed, gap 0)", "optimal"),
        (
            "unfinished",
            2150,
            "best found in the time allowed; a better one could gain at most 2 missing exchanges and 1.5 points",
            "feasible",
        ),
        (
            "unfinished",
            150,
            "best found in the time allowed; a better one could gain at most 1.5 points",
            "feasible",
        ),
    ],
)
def test_the_proof_in_words(method: Any, bound: int, text: str, status: str) -> None:
    proof = Proof(method, 1000, 1, bound, 1000, None)
    assert (proof.text, proof.status) == (text, status)
