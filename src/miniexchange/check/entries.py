"""Rules about single entries of a record: what each has to say at least, and which values mean nothing alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from miniexchange.catalogue.findings import Finding, RecordContext
from miniexchange.catalogue.references import Path, pointer_step, values_at
from miniexchange.check.shared import mappings_with
from miniexchange.text.phrases import either
from miniexchange.text.similarity import nearest

_SAYING_SOMETHING: dict[str, tuple[tuple[Path, tuple[str, ...]], ...]] = {
    "practice": (
        (("owner",), ("organisation", "place", "countries")),
        (("transfer", "preconditions", "[]"), ("capability", "text")),
    ),
    "project": ((("partners", "[]"), ("region", "organisation")),),
    "event": ((("period",), ("start", "end", "note")),),
    "plan": ((("actions", "[]", "lessons", "[]"), ("practice", "exchange", "assessment", "region", "text")),),
}
"""Kind → the entries, each with the fields of which it needs one."""

_BELONGING = (
    ("lat", "lon"),
    ("lon", "lat"),
    ("value_max", "value"),
    ("nuts_version", "nuts"),
)
_OF_FUNDING = (("amount", "currency"), ("currency", "amount"), ("amount_max", "amount"))
"""(a field, the field of the same entry without which it means nothing); other amounts than those of a project's
sources of funding cannot lack theirs, for their schema asks for both."""


def saying_something(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """A partner, a precondition, a lesson, an owner, the period of an event has at least one of the fields that make it one."""
    for path, names in _SAYING_SOMETHING.get(context.kind, ()):
        if path[0] in document:
            for pointer, entry in values_at(document, path):
                if not any(name in entry for name in names):
                    said = f"this entry needs {either(f'`{name}`' for name in names)}"
                    yield Finding("MX422", pointer, said, "add one of them, or delete the entry")


def belonging(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """A latitude has a longitude, an upper end a lower one, an amount its currency, the edition of a NUTS code the code."""
    for name, other in _BELONGING + (_OF_FUNDING if context.kind == "project" else ()):
        for pointer, mapping in mappings_with(document, context, name):
            if other not in mapping:
                yield Finding(
                    "MX423",
                    f"{pointer}/{name}",
                    f"`{name}` stands without `{other}`",
                    f"add `{other}:`, or delete `{name}`",
                )


def inferred_fields(document: dict[str, Any], context: RecordContext) -> Iterator[Finding]:
    """`inferred_fields` names fields that stand beside it: a mark that misses its field marks nothing."""
    if b"inferred_fields" in context.data or b"\\" in context.data:  # an escape may spell a key
        yield from _stray_marks(document, "")


def _stray_marks(value: Any, pointer: str) -> Iterator[Finding]:
    if isinstance(value, list):
        for index, entry in enumerate(value):
            yield from _stray_marks(entry, f"{pointer}/{index}")
    elif isinstance(value, dict):
        for index, name in enumerate(value.get("inferred_fields", ())):
            if name not in value:
                near = nearest(name, list(value), limit=1)
                hint = f"did you mean `{near[0]}`?" if near else "name a field of this entry, or delete it"
                said = f"`{name}` is no field of this entry, so nothing is marked as inferred"
                yield Finding("MX426", f"{pointer}/inferred_fields/{index}", said, hint)
        for key, child in value.items():
            if not key.startswith("x-"):
                yield from _stray_marks(child, f"{pointer}/{pointer_step(key)}")
