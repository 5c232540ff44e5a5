"""What a publisher has to tell visitors by law: how accessible the site is, and what it knows of them."""

from __future__ import annotations

from miniexchange.publish.language import N_
from miniexchange.publish.views.scope import Scope, View
from miniexchange.publish.views.sources import address

_STATUSES = {
    "full": N_(
        "By its publisher’s account, this site conforms fully to the Web Content Accessibility Guidelines "
        "(WCAG) 2.2, level AA."
    ),
    "partial": N_(
        "By its publisher’s account, this site conforms partly to the Web Content Accessibility Guidelines "
        "(WCAG) 2.2, level AA."
    ),
    "none": N_(
        "By its publisher’s account, this site does not conform to the Web Content Accessibility Guidelines "
        "(WCAG) 2.2, level AA."
    ),
}


def accessibility_view(scope: Scope) -> View:
    """The accessibility statement, which claims what the settings state and nothing more."""
    _, stated = scope.interface.gettext, scope.shelf.settings.site.accessibility
    status = _STATUSES.get(stated.status, "")
    return {
        "title": _("Accessibility statement"),
        "status": _(status) if status else "",
        "exceptions": list(stated.exceptions),
        "method": stated.method,
        "date": scope.interface.date(stated.date),
        "feedback": _reachable(stated.feedback),
        "enforcement": stated.enforcement,
    }


def privacy_view(scope: Scope) -> View:
    """What the pages do with their visitors: nothing."""
    return {"title": scope.interface.gettext("Privacy")}


def _reachable(place: str) -> View:
    """Where to write, as a link where it is an address of mail or of a page."""
    if "@" in place and " " not in place and ":" not in place:
        return {"text": place, "url": f"mailto:{place}"}
    return {"text": place, "url": address(place) if place.startswith(("https://", "http://")) else ""}
