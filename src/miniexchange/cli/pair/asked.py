"""What somebody asks `mini pair` for: which options go together, and the request that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os.path import realpath
from pathlib import Path

from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.settings import Weights
from miniexchange.diagnostic import UserError
from miniexchange.pairing import Named, Request
from miniexchange.pairing.request import Choice

_MODES = ("--why", "--what-if", "--backtest", "--robust", "--write", "--solve")
"""Each of these answers a question of its own in place of the programme."""
_NOT_WITH = {
    "--explain": _MODES,
    "--instance": _MODES[:-1],
    "--certificate": _MODES[:-1],
    "--strict": _MODES[:-1],
    "--solve": (
        "--project", "--regions", "--where", "--as-of", "--min-score", "--weights", "--lock", "--forbid",
        "--retry-declined", "--fair", "--stable", "--catalogue",
    ),
    "--stable": ("--fair",),
}  # fmt: skip
_FORMATS = {
    "": ("table", "json", "markdown", "csv", "html"),
    "--write": ("table",),
    "--solve": ("table", "json"),
}
_MODE_FORMATS = ("table", "json", "markdown")
_LARGEST = 1_000_000
"""A file of weights larger than this is another file."""


@dataclass(frozen=True)
class Asked:
    """The options that were given, by name, the files that they name, and the words after them."""

    given: Mapping[str, bool]
    read: Mapping[str, Path | None]
    written: Mapping[str, Path | None]
    format: str
    seconds: float
    changes: tuple[str, ...]

    def check(self) -> None:
        """Raises UserError for options that contradict each other, and for a format that an answer does not have."""
        modes = [mode for mode in _MODES if self.given[mode]]
        if len(modes) > 1:
            raise UserError(f"{modes[0]} and {modes[1]} are two questions", "ask one of them, then the other")
        for option, others in _NOT_WITH.items():
            clash = next((other for other in others if self.given[option] and self.given[other]), None)
            if clash:
                raise UserError(f"{clash} and {option} do not go together", f"leave out {clash} or {option}")
        if self.changes and not self.given["--what-if"]:
            first = self.changes[0]
            raise UserError(f"{first!r} stands by itself", f"to try a change, write --what-if {first}")
        if self.given["--dry-run"] and not self.given["--write"]:
            raise UserError("--dry-run without --write", "without --write nothing is written anyway")
        self._check_files()
        if not 0 < self.seconds < float("inf"):
            raise UserError(f"--seconds cannot be {self.seconds:g}", "give a number of seconds above 0")
        self._check_format(modes[0] if modes else "")

    def _check_files(self) -> None:
        """Before anything is solved: every file that is to be written has a name of its own and can be one."""
        taken = {realpath(path): option for option, path in self.read.items() if path is not None}
        for option, path in self.written.items():
            if path is None:
                continue
            if path.is_dir():
                raise UserError(f"{path}: this is a folder", "name a file")
            if path.exists() and not path.is_file():
                raise UserError(f"{path} is no ordinary file", "name a file that may be replaced")
            if not path.parent.is_dir():
                raise UserError(f"there is no folder {path.parent}", "make it first, or choose another one")
            other = taken.setdefault(realpath(path), option)
            if other != option:
                raise UserError(f"{other} and {option} name the same file, {path}", "name two files")

    def _check_format(self, mode: str) -> None:
        formats = _FORMATS.get(mode, _MODE_FORMATS)
        if self.format not in _FORMATS[""]:
            raise UserError(f"there is no format {self.format!r}", f"choose one of {', '.join(formats)}")
        if self.format not in formats:
            told = f"choose one of {', '.join(formats)}" if len(formats) > 1 else "leave out --format"
            raise UserError(f"{mode} has no format {self.format!r}", told)


def request_of(
    root: Path,
    *,
    project: str,
    regions: str,
    where: str,
    as_of: str,
    min_score: float | None,
    weights: Path | None,
    lock: Sequence[str],
    forbid: Sequence[str],
    retry_declined: bool,
    choice: Choice,
    seconds: float,
    use_cache: bool,
) -> tuple[Catalogue, Request]:
    """The catalogue and the request, from the options as they were typed; raises UserError for what they cannot mean."""
    from datetime import date

    from miniexchange.check.run import open_catalogue
    from miniexchange.cli.common import day

    on = day(as_of) if as_of else date.today()
    locked, forbidden = (
        tuple(_named(option, text) for text in texts)
        for option, texts in (("--lock", lock), ("--forbid", forbid))
    )
    records = open_catalogue(root, use_cache=use_cache)
    request = Request(
        as_of=on,
        project=project,
        regions=_regions(regions),
        practices=_matching(root, where, use_cache) if where else None,
        lock=locked,
        forbid=forbidden,
        weights=_weights(weights, records.settings.pairing.weights) if weights else None,
        min_score=min_score,
        retry_declined=retry_declined,
        choice=choice,
        seconds=seconds,
    )
    return records, request


def _regions(text: str) -> tuple[str, ...]:
    found = tuple(name.strip() for name in text.split(",") if name.strip())
    if text and not found:
        raise UserError(f"--regions {text!r} names no region", "write their ids with commas between them")
    return found


def _named(option: str, text: str) -> Named:
    practice, colon, region = (part.strip() for part in text.partition(":"))
    if not (practice and colon and region):
        raise UserError(
            f"{option} {text!r} names no pair",
            f"write {option} PRACTICE:REGION, the region being the importer",
        )
    return Named(practice, region)


def _matching(root: Path, expression: str, use_cache: bool) -> frozenset[str]:
    """The ids of the practices that an expression of `mini query` finds."""
    from miniexchange.check.run import open_rows
    from miniexchange.query import find, parse

    query = parse(expression)
    hits = find(query, ("practice",), open_rows(root, use_cache=use_cache), shown=[])
    if not hits:
        raise UserError(
            f"no practice matches {expression!r}",
            f"`mini query practices {expression!r}` shows what an expression finds",
        )
    return frozenset(hit.row.id for hit in hits)


def _weights(path: Path, settings: Weights) -> Weights:
    """The weights of a file; a part that it leaves out keeps the settings' weight."""
    from miniexchange.catalogue.faults import YamlFault, decode
    from miniexchange.catalogue.yaml12 import compose

    parts = Weights.__struct_fields__
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)  # no more of it: a device may never end
    if len(data) > _LARGEST:
        raise UserError(f"{path} is too large for weights (above {_LARGEST:,} bytes)", "name another file")
    try:
        found = compose(decode(data)).value
    except YamlFault as fault:
        place = f":{fault.line}:{fault.column}" if fault.line else ""
        raise UserError(f"{path}{place}: {fault.message}", fault.hint) from None
    if not isinstance(found, dict):
        raise UserError(f"{path} holds no weights", "write one line for each part, such as need: 4")
    unknown = sorted(set(found) - set(parts))
    if unknown:
        raise UserError(f"{path}: there is no part {unknown[0]!r}", f"the parts are {', '.join(parts)}")
    for part, weight in found.items():
        if type(weight) is not int or not 0 <= weight <= 10:
            raise UserError(
                f"{path}: the weight of {part} is {weight!r}", "write a whole number from 0 to 10"
            )
    weights = {part: found.get(part, getattr(settings, part)) for part in parts}
    total = sum(weights.values())
    if total != 10:
        listed = ", ".join(f"{part} {weight}" for part, weight in weights.items())
        raise UserError(
            f"{path}: the weights sum to {total}, not 10 ({listed})",
            "change some; a part that the file leaves out keeps the weight of the settings",
        )
    return Weights(**weights)
