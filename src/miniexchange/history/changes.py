"""The changes between two moments: git compares two states of the catalogue, and its history dates what differs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from miniexchange.catalogue.source import SETTINGS_FILE, WorkingTree
from miniexchange.diagnostic import UserError
from miniexchange.history.between import Ends, differences
from miniexchange.history.dates import Documents, by_dates, read_documents
from miniexchange.history.log import read_log
from miniexchange.history.model import Changes, Reason, Since, in_order
from miniexchange.history.moment import Contents, at_commit, in_working_tree
from miniexchange.history.points import day_alone, end_of, start_of
from miniexchange.history.repository import Repository, edition_of, open_repository
from miniexchange.history.trace import trace

_WHOLE = "`git fetch --unshallow --tags` gets the rest; in a workflow, check out with fetch-depth: 0"
_REASONS: dict[Reason, tuple[str, str]] = {
    "no-git": ("git is not installed", "install git"),
    "no-repository": (
        "git finds no repository here that it may read",
        "keep the catalogue in git; `git status` tells what git finds",
    ),
    "no-commit": ("nothing is committed yet", "commit the catalogue first"),
    "untracked": (
        f"git does not keep this catalogue: {SETTINGS_FILE} is not committed",
        "commit the catalogue first",
    ),
    "shallow": ("this clone holds only the end of the history", _WHOLE),
    "unreadable": ("git cannot read the whole history here", "clone the repository anew, without --filter"),
}


def changes(
    root: Path,
    since: Since | None = None,
    until: Since | None = None,
    *,
    as_of: date,
    drafts: bool = True,
    documents: Documents | None = None,
    use_cache: bool = True,
) -> Changes:
    """What became of each record between two moments, from git where it has the whole history, else from the records' dates.

    `since` and `until` are found as `points.py` says; without `until` the working tree counts, and what is not committed has
    changed on `as_of`. `drafts=False` takes the view of the public: a practice is new on the day when it is published.
    `documents` are the records of the working tree, if they have been read already: kind → id → plain dictionaries. Raises
    UserError for a moment that is not known or lies in the future.
    """
    repository = open_repository(root)
    if isinstance(repository, Repository) and not repository.shallow:
        told = _from_git(repository, since, until, as_of, documents or {}, drafts=drafts)
        if told is not None:
            return told
        reason: Reason = "unreadable"
    else:
        reason = "shallow" if isinstance(repository, Repository) else repository
    why, remedy = _REASONS[reason]
    part = repository if isinstance(repository, Repository) else None
    edition = _edition_now(root)
    start = day_alone(since, edition, as_of, last=False, part=part, remedy=remedy)
    end = day_alone(until, edition, as_of, last=True, part=part, remedy=remedy)
    _check_order(start, end)
    told_by = documents if documents is not None else read_documents(root, as_of, use_cache=use_cache)
    found = in_order(by_dates(told_by, start.day, end.day, drafts=drafts))
    note = (
        f"{why[0].upper()}{why[1:]}, so this comes from the dates that the records tell of themselves: other edits, and what "
        f"was renamed, archived or removed, are not known. Remedy: {remedy}."
    )
    return Changes(start, end, as_of.isoformat(), "dates", reason, note, found)


def _from_git(
    repository: Repository,
    since: Since | None,
    until: Since | None,
    as_of: date,
    documents: Documents,
    *,
    drafts: bool,
) -> Changes | None:
    root = repository.root
    start = start_of(since, repository, _edition_now(root), as_of)
    end = end_of(until, repository, as_of)
    if start.form == end.form == "date":
        _check_order(start, end)
    commits = read_log(root, end.commit or repository.head, after=start.commit)
    if commits is None:
        return None
    contents = Contents(root, {} if end.commit else documents)
    committed = at_commit(root, end.commit or repository.head)
    after = committed if end.commit else in_working_tree(root, repository.head, committed)
    ends = Ends(at_commit(root, start.commit), after, committed)
    followed = trace(commits, ends.paths_to_follow(), contents)
    last = end.day if end.commit else repository.commits[0][1]
    found = in_order(
        differences(ends, followed, contents, last_day=last, as_of=as_of.isoformat(), drafts=drafts)
    )
    if contents.incomplete:
        return None
    return Changes(start, end, as_of.isoformat(), "git", "", "", found)


def _check_order(start: Since, end: Since) -> None:
    if start.day > end.day:
        raise UserError(
            f"{end.text or end.day} lies before {start.text or start.day}",
            "name the earlier day with --since",
        )


def _edition_now(root: Path) -> str:
    try:
        return edition_of(WorkingTree(root).read(SETTINGS_FILE))
    except OSError:
        return ""
