"""Rules about where files lie and what they are called: the listing alone, before anything is read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from miniexchange.catalogue.findings import Finding
from miniexchange.catalogue.formats import fits
from miniexchange.catalogue.kinds import FOLDERS, KIND_OF_FOLDER
from miniexchange.catalogue.source import SETTINGS_FILE, Entry
from miniexchange.text.similarity import nearest
from miniexchange.text.slugs import slug

_DEVICE = re.compile(r"con|prn|aux|nul|com[1-9]|lpt[1-9]")
_LONGEST = 80
"""Characters of an id, as `schemas/common.schema.json` has it."""
_FORM = "a file is named by lower-case letters, digits and single hyphens"


def file_findings(entries: list[Entry]) -> Iterator[Finding]:
    """Everything below `data/` that is neither a record file in its place nor a file for people."""
    first: dict[tuple[str, str], str] = {}
    for entry in entries:
        if entry.path == SETTINGS_FILE:
            if entry.kind_of_file == "link":
                yield _link(entry)
            continue
        if entry.is_companion:
            continue
        finding = _misplaced(entry)
        if finding:
            yield finding
            continue
        steps = entry.path.split("/")
        kind, record_id = KIND_OF_FOLDER[steps[1]], steps[-1].removesuffix(".yaml")
        earlier = first.setdefault((kind, record_id), entry.path)
        if earlier != entry.path:
            yield Finding(
                "MX120",
                "",
                f"the {kind} `{record_id}` exists already: {earlier}",
                "rename one of the two files",
                path=entry.path,
            )


def _misplaced(entry: Entry) -> Finding | None:
    steps = entry.path.split("/")
    name = steps[-1]
    if entry.kind_of_file == "link":
        return _link(entry)
    if entry.kind_of_file == "unreadable-name":
        return Finding(
            "MX118",
            "",
            "the name is not written in UTF-8",
            f"rename it: {_FORM}",
            path=entry.path,
        )
    if entry.kind_of_file == "folder":
        return Finding(
            "MX121",
            "",
            "this is a folder named like a record",
            "rename the folder, or put a file in its place",
            path=entry.path,
        )
    if len(steps) == 2:
        return Finding(
            "MX119",
            "",
            "records lie in the folder of their kind, not directly below data/",
            f"move it to one of: {_folders()}",
            path=entry.path,
        )
    if steps[1] not in KIND_OF_FOLDER:
        near = nearest(steps[1], list(KIND_OF_FOLDER), limit=1)
        hint = f"did you mean data/{near[0]}/?" if near else f"the folders are {_folders()}"
        return Finding(
            "MX119", "", f"data/{steps[1]}/ is no folder of a kind of record", hint, path=entry.path
        )
    if not name.endswith(".yaml"):
        stem = re.sub(r"\.(ya?ml|json|txt)$", "", name, flags=re.IGNORECASE)
        hint = (
            f"rename it to {slug(stem)}.yaml"
            if stem != name and slug(stem)
            else "only .yaml files are records; pictures and documents belong in media/"
        )
        return Finding("MX117", "", "the name of a record's file ends in .yaml", hint, path=entry.path)
    if problem := name_problem(name[:-5]):
        said, better = problem
        hint = f"rename it to {better}.yaml" if better else f"rename it: {_FORM}"
        return Finding("MX118", "", said, hint, path=entry.path)
    return None


def name_problem(stem: str) -> tuple[str, str] | None:
    """What is wrong with the name of a record's file, without its ending, and a better one, which may be "";
    None when it is an id that every system can hold."""
    if _DEVICE.fullmatch(stem):
        return f"Windows keeps the name `{stem}` for a device and holds no such file", f"{stem}-2"
    if fits("slug", stem):
        return None
    if len(stem) > _LONGEST:
        return f"the name has {len(stem)} characters; an id has {_LONGEST} at most", slug(stem)
    return f"`{stem}` is not an id: {_FORM}", slug(stem)


def _link(entry: Entry) -> Finding:
    return Finding(
        "MX115",
        "",
        "this is a symbolic link; a catalogue holds files only",
        "replace it by the file that it points to",
        path=entry.path,
    )


def _folders() -> str:
    return ", ".join(f"data/{folder}/" for folder in FOLDERS.values())
