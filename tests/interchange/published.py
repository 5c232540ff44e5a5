"""A publication, its data sets and records for the tests of the formats."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from miniexchange.catalogue.records import Exchange, Practice, Region, Vocabulary
from miniexchange.catalogue.typed import record_from
from miniexchange.interchange.publication import DataFile, Dataset, Publication

HOSTILE = [
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }} {% raw %}",
    "a\x00b\x08c\x0bd\x1fe\x7ff\x85g",
    "\ufffe\uffff \u2028 \u2029 \u202e\u2066",
    "brace } brace {{ \\ back \\\\ % & # $ ^ _ ~ -- --- `` '' ?` !` << >> ,,",
    "@misc{other, title = {x}} \n@comment{",
    "ER  - \r\nTY  - JOUR\r\nAU  - Somebody else",
    'quo"te\' and; "" ; ; a, b and c',
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tcell",
    "two\nlines\r\nand\rmore",
    "مرحبا שלום 你好 🇪🇺 👩‍👩‍👧",
    "]]> <!-- <![CDATA[ &amp; &#0; &lt;",
    "\\u0022 \\",
    " around ",
    "",
]
"""Texts that break formats which do not escape."""

TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), max_size=60))

BASE = "https://example.org/a catalogue/été"
PUBLISHED = Publication(
    title="What works",
    description="Practices of regions.",
    publisher="County of the North",
    publisher_url="https://example.org/county",
    publisher_type="RegionalAuthority",
    contact="office@example.org",
    languages=("en", "de", "el"),
    edition="2024-05",
    issued="2023-01-31",
    modified="2024-05-02",
    base_url=BASE + "/",
)
BARE = Publication(title="What works")
"""A publication that says nothing but its title, without an address."""

FILES = (
    DataFile("data/practices.csv", "Practices as CSV", "text/csv", records=3, size=1234),
    DataFile(
        "api/v1/practices.json",
        "Practices as JSON",
        "application/json",
        schema="schemas/api-bulk.schema.json",
    ),
    DataFile("data/vocabularies/themes.ttl", "Themes as SKOS", "text/turtle"),
    DataFile("data/catalogue.jsonld", "The description", "application/ld+json"),
)
DATASETS = (
    Dataset(
        "practices", "Practices", "What worked.", FILES[:2], page="data.html", keywords=("SME", "policy"),
        countries=("SE", "IT"), start="2005-01-01", end="2012-12-31",
    ),
    Dataset("vocabularies", "Vocabularies", "Controlled terms.", FILES[2:], themes=("ECON",)),
)  # fmt: skip


def practice(**fields: Any) -> Practice:
    """A practice with the fields given."""
    record = record_from(
        "practice", "voucher", "p.yaml", {"title": "Voucher", "status": "published", **fields}
    )
    assert isinstance(record, Practice)
    return record


def region(**fields: Any) -> Region:
    """A region with the fields given."""
    record = record_from("region", "north", "r.yaml", {"name": "The North", "country": "SE", **fields})
    assert isinstance(record, Region)
    return record


def exchange(**fields: Any) -> Exchange:
    """An exchange with the fields given."""
    record = record_from("exchange", "voucher-south", "x.yaml", {"status": "recorded", **fields})
    assert isinstance(record, Exchange)
    return record


def vocabulary(terms: dict[str, Any], **fields: Any) -> Vocabulary:
    """A vocabulary with the terms given."""
    record = record_from("vocabulary", "themes", "v.yaml", {"title": "Themes", "terms": terms, **fields})
    assert isinstance(record, Vocabulary)
    return record
