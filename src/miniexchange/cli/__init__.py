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
    "pair": Command("pair", "propose who imports what from whom"),
    "build": Command("build", "publish the catalogue"),
}


def main(arguments: list[str] | None = None) -> int:
    """Runs `mini`; returns the exit status (0 nothing to report, 1 findings, 2 usage, 3 a bug, 130 interrupted)."""
    words = sys.argv[1:] if arguments is None else arguments
    if "_MINI_COMPLETE" in os.environ:
        from miniexchange.cli.completion import complete

        return complete(os.environ["_MINI_COMPLETE"])
    if not words or words[0] in ("--help", "-h", "help"):
        print(_overview())
        return 0
    if words[0] in ("--version", "-V"):
        from miniexchange import __version__

        print(f"mini {__version__}")
        return 0
    from miniexchange.cli.boundary import run

    return run(words)


def _overview() -> str:
    width = max(map(len, COMMANDS))
    rows = "\n".join(f"  {name:<{width}}  {command.help}" for name, command in COMMANDS.items())
    return (
        "mini: regions exchange what works in SME policy\n\n"
        f"Usage: mini COMMAND [OPTIONS]\n\nCommands:\n{rows}\n\n"
        "`mini COMMAND --help` tells more and gives an example.\n"
        "`mini --version` prints the version."
    )
