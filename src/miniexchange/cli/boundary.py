"""One boundary for errors: a user's mistake, an interrupt and a bug each end with their own message and status."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from typing import Any

from miniexchange.cli import COMMANDS

FINDINGS, USAGE, BUG, INTERRUPTED = 1, 2, 3, 130


def run(words: list[str]) -> int:
    """Runs one command by name; returns its exit status."""
    name = words[0]
    if name not in COMMANDS:
        return _unknown(name)
    try:
        status = _call(name, words[1:])
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        print("mini: interrupted; nothing was left half-written", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (`head`, say) has gone: that is no error, and Python must not complain at its own end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return _failed(name, error)


def _call(name: str, arguments: list[str]) -> int:
    import typer

    # Reading makes many containers and no cycles: the collector's default pace costs a third of a run for nothing.
    gc.set_threshold(200_000, 20, 50)
    module = importlib.import_module(f"miniexchange.cli.{COMMANDS[name].module}")
    if hasattr(module, "prepare"):
        arguments = module.prepare(arguments)
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(name=name)(module.command)
    command: Any = typer.main.get_command(app)
    status = command.main(args=arguments, prog_name=f"mini {name}", standalone_mode=False)
    return status if isinstance(status, int) else 0


def _failed(name: str, error: Exception) -> int:
    from click import ClickException, exceptions

    from miniexchange.diagnostic import InvalidCatalogue, UserError, plain

    if isinstance(error, exceptions.Abort):
        print("mini: stopped", file=sys.stderr)
        return INTERRUPTED
    if isinstance(error, exceptions.Exit):
        return error.exit_code
    if isinstance(error, ClickException):
        print(f"mini {name}: {plain(error.format_message())}\n  → mini {name} --help", file=sys.stderr)
        return USAGE
    if isinstance(error, UserError):
        print(f"mini {name}: {plain(error.message, keep_newlines=True)}", file=sys.stderr)
        if error.hint:
            print(f"  → {plain(error.hint, keep_newlines=True)}", file=sys.stderr)
        return USAGE
    if isinstance(error, InvalidCatalogue):
        from miniexchange.diagnostic.reporters import text

        print(text.render(error.report), file=sys.stderr)
        return FINDINGS
    if isinstance(error, OSError):
        print(
            f"mini {name}: {plain(str(error))}\n  → check the disk, the path and its permissions, then run it again",
            file=sys.stderr,
        )
        return USAGE
    _report_bug(name, error)
    return BUG


def _report_bug(name: str, error: Exception) -> None:
    import traceback

    from miniexchange import __version__

    trace = "".join(traceback.format_exception(error)[-4:])
    print(
        f"mini {name}: a bug in mini, not in your catalogue. Nothing was left half-written.\n"
        f"Please report it with these lines:\n\nmini {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n{trace}",
        file=sys.stderr,
    )


def _unknown(name: str) -> int:
    import difflib

    near = difflib.get_close_matches(name, COMMANDS, n=1)
    hint = f"did you mean `mini {near[0]}`?" if near else "`mini --help` lists the commands"
    print(f"mini: no command {name!r}\n  → {hint}", file=sys.stderr)
    return USAGE
