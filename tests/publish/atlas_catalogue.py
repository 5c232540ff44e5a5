"""Small catalogues in which regions lie somewhere and exchange practices, and pages of them made one by one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from small_catalogue import Documents, catalogue_of, documents

from miniexchange.pairing import Request, propose
from miniexchange.publish.language import interface
from miniexchange.publish.plan import pages
from miniexchange.publish.products import Press
from miniexchange.publish.render import Renderer
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.stock import InMemory
from miniexchange.publish.trees import Trees
from miniexchange.publish.views.scope import Scope, View


def placed() -> Documents:
    """The small catalogue with its second region on the map too."""
    records = documents()
    records["region"]["south"]["nuts"] = "ITH3"
    return records


def many(exchanges: int, regions: int) -> Documents:
    """Regions along a line through Europe, one practice, and exchanges between them: every pair, then again."""
    records: Documents = {kind: {} for kind in documents()}
    records["vocabulary"] = documents()["vocabulary"]
    for n in range(regions):
        point = {"lat": 40 + 20 * n / regions, "lon": 25 * n / regions}
        records["region"][f"r{n:03}"] = {"name": f"Region {n:03}", "country": "IT", "location": point}
    records["practice"]["p"] = {
        "title": "Practice",
        "region": "r000",
        "status": "published",
        "summary": "It is.",
    }
    ways = [(a, b) for a in range(regions) for b in range(regions) if a != b]
    levels = ("running", "planned", "announced")
    for n in range(exchanges):
        a, b = ways[n % len(ways)]
        records["exchange"][f"x{n:04}"] = {
            "status": "recorded", "practice": "p", "exporter": f"r{a:03}", "importer": f"r{b:03}",
            "outcome": {"level": levels[n % 3]},
        }  # fmt: skip
    return records


def scope_of(
    records: Documents,
    *,
    project: str = "",
    outlines: Path | None = None,
    settings: dict[str, Any] | None = None,
) -> Scope:
    """The English views of these records."""
    catalogue = catalogue_of(records, settings)
    programme = propose(catalogue, Request(as_of=date.max, project=project))
    return Scope(Shelf(InMemory(catalogue), programme, project, outlines=outlines), interface("en"))


def view_of(scope: Scope, name: str) -> View:
    """The view of the page of that name."""
    return next(page for page in pages(scope.shelf) if page.name == name).show(scope)


def page_of(scope: Scope, name: str, form: str = "html") -> str:
    """The page of that name."""
    trees = Trees(("html", "markdown"), ("en",))
    renderers = {(form, "en"): Renderer(form, None, scope.interface) for form in trees.formats}
    page = next(page for page in pages(scope.shelf) if page.name == name)
    files = dict(Press({"en": scope}, renderers, trees, "https://example.org").files(page))
    return files[trees.file(name, form, "en")].decode("utf-8")
