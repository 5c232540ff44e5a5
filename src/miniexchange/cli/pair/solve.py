"""`mini pair --solve`: solves a bare problem from a file; no catalogue is needed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from miniexchange.cli.common import emit
from miniexchange.diagnostic import UserError, plain
from miniexchange.pairing.problem.confirm import confirmed
from miniexchange.pairing.problem.solver import solve
from miniexchange.pairing.problem.written import instance_from, proposal_document

if TYPE_CHECKING:
    from miniexchange.pairing.problem.instance import Instance
    from miniexchange.pairing.problem.solver import Solution

FORMAT = "exchange-proposal/1"
MAX_BYTES = 512 * 1024 * 1024
"""Files above this are refused; a million pairs take about 50 MB."""


def run(
    path: Path,
    *,
    format: str,
    certificate: Path | None,
    instance: Path | None,
    seconds: float,
    strict: bool = False,
    quiet: bool = True,
) -> int:
    """Solves the problem in a file and prints the programme, checked by its certificate's own code.

    Returns 1 where `strict` and exchanges are missing, else 0. Raises UserError for a file that is no such problem.
    """
    problem = instance_from(_read(path))
    solution = solve(problem, seconds=seconds)
    confirmed(problem, solution)
    if instance or certificate:
        from miniexchange.cli.pair.files import write_certificate, write_instance

        if instance:
            write_instance(instance, problem, quiet=quiet)
        if certificate:
            write_certificate(
                certificate, solution.prices, solution.penalty, best=solution.proven, quiet=quiet
            )
    if format == "json":
        document = {"format": FORMAT, "schema_version": 1, "command": "pair", **proposal_document(solution)}
        emit(json.dumps(document, ensure_ascii=False))
    else:
        emit(_table(problem, solution))
    return 1 if strict and solution.shortfall else 0


def _read(path: Path) -> Any:
    """The JSON of a file; raises UserError with line and column of what is wrong, OSError where it cannot be read."""
    if path.is_dir():
        raise UserError(f"{path} is a folder", "name the file with the problem")
    if not path.is_file() and path.exists():
        raise UserError(f"{path} is no ordinary file", "write the problem to a file, then name that")
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise UserError(
            f"{path} has {size:,} bytes, more than {MAX_BYTES:,}",
            "leave out the pairs that will hardly be chosen",
        )
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise UserError(f"{path} is not text in UTF-8", "save it as UTF-8") from None
    except json.JSONDecodeError as error:
        raise UserError(
            f"{path}:{error.lineno}:{error.colno}: this is not JSON: {error.msg}",
            "mend it there; docs/pairing.md describes the form",
        ) from None
    except RecursionError:
        raise UserError(
            f"{path} is nested too deeply", "docs/pairing.md describes the form, which is flat"
        ) from None
    except ValueError as error:
        raise UserError(f"{path}: {error}", "write whole numbers") from None


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is not a number")


def _table(problem: Instance, solution: Solution) -> str:
    """The programme for people. What the scores mean is not known here: they stay as they are in the file."""
    import shutil

    from miniexchange.interchange.layout import text_table, wrap
    from miniexchange.text.phrases import counted

    width = shutil.get_terminal_size().columns
    owners = {practice.id: practice.owner for practice in problem.practices}
    scores = _scores(problem, solution)
    with_needs = any(choice.need for choice in solution.chosen)
    rows = [
        [
            choice.importer,
            *([choice.need] if with_needs else []),
            choice.practice,
            owners[choice.practice],
            f"{score:,}",
        ]
        for choice, score in zip(solution.chosen, scores, strict=True)
    ]
    header = ["Importer", *(["Need"] if with_needs else []), "Practice", "Exporter", "Score"]
    lines = [f"{counted(len(rows), 'exchange')} among {counted(len(problem.regions), 'region')}", ""]
    if rows:
        found = text_table(header, [[plain(cell) for cell in row] for row in rows], width)
        lines += [*found.head, *found.body, ""]
    missing = list(_missing(problem, solution))
    if missing:
        lines += ["Missing", *(f"  {plain(text)}" for text in missing), ""]
    gap = solution.bound - solution.value
    proof = (
        "Proven best (certificate)"
        if solution.proven
        else "Proven best (search closed, gap 0)"
        if solution.closed
        else f"Best found in the time allowed: the bound is {gap:,} above it, a missing exchange weighing {solution.penalty:,}"
    )
    short = (
        f"{counted(solution.shortfall, 'exchange')} missing" if solution.shortfall else "nothing is missing"
    )
    return "\n".join([*lines, *wrap(f"{proof}. Total score {solution.objective:,}; {short}.", width)])


def _scores(problem: Instance, solution: Solution) -> list[int]:
    import numpy as np

    row, practice = divmod(np.array(solution.cells, dtype=np.int64), problem.pairs.width)
    return [int(score) for score in problem.pairs.scores(row, practice)]


def _missing(problem: Instance, solution: Solution) -> list[str]:
    """Every quota that is not reached: “a exports 1 of 2”."""
    owners = {practice.id: practice.owner for practice in problem.practices}
    distinct = problem.rules.export_counts == "practices"
    given = [(owners[c.practice], c.practice) for c in solution.chosen]
    given += [(x.exporter, x.practice) for x in problem.locked]
    exports = Counter(owner for owner, _ in (set(given) if distinct else given))
    imports = Counter([c.importer for c in solution.chosen] + [x.importer for x in problem.locked])
    return [
        f"{region.id} {verb} {has[region.id]:,} of {least:,}"
        for region in problem.regions
        for verb, has, least in (
            ("exports", exports, region.export_min),
            ("imports", imports, region.import_min),
        )
        if has[region.id] < least
    ]
