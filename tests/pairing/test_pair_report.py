"""The report for a steering committee, as a page and as Markdown, and the programme's page of the site."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pairing_builder import DAY, catalogue_of, practice, region

from miniexchange.catalogue.model import Catalogue
from miniexchange.check.run import open_catalogue
from miniexchange.cli import main
from miniexchange.pairing import Named, Programme, Request, propose, shown
from miniexchange.publish.language import interface
from miniexchange.publish.report import report
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.stock import InMemory
from miniexchange.publish.views.report import report_view
from miniexchange.publish.views.scope import Scope

ROOT = Path(__file__).parents[2]
HOSTILE = (
    "\"><script>alert(1)</script> ' onmouseover=x {{ 7*7 }} [x](javascript:alert(2)) | <img src=x> \u202egpj"
)
VOID = {"meta", "rect", "img", "br", "link"}


class Page(HTMLParser):
    """Tags with their attributes, the text, and whether every tag is closed."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


@pytest.fixture(scope="module")
def shipped() -> tuple[Programme, Catalogue]:
    catalogue = open_catalogue(ROOT)
    request = Request(
        as_of=DAY,
        project="mini-europe",
        lock=(Named("patras-innohub", "maramures"),),
        choice="fair",
    )
    return propose(catalogue, request), catalogue


def test_the_page_holds_everything(shipped: tuple[Programme, Catalogue]) -> None:
    programme, catalogue = shipped
    page = Page(report(programme, catalogue, ROOT, "html"))
    assert programme.shortages and programme.standing
    for proposal in programme.proposals:
        assert catalogue.practices[proposal.practice].title in page.text
        assert f"{shown(proposal.score)} of 100" in page.text
        for text in (*programme.told(proposal), *proposal.cautions):
            assert " ".join(text[1:].split()) in page.text
        for other in (*proposal.importer_alternatives, *proposal.exporter_alternatives):
            assert other.why_not in page.text
    for shortage in programme.shortages:
        assert shortage.text in page.text
        assert all(remedy[1:] in page.text for remedy in shortage.remedies)
    assert "locked" in page.text and "Chosen to be fair" in page.text and "Proven best" in page.text


def test_it_stands_alone_and_can_be_read_by_everyone(shipped: tuple[Programme, Catalogue]) -> None:
    programme, catalogue = shipped
    source = report(programme, catalogue, ROOT, "html")
    page = Page(source)
    tags = [tag for tag, _ in page.tags]
    assert not {"script", "link", "img", "iframe", "form", "object"} & set(tags)
    assert not re.search(r"url\(|@import|https?://|//[a-z]", source)
    attributes = [(tag, name, value or "") for tag, found in page.tags for name, value in found.items()]
    assert all(value.startswith("#") for _, name, value in attributes if name in ("href", "src"))
    assert not any(name.startswith("on") or name == "style" for _, name, _ in attributes)
    assert ("html", {"lang": "en"}) in page.tags and tags.count("h1") == 1 and tags.count("main") == 1
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all("scope" in found for tag, found in page.tags if tag == "th")
    ids = [value for _, name, value in attributes if name == "id"]
    named = [value for _, name, value in attributes if name == "aria-labelledby"]
    named += [value[1:] for _, name, value in attributes if name == "href"]
    assert len(ids) == len(set(ids)) and set(named) <= set(ids)


def _luminance(colour: str) -> float:
    digits = colour if len(colour) == 6 else "".join(2 * digit for digit in colour)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [1, 2])
def test_texts_stand_out_from_the_ground_in_both_schemes(
    shipped: tuple[Programme, Catalogue], scheme: int
) -> None:
    source = report(*shipped, ROOT, "html")
    colours = {
        found[1]: _luminance(found[1 + scheme])
        for found in re.finditer(r"--(\w+): light-dark\(#(\w+), #(\w+)\)", source)
    }
    for name in ("ink", "soft", "accent", "warn"):
        darker, lighter = sorted((colours[name], colours["paper"]))
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, name


@pytest.mark.parametrize("format", ["html", "markdown"])
def test_points_of_every_exchange_add_up(shipped: tuple[Programme, Catalogue], format: str) -> None:
    programme, catalogue = shipped
    source = report(programme, catalogue, ROOT, format)
    if format == "html":
        blocks = re.findall(r'<p class="score"><b>([\d.]+)</b>(.*?)</table>', source, re.DOTALL)
        sums = [(score, re.findall(r'<td class="n">([\d.]+) <small>of', block)) for score, block in blocks]
    else:
        lines = re.findall(r"^- Score: ([\d.]+), \d+% of it known: (.*)$", source, re.MULTILINE)
        sums = [(score, re.findall(r"([\d.]+) of \d", line)) for score, line in lines]
    assert len(sums) == len(programme.proposals)
    for score, points in sums:
        assert len(points) == 7
        assert sum(round(10 * float(p)) for p in points) == round(10 * float(score))


