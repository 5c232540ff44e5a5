"""`mini pair --write`: the proposals as new exchange files, all of them or none, ready to be committed."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from miniexchange.cli.common import emit

if TYPE_CHECKING:
    from miniexchange.catalogue.model import Catalogue
    from miniexchange.pairing import Programme, Proposal, Request
    from miniexchange.pairing.writing import NewExchange

NOTHING = "nothing to write: everything proposed stands already"


def run(
    root: Path, records: Catalogue, request: Request, *, dry_run: bool, quiet: bool, no_cache: bool
) -> int:
    """Writes what a request proposes into the catalogue at `root`, or only shows it as a diff; returns the exit status.

    Nothing that exists is touched. Raises UserError when another program writes one of the files meanwhile, and OSError when
    one cannot be written; then none is there.
    """
    from miniexchange.cli.pair.notes import tell_warnings
    from miniexchange.diagnostic import plain
    from miniexchange.edit.canonical import canonical
    from miniexchange.pairing import propose
    from miniexchange.pairing.writing import draft

    programme = propose(records, request)
    found = draft(programme, records)
    if not quiet:
        tell_warnings(programme.warnings)
        for pair in found.later:
            print(plain(_later(records, *pair)), file=sys.stderr)
    files = {
        path: canonical("exchange", new.document, path)
        for new in found.new
        for path in [f"data/exchanges/{new.id}.yaml"]
    }
    if not files:
        if not quiet:
            _tell_nothing(programme, bool(found.later), dry_run)
        return 0
    if dry_run:
        emit(diff_of(files, _within_repository(root)))
        return 0
    _write(root, files)
    if quiet:
        emit("\n".join(files))
        return 0
    emit(_told(programme, records, found.new, list(files)))
    _tell_findings(root, files, use_cache=not no_cache)
    return 0


def diff_of(files: Mapping[str, str], folder: str = "") -> str:
    """New files (path → text that ends with a line break) as the diff that `git apply` takes.

    `folder` is where the paths begin, seen from the top of the repository (`catalogue/`), because git counts from there.
    """
    lines = []
    for name, text in files.items():
        path, body = folder + name, text.removesuffix("\n").split("\n")
        lines += [
            f"diff --git a/{path} b/{path}",
            "new file mode 100644",
            "--- /dev/null",
            f"+++ b/{path}",
            f"@@ -0,0 +1,{len(body)} @@" if len(body) > 1 else "@@ -0,0 +1 @@",
            *(f"+{line}" for line in body),
        ]
    return "\n".join(lines) + "\n"


def _within_repository(root: Path) -> str:
    """Where the catalogue lies in its git repository, with a slash at its end; "" at the top, and without a repository."""
    here = root.resolve()
    top = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    return "".join(f"{step}/" for step in here.relative_to(top).parts)


def _write(root: Path, files: Mapping[str, str]) -> None:
    from miniexchange.diagnostic import UserError
    from miniexchange.edit.write import write_all_new
    from miniexchange.text.phrases import counted

    many = len(files) > 1
    nothing = f"none of the {counted(len(files), 'file')} was written" if many else "it was not written"
    try:
        with _undisturbed():
            write_all_new(root, files)
    except FileExistsError as error:
        raise UserError(
            f"{error} appeared while the programme was made; {nothing}",
            "somebody else writes here too: run it again, and what stands by then is kept",
        ) from None
    except OSError:
        print(f"mini pair: {nothing}, because of this:", file=sys.stderr)
        raise


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Lets an interrupt or an end of the program wait until a few small files are written: all of them stand then, or none."""
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    waiting = [getattr(signal, name) for name in names if hasattr(signal, name)]
    caught: list[int] = []
    before = {number: signal.signal(number, lambda got, _: caught.append(got)) for number in waiting}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in caught[:1]:
            os.kill(os.getpid(), number)


def _told(programme: Programme, records: Catalogue, new: Sequence[NewExchange], paths: list[str]) -> str:
    """What was written, and what a coordinator does next."""
    from miniexchange.diagnostic import plain
    from miniexchange.text.phrases import counted

    number = counted(len(new), "exchange")
    lines = [f"{number} written, status proposed, as of {programme.as_of}:", ""]
    for entry, path in zip(new, paths, strict=True):
        lines += [f"  {path}", f"    {plain(_pair(records, entry.proposal))}"]
    many = len(new) > 1
    of = f" for {programme.project}" if programme.project else ""
    return "\n".join(
        [
            *lines,
            "",
            f"Next: read {'them' if many else 'it'}, and delete what you do not want to propose. Then",
            "",
            "  mini validate",
            "  git add data/exchanges",
            f'  git commit -m "Propose {number}{of}"',
            "",
            "or open a pull request with the new files, so that both regions of each exchange can look at it. A region that",
            "says no gets `status: declined`, and a step in the history with its reason: the pair is not proposed again.",
        ]
    )


def _pair(records: Catalogue, proposal: Proposal) -> str:
    from miniexchange.pairing import shown
    from miniexchange.pairing.document import exporter_name

    exporter = exporter_name(records, proposal)
    return (
        f"{records.regions[proposal.importer].name} ← {records.practices[proposal.practice].title}"
        + (f" ({exporter})" if exporter else "")
        + f", {shown(proposal.score)} of 100"
        + (", locked" if proposal.locked else "")
    )


def _later(records: Catalogue, proposal: Proposal, exchange: str) -> str:
    return f"left out, because {exchange} is this exchange and begins later: {_pair(records, proposal)}"


def _tell_nothing(programme: Programme, left_out: bool, dry_run: bool) -> None:
    """Says why nothing was written; a dry run keeps its output for the diff."""
    if left_out:
        told = "nothing to write: what is proposed exists already, with later dates"
    elif programme.standing:
        told = NOTHING
    else:
        told = "nothing to write: no exchange can be proposed; `mini pair` says why"
    if dry_run:
        print(told, file=sys.stderr)
    else:
        emit(told)


def _tell_findings(root: Path, files: Mapping[str, str], *, use_cache: bool) -> None:
    """What `mini validate` says of the new files today, if anything."""
    from dataclasses import replace
    from datetime import date

    from miniexchange.check.run import validate
    from miniexchange.diagnostic.reporters import text

    report = validate(root, as_of=date.today(), use_cache=use_cache)
    mine = tuple(found for found in report.diagnostics if found.path in files)
    if mine:
        print(text.render(replace(report, diagnostics=mine, files=len(files))), file=sys.stderr, end="")
