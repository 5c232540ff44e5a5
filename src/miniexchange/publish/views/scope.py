"""What one site shows, and the links between its pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.records import Exchange, Practice, Region
from miniexchange.diagnostic import UserError
from miniexchange.text import names
from miniexchange.text.markdown import safe_address

View = dict[str, object]
"""A part of a page: dictionaries, lists, texts and numbers all the way down."""

_VOCABULARIES = {
    "themes": "themes",
    "challenges": "challenges",
    "services": "services",
    "target_groups": "target-groups",
    "territories": "territories",
    "capabilities": "capabilities",
}


@dataclass(frozen=True)
class Scope:
    """The records that get a page: all that are ready to be read, or those of one project."""

    catalogue: Catalogue
    project: str = ""

    def __post_init__(self) -> None:
        if self.project and self.project not in self.catalogue.projects:
            known = ", ".join(self.catalogue.projects) or "none"
            raise UserError(f"the catalogue has no project {self.project!r}", f"its projects: {known}")

    @cached_property
    def regions(self) -> dict[str, Region]:
        """Regions by id."""
        if not self.project:
            return dict(self.catalogue.regions)
        members = self.catalogue.members(self.project)
        return {r: self.catalogue.regions[r] for r in members if r in self.catalogue.regions}

    @cached_property
    def exchanges(self) -> dict[str, Exchange]:
        """Exchanges by id."""
        return {
            x.id: x
            for x in self.catalogue.exchanges.values()
            if not self.project or self.project in x.projects
        }

    @cached_property
    def practices(self) -> dict[str, Practice]:
        """Practices by id: the published and archived ones, and every one that an exchange shown here points to."""
        exchanged = {x.practice for x in self.exchanges.values()}
        exchanged |= {x.outcome.resulting_practice for x in self.exchanges.values() if x.outcome}
        return {
            p.id: p
            for p in self.catalogue.practices.values()
            if p.id in exchanged
            or (p.status in ("published", "archived") and (not self.project or self.project in p.projects))
        }

    @cached_property
    def copies(self) -> dict[str, list[Practice]]:
        """Practice → the practices that were derived from it, by id."""
        found: dict[str, list[Practice]] = {}
        for practice in self.catalogue.practices.values():
            if practice.derived_from:
                found.setdefault(practice.derived_from, []).append(practice)
        return found

    @cached_property
    def exchanges_of(self) -> dict[str, list[Exchange]]:
        """Practice → the exchanges in which it was given, then those that it came from, each by id."""
        given: dict[str, list[Exchange]] = {}
        for exchange in self.exchanges.values():
            given.setdefault(exchange.practice, []).append(exchange)
        for exchange in self.exchanges.values():
            result = exchange.outcome.resulting_practice if exchange.outcome else ""
            if result and result != exchange.practice:
                given.setdefault(result, []).append(exchange)
        return given

    # Where things are shown; a link without a page where the thing has none

    def practice_link(self, practice_id: str) -> View:
        """Where a practice is shown."""
        practice = self.catalogue.practices.get(practice_id)
        page = f"practices/{practice_id}" if practice_id in self.practices else ""
        return link(practice.title if practice else practice_id, page)

    def region_link(self, region_id: str) -> View:
        """Where a region is shown."""
        region = self.catalogue.regions.get(region_id)
        page = f"regions/{region_id}" if region_id in self.regions else ""
        return link(region.name if region else region_id, page)

    def exchange_link(self, exchange: Exchange) -> View:
        """Where an exchange is shown, named by what goes from whom to whom."""
        page = f"exchanges/{exchange.id}" if exchange.id in self.exchanges else ""
        return link(self.exchange_title(exchange), page)

    def exchange_title(self, exchange: Exchange) -> str:
        """`Summer Entrepreneur: Mid Sweden to Flevoland`, as far as it is known."""
        practice = str(self.exchanged(exchange)["title"])
        exporter, importer = (str(self.party(exchange, side)["title"]) for side in ("exporter", "importer"))
        way = (
            f"{exporter} to {importer}"
            if exporter and importer
            else f"to {importer}"
            if importer
            else exporter
        )
        return f"{practice}: {way}" if way else practice

    def exchanged(self, exchange: Exchange) -> View:
        """The practice of an exchange: a link, or the text that stands for it."""
        if exchange.practice:
            return self.practice_link(exchange.practice)
        return link(exchange.practice_text or "A practice that is not named")

    def party(self, exchange: Exchange, side: str) -> View:
        """The `exporter` or `importer` of an exchange: a link, or the text that stands for it; empty when unknown."""
        find = self.catalogue.exporter if side == "exporter" else self.catalogue.importer
        region = find(exchange)
        if region:
            return self.region_link(region.id)
        text = exchange.exporter_text if side == "exporter" else exchange.importer_text
        practice = self.catalogue.practices.get(exchange.practice)
        if not text and side == "exporter" and practice and practice.owner:
            text = practice.owner.organisation or practice.owner.place
        return link(text)

    # Words

    def labels(self, field: str, ids: Iterable[str]) -> list[str]:
        """The terms of a field such as `themes` in words."""
        terms = self.catalogue.terms(_VOCABULARIES[field])
        return [capital(terms.label(term, "en")) for term in ids]

    def where(self, practice: Practice) -> list[View]:
        """Whose a practice is: its region, or its owner's organisation and place; then the country."""
        countries = [names.country(code) for code in self.catalogue.countries(practice)]
        if practice.region:
            return [self.region_link(practice.region), *map(link, countries)]
        owner = practice.owner
        texts = [text for text in (owner.organisation, owner.place) if text] if owner else []
        named = " ".join(texts)  # a place such as `Vilnius, Lithuania` names its country already
        return [link(text) for text in (*texts, *(name for name in countries if name not in named))]

    def site(self) -> View:
        """What every page shows of the catalogue itself."""
        settings = self.catalogue.settings
        about = settings.catalogue
        project = self.catalogue.projects[self.project] if self.project else None
        return {
            "title": about.title,
            "tagline": about.tagline,
            "project": (project.acronym or project.title) if project else "",
            "publisher": about.publisher.name,
            "publisher_url": about.publisher.url if safe_address(about.publisher.url) else "",
            "contact": about.publisher.contact,
            "licence": about.licence,
            "edition": about.edition,
            "base_url": settings.site.base_url.rstrip("/"),
            "new_url": settings.site.new_url if safe_address(settings.site.new_url) else "",
            # The interface is English; the records' language is marked only where it is another.
            "lang": "" if about.language.split("-")[0] == "en" else about.language,
        }

    def edit_url(self, path: str) -> str:
        """Where the file of a record can be changed; empty when the settings name no place."""
        prefix = self.catalogue.settings.site.edit_url
        return f"{prefix.rstrip('/')}/{path}" if prefix else ""


def link(title: str, page: str = "", *, url: str = "", fragment: str = "") -> View:
    """What a template makes a link of: a page of the site (without ending), an address outside it, or neither."""
    return {"title": title, "page": page, "url": url, "fragment": fragment}


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]
