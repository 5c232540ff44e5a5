"""What is new, changed, renamed, archived and removed, by day or by month; a page for each period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from miniexchange.catalogue.records import Assessment, Exchange
from miniexchange.history import WHATS, Change, Since
from miniexchange.publish.language import N_, NP_
from miniexchange.publish.news import Period
from miniexchange.publish.views.field_names import field_names
from miniexchange.publish.views.scope import Scope, View, link

WHAT_WORDS: dict[str, str] = {
    "new": N_("New"),
    "changed": NP_("records", "Changed"),
    "renamed": N_("Renamed"),
    "archived": NP_("records", "Archived"),
    "removed": N_("Removed"),
}
KIND_WORDS: dict[str, str] = {
    "practice": N_("Practices"),
    "region": N_("Regions"),
    "exchange": N_("Exchanges"),
    "project": N_("Projects"),
    "event": N_("Events"),
    "assessment": N_("Assessments"),
    "plan": N_("Action plans"),
    "vocabulary": N_("Lists of terms"),
}
"""Kind → several of it, in the order in which they are told."""

_REASONS: dict[str, str] = {
    "no-git": N_("The history of the catalogue could not be read: git is not installed where this site was made."),
    "no-repository": N_("The history of the catalogue could not be read: it is not kept in git."),
    "no-commit": N_("The catalogue has no history yet: nothing has been committed to git."),
    "untracked": N_("The history of the catalogue could not be read: git does not keep it."),
    "shallow": N_("The history of the catalogue could not be read: this copy holds only its end."),
    "unreadable": N_("The history of the catalogue could not be read: this copy does not hold all of it."),
}  # fmt: skip
_DAYS = 14
"""With more days than these, changes are told by month."""
_SHOWN = 100
"""So many records of a kind are named for one day or month."""


def changes_view(scope: Scope, name: str = "") -> View:
    """The page of one period: the newest, or the one of that name."""
    _ = scope.interface.gettext
    news = scope.shelf.news
    period = news.of(name) if news.periods else None
    found = [c for c in period.changes.changes if _shown(scope, c)] if period else []
    count = {what: sum(change.what == what for change in found) for what in WHATS}
    return {
        "title": _("What changed until %(name)s") % {"name": period.end} if period and name else _("What changed"),
        "newest": not name,
        "known": period is not None,
        "span": _span(scope, period) if period else "",
        "begun": bool(period and period.changes.basis == "git" and not period.changes.since.commit),
        "reason": _(_REASONS[period.changes.reason]) if period and period.changes.reason else "",
        "counts": [{"what": w, "word": _(WHAT_WORDS[w]), "count": scope.interface.number(count[w])} for w in WHATS if count[w]],
        "groups": _groups(scope, found),
        "others": [_other(scope, other) for other in news.periods if other.name != name],
    }  # fmt: skip


def _groups(scope: Scope, found: Sequence[Change]) -> list[View]:
    """The changes by day or month, the newest first; in each by what became of the record, and by kind."""
    by_month = len({change.day for change in found}) > _DAYS
    length = len("2026-01") if by_month else len("2026-01-01")
    return [
        {
            "id": f"on-{day}",
            "title": scope.interface.date(day),
            "parts": _parts(scope, list(of_day), with_day=by_month),
        }
        for day, of_day in groupby(found, key=lambda change: change.day[:length])
    ]


def _parts(scope: Scope, found: list[Change], *, with_day: bool) -> list[View]:
    parts: list[View] = []
    for what in WHATS:
        of_what = [change for change in found if change.what == what]
        if of_what:
            kinds = [_kind(scope, kind, of_what, with_day=with_day) for kind in KIND_WORDS]
            parts.append(
                {
                    "word": scope.interface.gettext(WHAT_WORDS[what]),
                    "what": what,
                    "count": scope.interface.number(len(of_what)),
                    "kinds": [kind for kind in kinds if kind["entries"]],
                }
            )
    return parts


def _kind(scope: Scope, kind: str, found: Iterable[Change], *, with_day: bool) -> View:
    of_kind = [change for change in found if change.kind == kind]
    return {
        "kind": kind,
        "word": scope.interface.gettext(KIND_WORDS[kind]),
        "entries": [_entry(scope, change, with_day=with_day) for change in of_kind[:_SHOWN]],
        "more": max(0, len(of_kind) - _SHOWN),
    }


def _entry(scope: Scope, change: Change, *, with_day: bool) -> View:
    former = {"old": change.previous_id, "new": change.id}
    return {
        **_record_link(scope, change),
        "day": scope.interface.date(change.day) if with_day else "",
        "fields": field_names(scope, change.fields),
        "former": scope.interface.gettext("was %(old)s, now %(new)s") % former if change.previous_id else "",
    }


def _record_link(scope: Scope, change: Change) -> View:
    """Where the record is shown, as it is called now; a record that is gone keeps its last title."""
    links = {
        "practice": scope.practice_link,
        "region": scope.region_link,
        "project": scope.project_link,
        "event": scope.event_link,
        "plan": scope.plan_link,
    }
    if change.what != "removed":
        if change.kind in links:
            return links[change.kind](change.id)
        exchange = scope.shelf.find(Exchange, change.id) if change.kind == "exchange" else None
        if exchange:
            return scope.exchange_link(exchange)
        assessment = scope.shelf.find(Assessment, change.id) if change.kind == "assessment" else None
        if assessment:
            return {**scope.region_link(assessment.region), "page": scope.shelf.page("assessment", change.id)}
    return link(change.title, lang=scope.lang)


def _shown(scope: Scope, change: Change) -> bool:
    """Every change, except where the site shows one project: then those of records that have a page in it."""
    return not scope.shelf.project or bool(scope.shelf.page(change.kind, change.id))


def _span(scope: Scope, period: Period) -> str:
    """From when to when, in a sentence."""
    _ = scope.interface.gettext
    since, until = period.changes.since, period.changes.until
    if until.text:
        texts = {
            "tag": _("From %(start)s (%(from)s) to %(end)s (%(to)s)."),
            "edition": _("From the beginning of edition %(start)s (%(from)s) to that of edition %(end)s (%(to)s)."),
        }  # fmt: skip
        return texts["edition" if since.form == "edition" else "tag"] % {
            "start": since.text,
            "from": scope.interface.date(since.day),
            "end": until.text,
            "to": scope.interface.date(until.day),
        }
    return _since(scope, since)


def _since(scope: Scope, since: Since) -> str:
    _ = scope.interface.gettext
    day = scope.interface.date(since.day)
    if since.form == "edition":
        return _("Since the beginning of edition %(name)s on %(date)s.") % {"name": since.text, "date": day}
    if since.form == "tag":
        return _("Since %(name)s of %(date)s.") % {"name": since.text, "date": day}
    return _("Since %(date)s.") % {"date": day}


def _other(scope: Scope, period: Period) -> View:
    _ = scope.interface.gettext
    if not period.name:
        return link(_("The newest changes"), "changes")
    return link(_("Until %(name)s") % {"name": period.end}, f"changes/{period.name}")
