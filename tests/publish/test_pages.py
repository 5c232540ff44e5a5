"""Real builds of a small catalogue: every page, its links, its outline and what it says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from site_reader import (
    OUTSIDE,
    PageReader,
    broken_links,
    broken_markdown_links,
    contents,
    outline_faults,
)
from small_catalogue import build, catalogue_of, documents

from miniexchange.pairing import Request, propose
from miniexchange.publish.language import interface
from miniexchange.publish.plan import MENU, MORE
from miniexchange.publish.plan import pages as planned
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.stock import InMemory
from miniexchange.publish.views.scope import Scope


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("catalogue")
    return build(root).home.parent


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, PageReader]:
    return {
        p.relative_to(site).as_posix(): PageReader(p.read_text("utf-8")) for p in sorted(site.rglob("*.html"))
    }


def test_every_record_that_may_be_read_has_its_page(pages: dict[str, PageReader]) -> None:
    folders = ("practices/", "regions/", "exchanges/")
    assert {name for name in pages if name.startswith(folders)} == {
        "practices/voucher.html", "practices/copy.html", "practices/attempt.html", "practices/old.html",
        "practices/outside.html", "practices/draft.html", "regions/north.html", "regions/south.html",
        "exchanges/voucher-south.html", "exchanges/attempt-south.html", "exchanges/unnamed.html",
        "exchanges/proposed.html",
    }  # fmt: skip


def test_the_menu_and_the_foot_lead_to_pages(pages: dict[str, PageReader]) -> None:
    names = [f"{name}.html" for name, _ in (*MENU, *MORE)]
    assert len(names) == len(set(names)) and set(names) <= set(pages)
    for page in pages.values():
        assert all(any(href.endswith(name) for href in page.values("href")) for name in names)


def test_the_markdown_book_mirrors_the_pages(site: Path, pages: dict[str, PageReader]) -> None:
    book = {p.relative_to(site / "markdown").as_posix() for p in (site / "markdown").rglob("*.md")}
    assert book == {name.replace("index", "README").replace(".html", ".md") for name in pages}


def test_every_link_and_fragment_leads_somewhere(site: Path) -> None:
    broken, followed = broken_links(site)
    assert broken == []
    assert followed > 300


def test_every_link_of_the_markdown_book_leads_somewhere(site: Path) -> None:
    broken, followed = broken_markdown_links(site / "markdown")
    assert broken == []
    assert followed > 150


def test_no_page_asks_another_host_for_anything(pages: dict[str, PageReader], site: Path) -> None:
    for page in pages.values():
        assert not {"iframe", "object", "base", "style"} & set(page.tags)
        assert all(not value.startswith(OUTSIDE) for value in page.values("src"))
        stylesheets = [value for tag, name, value in page.attributes if tag == "link" and name == "href"]
        assert all(not value.startswith(OUTSIDE[:3]) for value in stylesheets)
        assert not page.values("style") and not [n for _, n, _ in page.attributes if n.startswith("on")]
        policy = next(value for value in page.values("content") if value.startswith("default-src"))
        assert policy.startswith("default-src 'none'; ") and "form-action 'none'" in policy
        assert not re.search(r"unsafe|\*|http|blob:", policy)
    for file in site.rglob("*.html"):
        for script in re.findall(r"<script([^>]*)>", file.read_text("utf-8")):
            assert ' src="' in script or "application/ld+json" in script, file.name
    style = (site / "style.css").read_text("utf-8")
    assert "url(" not in style and "@import" not in style
    fonts = site / "assets/fonts/source-sans-3.css"
    files = re.findall(r"url\(([^)]*)\)", fonts.read_text("utf-8"))
    assert files and all((fonts.parent / file).is_file() for file in files)


def test_the_style_sheet_is_small_and_serves_both_schemes_print_and_focus(site: Path) -> None:
    style = (site / "style.css").read_text("utf-8")
    assert len(style.encode()) <= 14 * 1024
    for part in ("light-dark(", "color-scheme:light dark", "@media print", "outline:3px"):
        assert part in style


def test_every_text_has_the_contrast_that_aa_asks_in_both_schemes(site: Path) -> None:
    style = (site / "style.css").read_text("utf-8")
    tokens = {name: schemes for name, *schemes in re.findall(r"--(\w+):light-dark\((#\w+),(#\w+)\)", style)}

    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for ground in ("paper", "tint"):
        for text in ("ink", "soft", "accent"):
            for scheme in (0, 1):
                one, other = sorted(luminance(tokens[name][scheme]) for name in (ground, text))
                assert (other + 0.05) / (one + 0.05) >= 4.5, f"{text} on {ground}"


def test_every_page_has_landmarks_one_title_and_headings_in_order(pages: dict[str, PageReader]) -> None:
    assert {name: outline_faults(page) for name, page in pages.items()} == {name: [] for name in pages}


def test_tables_scroll_in_a_box_that_the_keyboard_reaches(site: Path) -> None:
    for name in ("exchanges.html", "regions.html", "programme.html"):
        text = (site / name).read_text("utf-8")
        boxes = re.findall(r'<div class="scroll" role="group" aria-label[^>]* tabindex="0">\s*<table', text)
        assert len(boxes) == text.count("<table") - text.count('<table class="parts"')


class TestPracticePage:
    @pytest.fixture
    def page(self, site: Path) -> str:
        return (site / "practices/voucher.html").read_text("utf-8")

    def test_reads_in_the_order_in_which_people_decide(self, page: str) -> None:
        sections = re.findall(r'<h2 id="([a-z]+)"', page)
        assert sections == [
            "problem", "what", "evidence", "resources", "transfer", "difficulties", "ask", "exchanges", "lineage", "seen",
            "related", "sources", "cite",
        ]  # fmt: skip

    def test_keeps_targets_and_estimates_apart_from_what_was_measured(self, page: str) -> None:
        measured, intended = page.split('<div class="intended">')
        intended = intended.split("</div>\n<h3>")[0]
        assert "Turnover rose." in measured and "Turnover rose." not in intended
        for claim in ("A hundred firms were to take part.", "Jobs were expected."):
            assert claim in intended and claim not in measured
        assert (
            '<span class="kind">Target</span>' in intended
            and '<span class="kind">Estimate</span>' in intended
        )

    def test_shows_a_figure_with_everything_that_is_known_of_it(self, page: str) -> None:
        claim = page[page.index("EUR 32 million") : page.index("Turnover rose.") + 900]
        for part in (
            "of extra turnover",
            "2008",
            "before and after compared",
            "Nesta 2 of 5",
            "found independently",
        ):
            assert part in claim

    def test_puts_conflicting_figures_side_by_side(self, page: str) -> None:
        figures = page[
            page.rindex('<div class="figures">', 0, page.index("<b>39</b>")) : page.index("<b>39</b>")
        ]
        assert "<b>35</b>" in figures
        assert "Not resolved." in page

    def test_marks_what_was_deduced_by_word_and_style(self, page: str) -> None:
        problem = page[
            page.index('<section aria-labelledby="problem"') : page.index('<section aria-labelledby="what"')
        ]
        assert 'class="is-deduced"' in problem and ">deduced</a>" in problem
        assert '<section aria-labelledby="what">' in page

    def test_marks_a_record_deduced_as_a_whole_wherever_it_is_named(self, site: Path) -> None:
        for name in ("practices/old.html", "practices.html", "regions/north.html"):
            page = (site / name).read_text("utf-8")
            assert re.search(r"Old scheme(</a>)?\s*<a class=.tag deduced.", page), name

    def test_says_that_a_source_was_only_partly_read(self, page: str) -> None:
        first = page[page.index('<li id="source-1">') : page.index('<li id="source-2">')]
        assert "A report" in first and "partly read" in first

    def test_offers_to_improve_and_to_cite_it(self, page: str) -> None:
        assert 'href="https://example.org/edit/main/data/practices/voucher.yaml"' in page
        assert (
            "“Innovation voucher” (The North, Sweden). In: Small catalogue, edition 2024-05. The publisher."
            in page
        )

    def test_tells_what_it_has_in_common_with_related_practices(self, page: str) -> None:
        related = page[page.index('id="related"') :]
        assert "copy.html" in related and "In common: " in related

    def test_names_its_descendants_and_its_origin(self, page: str, site: Path) -> None:
        assert "Southern voucher" in page[page.index('<h2 id="lineage">') : page.index('<h2 id="related">')]
        copy = (site / "practices/copy.html").read_text("utf-8")
        assert "Innovation voucher" in copy[copy.index('<h2 id="lineage">') : copy.index('<h2 id="related">')]

    def test_labels_lessons_stubs_and_archived_ones(self, site: Path) -> None:
        for name, words in (("attempt", "A lesson."), ("draft", "Not yet published."), ("old", "Archived.")):
            assert words in (site / f"practices/{name}.html").read_text("utf-8")
        assert "A lesson." not in (site / "practices/voucher.html").read_text("utf-8")

    def test_shows_its_picture_from_the_site_itself(self, site: Path, page: str) -> None:
        assert '<img src="../media/fair/stand.png" alt="A stand at a fair"' in page
        assert (site / "media/fair/stand.png").is_file() and (site / "media/leaflet.pdf").is_file()


def test_the_region_page_tells_what_it_needs_offers_gave_and_took(site: Path) -> None:
    page = (site / "regions/south.html").read_text("utf-8")
    assert re.findall(r'<h2 id="([a-z]+)"', page)[:4] == ["needs", "offers", "gave", "took"]
    assert 'id="need-money"' in page and "High priority" in page
    assert "Being written" in page[page.index("Also from this region") :]


def test_the_exchanges_are_grouped_by_level_and_set_in_a_matrix(site: Path) -> None:
    page = (site / "exchanges.html").read_text("utf-8")
    assert re.findall(r'<h2 id="level-([a-z]+)"', page) == ["running", "completed", "announced", "proposed"]
    matrix = page[page.index('class="matrix"') :]
    assert "Innovation voucher: Running" in matrix
    assert "Some region" in matrix and "Several regions" in matrix


def test_the_programme_page_shows_parts_reasons_and_the_proof(site: Path) -> None:
    records = documents()
    records["region"]["south"]["needs"][0].update(status="open")
    del records["region"]["south"]["needs"][0]["closed"]
    del records["exchange"]["voucher-south"]
    page = (
        build(site.parent, records, out=site.parent / "other")
        .home.with_name("programme.html")
        .read_text("utf-8")
    )
    assert "Proven best" in page
    assert '<h4 id="pair-south-1"><a href="practices/voucher.html">Innovation voucher</a> from' in page
    parts = [float(points) for points in re.findall(r'<td class="n">([\d.]+) <small>of', page)]
    score = re.search(r'<p class="score"><b>([\d.]+)</b>', page)
    assert score and round(sum(parts[:7]), 1) == float(score[1])
    assert "What falls short" in page


def test_views_are_plain_data_all_the_way_down() -> None:
    catalogue = catalogue_of(documents())
    programme = propose(catalogue, Request(as_of=date.max))
    scope = Scope(Shelf(InMemory(catalogue), programme), interface("de"))
    waiting: list[object] = [page.show(scope) for page in planned(scope.shelf)]
    while waiting:
        value = waiting.pop()
        assert type(value) in (dict, list, str, int, float, bool), f"{type(value)}: {value!r}"
        if isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value


def test_one_project_shows_its_own_records_alone(tmp_path: Path) -> None:
    site = build(tmp_path, project="swap").home.parent
    names = set(contents(site))
    assert "practices/voucher.html" in names and "exchanges/voucher-south.html" in names
    assert "practices/outside.html" not in names and "exchanges/unnamed.html" not in names
    assert "This edition shows the project SWAP alone." in (site / "index.html").read_text("utf-8")


def test_formats_are_written_as_asked(tmp_path: Path) -> None:
    assert not [
        name for name in contents(build(tmp_path, formats=("html",)).home.parent) if name.endswith(".md")
    ]
    assert build(tmp_path, formats=("markdown",)).home.name == "README.md"
    assert not [name for name in contents(tmp_path / "site-build") if name.endswith(".html")]


def test_two_builds_are_the_same_to_the_byte(tmp_path: Path) -> None:
    records = documents()
    backwards = {kind: dict(reversed(of_kind.items())) for kind, of_kind in records.items()}
    one = contents(build(tmp_path, records, out=tmp_path / "one").home.parent)
    assert one == contents(build(tmp_path, backwards, out=tmp_path / "two").home.parent)
    assert one == contents(build(tmp_path, records, out=tmp_path / "one").home.parent)


def test_the_page_for_what_is_not_there_knows_its_site_where_the_settings_do(tmp_path: Path) -> None:
    settings = {"site": {"base_url": "https://example.org/catalogue/"}}
    site = build(tmp_path, settings=settings).home.parent
    assert 'href="https://example.org/catalogue/practices.html"' in (site / "404.html").read_text("utf-8")
    assert 'href="https://example.org/catalogue/practices.html"' not in (site / "index.html").read_text(
        "utf-8"
    )
    assert "https://example.org/catalogue/practices/copy.html" in (site / "practices/copy.html").read_text(
        "utf-8"
    )


def test_texts_in_another_language_say_so(tmp_path: Path) -> None:
    # No translation of the interface into Faroese ships, so the pages are in English and the records' texts are not.
    site = build(tmp_path, settings={"catalogue": {"language": "fo"}}).home.parent
    page = (site / "practices/voucher.html").read_text("utf-8")
    assert '<html lang="en">' in page
    assert '<h1 lang="fo">' in page and 'lang="sv"' in page


def test_an_empty_catalogue_has_a_site(tmp_path: Path) -> None:
    empty = {kind: {} for kind in documents()}
    site = build(tmp_path, empty, settings={}).home.parent
    assert "No exchange is on record." in (site / "exchanges.html").read_text("utf-8")
    for page in ("programme.html", "markdown/programme.md"):
        assert "from what is on record, nothing can be proposed." in (site / page).read_text("utf-8")


def test_one_is_counted_as_one(tmp_path: Path) -> None:
    records = documents()
    for kind in ("region", "exchange", "practice"):
        records[kind] = dict(list(records[kind].items())[:1])
    records["practice"] = {
        "one": {"title": "One", "region": "north", "status": "published", "themes": ["finance"]}
    }
    records["region"] = {"north": {"name": "North", "country": "SE"}}
    records["exchange"] = {"one": {"practice": "one", "importer_text": "Elsewhere", "status": "recorded"}}
    site = build(tmp_path, records).home.parent
    home = re.sub(r"<[^>]*>|[\[\]]|\(\w+\.md\)", "", (site / "index.html").read_text("utf-8"))
    for told in (
        "1 practice\n",
        "1 region in 1 country\n",
        "1 exchange on record\n",
        "0 exchanges proposed next\n",
    ):
        assert told in home
    book = (site / "markdown/README.md").read_text("utf-8")
    for told in ("[1 practice]", "[1 region](regions.md) in 1 country", "[1 exchange on record]"):
        assert told in book
    for name, told in (
        ("regions", "1 region, by"),
        ("exchanges", "1 exchange is on record."),
    ):
        assert told in (site / f"{name}.html").read_text("utf-8")
        assert told in (site / f"markdown/{name}.md").read_text("utf-8")


@pytest.mark.parametrize(("posts", "told"), [(1, "1 full-time post<"), (2.5, "2.5 full-time posts<")])
def test_posts_are_counted(tmp_path: Path, posts: float, told: str) -> None:
    records = documents()
    records["practice"]["voucher"]["resources"] = {"staff_fte": posts}
    records["practice"]["voucher"]["transfer"] = {"effort": {"staff_fte": posts}}
    page = (build(tmp_path, records).home.parent / "practices/voucher.html").read_text("utf-8")
    assert page.count(told) == 2
