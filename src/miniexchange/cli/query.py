"""`mini query`: finds records and prints them for people or for other programs."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from miniexchange.cli.common import (
    CatalogueOption,
    NoCacheOption,
    NoColorOption,
    QuietOption,
    catalogue_root,
    wants_color,
)
from miniexchange.cli.completion import record_folders

if TYPE_CHECKING:
    from collections.abc import Sequence
_NEGATED_TEST = re.compile(r"-(?:[(\"“”„«»]|[A-Za-z_][\w.-]*\s*(?:[:=<>]|!=))")
FORMATS = ("table", "json", "jsonl", "csv", "yaml", "markdown", "ids")


def command(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KIND] [EXPRESSION]...",
            help="A kind such as practices (default: all), and what to look for.",
            autocompletion=record_folders,
        ),
    ] = None,
    catalogue: CatalogueOption = None,
    format: Annotated[str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.")] = "table",
    columns: Annotated[
        str,
        typer.Option("--columns", metavar="A,B", help="The fields to show, such as id,title,region.country."),
    ] = "",
    sort: Annotated[
        str, typer.Option("--sort", metavar="A,-B", help="Order by fields; -field is descending.")
    ] = "",
    count: Annotated[bool, typer.Option("--count", help="Only how many there are.")] = False,
    by: Annotated[
        str, typer.Option("--by", metavar="FIELD", help="How many there are for each value of a field.")
    ] = "",
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="At most so many.")] = None,
    no_cache: NoCacheOption = False,
    quiet: QuietOption = False,
    no_color: NoColorOption = False,
) -> int:
    """Find records. Words and "phrases" are looked for everywhere; field:value tests a field.

    A comma means or, `not` or a leading - means not; and, or and parentheses join. Numbers, dates and money compare with
    > >= < <= =; field:* means that there is a value. Dots lead to nested fields and links: region.country:SE.

    \b
    Example:
      mini query practices 'theme:finance country:IT,ES status!=archived'
      mini query practices '"seed capital" evidence.nesta>=3' --format csv --columns id,title
      mini query regions --by country
    """
    from miniexchange.check.run import open_rows
    from miniexchange.cli.found import Output, note_on_invalid, write_counts, write_hits
    from miniexchange.diagnostic import UserError
    from miniexchange.query import find, parse, sort_hits, usual_columns

    if format not in FORMATS:
        raise UserError(f"there is no format {format!r}", f"choose one of {', '.join(FORMATS)}")
    if count and by:
        raise UserError(
            "--count and --by are two answers", "leave one of them out: --by gives the counts per value"
        )
    if (count or by) and (columns or sort):
        raise UserError(
            "counts have no columns or order of their own",
            "leave out --columns and --sort, or --count and --by",
        )
    kinds, expression = kind_and_expression(words or [])
    query = parse(expression)
    opened = open_rows(catalogue_root(catalogue), use_cache=not no_cache)
    ordered = [name.removeprefix("-") for name in split_names(sort)]
    columns_shown = [by] if by else [] if count else split_names(columns) or usual_columns(kinds)
    hits = find(query, kinds, opened, shown=["title", *columns_shown, *ordered])
    if sort:
        hits = sort_hits(hits, split_names(sort), kinds, opened)
    if not quiet:
        note_on_invalid(opened)
    if not hits and len(kinds) > 1 and (near := kind_meant(expression)):
        first = parse(expression.split()[0])
        if not quiet and not find(first, kinds, opened, shown=[]):
            print(f"did you mean the kind `{near}`?", file=sys.stderr)
    output = Output(format, expression, kinds, opened, color=wants_color(sys.stdout, no_color), quiet=quiet)
    if count or by:
        write_counts(output, hits, by, limit)
    else:
        write_hits(output, hits, split_names(columns), limit)
    return 0


def prepare(arguments: list[str]) -> list[str]:
    """The arguments as an option parser takes them: `-status:archived` is no option, and becomes `not status:archived`."""
    return [f"not {word[1:]}" if _NEGATED_TEST.match(word) else word for word in arguments]


def kind_and_expression(words: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The kinds to look in, and the expression: the first word may name a kind, in the singular or plural."""
    from miniexchange.catalogue.kinds import FOLDERS, KINDS

    expression = " ".join(words).strip()
    first, _, rest = expression.partition(" ")
    names = {name: kind for kind, folder in FOLDERS.items() for name in (kind, folder)} | {
        "vocabularies": "vocabulary"
    }
    if first.lower() in names:
        return (names[first.lower()],), rest.strip()
    return KINDS, expression


def kind_meant(expression: str) -> str:
    """The kind, in the plural, that the first word of an expression nearly names; "" when it is near to none."""
    from miniexchange.catalogue.kinds import FOLDERS
    from miniexchange.text.similarity import nearest

    first = expression.partition(" ")[0]
    if not first.isalpha():
        return ""
    plurals = {kind: FOLDERS[kind] for kind in FOLDERS} | {"vocabulary": "vocabularies"}
    names = {name: plural for kind, plural in plurals.items() for name in (kind, plural)}
    near = nearest(first, names, 1)
    return names[near[0]] if near else ""


def split_names(names: str) -> list[str]:
    """The names in a list with commas between them."""
    return [name.strip() for name in names.split(",") if name.strip()]
