"""The filter language: what is understood, what is not, and where the caret stands."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from miniexchange.query import QueryError, parse
from miniexchange.query.parser import DEEPEST, LONGEST
from miniexchange.query.syntax import OPERATORS, QUOTES, And, FieldTest, Node, Not, Or, Text, Value, write


def text(*words: str) -> Text:
    return Text(tuple(Value(word) for word in words))


def phrase(words: str) -> Text:
    return Text((Value(words, quoted=True),))


def field(name: str, operator: str, *values: str) -> FieldTest:
    return FieldTest(name, operator, tuple(Value(value) for value in values))


@pytest.mark.parametrize(
    ("expression", "meaning"),
    [
        ("", And(())),
        ("  \t\n", And(())),
        ("summer", text("summer")),
        ("seed capital", And((text("seed"), text("capital")))),
        ('"seed capital"', phrase("seed capital")),
        ("“seed capital”", phrase("seed capital")),
        ("«seed capital»", phrase("seed capital")),
        (r'"say \"no\" \\"', phrase('say "no" \\')),
        ("theme:finance", field("theme", ":", "finance")),
        ("country:IT,ES", field("country", ":", "IT", "ES")),
        ("country:IT, ES", field("country", ":", "IT", "ES")),
        ("theme : finance", field("theme", ":", "finance")),
        ("completeness < 50", field("completeness", "<", "50")),
        ("evidence.levels.nesta>=3", field("evidence.levels.nesta", ">=", "3")),
        ("status!=archived", field("status", "!=", "archived")),
        ("owner:*", field("owner", ":", "*")),
        ("-owner:*", Not(field("owner", ":", "*"))),
        ("not owner:*", Not(field("owner", ":", "*"))),
        ("--a", Not(Not(text("a")))),
        ("seed,loan", text("seed", "loan")),
        ("a and b", And((text("a"), text("b")))),
        ("a or b c", Or((text("a"), And((text("b"), text("c")))))),
        ("(a or b) c", And((Or((text("a"), text("b"))), text("c")))),
        ("A AND B OR NOT C", Or((And((text("A"), text("B"))), Not(text("C"))))),
        ("-(a b)", Not(And((text("a"), text("b"))))),
        ('"and"', phrase("and")),
        ("start-up", text("start-up")),
        ("android", text("android")),
        ("or:x", field("or", ":", "x")),
        (
            'region:"Mid Sweden",veneto',
            FieldTest("region", ":", (Value("Mid Sweden", True), Value("veneto"))),
        ),
        ("url:http://example.org/a=b", field("url", ":", "http://example.org/a=b")),
    ],
)
def test_meaning(expression: str, meaning: Node) -> None:
    assert parse(expression).root == meaning


@pytest.mark.parametrize(
    ("expression", "position", "words"),
    [
        ("theme:", 0, "lacks its value"),
        ("a theme: )", 2, "lacks its value"),
        ("(a or b", 0, "has no `)`"),
        ("a (b", 2, "has no `)`"),
        ("a)", 1, "without its `(`"),
        ("()", 0, "nothing between"),
        ("a or", 4, "missing"),
        ("and a", 0, "nothing to join"),
        ("a or or b", 5, "nothing to join"),
        ('x "never closed', 2, "never closed"),
        ("a, ", 1, "comma"),
        ("country:IT,,ES", 10, "comma"),
        ("!!!", 0, "no letter or digit"),
        ("a - b", 2, "no letter or digit"),
        ("nesta>=3,4", 9, "one value"),
        ("theme:*,finance", 6, "stands alone"),
        ("nesta>*", 6, "stands alone"),
        ("12:30", 2, "no field before"),
        ("=3", 0, "no field before"),
        ("a> =3", 3, "no field before"),
    ],
)
def test_mistakes_have_a_place(expression: str, position: int, words: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(expression)
    assert caught.value.position == position
    assert words in caught.value.reason
    assert caught.value.hint


def test_the_message_shows_the_expression_with_a_caret_below() -> None:
    with pytest.raises(QueryError) as caught:
        parse("summer (theme:finance")
    assert caught.value.message.splitlines()[1:] == ["    summer (theme:finance", "           ^"]


def test_the_caret_stands_right_behind_wide_and_invisible_characters() -> None:
    with pytest.raises(QueryError) as caught:
        parse("東京\x1b e\u0301 )")
    assert caught.value.message.splitlines()[1:] == ["    東京· e\u0301 )", "            ^"]


@pytest.mark.parametrize(
    "nested", ["(" * 5000, "-" * 3000 + "a", "not " * 900 + "a", "(" * 41 + "a" + ")" * 41, "a " * 3000]
)
def test_too_much_is_a_mistake_like_any_other(nested: str) -> None:
    with pytest.raises(QueryError):
        parse(nested)


def test_as_much_as_is_allowed() -> None:
    assert parse("(" * DEEPEST + "a" + ")" * DEEPEST).root == text("a")
    assert parse(("a " * LONGEST)[:LONGEST]).root == And((text("a"),) * (LONGEST // 2))


_PIECES = st.sampled_from(
    [
        "theme",
        ":",
        "a",
        "é",
        "*",
        ",",
        " ",
        "(",
        ")",
        '"',
        "“",
        "-",
        "not",
        "and",
        "or",
        ">=",
        "<",
        "=",
        "!",
        "\\",
        ".",
        "9",
        "\n",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=25).map("".join)))
@example("a> =3")
@example("a :=b")
def test_any_text_is_a_query_or_a_mistake_and_is_written_back_alike(expression: str) -> None:
    try:
        query = parse(expression)
    except QueryError as error:
        assert 0 <= error.position <= len(expression)
        assert error.message
        return
    assert parse(str(query)) == query


_WORD = st.text("abcé-9", min_size=1, max_size=6).filter(lambda word: word[0] != "-" and word != "not")
_PHRASE = st.text(max_size=12).filter(lambda words: any(c.isascii() and c.isalnum() for c in words))
_VALUES = st.lists(
    st.one_of(_WORD.map(Value), _PHRASE.map(lambda words: Value(words, True))), min_size=1, max_size=3
)
_TEST = st.builds(
    lambda name, operator, values: FieldTest(
        name, operator, tuple(values if operator in ":!=" else values[:1])
    ),
    st.sampled_from(["theme", "region.country", "evidence.levels.nesta", "x-a", "not_a"]),
    st.sampled_from(OPERATORS),
    _VALUES,
)
_LEAF = st.one_of(_TEST, _VALUES.map(lambda values: Text(tuple(values))))
NODES = st.recursive(
    _LEAF,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=8,
)


@given(NODES)
def test_what_is_written_is_read_again(node: Node) -> None:
    assert parse(write(node)).root == node


def test_every_quotation_mark_can_be_quoted() -> None:
    assert parse(write(phrase(f"a{QUOTES}\\b"))).root == phrase(f"a{QUOTES}\\b")
