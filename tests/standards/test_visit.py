"""A visit sees what is wrong: one page with a fault of each kind, and a page with none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from visit import GLANCE, Visit, visit_all

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

GOOD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<style>:root { color-scheme: light dark; color: CanvasText; background: Canvas }</style></head>
<body><main><h1>A page</h1><p>Words.</p></main></body></html>"""
FAULTS = {
    "pale": ("</style>", "@media (prefers-color-scheme: dark) { p { color: #333 } }</style>"),
    "nameless": ("<p>", '<input type="text"><p>'),
    "small": (
        "<p>",
        '<button id="a">a</button><button>b</button><style>button {all: unset; display: block; font: 8px serif}</style><p>',
    ),
    "wide": ("Words.", "W" + "o" * 200),
    "loud": ("<p>", "<script>console.warn('careful')</script><p>"),
    "broken": ("<p>", "<script>undefinedFunction()</script><p>"),
    "curious": ("<p>", '<img alt="" src="http://localhost:9/pixel.png"><p>'),
    "torn": ("<p>", '<img alt="" src="not-there.png"><p>'),
    "searching": ("<p>", "<label>Find <input type='search' oninput='console.log(this.value)'></label><p>"),
}


@pytest.fixture(scope="module")
def seen(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Visit]:
    site = tmp_path_factory.mktemp("faults")
    (site / "good.html").write_text(GOOD)
    for name, (old, new) in FAULTS.items():
        (site / f"{name}.html").write_text(GOOD.replace(old, new, 1))
    visits = visit_all(browser, site, [f"{name}.html" for name in ("good", *FAULTS)])
    return {name.removesuffix(".html"): visit for name, visit in visits.items()}


def test_a_good_page_is_let_pass(seen: dict[str, Visit]) -> None:
    assert seen["good"] == Visit()


def test_axe_is_asked_for_all_of_wcag_and_for_both_schemes(seen: dict[str, Visit]) -> None:
    assert {told.partition(": ")[0] for told in seen["pale"].violations} == {"320 px, dark"}
    assert "color-contrast" in seen["pale"].violations[0]
    assert {told.split(": ")[1] for told in seen["nameless"].violations} == {"label"}
    assert {told.split(": ")[1] for told in seen["small"].violations} == {"target-size"}


def test_a_glance_is_one_look(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "nameless.html").write_text(GOOD.replace("<p>", '<input type="text"><p>', 1))
    found = visit_all(browser, tmp_path, ["nameless.html"], GLANCE)["nameless.html"].violations
    assert [told.partition(": ")[0] for told in found] == ["320 px, dark"]


def test_a_page_that_scrolls_sideways_is_seen(seen: dict[str, Visit]) -> None:
    assert any("in a window of 320 px" in told for told in seen["wide"].too_wide)
    assert seen["wide"].violations == []


def test_console_and_errors_are_heard(seen: dict[str, Visit]) -> None:
    assert seen["loud"].console == ["warning: careful"]
    assert "undefinedFunction" in seen["broken"].console[0]


def test_requests_are_followed(seen: dict[str, Visit]) -> None:
    assert "asked for http://localhost:9/pixel.png" in seen["curious"].requests
    assert any(told.startswith("failed: file:") for told in seen["torn"].requests)


def test_the_search_is_typed_into(seen: dict[str, Visit]) -> None:
    assert seen["searching"].console[-1] == "log: region"
