"""One boundary for errors: a user's mistake, an interrupt and a bug each end with their own message and status."""

from __future__ import annotations

import errno
import gc
import os
import sys
from typing import TYPE_CHECKING, Any

from miniexchange.cli import COMMANDS, overview

if TYPE_CHECKING:
    from miniexchange.diagnostic import Report

# What only errors need is imported where it is called: a command starts sooner.

FINDINGS, USAGE, BUG, INTERRUPTED = 1, 2, 3, 130

_AGAIN = "check the disk, the path and its permissions, then run it again"
_PERMISSIONS = ("it may not be read or written", "check its permissions, or choose another place")
_FULL = ("the disk is full", "make room, then run it again")
_SYSTEM_ERRORS = {
    errno.ENOENT: ("there is no such file or folder", "check the path"),
    errno.EACCES: _PERMISSIONS,
    errno.EPERM: _PERMISSIONS,
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EEXIST: ("something else has this name already", "choose another one, or move that away"),
    errno.EROFS: ("this disk can be read, but not written to", "choose another place"),
    errno.EISDIR: ("this is a folder", "name a file"),
    errno.ENOTDIR: ("a part of this path is a file, not a folder", "check the path"),
    errno.ENAMETOOLONG: ("the name is too long", "choose a shorter one"),
}


def run(words: list[str]) -> int:
    """Answers one command line, the words after `mini`; returns its exit status."""
    _open_closed_streams()
    name = words[0] if words and words[0] in COMMANDS else ""
    try:
        status = _call(name, words[1:]) if name else _without_command(words)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        print("mini: interrupted; nothing was left half-written", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        _drop_unwritten()  # the reader (`head`, say) has gone: that is no error
        return 0
    except Exception as error:
        status = _failed(f"mini {name}".strip(), error)
        _drop_unwritten()
        return status


def _drop_unwritten() -> None:
    """Lets Python's own last attempt to write what could not be written succeed: it would change the exit status."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open_closed_streams() -> None:
    """Lets a stream that was closed before the start (`mini … >&-`) lead nowhere, not into the first file that is opened."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  (open until the end)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  (likewise)


def _without_command(words: list[str]) -> int:
    first = words[0] if words else "--help"
    if first in ("--help", "-h", "help"):
        print(overview())
        return 0
    if first in ("--version", "-V"):
        from miniexchange.version import __version__

        print(f"mini {__version__}")
        return 0
    from miniexchange.diagnostic import UserError

    if first.startswith("-"):
        raise UserError(f"{first} stands before a command", "options come after it: `mini COMMAND [OPTIONS]`")
    from difflib import get_close_matches

    near = get_close_matches(first, COMMANDS, n=1)
    hint = f"did you mean `mini {near[0]}`?" if near else "`mini --help` lists the commands"
    raise UserError(f"no command {first!r}", hint)


def _call(name: str, arguments: list[str]) -> int:
    from importlib import import_module

    import typer

    # Reading makes many containers and no cycles: the collector's default pace costs a third of a run for nothing.
    gc.set_threshold(200_000, 20, 50)
    module = import_module(f"miniexchange.cli.{COMMANDS[name].module}")
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(name=name, context_settings={"help_option_names": ["--help", "-h"]})(module.command)
    command: Any = typer.main.get_command(app)
    prepare = getattr(module, "prepare", list)  # a command may read some arguments in a way of its own
    # Not command.main(): that one hides an interrupt and a broken pipe from us.
    with command.make_context(f"mini {name}", prepare(arguments)) as context:
        status = command.invoke(context)
    return status if isinstance(status, int) else 0


def _failed(command: str, error: Exception) -> int:
    from click import ClickException, exceptions

    if isinstance(error, exceptions.Exit):  # that is how `--help` ends
        return error.exit_code
    from miniexchange.diagnostic import InvalidCatalogue, UserError

    if isinstance(error, ClickException):
        _tell(command, error.format_message(), f"{command} --help")
    elif isinstance(error, UserError):
        _tell(command, error.message, error.hint)
    elif isinstance(error, InvalidCatalogue):
        show_errors(error.report)
        _tell(command, "stopped, because the catalogue has errors", "put them right, then run it again")
        return FINDINGS
    elif isinstance(error, OSError):
        _tell(command, *_told(error))
    else:
        _report_bug(command, error)
        return BUG
    return USAGE


def _tell(command: str, message: str, hint: str) -> None:
    from miniexchange.diagnostic import plain

    print(f"{command}: {plain(message, keep_newlines=True)}", file=sys.stderr)
    if hint:
        print(f"  → {plain(hint, keep_newlines=True)}", file=sys.stderr)


def show_errors(report: Report) -> None:
    """Prints the errors of a catalogue; its warnings and hints are for `mini validate`."""
    from dataclasses import replace

    from miniexchange.diagnostic.reporters import text

    errors = tuple(d for d in report.diagnostics if d.severity == "error")
    print(text.render(replace(report, diagnostics=errors)), file=sys.stderr)


def _told(error: OSError) -> tuple[str, str]:
    """What is wrong with a file or the disk, and what to do, in words where the system's own are cryptic."""
    from pathlib import Path

    what, hint = _SYSTEM_ERRORS.get(error.errno or 0, (error.strerror or str(error), _AGAIN))
    if not isinstance(error.filename, str | bytes):
        return what, hint
    path = Path(os.fsdecode(error.filename))
    if error.errno == errno.ENOENT and not path.parent.exists():
        return f"there is no folder {path.parent}", "make it first, or choose another one"
    return f"{path}: {what}", hint


def _report_bug(command: str, error: Exception) -> None:
    from traceback import format_exception

    from miniexchange.version import __version__

    trace = "".join(format_exception(error)[-4:])
    print(
        f"{command}: a bug in mini, not in your catalogue. Nothing was left half-written.\n"
        f"Please report it with these lines:\n\nmini {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n{trace}",
        file=sys.stderr,
    )
