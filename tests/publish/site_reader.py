"""Reads a site as a visitor would: what its pages hold, which links lead nowhere, what is wrong with its outline."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

OUTSIDE = ("http://", "https://", "mailto:", "data:image/svg+xml")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its name."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


class PageReader(HTMLParser):
    """What a test asks of a page: its links, ids, headings, tags, attributes and text."""

    VOID = frozenset({"meta", "link", "img", "br", "hr", "input", "rect"})

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.text = ""
        self._open: list[str] = []
        self.misnested: list[str] = []
        self.feed(source)
        self.close()
        self.misnested += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.misnested.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str]:
        """The values of an attribute, in order."""
        return [value for _, attribute, value in self.attributes if attribute == name]


def pages_of(site: Path) -> dict[str, PageReader]:
    """Every HTML page of a site, by its name."""
    return {
        p.relative_to(site).as_posix(): PageReader(p.read_text("utf-8")) for p in sorted(site.rglob("*.html"))
    }


def broken_links(site: Path) -> tuple[list[str], int]:
    """Links and fragments inside the HTML pages that lead nowhere, and how many were followed."""
    pages, broken, followed = pages_of(site), [], 0
    for name, page in pages.items():
        for target in [*page.values("href"), *page.values("src")]:
            if target.startswith(OUTSIDE):
                continue
            followed += 1
            path, _, fragment = target.partition("#")
            file = ((site / name).parent / unquote(path) if path else site / name).resolve()
            there = pages.get(file.relative_to(site.resolve()).as_posix()) if file.is_file() else None
            if (
                target.startswith("/")
                or not file.is_file()
                or (fragment and (not there or fragment not in there.ids))
            ):
                broken.append(f"{name}: {target}")
    return broken, followed


def broken_markdown_links(book: Path) -> tuple[list[str], int]:
    """Links and fragments inside the Markdown book that lead nowhere, and how many were followed."""
    broken, followed = [], 0
    for file in sorted(book.rglob("*.md")):
        for target in re.findall(r"\]\(<?([^)>]+)>?\)", file.read_text("utf-8")):
            if target.startswith(OUTSIDE):
                continue
            followed += 1
            path, _, fragment = target.partition("#")
            there = file.parent / path if path else file
            text = there.read_text("utf-8") if there.suffix == ".md" and there.is_file() else ""
            known = f'<a id="{fragment}"></a>' in text or f"\n## {fragment.capitalize()}\n" in text
            if not there.is_file() or (fragment and not known):
                broken.append(f"{file.name}: {target}")
    return broken, followed


def language_of(name: str, languages: tuple[str, ...] = ("de", "fr", "it", "es")) -> str:
    """The language that a page of this name has to speak: that of its tree."""
    tree = name.split("/", 1)[0]
    return tree if tree in languages else "en"


def outline_faults(page: PageReader, language: str = "en") -> list[str]:
    """What is wrong with the structure of a page in a language."""
    faults = [] if ("html", "lang", language) in page.attributes else [f"not in the language {language}"]
    faults += [
        f"no {landmark}" for landmark in ("main", "nav", "header", "footer") if landmark not in page.tags
    ]
    links = [value for tag, name, value in page.attributes if (tag, name) == ("a", "href")]
    faults += [] if links[0] == "#main" else ["no skip link first"]
    faults += [] if page.headings.count(1) == 1 else ["not one main heading"]
    faults += [
        f"h{before} before h{after}"
        for before, after in zip([1, *page.headings], page.headings, strict=False)
        if after > before + 1
    ]
    faults += [f"id {i} twice" for i in sorted(set(page.ids)) if page.ids.count(i) > 1]
    faults += [f"misnested {tag}" for tag in page.misnested]
    faults += ["picture without words" for _, name, value in page.attributes if name == "alt" and not value]
    return faults
