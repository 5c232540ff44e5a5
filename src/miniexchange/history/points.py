"""From where on, until where: what somebody named, as a day and a commit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import NoReturn

from miniexchange.catalogue.dates import date_span
from miniexchange.diagnostic import UserError
from miniexchange.history.model import Form, Since
from miniexchange.history.repository import Repository
from miniexchange.text.similarity import nearest

USUAL_DAYS = 90
"""How far back changes go where neither a tag nor an edition says more."""

_NAMED: dict[Form, str] = {
    "any": "date, tag, edition or revision",
    "tag": "tag",
    "edition": "edition",
    "date": "date",
    "revision": "revision",
}


def start_of(asked: Since | None, repository: Repository, edition: str, as_of: date) -> Since:
    """The moment that changes are counted from; `edition` is the one that `mini.yaml` names now.

    Nothing asked: the latest tag before the last commit, else the commit that began the present edition, else 90 days before
    the last commit. A date counts from its first day, so the state before that day is compared with.
    """
    if asked is None or not asked.text:
        return _usual(repository, edition)
    found = _named(asked, repository)
    if found is None:
        span = _span(asked)
        if span is None:
            return _revision(asked, repository)
        if span[0] > as_of:
            _in_the_future(asked.text, as_of)
        return _from_day(asked.text, span[0], repository)
    return found


def end_of(asked: Since | None, repository: Repository, as_of: date) -> Since:
    """The moment that changes are counted to: the working tree when nothing is asked; the whole last day of a date."""
    if asked is None or not asked.text:
        return Since("", "any", as_of.isoformat(), "")
    found = _named(asked, repository)
    if found is None:
        span = _span(asked)
        if span is None:
            return _revision(asked, repository)
        if span[0] > as_of:
            _in_the_future(asked.text, as_of)
        last = min(span[1], as_of).isoformat()
        commit = next((commit for commit, day in repository.commits if day <= last), "")
        if not commit:
            raise UserError(
                f"there was no commit yet on {last}",
                f"the first is of {repository.commits[-1][1]}: name a day from then on",
            )
        return Since(asked.text, "date", last, commit)
    return found


def day_alone(
    asked: Since | None, edition: str, as_of: date, *, last: bool, part: Repository | None, remedy: str
) -> Since:
    """A moment where no history can be read, as a day: the first of a date, or its last; a tag's where git knows a `part`.

    Nothing asked: the first day of an edition that is named after a date, else 90 days before `as_of`; `as_of` as the last.
    """
    for tag in part.tags if part and asked and asked.form in ("any", "tag", "edition") else ():
        if asked and tag.name == asked.text and part:
            return Since(asked.text, "tag", part.day_of(tag.commit), "")
    if asked is None or not asked.text:
        if last:
            return Since("", "any", as_of.isoformat(), "")
        begun = _span(Since(edition))
        if begun and begun[0] <= as_of:
            return Since(edition, "edition", begun[0].isoformat(), "")
        return Since("", "date", (as_of - timedelta(USUAL_DAYS)).isoformat(), "")
    span = _span(asked) or (_span(Since(asked.text)) if asked.form == "edition" else None)
    if span is None:
        raise UserError(f"without git's history, {asked.text!r} has no day: only a date can be named", remedy)
    if span[0] > as_of:
        _in_the_future(asked.text, as_of)
    form: Form = "edition" if asked.form == "edition" else "date"
    return Since(asked.text, form, (min(span[1], as_of) if last else span[0]).isoformat(), "")


def _usual(repository: Repository, edition: str) -> Since:
    for tag in repository.tags_before_head:
        return Since(tag.name, "tag", repository.day_of(tag.commit), tag.commit)
    for known in repository.editions:
        if known.name == edition and known.commit != repository.head:
            return Since(edition, "edition", known.day, known.commit)
    last = date.fromisoformat(repository.commits[0][1])
    return replace(_from_day("", last - timedelta(USUAL_DAYS), repository), text="")


def _named(asked: Since, repository: Repository) -> Since | None:
    """A tag or an edition of this name."""
    if asked.form in ("any", "tag", "edition") and any(tag.name == asked.text for tag in repository.tags):
        commit = repository.commit_of(f"refs/tags/{asked.text}")
        if commit:
            form: Form = "edition" if asked.form == "edition" else "tag"
            return Since(asked.text, form, repository.day_of(commit), commit)
    if asked.form in ("any", "edition"):
        for edition in repository.editions:
            if edition.name == asked.text:
                return Since(asked.text, "edition", edition.day, edition.commit)
    return None


def _from_day(text: str, first: date, repository: Repository) -> Since:
    day = first.isoformat()
    return Since(text, "date", day, next((commit for commit, of in repository.commits if of < day), ""))


def _revision(asked: Since, repository: Repository) -> Since:
    commit = repository.commit_of(asked.text) if asked.form in ("any", "revision") else ""
    if commit:
        return Since(asked.text, "revision", repository.day_of(commit), commit)
    names = [tag.name for tag in repository.tags] + [edition.name for edition in repository.editions]
    near = nearest(asked.text[:100], names, 1)
    if near:
        hint = f"did you mean {near[0]}?"
    elif asked.form == "edition":
        hint = f"editions that mini.yaml has named: {', '.join(e.name for e in repository.editions[:5]) or 'none'}"
    else:
        latest = ", ".join(tag.name for tag in repository.tags[:3])
        hint = f"name a day such as 2026-11-21{f', or a tag; the latest are: {latest}' if latest else ''}"
    raise UserError(f"there is no {_NAMED[asked.form]} {_short(asked.text)!r} here", hint)


def _span(asked: Since) -> tuple[date, date] | None:
    if asked.form not in ("any", "date") or asked.text == "ongoing":
        return None
    try:
        return date_span(asked.text)
    except ValueError:
        return None


def _in_the_future(text: str, as_of: date) -> NoReturn:
    raise UserError(f"{text} lies in the future", f"name a day up to {as_of.isoformat()}")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
