"""Waiting until somebody has saved a file from which the site is made."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

from miniexchange.publish.serve.sources import Sources, Stamp

_LOOK_SECONDS = 0.5
_QUIET_SECONDS = 0.1
_LISTEN_MILLISECONDS = 1000


def can_listen() -> bool:
    """Whether `watchfiles` is there, which the system tells of changes; without it the files are looked at twice a second."""
    from importlib.util import find_spec

    return find_spec("watchfiles") is not None


def changes(root: Path, stop: threading.Event) -> Iterator[None]:
    """Yields at the start, then whenever a source of the site has changed since the last yield and nobody is writing.

    What is saved while the caller is at work is noticed afterwards. Ends when `stop` is set.
    """
    sources = Sources(root)
    wait = _listening if can_listen() else _looking
    seen = _settled(sources, stop)
    while not stop.is_set():
        yield
        for _ in wait(sources, stop):
            if sources.stamp() != seen:
                seen = _settled(sources, stop)
                break


def _settled(sources: Sources, stop: threading.Event) -> Stamp:
    """The state once it stays the same for a moment: an editor may write a file in several steps, git many files."""
    before = sources.stamp()
    while not stop.wait(_QUIET_SECONDS):
        now = sources.stamp()
        if now == before:
            break
        before = now
    return before


def _looking(sources: Sources, stop: threading.Event) -> Iterator[None]:
    yield
    while not stop.wait(_LOOK_SECONDS):
        yield


def _listening(sources: Sources, stop: threading.Event) -> Iterator[None]:
    """Yields when the system tells of a change, and every second for what it was not asked about: a new folder, the settings."""
    from watchfiles import watch

    while not stop.is_set():
        folders = sources.folders()
        yield
        if not folders:
            stop.wait(_LOOK_SECONDS)
            continue
        try:
            for _ in watch(
                *folders,
                stop_event=stop,
                rust_timeout=_LISTEN_MILLISECONDS,
                yield_on_timeout=True,
                debounce=400,
            ):
                yield
                if sources.folders() != folders:
                    break
        except OSError:  # a folder went away between the two lines, or the system listens to no more of them
            stop.wait(_LOOK_SECONDS)
