"""The inspection of a whole site: every file of a folder, one after another."""

from __future__ import annotations

import os
from pathlib import Path

from miniexchange.publish.folder import MANIFEST
from miniexchange.publish.inspection.findings import Finding, Findings
from miniexchange.publish.inspection.links import Links
from miniexchange.publish.inspection.others import (
    inspect_json,
    inspect_markdown,
    inspect_style,
    inspect_xml,
)
from miniexchange.publish.inspection.pages import inspect_page

_BY_CONTENT = {
    ".html": inspect_page,
    ".md": inspect_markdown,
    ".css": inspect_style,
    ".json": inspect_json,
    ".jsonld": inspect_json,
    ".webmanifest": inspect_json,
}
_XML = frozenset({".xml", ".atom", ".rss", ".svg"})


def inspect_site(folder: Path, *, address: str = "") -> list[Finding]:
    """What is wrong with a site as it lies in a folder; an empty list when nothing is.

    `address` is where it will be published (the setting `site.base_url`), if that is known: links that begin with it
    are followed into the folder. Nothing is asked of any other host. Names are compared letter by letter, whatever the
    disk thinks of capitals. Raises OSError for a file that cannot be read.
    """
    findings = Findings()
    files = _files_below(folder)
    links = Links(files, address, findings)
    for file in files:
        suffix = os.path.splitext(file)[1].lower()  # noqa: PTH122  (ten thousand times: a Path costs more than the look)
        inspect = _BY_CONTENT.get(suffix)
        if inspect:
            inspect(file, (folder / file).read_bytes(), links, findings)
        elif suffix in _XML:
            inspect_xml(file, folder / file, links, findings)
    links.finish()
    return findings.all()


def _files_below(folder: Path) -> list[str]:
    """The names of all files, sorted; the list that `mini` keeps of them is none of the site."""
    names = []
    for base, _, files in os.walk(folder):
        below = Path(base).relative_to(folder).as_posix()
        names += [name if below == "." else f"{below}/{name}" for name in files]
    return sorted(name for name in names if name != MANIFEST)
