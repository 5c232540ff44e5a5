"""`mini serve` without the command line: build, serve, and build again on every save, until it is told to end."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from miniexchange.publish.serve.problem import problem_of
from miniexchange.publish.serve.server import HOST, Server
from miniexchange.publish.serve.state import State
from miniexchange.publish.serve.watching import changes

Build = Callable[[Path, Path], None]
"""Builds the site of a catalogue (the first folder) into a folder of its own (the second)."""


def serve(
    root: Path,
    build: Build,
    *,
    port: int,
    started: Callable[[str], None],
    built: Callable[[Exception | None, float], None],
    stop: threading.Event | None = None,
) -> None:
    """Serves a catalogue's site on 127.0.0.1 until `stop` is set or Ctrl-C is pressed.

    `started` is called with the site's address as soon as it can be asked for, `built` after every build with what was
    wrong and the seconds it took. Port 0 lets the system choose one. Nothing is written but a folder for temporary files, which goes at the end.
    Raises UserError when the port is not to be had.
    """
    stop = stop or threading.Event()
    with tempfile.TemporaryDirectory(prefix="mini-serve-", ignore_cleanup_errors=True) as private:
        state = State(Path(private).resolve() / "site")
        with Server(state, port) as server:
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
            try:
                started(f"http://{HOST}:{server.port}/")
                for _ in changes(root, stop):
                    since = time.monotonic()
                    error = _error_of(build, root, state.folder)
                    state.built(problem_of(error) if error else None)
                    built(error, time.monotonic() - since)
            finally:
                state.end()
                server.shutdown()


def _error_of(build: Build, root: Path, folder: Path) -> Exception | None:
    try:
        build(root, folder)
    except Exception as error:  # a bug too: the server stays, and shows it
        return error
    return None
