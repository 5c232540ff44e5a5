"""Where pages lie: a tree of folders for each format and language, and the way from a page to any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from miniexchange.publish.language import own_name
from miniexchange.publish.render import SUFFIXES
from miniexchange.publish.views.scope import View

HOME = {"html": "index", "markdown": "README"}
_FOLDER = {"html": "", "markdown": "markdown/"}


@dataclass(frozen=True)
class Trees:
    """The formats and languages of a site; the first language is the main one and stands at the top."""

    formats: Sequence[str]
    languages: Sequence[str]

    def folder(self, form: str, language: str) -> str:
        """The folder of a tree below the site's: ``, `de/`, `markdown/`, `markdown/de/`."""
        return _FOLDER[form] + ("" if language == self.languages[0] else f"{language}/")

    def file(self, page: str, form: str, language: str) -> str:
        """The file of a page below the site's folder: `de/practices/i-creo.html`, `markdown/README.md`."""
        return self.folder(form, language) + _name(page, form)

    def context(self, page: str, form: str, language: str, base_url: str) -> View:
        """What a template needs to lead from a page to others: `root` is its tree's folder, `assets` the site's."""
        root = "../" * page.count("/")
        assets = root + "../" * self.folder(form, language).count("/")
        if page == "404" and base_url:
            # A page for what is not there is shown at any depth, so it can only start from the site's own address.
            root, assets = f"{base_url}/{self.folder(form, language)}", f"{base_url}/"
        other = next((f for f in self.formats if f != form), "")
        return {
            "page": page,
            "section": page.split("/", 1)[0],
            "root": root,
            "assets": assets,
            "home": root + _name("index", form),
            "suffix": SUFFIXES[form],
            "other": assets + self.file(page, other, language) if other else "",
            "address": f"{base_url}/{self.file(page, form, language)}" if base_url else "",
            "languages": [
                {
                    "tag": tag,
                    "name": own_name(tag),
                    "href": assets + self.file(page, form, tag),
                    "address": f"{base_url}/{self.file(page, form, tag)}" if base_url else "",
                    "current": tag == language,
                }
                for tag in self.languages
            ]
            if len(self.languages) > 1
            else [],
        }


def _name(page: str, form: str) -> str:
    return (HOME[form] if page == "index" else page) + SUFFIXES[form]
