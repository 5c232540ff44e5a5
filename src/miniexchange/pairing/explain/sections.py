"""An answer as a title, a few sentences, and lists under headings: whatever the format, the same words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Mark = Literal["", "+", "-", "→", "!"]
"""What a line is: text, something that comes, something that goes, a change, something to look at."""


class Line(NamedTuple):
    """One line under a heading."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class Section:
    """A heading and its lines."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Told:
    """What is asked, the answer in a few sentences, what belongs to it, how sure it is, and of whom and of which day it was asked."""

    title: str
    answer: tuple[str, ...]
    sections: tuple[Section, ...]
    proof: str = ""
    context: str = ""
