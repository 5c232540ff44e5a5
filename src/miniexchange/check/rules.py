"""Which rules apply to which kind of record. To add a rule: write the function, name it here, register its code."""

from __future__ import annotations

from miniexchange.catalogue.findings import RecordRule
from miniexchange.catalogue.kinds import KINDS
from miniexchange.catalogue.reading import LinkRule, Rules
from miniexchange.check import entries, exchange, links, others, practice, region, shared, texts

_EVERY_PART: tuple[RecordRule, ...] = (
    texts.careful_texts,
    shared.periods,
    shared.ranges,
    region.territorial_codes,
)
"""What these judge does not depend on the rest of the record; they apply to every kind."""

_PART_RULES = dict.fromkeys(KINDS, _EVERY_PART) | {"practice": (*_EVERY_PART, texts.text_lengths)}

_RECORD_RULES: dict[str, tuple[RecordRule, ...]] = {
    "practice": (
        practice.belongs_somewhere,
        practice.complete_when_published,
        practice.successor_when_archived,
        region.known_codes,
        shared.links,
        shared.pictures,
        shared.sourced,
    ),
    "region": (
        region.known_codes,
        region.on_the_map,
        region.distinct_needs,
        region.need_dates,
        shared.sourced,
    ),
    "exchange": (
        exchange.parties,
        exchange.life_cycle,
        exchange.stage_parts,
        exchange.visits,
        shared.links,
        shared.sourced,
    ),
    "project": (shared.links, shared.sourced),
    "event": (shared.links, shared.sourced),
    "assessment": (others.maturity_needs_evidence, others.cells_agree, shared.links, shared.sourced),
    "plan": (others.plan_ids, others.setbacks_explained, shared.links, shared.sourced),
    "vocabulary": (others.term_tree,),
}

_ENTRY_RULES: tuple[RecordRule, ...] = (
    entries.saying_something,
    entries.belonging,
    entries.inferred_fields,
)
"""They apply to every kind, once its shape is right: of a part that was left out, another would seem to be missing."""

_LINK_RULES: dict[str, tuple[LinkRule, ...]] = {
    "practice": (links.known_records, links.known_terms, links.known_media),
    "region": (links.known_records, links.known_terms),
    "exchange": (links.known_records, links.known_need, links.known_media),
    "project": (links.known_records, links.known_terms, links.known_media),
    "event": (links.known_records, links.known_media),
    "assessment": (links.known_records, links.known_terms, links.known_media),
    "plan": (links.known_records, links.known_terms, links.known_media),
    "vocabulary": (),
}

RULES = Rules(
    _PART_RULES, {kind: (*rules, *_ENTRY_RULES) for kind, rules in _RECORD_RULES.items()}, _LINK_RULES
)
