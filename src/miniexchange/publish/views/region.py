"""The page of a region: what it needs, what it offers, what it gave and took."""

from __future__ import annotations

from miniexchange.catalogue.records import Exchange, Need, Organisation, Practice, Region
from miniexchange.publish.pictures.text_width import shortened
from miniexchange.publish.views import words
from miniexchange.publish.views.atlas import small_map
from miniexchange.publish.views.exchange import summary
from miniexchange.publish.views.programme import proposal_line
from miniexchange.publish.views.region_activities import activities
from miniexchange.publish.views.scope import Scope, View, link
from miniexchange.publish.views.sources import Citations, address, conflicts, deduced, fact

_MOST = 100  # practices, or exchanges, in one list of the page
_LONGEST_DESCRIPTION = 300  # characters, in the head of the page


def region_view(scope: Scope, region: Region) -> View:
    """All that the page of one region shows, with what is proposed for it."""
    citations = Citations(scope)
    programme = scope.shelf.programme
    citations.cite(region.sources)
    incoming = [proposal_line(scope, p) for p in programme.proposals if p.importer == region.id]
    outgoing = [proposal_line(scope, p) for p in programme.proposals if p.exporter == region.id]
    exports, imports = _exchanges(scope, "exports", region), _exchanges(scope, "imports", region)
    offered, others = _offered(scope, region), _others(scope, region)
    summary_text = scope.text(region, "summary")
    view: View = {
        "id": region.id,
        **scope.titled(region, "name"),
        "country": scope.interface.country(region.country),
        "summary": summary_text,
        "description": shortened(str(summary_text["text"]), _LONGEST_DESCRIPTION),
        "map": small_map(scope, list({x.id: x for x in (*exports, *imports)}.values()), region.id),
        "deduced": region.inferred,
        "note": region.note,
        "facts": _facts(scope, region, citations),
        "needs": [_need(scope, need, imports, incoming, citations) for need in region.needs],
        "offers": [_offer(scope, practice) for practice in offered[:_MOST]],
        "offers_count": len(offered),
        "offers_stated": region.offers is not None,
        "others": [_offer(scope, practice) for practice in others[:_MOST]],
        "exports": [summary(scope, x, "exporter") for x in exports[:_MOST]],
        "exports_count": len(exports),
        "imports": [summary(scope, x, "importer") for x in imports[:_MOST]],
        "imports_count": len(imports),
        "incoming": incoming,
        "outgoing": outgoing,
        "activities": activities(scope, region),
        "contact": _contact(region),
        "conflicts": conflicts(region, citations),
        "edit": scope.edit_url(region.path),
    }
    return {**view, "sources": citations.listed()}


def _exchanges(scope: Scope, side: str, region: Region) -> list[Exchange]:
    return [scope.shelf.get(Exchange, x) for x in scope.shelf.index(side, region.id)]


def _offered(scope: Scope, region: Region) -> list[Practice]:
    return [scope.shelf.get(Practice, p) for p in scope.shelf.index("offered", region.id)]


def _others(scope: Scope, region: Region) -> list[Practice]:
    """Practices of the region that it does not offer: lessons, stubs, archived ones."""
    offered = scope.shelf.index("offered", region.id)
    own = scope.shelf.index("practices-of", region.id)
    return [scope.shelf.get(Practice, p) for p in own if p not in offered]


def _offer(scope: Scope, practice: Practice) -> View:
    return {
        **scope.practice_link(practice.id),
        "summary": scope.text(practice, "summary"),
        "deduced": deduced(practice),
        "organisation": practice.organisation,
        "lesson": practice.lesson_only,
        "archived": practice.status == "archived",
        "stub": practice.status in ("draft", "review"),
    }