def _hostile() -> tuple[Programme, Catalogue]:
    youth: dict[str, Any] = {"themes": ["youth"]}
    catalogue = catalogue_of(
        {
            "a": region(name=HOSTILE, needs={"n": {**youth, "title": HOSTILE}}),
            "b": region(name=f"B {HOSTILE}", needs={"n": youth}),
            "c": region(name="A very long name " * 20),
        },
        {
            "p": practice("b", title=HOSTILE, **youth, evidence=[{"claim": HOSTILE, "kind": "result"}]),
            "q": practice("c", title="Donau" * 60, **youth, period={"end": "2001"}),
        },
    )
    return propose(catalogue, Request(as_of=DAY)), catalogue


def test_hostile_names_stay_text() -> None:
    programme, catalogue = _hostile()
    assert programme.proposals
    page = Page(report(programme, catalogue, ROOT, "html"))
    assert not {"script", "img"} & {tag for tag, _ in page.tags}
    assert "<script>alert(1)</script>" in page.text and "{{ 7*7 }}" in page.text and "\u202e" not in page.text
    assert not any("onmouseover" in found for _, found in page.tags)
    markdown = report(programme, catalogue, ROOT, "markdown")
    assert "<script" not in markdown and "\u202e" not in markdown
    assert markdown.count("(javascript") == markdown.count("\\](javascript") > 0


def test_a_report_on_nothing_says_so() -> None:
    catalogue = catalogue_of({"a": region()}, {})
    programme = propose(catalogue, Request(as_of=DAY))
    page = Page(report(programme, catalogue, ROOT, "html"))
    assert "No exchange proposed among 1 region" in page.text and "At a glance" not in page.text
    assert report(programme, catalogue, ROOT, "markdown").startswith(
        "# Proposed exchanges\n\nNo exchange proposed"
    )


def test_markdown_has_a_row_for_every_exchange_and_region(shipped: tuple[Programme, Catalogue]) -> None:
    programme, catalogue = shipped
    text = report(programme, catalogue, ROOT, "markdown")
    assert text.startswith("# MINI EUROPE: proposed exchanges\n\n6 exchanges proposed among 8 regions")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(rows) == (2 + len(programme.proposals)) + (2 + len(programme.regions))
    for heading in (
        "The exchanges",
        "Already standing",
        "Who gives and takes how much",
        "What falls short",
        "How to read a score",
    ):
        assert f"\n## {heading}\n\n" in text
    assert "\n\n\n" not in text


def test_views_are_plain_data_all_the_way_down(shipped: tuple[Programme, Catalogue]) -> None:
    programme, catalogue = shipped
    waiting: list[object] = [
        report_view(Scope(Shelf(InMemory(catalogue), programme), interface("en")), catalogue)
    ]
    while waiting:
        value = waiting.pop()
        assert type(value) in (dict, list, str, int, float, bool), f"{type(value)}: {value!r}"
        if isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value


def test_a_template_of_the_catalogues_own_replaces_the_one_that_ships(tmp_path: Path) -> None:
    own = tmp_path / "site" / "templates" / "html"
    own.mkdir(parents=True)
    (own / "report.html").write_text("<p>{{ view.count }} for us</p>\n", encoding="utf-8")
    assert report(*_hostile(), tmp_path, "html") == "<p>2 for us</p>\n"


@pytest.mark.parametrize(("format", "first"), [("html", "<!doctype html>"), ("markdown", "# EIS")])
def test_the_command_prints_it(capfd: pytest.CaptureFixture[str], format: str, first: str) -> None:
    assert main(["pair", "--catalogue", str(ROOT), "--project", "eis", "--format", format]) == 0
    out, err = capfd.readouterr()
    assert out.lstrip().startswith(first) and err == ""


def test_the_page_of_the_site_shows_what_nearly_was_proposed(shipped_site: Path) -> None:
    programme = propose(open_catalogue(ROOT), Request(as_of=DAY))
    page = Page((shipped_site / "programme.html").read_text("utf-8"))
    assert page.text.count("What nearly was proposed") == len(programme.proposals)
    nearly = programme.proposals[0].importer_alternatives[0]
    assert f"{shown(nearly.score)}: {nearly.why_not}" in page.text
    assert "Nearly proposed: " in (shipped_site / "markdown" / "programme.md").read_text("utf-8")
