"""References as RIS, in UTF-8, for EndNote, Zotero, Mendeley and Citavi."""

from __future__ import annotations

from miniexchange.interchange.escaping import iri, one_line
from miniexchange.interchange.reference import Reference


def ris(reference: Reference) -> str:
    """One reference of type ELEC (a page of the web); each value is one line, an empty one is left out."""
    fields = (
        ("ID", reference.id),
        *(("AU", author) for author in reference.authors),
        ("TI", reference.title),
        ("T2", reference.container),
        ("ET", reference.edition),
        ("PY", reference.year),
        ("PB", reference.publisher),
        ("UR", iri(reference.url)),
        ("AB", reference.abstract),
        *(("KW", word) for word in reference.keywords),
        ("LA", reference.language),
    )
    lines = [f"{tag}  - {line}\r\n" for tag, value in fields if value and (line := one_line(value))]
    return f"TY  - ELEC\r\n{''.join(lines)}ER  - \r\n"
