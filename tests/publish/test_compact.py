"""Style sheets get smaller and mean the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from catalogues import CHECKOUT
from miniexchange.publish.compact import compact_css

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SHIPPED = CHECKOUT / "templates/html/style.css"

RULES = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  // The value of a custom property is told as it was written.
  return [...sheet.cssRules].map(rule => rule.cssText.replaceAll(", ", ","));
}"""


@pytest.mark.parametrize(
    ("css", "small"),
    [
        ("a { b: c; d: e; }\n\n/* f */\n.g > .h , i { j: k }", "a{b:c;d:e}.g>.h,i{j:k}\n"),
        ("@media (width >= 2em) { a { b: c !important } }", "@media(width>=2em){a{b:c!important}}\n"),
        ("a :hover { width: calc(1rem + 2px) }", "a :hover{width:calc(1rem + 2px)}\n"),
        ('a { content: \' { ; /* no */ } \'; b: "\\" ; " }', 'a{content:\' { ; /* no */ } \';b:"\\" ; "}\n'),
        ("/*! kept  : as it is */ a{}", "/*! kept  : as it is */ a{}\n"),
        ("a/* b */c {}", "a c{}\n"),
        ("", "\n"),
    ],
)
def test_what_has_no_meaning_goes(css: str, small: str) -> None:
    assert compact_css(css) == small
    assert compact_css(small) == small


@pytest.mark.browser
def test_a_browser_reads_the_same_rules(browser: Browser) -> None:
    css = SHIPPED.read_text("utf-8")
    page = browser.new_page()
    read, small = page.evaluate(RULES, css), page.evaluate(RULES, compact_css(css))
    page.close()
    assert len(read) > 100
    assert small == read
