"""What somebody may answer when a new record is made: the choices, and what is wrong with an answer, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from miniexchange.catalogue.kinds import FOLDERS
from miniexchange.catalogue.references import references
from miniexchange.catalogue.schema import Schema
from miniexchange.catalogue.verdict import schema_findings
from miniexchange.check.files import name_problem
from miniexchange.diagnostic import UserError
from miniexchange.text.phrases import either
from miniexchange.text.similarity import nearest

Ids = Mapping[str, Mapping[str, str]]
"""Kind → id → path of the records that are there."""

_SHOWN = 30


def explained(schema: Schema, ids: Ids) -> str:
    """What a field means and, where they are known, what there is to choose from."""
    said = str(schema.get("description", ""))
    if "enum" in schema:
        return f"{said} One of: {', '.join(schema['enum'])}."
    target = schema.get("x-reference", "")
    known = list(ids.get(target, ()))
    if not known:
        return said
    more = f" and {len(known) - _SHOWN} more; {_list_of(target)}" if len(known) > _SHOWN else ""
    return f"{said} There are: {', '.join(known[:_SHOWN])}{more}."


def wrong_answer(kind: str, document: Mapping[str, Any], ids: Ids) -> str:
    """What is wrong with a document that holds one answer alone, in words; empty when it fits."""
    for finding in schema_findings(kind, document):
        if finding.code != "MX202":
            return f"{finding.message}: {finding.hint}"
    try:
        require_known(kind, document, ids)
    except UserError as error:
        return f"{error.message}: {error.hint}"
    return ""


def require_known(kind: str, document: Mapping[str, Any], ids: Ids) -> None:
    """Raises UserError, with the nearest ids, where a document names a record that is not there."""
    for target, record_id, _ in references(kind, document):
        if record_id not in ids[target]:
            near = nearest(record_id, ids[target])
            raise UserError(
                f"there is no {target} `{record_id}`",
                f"did you mean {either(near)}?" if near else _list_of(target),
            )


def id_problem(kind: str, record_id: str, ids: Ids) -> UserError | None:
    """Why a new record cannot have an id, and what to do; None when it can."""
    if problem := name_problem(record_id):
        said, better = problem
        return UserError(said, f"write {better}" if better else "choose another name")
    if record_id in ids[kind]:
        return UserError(
            f"the {kind} {record_id} exists already: {ids[kind][record_id]}",
            f"edit that file, or choose another id: mini new {kind} ID",
        )
    return None


def all_set(names: Iterable[str]) -> str:
    """Options that give some fields: `--set title=… and --set region=…`."""
    return " and ".join(f"--set {name}=…" for name in names)


def _list_of(target: str) -> str:
    return f"`mini query {FOLDERS[target]}` lists all"
