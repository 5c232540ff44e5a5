"""`mini build`: publishes the catalogue as a static site and a Markdown book."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from miniexchange.cli.boundary import show_errors
from miniexchange.cli.common import CatalogueOption, NoCacheOption, QuietOption, catalogue_root
from miniexchange.cli.completion import project_ids

if TYPE_CHECKING:
    from miniexchange.diagnostic import Report

OUT = "site-build"
_NAMES = {"html": "HTML", "markdown": "Markdown"}


def command(
    catalogue: CatalogueOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help=f"Where to write (default: {OUT} in the catalogue)."),
    ] = None,
    format: Annotated[
        str, typer.Option("--format", metavar="LIST", help="What to write, separated by commas.")
    ] = "html,markdown",
    project: Annotated[
        str,
        typer.Option(
            "--project",
            metavar="ID",
            help="Only this project's regions, practices, exchanges.",
            autocompletion=project_ids,
        ),
    ] = "",
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Then inspect the written site: links, pictures without words, requests. For CI."
        ),
    ] = False,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Leave out records that have errors, and say which.")
    ] = False,
    no_cache: NoCacheOption = False,
    quiet: QuietOption = False,
) -> int:
    """Write the site: practices, regions, exchanges and the proposed programme, as HTML and as Markdown.

    The folder is replaced as a whole, and only when mini made it and nobody changed it since; a format that --format
    leaves out goes from it. Open index.html in it;
    no server is needed. While a record has an error, nothing is published: the error is shown, and the last site stays;
    with --keep-going, such records are left out.

    \b
    Example:
      mini build
      mini build --out public --format html
      mini build --project mini-europe --out mini-europe-site
      mini build --check
    """
    from miniexchange.cli.publishing import publish
    from miniexchange.diagnostic import plain

    started = time.monotonic()
    root = catalogue_root(catalogue)
    formats = _formats(format)
    folder = out or root / OUT
    built = publish(
        root,
        folder,
        formats=formats,
        project=project,
        use_cache=not no_cache,
        keep_going=keep_going,
        left_out=_left_out,
    )
    for note in built.notes:
        print(f"note: {plain(note)}", file=sys.stderr)
    if not quiet:
        for form in built.gone:
            print(
                f"the {_NAMES[form]} pages of the last build are gone from {plain(str(folder))}; "
                "without --format, `mini build` writes both formats",
                file=sys.stderr,
            )
        seconds = time.monotonic() - started
        print(
            f"{built.pages:,} pages in {seconds:.1f} s; open {plain(str(built.home.absolute()))}",
            file=sys.stderr,
        )
    return _inspected(folder, built.address) if check else 0


def _formats(typed: str) -> list[str]:
    """The formats of a list with commas; raises UserError for one that does not exist, before anything is read."""
    formats = list(dict.fromkeys(word.strip() for word in typed.split(",") if word.strip()))
    unknown = [form for form in formats if form not in _NAMES]
    if unknown or not formats:
        from miniexchange.diagnostic import UserError

        raise UserError(f"no format {', '.join(unknown) or 'named'}", f"the formats are {', '.join(_NAMES)}")
    return formats


def _left_out(report: Report) -> None:
    """Says which records the site lacks, and why."""
    show_errors(report)
    print("note: the site is built without the records that have errors", file=sys.stderr)


def _inspected(folder: Path, address: str) -> int:
    """Tells what is wrong with a written site; 1 when something is."""
    from miniexchange.publish.inspection import inspect_site, told

    found = inspect_site(folder, address=address)
    print(told(found) if found else "the site is in order: nothing to find fault with", file=sys.stderr)
    return 1 if found else 0
