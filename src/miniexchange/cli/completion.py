"""Shell completion: the whole tree of commands, built only when a shell asks (`_MINI_COMPLETE` is set).

The other functions give the words that an argument or option may be, from what was typed of it so far.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import typer

from miniexchange.cli import COMMANDS


def complete(instruction: str) -> int:
    """Answers a shell: `bash_source`, `zsh_source`, `fish_source` print the script, `…_complete` the words."""
    from importlib import import_module

    from click.shell_completion import shell_complete

    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    for name, entry in COMMANDS.items():
        module = import_module(f"miniexchange.cli.{entry.module}")
        app.command(name=name, help=entry.help)(module.command)
    tree: Any = typer.main.get_command(app)
    return shell_complete(tree, {}, "mini", "_MINI_COMPLETE", instruction)


def record_ids(context: typer.Context, incomplete: str) -> list[str]:
    """The ids of all records, as KIND/ID once a slash is typed, from the names of the files alone."""
    ids = _ids(context)
    words = {
        f"{kind}/{name}" if "/" in incomplete else name for kind, of_kind in ids.items() for name in of_kind
    }
    return sorted(word for word in words if word.startswith(incomplete))


def project_ids(context: typer.Context, incomplete: str) -> list[str]:
    """The ids of the projects."""
    return sorted(name for name in _ids(context).get("project", ()) if name.startswith(incomplete))


def region_lists(context: typer.Context, incomplete: str) -> list[str]:
    """Lists of regions with commas between them: the last one is completed."""
    before, comma, last = incomplete.rpartition(",")
    return [
        before + comma + name for name in sorted(_ids(context).get("region", ())) if name.startswith(last)
    ]


def practice_and_region_ids(context: typer.Context, incomplete: str) -> list[str]:
    """The ids of the practices, then those of the regions."""
    ids = _ids(context)
    return [
        name
        for kind in ("practice", "region")
        for name in sorted(ids.get(kind, ()))
        if name.startswith(incomplete)
    ]


def pair_names(context: typer.Context, incomplete: str) -> list[str]:
    """PRACTICE:REGION, first the one, then the other."""
    practice, colon, _ = incomplete.partition(":")
    ids = _ids(context)
    words = (
        [f"{practice}:{region}" for region in ids.get("region", ())]
        if colon
        else [f"{name}:" for name in ids.get("practice", ())]
    )
    return sorted(word for word in words if word.startswith(incomplete))


def record_kinds(incomplete: str) -> list[str]:
    """The kinds of record."""
    from miniexchange.catalogue.kinds import KINDS

    return [kind for kind in KINDS if kind.startswith(incomplete)]


def record_folders(incomplete: str) -> list[str]:
    """The kinds of record in the plural, as their folders are called."""
    from miniexchange.catalogue.kinds import FOLDERS

    return [folder for folder in FOLDERS.values() if folder.startswith(incomplete)]


def diagnostic_codes(incomplete: str) -> list[str]:
    """The codes of diagnostics, in small letters where somebody types them so."""
    from miniexchange.diagnostic import codes

    words = [code.lower() if incomplete.islower() else code for code in codes()]
    return [word for word in words if word.startswith(incomplete)]


def one_of(*words: str) -> Callable[[str], list[str]]:
    """Completes to one of a few words."""

    def matching(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete)]

    return matching


def _ids(context: typer.Context) -> Mapping[str, Mapping[str, str]]:
    """Kind → id → path of the records in the catalogue that is meant; none where there is no catalogue."""
    from miniexchange.catalogue.reading import list_records
    from miniexchange.catalogue.source import WorkingTree, find_root
    from miniexchange.diagnostic import UserError

    named = context.params.get("catalogue")
    try:
        root = find_root(Path(named) if named else None)
        return list_records(WorkingTree(root).entries())[1]
    except (UserError, OSError):
        return {}  # a shell wants words, not errors
