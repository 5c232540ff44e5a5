"""The list of exchanges with its board and its table of who gave to whom, and the story of one exchange."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from atlas_catalogue import many, page_of, placed, scope_of, view_of
from site_reader import PageReader
from small_catalogue import documents

from miniexchange.publish.views.exchange import LEVELS, MARKS
from miniexchange.publish.views.exchanges import PER_PAGE, exchange_pages
from miniexchange.publish.views.scope import Scope
from miniexchange.publish.views.words import OUTCOMES, STAGES

ATTACK = '"><script>alert(1)</script>{{ 7*7 }}|\n# x‮'


def rows_of(page: str) -> list[str]:
    """The exchanges in the lists of a page, in order."""
    return re.findall(r'<tr><th scope="row"><a href="exchanges/([^"]+)\.html"', page)


def matrix_of(page: str) -> list[list[str]]:
    """The cells of the table of who gave to whom, as text, without its head."""
    table = page[page.index('class="matrix"') :]
    rows = re.findall(r"<tr>(.*?)</tr>", table[: table.index("</table>")], re.DOTALL)[1:]
    return [
        [re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]
        for row in rows
    ]


class TestTheList:
    def test_the_board_counts_what_the_lists_hold(self) -> None:
        view: Any = view_of(scope_of(placed()), "exchanges")
        assert [(level["level"], level["count"]) for level in view["board"]] == [
            (group["id"].removeprefix("level-"), len(group["exchanges"])) for group in view["groups"]
        ]
        assert [level["level"] for level in view["board"]] == [
            "running",
            "completed",
            "announced",
            "proposed",
        ]

    def test_every_level_has_its_place_and_its_sign(self) -> None:
        assert set(LEVELS) == set(MARKS) == set(OUTCOMES) | set(STAGES) - {"recorded"}

    def test_the_map_shows_as_many_arrows_as_it_can_and_says_how_many_it_cannot(self) -> None:
        page = page_of(scope_of(placed()), "exchanges")
        assert page.count('<path class="arc ') - page.count('aria-hidden="true"><path class="arc ') == 2
        assert "2 exchanges are not drawn; the list has them." in page

    def test_parties_that_are_not_known_read_well(self) -> None:
        records = documents()
        records["exchange"]["bare"] = {"status": "recorded", "practice_text": "A fair for ideas"}
        page = page_of(scope_of(records), "exchanges")
        row = page[page.index("A fair for ideas") :].split("</tr>")[0]
        assert row.count("Not known") == 2 and "None" not in row
        assert "| [A fair for ideas](exchanges/bare.md) | Not known | Not known |" in page_of(
            scope_of(records), "exchanges", "markdown"
        )

    def test_none_at_all_is_said(self) -> None:
        scope = scope_of({kind: {} for kind in documents()}, settings={})
        for form in ("html", "markdown"):
            page = page_of(scope, "exchanges", form)
            assert (
                "No exchange is on record." in page
                and "matrix" not in page
                and "Who gave to whom" not in page
            )

    def test_one_project_shows_its_own_alone(self) -> None:
        assert rows_of(page_of(scope_of(placed(), project="swap"), "exchanges")) == ["voucher-south"]

    def test_hostile_names_stay_text_and_keep_the_tables_whole(self) -> None:
        records = placed()
        records["practice"]["voucher"]["title"] = records["region"]["south"]["name"] = ATTACK
        records["exchange"]["unnamed"]["exporter_text"] = ATTACK
        scope = scope_of(records)
        reader = PageReader(page_of(scope, "exchanges"))
        assert "script" not in reader.tags and reader.misnested == [] and "49" not in reader.text
        book = page_of(scope, "exchanges", "markdown")
        tables = [block for block in book.split("\n\n") if block.startswith("| ")]
        assert len(tables) == 6
        for table in tables:
            assert len({re.sub(r"\\\|", "", line).count("|") for line in table.splitlines()}) == 1, table
        assert "<script" not in re.sub(r"\\<", "", book)


class TestWhoGaveToWhom:
    def test_totals_are_the_sums_of_their_row_and_column(self) -> None:
        cells = matrix_of(page_of(scope_of(many(40, 6)), "exchanges"))
        signs = "".join(dict.fromkeys(MARKS.values()))
        counts = [[sum(cell.count(sign) for sign in signs) for cell in row[1:-1]] for row in cells[:-1]]
        assert sum(map(sum, counts)) == 40
        assert [int(row[-1]) for row in cells[:-1]] == [sum(row) for row in counts]
        assert [int(total) for total in cells[-1][1:]] == [*map(sum, zip(*counts, strict=True)), 40]

    def test_each_sign_has_its_words_and_leads_to_its_exchange(self) -> None:
        page = page_of(scope_of(placed()), "exchanges")
        for link, words in (
            ("voucher-south", "Innovation voucher: Running"),
            ("proposed", "Elsewhere: Proposed"),
        ):
            assert f'<a class="mark" href="exchanges/{link}.html" title="{words}">' in page
            assert f'<span class="hidden">{words}</span>' in page

    def test_rows_give_and_columns_take(self) -> None:
        view: Any = view_of(scope_of(placed()), "exchanges")
        matrix = view["matrix"]
        north = next(row for row in matrix["rows"] if row["heading"]["title"] == "The North")
        column = [head["title"] for head in matrix["columns"]].index("The South")
        assert [mark["page"] for mark in north["cells"][column]["marks"]] == ["exchanges/voucher-south"]

    def test_two_regions_of_one_name_stay_two(self) -> None:
        records = placed()
        records["region"]["south"]["name"] = records["region"]["north"]["name"]
        view: Any = view_of(scope_of(records), "exchanges")
        pages = [row["heading"]["page"] for row in view["matrix"]["rows"]]
        assert {"regions/north", "regions/south"} <= set(pages)

    def test_those_with_few_exchanges_are_left_out_and_counted(self) -> None:
        records = many(1200, 40)
        view: Any = view_of(scope_of(records), "exchanges")
        matrix = view["matrix"]
        assert len(matrix["rows"]) <= 25 and len(matrix["columns"]) <= 25
        assert matrix["total"] == sum(matrix["totals"]) == sum(row["total"] for row in matrix["rows"])
        assert matrix["left_out"] == 1200 - matrix["total"] > 0
        assert f"{matrix['left_out']:,} exchanges of others are in the list alone." in page_of(
            scope_of(records), "exchanges"
        )

    def test_a_full_cell_shows_three_and_the_number_of_the_others(self) -> None:
        cells = matrix_of(page_of(scope_of(many(14, 2)), "exchanges"))
        assert cells[0][2].endswith("+4") and cells[0][2].count("Practice: ") == 3


@pytest.fixture(scope="module")
def scope() -> Scope:
    return scope_of(many(2000, 30))


class TestTwoThousandExchanges:
    def test_no_page_is_longer_than_its_measure_and_each_exchange_stands_on_one(self, scope: Scope) -> None:
        last = exchange_pages(scope.shelf)
        assert last == 2000 // PER_PAGE == 10
        started = time.process_time()
        names = ["exchanges", *(f"exchanges-{n}" for n in range(2, last + 1))]
        views: list[Any] = [view_of(scope, name) for name in names]
        assert time.process_time() - started < 6
        rows = [[x["page"] for group in view["groups"] for x in group["exchanges"]] for view in views]
        assert all(len(of_page) <= PER_PAGE for of_page in rows)
        together = [page for of_page in rows for page in of_page]
        assert len(together) == len(set(together)) == 2000
        assert all(view["board"] == [] and view["map"] == {} and view["matrix"] == {} for view in views[1:])
        # The board leads to the page on which a level begins.
        for level in views[0]["board"]:
            group = next(
                g for g in views[names.index(level["page"])]["groups"] if g["id"] == level["fragment"]
            )
            before = sum(b["count"] for b in views[0]["board"][: views[0]["board"].index(level)])
            assert group["exchanges"][0]["page"] == together[before]

    def test_the_pages_lead_to_each_other(self, scope: Scope) -> None:
        page = page_of(scope, "exchanges-3")
        assert "<h1>Exchanges, page 3</h1>" in page
        pages = page[page.index('class="pages"') :]
        assert pages.count("<li>") >= 10 and '<a href="exchanges-3.html" aria-current="page">' in pages
        assert "[2](exchanges-2.md)" in page_of(scope, "exchanges-3", "markdown")

    def test_the_first_page_stays_within_reason(self, scope: Scope) -> None:
        assert len(page_of(scope, "exchanges").encode()) < 700_000

    def test_one_page_has_no_list_of_pages(self) -> None:
        assert 'class="pages"' not in page_of(scope_of(many(PER_PAGE, 20)), "exchanges")


class TestTheStory:
    @staticmethod
    def chapters(page: str) -> list[str]:
        story = page[page.index('<ol class="story">') : page.index("</ol>", page.rindex("</section></li>"))]
        return re.findall(r'<h2 id="([a-z]+)"', story)

    def test_is_told_from_the_proposal_to_the_evaluation(self) -> None:
        records = placed()
        told = records["exchange"]["attempt-south"]
        told["adaptation"] = {"kept": "All."}
        told["outcome"] = {"level": "running", "text": "It runs."}
        page = page_of(scope_of(records), "exchanges/attempt-south")
        assert self.chapters(page) == [
            "proposal", "agreed", "preparation", "visits", "adaptation", "outcome", "evaluation",
        ]  # fmt: skip
        for words in (
            "5 January 2012", "By letter.", "It scored 71.5 of 100.", "Both are rural", "February 2012",
            "In charge at the importer’s: <span>A chamber</span>.", "Is there money?", "Begin <em>early</em>.", "<b>Completed</b>, 2013",
        ):  # fmt: skip
            assert words in page, words

    @pytest.mark.parametrize("form", ["html", "markdown"])
    def test_tells_only_what_is_known(self, form: str) -> None:
        page = page_of(scope_of(placed()), "exchanges/voucher-south", form)
        assert "Looking back" not in page and "Preparation" not in page and "Agreed" not in page
        bare = page_of(scope_of(placed()), "exchanges/proposed", form)
        assert "How it went is not on record." in bare
        assert "How it went is not on record." not in page

    def test_a_stage_that_was_reached_without_anything_more_known_is_told_plainly(self) -> None:
        records = documents()
        records["exchange"]["proposed"]["history"] = [
            {"status": "proposed", "date": "2020"}, {"status": "declined", "date": "2021", "by": "north"},
        ]  # fmt: skip
        page = page_of(scope_of(records), "exchanges/proposed")
        assert self.chapters(page) == ["proposal", "outcome"]
        assert ">Proposed</h2>" in page and "Why it was proposed" not in page
        assert '<b>Declined</b>, 2021, <a href="../regions/north.html">The North</a>' in page

    def test_its_visits_lead_to_their_events_where_these_have_pages(self) -> None:
        scope = scope_of(placed())
        page = page_of(scope, "exchanges/voucher-south")
        assert f'<a href="../{scope.shelf.page("event", "fair")}.html">A fair</a>' in page

    @pytest.mark.parametrize("form", ["html", "markdown"])
    def test_names_the_action_plans_that_learned_from_it(self, form: str) -> None:
        page = page_of(scope_of(placed()), "exchanges/voucher-south", form)
        plans = page[page.index("Action plans that learned from it") :]
        assert "Plan of the South" in plans and "The South" in plans
        assert (
            "Action plans"
            not in page_of(scope_of(placed()), "exchanges/proposed", form).split("Improve this page")[0]
        )

    def test_has_a_small_map_where_both_ends_are_on_it(self) -> None:
        page = page_of(scope_of(placed()), "exchanges/voucher-south")
        picture = page[page.index("<svg viewBox") : page.index("<figcaption>")]
        assert picture.count('<path class="arc ') == 1 and picture.count("<circle") == 2
        assert (
            "<title>Innovation voucher: The North to The South (Running, adapted or completed)</title>"
            in picture
        )
        assert "<text" not in picture
        assert "<svg" not in page_of(scope_of(documents()), "exchanges/voucher-south")
        assert "<svg" not in page_of(scope_of(placed()), "exchanges/unnamed")

    def test_two_exchanges_on_one_way_have_each_its_own_name_on_the_map(self) -> None:
        records = placed()
        records["exchange"]["again"] = {**records["exchange"]["voucher-south"], "practice": "attempt"}
        scope = scope_of(records)
        for name, title in (("voucher-south", "Innovation voucher"), ("again", "Fund that did not start")):
            assert f"<title>{title}: The North to The South" in page_of(scope, f"exchanges/{name}")

    def test_reads_well_where_nobody_is_known(self) -> None:
        records = documents()
        records["exchange"]["bare"] = {"status": "recorded"}
        for form in ("html", "markdown"):
            page = page_of(scope_of(records), "exchanges/bare", form)
            assert "A practice that is not named" in page and page.count("Not known") >= 2
            assert "None" not in page and ": to" not in page

    def test_says_in_its_head_what_it_is_about(self) -> None:
        records = placed()
        page = page_of(scope_of(records), "exchanges/voucher-south")
        told = "Innovation voucher: The North to The South. Running: It works in the importing region."
        assert f'<meta name="description" content="{told}">' in page
        assert f'<meta property="og:description" content="{told}">' in page
        assert '<meta property="og:url" content="https://example.org/exchanges/voucher-south.html">' in page
        records["practice"]["voucher"]["title"] = "x" * 100_000
        long = page_of(scope_of(records), "exchanges/voucher-south")
        assert len(re.findall(r'<meta name="description" content="([^"]*)"', long)[0]) <= 301

    def test_hostile_texts_stay_text(self) -> None:
        records = placed()
        told = records["exchange"]["attempt-south"]
        told["proposal"]["reasons"] = [ATTACK]
        told["history"][0]["note"] = told["preparation"]["local_owner"] = told["evaluation"]["lessons"] = (
            ATTACK
        )
        records["practice"]["draft"]["title"] = ATTACK
        reader = PageReader(page_of(scope_of(records), "exchanges/attempt-south"))
        assert "script" not in reader.tags and reader.misnested == [] and "49" not in reader.text
