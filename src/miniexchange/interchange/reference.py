"""What a bibliography says of a practice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from miniexchange.catalogue.records import Practice
from miniexchange.interchange.publication import Publication


class Reference(NamedTuple):
    """One entry of a bibliography; texts that are not known are empty.

    `authors` are organisations, never persons; `container` is the catalogue; `language` a BCP 47 tag.
    """

    id: str
    title: str
    authors: tuple[str, ...] = ()
    year: str = ""
    container: str = ""
    edition: str = ""
    publisher: str = ""
    url: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    language: str = ""


def reference_of(
    practice: Practice, publication: Publication, path: str, *, region: str = "", keywords: Iterable[str] = ()
) -> Reference:
    """How to cite the page of a practice, which lies at `path`.

    The author is the organisation that runs the practice, else the `region` (its name), else the publisher. The year
    is that in which it was documented, else that of the publication. `keywords` are words, not ids of terms.
    """
    organisation = practice.organisation or (practice.owner.organisation if practice.owner else "")
    return Reference(
        practice.id,
        practice.title,
        (organisation or region or publication.publisher_name,),
        (practice.documented or publication.modified or publication.issued)[:4],
        publication.title,
        publication.edition,
        publication.publisher,
        publication.url(path) if publication.base_url else "",
        practice.summary,
        (*keywords, *practice.keywords),
        publication.language,
    )
