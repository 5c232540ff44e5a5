"""Every folder of `tests/cases/invalid` is laid over `tests/cases/valid/base`; `expected.json` says what must be found.

`MX201-unknown-key` provokes MX201 and nothing else; a folder named `several-…` holds several mistakes at once. To add a case, add
a folder and run `pytest --update-cases tests/check`, then read the new `expected.json` with care.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import test_bad_input

from catalogues import BASE, CatalogueFolder
from miniexchange.catalogue import accept
from miniexchange.diagnostic import Diagnostic, codes

INVALID = BASE.parents[1] / "invalid"
CASES = sorted(folder.name for folder in INVALID.iterdir())


def overlay(case: str, root: Path) -> CatalogueFolder:
    """The base catalogue with the files of a case in it."""
    made = CatalogueFolder.copy_of_base(root)
    shutil.copytree(INVALID / case, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.json"))
    return made


def told(found: Diagnostic) -> dict[str, str | int]:
    return {name: getattr(found, name) for name in ("code", "path", "line", "column", "message", "hint")}


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_found_as_expected(case: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    found = overlay(case, tmp_path / "catalogue").findings()
    said = [told(one) for one in found]
    expected = INVALID / case / "expected.json"
    if request.config.getoption("--update-cases"):
        expected.write_text(json.dumps(said, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert said == json.loads(expected.read_text(encoding="utf-8"))
    if not case.startswith("several-"):
        assert {one.code for one in found} == {case.split("-")[0]}


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_judged_the_same_without_accelerators(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = overlay(case, tmp_path / "catalogue")
    expected = made.validate()
    monkeypatch.setattr(accept, "ryaml", None)
    monkeypatch.setattr(accept, "schema_library", lambda: None)
    monkeypatch.setattr(accept, "_validator", accept._validator.__wrapped__)
    assert made.validate() == expected


def test_the_base_has_no_findings(catalogue: CatalogueFolder) -> None:
    assert catalogue.findings() == []


def test_every_code_has_a_case() -> None:
    with_a_case = {case.split("-")[0] for case in CASES} | test_bad_input.CODES
    assert set(codes()) - with_a_case == set()
