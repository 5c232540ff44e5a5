"""The files of the built site as a browser asks for them: nothing outside the folder, nothing hidden, no lists of files."""

from __future__ import annotations

import os
import time
from pathlib import Path
from urllib.parse import unquote_to_bytes

_TYPES = {
    ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".md": "text/markdown", ".txt": "text/plain",
    ".csv": "text/csv", ".ttl": "text/turtle", ".xml": "application/xml", ".atom": "application/atom+xml",
    ".svg": "image/svg+xml", ".json": "application/json", ".jsonld": "application/ld+json",
    ".webmanifest": "application/manifest+json", ".bib": "text/x-bibtex", ".ris": "application/x-research-info-systems",
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
    ".avif": "image/avif", ".ico": "image/x-icon", ".woff2": "font/woff2", ".woff": "font/woff", ".pdf": "application/pdf",
}  # fmt: skip
# The system's own table differs from machine to machine (on some, a script is plain text and does not run).

_SWAP_SECONDS = 5.0


def name_of(path: str) -> str | None:
    """The file that the path of an address means, relative to the site; None where no file of a site is called so."""
    if not path.startswith("/"):
        return None
    try:
        decoded = unquote_to_bytes(path[1:]).decode("utf-8")
    except UnicodeDecodeError:
        return None
    parts = decoded.split("/")
    if not parts[-1]:
        parts[-1] = "index.html"
    if any(not part or part.startswith(".") or "\\" in part or not part.isprintable() for part in parts):
        return None  # also `..`, and the hidden list that `mini` keeps
    return "/".join(parts)


def read(folder: Path, name: str) -> bytes | None:
    """The content of a file; None where there is none of just this name.

    Capital and small letters are told apart on every disk, as they will be where the site is published. Links are not
    followed. While a build swaps its new folder in, there is none for a moment: that is waited for.
    """
    deadline = time.monotonic() + _SWAP_SECONDS
    while True:
        try:
            return _read(folder, name)
        except OSError:
            if folder.exists() or time.monotonic() > deadline:
                return None
            time.sleep(0.01)


def is_folder(folder: Path, name: str) -> bool:
    """Whether the site has a folder of this name with a first page in it."""
    return read(folder, f"{name}/index.html") is not None


def content_type(name: str) -> str:
    """The type for the header, with the encoding where it is text."""
    kind = _TYPES.get(os.path.splitext(name)[1].lower(), "application/octet-stream")  # noqa: PTH122  (a name, no path)
    text = kind.startswith("text/") or kind.endswith(("json", "xml"))
    return f"{kind}; charset=utf-8" if text else kind


def _read(folder: Path, name: str) -> bytes | None:
    place = folder
    for part in name.split("/"):
        with os.scandir(place) as entries:
            entry = next((entry for entry in entries if entry.name == part), None)
        if entry is None or entry.is_symlink():
            return None
        place = place / part
    return place.read_bytes() if place.is_file() else None
