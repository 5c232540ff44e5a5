"""Which pages a site has: a table of single pages, one of pages by record, and the pages of terms.

Each names its template (in `templates/html/` and `templates/markdown/`) and the view function that it shows. Views are made when
a page is written, so that only one is held at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from miniexchange.catalogue.records import (
    Assessment,
    Event,
    Exchange,
    Plan,
    Practice,
    Project,
    Record,
    Region,
)
from miniexchange.publish.language import N_
from miniexchange.publish.list_pages import list_pages
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.views.about import about_view
from miniexchange.publish.views.assessment import assessment_view, assessments_view
from miniexchange.publish.views.atlas import map_view
from miniexchange.publish.views.changes import changes_view
from miniexchange.publish.views.cloud import cloud_view
from miniexchange.publish.views.data import data_view
from miniexchange.publish.views.event import event_pages, event_view, events_view
from miniexchange.publish.views.evidence_guide import evidence_guide_view
from miniexchange.publish.views.exchanges import exchange_pages, exchanges_view
from miniexchange.publish.views.home import home_view
from miniexchange.publish.views.lineage import lineage_view
from miniexchange.publish.views.missing import missing_view
from miniexchange.publish.views.plan import plan_view, plans_view
from miniexchange.publish.views.practice import practice_view
from miniexchange.publish.views.practices import practices_view
from miniexchange.publish.views.programme import programme_view
from miniexchange.publish.views.project import project_view, projects_view
from miniexchange.publish.views.region import region_view
from miniexchange.publish.views.regions import regions_view
from miniexchange.publish.views.scope import Scope, View
from miniexchange.publish.views.statements import accessibility_view, privacy_view
from miniexchange.publish.views.statistics import statistics_view
from miniexchange.publish.views.story import exchange_view

ShowRecord = Callable[..., View]
"""A view function of a record's page: it takes the scope and the record."""


class Page(NamedTuple):
    """One page in every language and format: its name without ending (`practices/i-creo`) and what it is made from."""

    name: str
    template: str
    show: Callable[[Scope], View]
    record: str
    """What an error message names: a record's file, or the page in words."""
    kind: str = ""
    """The kind of the record whose page it is; "" for others."""


SINGLES: tuple[Page, ...] = (
    Page("index", "home", home_view, "the first page"),
    Page("practices", "practices", practices_view, "the list of practices"),
    Page("regions", "regions", regions_view, "the list of regions"),
    Page("exchanges", "exchanges", exchanges_view, "the list of exchanges"),
    Page("map", "map", map_view, "the map"),
    Page("programme", "programme", programme_view, "the proposed programme"),
    Page("statistics", "statistics", statistics_view, "the statistics"),
    Page("cloud", "cloud", cloud_view, "the cloud of terms"),
    Page("changes", "changes", changes_view, "the page of changes"),
    Page("projects", "projects", projects_view, "the list of projects"),
    Page("events", "events", events_view, "the list of events"),
    Page("assessments", "assessments", assessments_view, "the list of assessments"),
    Page("plans", "plans", plans_view, "the list of action plans"),
    Page("lineage", "lineage", lineage_view, "the originals and copies"),
    Page("about", "about", about_view, "the page about the catalogue"),
    Page("data", "data", data_view, "the page of the data"),
    Page("evidence", "evidence", evidence_guide_view, "the page about evidence"),
    Page("accessibility", "accessibility", accessibility_view, "the accessibility statement"),
    Page("privacy", "privacy", privacy_view, "the privacy note"),
    Page("404", "404", missing_view, "the page for what is not there"),
)
"""Pages about the whole catalogue."""

RECORDS: tuple[tuple[type[Record], str, str, ShowRecord], ...] = (
    (Practice, "practices", "practice", practice_view),
    (Region, "regions", "region", region_view),
    (Exchange, "exchanges", "exchange", exchange_view),
    (Project, "projects", "project", project_view),
    (Event, "events", "event", event_view),
    (Assessment, "assessments", "assessment", assessment_view),
    (Plan, "plans", "plan", plan_view),
)
"""Kinds whose records have pages: the kind, the folder, the template, the view."""

MENU: tuple[tuple[str, str], ...] = (
    ("practices", N_("Practices")),
    ("regions", N_("Regions")),
    ("exchanges", N_("Exchanges")),
    ("programme", N_("Programme")),
    ("about", N_("About")),
)
"""The menu in the head of every page: page and name."""

MORE: tuple[tuple[str, str], ...] = (
    ("themes", N_("Themes")),
    ("challenges", N_("Challenges")),
    ("services", N_("Kinds of support")),
    ("target-groups", N_("Target groups")),
    ("map", N_("Map")),
    ("cloud", N_("Cloud of terms")),
    ("statistics", N_("Statistics")),
    ("changes", N_("What changed")),
    ("projects", N_("Projects")),
    ("events", N_("Events")),
    ("assessments", N_("Assessments")),
    ("plans", N_("Action plans")),
    ("lineage", N_("Originals and copies")),
    ("data", N_("Data")),
    ("evidence", N_("How evidence is told")),
    ("accessibility", N_("Accessibility")),
    ("privacy", N_("Privacy")),
)
"""The further pages that the foot of every page leads to."""


def pages(shelf: Shelf) -> Iterator[Page]:
    """Every page of a site: those about the whole first, then one for each record, by kind and id."""
    yield from SINGLES
    for n in range(2, exchange_pages(shelf) + 1):
        show_part = partial(exchanges_view, part=n)
        yield Page(f"exchanges-{n}", "exchanges", show_part, f"the list of exchanges, page {n}")
    for period in shelf.news.periods[1:]:
        show_period = partial(changes_view, name=period.name)
        yield Page(f"changes/{period.name}", "changes", show_period, f"the changes until {period.end}")
    for n in range(2, event_pages(shelf) + 1):
        yield Page(f"events-{n}", "events", partial(events_view, part=n), f"the list of events, page {n}")
    for page in list_pages(shelf):
        yield Page(*page)
    for shape, folder, template, show in RECORDS:
        for record_id in shelf.index("all", shape.__name__.lower()):
            yield _of_record(shelf, shape, record_id, folder, template, show)


def _of_record(
    shelf: Shelf, shape: type[Record], record_id: str, folder: str, template: str, show: ShowRecord
) -> Page:
    def shown(scope: Scope) -> View:
        return show(scope, shelf.whole(shape, record_id))

    path = shelf.path(shape, record_id)
    return Page(f"{folder}/{record_id}", template, shown, path, shape.__name__.lower())
