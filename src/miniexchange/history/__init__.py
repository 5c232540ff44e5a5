"""What is new, changed, renamed, archived and removed, record by record: from git's history, else from the records' own dates."""

from miniexchange.history.changes import changes
from miniexchange.history.dates import documents_of
from miniexchange.history.last_changed import last_changed
from miniexchange.history.model import WHATS, Change, Changes, Edition, Since, Tag
from miniexchange.history.repository import Repository, open_repository

__all__ = [
    "WHATS",
    "Change",
    "Changes",
    "Edition",
    "Repository",
    "Since",
    "Tag",
    "changes",
    "documents_of",
    "last_changed",
    "open_repository",
]
