"""Changes that somebody wants to try, as they are typed: `exports.veneto=3`, `lock=summer-entrepreneur:veneto`.

What is asked stays as it is but for these changes; no file is changed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_type_hints

import msgspec

from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.settings import PairingRules, Weights
from miniexchange.diagnostic import UserError
from miniexchange.pairing.problem.instance import MAX_LIMIT
from miniexchange.pairing.request import Named, Request
from miniexchange.pairing.rules.partnership import check_taking_part, known_id, limits_of, participants
from miniexchange.text.similarity import nearest

_FORMS: Mapping[str, str] = {
    "exports": "exports.REGION=N or exports.REGION=A..B",
    "imports": "imports.REGION=N or imports.REGION=A..B",
    "capacity": "capacity.PRACTICE=N",
    "lock": "lock=PRACTICE:REGION",
    "forbid": "forbid=PRACTICE:REGION",
    "min_score": "min_score=N",
    "retry_declined": "retry_declined=true",
    "rules": "rules.NAME=VALUE",
    "weights": "weights.PART=N",
}
"""What can be changed, and how it is written."""
_WORDS: Mapping[str, tuple[str, ...]] = {"export_counts": ("exchanges", "practices")}
_BONUS_MOST = 100
_NEED_MOST = 100


def changed(request: Request, changes: Iterable[str], catalogue: Catalogue) -> Request:
    """The request with some changes, each as it is typed.

    `exports.R=N` and `imports.R=N` set the most to N, and the least, too, where it was more; `A..B` sets both. A pair that is locked
    is no longer forbidden, and the other way round. Raises UserError for what cannot be understood, names that do not
    exist, numbers out of range, and something that is changed twice.
    """
    found = _Changes(request, catalogue)
    for text in changes:
        found.add(text)
    return found.request()


@dataclass
class _Changes:
    """The changes read so far."""

    before: Request
    catalogue: Catalogue
    seen: dict[str, str] = field(default_factory=dict)
    exports: dict[str, tuple[int, int]] = field(default_factory=dict)
    imports: dict[str, tuple[int, int]] = field(default_factory=dict)
    capacities: dict[str, int] = field(default_factory=dict)
    lock: list[Named] = field(default_factory=list)
    forbid: list[Named] = field(default_factory=list)
    rules: dict[str, bool | int | float | str] = field(default_factory=dict)
    weights: dict[str, int] = field(default_factory=dict)
    min_score: float | None = None
    retry_declined: bool | None = None

    def add(self, text: str) -> None:
        key, equals, value = (part.strip() for part in text.partition("="))
        sort, _, name = key.partition(".")
        named = _FORMS.get(sort, "").startswith(f"{sort}.")
        if sort not in _FORMS:
            near = nearest(sort, _FORMS, limit=1)
            hint = (
                f"did you mean {_FORMS[near[0]]}?" if near else f"write one of: {'; '.join(_FORMS.values())}"
            )
            raise UserError(f"{text!r} is no change that is known", hint)
        if not equals or not value or named is not bool(name):
            raise UserError(f"{text!r} cannot be understood", f"write {_FORMS[sort]}")
        once = f"{key}={value}" if sort in ("lock", "forbid") else key
        if once in self.seen:
            raise UserError(f"{self.seen[once]!r} and {text!r} change the same", "keep one of the two")
        self.seen[once] = text
        {
            "exports": lambda: self._quota("exports", name, value, text),
            "imports": lambda: self._quota("imports", name, value, text),
            "capacity": lambda: self._capacity(name, value, text),
            "lock": lambda: self.lock.append(self._pair(value, text)),
            "forbid": lambda: self.forbid.append(self._pair(value, text)),
            "min_score": lambda: self._rule("min_score", value, text),
            "retry_declined": lambda: self._retry(value, text),
            "rules": lambda: self._rule(name, value, text),
            "weights": lambda: self._weight(name, value, text),
        }[sort]()

    def request(self) -> Request:
        """The request with all changes."""
        before, settings = self.before, self.catalogue.settings.pairing
        both = sorted({*self.lock} & {*self.forbid})
        if both:
            raise UserError(
                f"{both[0].practice}:{both[0].importer} is both locked and forbidden", "keep one of the two"
            )
        rules, weights = before.rules or settings.rules, before.weights or settings.weights
        return replace(
            before,
            exports={**before.exports, **self.exports},
            imports={**before.imports, **self.imports},
            capacities={**before.capacities, **self.capacities},
            lock=_joined(before.lock, self.lock, self.forbid),
            forbid=_joined(before.forbid, self.forbid, self.lock),
            rules=msgspec.structs.replace(rules, **self.rules) if self.rules else before.rules,
            weights=self._weights(weights) if self.weights else before.weights,
            min_score=before.min_score if self.min_score is None else self.min_score,
            retry_declined=before.retry_declined if self.retry_declined is None else self.retry_declined,
        )

    def _quota(self, side: Literal["exports", "imports"], region: str, value: str, text: str) -> None:
        taking_part = participants(self.catalogue, self.before.project, self.before.regions)
        check_taking_part(region, taking_part, self.catalogue)
        first, dots, last = value.partition("..")
        most = _whole(last if dots else first, text, MAX_LIMIT)
        if dots:
            least = _whole(first, text, MAX_LIMIT)
            if least > most:
                raise UserError(
                    f"{text!r}: at least {least} and at most {most} contradict each other",
                    f"write {side}.{region}={most}..{least}",
                )
        else:
            asked = self.before.exports if side == "exports" else self.before.imports
            own = limits_of(self.catalogue.regions[region], self.catalogue.settings.pairing)
            of_record = own.export_min if side == "exports" else own.import_min
            least = min(most, asked[region][0] if region in asked else of_record)
        (self.exports if side == "exports" else self.imports)[region] = (least, most)

    def _capacity(self, practice: str, value: str, text: str) -> None:
        known_id("practice", practice, self.catalogue.practices)
        self.capacities[practice] = _whole(value, text, MAX_LIMIT)

    def _pair(self, value: str, text: str) -> Named:
        practice, colon, region = (part.strip() for part in value.partition(":"))
        if not (practice and colon and region):
            raise UserError(f"{text!r} names no pair", f"write {_FORMS[text.partition('=')[0].strip()]}")
        known_id("practice", practice, self.catalogue.practices)
        known_id("region", region, self.catalogue.regions)
        return Named(practice, region)

    def _retry(self, value: str, text: str) -> None:
        self.retry_declined = _truth(value, text)

    def _rule(self, name: str, value: str, text: str) -> None:
        kinds = get_type_hints(PairingRules)
        kinds = {rule: kinds[rule] for rule in PairingRules.__struct_fields__}
        if name not in kinds:
            near = nearest(name, kinds, limit=1)
            raise UserError(
                f"there is no rule {name!r}",
                f"did you mean rules.{near[0]}?" if near else f"the rules are {', '.join(kinds)}",
            )
        if name == "min_score":
            if self.min_score is not None:
                raise UserError("the least score is changed twice", "keep one of the two")
            self.min_score = _number(value, text, 100)
        elif kinds[name] is bool:
            self.rules[name] = _truth(value, text)
        elif kinds[name] is int:
            self.rules[name] = _whole(value, text, _NEED_MOST, least=1)
        elif kinds[name] is float:
            self.rules[name] = _number(value, text, _BONUS_MOST)
        elif value in _WORDS[name]:
            self.rules[name] = value
        else:
            raise UserError(f"{text!r}: {value!r} is not known", f"write one of: {', '.join(_WORDS[name])}")

    def _weight(self, part: str, value: str, text: str) -> None:
        parts = Weights.__struct_fields__
        if part not in parts:
            near = nearest(part, parts, limit=1)
            raise UserError(
                f"a score has no part {part!r}",
                f"did you mean weights.{near[0]}?" if near else f"the parts are {', '.join(parts)}",
            )
        self.weights[part] = _whole(value, text, 10)

    def _weights(self, before: Weights) -> Weights:
        after = msgspec.structs.replace(before, **self.weights)
        found = {part: getattr(after, part) for part in Weights.__struct_fields__}
        total = sum(found.values())
        if total != 10:
            listed = ", ".join(f"{part} {weight}" for part, weight in found.items())
            hint = "take as much from another part" if total > 10 else "give as much to another part"
            raise UserError(f"the weights would sum to {total}, not 10 ({listed})", f"{hint}: weights.PART=N")
        return after


def _joined(before: tuple[Named, ...], more: list[Named], less: list[Named]) -> tuple[Named, ...]:
    return tuple(dict.fromkeys(named for named in (*before, *more) if named not in less))


def _whole(value: str, text: str, most: int, *, least: int = 0) -> int:
    plain = value.isascii() and value.isdigit() and len(value) <= 12
    if not plain or not least <= int(value) <= most:
        raise UserError(
            f"{text!r}: {value!r} is no whole number from {least} to {most:,}", "write one, such as 3"
        )
    return int(value)


def _number(value: str, text: str, most: float) -> float:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not 0 <= number <= most:
        raise UserError(
            f"{text!r}: {value!r} is no number from 0 to {most:,.0f}", "write one, such as 40 or 2.5"
        )
    return number


def _truth(value: str, text: str) -> bool:
    if value not in ("true", "false"):
        raise UserError(f"{text!r}: {value!r} is neither true nor false", "write true or false")
    return value == "true"
