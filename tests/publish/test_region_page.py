"""The list of regions and the page of one: what it needs, offers, gave, took and took part in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from atlas_catalogue import page_of, placed, scope_of, view_of
from site_reader import PageReader
from small_catalogue import SETTINGS, documents

ATTACK = '"><script>alert(1)</script>{{ 7*7 }}|\n# x\u202e'


def section(page: str, name: str) -> str:
    return page[page.index(f'<h2 id="{name}"') :].split("</section>")[0]


class TestTheList:
    def test_counts_what_the_pages_of_the_regions_tell(self) -> None:
        scope = scope_of(placed())
        view: Any = view_of(scope, "regions")
        listed = {r["page"]: r for group in view["groups"] for r in group["regions"]}
        assert list(listed) == ["regions/south", "regions/north"]  # Italy, then Sweden
        for page, row in listed.items():
            told: Any = view_of(scope, page)
            counts = (told["offers_count"], len(told["needs"]), told["exports_count"], told["imports_count"])
            assert (row["offers"], row["needs"], row["exports"], row["imports"]) == counts

    def test_has_a_map_of_points_without_arrows(self) -> None:
        page = page_of(scope_of(placed()), "regions")
        assert ">Map of the regions</title>" in page and page.count("<circle") == 2
        assert 'class="arc' not in page
        points = re.findall(r'<a href="(regions/[a-z]+)\.html"><title>', page)
        assert sorted(points) == sorted(re.findall(r'<th scope="row"><a href="(regions/[a-z]+)\.html"', page))

    def test_names_below_the_map_what_has_no_place_on_it(self) -> None:
        page = page_of(scope_of(documents()), "regions")
        assert 'Without a known place on the map: <a href="regions/south.html">The South</a>' in page

    def test_of_one_project_holds_its_partners_alone(self) -> None:
        records = placed()
        records["region"]["east"] = {"name": "The East", "country": "PL", "nuts": "PL63"}
        assert "The East" in page_of(scope_of(records), "regions")
        assert "The East" not in page_of(scope_of(records, project="swap"), "regions")

    @pytest.mark.parametrize("form", ["html", "markdown"])
    def test_none_at_all_is_said(self, form: str) -> None:
        scope = scope_of({kind: {} for kind in documents()}, settings={})
        page = page_of(scope, "regions", form)
        assert "No region is on record." in page and "<svg" not in page and "| Region" not in page


class TestThePage:
    @pytest.mark.parametrize("form", ["html", "markdown"])
    def test_tells_of_each_need_its_state_its_terms_and_what_serves_it(self, form: str) -> None:
        page = page_of(scope_of(placed()), "regions/south", form)
        need = page[page.index("need-money") :]
        need = need[: need.index("need-ideas")]
        for words in (
            "Met",
            "High priority",
            "stated March 2009",
            "closed 2011",
            "From a self-assessment",
            "EUR 100,000",
        ):
            assert words in need, words
        assert "It asked for " in need and "Innovation voucher" in need
        assert "exchanges/voucher-south." in need and "themes/finance." in need

    def test_a_proposal_stands_at_the_need_that_it_serves_and_under_what_is_next(self) -> None:
        records = placed()
        need = records["region"]["south"]["needs"][0]
        need["status"] = "open"
        del need["closed"], records["exchange"]["voucher-south"]
        scope = scope_of(records)
        page = page_of(scope, "regions/south")
        line = r'Take over <a href="../practices/voucher.html">Innovation voucher</a> from <a [^>]*>The North</a>'
        assert re.search(line + r' <span class="soft">[\d.]+ of 100', section(page, "needs"))
        assert re.search(line, section(page, "proposed"))
        pass_on = r"Pass <a [^>]*>Innovation voucher</a> on to <a [^>]*>The South</a>"
        assert re.search(pass_on, section(page_of(scope, "regions/north"), "proposed"))

    def test_the_text_of_an_outcome_stands_once(self) -> None:
        page = page_of(scope_of(placed()), "regions/south")
        assert page.count("It <em>runs</em>.") == 1 and "It <em>runs</em>." in section(page, "took")

    def test_each_name_in_the_line_of_an_exchange_carries_its_own_language(self) -> None:
        """In a German catalogue that is read in English: what is translated is English, and free text is German."""
        records = placed()
        told: dict[str, Any] = records["exchange"]["voucher-south"]
        told |= {"practice": "voucher", "importer": "south"}
        records["practice"]["voucher"]["translations"] = {"en": {"title": "Voucher"}}
        free = {"status": "recorded", "practice_text": "Gutschein"}
        records["exchange"]["given"] = {**free, "exporter": "south", "importer_text": "Gäste"}
        records["exchange"]["taken"] = {**free, "exporter_text": "Nachbarn", "importer": "south"}
        scope = scope_of(records, settings={**SETTINGS, "catalogue": {"title": "Regionen", "language": "de"}})
        page = page_of(scope, "regions/south")
        gave, took = section(page, "gave"), section(page, "took")
        assert '<span lang="de">Gutschein</span> → <span lang="de">Gäste</span></a>' in gave
        assert '<span lang="de">Gutschein</span> from <span lang="de">Nachbarn</span></a>' in took
        assert '.html">Voucher from <span lang="de">The North</span></a>' in took
        matrix = page_of(scope, "exchanges")
        assert '<th scope="col"><span lang="de">Gäste</span></th>' in matrix
        assert '<th scope="row"><span lang="de">Nachbarn</span></th>' in matrix
        assert '<span class="hidden"><span lang="de">Gutschein</span>:' in matrix
        assert '<a href="exchanges/voucher-south.html">Voucher</a>' in page_of(scope, "map")
        assert "lang=" not in section(page_of(scope_of(records), "regions/south"), "took")

    @pytest.mark.parametrize("form", ["html", "markdown"])
    def test_names_what_it_took_part_in_with_dates_and_links(self, form: str) -> None:
        scope = scope_of(placed())
        page = page_of(scope, "regions/south", form)
        suffix = "html" if form == "html" else "md"
        part = page[page.index("What it took part in") :]
        for name, kind, record in (
            ("Self-assessment, round 2", "assessment", "south-2009"), ("Plan of the South", "plan", "south-plan"),
            ("SWAP", "project", "swap"), ("A fair", "event", "fair"),
        ):  # fmt: skip
            assert name in part and f"../{scope.shelf.page(kind, record)}.{suffix}" in part
        for when in ("November 2009", "2010 to 2012", "2008 to 2011", "1 April 2010 to 2 April 2010"):
            assert when in part, when

    def test_the_latest_event_comes_first(self) -> None:
        records = placed()
        records["event"]["later"] = {
            "title": "Later",
            "kind": "meeting",
            "host": "south",
            "period": {"start": "2015"},
        }
        records["event"]["never"] = {
            "title": "Never dated",
            "kind": "meeting",
            "host": "south",
            "period": None,
        }
        view: Any = view_of(scope_of(records), "regions/south")
        events = next(group for group in view["activities"] if group["label"] == "Events")
        assert [e["title"] for e in events["entries"]] == ["Later", "A fair", "Never dated"]

    def test_a_region_of_which_little_is_known_reads_well(self) -> None:
        records = documents()
        records["region"]["new"] = {"name": "New", "country": "FI"}
        for form in ("html", "markdown"):
            page = page_of(scope_of(records), "regions/new", form)
            for words in ("No need is recorded.", "No practice is on offer.", "as far as is on record."):
                assert words in page
            assert "What it took part in" not in page and "None" not in page and "<svg" not in page

    def test_has_a_small_map_with_its_exchanges(self) -> None:
        page = page_of(scope_of(placed()), "regions/south")
        picture = page[page.index("<svg viewBox") : page.index("<figcaption>")]
        assert (
            picture.count('<path class="arc ') == 2
            and picture.count("<circle") == 2
            and "<text" not in picture
        )
        named = re.findall(r'<a href="../exchanges/([a-z-]+)\.html"><title>([^<(]*) \(', picture)
        assert sorted(named) == [
            ("attempt-south", "Being written: The South to The North"),
            ("voucher-south", "Innovation voucher: The North to The South"),
        ]
        radius = dict(
            re.findall(
                r'<a href="../(regions/[a-z]+)\.html"><title>[^<]*</title><circle [^>]*r="(\d+)"', picture
            )
        )
        assert int(radius["regions/south"]) > int(radius["regions/north"])
        assert "<svg" not in page_of(scope_of(documents()), "regions/south")
        alone = page_of(scope_of(documents()), "regions/north")
        assert alone[: alone.index("<figcaption>")].count("<circle") == 1

    def test_long_lists_end_after_a_hundred_and_lead_to_the_rest(self) -> None:
        records = placed()
        for n in range(120):
            records["practice"][f"p{n}"] = {
                "title": f"P {n}", "region": "north", "status": "published", "summary": "S.",
            }  # fmt: skip
            records["exchange"][f"x{n}"] = {"status": "recorded", "practice": "voucher", "importer": "south"}
        scope = scope_of(records)
        view: Any = view_of(scope, "regions/north")
        assert (len(view["offers"]), view["offers_count"]) == (100, 121)
        assert (len(view["exports"]), view["exports_count"]) == (100, 121)
        page = page_of(scope, "regions/north")
        assert '<a href="../practices.html">The others are in the list of practices.</a>' in page
        assert '<a href="../exchanges.html">The others are in the list of exchanges.</a>' in page
        assert "The others are" not in page_of(scope_of(placed()), "regions/north")

    def test_says_in_its_head_what_it_is_about(self) -> None:
        records = placed()
        records["region"]["north"]["summary"] = 'A "region" & more'
        page = page_of(scope_of(records), "regions/north")
        assert '<meta name="description" content="A &#34;region&#34; &amp; more">' in page
        assert '<meta property="og:title" content="The North">' in page
        other = page_of(scope_of(records), "regions/south").split("</head>")[0]
        assert ': what it offers and needs, and what it gave and took.">' in other

    def test_hostile_texts_stay_text(self) -> None:
        records = placed()
        south = records["region"]["south"]
        south["name"] = south["needs"][0]["title"] = south["needs"][0]["note"] = south["summary"] = ATTACK
        records["event"]["fair"]["title"] = records["plan"]["south-plan"]["title"] = ATTACK
        reader = PageReader(page_of(scope_of(records), "regions/south"))
        assert "script" not in reader.tags and reader.misnested == [] and "49" not in reader.text
        assert "<script" not in re.sub(r"\\<", "", page_of(scope_of(records), "regions/south", "markdown"))
