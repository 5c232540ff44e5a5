"""The register of codes: what each means, why it matters, a wrong and a right example (`codes.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from miniexchange.diagnostic.model import Severity


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of the register; `wrong` and `right` are short YAML or shell examples."""

    code: str
    title: str
    severity: Severity
    why: str
    wrong: str
    right: str


@cache
def codes() -> dict[str, Code]:
    """Every code, in order of number."""
    import tomllib  # most commands find nothing to tell

    entries = tomllib.loads(Path(__file__).with_name("codes.toml").read_text(encoding="utf-8"))
    return {
        code: Code(
            code,
            entry["title"],
            cast(Severity, entry["severity"]),
            entry["why"].strip(),
            entry["wrong"].strip("\n"),
            entry["right"].strip("\n"),
        )
        for code, entry in sorted(entries.items())
    }


def severity_of(code: str) -> Severity:
    """The severity that the register gives to a code; raises KeyError for an unregistered one."""
    return codes()[code].severity
