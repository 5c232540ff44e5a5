"""`mini build`: publishes the catalogue as a static site and a Markdown book."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from miniexchange.cli.common import CatalogueOption, NoCacheOption, QuietOption, catalogue_root
from miniexchange.cli.completion import project_ids

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
    no_cache: NoCacheOption = False,
    quiet: QuietOption = False,
) -> int:
    """Write the site: practices, regions, exchanges and the proposed programme, as HTML and as Markdown.

    The folder is replaced as a whole, and only when mini made it and nobody changed it since; a format that --format
    leaves out goes from it. Open index.html in it;
    no server is needed. While a record has an error, nothing is published: the error is shown, and the last site stays.

    \b
    Example:
      mini build
      mini build --out public --format html
      mini build --project mini-europe --out mini-europe-site
    """
    from miniexchange.cli.publishing import publish
    from miniexchange.diagnostic import plain

    started = time.monotonic()
    root = catalogue_root(catalogue)
    formats = list(dict.fromkeys(word.strip() for word in format.split(",") if word.strip()))
    built = publish(root, out or root / OUT, formats=formats, project=project, use_cache=not no_cache)
    if not quiet:
        for form in built.gone:
            print(
                f"the {_NAMES[form]} pages of the last build are gone from {plain(str(out or root / OUT))}; "
                "without --format, `mini build` writes both formats",
                file=sys.stderr,
            )
        seconds = time.monotonic() - started
        print(
            f"{built.pages:,} pages in {seconds:.1f} s; open {plain(str(built.home.absolute()))}",
            file=sys.stderr,
        )
    return 0
