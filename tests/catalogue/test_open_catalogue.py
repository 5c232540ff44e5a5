"""The catalogue as other programs see it: `miniexchange.open` and the links between records."""

from __future__ import annotations

from pathlib import Path

import pytest

import miniexchange
from catalogues import CHECKOUT, CatalogueFolder
from miniexchange.catalogue.dates import PartialDate
from miniexchange.catalogue.kinds import KINDS
from miniexchange.catalogue.model import Backlink, Catalogue
from miniexchange.catalogue.records import RECORD_TYPES
from miniexchange.catalogue.references import references
from miniexchange.check.run import open_catalogue, open_rows
from miniexchange.diagnostic import InvalidCatalogue


@pytest.fixture
def small(catalogue: CatalogueFolder) -> Catalogue:
    return miniexchange.open(catalogue.root)


@pytest.fixture(scope="module")
def real() -> Catalogue:
    return open_catalogue(CHECKOUT, use_cache=False)


def test_records_are_typed(small: Catalogue) -> None:
    school = small.practices["summer-school"]
    assert (school.id, school.path) == ("summer-school", "data/practices/summer-school.yaml")
    assert school.title == "Summer school for founders"
    assert school.period is not None and school.period.start == PartialDate("2008")
    assert school.period.end is not None and school.period.end.span[1].year == 9999
    assert school.evidence[0].date is not None and school.evidence[0].date.span[0].month == 6
    assert school.resources is not None and school.resources.costs[0].amount == 1500.0
    assert school.owner is None and school.keywords == () and school.lesson_only is False
    assert small.regions["flevoland"].offers is None
    assert small.vocabularies["evidence-scales"].terms["nesta"].levels == {
        "1": "You can say what you do.",
        "2": "You capture data.",
    }
    assert small.settings.catalogue.title == "A small catalogue"
    assert small.settings.pairing.weights.need == 3


def test_who_gives_and_who_takes(small: Catalogue) -> None:
    exchange = small.exchanges["summer-school-veneto"]
    exporter, importer, need = small.exporter(exchange), small.importer(exchange), small.need(exchange)
    assert exporter is not None and exporter.id == "flevoland"
    assert importer is not None and importer.id == "veneto"
    assert need is not None and need.title == "Interest young people in founding a firm"
    abroad = small.exchanges["guarantee-fund-abroad"]
    assert small.importer(abroad) is None and small.need(abroad) is None
    assert [x.id for x in small.exchanges_of("summer-school")] == ["summer-school-veneto"]
    assert [x.id for x in small.exports("veneto")] == ["guarantee-fund-abroad"]
    assert [x.id for x in small.imports("veneto")] == ["summer-school-veneto"]
    assert small.imports("flevoland") == ()


def test_an_exporter_that_is_named_comes_before_the_region_of_the_practice(
    catalogue: CatalogueFolder,
) -> None:
    catalogue.write("region", "limburg", name="Limburg", country="NL", nuts="NL42")
    catalogue.write(
        "exchange", "a", practice="summer-school", importer="veneto", exporter="limburg", status="recorded"
    )
    made = miniexchange.open(catalogue.root)
    exporter = made.exporter(made.exchanges["a"])
    assert exporter is not None and exporter.id == "limburg"


def test_what_a_region_offers(small: Catalogue) -> None:
    assert [p.id for p in small.practices_of("veneto")] == ["guarantee-fund", "winter-school"]
    assert [p.id for p in small.offered_by("veneto")] == ["guarantee-fund"]
    assert [p.id for p in small.offered_by("flevoland")] == [
        "summer-school"
    ]  # it lists none: all that are published
    assert small.practices_of("nowhere") == ()


def test_a_region_may_offer_nothing(catalogue: CatalogueFolder) -> None:
    path = catalogue.root / "data/regions/flevoland.yaml"
    path.write_text(path.read_text() + "offers: []\n")
    assert miniexchange.open(catalogue.root).offered_by("flevoland") == ()


def test_members_countries_and_terms(small: Catalogue) -> None:
    assert small.members("small-exchange") == ("flevoland", "veneto")
    assert small.countries(small.practices["summer-school"]) == ("NL",)
    themes = small.terms("themes")
    assert themes.ancestors("youth-entrepreneurship") == ("entrepreneurship",)
    assert themes.with_narrower("finance") == {"finance", "guarantees"}
    assert themes.top == ("entrepreneurship", "finance")
    assert themes.label("entrepreneurship", "nl") == "Ondernemerschap"
    assert themes.label("guarantees", "nl") == "Guarantees"
    assert themes.label("no-such-term") == "no such term"
    assert small.terms("nowhere").top == ()


def test_countries_of_a_practice_without_a_region(catalogue: CatalogueFolder) -> None:
    catalogue.write("practice", "a", title="A", status="draft", owner={"countries": ["BE", "LU"]})
    made = miniexchange.open(catalogue.root)
    assert made.countries(made.practices["a"]) == ("BE", "LU")


