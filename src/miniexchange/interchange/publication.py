"""The catalogue as a publication: who publishes what under which licence, and how addresses are made.

With a `base_url`, every address is absolute: the base, a slash, the path below the site's root. Without one the site
has no address of its own. Then formats that allow relative addresses (Turtle, JSON-LD, CSVW, HTML) get one relative
to the file in which it stands, so that the files fit together wherever they lie; formats that demand a lasting
absolute identifier (Atom) get a `urn:uuid:` made from the names of publisher and catalogue and the path (UUID
version 5, RFC 9562): the same in every edition. Formats that are of no use without an address (sitemap) stay empty.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from miniexchange.interchange.authority import licence_iri
from miniexchange.interchange.escaping import iri

_CREATIVE_COMMONS = "https://creativecommons.org/"


@dataclass(frozen=True, slots=True)
class Publication:
    """What every format says of the catalogue; texts that are not known are empty.

    `licence` is an SPDX id; `languages` are BCP 47 tags, the records' own language first; `issued` and `modified` are
    days such as `2026-11-30`, given, never taken from a clock. `publisher_type` is a name from the ADMS list of types
    of publisher, such as `RegionalAuthority`.
    """

    title: str
    description: str = ""
    publisher: str = ""
    publisher_url: str = ""
    publisher_type: str = ""
    contact: str = ""
    licence: str = "CC-BY-4.0"
    languages: tuple[str, ...] = ("en",)
    edition: str = ""
    issued: str = ""
    modified: str = ""
    base_url: str = ""
    landing_page: str = "index.html"

    def __post_init__(self) -> None:
        """The base is kept without a slash at its end and fit for every format."""
        object.__setattr__(self, "base_url", iri(self.base_url.rstrip("/")))

    @property
    def language(self) -> str:
        """The records' own language."""
        return self.languages[0]

    @property
    def publisher_name(self) -> str:
        """Who publishes it; the catalogue's title stands in where nobody is named, for formats that demand a name."""
        return self.publisher or self.title

    @property
    def licence_iri(self) -> str:
        """The licence in the authority table of the EU, else at spdx.org."""
        return licence_iri(self.licence)

    @property
    def licence_page(self) -> str:
        """Where people can read the licence."""
        parts = self.licence.lower().split("-")
        if self.licence == "CC0-1.0":
            return f"{_CREATIVE_COMMONS}publicdomain/zero/1.0/"
        if parts[0] == "cc" and len(parts) > 2:
            return f"{_CREATIVE_COMMONS}licenses/{'-'.join(parts[1:-1])}/{parts[-1]}/"
        return f"https://spdx.org/licenses/{self.licence}"

    def url(self, path: str) -> str:
        """The address of a file of the site; without a `base_url` its path from the site's root."""
        return f"{self.base_url}/{path}" if self.base_url else path

    def address(self, path: str, start: str = "") -> str:
        """The address of a file of the site, to stand in the file `start`; without a `base_url` relative to it."""
        if self.base_url:
            return self.url(path)
        return "../" * start.count("/") + path or "./"

    def urn(self, path: str) -> str:
        """A lasting name for what lies at a path, made from names alone."""
        names = "\n".join((self.publisher, self.title, path))
        return uuid.uuid5(uuid.NAMESPACE_URL, names).urn

    def lasting(self, path: str) -> str:
        """The absolute identifier of what lies at a path: its address, else its `urn`."""
        return self.url(path) if self.base_url else self.urn(path)


@dataclass(frozen=True, slots=True)
class DataFile:
    """One form of a data set: a file below the site's root."""

    path: str
    title: str
    media_type: str
    schema: str = ""
    """Path of the schema that describes it; empty for none."""
    records: int | None = None
    size: int | None = None
    """In bytes."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A set of data: the same records in one or several files.

    `themes` are codes of EU data themes; `countries` ISO 3166-1 codes; `start` and `end` days between which what it
    tells of took place, empty where that is open.
    """

    id: str
    title: str
    description: str
    files: tuple[DataFile, ...]
    page: str = ""
    keywords: tuple[str, ...] = ()
    themes: tuple[str, ...] = ("ECON", "REGI", "GOVE")
    countries: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
