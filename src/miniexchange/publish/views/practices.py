"""The list of practices: by title, a hundred a page, with the search box and the facets on the first."""

from __future__ import annotations

from miniexchange.publish.language import N_, NP_
from miniexchange.publish.views.finding import finder_view
from miniexchange.publish.views.items import heading, listed
from miniexchange.publish.views.scope import Scope, View

APART: dict[str, tuple[str, str]] = {
    "lessons": (
        N_("Lessons"),
        N_("Attempts that did not work, kept because they teach. They are never offered for import."),
    ),
    "archived": (NP_("practices", "Archived"), N_("No longer kept up to date.")),
    "stubs": (
        N_("Not yet described"),
        N_("Practices that an exchange names and that are still being written up."),
    ),
}
"""The practices that stand apart from the list → heading and explanation."""


def practices_view(scope: Scope, number: int = 1) -> View:
    """A page of the list; the first one also has the search, the facets and what stands apart."""
    shelf, _ = scope.shelf, scope.interface.gettext
    current = shelf.index("practices", "current")
    first = number == 1
    return {
        **heading(scope, _("Practices"), "", current, number),
        "description": _(
            "Practices by theme, by challenge, by kind of support and by whom they serve, with what they achieved"
            " and what they ask of whoever takes them over."
        ),
        "finder": finder_view(scope) if first else {},
        "list": listed(scope, current, "practices", number),
        "apart": [apart for group in APART if (apart := _apart(scope, group))] if first else [],
    }


def apart_view(scope: Scope, group: str, number: int) -> View:
    """A further page of `lessons`, `archived` or `stubs`, when the first page does not hold them all."""
    title, meaning = map(scope.interface.gettext, APART[group])
    return {
        **heading(scope, title, "", scope.shelf.index("practices", group), number),
        "description": meaning,
        "finder": {},
        "list": _list_apart(scope, group, number),
        "apart": [],
    }


def _apart(scope: Scope, group: str) -> View:
    ids = scope.shelf.index("practices", group)
    title, meaning = APART[group]
    _ = scope.interface.gettext
    return (
        {
            "id": group,
            "heading": _(title),
            "meaning": _(meaning),
            "count": len(ids),
            "list": _list_apart(scope, group, 1),
        }
        if ids
        else {}
    )


def _list_apart(scope: Scope, group: str, number: int) -> View:
    return listed(scope, scope.shelf.index("practices", group), "practices", number, group)
