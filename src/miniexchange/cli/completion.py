"""Shell completion: the whole tree of commands, built only when a shell asks (`_MINI_COMPLETE` is set)."""

from __future__ import annotations

import importlib
from typing import Any

from miniexchange.cli import COMMANDS


def complete(instruction: str) -> int:
    """Answers a shell: `bash_source`, `zsh_source`, `fish_source` print the script, `…_complete` the words."""
    import typer
    from click.shell_completion import shell_complete

    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    for name, entry in COMMANDS.items():
        module = importlib.import_module(f"miniexchange.cli.{entry.module}")
        app.command(name=name, help=entry.help)(module.command)
    tree: Any = typer.main.get_command(app)
    return shell_complete(tree, {}, "mini", "_MINI_COMPLETE", instruction)


def record_ids(incomplete: str) -> list[str]:
    """The ids of all records that begin with what was typed, from the names of the files alone."""
    from miniexchange.catalogue.kinds import KINDS
    from miniexchange.catalogue.reading import list_records
    from miniexchange.catalogue.source import WorkingTree, find_root
    from miniexchange.diagnostic import UserError

    try:
        _, ids = list_records(WorkingTree(find_root()).entries())
    except (UserError, OSError):
        return []  # a shell wants words, not errors
    found = {record_id for kind in KINDS for record_id in ids[kind]}
    if "/" in incomplete:
        found = {f"{kind}/{record_id}" for kind in KINDS for record_id in ids[kind]}
    return sorted(word for word in found if word.startswith(incomplete))


def record_kinds(incomplete: str) -> list[str]:
    """The kinds of record that begin with what was typed."""
    from miniexchange.catalogue.kinds import KINDS

    return [kind for kind in KINDS if kind.startswith(incomplete)]


def diagnostic_codes(incomplete: str) -> list[str]:
    """The codes of diagnostics that begin with what was typed."""
    from miniexchange.diagnostic import codes

    return [code for code in codes() if code.startswith(incomplete.upper())]
