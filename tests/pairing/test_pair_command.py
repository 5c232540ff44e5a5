"""`mini pair` on the catalogue that ships: its options, its table and the formats for other programs."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from check_certificate import objections
from jsonschema import Draft202012Validator
from pairing_builder import DAY, catalogue_of, practice, region, two

from catalogues import CatalogueFolder
from miniexchange.cli import main
from miniexchange.cli.pair.table import table
from miniexchange.pairing import Request, propose, telling
from miniexchange.pairing.document import document_of, table_of
from miniexchange.pairing.problem.certificate import Prices
from miniexchange.pairing.programme import NO_COMMON_LANGUAGE, Proof, Rivals

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas" / "output" / "pair.schema.json").read_text(encoding="utf-8"))
FUND = ("financial-engineering", "valencia")
"""A pair that the programme of MINI EUROPE holds."""


def run(capfd: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    status = main(["pair", "--catalogue", str(ROOT), "--as-of", "2026-11-21", *options])
    captured = capfd.readouterr()
    return status, captured.out, captured.err


def document(capfd: pytest.CaptureFixture[str], *options: str) -> Any:
    status, out, err = run(capfd, "--format", "json", *options)
    assert (status, err) == (0, "")
    return json.loads(out)


def pairs(found: Any) -> set[tuple[str, str]]:
    return {(p["practice"], p["importer"]) for p in found["proposals"]}


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--project", "mini-europe"),
        ("--project", "eis", "--min-score", "40"),
        ("--project", "mini-europe", "--fair"),
        ("--project", "eis", "--stable"),
        ("--lock", ":".join(FUND), "--forbid", "zomerondernemer:veneto", "--quiet"),
    ],
)
def test_json_keeps_to_its_schema_and_adds_up(
    capfd: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    found = document(capfd, *options)
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(found)
    assert found["proposals"] and (found["proof"]["status"] == "optimal" or "--stable" in options)
    for proposal in found["proposals"]:
        assert proposal["score"] == sum(part["points"] for part in proposal["parts"])
        assert {proposal["importer"], proposal["exporter"]} <= set(found["regions"])
        assert proposal["reasons"]
        nearly = [*proposal["alternatives"]["importer"], *proposal["alternatives"]["exporter"]]
        assert all(a["why_not"] and (a["practice"], a["importer"]) not in pairs(found) for a in nearly)
    assert found["total"] == found["bonus"] + sum(proposal["score"] for proposal in found["proposals"])
    locked = sum(p["score"] for p in found["proposals"] if p["locked"])
    assert found["proof"]["objective"] == found["total"] - locked
    assert found["proof"]["shortfall"] == sum(quota["missing"] for quota in found["quotas"])
    assert {(s["region"], s["direction"]) for s in found["shortages"]} == {
        (q["region"], q["direction"]) for q in found["quotas"] if q["missing"]
    }
    assert (found["compared"] is None) == (found["choice"] == "best")


def test_the_same_bytes_every_time_whatever_the_seed_of_hashes() -> None:
    def said(format: str, seed: str, *more: str) -> bytes:
        done = subprocess.run(
            [sys.executable, "-m", "miniexchange", "pair", "--project", "mini-europe", "--explain",
             "--as-of", "2026-11-21", "--format", format, *more],
            cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True,
        )  # fmt: skip
        return done.stdout

    for format in ("table", "json", "html"):
        assert said(format, "1") == said(format, "2", "--no-cache") != b""


# What is asked


def test_min_score_keeps_out_what_fits_less(capfd: pytest.CaptureFixture[str]) -> None:
    found = document(capfd, "--min-score", "60")
    assert found["proposals"] and all(proposal["score"] >= 6000 for proposal in found["proposals"])


def test_regions_restrict_both_sides(capfd: pytest.CaptureFixture[str]) -> None:
    found = document(capfd, "--regions", "veneto, valencia,flevoland")
    assert found["regions"] == ["flevoland", "valencia", "veneto"]
    assert {q["region"] for q in found["quotas"]} == set(found["regions"])


def test_where_lets_only_what_matches_be_proposed(capfd: pytest.CaptureFixture[str]) -> None:
    found = document(capfd, "--where", "theme:clusters region.country:ES,HU")
    assert found["proposals"] and found["excluded"]["not-selected"]
    main(
        [
            "query",
            "--catalogue",
            str(ROOT),
            "practices",
            "theme:clusters region.country:ES,HU",
            "--format",
            "ids",
        ]
    )
    assert {practice for practice, _ in pairs(found)} <= set(capfd.readouterr().out.split())
    for option in ("--where=no-such-word-anywhere", "--where=theme:", "--where=colour:red"):
        status, out, err = run(capfd, option)
        assert (status, out) == (2, "") and "→" in err


def test_weights_of_a_file_replace_those_of_the_settings(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    usual = document(capfd)
    file = tmp_path / "weights.yaml"
    file.write_text("need: 5  # twice as much\nwish: 0\n", encoding="utf-8")
    found = document(capfd, "--weights", str(file))
    assert found["weights"] == {**usual["weights"], "need": 5, "wish": 0}
    (tmp_path / "weights.json").write_text('{"need": 5, "wish": 0}', encoding="utf-8")
    assert document(capfd, "--weights", str(tmp_path / "weights.json")) == found
    status, out, _ = run(capfd, "--weights", str(file))
    assert status == 0 and "wish" not in re.sub(r"‘[^’]*’", "", out)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"need: 5\n", r"sum to 12, not 10 \(need 5, wish 2, "),
        (b"needs: 3\n", "there is no part 'needs'"),
        (b"need: 2.5\n", "the weight of need is 2.5"),
        (b"need: true\n", "the weight of need is True"),
        (b"need: -1\n", "the weight of need is -1"),
        (b"- need\n", "holds no weights"),
        (b"need: [1\n", r"weights\.yaml:\d+:\d+: "),
        (b"need: \xff\n", "UTF-8"),
        (b"#" * 1_000_001, "too large"),
    ],
)
def test_weights_that_cannot_be_used(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, told: str
) -> None:
    file = tmp_path / "weights.yaml"
    file.write_bytes(content)
    status, out, err = run(capfd, "--weights", str(file))
    assert (status, out) == (2, "") and re.search(told, err) and "→" in err


def test_locked_is_in_and_forbidden_is_out(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    usual = pairs(document(capfd, "--project", "mini-europe"))
    other = ("patras-innohub", "maramures")
    assert FUND in usual and other not in usual
    options = ("--project", "mini-europe", "--forbid", ":".join(FUND), "--lock", ":".join(other), "--quiet")
    found = document(capfd, *options)
    assert FUND not in pairs(found) and found["excluded"]["forbidden"] == 2  # needs of that importer
    assert [(p["practice"], p["importer"]) for p in found["proposals"] if p["locked"]] == [other]
    _, out, err = run(capfd, *options)
    assert "locked: somebody asked for it; " in " ".join(out.split()) and "1 locked" in out and err == ""


def test_what_was_declined_is_proposed_again_only_on_request(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = CatalogueFolder(tmp_path)
    folder.write("vocabulary", "themes", title="Themes", terms={"youth": {"label": {"en": "Youth"}}})
    needs = [{"id": "n", "title": "More", "themes": ["youth"], "status": "open"}]
    folder.write("region", "north", name="North", country="SE", needs=needs)
    folder.write("region", "south", name="South", country="IT")
    about = {
        "summary": "A good thing.",
        "description": "It is done well.",
        "sources": [{"url": "https://example.org"}],
    }
    folder.write("practice", "p", title="P", region="south", status="published", themes=["youth"], **about)
    steps = [{"date": "2024-05-01", "status": "declined", "note": "No time."}]
    folder.write(
        "exchange", "p-north", practice="p", importer="north", need="n", status="declined", history=steps
    )
    found = []
    for options in ((), ("--retry-declined",)):
        assert main(["pair", "--catalogue", str(tmp_path), "--format", "json", *options]) == 0
        found.append(pairs(json.loads(capfd.readouterr().out)))
    assert found == [set(), {("p", "north")}]


def test_fair_and_stable_say_what_they_cost(capfd: pytest.CaptureFixture[str]) -> None:
    catalogue = catalogue_of(
        {
            "a": region(needs={"n": {"themes": ["youth"], "wants": ["p"]}}),
            "b": region(needs={"n": {"themes": ["youth", "clusters", "finance"]}}),
            "c": region(),
            "d": region(),
        },
        {
            "p": practice("c", themes=["youth"], transfer={"max_importers": 1}),
            "q": practice("d", themes=["youth"]),
        },
        settings=two(),
    )
    for choice in ("fair", "stable"):
        programme = propose(catalogue, Request(as_of=DAY, choice=choice))  # type: ignore[arg-type]
        told = telling.cost_of_choice(programme)
        assert told.startswith(f"Chosen to be {choice}") and told in _flat(programme, catalogue)
    for option, word in (("--fair", "Chosen to be fair"), ("--stable", "Chosen to be stable")):
        status, out, _ = run(capfd, "--project", "mini-europe", option)
        assert status == 0 and word in out
    assert "points of the total score" in " ".join(out.split())
    assert "rather exchange with each other" in " ".join(out.split())


def test_what_would_serve_several_needs_of_a_region_is_named_once() -> None:
    youth = {"themes": ["youth", "clusters"]}
    catalogue = catalogue_of(
        {"a": region(needs={"m": youth, "n": youth}), "b": region(), "c": region()},
        {"p": practice("b", **youth), "q": practice("c", themes=["youth"])},
        settings=two(imports={"min": 1, "max": 1}),
    )
    programme = propose(catalogue, Request(as_of=DAY))
    pairs = (("a", "p", "m", 6000), ("a", "p", "n", 5900))
    told = telling.rivals(replace(programme, rivals=Rivals(4, pairs)), catalogue)
    assert told.endswith("have here: ‘P’ of B for A (60.0); 3 more.") and told.startswith("4 exchanges that")


def test_rivals_are_named_beside_a_fair_programme_and_with_explain(capfd: pytest.CaptureFixture[str]) -> None:
    told = "1 exchange that is not proposed suits both regions better than one that they have here: ‘Clusters Programme’"
    for options, shown in (((), False), (("--explain",), True), (("--fair",), True), (("--stable",), False)):
        _, out, _ = run(capfd, "--project", "mini-europe", *options)
        assert (told in " ".join(out.split())) == shown


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (("--why", *FUND, "--backtest"), ("--why", "--backtest")),
        (("--robust", "3", "--write"), ("--robust", "--write")),
        (("--what-if", "exports.veneto=3", "--backtest"), ("--what-if", "--backtest")),
        (("--fair", "--stable"), ("--fair", "--stable")),
        (("--explain", "--backtest"), ("--explain", "--backtest")),
        (("--instance", "x.json", "--robust", "2"), ("--instance", "--robust")),
        (("--certificate", "x.json", "--why", *FUND), ("--certificate", "--why")),
        (("--strict", "--write"), ("--strict", "--write")),
        (("--solve", "x.json", "--project", "eis"), ("--solve", "--project")),
        (("--dry-run",), ("--dry-run", "--write")),
        (("exports.veneto=3",), ("exports.veneto=3", "--what-if")),
        (("--write", "--format", "json"), ("--write", "json")),
        (("--backtest", "--format", "csv"), ("--backtest", "csv")),
        (("--format", "no-such"), ("no-such", "html")),
        (("--seconds", "0"), ("--seconds", "0")),
        (("--seconds", "nan"), ("--seconds", "nan")),
        (("--lock", "no-colon"), ("--lock", "PRACTICE:REGION")),
        (("--forbid", ":veneto"), ("--forbid", "PRACTICE:REGION")),
        (("--lock", "a:veneto"), ("'a'", "practice")),
        (("--lock", ":".join(FUND), "--forbid", ":".join(FUND)), ("locked", "forbidden")),
        (("--project", "no-such"), ("no-such",)),
        (("--regions", "no-such"), ("no-such",)),
        (("--min-score", "120"), ("120",)),
        (("--as-of", "2026-13"), ("month 13",)),
        (("--weights", "no-such.yaml"), ("no-such.yaml",)),
        (("--regions", ","), ("--regions", "names no region")),
        (("--instance", "x.json", "--certificate", "./x.json"), ("--instance", "--certificate", "same file")),
        (("--certificate", "/"), ("this is a folder",)),
        (("--instance", os.devnull), ("no ordinary file",)),
        (("--weights", "w.yaml", "--certificate", "w.yaml"), ("--weights", "--certificate", "same file")),
    ],
)
def test_what_cannot_be_meant_is_told(
    capfd: pytest.CaptureFixture[str], options: tuple[str, ...], names: tuple[str, ...]
) -> None:
    status, out, err = run(capfd, *options)
    assert (status, out) == (2, "") and err.startswith("mini pair: ") and "→" in err
    assert all(name in err for name in names)


def test_a_proof_does_not_replace_the_problem_it_is_about(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "problem.json"
    assert run(capfd, "--instance", str(file), "--quiet")[0] == 0
    before = file.read_bytes()
    assert main(["pair", "--solve", str(file), "--certificate", str(file)]) == 2
    assert "same file" in capfd.readouterr().err and file.read_bytes() == before


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless file here")
def test_an_endless_file_is_no_file_of_weights(capfd: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capfd, "--weights", "/dev/zero")
    assert status == 2 and "too large" in err


def test_ids_that_are_left_out_of_a_hint_are_counted(capfd: pytest.CaptureFixture[str]) -> None:
    _, _, err = run(capfd, "--lock", "qqqqqqqqqq:veneto")
    named = re.search(r"there are: (.*) and (\d+) more", err)
    practices = len(list((ROOT / "data" / "practices").glob("*.yaml")))
    assert named and len(named[1].split(", ")) + int(named[2]) == practices


@pytest.mark.parametrize("option", ["--instance", "--certificate"])
def test_a_full_disk_leaves_nothing_and_says_so(tmp_path: Path, option: str) -> None:
    """A limit on the size of files in a process of its own; what the command printed before is not lost to another error."""
    file = tmp_path / "out.json"
    code = (
        "import resource, signal, sys\n"
        "from miniexchange.cli import main\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))\n"
        f"sys.exit(main(['pair', '--no-cache', '--catalogue', {str(ROOT)!r}, {option!r}, {str(file)!r}]))\n"
    )
    pytest.importorskip("resource")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert done.stderr.startswith("mini pair: ") and str(file) in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_search_that_is_cut_short_tells_how_far_it_is_from_the_best(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Budgets that bind make a search necessary, and here it takes minutes."""
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(knapsacks(12, 60)), "utf-8")
    status = main(["pair", "--solve", str(file), "--format", "json", "--seconds", "0.2"])
    found = json.loads(capfd.readouterr().out)
    assert (status, found["status"]) == (0, "feasible")
    assert found["bound"] > found["objective"]
    assert main(["pair", "--solve", str(file), "--seconds", "0.2"]) == 0
    assert "Best found in the time allowed: the bound is " in capfd.readouterr().out


