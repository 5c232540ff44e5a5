"""The records that a browser searches: one fragment a practice, joined into a script that assigns them to a name.

A script and not JSON, because pages that are opened from disk may not fetch. A record is a list without keys, and its terms are
numbers, so that ten thousand practices stay small. `templates/assets/finder.js` reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from miniexchange.publish.facets import Facet
from miniexchange.text.markdown import neutral

FLAGS: dict[str, int] = {"results": 1, "exchanged": 2, "deduced": 4, "lesson": 8, "archived": 16, "stub": 32}
"""What a result can be tagged with → its bit, the same as in `data-flag` of the template of a result."""

_ESCAPES = {
    b"<": b"\\u003c",
    b">": b"\\u003e",
    b"&": b"\\u0026",
    "\u2028".encode(): b"\\u2028",
    "\u2029".encode(): b"\\u2029",
}
_DANGEROUS = re.compile(b"|".join(_ESCAPES))


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """One practice as the search of one language knows it.

    A language is "" where it is that of the page. `terms` holds for each facet, in the order of the facets, the numbers that
    `Facet.numbers` gives. `flags` are keys of `FLAGS`. `also` are texts that are searched and not shown: original titles,
    translations, keywords, the organisation, the region where `where` does not name it.
    """

    id: str
    title: str
    title_language: str
    summary: str
    summary_language: str
    where: str
    terms: tuple[tuple[int, ...], ...]
    flags: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


def fragment(record: SearchRecord) -> bytes:
    """The bytes of one practice in the script; they depend on nothing but the record.

    They are JSON that is safe inside a script: `<`, `>`, `&` and the two line separators of Unicode are escaped.
    """
    return _script_safe(
        (
            record.id,
            neutral(record.title),
            record.title_language,
            neutral(record.summary),
            record.summary_language,
            neutral(record.where),
            record.terms,
            sum(FLAGS[flag] for flag in set(record.flags)),
            neutral(" ".join(record.also)),
        )
    )


def records_js(facets: Sequence[Facet], fragments: Iterable[bytes]) -> bytes:
    """The whole script from the fragments of all practices, in the order in which a list without a query shows them.

    The facets are those that the numbers in the fragments refer to, with labels in the language of the pages.
    """
    head = [(f.id, [t.id for t in f.terms], [neutral(t.label) for t in f.terms]) for f in facets]
    return b'window.miniRecords={"facets":%b,"rows":[\n%b\n]};\n' % (
        _script_safe(head),
        b",\n".join(fragments),
    )


def _script_safe(value: object) -> bytes:
    return _DANGEROUS.sub(lambda found: _ESCAPES[found[0]], msgspec.json.encode(value))
