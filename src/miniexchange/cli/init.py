"""`mini init`: a catalogue of one's own, valid from the start."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from miniexchange.cli.common import QuietOption, emit


def command(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where; it is made if need be.")] = Path(),
    ci: Annotated[
        str, typer.Option("--ci", help="Where proposed changes are checked: github, gitlab or none.")
    ] = "github",
    quiet: QuietOption = False,
) -> int:
    """Start a catalogue: settings, vocabularies, an example of each kind of record, and checks.

    Nothing that is there is overwritten: if one file is in the way, none is written.

    \b
    Example:
      mini init our-catalogue
      mini init . --ci gitlab
    """
    from miniexchange.diagnostic import UserError
    from miniexchange.edit.initial import CI, initial_files
    from miniexchange.edit.write import write_all_new

    if ci not in CI:
        raise UserError(f"--ci {ci}: no such service", f"write one of {', '.join(CI)}")
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is not a folder", "name a folder for the catalogue")
    other = _catalogue_around(folder)
    if other:
        raise UserError(
            f"{folder} lies among the records of the catalogue {other}", "choose a folder outside its data"
        )
    files = initial_files(ci)
    if os.path.lexists(folder / ".gitignore"):
        del files[".gitignore"]  # many projects have one, and a catalogue does without ours
    try:
        write_all_new(folder, files)
    except FileExistsError as error:
        raise UserError(*_in_the_way(folder, str(error).split(", "))) from None
    if not quiet:
        emit(_told(folder, files))
    return 0


def _catalogue_around(folder: Path) -> Path | None:
    """The catalogue whose records or pictures a folder would lie among."""
    from miniexchange.catalogue.source import DATA_FOLDER, SETTINGS_FILE

    place = folder.resolve()
    for root in place.parents:
        if (root / SETTINGS_FILE).is_file() and place.relative_to(root).parts[0] in (DATA_FOLDER, "media"):
            return root
    return None


def _in_the_way(folder: Path, taken: list[str]) -> tuple[str, str]:
    if "mini.yaml" in taken:
        return (
            f"{folder.resolve()} is a catalogue already; nothing was written",
            "`mini new` adds records to it",
        )
    shown = ", ".join(taken[:6]) + (f" and {len(taken) - 6} more" if len(taken) > 6 else "")
    return (
        f"nothing was written, because of what is there already: {shown}",
        "choose an empty folder, or move it away",
    )


def _told(folder: Path, files: dict[str, str]) -> str:
    quote = '"' if " " in str(folder) else ""
    where = "" if folder == Path() else f"  cd {quote}{folder}{quote}\n"
    records = sum(1 for path in files if path.startswith("data/"))
    return (
        f"A new catalogue with {records} records in {folder.resolve()}\n\n"
        f"Next:\n{where}"
        "  mini validate          checks every record\n"
        "  mini new region        writes a record to fill in\n"
        "  mini build             publishes the catalogue\n\n"
        "The records that begin with `example-` are invented; delete them when you have your own.\n"
        "Settings are in mini.yaml, help for editors of records in CONTRIBUTING.md.\n"
    )
