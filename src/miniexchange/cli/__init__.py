"""The command line: a table of commands, each in a module of its own that is imported when it is called."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple


class Command(NamedTuple):
    """Where a command lives (`module.command` below this package) and what it does, in one line."""

    module: str
    help: str


COMMANDS: dict[str, Command] = {
    "init": Command("init", "start a catalogue of your own"),
    "new": Command("new", "write a new record, ready to fill in"),
    "validate": Command("validate", "check every record"),
    "explain": Command("explain", "say what a diagnostic means"),
    "query": Command("query", "find records"),
    "show": Command("show", "show one record"),
    "changes": Command("changes", "tell what is new, changed and archived"),
    "pair": Command("pair", "propose who imports what from whom"),
    "build": Command("build", "publish the catalogue"),
    "serve": Command("serve", "show the site while you edit"),
}


def main(arguments: list[str] | None = None) -> int:
    """Runs `mini`; returns the exit status (0 nothing to report, 1 findings, 2 usage, 3 a bug, 130 interrupted)."""
    if "_MINI_COMPLETE" in os.environ:
        from miniexchange.cli.completion import complete

        return complete(os.environ["_MINI_COMPLETE"])
    from miniexchange.cli.boundary import run

    return run(sys.argv[1:] if arguments is None else arguments)


def overview() -> str:
    """What `mini` prints when no command is named."""
    width = max(map(len, COMMANDS))
    rows = "\n".join(f"  {name:<{width}}  {command.help}" for name, command in COMMANDS.items())
    return (
        "mini: regions exchange what works in SME policy\n\n"
        f"Usage: mini COMMAND [OPTIONS]\n\nCommands:\n{rows}\n\n"
        "`mini COMMAND --help` tells more and gives an example.\n"
        "`mini --version` prints the version."
    )