def _facts(scope: Scope, region: Region, citations: Citations) -> list[View]:
    _ = scope.interface.gettext
    profile = region.profile
    facts = [
        *fact(_("Country"), scope.interface.country(region.country)),
        *fact(
            _("NUTS code"),
            f"{region.nuts} ({region.nuts_version})" if region.nuts and region.nuts_version else region.nuts,
            deduced=deduced(region, "nuts"),
        ),
    ]
    for organisation in region.organisations:
        city = f", {organisation.city}" if organisation.city else ""
        facts += fact(
            _("Organisation"),
            link(f"{organisation.name}{city}", url=address(organisation.url)),
            deduced=deduced(organisation) or deduced(organisation, "name"),
            note=organisation.note,
            remark=_partly_deduced(scope, organisation),
            cites=citations.cite(organisation.sources),
            others=conflicts(organisation, citations),
        )
    facts += fact(
        _("Working languages"),
        scope.interface.listed([scope.interface.language_name(tag) for tag in region.languages]),
        deduced=deduced(region, "languages"),
    )
    if profile:
        population = "" if profile.population is None else scope.interface.number(profile.population)
        area = "" if profile.area_km2 is None else f"{scope.interface.number(profile.area_km2)} km²"
        income = (
            ""
            if profile.gdp_pps_index is None
            else _("%(index)s (EU = 100)") % {"index": scope.interface.number(profile.gdp_pps_index)}
        )
        facts += [
            *fact(_("Population"), population, deduced=deduced(profile, "population")),
            *fact(_("Area"), area, deduced=deduced(profile, "area_km2")),
            *fact(_("Income per head"), income, deduced=deduced(profile, "gdp_pps_index")),
            *fact(
                _("Innovation"),
                _(words.GROUPS[profile.innovation_group]) if profile.innovation_group else "",
                deduced=deduced(profile, "innovation_group"),
            ),
            *fact(
                _("Territory"),
                *scope.term_links("territories", profile.territories),
                deduced=deduced(profile, "territories"),
            ),
            *fact(_("Sectors"), *map(scope.said, profile.sectors), deduced=deduced(profile, "sectors")),
        ]
    return [
        *facts,
        *fact(
            _("Capabilities"),
            *scope.term_links("capabilities", region.capabilities),
            deduced=deduced(region, "capabilities"),
        ),
        *_capacity(scope, region),
        *fact(
            _("Stakeholders"), *map(scope.said, region.stakeholders), deduced=deduced(region, "stakeholders")
        ),
    ]


def _partly_deduced(scope: Scope, organisation: Organisation) -> str:
    _ = scope.interface.gettext
    fields = [
        name
        for field, name in (("city", _("place")), ("url", _("web address")))
        if deduced(organisation, field)
    ]
    return _("Deduced: %(fields)s.") % {"fields": scope.interface.listed(fields)} if fields else ""


def _capacity(scope: Scope, region: Region) -> list[View]:
    capacity = region.capacity
    if capacity is None:
        return []
    _ = scope.interface.gettext
    facts: list[View] = []
    for label, quota in ((_("Can export"), capacity.exports), (_("Can import"), capacity.imports)):
        if quota:
            least = "" if quota.min is None else _("at least %(num)s") % {"num": quota.min}
            most = "" if quota.max is None else _("at most %(num)s") % {"num": quota.max}
            facts += fact(label, scope.interface.listed([text for text in (least, most) if text]))
    return [*facts, *fact(_("Budget"), scope.interface.money(capacity.budget))]


def _need(
    scope: Scope, need: Need, imports: list[Exchange], incoming: list[View], citations: Citations
) -> View:
    _ = scope.interface.gettext
    served = [x for x in imports if x.need == need.id][:_MOST]
    terms: list[View] = []
    for field, label in words.FIELDS.items():
        terms += fact(_(label), *scope.term_links(field, getattr(need, field)), deduced=deduced(need, field))
    limits = need.constraints
    return {
        "id": need.id,
        "title": need.title,
        "description": need.description,
        "priority": _(words.PRIORITIES[need.priority]) if need.priority else "",
        "status": _(words.NEED_STATUSES[need.status]) if need.status else "",
        "origin": link(_("From a self-assessment"), scope.shelf.page("assessment", need.assessment))
        if need.origin == "assessment" or need.assessment
        else {},
        "stated": scope.interface.date(need.stated),
        "closed": scope.interface.date(need.closed),
        "terms": terms,
        "limits": [
            *fact(_("May cost at most"), scope.interface.money(limits.max_cost)),
            *fact(_("Must run by"), scope.interface.date(limits.by)),
        ]
        if limits
        else [],
        "wants": [scope.practice_link(practice) for practice in need.wants],
        # What came of each is told further down the page, in what the region took.
        "served": [{**summary(scope, exchange, "importer"), "text": ""} for exchange in served],
        "proposed": [p for p in incoming if p["need_id"] == need.id],
        "deduced": need.inferred,
        "note": need.note,
        "cites": citations.cite(need.sources),
        "conflicts": conflicts(need, citations),
    }


def _contact(region: Region) -> View:
    contact = region.contact
    if contact is None:
        return {}
    return {
        "role": contact.role,
        "organisation": contact.organisation,
        "email": contact.email,
        "url": address(contact.url),
    }
