"""Pages of projects, events, assessments and action plans: every field, both ways of every link, lists, restricted sites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from site_reader import PageReader, broken_links, broken_markdown_links, outline_faults
from small_catalogue import SETTINGS, build, documents

KINDS = ("project", "event", "assessment", "plan")
CODES = {  # fields whose value is a code, which stands on the page in words
    "region", "kind", "status", "state", "role", "confidence", "qualifier", "currency", "action", "indicator", "language",
    "host", "path", "id", "inferred_fields", "field", "country", "projects", "themes", "challenges", "services",
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("catalogue")).home.parent


def plain(markup: str) -> str:
    """What a reader sees, in one line."""
    apart = re.sub(r"</?(?:[tu][dhrl]|[dlo][dtil]|p|br|div|h\d|table|section)\b[^>]*>", " ", markup)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", apart)).split())


def html(site: Path, name: str) -> str:
    return (site / f"{name}.html").read_text("utf-8")


def markdown(site: Path, name: str) -> str:
    return (site / f"markdown/{name}.md").read_text("utf-8")


def part(page: str, section: str) -> str:
    """A section of a page, from its heading to the end of the section."""
    return page.split(f'<h2 id="{section}">')[1].split("</section>")[0]


def texts(value: Any, key: str = "") -> Iterator[str]:
    """Every text of a record that is for people."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in ("translations", "sources", "resolution"):
                yield from texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, key)
    elif isinstance(value, str) and key not in CODES and not re.fullmatch(r"\d{4}(-\d\d)*|[a-z0-9-]+", value):
        yield value


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_of_a_record_stands_on_its_page(site: Path, kind: str) -> None:
    shown = 0
    for record_id, document in documents()[kind].items():
        page, book = plain(html(site, f"{kind}s/{record_id}")), markdown(site, f"{kind}s/{record_id}")
        source = html(site, f"{kind}s/{record_id}")
        for text in texts(document):
            if text.startswith("https://"):
                assert text in source and text in book
                continue
            assert text.replace("*", "") in page, text
            assert text in book, text
            shown += 1
    assert shown >= {"project": 12, "event": 8, "assessment": 15, "plan": 35}[kind]


def test_the_page_of_a_project_tells_targets_from_what_is_on_record(site: Path) -> None:
    page = html(site, "projects/swap")
    rows = [plain(row) for row in part(page, "targets").split("<tr>")[2:]]
    assert rows == [
        "Transfers of practices 9 1 exchange, whatever came of it 1 is known to be completed, adapted or running",
        "Study visits 3 1 event",
        "Happy firms 1,000 Not counted in this catalogue",
    ]
    assert "It is not a result." in part(page, "targets")
    assert re.findall(r'<span class="kind">([^<]+)</span>', part(page, "targets")) == ["9", "3", "1,000"]
    book = markdown(site, "projects/swap")
    assert "| Study visits | *3* | 1 event |" in book and "It is not a result." in book


def test_targets_with_usual_names_are_counted_from_the_catalogue(tmp_path: Path) -> None:
    records = documents()
    names = [
        "exchanges", "practices", "good-practices", "events", "assessments", "peer-reviews", "plans", "action_plans",
        "regions", "partners", "meetings", "conferences",
    ]  # fmt: skip
    records["project"]["swap"]["targets"] = dict.fromkeys(names, 5)
    out = build(tmp_path, records, formats=("html",)).home.parent
    rows = re.findall(r"<tr>.*?</td></tr>", part(html(out, "projects/swap"), "targets"), re.DOTALL)
    assert [plain(row).rpartition(" 5 ")[2] for row in rows[1:]] == [
        "2 practices", "2 practices", "1 event", "1 assessment", "1 assessment", "1 action plan", "1 action plan",
        "2 regions", "3 partners", "0 events", "0 events",
    ]  # fmt: skip


def test_the_partners_of_a_project_stand_by_region_with_their_roles(site: Path) -> None:
    section = part(html(site, "projects/swap"), "partners")
    groups = [plain(group) for group in section.split("<dt>")[1:]]
    assert groups == [
        "The North County of the North Lead partner",
        "The South Partner deduced",
        "For no region of this catalogue A university, Finland Associated partner From the second year.",
    ]


