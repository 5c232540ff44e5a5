"""What the room answers with: frozen values, days as ISO texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from miniexchange.catalogue.kinds import KINDS

What = Literal["new", "changed", "renamed", "archived", "removed"]
Form = Literal["any", "tag", "edition", "date", "revision"]
Basis = Literal["git", "dates"]
Reason = Literal["", "no-git", "no-repository", "no-commit", "untracked", "shallow", "unreadable"]

WHATS: tuple[What, ...] = ("new", "changed", "renamed", "archived", "removed")
"""What can have become of a record, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class Since:
    """From where on changes count (or, of another one, until where).

    Asked for, it is a `text` and what that may be (`form`; `any`: a tag, an edition, a date or a revision, in this order).
    Answered, `form` says what it was, `day` is the day (`YYYY-MM-DD`) and `commit` the state that is compared with; no commit
    means: before the first one, or the working tree at the other end, or no history at all.
    """

    text: str = ""
    form: Form = "any"
    day: str = ""
    commit: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one record, and on which day last.

    `fields` are the top-level fields that differ, in the order of the schema; none for a record that is new or gone, or that
    cannot be read. A record that was renamed says its former id, and so does an archived one that has a new id as well.
    """

    kind: str
    id: str
    title: str
    what: What
    day: str
    fields: tuple[str, ...] = ()
    previous_id: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """Every change between two moments, the newest day first, then by kind and id; at most one for each record."""

    since: Since
    until: Since
    as_of: str
    basis: Basis
    reason: Reason
    """Why the records' dates had to do; empty where git tells."""
    note: str
    """The same in a sentence, with the remedy."""
    changes: tuple[Change, ...]

    def of(self, what: What) -> tuple[Change, ...]:
        """The changes of one sort, in their order."""
        return tuple(change for change in self.changes if change.what == what)

    def of_kind(self, kind: str) -> Changes:
        """The same answer for records of one kind."""
        return replace(self, changes=tuple(change for change in self.changes if change.kind == kind))

    def count(self) -> dict[What, int]:
        """How many there are of each sort."""
        return {what: len(self.of(what)) for what in WHATS}


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of the repository and when it was set (seconds since 1970)."""

    name: str
    commit: str
    set_at: int


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition and the first commit whose `mini.yaml` says it."""

    name: str
    commit: str
    day: str


_PLACE = {kind: place for place, kind in enumerate(KINDS)}


def in_order(found: Iterable[Change]) -> tuple[Change, ...]:
    """The changes, the newest day first, then by kind and id."""
    by_record = sorted(found, key=lambda change: (_PLACE[change.kind], change.id))
    return tuple(sorted(by_record, key=lambda change: change.day, reverse=True))
