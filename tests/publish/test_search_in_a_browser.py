"""Search and facets in a real browser, from disk and under the site's own policy."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from finder_page import record, write_page

from miniexchange.text.folding import fold

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HOSTILE = "</script><img src=x onerror=\"document.title='ran'\"> 'quoted' {{ 7*7 }} \u202ereversed"

pytestmark = pytest.mark.browser

RECORDS = [
    record("bidi", HOSTILE, theme="crafts", summary="<b>bold?</b>"),
    record("fund", "Fund for founders", theme="finance", place="PL", summary="Money for firms.", where="Poland"),
    record("lodz", "Pożyczki dla małych firm w Łodzi", theme="finance", place="PL", evidence="results", language="pl",
           flags=("results",)),
    record("metro", "Εργαστήρι για ΝΈΟΥΣ επιχειρηματίες", theme="crafts", place="SE", language="el", flags=("stub",)),
    record("strasse", "Größere Märkte auf der Straße", theme="crafts", place="north", language="de", also=("marketplace",)),
    record("voucher", "Innovation voucher", theme="vouchers", place="north", evidence="results", summary="A firm spends it.",
           flags=("results", "exchanged")),
    *(record(f"craft-{n:03}", f"Workshop number {n:03}", theme="crafts", place="SE") for n in range(120)),
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    missing = "" if CHROMIUM else "there is no Chromium on this machine (Debian: apt install chromium)"
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing = missing or "Playwright is not installed (pip install playwright)"
    if missing:
        assert not os.environ.get("MINI_REQUIRE_BROWSER"), f"a browser is required here: {missing}"
        pytest.skip(f"NOT TESTED IN A BROWSER: {missing}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(tmp_path_factory.mktemp("finder"), RECORDS)


@pytest.fixture(scope="module")
def thousands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So many records, with so many different words, that they are indexed in more than one go."""
    records = [
        record("alpha", "Alpha", also=("bridge",)),
        record("beds", "Bunked beds"),
        record("bridges", "Bridges over rivers and lakes"),
        record("ferry", "Ferry", summary="Common."),
        *(record(f"filler-{n}", f"Common filler{n}", summary=f"Text{n} of a filler") for n in range(6000)),
        record("tunnel", "Tunnel and ferry"),
        record("fair", "Weaving fair", theme="finance", place="north"),
        record("school", "Weaving school", theme="crafts", place="SE"),
        record("zeta", "Zeta bridge"),
        record("last", "Last", theme="crafts", summary="Rareness. Banked."),
    ]
    return write_page(tmp_path_factory.mktemp("thousands"), records)


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    """The page, opened from disk; whatever the console says and whatever is asked from elsewhere fails the test."""
    page = browser.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.as_uri())
    yield page
    title = page.title()
    page.close()
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert title == "Practices"  # no hostile text has run