def test_a_project_leads_to_all_that_belongs_to_it(site: Path) -> None:
    links = PageReader(html(site, "projects/swap")).values("href")
    for page in ("practices/voucher", "practices/copy", "exchanges/voucher-south", "events/fair"):
        assert f"../{page}.html" in links
    for page in ("assessments/south-2009", "plans/south-plan", "regions/north", "themes/finance"):
        assert f"../{page}.html" in links
    assert "../practices/outside.html" not in links and "../plans/north-plan.html" not in links


def test_links_go_both_ways(site: Path) -> None:
    both = [
        ("projects/swap", "events/fair"),
        ("projects/swap", "assessments/south-2009"),
        ("projects/swap", "plans/south-plan"),
        ("events/fair", "assessments/south-2009"),
        ("events/fair", "exchanges/voucher-south"),
        ("assessments/south-2009", "plans/south-plan"),
        ("assessments/south-2009", "regions/south"),
    ]
    for one, other in both:
        assert f"../{other}.html" in html(site, one), f"{one} → {other}"
        assert f"../{one}.html" in html(site, other), f"{other} → {one}"
    assert "../regions/south.html#need-ideas" in html(site, "assessments/south-2009")
    for kind in KINDS:
        for record_id in documents()[kind]:
            assert f'href="{kind}s/{record_id}.html"' in html(site, f"{kind}s")
            assert f'href="../{kind}s.html"' in html(site, f"{kind}s/{record_id}")


def test_the_grid_of_an_assessment_says_what_its_cells_say(site: Path) -> None:
    page = html(site, "assessments/south-2009")
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in part(page, "grid").split("<tr>")[1:]]
    assert [[plain(cell) for cell in row] for row in rows] == [
        ["Service", "Access to finance", "Few advisers"],
        ["Voucher", "now 3 → aimed at 4", "Not known"],
        ["Advice", "–", "Does not apply"],
    ]
    cell = plain(page.split('id="cell-1"')[1].split('id="cell-2"')[0])
    for words in (
        "Maturity now 3 of 4: measured and used",
        "Maturity aimed at 4 of 4: evaluated, improved and coordinated",
        "Relevance deduced 3 of 3",
        "How sure the assessors are High confidence",
        "The North: 2 of 4: defined and funded December 2009",
        "Maturity, in another source: 1",
    ):
        assert words in cell
    assert "| [Voucher](../services/voucher.md) | 3 → *4* | Not known |" in markdown(
        site, "assessments/south-2009"
    )


def test_findings_lead_to_the_challenges_and_services_they_are_about(site: Path) -> None:
    page = html(site, "assessments/south-2009")
    assert "../services/voucher.html" in part(page, "strengths")
    assert "../challenges/access-to-finance.html" in part(page, "weaknesses")
    assert {"deduced", "Peers"} <= set(re.findall(r">([^<>]+)<", part(page, "weaknesses")))
    assert "Deduced: challenge." in part(page, "recommendations")


def test_indicators_keep_targets_apart_from_what_was_measured(site: Path) -> None:
    page = html(site, "plans/south-plan")
    table = page.split('<table class="indicators">')[1].split("</table>")[0]
    rows = [
        [plain(c) for c in re.findall(r"<t[hd].*?</t[hd]>", r, re.DOTALL)] for r in table.split("<tr>")[2:]
    ]
    assert rows[0][1:3] == ["12", "2 by June 2011"]
    assert rows[0][3].startswith("7 December 2010") and "Counted by hand. 2.5 July 2011" in rows[0][3]
    assert rows[1] == ["Money saved", "–", "EUR 5,000", "EUR 4,800 July 2011"]
    assert re.findall(r'<span class="kind">([^<]+)</span>', table) == ["2", "EUR 5,000"]
    assert "Only what stands under “Measured” has been found." in page


def test_a_plan_tells_what_it_builds_on_and_whether_the_policy_changed(site: Path) -> None:
    page = html(site, "plans/south-plan")
    lessons = page.split("What it builds on")[1].split("How it is adapted")[0]
    for target in ("practices/voucher", "exchanges/voucher-south", "assessments/south-2009", "regions/north"):
        assert f'href="../{target}.html"' in lessons
    looks = part(page, "monitoring").split('<li class="line">')[1:]
    assert "Delayed" in looks[0] and 'href="#action-short-forms"' in looks[0]
    assert "The policy instrument has not changed" in looks[0]
    assert "Done" in looks[1] and "The policy instrument changed" in looks[1]
    assert "about EUR 300 to 400 per year" in page


