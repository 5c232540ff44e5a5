"""The kinds of record: their names and folders."""

from __future__ import annotations

FOLDERS: dict[str, str] = {
    "vocabulary": "vocabulary",
    "project": "projects",
    "region": "regions",
    "practice": "practices",
    "exchange": "exchanges",
    "event": "events",
    "assessment": "assessments",
    "plan": "plans",
}
"""Kind → its folder below `data/`, in the order in which kinds are read and shown."""

KINDS: tuple[str, ...] = tuple(FOLDERS)
KIND_OF_FOLDER: dict[str, str] = {folder: kind for kind, folder in FOLDERS.items()}

TITLE_FIELD: dict[str, str] = {"region": "name"}
"""The field that names a record, where it is not `title`."""