def knapsacks(regions: int, practices: int) -> dict[str, Any]:
    """A bare problem in which every importer has a budget that hardly ever fits: far too much for a fifth of a second."""
    draw = random.Random(5)
    names, owned = [f"r{i:02}" for i in range(regions)], [f"p{i:02}" for i in range(practices)]
    costs = [[r, p, draw.randint(500, 999)] for r in names for p in owned]
    return {
        "format": "exchange-instance/1",
        "regions": [
            {"id": "giver", "export_min": 0, "export_max": practices, "import_min": 0, "import_max": 0}
        ]
        + [
            {"id": r, "export_min": 0, "export_max": 0, "import_min": 0, "import_max": practices}
            | {"budget": practices * 750 // regions}
            for r in names
        ],
        "practices": [{"id": p, "owner": "giver", "capacity": 1} for p in owned],
        "scores": [[r, p, cost + draw.randint(0, 99)] for r, p, cost in costs],
        "costs": costs,
        "rules": {"one_per_ordered_pair": False},
    }


def test_of_many_warnings_the_first_are_told_and_all_are_in_json() -> None:
    live = range(15)
    catalogue = catalogue_of(
        {f"r{i:02}": region() for i in live} | {"z": region()},
        {f"p{i:02}{j}": practice("z") for i in live for j in range(3)},
        exchanges={
            f"x{i:02}{j}": {"practice": f"p{i:02}{j}", "importer": f"r{i:02}", "status": "agreed"}
            for i in live
            for j in range(3)
        },
    )
    programme = propose(catalogue, Request(as_of=DAY))
    assert len(programme.warnings) > 25
    told = telling.warnings(programme.warnings)
    assert told[:10] == programme.warnings[:10] and len(told) == 11
    assert (
        told[10].startswith(f"{len(programme.warnings) - 10} more warnings") and "--format json" in told[10]
    )
    assert document_of(programme)["warnings"] == list(programme.warnings)
    assert telling.warnings(programme.warnings[:10]) == programme.warnings[:10]


def test_strict_ends_with_a_status_of_its_own(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(capfd, "--project", "eis", "--strict", "--quiet")[0] == 1
    assert run(capfd, "--project", "eis", "--quiet")[0] == 0


# What is printed


def _flat(programme: Any, catalogue: Any, *, explain: bool = False) -> str:
    return " ".join(table(programme, catalogue, explain=explain, bold=False).split())


@pytest.mark.parametrize("width", [80, 100, 120])
def test_table_shows_proposals_quotas_shortages_and_proof(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    status, out, _ = run(capfd, "--project", "mini-europe")
    found = document(capfd, "--project", "mini-europe")
    assert status == 0
    lines = out.splitlines()
    assert lines[0].startswith("MINI EUROPE: ") and "\x1b" not in out
    assert max(map(len, lines)) <= width
    flat = " ".join(out.split())
    for proposal in found["proposals"]:
        told = [reason for reason in proposal["reasons"] if reason != NO_COMMON_LANGUAGE]
        assert " ".join("; ".join(told).split()) in flat
        assert f" {proposal['score_shown']}" in out
    for shortage in found["shortages"]:
        assert " ".join(shortage["text"].split()) in flat
        assert all(f"→ {remedy}" in flat for remedy in shortage["remedies"])
    assert "Proven best (certificate): no choice of exchanges" in flat
    assert "A score is need (up to 30) + wish (up to 20) + text (up to 10) + " in flat


@pytest.mark.parametrize("explain", [False, True])
def test_the_points_that_are_shown_add_up_to_the_score_that_is_shown(
    capfd: pytest.CaptureFixture[str], explain: bool
) -> None:
    _, out, _ = run(capfd, *(["--explain"] if explain else []))
    if explain:
        blocks = re.findall(r"(\d+\.\d) of 100; \d+ % of it known\n((?: {4}\w+ .*\n)+)", out)
        sums = [(score, re.findall(r"(\d+\.\d) of \d", bars)) for score, bars in blocks]
        assert all(len(points) == 7 for _, points in sums)
    else:
        found = re.findall(r"(\d+\.\d) = (.*?); \d+ % of it known", " ".join(out.split()))
        sums = [(score, re.findall(r"\d+\.\d", points)) for score, points in found]
        unknown = [re.search(r"for what is unknown \((.*?)\)", points) for _, points in found]
        named = [re.split(", | and ", names[1]) if names else [] for names in unknown]
        parts = [p["parts"] for p in document(capfd)["proposals"]]
        assert named == [[part["part"] for part in of if not part["known"]] for of in parts]
    assert len(sums) == len(document(capfd)["proposals"])
    for score, points in sums:
        assert sum(round(10 * float(p)) for p in points) == round(10 * float(score))


def test_explain_tells_evidence_and_what_nearly_was_proposed(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capfd, "--project", "mini-europe", "--explain")
    flat = " ".join(out.split())
    assert status == 0 and flat.count("evidence: ") == 6
    for proposal in document(capfd, "--project", "mini-europe")["proposals"]:
        for other in (*proposal["alternatives"]["importer"], *proposal["alternatives"]["exporter"]):
            assert f", {other['score_shown']}: {other['why_not']}" in flat


@pytest.mark.parametrize("bold", [False, True])
def test_headings_stand_out_in_a_terminal_that_shows_it(bold: bool) -> None:
    catalogue = catalogue_of(
        {"a": region(needs={"n": {"themes": ["youth"]}}), "b": region()},
        {"p": practice("b", themes=["youth"])},
    )
    found = table(propose(catalogue, Request(as_of=DAY)), catalogue, explain=False, bold=bold)
    assert ("\x1b[1m1 exchange proposed" in found) == bold


def test_what_holds_for_every_proposal_is_told_once() -> None:
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
        programme = propose(catalogue, Request(as_of=DAY))
        assert len(programme.proposals) == 2
        flat = _flat(programme, catalogue)
        return flat.count("No two regions that are paired here"), flat.count(NO_COMMON_LANGUAGE)

    assert told(["nl"]) == (1, 0)
    assert told(["it"]) == (0, 1)


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
        assert sum(cents) == round(100 * float(row["score"])) and row["locked"] == "false"
    assert [round(100 * float(row["score"])) for row in rows] == [p["score"] for p in found["proposals"]]


def test_control_characters_never_reach_the_terminal() -> None:
    catalogue = catalogue_of(
        {
            "a": region(name="A\x1b[31m", needs={"n": {"themes": ["youth"], "title": "Bell\x07"}}),
            "b": region(name="B\u202e"),
        },
        {"p": practice("b", title="T\x9b", themes=["youth"], evidence=[{"claim": "x\x1b]0;y"}])},
    )
    out = table(propose(catalogue, Request(as_of=DAY)), catalogue, explain=True, bold=False)
    assert "answers the need ‘Bell’" in out and "evidence: ‘x" in out
    assert not set(out) & {"\x1b", "\x07", "\x9b", "\u202e"}


def test_documents_of_practices_without_a_region() -> None:
    catalogue = catalogue_of(
        {"a": region(needs={"n": {"themes": ["youth"]}})},
        {"p": practice(themes=["youth"], owner={"organisation": "An agency"})},
        settings={"rules": {"allow_outside": True}},
    )
    programme = propose(catalogue, Request(as_of=DAY))
    Draft202012Validator(SCHEMA).validate(document_of(programme))
    header, (row,) = table_of(programme, catalogue)
    cells = dict(zip(header, row, strict=True))
    assert (cells["exporter"], cells["exporter_name"], cells["need_title"]) == ("", "An agency", "Need n")
    assert "An agency" in _flat(programme, catalogue, explain=True)


# The bare problem and the proof


@pytest.mark.parametrize("options", [("--project", "mini-europe"), ("--fair",)])
def test_the_written_problem_has_the_same_programme_and_the_proof_holds(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, options: tuple[str, ...]
) -> None:
    instance, certificate = tmp_path / "problem.json", tmp_path / "proof.json"
    found = document(
        capfd, *options, "--quiet", "--instance", str(instance), "--certificate", str(certificate)
    )  # fmt: skip
    assert main(["pair", "--solve", str(instance), "--format", "json"]) == 0
    solved = json.loads(capfd.readouterr().out)
    assert solved["exchanges"] == [[p["importer"], p["practice"], p["need"]] for p in found["proposals"]]
    assert (solved["objective"], solved["shortfall"]) == (
        found["proof"]["objective"],
        found["proof"]["shortfall"],
    )
    proof = json.loads(certificate.read_text("utf-8"))
    assert proof["proves"] == "best"
    assert objections(json.loads(instance.read_text("utf-8")), solved, proof) == []


def test_of_a_stable_programme_the_prices_are_only_a_bound(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "proof.json"
    _, _, err = run(capfd, "--project", "mini-europe", "--stable", "--certificate", str(file))
    assert "the bound is in " in err and json.loads(file.read_text("utf-8"))["proves"] == "bound"


def test_files_are_told_of_unless_quiet(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "problem.json"
    assert str(file) in run(capfd, "--project", "eis", "--instance", str(file))[2]
    status, _, err = run(capfd, "--instance", str(tmp_path / "no-such" / "problem.json"))
    assert status == 2 and f"there is no folder {tmp_path / 'no-such'}" in err


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
    proof = Proof(method, 1000, 1, bound, 1000, Prices())
    assert (proof.text, proof.status) == (text, status)


def test_words_are_completed(tmp_path: Path) -> None:
    def completed(line: str) -> list[str]:
        environment = {
            **os.environ,
            "_MINI_COMPLETE": "bash_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": str(line.count(" ")),
        }
        done = subprocess.run(
            [sys.executable, "-m", "miniexchange"], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
        )  # fmt: skip
        return [word.partition(",")[2] for word in done.stdout.split()]

    assert completed("mini pair --lock zomero") == ["zomerondernemer:"]
    assert completed("mini pair --forbid zomerondernemer:ven") == ["zomerondernemer:veneto"]
    assert completed("mini pair --regions flevoland,ven") == ["flevoland,veneto"]
    assert completed("mini pair --why zomero") == ["zomerondernemer"]
    assert completed("mini pair --why zomerondernemer ven") == ["veneto"]