def test_the_lists_say_what_is_on_record_of_each(site: Path) -> None:
    plans = [plain(row) for row in html(site, "plans").split("<tr>")[2:]]
    assert plans[0].startswith("Plan of the North The North Not known – None on record Not reported")
    assert plans[1].startswith("Plan of the South The South 2010 to 2012 2 July 2011 Yes")
    assessments = [plain(row) for row in html(site, "assessments").split("<tr>")[2:]]
    title = "Self-assessment and peer review of The South, 2009, round 2"
    assert assessments[0].startswith(f"{title} The South November 2009 1 1 1 1")
    assert plain(html(site, "projects").split("<tr>")[2]).startswith(
        "SWAP Swapping practices A programme 2008 to 2011 2 2 1"
    )


def test_a_plan_of_which_nothing_is_known_says_so(site: Path) -> None:
    page = html(site, "plans/north-plan")
    assert "What this plan says is not on record here." in page
    assert re.findall(r'<h2 id="([a-z]+)"', page) == ["facts", "sources"]
    assert "What this plan says is not on record here." in markdown(site, "plans/north-plan")
    assert "What this plan says" not in html(site, "plans/south-plan")


def test_events_stand_by_year_the_latest_first(tmp_path: Path) -> None:
    records = documents()
    for n, start in enumerate(["2019-01-02", "2010", "2024-05", "2010-04-01"]):
        records["event"][f"e{n}"] = {"title": f"Event {n}", "kind": "meeting", "period": {"start": start}}
    page = html(build(tmp_path, records, formats=("html",)).home.parent, "events")
    assert [plain(h) for h in re.findall(r"<h2.*?</h2>", page)] == [
        "2024 1", "2019 1", "2010 3", "Without a date 1"
    ]  # fmt: skip
    assert "2 January 2019" in page and "from 2 January 2019" not in page
    assert "1 April 2010 to 2 April 2010" in page


def test_a_long_list_of_events_is_cut_into_pages(tmp_path: Path) -> None:
    records = documents()
    for n in range(400):
        period = {"start": f"{1900 + n % 100}"}
        records["event"][f"e{n:03}"] = {"title": f"Event {n}", "kind": "meeting", "period": period}
    out = build(tmp_path, records).home.parent
    pages = ["events", "events-2", "events-3"]
    assert [html(out, p).count('<li class="line">') for p in pages] == [200, 200, 2]
    shown = [
        e for p in pages for e in re.findall(r'<li class="line"><p><a href="events/([\w-]+)', html(out, p))
    ]
    assert len(shown) == len(set(shown)) == 402 and shown[0] == "fair" and shown[-1] == "undated"
    assert not (out / "events-4.html").exists()
    assert '<a href="events-2.html" aria-current="page">' in html(out, "events-2")
    assert "Events, page 2" in html(out, "events-2") and "[3](events-3.md)" in markdown(out, "events-2")


def test_a_site_of_one_project_shows_only_its_records_and_no_link_is_broken(tmp_path: Path) -> None:
    records = documents()
    records["project"]["other"] = {"title": "Another project", "partners": [{"region": "north"}]}
    records["event"]["theirs"] = {**records["event"]["fair"], "projects": ["other"]}
    records["assessment"]["north-2012"] = {"region": "north", "date": "2012", "projects": ["other"]}
    records["plan"]["south-plan"]["actions"][1]["lessons"] = [{"assessment": "north-2012"}]
    out = build(tmp_path, records, project="swap").home.parent
    there = {p.relative_to(out).as_posix() for kind in KINDS for p in (out / f"{kind}s").glob("*.html")}
    assert there == {
        "projects/swap.html", "events/fair.html", "assessments/south-2009.html", "plans/south-plan.html"
    }  # fmt: skip
    ours = (*KINDS, "swap", "fair", "south-2009", "south-plan")
    broken = [*broken_links(out)[0], *broken_markdown_links(out / "markdown")[0]]
    assert [link for link in broken if link.startswith(ours)] == []
    assert "Self-assessment and peer review of The North, 2012" in html(out, "plans/south-plan")


