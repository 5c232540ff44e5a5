"""Where the links of a site lead: to a file of it, to an id in one, to another host, or nowhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from miniexchange.publish.inspection.findings import Findings

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_HARMLESS = frozenset({"http", "https", "mailto", "tel"})
_FRAGMENT = "correct the part after #, or give this id to what it means"
_SPACE = " \t\n\r\f"


class Target(NamedTuple):
    """Where a link leads. `file` is empty where that is outside the site or nowhere; `fault` and `remedy` say what is wrong."""

    file: str = ""
    fragment: str = ""
    host: str = ""
    fault: str = ""
    remedy: str = ""


@dataclass
class _Wanted:
    """Links to one id of one file: where the first stands, and how many files have one."""

    file: str
    line: int
    last: str
    files: int = 1


class Links:
    """Follows every link of a site and notes those that lead nowhere.

    `files` are the names of all files in the site's folder. `address` is where the site will be published, if that is
    known: links that begin with it are links into the site.
    """

    def __init__(self, files: list[str], address: str, findings: Findings) -> None:
        self._files = frozenset(files)
        self._folders = frozenset(str(parent) for name in files for parent in PurePosixPath(name).parents)
        self._address = address.rstrip("/")
        self._findings = findings
        self._known: dict[tuple[str, str], Target] = {}
        self._ids: dict[str, frozenset[str]] = {}
        self._same_ids: dict[frozenset[str], frozenset[str]] = {}
        self._wanted: dict[tuple[str, str], _Wanted] = {}
        self._own: list[tuple[int, str]] = []  # fragments of the file that is being read, with their lines
        self._folded: dict[str, str] = {}

    def follow(self, file: str, line: int, address: str, *, loads: bool = False) -> None:
        """Notes what is wrong with one link. `loads` means that a browser asks for its target while it shows the page."""
        target = self._target(file, address)
        if target.fault:
            self._findings.note(file, line, target.fault, target.remedy)
        elif target.host and loads:
            self._findings.note(
                file,
                line,
                f"{target.host} is asked for a part of the page",
                "put that file into the site itself",
            )
        elif target.fragment and target.file == file:
            self._own.append((line, target.fragment))
        elif target.fragment:
            wanted = self._wanted.setdefault((target.file, target.fragment), _Wanted(file, line, file))
            if wanted.last != file:
                wanted.last = file
                wanted.files += 1

    def into_the_site(self, address: str) -> bool:
        """Whether an absolute address lies in the site."""
        rest = address.removeprefix(self._address)
        return bool(self._address) and rest != address and (not rest or rest[0] in "/#?")

    def has_ids(self, file: str, ids: frozenset[str]) -> None:
        """Says which ids a file offers to fragments; to be called when all its links have been followed."""
        for line, fragment in self._own:
            if fragment not in ids:
                self._findings.note(
                    file,
                    line,
                    f"a link leads to #{_short(fragment)}, which its own page does not have",
                    _FRAGMENT,
                )
        self._own.clear()
        self._ids[file] = self._same_ids.setdefault(
            ids, ids
        )  # pages of one template have the same ids: kept once

    def finish(self) -> None:
        """Notes the fragments in other files that no id answers to; to be called when every file has been read."""
        for (file, fragment), wanted in self._wanted.items():
            ids = self._ids.get(file)
            if ids is None or fragment in ids:
                continue  # what a fragment means in a file that is no page, only its reader knows
            what = f"a link leads to {file}#{_short(fragment)}, where nothing has this id"
            self._findings.note(wanted.file, wanted.line, what, _FRAGMENT, wanted.files)

    def _target(self, file: str, address: str) -> Target:
        folder = file.rpartition("/")[0]
        address = address.strip(_SPACE)
        if not address or address[0] in "#?":
            return Target(file, _fragment(address.partition("#")[2]))
        key = (folder, address)
        target = self._known.get(key)
        if target is None:
            target = self._known[key] = self._resolved(folder, address)
        return target

    def _resolved(self, folder: str, address: str) -> Target:
        if self.into_the_site(address):
            path = address[len(self._address) :].lstrip("/")
            return self._inside("", path, served=True)
        scheme = _SCHEME.match(address)
        if scheme:
            return _elsewhere(scheme[1].lower(), address)
        if address.startswith("//"):
            return Target(host=_host(f"https:{address}"))
        if address[0] in "/\\":
            return Target(
                fault=f"the link {_short(address)} starts at the root of its host",
                remedy="write it relative to the page: the site may lie below any address",
            )
        return self._inside(folder, address, served=False)

    def _inside(self, folder: str, address: str, *, served: bool) -> Target:
        path, _, fragment = address.partition("#")
        path = unquote(path.partition("?")[0])
        name = _joined(folder, path)
        if name is None:
            return Target(
                fault=f"the link {_short(address)} leads out of the site's folder",
                remedy="link to a page of the site",
            )
        if name in self._folders or name == "":
            index = f"{name}/index.html".lstrip("/")
            if served and index in self._files:
                return Target(index, _fragment(fragment))
            return Target(
                fault=f"a link leads to the folder {name or '.'}, not to a page",
                remedy="name the page (index.html): from disk, a folder shows a list of files",
            )
        if name not in self._files:
            return Target(
                fault=f"a link leads to {_short(name)}, which is not there", remedy=self._remedy(name)
            )
        return Target(name, _fragment(fragment))

    def _remedy(self, name: str) -> str:
        if not self._folded:
            self._folded = {known.casefold(): known for known in sorted(self._files)}
        other = self._folded.get(name.casefold())
        if other:
            return f"write {other}: capital and small letters are told apart on most servers"
        return "correct the address, or publish what it leads to"


def _elsewhere(scheme: str, address: str) -> Target:
    if scheme == "data":
        return Target()
    if scheme in _HARMLESS:
        return Target(host=_host(address))
    return Target(
        fault=f"the link {_short(address)} begins with {scheme}:",
        remedy="link to a web page (https:), an e-mail address (mailto:) or a page of the site",
    )


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # a broken IPv6 address, say
        return _short(address)


def _joined(folder: str, path: str) -> str | None:
    """The name of a file below the site's folder; None where it would lie outside."""
    parts = folder.split("/") if folder else []
    for part in path.replace("\\", "/").split("/"):  # browsers read a backslash as a slash
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _fragment(text: str) -> str:
    return "" if text == "top" or text.startswith(":~:") else unquote(text)


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"
