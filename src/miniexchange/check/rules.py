"""Which rules apply to which kind of record. To add a rule: write the function, name it here, register its code."""

from __future__ import annotations

from miniexchange.catalogue.findings import RecordRule
from miniexchange.catalogue.kinds import KINDS
from miniexchange.catalogue.reading import LinkRule, Rules
from miniexchange.check import exchange, links, others, practice, region, shared, texts

_EVERY_RECORD: tuple[RecordRule, ...] = (texts.careful_texts, shared.periods, shared.ranges)

_RECORD_RULES: dict[str, tuple[RecordRule, ...]] = {
    "practice": (
        practice.belongs_somewhere,
        practice.complete_when_published,
        practice.successor_when_archived,
        region.territorial_codes,
        texts.text_lengths,
        shared.links,
        shared.pictures,
        shared.sourced,
    ),
    "region": (region.territorial_codes, region.on_the_map, region.distinct_needs, shared.sourced),
    "exchange": (exchange.parties, exchange.life_cycle, exchange.stage_parts, exchange.visits, shared.links, shared.sourced),
    "project": (shared.links, shared.sourced),
    "event": (shared.links, shared.sourced),
    "assessment": (others.maturity_needs_evidence, shared.links, shared.sourced),
    "plan": (others.plan_ids, others.setbacks_explained, shared.links, shared.sourced),
    "vocabulary": (others.term_tree,),
}

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

RULES = Rules({kind: _RECORD_RULES[kind] + _EVERY_RECORD for kind in KINDS}, _LINK_RULES)
