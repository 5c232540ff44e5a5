"""An answer in sections, for a terminal and as Markdown."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from miniexchange.pairing.explain.sections import Told


def table(told: Told) -> str:
    """The answer in the width of the terminal."""
    from miniexchange.diagnostic import plain
    from miniexchange.interchange.layout import wrap

    width = shutil.get_terminal_size().columns

    def wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
        head, *tail = wrap(plain(text), max(20, width - len(first)))
        return [first + head, *(rest + line for line in tail)]

    lines = [*wrapped(told.title), *(wrapped(told.context) if told.context else [])]
    lines += ["", *wrapped(" ".join(told.answer))]
    for section in told.sections:
        lines += ["", *wrapped(section.heading)]
        for mark, text in section.lines:
            lines += wrapped(text, f"  {mark} " if mark else "  ", "    " if mark else "  ")
    if told.proof:
        lines += ["", *wrapped(told.proof)]
    return "\n".join(lines)


def markdown(told: Told) -> str:
    """The answer as a Markdown document; what records hold is shown as it is."""
    from miniexchange.text.markdown import literal

    lines = [f"# {literal(told.title)}"]
    lines += ["", literal(told.context)] if told.context else []
    lines += ["", literal(" ".join(told.answer))]
    for section in told.sections:
        lines += ["", f"## {literal(section.heading)}", ""]
        lines += [f"- {literal(f'{line.mark} {line.text}'.strip())}" for line in section.lines]
    if told.proof:
        lines += ["", literal(told.proof)]
    return "\n".join(lines) + "\n"
