"""What the server shows at this moment: the folder of the last good site, what is wrong, and a version that changes with them."""

from __future__ import annotations

import secrets
import threading
from pathlib import Path
from typing import NamedTuple

from miniexchange.publish.serve.problem import Problem


class Now(NamedTuple):
    """The state at one moment. `is_there` tells whether any build has ended well, so that there is a site to show."""

    version: str
    problem: Problem | None
    is_there: bool


class State:
    """Shared by the thread that builds and those that answer browsers.

    `folder` is where the last good site lies. The version differs after every build, and between servers, so that a
    page which knows an old one reloads.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._problem: Problem | None = None
        self._is_there = False
        self._server = secrets.token_hex(4)
        self._builds = 0
        self._ended = False
        self._changed = threading.Condition()

    def now(self) -> Now:
        """The state at this moment."""
        with self._changed:
            return Now(f"{self._server}-{self._builds}", self._problem, self._is_there)

    def built(self, problem: Problem | None) -> None:
        """Says that a build has ended, well or with a problem, and wakes those who wait."""
        with self._changed:
            self._problem = problem
            self._is_there = self._is_there or problem is None
            self._builds += 1
            self._changed.notify_all()

    def end(self) -> None:
        """Says that the server ends."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def wait(self, known: str, seconds: float) -> str | None:
        """Waits for a version other than the known one: returns it, or the known one after so many seconds, or None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self.now().version != known, seconds)
            return None if self._ended else self.now().version
