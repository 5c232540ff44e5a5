"""What the filter language finds: every kind of field, links, laws, and mistakes that name the nearest."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_catalogue import DOCUMENTS, Memory, memory

from miniexchange.catalogue.kinds import KINDS
from miniexchange.query import QueryError, find, parse
from miniexchange.query.fields import find_way, known_names
from miniexchange.query.syntax import And, FieldTest, Node, Not, Or, Query, Text, Value

CATALOGUE = memory(DOCUMENTS)
EVERY = {"summer", "zomer", "engineering", "mikrofond", "bare"}


def ids(expression: str, kinds: Sequence[str] = ("practice",), catalogue: Memory = CATALOGUE) -> set[str]:
    return {hit.row.id for hit in find(parse(expression), kinds, catalogue)}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("", EVERY),
        # terms: the narrower ones too; by id, label in any language, alias; in the singular
        ("themes:finance", {"engineering", "mikrofond"}),
        ("theme:finance", {"engineering", "mikrofond"}),
        ("theme:Finance", {"engineering", "mikrofond"}),
        ("theme:Financiering", {"engineering", "mikrofond"}),
        ('theme:"money for firms"', {"engineering", "mikrofond"}),
        ("theme:seed-capital", {"engineering"}),
        ('theme:"Seed capital",clusters', {"engineering"}),
        ("theme:νεανικη-επιχειρηματικοτητα", {"summer", "zomer"}),
        ("theme!=finance", {"summer", "zomer", "bare"}),
        # words of a list, ids, truth
        ("status:published", {"summer", "zomer", "engineering"}),
        ("status:DRAFT,archived", {"mikrofond", "bare"}),
        ("status!=published", {"mikrofond", "bare"}),
        ("id:zomer", {"zomer"}),
        ("region:flevoland", {"zomer"}),
        ('region:"Mid Sweden"', {"summer"}),
        ("region:sweden", {"summer"}),
        ("lesson_only:true", {"mikrofond"}),
        ("lesson-only:no", {"zomer"}),
        ("kind:practices", EVERY),
        ("kind:region", set()),
        # texts: the words in their order, in whatever form, accents and capitals aside
        ("title:entrepreneurs", {"summer"}),
        ('title:"SUMMER entrepreneur"', {"summer"}),
        ('title:"entrepreneur summer"', set()),
        ("title:entrepren", set()),
        ("keywords:guarantee", {"engineering"}),
        ("evidence:founded", {"summer"}),
        ("original_title.sv:sommarlovsentreprenor", {"summer"}),
        ("original_title:sommarlovsentreprenor", {"summer"}),
        ("translations.title:zomerondernemer", {"summer"}),
        ("translations.nl.title:zomerondernemer", {"summer"}),
        ("translations.de.title:zomerondernemer", set()),
        ("description:courses", {"summer"}),
        ("problem:*", {"summer"}),
        ("sources.url:example.org", {"summer"}),
        # presence
        ("owner:*", {"mikrofond"}),
        ("-owner:*", EVERY - {"mikrofond"}),
        ("evidence:*", {"summer"}),
        ("lesson_only:*", {"mikrofond", "zomer"}),
        ("x-note:*", set()),
        # numbers
        ("evidence.nesta>=3", {"summer"}),
        ("evidence.levels.nesta:2", {"summer"}),
        ("evidence.nesta>3", set()),
        ("evidence.value<20", {"summer"}),
        ("evidence.value:16,99", {"summer"}),
        ("completeness<50", {"bare", "zomer", "engineering", "mikrofond"}),
        # money: a range counts as a whole; another currency only where none is asked for
        ("resources.costs>=100000", {"engineering"}),
        ("resources.costs>=100000EUR", {"engineering"}),
        ("resources.costs>=100000SEK", set()),
        ("resources.costs<=2000", {"summer"}),
        ("resources.costs:120000eur", {"engineering"}),
        ("resources.costs>150000", set()),
        ("resources.costs.currency:sek", {"summer"}),
        # dates: as much as they leave open
        ("period.start:2010", {"zomer", "engineering"}),
        ("period.start:2010-06", {"zomer", "engineering"}),
        ("period.start:2010-07", {"engineering"}),
        ("period.start>=2010", {"zomer", "engineering"}),
        ("period.start>2010", set()),
        ("period.start<2010", {"summer"}),
        ("period.start<2010-06", {"summer", "engineering"}),
        ("period.end>=2030", {"summer"}),
        ("period.end:ongoing", {"summer"}),
        ("evidence.date<=2010", {"summer"}),
        # countries, languages and codes
        ("country:IT", {"engineering", "bare"}),
        ("country:se", {"summer", "mikrofond"}),
        ("country:NL,NO", {"zomer", "mikrofond"}),
        ("region.nuts:SE", {"summer"}),
        ("region.languages:en", {"zomer"}),
        # links, forwards and backwards
        ("region.country:SE", {"summer"}),
        ("region.needs.priority:high", {"engineering", "bare"}),
        ("exchanges:*", {"summer", "engineering"}),
        ("exchanges.status:proposed", {"summer"}),
        ("exchanges.importer:veneto", {"summer"}),
        ("exchanges.importer.country:NL", {"summer"}),
        ("exchange:summer-veneto", {"summer"}),
        ("copies:zomer", {"summer"}),
        ("derived_from.region:mid-sweden", {"zomer"}),
        ("events.country:IT", {"summer"}),
        ("project.acronym:mini", {"zomer", "engineering"}),
        # joined
        ("theme:finance status:published", {"engineering"}),
        ("theme:youth or theme:clusters", {"summer", "zomer", "engineering"}),
        ("not (theme:youth or owner:*) status:published", {"engineering"}),
    ],
)
def test_practices(expression: str, expected: set[str]) -> None:
    assert ids(expression) == expected


@pytest.mark.parametrize(
    ("kind", "expression", "expected"),
    [
        ("region", "needs.priority:high", {"veneto"}),
        ("region", "need.theme:finance", {"veneto"}),
        ("region", "exchanges.status:recorded", {"flevoland", "mid-sweden", "veneto"}),
        ("region", "exports:*", {"mid-sweden", "veneto"}),
        ("region", "imports.practice.theme:youth", {"flevoland", "veneto"}),
        ("region", "practices.theme:finance", {"veneto"}),
        ("region", "projects:mini country:NL", {"flevoland"}),
        ("region", "title:sweden", {"mid-sweden"}),
        ("region", "nuts:IT", {"veneto"}),
        ("region", "language:en", {"flevoland"}),
        ("region", "events:venice", {"veneto"}),
        ("exchange", "practice.themes:youth", {"summer-flevoland", "summer-veneto"}),
        ("exchange", "importer.country:IT", {"summer-veneto"}),
        ("exchange", "country:NL", {"summer-flevoland"}),
        ("exchange", "exporter:veneto", {"engineering-north"}),
        ("exchange", "exporter.country:SE", {"summer-flevoland", "summer-veneto"}),
        ("exchange", "outcome.level:running", {"summer-flevoland"}),
        ("exchange", "visits.event.kind:workshop", {"engineering-north"}),
        ("exchange", "title:flevoland", {"summer-flevoland"}),
        ("project", "country:DE,NL", {"mini"}),
        ("project", "targets.transfers>=16", {"mini"}),
        ("project", "budget>1999999EUR practices.region:veneto", {"mini"}),
        ("event", "kind:workshop", {"venice"}),
        ("event", "kind:event", {"venice"}),
        ("event", "exchanges.practice.region:veneto", {"venice"}),
        ("vocabulary", "terms.finance.label.nl:financiering", {"themes"}),
    ],
)
def test_other_kinds(kind: str, expression: str, expected: set[str]) -> None:
    assert ids(expression, [kind]) == expected


def test_several_kinds_answer_where_they_have_the_field() -> None:
    assert ids("country:IT", KINDS) == {"engineering", "bare", "veneto", "venice", "summer-veneto", "mini"}
    assert ids("status:proposed", KINDS) == {"summer-veneto"}
    assert ids("kind:region country:IT", KINDS) == {"veneto"}


@pytest.mark.parametrize(
    ("expression", "reason", "hint", "marked"),
    [
        ("them:finance", "no field `them`", "`themes`", "them"),
        ("a evidense.nesta>3", "no field `evidense.nesta`", "`evidence.nesta`", "evidense.nesta"),
        ("region.contry:SE", "no field `region.contry`", "", "region.contry"),
        ("translations.titel:x", "no field", "`translations.title`", "translations.titel"),
        ("title.x:y", "no field", "", "title.x"),
        ("theme:finanse", "no term of `themes`", "`finance`", "finanse"),
        ("theme:finance,sead-capital", "no term", "`seed-capital`", "sead-capital"),
        ("status:publishd", "is never", "`published`", "publishd"),
        ("status:zz", "is never", "draft, review", "zz"),
        ("region:flevolant", "no region", "`flevoland`", "flevolant"),
        ("id:sumer", "no practice", "`summer`", "sumer"),
        ("country:Italy", "no country code", "IT", "Italy"),
        ("country:EL", "no country code", "GR", "EL"),
        ("lesson_only:perhaps", "true or false", "lesson_only:true", "perhaps"),
        ("evidence.nesta>=high", "no number", "", "high"),
        ("evidence.nesta:1e3", "no number", "", "1e3"),
        ("resources.costs>=much", "no amount", "EUR", "much"),
        ("period.start>=soon", "not a date", "2010-06", "soon"),
        ("period.start:2010-13", "no month 13", "", "2010-13"),
        ("title>3", "compares numbers", "title:3", "title"),
        ("period>=2010", "compares numbers", "period.start", "period"),
        ("region.languages:english", "no language tag", "nl", "english"),
        ("kind:praktice", "no kind", "`practice`", "praktice"),
        ('title:"…"', "no letter", "title:*", '"…"'),
    ],
)
def test_mistakes_name_the_place_and_the_nearest(
    expression: str, reason: str, hint: str, marked: str
) -> None:
    with pytest.raises(QueryError) as caught:
        find(parse(expression), ["practice"], CATALOGUE)
    error = caught.value
    assert reason in error.reason
    assert hint in error.hint
    assert expression[error.position : error.position + error.length] == marked


def test_of_several_kinds_the_one_that_has_the_field_says_what_is_wrong() -> None:
    with pytest.raises(QueryError, match="no term of `themes`"):
        find(parse("theme:finanse"), KINDS, CATALOGUE)


def test_long_texts_are_only_read_of_records_that_the_other_parts_leave() -> None:
    catalogue = memory(DOCUMENTS)
    assert ids("description:course theme:youth status:published", catalogue=catalogue) == {"summer"}
    assert set(catalogue.read) == {"summer", "zomer"}


def test_without_text_the_order_is_by_kind_and_id() -> None:
    hits = find(parse("country:IT"), KINDS, CATALOGUE)
    order = [(KINDS.index(hit.row.kind), hit.row.id) for hit in hits]
    assert order == sorted(order)


@pytest.mark.parametrize("kind", KINDS)
def test_every_name_that_is_suggested_is_understood(kind: str) -> None:
    assert [name for name in known_names(kind) if find_way(kind, name) is None] == []


# Laws

_LEAVES: list[Node] = [
    FieldTest(name, operator, (Value(value),))
    for name, operator, value in [
        ("theme", ":", "finance"),
        ("theme", "!=", "youth"),
        ("country", ":", "IT"),
        ("owner", ":", "*"),
        ("period.start", ">=", "2010"),
        ("exchanges.status", ":", "proposed"),
        ("completeness", "<", "30"),
        ("description", ":", "summer"),
    ]
] + [Text((Value("summer"),)), Text((Value("seed capital", True), Value("copy")))]
_NODES = st.recursive(
    st.sampled_from(_LEAVES),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=6,
)


def found(node: Node) -> set[str]:
    return {hit.row.id for hit in find(Query(node), ["practice"], CATALOGUE)}


@settings(deadline=None)
@given(_NODES, _NODES)
def test_laws_of_logic(a: Node, b: Node) -> None:
    assert found(Not(Not(a))) == found(a)
    assert found(Not(a)) == EVERY - found(a)
    assert found(And((a, b))) == found(a) & found(b)
    assert found(Or((a, b))) == found(a) | found(b)
    assert found(Not(And((a, b)))) == found(Or((Not(a), Not(b))))
    assert found(Not(Or((a, b)))) == found(And((Not(a), Not(b))))


_CHOICES = {
    "theme": ["finance", "seed-capital", "clusters", "youth", "*"],
    "country": ["IT", "SE", "NL", "NO"],
    "status": ["draft", "published", "archived"],
    "period.start": ["1999", "2010", "2010-06", "2011"],
    "evidence.value": ["16", "47", "5"],
    "title": ["summer", "fund", "copy"],
}


@settings(deadline=None)
@given(st.data())
def test_a_comma_means_or(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(_CHOICES)))
    values = data.draw(
        st.lists(st.sampled_from([v for v in _CHOICES[name] if v != "*"]), min_size=2, max_size=3)
    )
    joined = f"{name}:{','.join(values)}"
    assert ids(joined) == ids(" or ".join(f"{name}:{value}" for value in values))
    assert ids(f"{name}!={','.join(values)}") == EVERY - ids(joined)


_DATES = st.sampled_from(
    ["1998", "1999", "1999-07", "2010", "2010-05", "2010-06", "2010-06-15", "2010-07", "2011"]
)


@given(_DATES)
def test_at_least_means_later_or_equal(day: str) -> None:
    assert ids(f"period.start>={day}") == ids(f"period.start>{day}") | ids(f"period.start={day}")
    assert ids(f"period.start<={day}") == ids(f"period.start<{day}") | ids(f"period.start={day}")
    assert ids(f"period.start>={day}") | ids(f"period.start<={day}") == ids("period.start:*")