def test_the_pages_are_sound(site: Path) -> None:
    for kind in KINDS:
        for name in (f"{kind}s", *(f"{kind}s/{record_id}" for record_id in documents()[kind])):
            source = html(site, name)
            assert outline_faults(PageReader(source)) == [], name
            assert re.search(r'<meta name="description" content="[^"]{10,}">', source), name
            assert 'property="og:title"' in source and 'property="og:description"' in source
            boxes = len(
                re.findall(r'<div class="scroll" role="group" aria-label[^>]* tabindex="0">\s*<table', source)
            )
            assert boxes == source.count("<table")


def test_documents_in_the_catalogue_come_with_the_site(site: Path) -> None:
    assert 'href="../media/minutes.pdf"' in html(site, "events/fair")
    assert (site / "media/minutes.pdf").is_file() and (site / "media/review.pdf").is_file()


def test_translated_texts_and_originals_carry_their_language(tmp_path: Path) -> None:
    settings = {**SETTINGS, "catalogue": {**SETTINGS["catalogue"], "languages": ["en", "de"]}}
    out = build(tmp_path, settings=settings, formats=("html",)).home.parent
    page = html(out, "de/plans/south-plan")
    assert "<h1>Plan des Südens</h1>" in page and "Die Prüfung riet dazu." in page
    assert '<div class="prose" lang="en"><p>They are <strong>long</strong>.</p>' in page
    assert "The review <em>advised</em> it." not in page
    assert '<h1 lang="en">A fair</h1>' in html(out, "de/events/fair")


def test_records_that_say_nothing_read_well(tmp_path: Path) -> None:
    records = documents()
    records["project"]["bare"] = {"title": "Nothing more"}
    records["assessment"]["bare"] = {"region": "north", "date": "2012"}
    acting = {"region": "north", "title": "It acts", "actions": [{"id": "one", "title": "Act"}]}
    records["plan"]["acting"] = acting
    out = build(tmp_path, records).home.parent
    for name in ("projects/bare", "assessments/bare", "events/undated", "plans/north-plan", "plans/acting"):
        source = html(out, name)
        assert outline_faults(PageReader(source)) == [] and "None" not in plain(source)
        assert not re.search(r"<(ul|ol|dl|section|p)[^>]*>\s*</\1>", source), name
        assert not re.search(r"\(\)|, ,|: <", markdown(out, name).replace(": <a", ""))
    assert "What happened there is not on record." in html(out, "events/undated")
    assert "What this plan says" not in html(out, "plans/acting")


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    attack = '"><script>alert(1)</script> {{ 7*7 }} | x <img src=x onerror=alert(3)> `a` \u202egpj'
    records = documents()

    def spoil(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {k: spoil(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [spoil(v, key) for v in value]
        held = key in CODES or re.fullmatch(r"[\w-]*|https?:.*|\d.*", str(value))
        return attack if isinstance(value, str) and not held else value

    for kind in KINDS:
        records[kind] = {i: spoil(d) for i, d in records[kind].items()}
    records["project"]["swap"]["website"] = "javascript:alert(1)"
    records["project"]["swap"]["targets"] = {"<script>alert(1)</script>": 3}
    records["plan"]["south-plan"]["documents"] = [{"title": "x", "url": "data:text/html,<script>"}]
    out = build(tmp_path, records).home.parent
    shown = 0
    for kind in KINDS:
        for file in [out / f"{kind}s.html", *(out / f"{kind}s").glob("*.html")]:
            source = file.read_text("utf-8")
            page = PageReader(source)
            assert "img" not in page.tags and "script" not in page.tags and page.misnested == [], file
            assert not [n for _, n, _ in page.attributes if n.startswith("on")] and "\u202e" not in source
            assert all(not v.startswith(("javascript:", "data:text")) for v in page.values("href"))
            shown += page.text.count("<script>alert(1)</script>")
    assert shown > 60
    for file in (out / "markdown").rglob("*.md"):
        assert "<script" not in file.read_text("utf-8") and "<img" not in file.read_text("utf-8"), file
