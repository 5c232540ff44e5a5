"""Rows of text as CSV, as a Markdown table, and as columns for a terminal."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from miniexchange.text.markdown import literal

Cells = Sequence[str]


def csv_text(header: Cells, rows: Iterable[Cells]) -> str:
    """CSV as RFC 4180 has it: one header line, commas, quotes where needed, lines that end with CR LF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def markdown_table(header: Cells, rows: Iterable[Cells]) -> str:
    """A table in GitHub's Markdown; whatever a cell holds is shown as it is, not taken for markup or HTML."""
    lines = [_markdown_line(header), "|" + " --- |" * len(header)]
    lines += map(_markdown_line, rows)
    return "\n".join(lines) + "\n"


def id_lines(ids: Iterable[str]) -> str:
    """One id a line, for other programs."""
    return "".join(f"{record_id}\n" for record_id in ids)


def _markdown_line(cells: Cells) -> str:
    return "| " + " | ".join(map(literal, cells)) + " |"
