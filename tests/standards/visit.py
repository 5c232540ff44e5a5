"""Visits to pages: everything that is asked of a page in a browser, found out while it is open once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request, Route

AT_ONCE = 2
"""Pages that are open at a time: one works while the other is asked."""

HEIGHT = 900
WIDE, NARROW = 1280, 320

WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
Scheme = Literal["light", "dark"]
Look = tuple[int, Scheme]
LOOKS: tuple[Look, ...] = ((WIDE, "light"), (NARROW, "dark"))
"""Both widths and both schemes, each once: a scheme changes colours alone, and those do not depend on the width."""
CROSSED: tuple[Look, ...] = ((WIDE, "dark"), (NARROW, "light"))
"""The other two combinations, for every second page."""
GLANCE = LOOKS[-1:]


@dataclass
class Visit:
    """What was seen on a page: each entry is one thing that is wrong, told so that it can be found."""

    violations: list[str] = field(default_factory=list)
    """Of WCAG, by axe: where, the rule, the element, what is wrong with it."""
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    """Those that went elsewhere than to the site, and those that failed."""
    too_wide: list[str] = field(default_factory=list)
    """What stands out to the right of a narrow window and makes the whole page scroll."""


def visit_all(
    browser: Browser, site: Path, names: list[str], looks: tuple[Look, ...] = LOOKS
) -> dict[str, Visit]:
    """Opens pages from disk, looks at each wide and narrow, light and dark, and types into its search if it has one.

    The page for what is not there is opened as from its host, if it names that.
    """
    visits: dict[str, Visit] = {}
    context = browser.new_context(viewport={"width": WIDE, "height": HEIGHT})
    if host := published_at(site):
        context.route(f"{host}**", lambda route: _answer(route, site, route.request.url.removeprefix(host)))
    for start in range(0, len(names), AT_ONCE):
        visitors = [_Visitor(context, site, name) for name in names[start : start + AT_ONCE]]
        for width, scheme in looks:
            for visitor in visitors:
                visitor.look(width, scheme)
            for visitor in visitors:
                visitor.note()
        for visitor in visitors:
            visitor.search()
            visits[visitor.name] = visitor.seen
            visitor.page.close()
    context.close()
    return visits


def published_at(site: Path) -> str:
    """The address that the page for what is not there names, because it is shown at any depth; empty if it names none."""
    page = site / "404.html"
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    found = re.search(r'rel="stylesheet" href="(https?://[^"]*/)style\.css"', text)
    return found[1] if found else ""


def _answer(route: Route, site: Path, name: str) -> None:
    """What the host of the site would send."""
    there = (site / name).is_file()
    route.fulfill(path=site / (name if there else "404.html"), status=200 if there else 404)


class _Visitor:
    """An open page and what was seen on it so far."""

    def __init__(self, context: BrowserContext, site: Path, name: str) -> None:
        host = published_at(site) if Path(name).name == "404.html" else ""
        self.name, self.home, self.seen, self.where = name, host.rstrip("/") or site.as_uri(), Visit(), ""
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self.seen.console.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.seen.console.append(f"error: {error}"))
        self.page.on("request", self._asked)
        self.page.on("requestfailed", lambda request: self.seen.requests.append(f"failed: {request.url}"))
        self.page.goto(f"{self.home}/{name}")
        self.page.evaluate(AXE_SCRIPT)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.home}/", "data:")):
            self.seen.requests.append(f"asked for {request.url}")

    def look(self, width: int, scheme: Scheme, when: str = "") -> None:
        """Sets axe to work; `note` waits for what it found."""
        self.where = f"{width} px, {scheme}{when}"
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.page.emulate_media(color_scheme=scheme)
        options = {
            "runOnly": WCAG,
            "resultTypes": ["violations"],
            "preload": False,
        }  # style sheets are its own
        self.page.evaluate(_SET_TO_WORK, options)

    def note(self) -> None:
        for violation in self.page.evaluate("window.judged.then(found => found.violations)"):
            for node in violation["nodes"]:
                told = " ".join(node["failureSummary"].split())
                self.seen.violations.append(f"{self.where}: {violation['id']}: {node['html'][:200]}: {told}")
        self.seen.too_wide += self.page.evaluate(_STANDING_OUT)

    def search(self) -> None:
        """Types a word that many records hold, and looks at what comes."""
        box = self.page.locator("input[type=search]:visible")
        if box.count():
            box.first.press_sequentially("region")
            self.page.wait_for_timeout(500)
            self.look(NARROW, "light", ", while searching")
            self.note()


_SET_TO_WORK = """options => {
  window.judged = new Promise(done => setTimeout(() => done(axe.run(document, options))));
}"""

_STANDING_OUT = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const out = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > root.clientWidth + 1);
  const what = out.slice(0, 5).map(e => e.outerHTML.slice(0, 120));
  return [`${root.scrollWidth} px wide in a window of ${root.clientWidth} px: ${what.join(" | ")}`];
}"""
