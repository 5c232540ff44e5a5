"""`mini serve`: the site while somebody edits the catalogue."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from miniexchange.cli.common import CatalogueOption, QuietOption, catalogue_root


def command(
    catalogue: CatalogueOption = None,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Which port to use; 0 takes any that is free.")
    ] = 8000,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the site in the browser.")] = False,
    quiet: QuietOption = False,
) -> int:
    """Show the site while you edit: every save builds it anew, and open pages follow by themselves.

    While a record or a template has an error, the pages say where and what to do, and show the last good state below.
    Only this machine can see them. The folder of `mini build` is left alone. Ctrl-C ends it.

    \b
    Example:
      mini serve
      mini serve --port 8080 --open
    """
    from miniexchange.publish.serve import serve

    root = catalogue_root(catalogue)
    for name in ("SIGTERM", "SIGHUP"):  # a closed terminal ends it as tidily as Ctrl-C
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    teller = _Teller(open_browser=open_browser, quiet=quiet)
    try:
        serve(root, build, port=port, started=teller.started, built=teller.built)
    except KeyboardInterrupt:
        teller.say("\nstopped")  # that is how it is meant to end, so the status is 0
    return 0


def build(root: Path, folder: Path) -> None:
    """Builds the site of the catalogue as `mini build` does."""
    from miniexchange.cli.publishing import publish

    publish(root, folder)


class _Teller:
    """What the terminal says."""

    def __init__(self, *, open_browser: bool, quiet: bool) -> None:
        self._open_browser = open_browser
        self._quiet = quiet
        self._address = ""

    def say(self, text: str) -> None:
        if not self._quiet:
            print(text, file=sys.stderr, flush=True)

    def started(self, address: str) -> None:
        from miniexchange.publish.serve.watching import can_listen

        self._address = address
        print(address, flush=True)  # also with --quiet: with --port 0, nobody knows it otherwise
        self.say("Ctrl-C ends it. Save a file, and open pages follow.")
        if not can_listen():
            self.say(
                "note: the files are looked at twice a second; on a large catalogue this is easier on the machine:\n"
                "  pip install 'miniexchange[serve]'"
            )

    def built(self, error: Exception | None, seconds: float) -> None:
        if error is None:
            self.say(f"built in {seconds:.1f} s")
        else:
            self._failed(error)
        if self._open_browser:
            import webbrowser

            self._open_browser = False
            webbrowser.open(self._address)

    def _failed(self, error: Exception) -> None:
        from miniexchange.diagnostic import InvalidCatalogue, UserError
        from miniexchange.publish.serve import problem_of, told

        print(told(problem_of(error)), file=sys.stderr, flush=True)
        if not isinstance(error, InvalidCatalogue | UserError | OSError):
            from traceback import format_exception

            print("".join(format_exception(error)[-4:]), file=sys.stderr, flush=True)
