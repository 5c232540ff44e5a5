"""Every reporter: what a person sees of it, and that no text of a record can break or escape it."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from sample_reports import EMPTY, FILES, READABLE, TEXT, reports

from miniexchange.diagnostic import Diagnostic, Report
from miniexchange.diagnostic.reporters import REPORTERS, reporter, seen_from
from miniexchange.diagnostic.reporters.text import WIDTH, excerpt
from miniexchange.diagnostic.reporters.text import render as render_text
from miniexchange.resources import resource_folder

patient = settings(deadline=None)
"""No time limit for one example: a busy machine is no fault."""

OUTPUT_SCHEMA = Draft202012Validator(
    json.loads((resource_folder("schemas") / "output/validate.schema.json").read_text(encoding="utf-8"))
)
SARIF_SCHEMA = Draft4Validator(
    json.loads((Path(__file__).parents[1] / "data/sarif/sarif-2.1.0-rtm.4.json").read_text(encoding="utf-8"))
)
COMMAND = re.compile(r"::(error|warning|notice) file=[^:,\r\n]*(,[a-zA-Z]+=[^:,\r\n]*)*::[^\r\n]*")
TOTALS = re.compile(r"[\d,]+ (error|warning|hint)s?(, [\d,]+ (warning|hint)s?)* in [\d,]+ files?")
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]")


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0
        if unicodedata.category(c) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


# What people see


def test_text_shows_place_line_caret_and_remedy() -> None:
    assert render_text(READABLE) == (
        "data/practices/fair.yml: error MX117 the ending is not .yaml\n"
        "  → rename it\n"
        "\n"
        "data/practices/night-market.yaml:1:8: hint MX508 nearly the same\n"
        "  1 | title: Night market\n"
        "    |        ^^^^^^^^^^^^\n"
        "data/practices/night-market.yaml:2:1: error MX201 `regoin` is not a field here\n"
        "  2 | regoin: flevoland\n"
        "    | ^^^^^^\n"
        "  → did you mean `region`?\n"
        "\n"
        "data/regions/flevoland.yaml:1:1: warning MX512 no source is named\n"
        "  1 | name: Flevoland\n"
        "    | ^^^^\n"
        "  → add `sources`\n"
        "\n"
        "2 errors, 1 warning, 1 hint in 61 files\n"
    )


def test_text_of_a_clean_run_says_so() -> None:
    assert render_text(EMPTY) == "0 errors in 61 files\n"


def test_the_order_of_checks_does_not_show() -> None:
    turned = Report(READABLE.diagnostics[::-1], READABLE.files, READABLE.as_of, READABLE.line_of)
    for name in REPORTERS:
        assert reporter(name)(turned) == reporter(name)(READABLE)


def test_style_adds_colours_and_nothing_else() -> None:
    styled = render_text(READABLE, style=True)
    assert "\x1b[1;31merror\x1b[0m" in styled
    assert re.sub(r"\x1b\[[0-9;]*m", "", styled) == render_text(READABLE)


def test_the_caret_stands_below_wide_characters_and_tabs() -> None:
    line = FILES["data/practices/night-market.yaml"][3]
    shown, before, marked = excerpt(line, line.index("after") + 1, 5)
    assert (shown.index("after"), marked) == (before - 2, 5)  # two characters before it take two columns each
    assert "\t" not in shown


def test_a_long_line_is_cut_around_the_caret() -> None:
    line = "x" * 300 + "HERE" + "y" * 300
    shown, before, marked = excerpt(line, 301, 4)
    assert shown[before : before + marked] == "HERE"
    assert shown.startswith("…") and shown.endswith("…") and len(shown) <= WIDTH


@patient
@given(st.text("ab \t夜é\u0301", max_size=300), st.integers(1, 320), st.integers(1, 400))
def test_the_caret_stays_within_what_is_shown(line: str, column: int, length: int) -> None:
    shown, before, marked = excerpt(line, column, length)
    assert columns(shown) <= WIDTH and before + marked <= WIDTH + 1 and marked >= 1
    if column <= len(line) and line[column - 1] in "ab夜é":
        at = 0
        for character in shown:
            if at == before and character == line[column - 1]:
                break
            at += columns(character)
        else:
            pytest.fail("the caret does not stand below its character")


def test_github_escapes_properties_and_message() -> None:
    report = Report(
        (Diagnostic("MX501", "hint", "data/a,b:c%.yaml", 3, 5, "", "50 % more\n::error::x", "cut, it", 4),),
        1,
        "",
    )
    assert reporter("github")(report) == (
        "::notice file=data/a%2Cb%3Ac%25.yaml,line=3,endLine=3,col=5,endColumn=9,title=MX501"
        "::50 %25 more ::error::x%0A→ cut, it\n"
        "1 hint in 1 file\n"
    )


def test_sarif_tells_rules_levels_and_places() -> None:
    run = json.loads(reporter("sarif")(READABLE))["runs"][0]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert sorted(rules) == ["MX117", "MX201", "MX508", "MX512"]
    assert rules["MX512"]["defaultConfiguration"]["level"] == "warning"
    assert "regoin: flevoland" in rules["MX201"]["help"]["markdown"]
    found = next(result for result in run["results"] if result["ruleId"] == "MX201")
    place = found["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "data/practices/night-market.yaml"
    assert place["region"] == {"startLine": 2, "startColumn": 1, "endColumn": 7}
    assert run["tool"]["driver"]["rules"][found["ruleIndex"]]["id"] == "MX201"
    whole_file = next(result for result in run["results"] if result["ruleId"] == "MX117")
    assert "region" not in whole_file["locations"][0]["physicalLocation"]


def test_sarif_fingerprints_survive_a_shift_of_lines_and_differ_between_findings() -> None:
    def finding(line: int, message: str) -> Diagnostic:
        return Diagnostic("MX502", "warning", "data/regions/veneto.yaml", line, 1, "/summary", message)

    def prints(*found: Diagnostic) -> list[str]:
        results = json.loads(reporter("sarif")(Report(found, 1, "")))["runs"][0]["results"]
        return [result["partialFingerprints"]["finding/v1"] for result in results]

    assert prints(finding(3, "a"), finding(4, "b")) == prints(finding(13, "a"), finding(14, "b"))
    assert len(set(prints(finding(3, "a"), finding(4, "a"), finding(5, "b")))) == 3


def test_junit_has_a_case_for_each_file_with_findings_and_one_for_the_totals() -> None:
    suite = ElementTree.fromstring(reporter("junit")(READABLE)).find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("4", "2")
    assert [case.get("name") for case in suite] == [
        "fair.yml",
        "night-market.yaml",
        "flevoland.yaml",
        "all files",
    ]
    assert [case.find("failure") is not None for case in suite] == [True, True, False, False]
    assert (
        suite.findtext("testcase[@name='all files']/system-out") == "2 errors, 1 warning, 1 hint in 61 files"
    )
    assert "MX508" in (suite.findtext("testcase[@name='night-market.yaml']/system-out") or "")


def test_paths_can_be_told_from_the_root_of_the_repository() -> None:
    moved = seen_from(READABLE, "catalogue")
    assert render_text(moved) == render_text(READABLE).replace("data/", "catalogue/data/")
    assert seen_from(READABLE, ".") is READABLE


def test_an_unknown_format_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        reporter("xml")


# What no text may do


@patient
@given(reports())
def test_json_is_described_by_its_schema(report: Report) -> None:
    written = reporter("json")(report)
    written.encode("utf-8")
    document = json.loads(written)
    OUTPUT_SCHEMA.validate(document)
    assert len(document["diagnostics"]) == sum(document["counts"].values()) == len(report.diagnostics)


@patient
@given(reports())
def test_every_line_for_github_is_one_command_or_the_totals(report: Report) -> None:
    written = reporter("github")(report)
    written.encode("utf-8")
    *commands, totals = written.removesuffix("\n").split("\n")
    assert len(commands) == len(report.diagnostics)
    assert all(COMMAND.fullmatch(line) for line in commands)
    assert TOTALS.fullmatch(totals)
    assert not STEERING.search(written)


@patient
@given(reports())
def test_sarif_is_valid_and_its_addresses_lead_back_to_the_paths(report: Report) -> None:
    written = reporter("sarif")(report)
    written.encode("utf-8")
    document = json.loads(written)
    SARIF_SCHEMA.validate(document)
    results = document["runs"][0]["results"]
    assert len(results) == len(report.diagnostics)
    for result, diagnostic in zip(results, sorted(report.diagnostics, key=Diagnostic.order), strict=True):
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri.isascii() and not urlsplit(uri).scheme and not urlsplit(uri).netloc
        if not re.search("[\ud800-\udfff]", diagnostic.path):
            assert unquote(uri) == diagnostic.path.lstrip("/")
        assert not re.search(r"(?<!\\)\]\(", result["message"]["text"])


@patient
@given(reports())
def test_junit_is_xml_with_whole_totals(report: Report) -> None:
    written = reporter("junit")(report)
    written.encode("utf-8")
    suites = ElementTree.fromstring(written)
    assert int(suites.get("tests", "")) == len(suites.findall(".//testcase"))
    assert int(suites.get("failures", "")) == len(suites.findall(".//failure"))


@patient
@given(reports())
def test_text_neither_steers_a_terminal_nor_a_build_server(report: Report) -> None:
    written = render_text(report)
    written.encode("utf-8")
    assert not STEERING.search(written)
    assert not re.search(r"##\w*\[", written)
    # A runner trims a line before it looks for a command.
    assert not any(line.lstrip().startswith("::") for line in written.split("\n"))


@patient
@given(TEXT)
def test_every_reporter_bears_any_message(message: str) -> None:
    report = Report(
        (Diagnostic("MX501", "warning", "data/x.yaml", 1, 1, "", message),), 1, "", lambda p, n: message
    )
    for name in REPORTERS:
        assert reporter(name)(report).endswith("\n")
