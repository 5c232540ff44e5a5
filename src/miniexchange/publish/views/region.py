"""The page of a region: what it needs, what it offers, what it gave and took."""

from __future__ import annotations

from miniexchange.catalogue.records import Need, Organisation, Practice, Region
from miniexchange.publish.views import values, words
from miniexchange.publish.views.exchange import summary
from miniexchange.publish.views.scope import Scope, View, link
from miniexchange.publish.views.sources import Citations, address, conflicts, deduced, fact
from miniexchange.text import names, phrases


def region_view(scope: Scope, region: Region, proposals: list[View]) -> View:
    """All that the page of one region shows; `proposals` are those of the programme."""
    citations = Citations()
    citations.cite(region.sources)
    incoming = [p for p in proposals if p["importer_id"] == region.id]
    outgoing = [p for p in proposals if p["exporter_id"] == region.id]
    view: View = {
        "id": region.id,
        "title": region.name,
        "country": names.country(region.country),
        "summary": region.summary,
        "deduced": region.inferred,
        "note": region.note,
        "facts": _facts(scope, region, citations),
        "needs": [_need(scope, region, need, incoming, citations) for need in region.needs],
        "offers": [_offer(scope, practice) for practice in _offered(scope, region)],
        "offers_stated": region.offers is not None,
        "others": [_offer(scope, practice) for practice in _others(scope, region)],
        "exports": [
            summary(scope, x, "exporter") for x in scope.catalogue.exports(region.id) if _shown(scope, x.id)
        ],
        "imports": [
            summary(scope, x, "importer") for x in scope.catalogue.imports(region.id) if _shown(scope, x.id)
        ],
        "incoming": incoming,
        "outgoing": outgoing,
        "contact": _contact(region),
        "conflicts": conflicts(region, citations),
        "edit": address(scope.edit_url(region.path)),
    }
    return {**view, "sources": citations.listed()}


def regions_view(scope: Scope) -> View:
    """The list of regions, by country."""
    countries: dict[str, list[View]] = {}
    for region in scope.regions.values():
        countries.setdefault(names.country(region.country), []).append(
            {
                **scope.region_link(region.id),
                "summary": region.summary,
                "offers": len(_offered(scope, region)),
                "needs": len(region.needs),
                "exports": sum(_shown(scope, x.id) for x in scope.catalogue.exports(region.id)),
                "imports": sum(_shown(scope, x.id) for x in scope.catalogue.imports(region.id)),
            }
        )
    groups: list[View] = [
        {"title": country, "regions": sorted(regions, key=lambda view: str(view["title"]))}
        for country, regions in sorted(countries.items())
    ]
    return {"title": "Regions", "count": len(scope.regions), "groups": groups}


def _shown(scope: Scope, exchange_id: str) -> bool:
    return exchange_id in scope.exchanges


def _offered(scope: Scope, region: Region) -> list[Practice]:
    return [p for p in scope.catalogue.offered_by(region.id) if p.id in scope.practices]


def _others(scope: Scope, region: Region) -> list[Practice]:
    """Practices of the region that it does not offer: lessons, stubs, archived ones."""
    offered = _offered(scope, region)
    return [
        p for p in scope.catalogue.practices_of(region.id) if p.id in scope.practices and p not in offered
    ]


def _offer(scope: Scope, practice: Practice) -> View:
    return {
        **scope.practice_link(practice.id),
        "summary": practice.summary,
        "deduced": deduced(practice),
        "organisation": practice.organisation,
        "lesson": practice.lesson_only,
        "archived": practice.status == "archived",
        "stub": practice.status in ("draft", "review"),
    }


def _facts(scope: Scope, region: Region, citations: Citations) -> list[View]:
    profile = region.profile
    facts = [
        *fact("Country", names.country(region.country)),
        *fact(
            "NUTS code",
            f"{region.nuts} ({region.nuts_version})" if region.nuts and region.nuts_version else region.nuts,
            deduced=deduced(region, "nuts"),
        ),
    ]
    for organisation in region.organisations:
        city = f", {organisation.city}" if organisation.city else ""
        facts += fact(
            "Organisation",
            link(f"{organisation.name}{city}", url=address(organisation.url)),
            deduced=deduced(organisation) or deduced(organisation, "name"),
            note=" ".join(text for text in (organisation.note, _partly_deduced(organisation)) if text),
            cites=citations.cite(organisation.sources),
            others=conflicts(organisation, citations),
        )
    facts += fact(
        "Working languages",
        phrases.listed([names.language(tag) for tag in region.languages]),
        deduced=deduced(region, "languages"),
    )
    if profile:
        population = "" if profile.population is None else values.number(profile.population)
        area = "" if profile.area_km2 is None else f"{values.number(profile.area_km2)} km²"
        income = "" if profile.gdp_pps_index is None else f"{values.number(profile.gdp_pps_index)} (EU = 100)"
        facts += [
            *fact("Population", population, deduced=deduced(profile, "population")),
            *fact("Area", area, deduced=deduced(profile, "area_km2")),
            *fact("Income per head", income, deduced=deduced(profile, "gdp_pps_index")),
            *fact(
                "Innovation",
                words.GROUPS.get(profile.innovation_group, ""),
                deduced=deduced(profile, "innovation_group"),
            ),
            *fact(
                "Territory",
                *scope.labels("territories", profile.territories),
                deduced=deduced(profile, "territories"),
            ),
            *fact("Sectors", *profile.sectors, deduced=deduced(profile, "sectors")),
        ]
    return [
        *facts,
        *fact(
            "Capabilities",
            *scope.labels("capabilities", region.capabilities),
            deduced=deduced(region, "capabilities"),
        ),
        *_capacity(region),
        *fact("Stakeholders", *region.stakeholders, deduced=deduced(region, "stakeholders")),
    ]


def _partly_deduced(organisation: Organisation) -> str:
    fields = [
        words for field, words in (("city", "place"), ("url", "web address")) if deduced(organisation, field)
    ]
    return f"Deduced: {phrases.listed(fields)}." if fields else ""


def _capacity(region: Region) -> list[View]:
    capacity = region.capacity
    if capacity is None:
        return []
    facts: list[View] = []
    for label, quota in (("Can export", capacity.exports), ("Can import", capacity.imports)):
        if quota:
            least = "" if quota.min is None else f"at least {quota.min}"
            most = "" if quota.max is None else f"at most {quota.max}"
            facts += fact(label, phrases.listed([text for text in (least, most) if text]))
    return [*facts, *fact("Budget", values.money(capacity.budget))]


def _need(scope: Scope, region: Region, need: Need, incoming: list[View], citations: Citations) -> View:
    served = [x for x in scope.catalogue.imports(region.id) if x.need == need.id and _shown(scope, x.id)]
    terms: list[View] = []
    for field, label in words.FIELDS.items():
        terms += fact(label, *scope.labels(field, getattr(need, field)), deduced=deduced(need, field))
    limits = need.constraints
    return {
        "id": need.id,
        "title": need.title,
        "description": need.description,
        "priority": words.PRIORITIES.get(need.priority, ""),
        "status": words.NEED_STATUSES.get(need.status, ""),
        "origin": "From a self-assessment" if need.origin == "assessment" else "",
        "stated": values.date(need.stated),
        "closed": values.date(need.closed),
        "terms": terms,
        "limits": [
            *fact("May cost at most", values.money(limits.max_cost)),
            *fact("Must run by", values.date(limits.by)),
        ]
        if limits
        else [],
        "wants": [scope.practice_link(practice) for practice in need.wants],
        "served": [summary(scope, exchange, "importer") for exchange in served],
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
