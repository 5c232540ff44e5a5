"""Texts to translate: found in the code and the templates, brought into the catalogues, and checked there.

For those who work on the program, from a checkout: `python -m miniexchange.publish.language.messages`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from miniexchange.publish.language import catalogues

if TYPE_CHECKING:
    from babel.messages import Catalog, Message

_JINJA = {
    "newstyle_gettext": "true",
    "trimmed": "true",
    "silent": "false",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
}
_SOURCES: tuple[tuple[str, list[tuple[str, str]], dict[str, dict[str, str]]], ...] = (
    ("src/miniexchange/publish", [("**.py", "python")], {}),
    (
        "templates",
        [("html/**.html", "jinja2"), ("markdown/**.md", "jinja2")],
        {"**.html": _JINJA, "**.md": _JINJA},
    ),
)
"""Folder below the checkout → which files, read by what, with which options."""

_MARKED_IN_CONTEXT: dict[str, tuple[tuple[int, str] | int, ...] | None] = {"NP_": ((1, "c"), 2)}
"""Function beside those of gettext → which of its arguments is the context and which the text."""

_PLACEHOLDER = re.compile(r"%\((\w+)\)s|%(.)")
_SPACES = " \t\n"
_HEADER = """\
# Translations of miniexchange. README.md in the folder `locale` tells how to work on them.
msgid ""
msgstr ""
"Project-Id-Version: miniexchange\\n"
"Language: {tag}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""


def update(root: Path, *new: str) -> dict[str, list[str]]:
    """Brings the catalogues of a checkout up to date, begins those of new tags, and tells what is left to do by tag.

    Texts that are no longer used are dropped; texts that are new are there to be translated.
    """
    wanted = extract(root)
    paths = {path.parent.parent.name: path for path in _catalogues(root)}
    paths |= {tag: _path(root, tag) for tag in new if tag not in paths}
    for tag, path in sorted(paths.items()):
        known = read(path, tag)
        known.update(wanted, no_fuzzy_matching=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(known, tag))
    return check(root, wanted)


def check(root: Path, wanted: Catalog | None = None) -> dict[str, list[str]]:
    """What is wrong with each catalogue of a checkout, one sentence a fault; an empty list where nothing is."""
    wanted = extract(root) if wanted is None else wanted
    return {
        path.parent.parent.name: list(faults(wanted, read(path, path.parent.parent.name)))
        for path in _catalogues(root)
    }


def extract(root: Path) -> Catalog:
    """The texts of the code and the templates of a checkout, with the files that use them."""
    from babel.messages import Catalog
    from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

    found = Catalog(charset="utf-8")
    for folder, methods, options in _SOURCES:
        for name, _, text, comments, context in extract_from_dir(
            root / folder,
            methods,
            options,
            {**DEFAULT_KEYWORDS, **_MARKED_IN_CONTEXT},
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        ):
            # Without line numbers, which would change with every edit.
            found.add(text, None, [(f"{folder}/{name}", 0)], auto_comments=comments, context=context)
    return found


def faults(wanted: Catalog, translated: Catalog) -> Iterator[str]:
    """What is wrong with a catalogue: missing, unfinished, unused or differently built texts."""
    known = {_key(message): message for message in translated if message.id}
    used = {_key(message) for message in wanted if message.id}
    for key in sorted(used - known.keys()):
        yield f"{_shown(key)} is missing; `make messages` adds it"
    for key in sorted(known.keys() - used):
        yield f"{_shown(key)} is no longer used; `make messages` drops it"
    for message in translated.obsolete.values():
        yield f"{_shown(_key(message))} is kept although it is no longer used; delete it"
    for key in sorted(used & known.keys()):
        for fault in _faults_of(known[key], translated.num_plurals):
            yield f"{_shown(key)} {fault}"


def read(path: Path, tag: str) -> Catalog:
    """A catalogue of translations; an empty one for a file that is not there."""
    from babel.messages.pofile import read_po

    content = path.read_bytes() if path.is_file() else b""
    return read_po(BytesIO(content), locale=tag.replace("-", "_"), abort_invalid=True)


def written(translated: Catalog, tag: str) -> bytes:
    """A catalogue as its file has it: sorted by text, with neither times nor line numbers nor obsolete texts."""
    from babel.messages.pofile import write_po

    body = BytesIO()
    write_po(
        body,
        translated,
        width=0,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    header = _HEADER.format(tag=tag, plural=translated.plural_forms.rstrip(";") + ";")
    return header.encode() + body.getvalue().strip() + b"\n"


def _faults_of(message: Message, plurals: int) -> Iterator[str]:
    originals, texts = _forms(message.id), _forms(message.string)
    if len(originals) > 1 and len(texts) != plurals:
        yield f"has {len(texts)} forms for numbers; the language has {plurals}"
    if not all(texts):
        yield "is not translated"
        return
    if message.fuzzy:
        yield "is marked fuzzy: read it again and remove the mark"
    for text in texts:
        # A form for one certain number may leave the number out.
        fewest = min((_placeholders(original) for original in originals), key=len)
        if not fewest <= _placeholders(text) <= _placeholders(*originals):
            yield f"has other placeholders in {text!r}"
        if "%%" not in "".join(originals) and any(name is None for name in _names(text)):
            yield f"has a stray % in {text!r}"
        if _edges(text) != _edges(originals[0]):
            yield f"begins or ends with other spaces in {text!r}"


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """The forms of a text for different numbers; one where it depends on none."""
    return (text or "",) if isinstance(text, str) or text is None else tuple(text)


def _placeholders(*texts: str) -> set[str]:
    return {name for text in texts for name in _names(text) if name}


def _names(text: str) -> list[str | None]:
    """The names of the placeholders; None for a percent sign that is none."""
    return [match.group(1) for match in _PLACEHOLDER.finditer(text)]


def _edges(text: str) -> tuple[str, str]:
    """The spaces at the edges, but for those that belong to a sign, as French has one before a colon."""
    return text[: len(text) - len(text.lstrip(_SPACES))], text[len(text.rstrip(_SPACES)) :]


Key = tuple[str, tuple[str, ...]]


def _key(message: Message) -> Key:
    return message.context or "", _forms(message.id)


def _shown(key: Key) -> str:
    context, texts = key
    return f"{texts[0]!r}" + (f" ({context})" if context else "")


def _path(root: Path, tag: str) -> Path:
    return root / "src/miniexchange/locale" / tag / "LC_MESSAGES/miniexchange.po"


def _catalogues(root: Path) -> list[Path]:
    return sorted(_path(root, "en").parents[2].glob("*/LC_MESSAGES/miniexchange.po"))


def main(arguments: list[str]) -> int:
    """`[--check] [TAG …]`: updates the catalogues, begins those of new languages, and says what is left to do."""
    root = catalogues.FOLDER.parents[2]
    left = check(root) if "--check" in arguments else update(root, *arguments)
    for tag, found in left.items():
        print(f"{tag}: {len(found)} to do" if found else f"{tag}: complete")
        print("".join(f"  {fault}\n" for fault in found), end="")
    return 1 if any(left.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
