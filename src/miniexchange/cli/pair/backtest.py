"""`mini pair --backtest`: how many of the recorded exchanges the pairing finds again."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from miniexchange.cli.common import emit

if TYPE_CHECKING:
    from miniexchange.catalogue.model import Catalogue
    from miniexchange.pairing.backtest.backtest import Backtest
    from miniexchange.pairing.backtest.lists import Found, Line, Needs
    from miniexchange.pairing.request import Request

FORMATS = ("table", "json", "markdown")


def run(records: Catalogue, request: Request, *, format: str) -> int:
    """Prints the backtest of a project, or of the whole catalogue; the exit status is 0, also where nothing can be tested.

    Raises UserError for an unknown format and for what `backtest` refuses.
    """
    from miniexchange.diagnostic import UserError
    from miniexchange.pairing.backtest.backtest import backtest

    if format not in FORMATS:
        raise UserError(f"--backtest has no format {format!r}", f"choose one of {', '.join(FORMATS)}")
    answer = backtest(records, request)
    if format == "json":
        import json

        from miniexchange.pairing.backtest.document import document_of

        emit(json.dumps(document_of(answer, records), ensure_ascii=False, indent=2))
    elif format == "markdown":
        emit(_markdown(answer, records))
    else:
        emit(_table(answer, records))
    return 0


_PLACES = (
    "Places on the importer's list: with all needs / without deduced needs / without wishes either; * also in the best programme. "
    "Score and what stood first are those with all needs."
)

_PARTS: Mapping[Needs | Literal[""], str] = {
    "all": "All needs",
    "stated": "No deduced needs",
    "unwished": "No wishes either",
    "": "Needs not used",
}
"""The parts of the table by the needs that were looked at."""

Section = tuple[str, "list[str] | tuple[list[str], list[list[str]]]"]
"""A heading, and below it paragraphs, or a table's header and rows."""


def _sections(answer: Backtest, catalogue: Catalogue) -> list[Section]:
    """All that there is to say, in order. Empty headings go on from what stands above."""
    from miniexchange.pairing.backtest import words
    from miniexchange.text.phrases import counted

    found: list[Section] = []
    if answer.cases:
        found.append(("", list(words.size(answer))))
        found.append(("Found again", _rates(answer, len(answer.cases), baselines=True)))
        found.append(("", list(words.reading(answer, catalogue))))
        if 0 < answer.possible < len(answer.cases):
            title = f"Of the {answer.possible} that can be proposed"
            found.append((title, _rates(answer, answer.possible, baselines=False)))
        found.append(("The exchanges and their places on the lists", _cases(answer, catalogue)))
        found.append(("", [_PLACES, *words.off_lists(answer, catalogue)]))
    if answer.untested:
        told = [f"{why}." for why in words.untested(answer)]
        title = f"{counted(len(answer.untested), 'exchange')} that cannot be tested"
        found.append((title, [text[0].upper() + text[1:] for text in told]))
    if answer.cases:
        found.append(("What this shows", list(words.meaning(answer, catalogue))))
    return [section for section in found if section[1]]


def _title(answer: Backtest, catalogue: Catalogue) -> str:
    from miniexchange.text.phrases import counted

    project = catalogue.projects[answer.project] if answer.project else None
    of = f"{project.acronym or project.title}: " if project else ""
    if not answer.cases:
        there = "" if answer.untested else "; none is recorded"
        return f"{of}no exchange can be tested{there}"
    hidden = counted(len(answer.cases), "recorded exchange")
    return f"{of}{hidden}, hidden and looked for again, as of {answer.as_of}"


def _rates(answer: Backtest, of: int, *, baselines: bool) -> tuple[list[str], list[list[str]]]:
    """Rows by the needs that were looked at: the pairing with its interval, and the baselines."""
    from miniexchange.pairing.backtest.lists import DEPTHS
    from miniexchange.pairing.backtest.words import METHOD_IN_WORDS, range_in_words

    header = ["", *(f"At {depth}" for depth in DEPTHS), "Programme"]
    rows = []
    for needs, part in _PARTS.items():
        lines = [line for line in answer.lines if line.needs == needs]
        if not baselines:
            rows += [[part, *_cells(line, of)] for line in lines if line.method == "pairing"]
            continue
        rows.append([part, *[""] * (len(header) - 1)])
        for line in lines:
            rows.append([f"  {METHOD_IN_WORDS[line.method]}", *_cells(line, of)])
            if line.programme is not None:
                counts = (*map(int, line.hits), line.programme)
                rows.append(["  95 % interval", *(range_in_words(hits, of) for hits in counts)])
    return header, rows


def _cells(line: Line, of: int) -> list[str]:
    from miniexchange.pairing.backtest.words import percent

    if line.programme is None:  # an expectation
        return [*(f"{float(hits):.1f} of {of}" for hits in line.hits), "–"]
    counts = (*line.hits, Fraction(line.programme))
    return [f"{hits} of {of} ({percent(hits / of)})" for hits in counts]


def _cases(answer: Backtest, catalogue: Catalogue) -> tuple[list[str], list[list[str]]]:
    """Each exchange: its place on the list for each choice of needs; its score, and what stood first, for all needs."""
    from miniexchange.pairing import shown
    from miniexchange.pairing.backtest.backtest import NEEDS

    header = ["Importer", "Practice", "Outcome", "Places", "Score", "First instead"]
    rows = []
    for i, case in enumerate(answer.cases):
        found = [answer.found[needs][i] for needs in NEEDS]
        of_all = found[0]
        first = "" if of_all.rank == 1 or not of_all.first else of_all.first.practice
        rows.append(
            [
                catalogue.regions[case.importer].name,
                catalogue.practices[case.practice].title,
                case.level or "not recorded",
                " / ".join(map(_place, found)),
                "–" if of_all.score is None else shown(of_all.score),
                f"{catalogue.practices[first].title} ({shown(of_all.first.score)})"
                if first and of_all.first
                else "",
            ]
        )
    return header, rows


def _place(found: Found) -> str:
    return f"{found.rank}{'*' * found.in_programme}" if found.rank else "–"


def _table(answer: Backtest, catalogue: Catalogue) -> str:
    import shutil

    from miniexchange.diagnostic import plain
    from miniexchange.interchange.layout import text_table, wrap

    width = shutil.get_terminal_size().columns
    lines = wrap(plain(_title(answer, catalogue)), width)
    for heading, content in _sections(answer, catalogue):
        lines += ["", heading] if heading else []
        if isinstance(content, list):
            for text in content:
                lines += ["", *wrap(plain(text), width)]
            continue
        header, rows = content
        whole = () if header[0] else (0,)
        table = text_table(header, [[plain(cell) for cell in row] for row in rows], width, whole=whole)
        lines += ["", *table.head, *table.body]
    return "\n".join(lines)


def _markdown(answer: Backtest, catalogue: Catalogue) -> str:
    from miniexchange.interchange.tables import markdown_table
    from miniexchange.text.markdown import literal

    blocks = [f"# {literal(_title(answer, catalogue))}"]
    for heading, content in _sections(answer, catalogue):
        blocks += [f"## {literal(heading)}"] if heading else []
        if isinstance(content, list):
            blocks += ["\n".join(f"- {literal(text)}" for text in content)]
        else:
            blocks.append(markdown_table(*content).rstrip("\n"))
    return "\n\n".join(blocks)
