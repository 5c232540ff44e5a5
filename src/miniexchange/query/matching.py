"""What it means for a value of a record to match what somebody typed, for each kind of value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from miniexchange.catalogue.kinds import FOLDERS, KINDS
from miniexchange.catalogue.rows import Rows
from miniexchange.catalogue.schema import load
from miniexchange.query.comparing import Matcher, compared
from miniexchange.query.errors import Unfit
from miniexchange.query.fields import Way
from miniexchange.query.syntax import Value
from miniexchange.text.folding import fold, hyphenated
from miniexchange.text.stems import stems

_COUNTRY = re.compile(r"[A-Za-z]{2}")
_NUTS_COUNTRIES = {"EL": ("GR", "Greece"), "UK": ("GB", "the United Kingdom")}
_TRUTH = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What matching needs to know besides the value: the records, and the language of the catalogue's texts."""

    rows: Rows
    language: str


def matcher(way: Way, operator: str, values: Sequence[Value], around: Surroundings) -> Matcher:
    """The function for `field:value,value` and for comparisons; raises Unfit."""
    if operator in (">", ">=", "<", "<="):
        return compared(way, operator, values[0])
    if values[0].is_star:
        return bool
    if way.type in ("text", "group"):
        return _containing(way, values, around.language)
    if way.type in ("number", "money", "date"):
        matchers = [compared(way, "=", value) for value in values]
        return matchers[0] if len(matchers) == 1 else lambda found: any(one(found) for one in matchers)
    if way.type in ("language", "nuts"):
        return _beginning(way, values)
    wanted = frozenset(meant for value in values for meant in _MEANINGS[way.type](way, value, around))
    if way.type == "code":
        return lambda found: any(fold(str(value)) in wanted for value in found)
    return lambda found: not wanted.isdisjoint(found)


# Which values are meant by a word


def _terms(way: Way, value: Value, around: Surroundings) -> Iterable[str]:
    """The term that somebody names by its id, a label in any language or an alias, and every narrower one."""
    terms = around.rows.terms(way.detail[0])
    if not terms.terms:
        return [value.text]
    wanted = hyphenated(value.text)
    named: dict[str, list[str]] = {}
    for term, entry in terms.terms.items():
        for name in (term, *entry.get("label", {}).values(), *entry.get("aliases", ())):
            named.setdefault(hyphenated(str(name)), []).append(term)
    if wanted not in named:
        raise _unknown(f"no term of `{way.detail[0]}` is called {value.text!r}", value, terms.terms, named)
    return [below for term in named[wanted] for below in terms.with_narrower(term)]


def _records(way: Way, value: Value, around: Surroundings) -> Iterable[str]:
    """The record with that id; where a record points to another, also those whose title has the words."""
    kind = way.detail[0]
    by_id = around.rows.by_id(kind)
    wanted = hyphenated(value.text)
    if wanted in by_id:
        return [wanted]
    titles = {hyphenated(row.title): [row.id] for row in by_id.values()}
    found: list[str] = []
    if wanted and way.steps[-1].name != "id":
        found = [row.id for row in by_id.values() if f"-{wanted}-" in f"-{hyphenated(row.title)}-"]
    if not found:
        raise _unknown(f"no {kind} has the id or title {value.text!r}", value, by_id, titles)
    return found


def _words(way: Way, value: Value, around: Surroundings) -> Iterable[str]:
    wanted = hyphenated(value.text)
    if wanted not in way.detail:
        raise _unknown(
            f"`{way.name}` is never {value.text!r}",
            value,
            way.detail,
            {},
            f"it is one of {', '.join(way.detail)}",
        )
    return [wanted]


def _kinds(way: Way, value: Value, around: Surroundings) -> Iterable[str]:
    names = {name: kind for kind in KINDS for name in (kind, FOLDERS[kind])}
    names |= {kind: kind for kind in load("event")["properties"]["kind"]["enum"]}
    wanted = hyphenated(value.text)
    if wanted not in names:
        raise _unknown(
            f"there is no kind {value.text!r}", value, names, {}, f"it is one of {', '.join(names)}"
        )
    return [names[wanted]]


def _countries(way: Way, value: Value, around: Surroundings) -> Iterable[str]:
    code = value.text.upper()
    if code in _NUTS_COUNTRIES:
        right, name = _NUTS_COUNTRIES[code]
        raise Unfit(f"{code} is no country code", value, f"{name} is {right}; {code} begins NUTS codes")
    if not _COUNTRY.fullmatch(code):
        raise Unfit(
            f"{value.text!r} is no country code",
            value,
            "a country is written with two letters, such as IT or SE",
        )
    return [code]


def _truths(way: Way, value: Value, around: Surroundings) -> Iterable[bool]:
    wanted = _TRUTH.get(fold(value.text))
    if wanted is None:
        raise Unfit(f"`{way.name}` is true or false", value, f"write {way.name}:true or {way.name}:false")
    return [wanted]


def _codes(way: Way, value: Value, around: Surroundings) -> Iterable[str]:
    return [fold(value.text)]


_MEANINGS: Mapping[str, Callable[[Way, Value, Surroundings], Iterable[Any]]] = {
    "term": _terms,
    "reference": _records,
    "word": _words,
    "kind": _kinds,
    "country": _countries,
    "boolean": _truths,
    "code": _codes,
}


def _unknown(
    reason: str, value: Value, ids: Iterable[str], named: Mapping[str, Sequence[str]], otherwise: str = ""
) -> Unfit:
    from miniexchange.text.similarity import nearest

    ids = list(ids)
    near = nearest(value.text, ids) or nearest(hyphenated(value.text), ids)
    if not near:
        near = list(dict.fromkeys(i for name in nearest(hyphenated(value.text), named) for i in named[name]))[
            :3
        ]
    return Unfit(
        reason, value, f"did you mean {', '.join(f'`{name}`' for name in near)}?" if near else otherwise
    )


# Texts, and codes that say more the longer they are


def _containing(way: Way, values: Sequence[Value], language: str) -> Matcher:
    """Texts with the words of a value in that order, in whatever form: `title:entrepreneurs` finds `Summer Entrepreneur`."""
    phrases = []
    for value in values:
        words = stems(value.text, language)
        if not words:
            raise Unfit(
                "there is no letter or digit to look for",
                value,
                f"`{way.name}:*` finds every record that has it",
            )
        phrases.append(f" {' '.join(words)} ")

    def matches(found: list[Any]) -> bool:
        for value in found:
            for text in [value] if type(value) is str else texts_in(value):
                line = f" {' '.join(stems(text, language))} "
                if any(phrase in line for phrase in phrases):
                    return True
        return False

    return matches


def texts_in(value: Any) -> Iterable[str]:
    """Every text and number in a value, whatever its shape."""
    if isinstance(value, dict):
        for entry in value.values():
            yield from texts_in(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from texts_in(entry)
    elif not isinstance(value, bool) and value is not None:
        yield str(value)


def _beginning(way: Way, values: Sequence[Value]) -> Matcher:
    """`languages:pt` finds `pt-BR`, `nuts:EL6` finds `EL63`: the code or one that divides it further."""
    if way.type == "language":
        wanted = [f"{value.text.lower()}-" for value in values]
        for value in values:
            if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*", value.text):
                raise Unfit(
                    f"{value.text!r} is no language tag", value, "a language is written as nl, pt or pt-BR"
                )
        return lambda found: any(f"{tag.lower()}-".startswith(one) for tag in found for one in wanted)
    starts = tuple(value.text.upper() for value in values)
    return lambda found: any(code.startswith(starts) for code in found)
