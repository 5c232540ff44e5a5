"""The filter language: `find(parse("theme:finance country:IT"), ["practice"], opened)`.

`opened` is what `miniexchange.check.run.open_rows` gives, or anything else with the same few attributes (`Records`).
"""

from miniexchange.query.columns import Columns, Count, counts_by, sort_hits, usual_columns
from miniexchange.query.errors import QueryError
from miniexchange.query.evaluate import find
from miniexchange.query.parser import parse
from miniexchange.query.records import Hit, Records
from miniexchange.query.syntax import Query

__all__ = [
    "Columns",
    "Count",
    "Hit",
    "Query",
    "QueryError",
    "Records",
    "counts_by",
    "find",
    "parse",
    "sort_hits",
    "usual_columns",
]
