"""A practice as lists show it, and lists that go on over several pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from miniexchange.catalogue.records import Practice
from miniexchange.publish.views.scope import Scope, View, link
from miniexchange.publish.views.sources import deduced

A_PAGE = 100
"""How many practices one page lists."""
_AROUND = 2


def item(scope: Scope, practice_id: str) -> View:
    """A practice as lists show it. Many lists show the same, so it is made once."""
    return scope.shelf.once(("item", scope.interface.asked, practice_id), partial(_item, scope, practice_id))


def _item(scope: Scope, practice_id: str) -> View:
    practice = scope.shelf.get(Practice, practice_id)
    return {
        **scope.practice_link(practice_id),
        "id": practice_id,
        "summary": scope.text(practice, "summary"),
        "where": scope.where(practice),
        "deduced": deduced(practice),
        "results": any(claim.kind == "result" for claim in practice.evidence),
        "exchanged": bool(scope.shelf.index("exchanged", practice_id)),
        "lesson": practice.lesson_only,
        "archived": practice.status == "archived",
        "stub": practice.status in ("draft", "review"),
    }


def listed(scope: Scope, ids: Sequence[str], name: str, number: int = 1, fragment: str = "") -> View:
    """One page of a list of practices: its `items`, and the way to the other pages.

    `name` is the list's first page, `fragment` the place in it where the list begins.
    """
    last = pages_of(ids)
    return {
        "items": [item(scope, i) for i in ids[(number - 1) * A_PAGE : number * A_PAGE]],
        "start": (number - 1) * A_PAGE + 1,
        "pager": _pager(scope, name, number, last, fragment) if last > 1 else {},
    }


def heading(scope: Scope, title: str, lang: str, ids: Sequence[str], number: int) -> View:
    """What a page of a list is called: `heading` in its `heading_lang`, and on further pages the `place` in the list."""
    _ = scope.interface.gettext
    of = {"number": scope.interface.number(number), "last": scope.interface.number(pages_of(ids))}
    place = _("Page %(number)s of %(last)s") % of if number > 1 else ""
    return {
        "title": f"{title} · {place}" if place else title,
        "heading": title,
        "heading_lang": lang,
        "place": place,
        "count": len(ids),
    }


def pages_of(ids: Sequence[str]) -> int:
    """How many pages a list fills; one also when it is empty."""
    return max(1, -(-len(ids) // A_PAGE))


def page_name(name: str, number: int, fragment: str = "") -> str:
    """The page of a list by its number: `themes/finance`, `themes/finance/page-2`.

    The further pages of `practices` lie in `practices/page/`, since a practice may itself be called `page-2`.
    """
    if number == 1:
        return name
    if name == "practices":
        return f"practices/page/{fragment}-{number}" if fragment else f"practices/page/{number}"
    return f"{name}/page-{number}"


def _pager(scope: Scope, name: str, number: int, last: int, fragment: str) -> View:
    """The pages before and after, and the first, the last and those around, with gaps."""

    def to(n: int) -> View:
        page = page_name(name, n, fragment)
        return link(scope.interface.number(n), page, fragment=fragment if n == 1 else "")

    near = sorted({1, last, *range(max(1, number - _AROUND), min(last, number + _AROUND) + 1)})
    return {
        "number": number,
        "last": last,
        "before": to(number - 1) if number > 1 else {},
        "after": to(number + 1) if number < last else {},
        "steps": [
            {**to(n), "current": n == number, "gap": n - before > 1}
            for before, n in zip([0, *near], near, strict=False)
        ],
    }
