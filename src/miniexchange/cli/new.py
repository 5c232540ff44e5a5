"""`mini new`: a record to fill in, valid from the start where its required values are known."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from miniexchange.cli.common import (
    CatalogueOption,
    NoColorOption,
    QuietOption,
    catalogue_root,
    emit,
    wants_color,
)
from miniexchange.cli.completion import record_kinds

if TYPE_CHECKING:
    from miniexchange.diagnostic import Report
    from miniexchange.edit.answers import Ids

QUESTIONS: dict[str, tuple[str, ...]] = {
    "practice": ("title", "region"),
    "region": ("name", "country"),
    "exchange": ("practice", "importer"),
    "project": ("title",),
    "event": ("title", "kind", "period.start"),
    "assessment": ("region", "date"),
    "plan": ("region", "title"),
    "vocabulary": ("title",),
}
"""What a new record of each kind cannot do without, besides what has a default."""

_NO_TERMINAL = "the input is not a terminal, so nothing was asked"
_OWNER = ("owner.organisation", "owner.countries")
"""What is asked of a practice that no region of the catalogue owns."""


def command(
    kind: Annotated[
        str,
        typer.Argument(metavar="KIND", help="Such as practice or region.", autocompletion=record_kinds),
    ],
    record_id: Annotated[
        str, typer.Argument(metavar="[ID]", help="The file's name; by default made from the title.")
    ] = "",
    values: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="KEY=VALUE", help="Fill in a field (owner.place=Graz); may be repeated."
        ),
    ] = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing.")] = False,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
    no_color: NoColorOption = False,
) -> int:
    """Write a new record: the fields that are known, and all others as remarks to fill in.

    On a terminal it asks for what is needed. The path of the new file is printed; what is still to do goes to stderr.

    \b
    Example:
      mini new practice
      mini new practice --set title="Night market" --set region=flevoland --set themes=start-up-support
      mini new exchange --set practice=night-market --set importer=veneto
    """
    from miniexchange.diagnostic import UserError
    from miniexchange.edit.answers import all_set, id_problem, require_known
    from miniexchange.edit.scaffold import scaffold
    from miniexchange.edit.write import write_new

    root = catalogue_root(catalogue)
    kind = _kind(kind)
    ids = _ids(root)
    document = _given(kind, values or [])
    require_known(kind, document, ids)
    if record_id and (problem := id_problem(kind, record_id, ids)):
        raise problem
    ask = sys.stdin.isatty() and not no_input
    unasked = [] if ask or no_input else _missing(kind, document)
    if ask:
        _ask_for_missing(kind, document, ids)
    _complete(kind, document, date.today())
    if not record_id:
        record_id = _asked_id(kind, document, ids) if ask else _made_id(kind, document, ids, unasked)
    path = _path(kind, record_id)
    if not quiet:
        _warn_of_near_titles(root, kind, document, record_id)
    try:
        write_new(root / path, scaffold(kind, document, path))
    except FileExistsError:
        raise UserError(f"{path} exists already", "choose another id") from None
    emit(path)
    report = _report_of(root, path)
    if not quiet and unasked:
        typer.echo(f"mini new: {_NO_TERMINAL}; give {all_set(unasked)}", err=True)
    if not quiet:
        _tell_next(report, path, no_color)
    return 1 if report.count("error") else 0


def _kind(typed: str) -> str:
    from miniexchange.catalogue.kinds import KIND_OF_FOLDER, KINDS
    from miniexchange.diagnostic import UserError
    from miniexchange.text.similarity import nearest

    name = typed.lower()
    if name in KINDS:
        return name
    if name in KIND_OF_FOLDER:
        return KIND_OF_FOLDER[name]
    near = nearest(name, KINDS, limit=1)
    raise UserError(
        f"no kind of record {typed!r}",
        f"did you mean {near[0]}?" if near else f"the kinds are {', '.join(KINDS)}",
    )


def _ids(root: Path) -> Ids:
    from miniexchange.catalogue.reading import list_records
    from miniexchange.catalogue.source import WorkingTree

    return list_records(WorkingTree(root).entries())[1]


def _given(kind: str, pairs: list[str]) -> dict[str, Any]:
    from miniexchange.diagnostic import UserError
    from miniexchange.edit.assign import assign

    document: dict[str, Any] = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign:
            raise UserError(f"--set {pair}: the value is missing", "write --set KEY=VALUE")
        assign(kind, document, name.strip(), text)
    return document


def _complete(kind: str, document: dict[str, Any], today: date) -> None:
    """Fills in what a new record starts with."""
    if kind == "practice":
        document.setdefault("status", "draft")
    elif kind == "exchange" and document.setdefault("status", "proposed") == "proposed":
        document.setdefault("history", [{"status": "proposed", "date": today.isoformat()}])


# Questions


def _missing(kind: str, document: Mapping[str, Any]) -> list[str]:
    """The fields to ask for."""
    owned = kind == "practice" and "owner" in document
    wanted = (name for name in QUESTIONS[kind] if not (owned and name == "region"))
    return [name for name in wanted if not _is_given(document, name)]


def _ask_for_missing(kind: str, document: dict[str, Any], ids: Ids) -> None:
    for name in _missing(kind, document):
        if kind == "practice" and name == "region":
            if not _ask(kind, document, name, ids, " (leave empty if no region of the catalogue owns it)"):
                _ask_for_owner(document, ids)
        else:
            while not _ask(kind, document, name, ids):
                pass


def _ask_for_owner(document: dict[str, Any], ids: Ids) -> None:
    """Asks whose a practice is that no region owns, until one part of the answer is there."""
    while True:
        answered = [_ask("practice", document, part, ids, " (one of the two is needed)") for part in _OWNER]
        if any(answered):
            return
        typer.echo("  a practice has a region or an owner: name its organisation or its countries", err=True)


def _ask(kind: str, document: dict[str, Any], name: str, ids: Ids, remark: str = "") -> bool:
    """Asks for a field until the answer fits; False when it stays empty."""
    from miniexchange.catalogue.schema import fields
    from miniexchange.diagnostic import UserError
    from miniexchange.edit.answers import explained, wrong_answer
    from miniexchange.edit.assign import assign

    schema = next(field.schema for field in fields(kind) if field.name == name)
    question = f"{schema['title']}{remark}\n  {explained(schema, ids)}\n> "
    while True:
        answer = _line(question)
        if not answer:
            return False
        trial: dict[str, Any] = {}
        try:
            assign(kind, trial, name, answer)
            wrong = wrong_answer(kind, trial, ids)
        except UserError as error:
            wrong = f"{error.message}: {error.hint}"
        if not wrong:
            assign(kind, document, name, answer)
            return True
        typer.echo(f"  {wrong}", err=True)


def _line(question: str) -> str:
    """One line that somebody types. The question goes to stderr, because stdout belongs to the path of the file."""
    typer.echo(question, err=True, nl=False)
    try:
        return input().strip()
    except EOFError:
        raise KeyboardInterrupt from None  # nobody will answer: stop as if interrupted


def _is_given(document: Mapping[str, Any], name: str) -> bool:
    value: Any = document
    for step in name.split("."):
        if not isinstance(value, Mapping) or step not in value:
            return False
        value = value[step]
    return True


# The file


def _asked_id(kind: str, document: Mapping[str, Any], ids: Ids) -> str:
    """Asks for the id until one is given that the record can have."""
    from miniexchange.edit.answers import id_problem
    from miniexchange.edit.naming import suggested_id

    suggested = suggested_id(kind, document)
    while True:
        record_id = _line(f"Id, the name of the file{f' [{suggested}]' if suggested else ''}: ") or suggested
        problem = id_problem(kind, record_id, ids)
        if not problem:
            return record_id
        typer.echo(f"  {problem.message}: {problem.hint}", err=True)


def _made_id(kind: str, document: Mapping[str, Any], ids: Ids, unasked: list[str]) -> str:
    """The id that follows from the fields; `unasked` are those that would have been asked for on a terminal."""
    from miniexchange.diagnostic import UserError
    from miniexchange.edit.answers import all_set, id_problem
    from miniexchange.edit.naming import suggested_id

    record_id = suggested_id(kind, document)
    if not record_id:
        said = f"no id can be made for this {kind}"
        raise UserError(
            f"{_NO_TERMINAL}, and {said}" if unasked else said,
            f"name it: mini new {kind} ID, or give {all_set(QUESTIONS[kind])}",
        )
    if problem := id_problem(kind, record_id, ids):
        raise problem
    return record_id


def _path(kind: str, record_id: str) -> str:
    from miniexchange.catalogue.kinds import FOLDERS

    return f"data/{FOLDERS[kind]}/{record_id}.yaml"


def _warn_of_near_titles(root: Path, kind: str, document: Mapping[str, Any], record_id: str) -> None:
    from miniexchange.catalogue.kinds import TITLE_FIELD
    from miniexchange.check.run import open_rows
    from miniexchange.diagnostic import plain
    from miniexchange.text.similarity import near_duplicates

    title = document.get(TITLE_FIELD.get(kind, "title"))
    if not title:
        return
    titles = {row.id: row.title for row in open_rows(root).rows.of(kind)}
    for one, other, _ in near_duplicates({**titles, record_id: str(title)}):
        if record_id in (one, other):
            near = other if one == record_id else one
            typer.echo(f"mini new: the {kind} {near} has nearly this title: {plain(titles[near])}", err=True)
            typer.echo("  → if it is the same, delete the new file and edit that one", err=True)


def _report_of(root: Path, path: str) -> Report:
    """What the check says of one file."""
    import dataclasses

    from miniexchange.check.run import validate

    report = validate(root, as_of=date.today())
    return dataclasses.replace(
        report, diagnostics=tuple(d for d in report.diagnostics if d.path == path), files=1
    )


def _tell_next(report: Report, path: str, no_color: bool) -> None:
    from miniexchange.diagnostic.reporters import text

    if report.diagnostics:
        typer.echo(text.render(report, style=wants_color(sys.stderr, no_color)), err=True, nl=False)
    typer.echo(f"→ fill in {path}, then run `mini validate {path}`", err=True)
