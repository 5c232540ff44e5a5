"""Rules about what a record points to: run at every reading, because the other record may have changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from miniexchange.catalogue.findings import Finding, RecordContext
from miniexchange.catalogue.kinds import FOLDERS
from miniexchange.catalogue.reading import Known
from miniexchange.catalogue.references import references, term_references
from miniexchange.text.phrases import either
from miniexchange.text.similarity import nearest


def known_records(document: dict[str, Any], context: RecordContext, known: Known) -> Iterator[Finding]:
    """Every reference names a record that exists."""
    for reference in references(context.kind, document):
        if reference.id not in known.ids[reference.kind]:
            near = nearest(reference.id, list(known.ids[reference.kind]))
            hint = (
                f"did you mean {either(f'`{name}`' for name in near)}?"
                if near
                else f"records of this kind lie in data/{FOLDERS[reference.kind]}/; write it with `mini new {reference.kind}`"
            )
            yield Finding("MX301", reference.pointer, f"there is no {reference.kind} `{reference.id}`", hint)


def known_terms(document: dict[str, Any], context: RecordContext, known: Known) -> Iterator[Finding]:
    """Every vocabulary field uses terms of its vocabulary."""
    for reference in term_references(context.kind, document):
        if reference.kind not in known.ids["vocabulary"]:
            yield Finding(
                "MX302",
                reference.pointer,
                f"the catalogue has no vocabulary `{reference.kind}`",
                f"add data/vocabulary/{reference.kind}.yaml; `mini init` writes the starter lists",
            )
        elif reference.kind in known.terms and reference.id not in known.terms[reference.kind]:
            near = nearest(reference.id, sorted(known.terms[reference.kind]))
            said = f"did you mean {either(f'`{name}`' for name in near)}? " if near else ""
            yield Finding(
                "MX302",
                reference.pointer,
                f"`{reference.id}` is not a term of `{reference.kind}`",
                f"{said}the terms are in data/vocabulary/{reference.kind}.yaml",
            )


def known_need(document: dict[str, Any], context: RecordContext, known: Known) -> Iterator[Finding]:
    """An exchange's need is one of its importer."""
    need, importer = document.get("need"), document.get("importer")
    if need is not None and importer in known.needs and need not in known.needs[importer]:
        near = nearest(need, sorted(known.needs[importer]))
        hint = (
            f"did you mean {either(f'`{name}`' for name in near)}?"
            if near
            else f"its needs are: {', '.join(sorted(known.needs[importer]))}"
            if known.needs[importer]
            else "it states no needs"
        )
        yield Finding("MX303", "/need", f"the region `{importer}` has no need `{need}`", hint)


def known_media(document: dict[str, Any], context: RecordContext, known: Known) -> Iterator[Finding]:
    """Every file below `media/` that a record names is there."""
    for key in ("media", "links", "documents"):
        for index, entry in enumerate(document.get(key, ())):
            path = entry.get("path")
            if path is not None and path not in known.media:
                near = nearest(path, sorted(known.media), limit=1)
                hint = (
                    f"did you mean `{near[0]}`?" if near else "put the file below media/, or correct the path"
                )
                yield Finding("MX308", f"/{key}/{index}/path", f"media/{path} is not there", hint)
