"""A builder of throw-away catalogues.

catalogue.write("practice", "night-market", title="Night market", region="flevoland", status="draft")
assert catalogue.codes() == ["MX512"]
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from miniexchange.catalogue.kinds import FOLDERS
from miniexchange.check.run import validate
from miniexchange.diagnostic import Diagnostic, Report

CHECKOUT = Path(__file__).parents[1]
BASE = Path(__file__).parent / "cases" / "valid" / "base"
AS_OF = date(2026, 6, 30)
"""The day as of which tests judge freshness."""


class CatalogueFolder:
    """A catalogue in a folder of the file system."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        if not (root / "mini.yaml").exists():
            self.file("mini.yaml", "schema_version: 1\n")

    @classmethod
    def copy_of_base(cls, root: Path) -> CatalogueFolder:
        """A copy of the valid catalogue `tests/cases/valid/base`."""
        shutil.copytree(BASE, root)
        return cls(root)

    def file(self, path: str, content: str | bytes) -> Path:
        """Writes any file, its folders included; returns its path."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def write(self, kind: str, record_id: str, text: str | bytes = "", /, **fields: Any) -> Path:
        """Writes a record, from the text of its file or from its fields."""
        return self.file(self.path(kind, record_id), text or as_yaml(fields))

    def path(self, kind: str, record_id: str) -> str:
        """Where a record lies, relative to the root."""
        return f"data/{FOLDERS[kind]}/{record_id}.yaml"

    def read(self, kind: str, record_id: str) -> str:
        """The text of a record's file."""
        return (self.root / self.path(kind, record_id)).read_text(encoding="utf-8")

    def validate(self, *, as_of: date = AS_OF, revision: str = "", use_cache: bool = False) -> Report:
        """What `mini validate` finds."""
        return validate(self.root, as_of=as_of, revision=revision, use_cache=use_cache)

    def findings(self, **options: Any) -> list[Diagnostic]:
        """The diagnostics alone."""
        return list(self.validate(**options).diagnostics)

    def codes(self, **options: Any) -> list[str]:
        """The codes of the diagnostics, in order of place."""
        return [found.code for found in self.findings(**options)]


def as_yaml(fields: Mapping[str, Any]) -> str:
    """The fields as YAML: JSON is a part of it."""
    return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"


def permissions_hold() -> bool:
    """Whether this user can be denied a file; a superuser usually cannot."""
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).chmod(0)
        return not os.access(file.name, os.R_OK)


def places(found: list[Diagnostic]) -> list[tuple[str, int, int]]:
    """(code, line, column) of each diagnostic."""
    return [(one.code, one.line, one.column) for one in found]
