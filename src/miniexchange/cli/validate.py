"""`mini validate`: schema, references and domain rules over the whole catalogue."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from miniexchange.cli.common import (
    CatalogueOption,
    NoCacheOption,
    NoColorOption,
    QuietOption,
    catalogue_root,
    day,
    emit,
    wants_color,
)
from miniexchange.cli.completion import one_of

if TYPE_CHECKING:
    from miniexchange.diagnostic import Report

FORMATS = ("text", "json", "github", "sarif", "junit")


def command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...", help="Tell only of these files or folders; everything is still read."
        ),
    ] = None,
    catalogue: CatalogueOption = None,
    format: Annotated[
        str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.", autocompletion=one_of(*FORMATS))
    ] = "text",
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output", metavar="FORMAT=FILE", help="Write a further report to a file; may be repeated."
        ),
    ] = None,
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help="Judge freshness as of this day (default: today).")
    ] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
    changed_since: Annotated[
        str,
        typer.Option(
            "--changed-since", metavar="REV", help="Tell only of files changed since a git revision."
        ),
    ] = "",
    no_cache: NoCacheOption = False,
    quiet: QuietOption = False,
    no_color: NoColorOption = False,
) -> int:
    """Check every record: its form, what it points to, and what the rules of the catalogue ask.

    \b
    Example:
      mini validate
      mini validate data/practices/summer-entrepreneur.yaml
      mini validate --format github --output sarif=report.sarif
    """
    from miniexchange.check.run import validate
    from miniexchange.cli.selection import selected

    root = catalogue_root(catalogue)
    report_writers = _writers(format, output or [])
    report = validate(root, as_of=day(as_of) if as_of else date.today(), use_cache=not no_cache)
    report = selected(report, root, paths or [], changed_since)
    for name, file in report_writers:
        _write(name, file, report, no_color, quiet)
    failed = report.count("error") or (strict and report.count("warning"))
    return 1 if failed else 0


def _writers(format: str, output: list[str]) -> list[tuple[str, Path | None]]:
    from miniexchange.diagnostic import UserError

    writers: list[tuple[str, Path | None]] = [(format, None)]
    for word in output:
        name, separator, file = word.partition("=")
        if not separator or not file:
            raise UserError(f"--output {word} names no file", "write it as --output sarif=report.sarif")
        writers.append((name, Path(file)))
    for name, _ in writers:
        if name not in FORMATS:
            raise UserError(f"there is no report format {name!r}", f"choose one of {', '.join(FORMATS)}")
    return writers


def _write(name: str, file: Path | None, report: Report, no_color: bool, quiet: bool) -> None:
    from miniexchange.diagnostic.reporters import reporter

    if file is not None:
        from miniexchange.edit.write import write

        write(file, reporter(name)(report))
        return
    if name == "text":
        if quiet and not report.diagnostics:
            return
        from miniexchange.diagnostic.reporters import text

        emit(text.render(report, style=wants_color(sys.stdout, no_color)))
    else:
        emit(reporter(name)(report))
