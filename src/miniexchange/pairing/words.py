"""Names and numbers in English sentences."""

from __future__ import annotations

from collections.abc import Iterable

_LANGUAGES = {
    "bg": "Bulgarian", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fi": "Finnish", "fr": "French",
    "ga": "Irish", "gl": "Galician", "hr": "Croatian", "hu": "Hungarian", "is": "Icelandic", "it": "Italian",
    "lb": "Luxembourgish", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "mt": "Maltese", "nb": "Norwegian",
    "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian",
}  # fmt: skip


def language(tag: str) -> str:
    """A language's name; its tag where the name is not known here."""
    return _LANGUAGES.get(tag, tag)


def listed(words: Iterable[str], *, most: int = 4) -> str:
    """“a, b and c”, cut short with “and 2 more”."""
    found = list(words)
    if len(found) > most:
        found = [*found[: most - 1], f"{len(found) - most + 1} more"]
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def counted(number: int, one: str, many: str = "") -> str:
    """“1 practice”, “2 practices”."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def quoted(text: str) -> str:
    """A title in quotation marks."""
    return f"‘{text}’"


def inside(label: str) -> str:
    """A label as it reads inside a sentence: lower-case at its start, unless it begins with a capital word such as SMEs."""
    return label if len(label) > 1 and label[1].isupper() else label[:1].lower() + label[1:]
