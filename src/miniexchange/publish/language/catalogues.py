"""The catalogues of translations: `locale/<tag>/LC_MESSAGES/miniexchange.po`, read as they are, never compiled on disk."""

from __future__ import annotations

import hashlib
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

FOLDER = Path(__file__).parent.parent.parent / "locale"
SOURCE = "en"
"""The language in which the texts stand in the code and the templates; it has no catalogue."""


def available() -> tuple[str, ...]:
    """Tags of the languages in which the interface can speak: English, then the translated ones by tag."""
    return (SOURCE, *_translated())


def found(tag: str) -> str:
    """The catalogue that serves a language tag: its own, or that of its language (`de` for `de-AT`); "" for none."""
    base = tag.split("-", 1)[0].lower()
    return next((name for name in (tag, base) if name in available()), "")


def catalogue_path(tag: str) -> Path:
    """Where the translations into a language lie."""
    return FOLDER / tag / "LC_MESSAGES" / "miniexchange.po"


@cache
def translations(tag: str) -> GNUTranslations:
    """The translations into a language that has a catalogue."""
    return compiled(catalogue_path(tag).read_bytes(), tag)


def compiled(content: bytes, tag: str) -> GNUTranslations:
    """The translations that the content of a catalogue's file holds. Texts marked as fuzzy stay in English."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    binary = BytesIO()
    write_mo(binary, read_po(BytesIO(content), locale=tag.replace("-", "_"), abort_invalid=True))
    binary.seek(0)
    return GNUTranslations(binary)


@cache
def digest(tag: str) -> str:
    """Changes whenever a text or a format of the language may have changed; "" for English, which is in the code."""
    if tag == SOURCE:
        return ""
    import babel

    content = catalogue_path(tag).read_bytes() + babel.__version__.encode()
    return hashlib.sha256(content).hexdigest()


@cache
def _translated() -> tuple[str, ...]:
    return tuple(sorted(path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/miniexchange.po")))
