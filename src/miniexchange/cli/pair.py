"""`mini pair`: proposes who imports what from whom, with reasons and a proof."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from miniexchange.cli.common import (
    CatalogueOption,
    NoCacheOption,
    NoColorOption,
    QuietOption,
    catalogue_root,
    day,
    emit,
    wants_color,
)
from miniexchange.cli.completion import one_of, project_ids

if TYPE_CHECKING:
    from miniexchange.catalogue.model import Catalogue
    from miniexchange.pairing import Programme, Quota

FORMATS = ("table", "json", "csv", "markdown")
_ARROW = "←"


def command(
    project: Annotated[
        str,
        typer.Option(
            "--project",
            metavar="ID",
            help="Only the partners of a project take part.",
            autocompletion=project_ids,
        ),
    ] = "",
    regions: Annotated[
        str, typer.Option("--regions", metavar="A,B", help="Only these regions take part, on both sides.")
    ] = "",
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help="As things stood on this day (default: today).")
    ] = "",
    min_score: Annotated[
        float | None,
        typer.Option("--min-score", metavar="N", help="No pair below this fit, 0 to 100."),
    ] = None,
    format: Annotated[
        str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.", autocompletion=one_of(*FORMATS))
    ] = "table",
    strict: Annotated[
        bool, typer.Option("--strict", help="End with status 1 when a quota is not reached.")
    ] = False,
    catalogue: CatalogueOption = None,
    no_cache: NoCacheOption = False,
    quiet: QuietOption = False,
    no_color: NoColorOption = False,
) -> int:
    """Propose the best exchanges: each with its score and its reasons, then what is missing and why, and a proof.

    Every region should export and import as many practices as its quota says (two each, unless it says otherwise).
    Fewest missing exchanges come first, then the highest total of scores.

    \b
    Example:
      mini pair --project mini-europe
      mini pair --project mini-europe --as-of 2009-04-01 --min-score 40
      mini pair --regions veneto,valencia,flevoland --format markdown
    """
    from datetime import date

    from miniexchange.check.run import open_catalogue
    from miniexchange.diagnostic import UserError, plain
    from miniexchange.pairing import Request, propose

    if format not in FORMATS:
        raise UserError(f"there is no format {format!r}", f"choose one of {', '.join(FORMATS)}")
    on = day(as_of) if as_of else date.today()
    records = open_catalogue(catalogue_root(catalogue), use_cache=not no_cache)
    names = tuple(name.strip() for name in regions.split(",") if name.strip())
    programme = propose(records, Request(as_of=on, project=project, regions=names, min_score=min_score))
    if not quiet:
        for warning in programme.warnings:
            print(f"warning: {plain(warning)}", file=sys.stderr)
    if format == "json":
        _write_json(programme)
    elif format == "csv":
        _write_csv(programme, records)
    elif format == "markdown":
        _write_markdown(programme, records)
    else:
        _write_table(programme, records, bold=wants_color(sys.stdout, no_color))
    return 1 if strict and programme.shortages else 0


def _write_json(programme: Programme) -> None:
    import json

    from miniexchange.pairing.document import document_of

    emit(json.dumps(document_of(programme), ensure_ascii=False, indent=2))


def _write_csv(programme: Programme, catalogue: Catalogue) -> None:
    from miniexchange.interchange.tables import csv_text
    from miniexchange.pairing.document import table_of

    emit(csv_text(*table_of(programme, catalogue)))


def _write_markdown(programme: Programme, catalogue: Catalogue) -> None:
    from miniexchange.interchange.tables import markdown_table
    from miniexchange.text.markdown import literal

    header, rows = _proposals(programme, catalogue)
    why = [
        "; ".join(programme.told(p)) + "".join(f". Look at: {caution}" for caution in p.cautions)
        for p in programme.proposals
    ]
    lines = [f"# {literal(_title(programme, catalogue))}", "", literal(_proof(programme)), ""]
    if rows:
        lines += [
            markdown_table([*header, "Why"], [[*row, text] for row, text in zip(rows, why, strict=True)])
        ]
        lines += [f"{literal(text)}\n" for text in programme.remarks]
    if programme.standing:
        lines += [
            "## Standing already",
            "",
            *(f"- {literal(line)}" for line in _standing(programme, catalogue)),
            "",
        ]
    lines += ["## Quotas", "", markdown_table(*_quotas(programme, catalogue))]
    if programme.shortages:
        lines += ["## What is missing", "", *(f"- {literal(s.text)}" for s in programme.shortages), ""]
    emit("\n".join(lines).rstrip() + "\n")


def _write_table(programme: Programme, catalogue: Catalogue, *, bold: bool) -> None:
    import shutil

    from miniexchange.diagnostic import plain
    from miniexchange.interchange.layout import text_table

    width = shutil.get_terminal_size().columns

    def heading(text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if bold else text

    lines = [heading(plain(_title(programme, catalogue)))]
    if programme.proposals:
        header, *proposals = _proposal_lines(programme, catalogue, width)
        lines += ["", heading(header), *proposals]
        for text in (*programme.remarks, _reading(programme)):
            lines += ["", *_indented(text, width, "")]
    if programme.standing:
        lines += ["", heading("Standing already")]
        lines += [line for text in _standing(programme, catalogue) for line in _indented(text, width)]
    header_cells, rows = _quotas(programme, catalogue)
    table = text_table(header_cells, [[plain(cell) for cell in row] for row in rows], width)
    lines += ["", *map(heading, table.head), *table.body]
    if programme.shortages:
        lines += ["", heading("Missing")]
        lines += [line for shortage in programme.shortages for line in _indented(shortage.text, width)]
    emit("\n".join([*lines, "", *_indented(_proof(programme), width, "")]))


def _proposal_lines(programme: Programme, catalogue: Catalogue, width: int) -> list[str]:
    """The header, then each proposal in columns with its reasons, points and cautions below; the practice gets what room is left."""
    from miniexchange.diagnostic import plain
    from miniexchange.interchange.layout import display_width, wrap
    from miniexchange.pairing import shown_points

    header, rows = _proposals(programme, catalogue)
    cells = [[plain(cell) for cell in row] for row in (header, *rows)]
    importer, practice, exporter, score = (
        max(map(display_width, column)) for column in zip(*cells, strict=True)
    )
    practice = max(20, min(practice, width - importer - exporter - score - 6))

    def columns(row: list[str]) -> list[str]:
        title, *rest = wrap(row[1], practice)
        padded = (
            cell + " " * (room - display_width(cell))
            for cell, room in ((row[0], importer), (title, practice), (row[2], exporter))
        )
        return ["  ".join([*padded, row[3].rjust(score)]), *(" " * (importer + 2) + line for line in rest)]

    lines = columns(cells[0])
    for row, proposal in zip(cells[1:], programme.proposals, strict=True):
        points = " + ".join(f"{part} {points}" for part, points in shown_points(proposal.parts).items())
        lines += [*columns(row), *_indented("; ".join(programme.told(proposal)), width)]
        lines += _indented(f"{points}; {(proposal.confidence + 50) // 100} % of it known", width)
        lines += [line for caution in proposal.cautions for line in _indented(caution, width, "  ! ")]
    return lines


def _indented(text: str, width: int, mark: str = "  ") -> list[str]:
    from miniexchange.diagnostic import plain
    from miniexchange.interchange.layout import wrap

    first, *rest = wrap(plain(text), max(20, width - len(mark)))
    return [mark + first, *(" " * len(mark) + line for line in rest)]


def _title(programme: Programme, catalogue: Catalogue) -> str:
    from miniexchange.text.phrases import counted

    of = (
        catalogue.projects[programme.project].acronym or catalogue.projects[programme.project].title
        if programme.project
        else ""
    )
    number = counted(len(programme.proposals), "exchange") if programme.proposals else "no exchange"
    return f"{of + ': ' if of else ''}{number} proposed among {counted(len(programme.regions), 'region')}, as of {programme.as_of}"


def _proposals(programme: Programme, catalogue: Catalogue) -> tuple[list[str], list[list[str]]]:
    from miniexchange.pairing import shown
    from miniexchange.pairing.document import exporter_name

    rows = []
    for proposal in programme.proposals:
        title = catalogue.practices[proposal.practice].title
        importer = catalogue.regions[proposal.importer].name
        rows.append([importer, title, exporter_name(catalogue, proposal), shown(proposal.score)])
    return ["Importer", "Practice", "Exporter", "Score"], rows


def _reading(programme: Programme) -> str:
    """How to read the scores, for somebody who sees them for the first time."""
    parts = " + ".join(f"{part} (up to {10 * weight})" for part, weight in programme.weights.items())
    return f"A score is {parts}; what is unknown counts half, and “% of it known” says how much rests on records."


def _standing(programme: Programme, catalogue: Catalogue) -> list[str]:
    def name(region: str) -> str:
        return catalogue.regions[region].name if region in catalogue.regions else "outside"

    lines = []
    for standing in programme.standing:
        practice = catalogue.practices.get(standing.practice)
        title = practice.title if practice else standing.practice
        locked = ", locked" if standing.locked else ""
        lines.append(
            f"{name(standing.importer)} {_ARROW} {title} ({name(standing.exporter)}), {standing.status}{locked}"
        )
    return lines


def _quotas(programme: Programme, catalogue: Catalogue) -> tuple[list[str], list[list[str]]]:
    sides: dict[str, list[str]] = {}
    for quota in programme.quotas:
        sides.setdefault(quota.region, []).append(_quota(quota))
    return ["Region", "Exports", "Imports"], [
        [catalogue.regions[region].name, *cells] for region, cells in sides.items()
    ]


def _quota(quota: Quota) -> str:
    range_ = str(quota.least) if quota.least == quota.most else f"{quota.least} to {quota.most}"
    return f"{quota.reached} of {range_}" + (f" ({quota.standing} standing)" if quota.standing else "")


def _proof(programme: Programme) -> str:
    from miniexchange.pairing import shown
    from miniexchange.text.phrases import counted

    proof = programme.proof
    missing = (
        f"; {counted(proof.shortfall, 'exchange')} missing" if proof.shortfall else "; nothing is missing"
    )
    text = proof.text[0].upper() + proof.text[1:]
    claim = (
        ": no choice of exchanges leaves fewer missing, or as few with a higher total"
        if proof.status == "optimal"
        else ""
    )
    return f"{text}{claim}. Total score {shown(proof.objective)}{missing}."
