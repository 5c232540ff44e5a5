"""What the site says in one language: words, numbers, money, dates, names, lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from gettext import NullTranslations

from miniexchange.catalogue.records import Cost, Money, Period
from miniexchange.publish.language import catalogues, locales

_CURRENCY_UNIT = re.compile(r"([A-Z]{3})(?: (.*))?", re.DOTALL)


def N_(text: str) -> str:
    """Marks a text that is translated later, when it is used: a word in a table of a module."""
    return text


class InContext(str):
    """A text that is marked with the context in which it stands."""

    context: str


def NP_(context: str, text: str) -> InContext:
    """Like `N_`, for a text that is translated differently in different places; `gettext` minds the context."""
    marked = InContext(text)
    marked.context = context
    return marked


@cache
def interface(tag: str) -> Interface:
    """The interface in a language, such as `de` or `pt-BR`.

    A language without a catalogue of translations gets the English interface; `note` says so, and `asked` names the
    language that was meant.
    """
    found = catalogues.found(tag)
    translated = NullTranslations() if found in ("", catalogues.SOURCE) else catalogues.translations(found)
    return Interface(
        tag if found else catalogues.SOURCE, translated, asked=tag, digest=catalogues.digest(found or "en")
    )


@cache
def own_name(tag: str) -> str:
    """The name of a language in that language, for a choice of languages: `Deutsch`, `français`."""
    return locales.language(tag, tag)


class Interface:
    """One language of the interface.

    `tag` is the language that the interface really speaks (the page's `lang`), `asked` the one that was asked for;
    they differ only without a catalogue, and then `note` is not empty. `direction` is `ltr` or `rtl`. `digest`
    changes with the texts and formats, for keys of kept pages.
    """

    def __init__(
        self, tag: str, translations: NullTranslations, *, asked: str = "", digest: str = ""
    ) -> None:
        self.tag = tag
        self.asked = asked or tag
        self.digest = digest
        self.direction = locales.direction(tag)
        self._translations = translations

    @property
    def note(self) -> str:
        """What to tell who builds the site: that the interface is in English for want of translations; else empty."""
        if self.tag == self.asked:
            return ""
        name = locales.language(catalogues.SOURCE, self.asked)
        return (
            f"the interface has no translation into {name} ({self.asked}): its own words stay in English, "
            f"and only the records are in {name}"
        )

    # Words

    def gettext(self, text: str) -> str:
        """The text in this language, its placeholders as they are; itself when nobody translated it."""
        if isinstance(text, InContext):
            return self._translations.pgettext(text.context, str(text))
        # An empty text is the key of a catalogue's header.
        return self._translations.gettext(text) if text else ""

    def ngettext(self, one: str, many: str, n: float) -> str:
        """`1 practice`, `1,234 practices`: the form for a number, which is filled in for `%(num)s`."""
        return self.plural(one, many, n).replace("%(num)s", self.number(n))

    def pgettext(self, context: str, text: str) -> str:
        """Like `gettext`, for a text that is translated differently in different places."""
        return self._translations.pgettext(context, text)

    def npgettext(self, context: str, one: str, many: str, n: float) -> str:
        """Like `ngettext`, in a context."""
        return self.plural(one, many, n, context).replace("%(num)s", self.number(n))

    def plural(self, one: str, many: str, n: float, context: str = "") -> str:
        """The form for a number, with its placeholders as they are."""
        whole = n if isinstance(n, int) else locales.whole(self.tag, n)
        if context:
            return self._translations.npgettext(context, one, many, whole)
        return self._translations.ngettext(one, many, whole)

    # Numbers and money

    def number(self, value: float) -> str:
        """1234567 → 1,234,567; 32000000 → 32 million; 2.50 → 2.5. Nothing is rounded."""
        return locales.number(self.tag, value)[0]

    def percent(self, value: float) -> str:
        """25 → 25%. Nothing is rounded, and nothing multiplied."""
        return locales.percent(self.tag, self.number(value))

    def figure(
        self, value: float | None, value_max: float | None, qualifier: str, unit: str
    ) -> tuple[str, str]:
        """A figure and its unit, a currency standing with its number: (`about EUR 32 million`, `of extra turnover`)."""
        if value is None:
            return "", ""
        text, in_words = locales.number(self.tag, value)
        if value_max is not None:
            high, in_words = locales.number(self.tag, value_max)
            # Translators: a span of figures: "2 to 3"
            text = self.pgettext("figures", "%(low)s to %(high)s") % {"low": text, "high": high}
        currency = _CURRENCY_UNIT.fullmatch(unit)
        if currency:
            text, unit = self._amount(text, currency.group(1), in_words), currency.group(2) or ""
        elif unit in ("%", "per cent", "percent"):
            text, unit = locales.percent(self.tag, text), ""
        return self._qualified(text, qualifier), unit

    def money(self, value: Money | Cost | None) -> str:
        """An amount with its currency: `about EUR 2.35 million`; empty without one."""
        if value is None:
            return ""
        return self.figure(value.amount, value.amount_max, value.qualifier, value.currency)[0]

    def _amount(self, text: str, currency: str, in_words: bool) -> str:
        if in_words:
            # Translators: "EUR 32 million"; the number ends in "million" or "billion"
            pattern = self.pgettext("money in millions", "%(currency)s %(number)s")
        else:
            # Translators: "EUR 3,200"
            pattern = self.pgettext("money", "%(currency)s %(number)s")
        return pattern % {"currency": currency, "number": text}

    def _qualified(self, text: str, qualifier: str) -> str:
        if qualifier == "about":
            return self.pgettext("figure", "about %(number)s") % {"number": text}
        if qualifier == "at-least":
            return self.pgettext("figure", "at least %(number)s") % {"number": text}
        if qualifier == "at-most":
            return self.pgettext("figure", "at most %(number)s") % {"number": text}
        return text

    # Time

    def date(self, text: str | None) -> str:
        """A partial date in words: 2010, June 2010, 1 June 2010, ongoing; any other text as it is."""
        if not text:
            return ""
        return self.gettext("ongoing") if text == "ongoing" else locales.date(self.tag, str(text))

    def span(self, period: Period | None) -> str:
        """A period in words: `from 1999`, `since 1999, ongoing`, `2010 to 2012, every year`, `until 2011`."""
        if period is None:
            return ""
        times = {"start": self.date(period.start), "end": self.date(period.end)}
        if period.recurring != "yearly":
            return self._from_to(period) % times
        text = self._from_to(period) % times
        return (
            self.gettext("%(period)s, every year") % {"period": text} if text else self.gettext("every year")
        )

    def _from_to(self, period: Period) -> str:
        """The pattern for a period, with the placeholders `start` and `end`."""
        start, end = period.start, period.end
        if start and end == "ongoing":
            # Translators: the start is a month or a year
            since = self.gettext("since %(start)s, ongoing")
            return self.pgettext("a day", "since %(start)s, ongoing") if _is_day(start) else since
        if start and end and start != end:
            return self.pgettext("dates", "%(start)s to %(end)s")
        if start and not end:
            # Translators: the start is a month or a year
            since = self.gettext("from %(start)s")
            return self.pgettext("a day", "from %(start)s") if _is_day(start) else since
        if not start and end and end != "ongoing":
            # Translators: the end is a month or a year
            until = self.gettext("until %(end)s")
            return self.pgettext("a day", "until %(end)s") if _is_day(end) else until
        return "%(start)s" if start else "%(end)s"

    # Names and lists

    def country(self, code: str) -> str:
        """A country (ISO 3166-1) in words, else its code."""
        return locales.country(self.tag, code)

    def language_name(self, tag: str) -> str:
        """A language (BCP 47) in words, without its variant, else its tag."""
        return locales.language(self.tag, tag)

    def listed(self, texts: Sequence[str]) -> str:
        """`a, b and c`."""
        return locales.listed(self.tag, texts)


def _is_day(date: str) -> bool:
    """Whether a partial date names a day, before which some languages want an article."""
    return date.count("-") == 2