def test_backlinks(small: Catalogue) -> None:
    assert small.backlinks("practice", "summer-school") == (
        Backlink("practice", "winter-school", "/derived_from"),
        Backlink("exchange", "summer-school-veneto", "/practice"),
        Backlink("event", "verona-2025", "/practices/0"),
        Backlink("plan", "veneto-plan", "/actions/0/lessons/0/practice"),
    )
    assert Backlink("exchange", "summer-school-veneto", "/history/1/by") in small.backlinks(
        "region", "flevoland"
    )
    assert small.backlinks("practice", "nowhere") == ()


def test_a_circle_of_terms_ends(catalogue: CatalogueFolder) -> None:
    catalogue.write(
        "vocabulary",
        "sectors",
        "title: Sectors\nterms:\n  a:\n    label: {en: A}\n    broader: b\n  b:\n    label: {en: B}\n    broader: a\n",
    )
    terms = open_rows(catalogue.root).rows.terms("sectors")
    assert terms.ancestors("a") == ("b", "a") or terms.ancestors("a") == ("b",)
    assert terms.with_narrower("a") == {"a", "b"}


def test_a_broken_catalogue_is_not_opened(catalogue: CatalogueFolder) -> None:
    catalogue.write("practice", "night-market", title="Night market", status="drft", region="flevoland")
    with pytest.raises(InvalidCatalogue) as caught:
        miniexchange.open(catalogue.root)
    report = caught.value.report
    assert [(one.code, one.path) for one in report.diagnostics] == [
        ("MX204", "data/practices/night-market.yaml")
    ]
    assert report.line_of("data/practices/night-market.yaml", 3) == '  "status": "drft",'
    assert "1 error" in str(caught.value)


def test_the_sound_records_of_a_broken_catalogue(catalogue: CatalogueFolder) -> None:
    catalogue.write("practice", "night-market", title="Night market", status="drft", region="flevoland")
    made = open_catalogue(catalogue.root, keep_going=True)
    assert list(made.practices) == ["guarantee-fund", "summer-school", "winter-school"]


def test_a_record_that_only_a_rule_finds_wrong_is_left_out_too(catalogue: CatalogueFolder) -> None:
    catalogue.write("practice", "night-market", title="Night market", status="draft", region="nowhere")
    made = open_catalogue(catalogue.root, keep_going=True)
    assert list(made.practices) == ["guarantee-fund", "summer-school", "winter-school"]
    known = list(open_rows(catalogue.root).rows.ids("practice"))
    assert known == ["guarantee-fund", "night-market", "summer-school", "winter-school"]


def test_warnings_do_not_keep_a_catalogue_shut(catalogue: CatalogueFolder) -> None:
    catalogue.write("practice", "night-market", title="Night market", status="draft", region="flevoland")
    assert catalogue.codes() == ["MX512"]
    assert "night-market" in miniexchange.open(catalogue.root).practices


def test_the_catalogue_of_this_folder(catalogue: CatalogueFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(catalogue.root)
    assert len(miniexchange.open().practices) == 3
    assert len(miniexchange.open(str(catalogue.root)).practices) == 3
    assert len(miniexchange.open(Path()).practices) == 3


def test_the_real_catalogue_opens(real: Catalogue) -> None:
    for kind in KINDS:
        assert list(real.of(kind)) == sorted(real.of(kind))
        for record_id, record in real.of(kind).items():
            assert isinstance(record, RECORD_TYPES[kind])
            assert record.id == record_id == Path(record.path).stem
    assert sum(1 for _ in real) == sum(len(real.of(kind)) for kind in KINDS)


def test_the_links_of_the_real_catalogue_hold(real: Catalogue) -> None:
    for kind in KINDS:
        for record_id, document in real.documents[kind].items():
            for reference in references(kind, document):
                assert reference.id in real.of(reference.kind)
                assert Backlink(kind, record_id, reference.pointer) in real.backlinks(
                    reference.kind, reference.id
                )
    for exchange in real.exchanges.values():
        if (
            exchange.practice
            and exchange.practice in real.practices
            and real.practices[exchange.practice].region
        ):
            exporter = real.exporter(exchange)
            assert exporter is not None
            assert exchange in real.exports(exporter.id)
    for region in real.regions.values():
        assert all(not practice.lesson_only for practice in real.offered_by(region.id))
    for project in real.projects.values():
        assert set(real.members(project.id)) <= set(real.regions)
    for practice in real.practices.values():
        if practice.region:
            assert real.countries(practice) == (real.regions[practice.region].country,)


def test_the_exchange_that_everybody_knows(real: Catalogue) -> None:
    exchange = real.exchanges["i-creo-western-greece"]
    exporter, importer = real.exporter(exchange), real.importer(exchange)
    assert exporter is not None and exporter.id == "valencia"
    assert importer is not None and (importer.id, importer.country) == ("western-greece", "GR")
    assert exchange in real.exchanges_of("i-creo")
    assert "mini-europe" in {link.id for link in real.backlinks("region", "valencia")}
    assert {"valencia", "western-greece"} <= set(real.members("mini-europe"))