def until(page: Page, holds: Callable[[], Any]) -> None:
    """Waits until something holds; the page's policy forbids the waiting of Playwright, which evaluates texts."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end, page.inner_text("main")
        page.wait_for_timeout(10)


def indexed(page: Page) -> None:
    until(page, lambda: page.evaluate("performance.getEntriesByName('finder-indexed').length"))


def found(page: Page) -> list[str]:
    return page.locator("[data-find=list] > li h3 a[data-slot]").all_inner_texts()


def count(page: Page) -> str:
    return page.inner_text("[role=status] [data-find=count]")


def ask(page: Page, query: str) -> list[str]:
    """Types a query letter by letter and returns the titles found."""
    page.fill("[data-find=query]", "")
    page.type("[data-find=query]", query)
    indexed(page)
    until(page, lambda: page.evaluate("new URLSearchParams(location.search).get('q')") == query)
    return found(page)


def tick(page: Page, term: str) -> None:
    page.get_by_role("checkbox", name=term).first.click()
    until(page, lambda: not page.locator("[data-find=wait]").is_visible())


def test_without_javascript_there_are_links_with_counts(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.as_uri())
    assert not page.locator("[data-find=query]").is_visible()
    assert page.locator("input[type=checkbox]").count() == 0
    finance = page.get_by_role("group", name="Theme").get_by_role("link", name="Finance")
    assert (finance.get_attribute("href"), count(page)) == ("themes/finance.html", str(len(RECORDS)))
    assert page.locator("[data-find=static] li").count() == 60
    assert not page.locator("[data-find=results]").is_visible()
    context.close()


def test_nothing_is_loaded_before_it_is_used(page: Page) -> None:
    loaded = "[...document.scripts].map(s => s.src.split('/').pop())"
    page.wait_for_timeout(100)
    assert page.evaluate(loaded) == ["finder.js"]
    page.focus("[data-find=query]")
    indexed(page)
    assert sorted(page.evaluate(loaded)) == ["finder.js", "minisearch.js", "records.en.js"]
    assert page.locator("[data-find=static] li").first.is_visible()  # nothing was asked yet


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("voucher", "Innovation voucher"),
        ("INNOV", "Innovation voucher"),  # the beginning of a word, capitals
        ("vuocher", "Innovation voucher"),  # letters changed about
        ("inovation vaucher", "Innovation voucher"),
        ("lodzi pozyczki", "Pożyczki dla małych firm w Łodzi"),
        ("ŁODZI", "Pożyczki dla małych firm w Łodzi"),
        ("επιχειρηματιες", "Εργαστήρι για ΝΈΟΥΣ επιχειρηματίες"),
        ("νέους", "Εργαστήρι για ΝΈΟΥΣ επιχειρηματίες"),
        ("grossere strasse", "Größere Märkte auf der Straße"),
        ("Märkte", "Größere Märkte auf der Straße"),
        ("marketplace", "Größere Märkte auf der Straße"),  # a text that is searched and not shown
        ("Poland founders", "Fund for founders"),  # the label of a term, and the title
        ("Polnad founders", "Fund for founders"),  # a typing error in the label
        ("finance łodzi", "Pożyczki dla małych firm w Łodzi"),
        ("pożycz fin", "Pożyczki dla małych firm w Łodzi"),  # the beginnings of both
        ("swed επιχειρ", "Εργαστήρι για ΝΈΟΥΣ επιχειρηματίες"),
        ("εργαστιρη", "Εργαστήρι για ΝΈΟΥΣ επιχειρηματίες"),
        ("founders unicorns", "Fund for founders"),  # nothing has both
        ("onerror", HOSTILE.replace("\u202e", "[U+202E]")),
        ("number 007", "Workshop number 007"),
    ],
)
def test_what_is_typed_is_found(page: Page, query: str, first: str) -> None:
    assert ask(page, query)[:1] == [first]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        (
            "bridge",
            ["Zeta bridge", "Bridges over rivers and lakes", "Alpha"],
        ),  # title, longer word in a title, elsewhere
        ("brigde zeta", ["Zeta bridge"]),
        ("ferry tunnel unicorn", ["Tunnel and ferry", "Ferry"]),  # nothing has all: more words before fewer
        ("common filler zeta", ["Common filler0"]),
        ("filler2345 fillier", ["Common filler2345"]),
        ("rareness crafts", ["Last"]),  # the last record, its text and its label
        ("rarenesz", ["Last"]),
        ("banked", ["Last", "Bunked beds"]),  # the word itself before one that is like it
    ],
)
def test_the_best_come_first_also_among_thousands(
    query: str, titles: list[str], page: Page, thousands: Path
) -> None:
    page.goto(thousands.as_uri())
    assert ask(page, query)[: len(titles)] == titles


def test_an_address_may_ask_for_very_many_words(page: Page, thousands: Path) -> None:
    """More than a byte can count, and more than anybody types: the first of them are searched."""
    page.goto(f"{thousands.as_uri()}?q=zeta+{'+'.join(f'xyz{n}' for n in range(300))}")
    indexed(page)
    until(page, lambda: found(page)[:1] == ["Zeta bridge"])


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("weaving", ["Weaving fair", "Weaving school"]),
        ("crafts weaving", ["Weaving school"]),
        ("weav financ", ["Weaving fair"]),
        ("weavign cratfs", ["Weaving school"]),
        ("north", ["Weaving fair"]),
        ("sweden finance weaving", ["Weaving fair"]),  # the North lies in Sweden
    ],
)
def test_labels_and_titles_are_searched_together(
    query: str, titles: list[str], page: Page, thousands: Path
) -> None:
    page.goto(thousands.as_uri())
    assert ask(page, query) == titles


def test_what_nothing_fits_says_so(page: Page) -> None:
    assert ask(page, "zzzzzzzz") == []
    assert count(page) == "0"
    assert page.get_by_text("No practice fits.").is_visible()


def test_or_inside_a_facet_and_between_facets_with_counts(page: Page) -> None:
    tick(page, "Finance")
    assert found(page) == ["Fund for founders", "Pożyczki dla małych firm w Łodzi", "Innovation voucher"]
    assert page.get_by_role("checkbox", name="Vouchers 1", exact=True).count() == 1
    assert page.get_by_role("checkbox", name="Poland 2", exact=True).count() == 1
    assert (
        page.get_by_role("checkbox", name="Crafts 123", exact=True).count() == 1
    )  # its own facet does not limit it
    tick(page, "Results reported")
    assert count(page) == "2"
    assert page.get_by_role("checkbox", name="Crafts 0", exact=True).count() == 1
    tick(page, "The North")
    assert found(page) == ["Innovation voucher"]
    tick(page, "Poland")
    assert count(page) == "2"


def test_facets_narrow_a_query(page: Page) -> None:
    ask(page, "firm")
    assert count(page) == "3"
    assert page.get_by_role("checkbox", name="Crafts 0", exact=True).count() == 1
    tick(page, "Results reported")
    assert sorted(found(page)) == ["Innovation voucher", "Pożyczki dla małych firm w Łodzi"]


def test_chips_come_off_one_by_one_and_together_and_the_query_stays(page: Page) -> None:
    ask(page, "firm")
    for term in ("Finance", "Poland", "Results reported"):
        tick(page, term)
    chips = page.get_by_role("group", name="Filters in use").get_by_role("listitem").get_by_role("button")
    assert chips.count() == 3
    page.get_by_role("button", name="Remove the filter Poland").press("Enter")
    assert chips.locator("[data-slot=label]").all_inner_texts() == ["Finance", "Results reported"]
    assert chips.last.evaluate("chip => chip === document.activeElement")
    assert not page.get_by_role("checkbox", name="Poland").is_checked()
    page.get_by_role("button", name="Clear all filters").press("Enter")
    assert chips.count() == 0
    assert page.input_value("[data-find=query]") == "firm"
    assert page.evaluate("document.activeElement.name") == "q"
    assert count(page) == "3"


def test_the_state_lives_in_the_address_and_goes_back_and_forth(page: Page, site: Path) -> None:
    tick(page, "Finance")
    ask(page, "firm")
    tick(page, "Poland")
    assert page.url == f"{site.as_uri()}?q=firm&theme=finance&place=PL"
    page.go_back()
    until(page, lambda: count(page) == "3")
    assert page.url.endswith("?q=firm&theme=finance")
    page.go_back()  # a run of typing is one step
    until(page, lambda: page.url.endswith("?theme=finance"))
    assert page.input_value("[data-find=query]") == ""
    page.go_back()
    until(page, lambda: page.locator("[data-find=static]").is_visible())
    assert page.url == site.as_uri()
    page.go_forward()
    until(page, lambda: page.get_by_role("checkbox", name="Finance").is_checked())
    page.reload()
    until(page, lambda: count(page) == "3")


@pytest.mark.parametrize("start", ["?", "#?"])
def test_an_address_opens_its_state_and_what_it_makes_up_is_passed_over(
    start: str, page: Page, site: Path
) -> None:
    page.goto("about:blank")
    page.goto(
        f"{site.as_uri()}{start}q=innovation&theme=vouchers&theme=nonsense&x=%3Cscript%3E&place=__proto__"
    )
    until(page, lambda: found(page) == ["Innovation voucher"])
    indexed(page)
    assert page.locator("[data-find=chips] li").count() == 1


def test_fifty_at_a_time_and_the_keyboard_goes_on_with_the_first_new_one(page: Page) -> None:
    tick(page, "Crafts")
    button = page.get_by_role("button", name="Show more")
    assert (len(found(page)), count(page)) == (50, "123")
    button.press("Enter")
    assert len(found(page)) == 100
    assert page.evaluate("document.activeElement.innerText") == found(page)[50]
    button.press("Enter")
    assert len(found(page)) == 123
    assert not button.is_visible()


def test_a_result_shows_its_texts_as_text_in_their_language(page: Page) -> None:
    ask(page, "onerror")
    item = page.locator("[data-find=list] > li")
    assert "<b>bold?</b>" in item.inner_text()
    assert item.locator("img, b, .tag").count() == 0
    ask(page, "lodzi")
    link = page.locator("[data-find=list] a[data-slot=title]").first
    assert (link.get_attribute("lang"), link.get_attribute("href")) == ("pl", "practices/lodz.html")
    assert item.first.locator(".tag").all_inner_texts() == ["results"]
    ask(page, "νέους")
    assert item.first.locator(".tag").all_inner_texts() == ["not yet described"]


def test_with_the_keyboard_alone(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("voucher")
    page.keyboard.press("Enter")
    until(page, lambda: page.url.endswith("?q=voucher"))
    indexed(page)
    page.keyboard.press("Tab")  # past the button that asks
    page.keyboard.press("Tab")  # to the filters
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    until(page, lambda: page.locator("input:checked").count() == 1)
    assert page.evaluate("document.activeElement.type") == "checkbox"
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_records_that_cannot_be_loaded_are_told_and_tried_again(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(site.parent, copy)
    (copy / "records.en.js").rename(copy / "away")
    page = browser.new_page()
    page.goto((copy / "practices.html").as_uri())
    page.get_by_role("checkbox", name="Finance").click()
    until(page, lambda: page.get_by_text("could not be loaded").is_visible())
    (copy / "away").rename(copy / "records.en.js")
    page.get_by_role("checkbox", name="Vouchers").click()
    until(page, lambda: count(page) == "3")
    assert not page.get_by_text("could not be loaded").is_visible()
    page.close()


def test_the_search_box_of_another_page_leads_to_the_list(page: Page, site: Path) -> None:
    page.goto(site.with_name("start.html").as_uri())
    page.get_by_role("searchbox").fill("Märkte & <more>")
    page.keyboard.press("Enter")
    until(page, lambda: "practices.html" in page.url)
    until(page, lambda: found(page)[:1] == ["Größere Märkte auf der Straße"])
    assert page.input_value("[data-find=query]") == "Märkte & <more>"


def test_the_browser_folds_as_the_program_does(browser: Browser) -> None:
    """The function of the script itself, taken out of it, over letters of all the languages and some more."""
    source = (Path(__file__).parents[2] / "templates/assets/finder.js").read_text(encoding="utf-8")
    folding = source[source.index("const LETTERS") : source.index("/** The folded words")]
    letters = [
        chr(n) for n in [*range(0x20, 0x250), *range(0x370, 0x3FF), *range(0x400, 0x460), 0x1E9E, 0x2116]
    ]
    texts = [
        *letters,
        "Länsstyrelsen i Östersund",
        "ΕΛΛΆΔΑ ς",
        "Straße",
        "ĳssel",
        "ﬁnance",
        "i\u0307stanbul",
        "ŵ\u00adx",
    ]
    page = browser.new_page()
    folded = page.evaluate(f"texts => {{ {folding}; return texts.map(fold); }}", texts)
    page.close()
    different = {t: (ours, fold(t)) for t, ours in zip(texts, folded, strict=True) if ours != fold(t)}
    assert different == {}, json.dumps(different)
