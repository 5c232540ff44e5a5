"""Records that attack, shown in a real browser: nothing that a record says ever runs, on any page, in search or after it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from small_catalogue import SETTINGS, Documents, build, documents
from test_hostile_text import PLAIN

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

ATTACKS = {
    "script": "<script>window.hacked=1</script>",
    "attribute": '" autofocus onfocus="window.hacked=1" x=\'',
    "end-of-script": "</script><script>window.hacked=1</script><!--",
    "svg": "<svg onload=window.hacked=1><a xlink:href='javascript:window.hacked=1'>x</a></svg></title></text>",
    "template": "{{ ''.__class__.__mro__ }} {% import 'x' %} ${window.hacked=1} %(x)s %s",
    "markdown": "[x](javascript:window.hacked=1) ![x](x onerror=window.hacked=1) <javascript:window.hacked=1>",
    "directions": "\u202egpj.exe\u2066 \u2069 مرحبا שלום 👩‍👩‍👧 \ufeff\u200b",
    "long": "Long text of one practice " * 400,
    "empty": "",
}


LONG_TITLE = ("Long title of one practice " * 3_700).strip()
"""100,000 characters. Chromium needs a quarter of a second for a megabyte, so only one record of each kind has such a title."""


def attacked(value: Any, attack: str, key: str = "") -> Any:
    """The records with the attack in every free text, and as an address too."""
    if isinstance(value, dict):
        return {k: attacked(v, attack, k) for k, v in value.items()}
    if isinstance(value, list):
        return [attacked(v, attack, key) for v in value]
    if isinstance(value, str) and key in ("url", "website"):
        return f"javascript:window.hacked=1//{attack[:50]}"
    return attack if isinstance(value, str) and key not in PLAIN else value


def with_long_titles(records: Documents) -> Documents:
    """The records, the one of each kind that has most to say with a title of 100,000 characters: its page is visited."""
    for of_kind in records.values():
        fullest = max(of_kind.values(), key=lambda document: len(repr(document)))
        fullest.update({field: LONG_TITLE for field in ("title", "name") if field in fullest})
    return records


def visited(site: Path, *, everything: bool) -> list[Path]:
    """Every page of the main language and the German practices; or of each kind of page the largest alone."""
    pages = sorted(site.rglob("*.html"), key=lambda file: (file.stat().st_size, file))
    if everything:
        return [f for f in pages if "/de/" not in f.as_posix() or f.parent.name == "practices"]
    below = {f.parent: f for f in pages if f.parent != site}
    return [*(f for f in pages if f.parent == site), *below.values()]


@pytest.mark.parametrize("name", ATTACKS)
def test_no_page_runs_what_a_record_says(name: str, tmp_path: Path, browser: Browser) -> None:
    attack = ATTACKS[name]
    records = {
        kind: {i: attacked(d, attack) for i, d in of_kind.items()} for kind, of_kind in documents().items()
    }
    if name == "long":
        records = with_long_titles(records)
    languages = ["en", "de"] if name == "script" else ["en"]
    settings = {
        **SETTINGS,
        "catalogue": {**attacked(SETTINGS["catalogue"], attack), "languages": languages},
    }
    site = build(tmp_path, records, settings=settings, formats=("html",)).home.parent
    context = browser.new_context()
    noise: list[str] = []
    context.on("console", lambda message: noise.append(message.text))
    context.on("dialog", lambda dialog: (noise.append(dialog.message), dialog.dismiss()))
    context.on("weberror", lambda error: noise.append(str(error.error)))
    page = context.new_page()
    files = visited(site, everything=name == "script")
    assert len(files) > 30
    assert name != "long" or sum(file.read_text("utf-8").count(LONG_TITLE) for file in files) > 100
    for file in files:
        page.goto(file.as_uri())
        assert page.evaluate("window.hacked") is None, file
        assert page.locator("h1").count() == 1, file
        hrefs = page.eval_on_selector_all("[href]", "all => all.map(one => one.getAttribute('href'))")
        assert not [h for h in hrefs if "script:" in h.lower()], file
    page.goto((site / "practices.html").as_uri())
    page.locator("input[type=search]").fill("a")
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked") is None
    assert noise == []
    context.close()
