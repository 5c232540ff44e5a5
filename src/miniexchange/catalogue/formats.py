"""The formats that schemas name: what each accepts, and what to say when it does not.

Both validators call these same functions, so they cannot disagree about a format.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from miniexchange.catalogue.dates import date_span


class Problem(NamedTuple):
    """Why a text does not fit a format, and what to write instead."""

    code: str
    message: str
    hint: str


_CODES = json.loads(Path(__file__).with_name("codes.json").read_text(encoding="utf-8"))
COUNTRIES = frozenset(_CODES["countries"].split())
CURRENCIES = frozenset(_CODES["currencies"].split())
LANGUAGES = frozenset(_CODES["languages"].split())
MEDIA_ENDINGS = tuple(
    f".{ending}"
    for ending in [
        "avif",
        "gif",
        "jpeg",
        "jpg",
        "png",
        "webp",
        "pdf",
        "odt",
        "ods",
        "odp",
        "docx",
        "xlsx",
        "pptx",
        "csv",
    ]
)
_NUTS_PREFIXES = COUNTRIES - {"GR", "GB"} | {"EL", "UK"}
_LANGUAGE = re.compile(r"([a-z]{2,3})(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-[a-z0-9]{5,8})*")
_NUTS = re.compile(r"[A-Z]{2}[A-Z0-9]{0,3}")
_USUAL_ADDRESS = re.compile(r"https?://[a-z0-9][a-z0-9.-]*(/[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*)?")
_NOT_IN_ADDRESS = re.compile(r'[\s\x00-\x1f<>"\\]')
_HOST = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(:[0-9]+)?(/\S*)?\Z")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KEY_NAME = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")


def _date(text: str) -> Problem | None:
    if text != "ongoing":
        try:
            date_span(text)
            return None
        except ValueError as error:
            return Problem(
                "MX211", str(error), "write a year, a year and month, or a day: 2010, 2010-06 or 2010-06-01"
            )
    return Problem("MX211", "only an end can be `ongoing`", "write a year, a year and month, or a day")


def _end_date(text: str) -> Problem | None:
    if text == "ongoing":
        return None
    problem = _date(text)
    return problem and problem._replace(hint=problem.hint + ", or `ongoing`")


def _web_address(text: str) -> Problem | None:
    if _USUAL_ADDRESS.fullmatch(text):
        return None
    if text.endswith('"') and not text.startswith('"'):
        said = "a quotation mark stands at the end of this web address"
        return Problem("MX212", said, "delete it, or add one at the start")
    hint = "write the whole address, beginning with https:// or http://"
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return Problem("MX212", f"{_shown(text)} is not a web address", hint)
    if parts.scheme.lower() not in ("http", "https"):
        if _HOST.match(text) and (text.startswith("www.") or "/" in text):
            return Problem("MX212", f"{_shown(text)} is not a whole web address", f"write https://{text}")
        said = (
            f"an address that begins with `{parts.scheme}:` is not allowed"
            if parts.scheme
            else f"{_shown(text)} is not a whole web address"
        )
        return Problem("MX212", said, hint)
    if not host or _NOT_IN_ADDRESS.search(text):
        return Problem("MX212", f"{_shown(text)} is not a web address", hint)
    return None


def _country(text: str) -> Problem | None:
    if text in COUNTRIES:
        return None
    right = {"EL": "GR", "UK": "GB"}.get(text.upper())
    if right:
        said = "Greece" if right == "GR" else "the United Kingdom"
        return Problem(
            "MX213",
            f"{text} is no country code here: {said} is {right}",
            f"write {right}; {text.upper()} belongs to NUTS codes only",
        )
    if text.upper() in COUNTRIES:
        return Problem("MX213", f"{text} is not in capitals", f"write {text.upper()}")
    return Problem(
        "MX213",
        f"{_shown(text)} is not a country code",
        "write the two letters of ISO 3166-1, such as NL, GR or GB",
    )


def _currency(text: str) -> Problem | None:
    if text in CURRENCIES:
        return None
    upper = {"€": "EUR", "EURO": "EUR", "£": "GBP", "KR": "SEK"}.get(text.upper(), text.upper())
    hint = (
        f"write {upper}"
        if upper in CURRENCIES
        else "write the three letters of ISO 4217, such as EUR, SEK or PLN"
    )
    return Problem("MX214", f"{_shown(text)} is not a currency code", hint)


def _language(text: str) -> Problem | None:
    match = _LANGUAGE.fullmatch(text)
    if match and (len(match[1]) == 3 or match[1] in LANGUAGES):
        return None
    hint = "write a language tag such as nl, el or pt-BR"
    language, _, place = text.partition("-")
    usual = f"{language.lower()}-{place.upper()}" if place else language.lower()
    if _LANGUAGE.fullmatch(usual) and usual.partition("-")[0] in LANGUAGES:
        hint = f"write {usual}"
    elif text.lower() in ("gr", "dk", "se", "cz", "gb"):
        right = {"gr": "el", "dk": "da", "se": "sv", "cz": "cs", "gb": "en"}[text.lower()]
        hint = f"write {right}: {text} is a country"
    return Problem("MX215", f"{_shown(text)} is not a language tag", hint)


def _nuts(text: str) -> Problem | None:
    right = {"GR": "EL", "GB": "UK"}.get(text[:2])
    if right:
        return Problem("MX216", f"NUTS codes of that country begin with {right}", f"write {right}{text[2:]}")
    if _NUTS.fullmatch(text) and text[:2] in _NUTS_PREFIXES:
        return None
    hint = "write the country's two capitals and up to three more characters, such as NL23"
    if text != text.upper() and _nuts(text.upper()) is None:
        hint = f"write {text.upper()}"
    return Problem("MX216", f"{_shown(text)} is not a NUTS code", hint)


def _email(text: str) -> Problem | None:
    if _EMAIL.fullmatch(text):
        return None
    return Problem(
        "MX217", f"{_shown(text)} is not an e-mail address", "write a role mailbox such as info@example.org"
    )


def _media_path(text: str) -> Problem | None:
    hint = "write the path below the media folder, such as summer-office/fair.jpg"
    if "\\" in text and _media_path(text.replace("\\", "/")) is None:
        hint = "write " + text.replace("\\", "/")
    steps = text.split("/")
    if text.startswith("media/"):
        return Problem(
            "MX218", "the path starts below `media/` already", f"write {text.removeprefix('media/')}"
        )
    if (
        "\\" in text
        or ":" in text
        or any(step in ("", ".", "..") for step in steps)
        or not text.isprintable()
    ):
        return Problem("MX218", f"{_shown(text)} is not a path below the media folder", hint)
    if not text.lower().endswith(MEDIA_ENDINGS):
        return Problem(
            "MX218",
            f"files like {_shown(steps[-1])} are not allowed",
            f"allowed endings: {' '.join(MEDIA_ENDINGS)}",
        )
    return None


def as_slug(text: str) -> str:
    """The id that a text comes nearest to: `Night Market` and `data/practices/night-market.yaml` are `night-market`; may be ""."""
    from miniexchange.text.slugs import slug

    return slug(re.sub(r"\.(ya?ml|json|txt)$", "", text.rpartition("/")[2], flags=re.IGNORECASE))


def slug_problem(text: str) -> Problem | None:
    """Why a text is not an id; None when it is one."""
    if _SLUG.fullmatch(text) and len(text) <= 80:
        return None
    near = as_slug(text)
    hint = (
        f"write {near}"
        if near
        else "write lower-case letters, digits and single hyphens, such as seed-capital"
    )
    return Problem("MX210", f"{_shown(text)} is not an id", hint)


def _target_name(text: str) -> Problem | None:
    if _KEY_NAME.fullmatch(text) and len(text) <= 60:
        return None
    return Problem(
        "MX219",
        f"{_shown(text)} is not a name for a target",
        "write lower-case letters, digits, hyphens, such as transfers",
    )


def _level_number(text: str) -> Problem | None:
    if text.isascii() and text.isdecimal() and len(text) == 1 and text != "0":
        return None
    return Problem("MX219", f"{_shown(text)} is not the number of a level", "write a digit from 1 to 9")


FORMATS: dict[str, Callable[[str], Problem | None]] = {
    "partial-date": _date,
    "end-date": _end_date,
    "web-address": _web_address,
    "country-code": _country,
    "currency-code": _currency,
    "language-tag": _language,
    "nuts-code": _nuts,
    "email-address": _email,
    "media-path": _media_path,
    "slug": slug_problem,
    "target-name": _target_name,
    "level-number": _level_number,
}
"""Format → what is wrong with a text, None when it fits."""


@lru_cache(maxsize=16384)
def fits(name: str, text: str) -> bool:
    """Whether a text fits a format."""
    return FORMATS[name](text) is None


def _shown(text: str) -> str:
    """A text as messages quote it: on one line, cut where it is long."""
    line = text.replace("\n", "⏎")
    return f"`{line if len(line) <= 60 else line[:57] + '…'}`"
