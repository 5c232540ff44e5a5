"""What differs between two moments of a catalogue, record by record."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from miniexchange.history.compare import changed_fields, same_record
from miniexchange.history.dates import is_draft
from miniexchange.history.model import Change, What
from miniexchange.history.moment import Contents, Document, Key, Moment, title_of
from miniexchange.history.trace import Trace


@dataclass(frozen=True)
class Ends:
    """The two moments; `committed` is the later one as it was committed last, the same one where that is a commit."""

    before: Moment
    after: Moment
    committed: Moment

    @cached_property
    def touched(self) -> list[Key]:
        """The records of the later moment that are not there, byte for byte, at the earlier one."""
        return [
            key for key, place in self.after.items() if not place.blob or self._blob_before(key) != place.blob
        ]

    @cached_property
    def new(self) -> list[Key]:
        return [key for key in self.touched if key not in self.before]

    @cached_property
    def gone(self) -> list[Key]:
        return [key for key in self.before if key not in self.after]

    def paths_to_follow(self) -> list[str]:
        """Where those that are committed lie."""
        return [self.committed[key].path for key in self.touched if key in self.committed]

    def _blob_before(self, key: Key) -> str:
        return self.before[key].blob if key in self.before else ""


def differences(
    ends: Ends, followed: Trace, contents: Contents, *, last_day: str, as_of: str, drafts: bool
) -> Iterator[Change]:
    """One change for each record that is new, gone, renamed or says something else; in no order.

    `last_day` dates what the history does not, `as_of` what is not committed. Applied to the ids of the earlier moment (new:
    add; removed: take away; with a `previous_id`: replace that one) the changes lead to those of the later one.
    """
    former = _former_keys(ends, followed, contents)
    for key in ends.touched:
        before_key = former.get(key, key)
        before = contents.document(ends.before[before_key]) if before_key in ends.before else None
        after = contents.at_the_end(key, ends.after[key])
        known = before_key in ends.before and (drafts or not _hidden(key, before))
        shown = drafts or not _hidden(key, after)
        day = _day(key, after, ends, followed, contents, last_day, as_of)
        if known and shown:
            yield from _change(key, before_key, before, after, day)
        elif shown:
            yield Change(*key, title_of(key, after), "new", day)
        elif known:
            yield Change(*before_key, title_of(before_key, before), "removed", day)
    renamed = set(former.values())
    for key in ends.gone:
        before = contents.document(ends.before[key]) if key not in renamed else None
        if key not in renamed and (drafts or not _hidden(key, before)):
            day = as_of if key in ends.committed else followed.gone.get(ends.before[key].path, last_day)
            yield Change(*key, title_of(key, before), "removed", day)


def _change(
    key: Key, before_key: Key, before: Document | None, after: Document | None, day: str
) -> Iterator[Change]:
    """What became of a record that is there at both moments; nothing where it says the same under the same id."""
    both = before is not None and after is not None
    fields = changed_fields(key[0], before, after) if before is not None and after is not None else ()
    previous = before_key[1] if before_key != key else ""
    if both and not fields and not previous:
        return
    was_archived, is_archived = ((d or {}).get("status") == "archived" for d in (before, after))
    archived = key[0] == "practice" and is_archived and not was_archived
    what: What = "archived" if archived else "renamed" if previous else "changed"
    yield Change(*key, title_of(key, after), what, day, fields, previous)


def _day(
    key: Key,
    after: Document | None,
    ends: Ends,
    followed: Trace,
    contents: Contents,
    last_day: str,
    as_of: str,
) -> str:
    if key not in ends.committed:
        return as_of
    committed = ends.committed[key]
    if not ends.after[key].blob and not same_record(contents.document(committed), after):
        return as_of
    return followed.days.get(committed.path, last_day)


def _former_keys(ends: Ends, followed: Trace, contents: Contents) -> dict[Key, Key]:
    """Key → its key at the earlier moment, for records that were renamed.

    First what git saw; then, of what it did not see (too much was edited at once, or nothing is committed yet), a record
    that came while one of the same kind with the same content, or else the same title, went, if there is just one of each.
    """
    found: dict[Key, Key] = {}
    gone = {ends.before[key].path: key for key in ends.gone}
    for key in ends.new:
        path = ends.committed[key].path if key in ends.committed else ""
        for earlier in reversed(followed.earlier.get(path, ())):
            if earlier in gone and gone[earlier][0] == key[0]:
                found[key] = gone.pop(earlier)
                break
    rest = list(gone.values())
    for sign in (_content, _title):
        if not rest:
            break
        came = _singled_out([key for key in ends.new if key not in found], ends.after, contents, sign)
        went = _singled_out(rest, ends.before, contents, sign)
        pairs = {came[mark]: went[mark] for mark in sorted(came.keys() & went.keys())}
        found |= pairs
        rest = [key for key in rest if key not in pairs.values()]
    return found


def _singled_out(
    keys: list[Key], moment: Moment, contents: Contents, sign: Callable[[Document], str]
) -> dict[tuple[str, str], Key]:
    """(kind, sign) → the one record that bears it."""
    bearers: dict[tuple[str, str], list[Key]] = {}
    for key in keys:
        document = contents.document(moment[key])
        mark = sign(document) if document is not None else ""
        if mark:
            bearers.setdefault((key[0], mark), []).append(key)
    return {mark: of_mark[0] for mark, of_mark in bearers.items() if len(of_mark) == 1}


def _content(document: Document) -> str:
    return json.dumps(document, sort_keys=True)


def _title(document: Document) -> str:
    title = document.get("title", document.get("name"))
    return title if isinstance(title, str) else ""


def _hidden(key: Key, document: Document | None) -> bool:
    return is_draft(key[0], document or {})
