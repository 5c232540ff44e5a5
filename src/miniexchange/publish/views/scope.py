"""What the views of one language share: texts in that language, links between pages, the words of the vocabularies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from miniexchange.catalogue.records import Assessment, Event, Exchange, Plan, Practice, Project, Region
from miniexchange.publish.indexes import FACETS
from miniexchange.publish.language import Interface
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.stock import PracticeFacts
from miniexchange.publish.views.titles import assessment_title
from miniexchange.text.markdown import safe_address

View = dict[str, object]
"""A part of a page: dictionaries, lists, texts and numbers all the way down."""

_VOCABULARIES = {**FACETS, "territories": "territories", "capabilities": "capabilities"}


@dataclass(frozen=True)
class Scope:
    """One language of a site: its records (`shelf`) and its words (`interface`)."""

    shelf: Shelf
    interface: Interface

    # Texts of records

    @property
    def original(self) -> str:
        """The language that records are written in, unless they say otherwise."""
        return self.shelf.settings.catalogue.language

    def text(self, record: Practice | Region | Project | Event | Plan, field: str) -> View:
        """A text of a record as `{"text", "lang"}`: its translation where it has one, else the original.

        `lang` is "" where the text is in the language of the page.
        """
        text, lang = self._told(record, field)
        return {"text": text or "", "lang": lang}

    def titled(self, record: Practice | Region | Project | Event | Plan, field: str = "title") -> View:
        """The title of a record's own page, as `{"title", "title_lang"}`."""
        title, lang = self._told(record, field)
        return {"title": title, "title_lang": lang}

    def texts(self, record: Practice, field: str) -> View:
        """A list of texts as `{"entries", "lang"}`, like `text`."""
        entries, lang = self._told(record, field)
        return {"entries": list(entries or ()), "lang": lang}

    def translation(self, record: Practice | Region | Project | Event | Plan) -> tuple[dict[str, Any], str]:
        """The translated fields of a record for the page's language, and their `lang`; empty where there are none."""
        # The page's language is the one that was asked for, even where the interface has to speak English.
        asked = self.interface.asked
        for candidate in (asked, asked.split("-")[0]):
            if candidate in record.translations and candidate != self.original:
                return record.translations[candidate], self._marked(candidate)
        return {}, self._marked(self.original)

    def _told(self, record: Practice | Region | Project | Event | Plan, field: str) -> tuple[Any, str]:
        translated, lang = self.translation(record)
        if translated.get(field):
            return translated[field], lang
        return getattr(record, field), self._marked(self.original)

    def _marked(self, tag: str) -> str:
        """A language as a page marks it: "" where it is the page's own."""
        return "" if tag.split("-")[0] == self.interface.tag.split("-")[0] else tag

    @property
    def lang(self) -> str:
        """How a page marks texts that are in the records' language: "" where that is the page's own."""
        return self._marked(self.original)

    # Where things are shown; a link without a page where the thing has none

    def practice_link(self, practice_id: str) -> View:
        """Where a practice is shown."""
        practice = self.shelf.find(Practice, practice_id)
        page = self.shelf.page("practice", practice_id)
        return self._link(practice, "title", page) if practice else link(practice_id)

    def region_link(self, region_id: str) -> View:
        """Where a region is shown."""
        region = self.shelf.find(Region, region_id)
        page = self.shelf.page("region", region_id)
        return self._link(region, "name", page) if region else link(region_id)

    def project_link(self, project_id: str) -> View:
        """Where a project is shown, by its acronym where it has one."""
        project = self.shelf.find(Project, project_id)
        page = self.shelf.page("project", project_id)
        if project is None:
            return link(project_id)
        return link(project.acronym, page) if project.acronym else self._link(project, "title", page)

    def event_link(self, event_id: str) -> View:
        """Where an event is shown."""
        event = self.shelf.find(Event, event_id)
        page = self.shelf.page("event", event_id)
        return self._link(event, "title", page) if event else link(event_id)

    def plan_link(self, plan_id: str) -> View:
        """Where an action plan is shown."""
        plan = self.shelf.find(Plan, plan_id)
        return self._link(plan, "title", self.shelf.page("plan", plan_id)) if plan else link(plan_id)

    def assessment_link(self, assessment_id: str) -> View:
        """Where an assessment is shown, named by its region and year."""
        assessment = self.shelf.find(Assessment, assessment_id)
        if assessment is None:
            return link(assessment_id)
        region = str(self.region_link(assessment.region)["title"])
        title = assessment_title(self.interface, assessment, region)
        return link(title, self.shelf.page("assessment", assessment_id))

    def exchange_link(self, exchange: Exchange) -> View:
        """Where an exchange is shown, named by what goes from whom to whom."""
        return link(self.exchange_title(exchange), self.shelf.page("exchange", exchange.id))

    def _link(self, record: Practice | Region | Project | Event | Plan, field: str, page: str) -> View:
        title, lang = self._told(record, field)
        return link(title, page, lang=lang)

    def exchange_title(self, exchange: Exchange) -> str:
        """`Summer Entrepreneur: Mid Sweden to Flevoland`, as far as it is known."""
        _ = self.interface.gettext
        practice = str(self.exchanged(exchange)["title"])
        exporter, importer = (str(self.party(exchange, side)["title"]) for side in ("exporter", "importer"))
        known = {"practice": practice, "exporter": exporter, "importer": importer}
        if exporter and importer:
            return _("%(practice)s: %(exporter)s to %(importer)s") % known
        if importer:
            return _("%(practice)s: to %(importer)s") % known
        return _("%(practice)s: %(exporter)s") % known if exporter else practice

    def exchanged(self, exchange: Exchange) -> View:
        """The practice of an exchange: a link, or the text that stands for it."""
        if exchange.practice:
            return self.practice_link(exchange.practice)
        if exchange.practice_text:
            return link(exchange.practice_text, lang=self.lang)
        return link(self.interface.gettext("A practice that is not named"))

    def party(self, exchange: Exchange, side: str) -> View:
        """The `exporter` or `importer` of an exchange: a link, or the text that stands for it; empty when unknown."""
        practice = self.shelf.find(Practice, exchange.practice)
        if side == "importer":
            region, text = exchange.importer, exchange.importer_text
        else:
            region = exchange.exporter or (practice.region if practice else "")
            text = exchange.exporter_text
            if not text and practice and practice.owner:
                text = practice.owner.organisation or practice.owner.place
        if self.shelf.find(Region, region):
            return self.region_link(region)
        return link(text, lang=self.lang)

    # Words

    def labels(self, field: str, ids: Iterable[str]) -> list[str]:
        """The terms of a field such as `themes` in words."""
        return [str(to["title"]) for to in self.term_links(field, ids)]

    def term_links(self, field: str, ids: Iterable[str]) -> list[View]:
        """The terms of a field such as `themes` in words, each a link to its page where it has one."""
        vocabulary = _VOCABULARIES[field]
        return [self._term(vocabulary, term) for term in ids]

    def _term(self, vocabulary: str, term: str) -> View:
        known = self._terms_seen.get((vocabulary, term))
        if known is None:
            terms = self.shelf.terms(vocabulary)
            tag = self.interface.asked
            labels = terms.terms.get(term, {}).get("label", {})
            lang = self._marked(tag if tag in labels else "en") if labels else ""
            page = f"{vocabulary}/{term}" if term in terms and vocabulary in FACETS.values() else ""
            known = link(capital(terms.label(term, tag)), page, lang=lang)
            self._terms_seen[vocabulary, term] = known
        return known

    @cached_property
    def _terms_seen(self) -> dict[tuple[str, str], View]:
        """Every page depends on all vocabularies, so a term's link is made once."""
        return {}

    def where(self, practice: Practice | PracticeFacts) -> list[View]:
        """Whose a practice is: its region, or its owner's organisation and place; then the country."""
        countries = [self.interface.country(code) for code in self.shelf.countries(practice)]
        if practice.region:
            return [self.region_link(practice.region), *map(link, countries)]
        owner = practice.owner
        texts = [text for text in (owner.organisation, owner.place) if text] if owner else []
        named = " ".join(texts)  # a place such as `Vilnius, Lithuania` names its country already
        own = [link(text, lang=self.lang) for text in texts]
        return [*own, *(link(name) for name in countries if name not in named)]

    def projects(self, ids: Sequence[str]) -> list[View]:
        """The projects of a record that the catalogue knows."""
        return [self.project_link(p) for p in ids if self.shelf.find(Project, p)]

    def said(self, text: str) -> View:
        """A text of a record as the value of a fact, marked with the records' language."""
        return link(text, lang=self.lang)

    def edit_url(self, path: str) -> str:
        """Where the file of a record can be changed; empty when the settings name no place."""
        prefix = self.shelf.settings.site.edit_url
        address = f"{prefix.rstrip('/')}/{path}" if prefix else ""
        return address if safe_address(address) else ""


def link(title: str, page: str = "", *, url: str = "", fragment: str = "", lang: str = "") -> View:
    """What a template makes a link of: a page of the site (without ending), an address outside it, or neither.

    `lang` is the language of the title where it is not the page's.
    """
    return {"title": title, "page": page, "url": url, "fragment": fragment, "lang": lang}


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]
