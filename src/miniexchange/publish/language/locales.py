"""How a language writes numbers, dates, lists and the names of countries and languages, by CLDR (through Babel).

A language tag is the first argument everywhere. Answers are kept, for a build asks the same things again and again.
English is written here, in the British way of the European institutions, and needs no Babel.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from miniexchange.catalogue.dates import date_span
from miniexchange.text import names

if TYPE_CHECKING:
    from babel import Locale

_MILLION = 1_000_000
_WORDS = ((1_000 * _MILLION, "billion"), (_MILLION, "million"))
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_PLACES = {"pt": "pt-PT"}
"""Languages for whose bare tag CLDR describes another continent's usage."""

_SPANISH_I = re.compile(r"h?[ií](?![ae])", re.IGNORECASE)


@lru_cache(maxsize=65536)
def number(tag: str, value: float) -> tuple[str, bool]:
    """1234567 → 1,234,567; 32000000 → 32 million; 2.50 → 2.5; and whether it ends in such a word. Nothing is rounded."""
    short, scale, word = _shortened(value)
    if _english(tag):
        if word:
            return f"{short} {word}", True
        return (f"{int(value):,}" if float(value).is_integer() else f"{value:,}"), False
    from babel.numbers import format_decimal

    exact = Decimal(int(value)) if float(value).is_integer() else Decimal(str(value))
    if word and (text := _in_words(_locale(tag), Decimal(short) * scale)):
        return text, True
    return format_decimal(exact, locale=_locale(tag), decimal_quantization=False), False


@lru_cache(maxsize=4096)
def whole(tag: str, value: float) -> int:
    """A whole number that asks for the same plural form: 1.5 is many in English (2), one in French (1)."""
    if float(value).is_integer():
        return int(value)
    if not _english(tag) and _locale(tag).plural_form(Decimal(str(abs(value)))) == "one":
        return 1
    return max(2, math.ceil(value))


@lru_cache(maxsize=4096)
def percent(tag: str, text: str) -> str:
    """A number that is written already, as a percentage: `25` → `25%`, in German `25 %`."""
    if _english(tag):
        return f"{text}%"
    pattern = _locale(tag).percent_formats[None]
    return f"{pattern.prefix[0]}{text}{pattern.suffix[0]}"


@lru_cache(maxsize=65536)
def date(tag: str, text: str) -> str:
    """A partial date in words: `2010-06` → `June 2010`; any other text stays as it is."""
    try:
        first, _ = date_span(text)
    except ValueError:
        return text
    year, month, day = [*text.split("-"), "", ""][:3]
    if _english(tag):
        words = (str(int(day)) if day else "", _MONTHS[int(month) - 1] if month else "", year)
        return " ".join(word for word in words if word)
    from babel.dates import format_date, format_skeleton

    if day:
        written = format_date(first, "long", locale=_locale(tag))
        # French counts the first of a month as such, which CLDR leaves to the program.
        return f"1er {written[2:]}" if tag.split("-", 1)[0] == "fr" and first.day == 1 else written
    return format_skeleton("yMMMM" if month else "y", first, locale=_locale(tag))


def listed(tag: str, texts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`; empty without texts."""
    if len(texts) < 2:
        return "".join(texts)
    if _english(tag):
        return f"{', '.join(texts[:-1])} and {texts[-1]}"
    from babel.lists import format_list

    # Spanish y becomes e before the sound i (Italia, hijos; not hielo), which CLDR leaves to the program.
    if tag.split("-", 1)[0] == "es" and _SPANISH_I.match(texts[-1]):
        return f"{', '.join(texts[:-1])} e {texts[-1]}"
    return format_list(list(texts), locale=_locale(tag))


@lru_cache(maxsize=4096)
def country(tag: str, code: str) -> str:
    """A country (ISO 3166-1) in words, else its code."""
    if _english(tag) and code in names.COUNTRIES:
        return names.COUNTRIES[code]
    return str(_locale(tag).territories.get(code, code))


@lru_cache(maxsize=4096)
def language(tag: str, wanted: str) -> str:
    """A language (BCP 47) in words, without its variant, else its tag."""
    base = wanted.split("-", 1)[0].lower()
    if _english(tag) and base in names.LANGUAGES:
        return names.LANGUAGES[base]
    return str(_locale(tag).languages.get(base, wanted))


def direction(tag: str) -> str:
    """The direction of writing: `ltr` or `rtl`."""
    return "ltr" if _english(tag) else str(_locale(tag).text_direction)


def _english(tag: str) -> bool:
    return tag == "en" or tag.startswith("en-")


@cache
def _locale(tag: str) -> Locale:
    """What CLDR knows of a language; of English for a language that it does not know."""
    from babel import Locale, UnknownLocaleError

    for name in (_PLACES.get(tag, tag), tag.split("-", 1)[0]):
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en", "GB")


def _shortened(value: float) -> tuple[str, int, str]:
    """`2.35`, 1000000, `million` when these say the value exactly; otherwise empty, 1, empty."""
    for scale, word in _WORDS:
        if abs(value) >= scale:
            short = f"{value / scale:.2f}".rstrip("0").rstrip(".")
            return (short, scale, word) if float(short) * scale == value else ("", 1, "")
    return "", 1, ""


def _in_words(locale: Locale, value: Decimal) -> str:
    """`2,35 Millionen`; empty where the language has no such word.

    CLDR has a pattern for each power of ten and plural form, such as `00 millones`. Its zeros tell what is counted.
    Babel's own function takes the plural of the whole number (French *1 millions*); here it is that of what is shown.
    """
    patterns = locale.compact_decimal_formats["long"]
    power = "1" + "0" * (len(str(int(abs(value)))) - 1)
    power = min(power, max(patterns["other"], key=len), key=len)
    scale = int(power) // 10 ** (patterns["other"][power].pattern.count("0") - 1)
    shown = value / scale
    pattern = patterns.get(locale.plural_form(abs(shown)), patterns["other"]).get(
        power, patterns["other"][power]
    )
    if scale == 1:
        return ""
    return str(pattern.apply(shown, locale, decimal_quantization=False))
