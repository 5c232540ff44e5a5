"""On which day each record last changed what it says, for feeds and site maps: one call of git, and none twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from miniexchange.catalogue.cache import Store, program_digest
from miniexchange.catalogue.rows import Rows
from miniexchange.check.run import open_rows
from miniexchange.history.compare import same_record
from miniexchange.history.dates import last_days
from miniexchange.history.log import read_log
from miniexchange.history.moment import Contents, Place, at_commit, key_of, touched_paths
from miniexchange.history.repository import Repository, open_repository
from miniexchange.history.trace import trace

_ENTRY = "last-changed"


class _Kept(msgspec.Struct, array_like=True, frozen=True):
    """What the cache remembers: the days at a commit, and the program that told them."""

    program: bytes
    head: str
    days: dict[str, str]


def last_changed(
    root: Path, *, as_of: date, rows: Callable[[], Rows] | None = None, use_cache: bool = True
) -> dict[str, str]:
    """Path → the day (`YYYY-MM-DD`) of the last commit that changed what the record says; `as_of` where that is not committed.

    Another way to write the same, or another folder, is no change; another id is one. Where git does not have the whole
    history: the latest of the record's own dates, and nothing for a record without any. Files that hold no record are left
    out. `rows` gives the valid records where they have been read already; they are asked for only there.
    """
    repository = open_repository(root)
    if isinstance(repository, Repository) and not repository.shallow:
        contents = Contents(root)
        days = _days(repository, contents, Store(root, enabled=use_cache))
        if days is not None:
            touched = touched_paths(root, repository.head)
            return _with_uncommitted(days, touched, contents, as_of.isoformat()) if touched else days
    known = rows() if rows else open_rows(root, as_of=as_of, use_cache=use_cache).rows
    return last_days(known, as_of.isoformat())


def _days(repository: Repository, contents: Contents, store: Store) -> dict[str, str] | None:
    """The days at the last commit: those that are known of an earlier one, brought up to date; None where git cannot tell."""
    program = _program()
    kept = _load(store, program)
    if kept and kept.head == repository.head:
        return kept.days
    known = kept if kept and any(commit == kept.head for commit, _ in repository.commits) else None
    commits = read_log(repository.root, repository.head, after=known.head if known else "")
    if commits is None:
        return None
    paths = [place.path for place in at_commit(repository.root, repository.head).values()]
    followed = trace(commits, paths, contents)
    first = repository.commits[-1][1]
    before = known.days if known else {}
    days = {
        path: followed.days.get(path) or before.get(followed.before.get(path, path), first) for path in paths
    }
    if contents.incomplete:
        return None
    store.store(_ENTRY, msgspec.msgpack.encode(_Kept(program, repository.head, days)))
    return days


def _with_uncommitted(
    days: dict[str, str], touched: dict[str, str], contents: Contents, as_of: str
) -> dict[str, str]:
    """The days of the files on disk: one that moved to another folder, or is only written differently, keeps its day."""
    found = {path: day for path, day in days.items() if path not in touched}
    former = {key_of(path): path for path in touched if path in days}
    for path in sorted(touched):
        key = key_of(path)
        held = former.get(key) if key else None
        if key is None or not contents.is_file(path):
            continue
        same = held and same_record(contents.of_blob(touched[held]), contents.document(Place(path, "")))
        found[path] = days[held] if held and same else as_of
    return found


def _load(store: Store, program: bytes) -> _Kept | None:
    data = store.load(_ENTRY)
    try:
        kept = msgspec.msgpack.decode(data, type=_Kept) if data else None
    except msgspec.DecodeError:
        return None
    return kept if kept and kept.program == program else None


def _program() -> bytes:
    digest = hashlib.sha256(program_digest())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.digest()
