"""What became of the records, period by period, as the page of changes tells it: the newest first, until now."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import msgspec

from miniexchange import history
from miniexchange.catalogue.cache import program_digest
from miniexchange.history import Changes, Repository, Since, changes, open_repository

_MOST = 12
"""So many earlier periods have a page."""
_LONGEST_NAME = 60
_ENTRY = "news"


class Period(msgspec.Struct, frozen=True):
    """The changes between two moments. `name` is how its page is called, "" for the newest; `end` the tag or edition it led to."""

    name: str
    end: str
    changes: Changes


class News(msgspec.Struct, frozen=True):
    """All periods, the newest first; none where nobody has looked, as in a catalogue that is only in memory."""

    periods: tuple[Period, ...] = ()

    def of(self, name: str) -> Period:
        """The period whose page has this name. Raises KeyError for an unknown one."""
        for period in self.periods:
            if period.name == name:
                return period
        raise KeyError(name)


NO_NEWS = News()


def read_news(
    root: Path,
    *,
    as_of: date,
    documents: Callable[[], Mapping[str, Mapping[str, Mapping[str, Any]]]] | None = None,
    state: str = "",
    load: Callable[[str], bytes | None] = lambda name: None,
    store: Callable[[str, bytes], None] = lambda name, data: None,
) -> News:
    """The newest period until the files as they lie there, and those between earlier tags (or else editions), as the public
    sees them: without drafts.

    What is not committed has changed on `as_of`. `documents` gives the records' slim rows, of which only their dates are
    asked, and only without git. `state` is a digest of all records: with `load` and `store`, the same state is read once.
    """
    repository = open_repository(root)
    key = _key(repository, as_of, state)
    kept = _unpacked(load(_ENTRY), key) if state else None
    if kept is not None:
        return kept
    with_git = isinstance(repository, Repository) and not repository.shallow
    told = documents() if documents and not with_git else None
    newest = changes(root, as_of=as_of, drafts=False, documents=told)
    earlier = _earlier(root, repository, as_of) if newest.basis == "git" else ()
    news = News((Period("", "", newest), *earlier))
    if state:
        store(_ENTRY, key + msgspec.msgpack.encode(news))
    return news


def _earlier(root: Path, repository: object, as_of: date) -> Iterator[Period]:
    """Each from one tag to the next; from one edition to the next where no tag led here."""
    if not isinstance(repository, Repository):
        return
    moments = [Since(tag.name, "tag", "", tag.commit) for tag in repository.tags_before_head]
    if not moments:
        moments = [Since(e.name, "edition", e.day, e.commit) for e in repository.editions]
    taken: set[str] = set()
    for end, start in islice(pairwise(moments), _MOST):
        if start.commit != end.commit:
            found = changes(
                root, Since(start.text, start.form), Since(end.text, end.form), as_of=as_of, drafts=False
            )
            if found.basis == "git":
                yield Period(_page_name(end.text, taken), end.text, found)


def _page_name(text: str, taken: set[str]) -> str:
    """A name for a page that no other has, in any way of writing; safe in a path and an address."""
    plain = re.sub(r"[^a-z0-9.-]+", "-", text.lower())[:_LONGEST_NAME].strip("-.") or "edition"
    name, number = plain, 2
    while name in taken:
        name, number = f"{plain}-{number}", number + 1
    taken.add(name)
    return name


def _key(repository: object, as_of: date, state: str) -> bytes:
    """Changes with all that the answer depends on."""
    known: Sequence[object] = [repository]
    if isinstance(repository, Repository):
        known = [repository.head, repository.shallow, [(tag.name, tag.commit) for tag in repository.tags]]
    facts = msgspec.msgpack.encode([known, as_of.isoformat(), state])
    digest = hashlib.sha256(program_digest() + facts)
    for file in (*sorted(Path(history.__file__).parent.glob("*.py")), Path(__file__)):
        digest.update(file.read_bytes())
    return digest.digest()


def _unpacked(data: bytes | None, key: bytes) -> News | None:
    if not data or data[: len(key)] != key:
        return None
    try:
        return msgspec.msgpack.decode(memoryview(data)[len(key) :], type=News)
    except msgspec.DecodeError:
        return None
