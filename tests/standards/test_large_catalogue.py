"""The large catalogue in three languages is valid, so that what tools object to on its site is the site's fault."""

from __future__ import annotations

import importlib
import sys
from datetime import date
from pathlib import Path

from catalogues import CHECKOUT
from miniexchange.catalogue.document import read_reference
from miniexchange.check.run import validate
from miniexchange.diagnostic import Severity

PRACTICES = 200


def test_it_is_valid_and_in_three_languages(tmp_path: Path) -> None:
    sys.path.insert(0, str(CHECKOUT / "tools" / "standards"))
    try:
        big = importlib.import_module("big")
    finally:
        sys.path.remove(str(CHECKOUT / "tools" / "standards"))
    assert big.make(tmp_path / "large", PRACTICES) == PRACTICES // 2
    report = validate(tmp_path / "large", as_of=date(2026, 6, 1), use_cache=False)
    assert [found for found in report.diagnostics if found.severity is Severity.ERROR] == []
    files = sorted((tmp_path / "large" / "data" / "practices").glob("*.yaml"))
    translated = [set(read_reference(file.read_bytes())["translations"]) for file in files]
    assert sum("de" in languages for languages in translated) == PRACTICES // 2
    assert any("el" in languages for languages in translated)
