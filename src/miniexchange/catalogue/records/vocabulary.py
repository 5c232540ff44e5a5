"""The typed vocabulary record. It mirrors `schemas/vocabulary.schema.json` (a test compares them)."""

from __future__ import annotations

import msgspec

from miniexchange.catalogue.records.shared import Entry, Record


class Term(Entry, frozen=True, kw_only=True):
    """One term."""

    label: dict[str, str]
    definition: str = ""
    broader: str = ""
    exact_match: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    levels: dict[str, str] = msgspec.field(default_factory=dict)


class Vocabulary(Record, frozen=True, kw_only=True):
    """Controlled terms: a SKOS concept scheme."""

    title: str
    description: str = ""
    terms: dict[str, Term]
