"""The register of codes: complete, readable, and true: every example is put into a small catalogue and checked."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from miniexchange.check.run import validate
from miniexchange.diagnostic import SEVERITIES, codes

CHECKOUT = Path(__file__).parents[2]
AS_OF = date(2026, 6, 30)
BASE = {
    "mini.yaml": "schema_version: 1\n",
    "data/regions/flevoland.yaml": (
        "name: Flevoland\ncountry: NL\nnuts: NL23\n"
        "needs:\n  - id: youth\n    title: Interest young people in self-employment\n"
        'sources:\n  - url: "https://example.org/flevoland"\n'
    ),
    "data/regions/veneto.yaml": (
        'name: Veneto\ncountry: IT\nnuts: ITH3\nsources:\n  - url: "https://example.org/veneto"\n'
    ),
    "data/practices/summer-school.yaml": (
        "title: Summer school for founders\nregion: veneto\nstatus: published\n"
        "themes:\n  - entrepreneurship-education\n"
        "summary: Pupils run a firm in July.\ndescription: Teachers and advisers coach pupils for a month.\n"
        'verified: 2026-05\nsources:\n  - url: "https://example.org/summer-school"\n'
    ),
    "lights.jpg": "",
}
ONLY_WITH_CHANGED_SCHEMAS = {"MX299"}
"""Every rule that today's schemas use has a code of its own, so that no record provokes this one."""

FILE_LINE = re.compile(r"# ((?:data/\S+|mini)\.ya?ml)")
EXAMPLES = [
    (code, which, getattr(entry, which))
    for code, entry in codes().items()
    if code not in ONLY_WITH_CHANGED_SCHEMAS
    for which in ("wrong", "right")
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("base")
    for path, text in BASE.items():
        _write(root, path, text)
    shutil.copytree(CHECKOUT / "data/vocabulary", root / "data/vocabulary")
    return root


def _write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def put(root: Path, example: str) -> None:
    """Writes the files of an example, then runs its shell lines."""
    path, lines, shell = "", [], []
    for line in [*example.split("\n"), "# mini.yaml"]:
        named = FILE_LINE.fullmatch(line)
        if named or line.startswith("$ "):
            if path:
                _write(root, path, "\n".join(lines) + "\n")
            path, lines = (named[1] if named else ""), []
            if not named:
                shell.append(line.removeprefix("$ "))
        elif path:
            lines.append(line)
    for command in shell:
        subprocess.run(["sh", "-ec", command], cwd=root, check=True)


@pytest.mark.parametrize(("code", "which", "example"), EXAMPLES, ids=[f"{c}-{w}" for c, w, _ in EXAMPLES])
def test_examples_are_true(code: str, which: str, example: str, base: Path, tmp_path: Path) -> None:
    if code == "MX116" and hasattr(os, "geteuid") and os.geteuid() == 0:
        pytest.skip("root reads every file")
    root = tmp_path / "catalogue"
    shutil.copytree(base, root)
    put(root, example)
    report = validate(root, as_of=AS_OF, use_cache=False)
    found = {d.code for d in report.diagnostics}
    if which == "wrong":
        assert code in found
    else:
        assert code not in found
        errors = [d for d in report.diagnostics if d.severity == "error"]
        assert not errors, "the right example is wrong in another way"


def test_the_base_of_the_examples_is_valid(base: Path) -> None:
    assert not validate(base, as_of=AS_OF, use_cache=False).count("error")


@pytest.mark.parametrize("code", codes())
def test_entries_are_complete(code: str) -> None:
    entry = codes()[code]
    assert re.fullmatch(r"MX[1-5][0-9]{2}", code)
    assert entry.severity in SEVERITIES
    assert entry.wrong and entry.right and entry.wrong != entry.right
    assert 10 <= len(entry.title) <= 80 and not entry.title.endswith(".")
    assert entry.why.endswith(".") and entry.why.count(". ") + entry.why.count(".\n") <= 4
    assert max(map(len, entry.why.split("\n"))) <= 110
