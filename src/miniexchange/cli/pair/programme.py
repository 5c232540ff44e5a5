"""The programme itself, in every format, and the files with its bare problem and its proof."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from miniexchange.cli.common import emit, wants_color
from miniexchange.cli.pair.notes import tell_warnings
from miniexchange.pairing.propose import answer
from miniexchange.pairing.study import study

if TYPE_CHECKING:
    from miniexchange.catalogue.model import Catalogue
    from miniexchange.pairing import Programme, Request


def run(
    root: Path,
    records: Catalogue,
    request: Request,
    *,
    format: str,
    explain: bool,
    instance: Path | None,
    certificate: Path | None,
    strict: bool,
    quiet: bool,
    no_color: bool,
) -> int:
    """Proposes and prints a programme; returns 1 where `strict` and a quota is not reached, else 0."""
    programme, problem = answer(study(records, request))
    if not quiet:
        tell_warnings(programme.warnings)
    if instance or certificate:
        from miniexchange.cli.pair.files import write_certificate, write_instance

        if instance:
            write_instance(instance, problem, quiet=quiet)
        if certificate:
            proof = programme.proof
            write_certificate(
                certificate, proof.prices, proof.penalty, best=proof.method == "certificate", quiet=quiet
            )
    if format == "table":
        from miniexchange.cli.pair.table import table

        emit(table(programme, records, explain=explain, bold=wants_color(sys.stdout, no_color)))
    else:
        emit(_text(programme, records, root, format))
    return 1 if strict and programme.shortages else 0


def _text(programme: Programme, records: Catalogue, root: Path, format: str) -> str:
    if format == "json":
        import json

        from miniexchange.pairing.document import document_of

        return json.dumps(document_of(programme), ensure_ascii=False, indent=2)
    if format == "csv":
        from miniexchange.interchange.tables import csv_text
        from miniexchange.pairing.document import table_of

        return csv_text(*table_of(programme, records))
    from miniexchange.publish.report import report

    return report(programme, records, root, format)
