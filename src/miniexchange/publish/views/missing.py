"""The page for what is not there."""

from __future__ import annotations

from miniexchange.publish.views.scope import Scope, View


def missing_view(scope: Scope) -> View:
    """What a visitor sees at an address that leads nowhere."""
    return {"title": scope.interface.gettext("Page not found")}
