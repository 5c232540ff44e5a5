"""From a parsed query to the records that it finds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from miniexchange.catalogue.kinds import KINDS
from miniexchange.catalogue.rows import Row
from miniexchange.query.comparing import Matcher
from miniexchange.query.errors import QueryError, Unfit
from miniexchange.query.fields import find_way, known_names
from miniexchange.query.links import Links
from miniexchange.query.matching import Surroundings, matcher
from miniexchange.query.reading import fields_read, reader
from miniexchange.query.records import Hit, Records
from miniexchange.query.syntax import And, FieldTest, Node, Not, Or, Query, Text, leaves

if TYPE_CHECKING:
    from miniexchange.query.fulltext import FullText

Predicate = Callable[[Row], bool]
_ROW, _TEXT, _WHOLE = 0, 1, 2
"""What a part of a query costs to judge: a look at the row, the full-text index, reading the whole record."""


def find(
    query: Query, kinds: Sequence[str], records: Records, *, shown: Collection[str] | None = None
) -> list[Hit]:
    """The records of the kinds that a query finds: those whose text fits best first, otherwise by kind and id.

    `shown` names the only fields of the hits that will be looked at (dotted names; none for mere counting); None: any.
    A field, word or term counts as a mistake only when none of the kinds has it. Raises QueryError.
    """
    search = _Search(query, kinds, records)
    hits = [hit for kind in KINDS if kind in kinds for hit in search.hits(kind, shown)]
    hits.sort(key=lambda hit: -hit.score)
    return hits


class _Search:
    """One query against one catalogue: every test is understood once, for all kinds, before any record is judged."""

    def __init__(self, query: Query, kinds: Sequence[str], records: Records) -> None:
        self._query = query
        self._records = records
        self._links = Links(records)
        self._around = Surroundings(records.rows, records.settings.catalogue.language)
        self._found: dict[tuple[Text, str], dict[str, float]] = {}
        self._tests: dict[tuple[FieldTest, str], tuple[Predicate, int]] = {}
        for leaf in dict.fromkeys(leaves(query.root)):
            if isinstance(leaf, FieldTest):
                self._understand(leaf, kinds)

    def hits(self, kind: str, shown: Collection[str] | None) -> list[Hit]:
        """The records of one kind, by id, with the score of their text."""
        rows: Sequence[Row] = self._records.rows.narrow(kind, self._fields(kind, shown or ()))
        root = self._query.root
        for predicate, _ in self._in_order(root.parts if isinstance(root, And) else (root,), kind):
            rows = [row for row in rows if predicate(row)]
        if shown is None:
            rows = self._records.rows.whole(rows)
        tables = [self._scores(text, kind) for text in _wanted(root)] if rows else []
        if not tables:
            return [Hit(row) for row in rows]
        return [Hit(row, sum(table.get(row.id, 0.0) for table in tables)) for row in rows]

    def _fields(self, kind: str, shown: Collection[str]) -> frozenset[str]:
        """The top-level fields that the tests and the columns shown look at."""
        names = [leaf.name for leaf in leaves(self._query.root) if isinstance(leaf, FieldTest)]
        ways = (find_way(kind, name) for name in [*names, *shown])
        return frozenset().union(*(fields_read(way) for way in ways if way))

    # Understanding tests

    def _understand(self, test: FieldTest, kinds: Sequence[str]) -> None:
        mistake: QueryError | None = None
        understood = False
        for kind in kinds:
            try:
                self._tests[test, kind] = self._test(test, kind)
                understood = True
            except QueryError as error:
                # A kind that has the field knows better what is wrong than one that lacks it.
                if mistake is None or (find_way(kind, test.name) and mistake.position == test.position):
                    mistake = error
                self._tests[test, kind] = (_never if test.operator != "!=" else _always, _ROW)
        if mistake and not understood:
            raise mistake

    def _test(self, test: FieldTest, kind: str) -> tuple[Predicate, int]:
        way = find_way(kind, test.name)
        if way is None:
            raise self._unknown_field(test, kind)
        operator = "=" if test.operator == "!=" else test.operator
        try:
            matches = matcher(way, operator, test.values, self._around)
        except Unfit as unfit:
            raise self._misfit(test, unfit) from None
        read = reader(way, self._links)
        cost = _WHOLE if way.reads_whole_records or way.steps[-1].name == "completeness" else _ROW
        return _joined(read, matches, negated=test.operator == "!="), cost

    def _misfit(self, test: FieldTest, unfit: Unfit) -> QueryError:
        if unfit.value is None:
            return QueryError(unfit.reason, self._query.text, test.position, unfit.hint, len(test.name))
        return QueryError(
            unfit.reason, self._query.text, unfit.value.position, unfit.hint, unfit.value.length
        )

    def _unknown_field(self, test: FieldTest, kind: str) -> QueryError:
        from miniexchange.text.similarity import nearest

        near = nearest(test.name.replace("-", "_"), known_names(kind))
        hint = (
            f"did you mean {', '.join(f'`{name}`' for name in near)}?"
            if near
            else "to look for the text itself, put it in quotation marks"
        )
        return QueryError(
            f"a {kind} has no field `{test.name}`", self._query.text, test.position, hint, len(test.name)
        )

    # Putting parts together

    def _compiled(self, node: Node, kind: str) -> tuple[Predicate, int]:
        if isinstance(node, FieldTest):
            return self._tests[node, kind]
        if isinstance(node, Text):
            return self._of_text(node, kind), _TEXT
        if isinstance(node, Not):
            inner, cost = self._compiled(node.part, kind)
            return (lambda row: not inner(row)), cost
        parts = self._in_order(node.parts, kind)
        predicates = [predicate for predicate, _ in parts]
        cost = max((cost for _, cost in parts), default=_ROW)
        if isinstance(node, And):
            return (lambda row: all(predicate(row) for predicate in predicates)), cost
        return (lambda row: any(predicate(row) for predicate in predicates)), cost

    def _in_order(self, parts: Iterable[Node], kind: str) -> list[tuple[Predicate, int]]:
        """The parts, the cheap ones first: the dear ones then judge fewer records."""
        return sorted((self._compiled(part, kind) for part in parts), key=lambda part: part[1])

    def _of_text(self, text: Text, kind: str) -> Predicate:
        # The index is only asked when a record is left to judge.
        return lambda row: row.id in self._scores(text, kind)

    def _scores(self, text: Text, kind: str) -> dict[str, float]:
        if (text, kind) not in self._found:
            self._found[text, kind] = self._text.scores(text.values, kind)
        return self._found[text, kind]

    @cached_property
    def _text(self) -> FullText:
        from miniexchange.query.fulltext import FullText

        return FullText(self._records)


def _joined(read: Callable[[Row], list[object]], matches: Matcher, *, negated: bool) -> Predicate:
    if negated:
        return lambda row: not matches(read(row))
    return lambda row: matches(read(row))


def _never(row: Row) -> bool:
    return False


def _always(row: Row) -> bool:
    return True


def _wanted(node: Node) -> list[Text]:
    """The texts that a query looks for, without those that it excludes."""
    if isinstance(node, Text):
        return [node]
    if isinstance(node, And | Or):
        return [text for part in node.parts for text in _wanted(part)]
    return []
