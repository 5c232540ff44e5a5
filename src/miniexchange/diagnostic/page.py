"""The register of codes as Markdown: one entry, or the whole page `docs/diagnostics.md`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from miniexchange.diagnostic.registry import Code, codes

GROUPS = {
    "1": "Files and YAML",
    "2": "The shape of a record",
    "3": "References between records",
    "4": "What a record means",
    "5": "Care for readers and people",
}
"""What the first digit of a code stands for."""


def grouped() -> Iterator[tuple[str, list[Code]]]:
    """The groups by their names, each with its codes, in order of number."""
    for digit, entries in groupby(codes().values(), key=lambda entry: entry.code[2]):
        yield GROUPS[digit], list(entries)


def page() -> str:
    """The reference page of all codes."""
    parts = [
        "# Diagnostics\n\n"
        "Every finding of `mini validate` carries a code that never changes its meaning. An *error* makes the\n"
        "catalogue invalid; a *warning* asks for a look, and counts as an error with `--strict`; a *hint* is for\n"
        "information. `mini explain MX201` shows an entry of this page on the command line.\n\n"
        "This page is written by `mini explain --format markdown > docs/diagnostics.md`; its texts are in\n"
        "`src/miniexchange/diagnostic/codes.toml`.\n"
    ]
    for name, entries in grouped():
        rows = "\n".join(f"| [{e.code}](#{e.code.lower()}) | {e.severity} | {e.title} |" for e in entries)
        parts.append(f"\n## {name}\n\n| code | severity | meaning |\n|---|---|---|\n{rows}\n")
        parts += [f"\n{entry_markdown(entry, level=3)}" for entry in entries]
    return "".join(parts)


def entry_markdown(entry: Code, *, level: int = 1) -> str:
    """One code as Markdown, under a heading of the given level."""
    return (
        f"{'#' * level} {entry.code}\n\n**{entry.title}** ({entry.severity})\n\n{entry.why}\n\n"
        f"Wrong:\n\n{_fenced(entry.wrong)}\n\nRight:\n\n{_fenced(entry.right)}\n"
    )


def _fenced(example: str) -> str:
    language = "console" if example.startswith("$ ") else "yaml"
    return f"```{language}\n{example}\n```"
