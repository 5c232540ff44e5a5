"""The files of the bare problem and of the proof."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from miniexchange.diagnostic import plain
from miniexchange.edit.write import write
from miniexchange.pairing.problem.written import certificate_document, instance_document

if TYPE_CHECKING:
    from miniexchange.pairing.problem.certificate import Prices
    from miniexchange.pairing.problem.instance import Instance


def write_instance(path: Path, instance: Instance, *, quiet: bool) -> None:
    """Writes a bare problem, which `mini pair --solve` reads; raises OSError where it cannot."""
    _write(path, instance_document(instance), "the bare problem", quiet)


def write_certificate(path: Path, prices: Prices, penalty: int, *, best: bool, quiet: bool) -> None:
    """Writes the prices that bound every programme, and whether they prove this one best; raises OSError where it cannot."""
    document = {"proves": "best" if best else "bound", **certificate_document(prices, penalty)}
    _write(path, document, "the proof" if best else "the bound", quiet)


def _write(path: Path, document: dict[str, Any], what: str, quiet: bool) -> None:
    write(path, json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")
    if not quiet:
        print(f"{what} is in {plain(str(path))}", file=sys.stderr)
