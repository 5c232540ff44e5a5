"""How `mini query` prints what it found."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from miniexchange.catalogue.kinds import FOLDERS, KIND_OF_FOLDER
from miniexchange.check.opened import Opened
from miniexchange.cli.common import emit
from miniexchange.diagnostic import UserError, plain
from miniexchange.query import Columns, Count, Hit, counts_by, usual_columns


@dataclass(frozen=True)
class Output:
    """Where and how to print: the format, what was asked, and of which kinds of record."""

    format: str
    expression: str
    kinds: tuple[str, ...]
    opened: Opened
    color: bool
    quiet: bool

    def note(self, text: str) -> None:
        """A remark for people, which is no part of the answer."""
        if not self.quiet:
            print(text, file=sys.stderr)


def write_hits(output: Output, hits: Sequence[Hit], names: Sequence[str], limit: int | None) -> None:
    """The records that were found, with the chosen columns or the usual ones."""
    shown = hits[:limit]
    if not hits:
        output.note(f"no {_called(output.kinds, 1)} found; `mini query --help` tells how to ask")
    if output.format in ("json", "jsonl", "yaml"):
        emit(_as_records(output, hits, shown, names))
    elif output.format == "ids":
        from miniexchange.interchange.tables import id_lines

        several = len(output.kinds) > 1
        emit(id_lines(f"{hit.row.kind}/{hit.row.id}" if several else hit.row.id for hit in shown))
    else:
        chosen = tuple(names) or usual_columns(output.kinds)
        table = Columns(chosen, output.kinds, output.opened)
        in_words = output.format != "csv"
        _write_table(output, chosen, [table.texts(hit.row, in_words=in_words) for hit in shown])
    if hits and output.format == "table":
        some = f"{len(shown):,} of " if len(shown) < len(hits) else ""
        output.note(f"\n{some}{len(hits):,} {_called(output.kinds, len(hits))}")
    elif len(shown) < len(hits):
        output.note(f"{len(shown):,} of {len(hits):,} {_called(output.kinds, len(hits))}")


def write_counts(output: Output, hits: Sequence[Hit], by: str, limit: int | None) -> None:
    """How many records were found, altogether or per value of a field."""
    if output.format == "ids":
        raise UserError("counts have no ids", "choose another format, such as csv")
    counts = counts_by(hits, by, output.kinds, output.opened)[:limit] if by else []
    if output.format in ("json", "jsonl", "yaml"):
        emit(_as_data(output, len(hits), by, counts))
    elif not by:
        emit(f"{len(hits)}\n")
    else:
        labelled = any(count.label != count.value for count in counts if count.value)
        header = [by, *(["label"] if labelled else []), "records"]
        rows = []
        for count in counts:
            value = count.value or ("" if output.format == "csv" else count.label)
            label = [count.label if count.value else ""] if labelled else []
            rows.append([value, *label, str(count.records)])
        _write_table(output, header, rows)
        if not hits:
            output.note(f"no {_called(output.kinds, 1)} found")


def note_on_invalid(opened: Opened) -> None:
    """Says on stderr how many records have errors, and how many of them could not be read at all."""
    broken = sorted(
        {d.path for d in opened.report.diagnostics if d.severity == "error" and d.path.startswith("data/")}
    )
    if not broken:
        return
    left_out = sum(1 for path in broken if not _is_read(opened, path))
    some = f", {left_out} of them left out" if left_out else ""
    files = "1 file has errors" if len(broken) == 1 else f"{len(broken):,} files have errors"
    print(f"{files}{some}: `mini validate` tells what is wrong", file=sys.stderr)


def _is_read(opened: Opened, path: str) -> bool:
    steps = path.split("/")
    kind = KIND_OF_FOLDER.get(steps[1]) if len(steps) > 2 else None
    row = opened.rows.get(kind, steps[-1].removesuffix(".yaml")) if kind else None
    return row is not None and row.path == path


def _as_records(output: Output, hits: Sequence[Hit], shown: Sequence[Hit], names: Sequence[str]) -> str:
    from miniexchange.interchange.records import Item, json_lines, json_text, yaml_text

    table = Columns(names, output.kinds, output.opened) if names else None
    scored = any(hit.score for hit in hits)
    items = []
    for hit in shown:
        row = hit.row
        items.append(
            Item(
                row.kind,
                row.id,
                row.title,
                row.path,
                record=None if table else output.opened.read_document(row),
                columns=table.data(row) if table else None,
                score=hit.score if scored else None,
            )
        )
    if output.format == "json":
        return json_text(items, output.expression, found=len(hits))
    return json_lines(items) if output.format == "jsonl" else yaml_text(items)


def _as_data(output: Output, found: int, by: str, counts: Sequence[Count]) -> str:
    import json

    from miniexchange.interchange.records import SCHEMA_VERSION, yaml_dump

    whole: dict[str, object] = {"schema_version": SCHEMA_VERSION, "query": output.expression, "found": found}
    if by:
        whole["by"] = by
        whole["counts"] = [{"value": c.value or None, "label": c.label, "records": c.records} for c in counts]
    if output.format == "yaml":
        return yaml_dump(whole)
    return json.dumps(whole, ensure_ascii=False, indent=2 if output.format == "json" else None) + "\n"


def _write_table(output: Output, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from miniexchange.interchange.tables import csv_text, markdown_table

    if output.format == "csv":
        emit(csv_text(header, rows))
    elif not rows:
        return
    elif output.format == "markdown":
        emit(markdown_table(header, rows))
    else:
        from miniexchange.interchange.layout import text_table

        safe = [[plain(cell) for cell in row] for row in rows]
        whole = [place for place, name in enumerate(header) if name == "id"] or [0]
        table = text_table(header, safe, shutil.get_terminal_size().columns, whole=whole)
        head = [f"\x1b[1m{line}\x1b[0m" if output.color else line for line in table.head]
        emit("\n".join([*head, *table.body]))


def _called(kinds: Sequence[str], number: int) -> str:
    if len(kinds) > 1:
        return "record" if number == 1 else "records"
    if kinds[0] == "vocabulary":
        return "vocabulary" if number == 1 else "vocabularies"
    return kinds[0] if number == 1 else FOLDERS[kinds[0]]
