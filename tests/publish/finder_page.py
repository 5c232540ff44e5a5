"""A page with the search and the facets, and nothing else of a site: for tests of `finder.js` in a browser."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from miniexchange.publish.facets import Facet, Term, counted, panel_view
from miniexchange.publish.language import interface
from miniexchange.publish.render import Renderer
from miniexchange.publish.search import SearchRecord, fragment, records_js
from miniexchange.resources import resource_folder

TEMPLATE = """
{% import "parts/finder.html" as finder with context %}
<!doctype html>
<html lang="{{ interface.tag }}">
<head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Practices</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="style.css">
{{ finder.script() if view.finder else finder.box_script() }}
</head>
<body><main>
<h1>Practices</h1>
{% if view.finder %}
<div class="finder" {{ finder.sources(view.finder) }}>
{{ finder.search() }}
{{ finder.bar(view.finder) }}
<div class="found" id="found">
<div data-find="static"><ul class="cards">{% for r in view.records %}<li><h2><a href="practices/{{ r.id }}.html">{{ r.title }}</a></h2></li>{% endfor %}</ul></div>
{{ finder.results() }}
</div>
{{ finder.facets(view.finder) }}
</div>
{% else %}{{ finder.search("practices") }}{% endif %}
</main></body>
</html>
"""

FACETS = (
    Facet(
        "theme",
        "Theme",
        (
            Term("finance", "Finance", page="themes/finance"),
            Term("vouchers", "Vouchers", wider="finance", page="themes/vouchers"),
            Term("crafts", "Crafts", page="themes/crafts"),
        ),
    ),
    Facet("place", "Country and region", (Term("SE", "Sweden"), Term("north", "The North", wider="SE"), Term("PL", "Poland"))),
    Facet("evidence", "Evidence", (Term("results", "Results reported"), Term("none", "No evidence yet")), ranked=True),
)  # fmt: skip


def record(
    identifier: str, title: str, *, theme: str = "", place: str = "", evidence: str = "none",
    language: str = "", summary: str = "", where: str = "", also: tuple[str, ...] = (), flags: tuple[str, ...] = (),
) -> SearchRecord:  # fmt: skip
    """A practice with at most one term in each facet."""
    chosen = zip(FACETS, (theme, place, evidence), strict=True)
    terms = tuple(facet.numbers([term]) for facet, term in chosen)
    return SearchRecord(identifier, title, language, summary, language, where, terms, flags, also)


def write_page(
    folder: Path,
    records: Sequence[SearchRecord],
    facets: Sequence[Facet] = FACETS,
    *,
    language: str = "en",
    static: int = 60,
) -> Path:
    """Writes `practices.html` with its scripts, and `start.html` that only has the search box; returns the first.

    `static` is how many records stand in the page without JavaScript.
    """
    own = folder / "templates"
    (own / "html").mkdir(parents=True)
    (own / "html/finding.html").write_text(TEMPLATE, encoding="utf-8")
    shutil.copytree(resource_folder("templates") / "assets", folder / "assets")
    spoken = interface(language)
    renderer = Renderer("html", own, spoken)
    (folder / "style.css").write_bytes(renderer.style())
    counts = counted(facets, (r.terms for r in records))
    panel = panel_view(facets, counts, len(records), f"records.{language}.js", spoken.number)
    shown = [{"id": r.id, "title": r.title} for r in records[:static]]
    for name, view in (("practices", {"finder": panel, "records": shown}), ("start", {"finder": {}})):
        text = renderer.page("finding", {"view": view, "root": "", "assets": ""}, "a test")
        (folder / f"{name}.html").write_text(text.lstrip(), encoding="utf-8")
    (folder / f"records.{language}.js").write_bytes(records_js(facets, map(fragment, records)))
    return folder / "practices.html"
