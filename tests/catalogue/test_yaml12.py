"""YAML 1.2's core schema, exactly, and the place of every value. Both readers read the same."""

from __future__ import annotations

from typing import Any

import pytest

from miniexchange.catalogue.accept import accept_yaml
from miniexchange.catalogue.document import read_document, read_reference
from miniexchange.catalogue.faults import YamlFault
from miniexchange.catalogue.yaml12 import compose

MEANINGS: dict[str, Any] = {
    # words that YAML 1.1 took for true and false
    "NO": "NO", "no": "no", "No": "No", "n": "n", "N": "N", "yes": "yes", "Yes": "Yes", "y": "y", "on": "on", "On": "On",
    "off": "off", "OFF": "OFF",
    "true": True, "True": True, "TRUE": True, "tRue": "tRue", "false": False, "False": False, "FALSE": False, "falsE": "falsE",
    "~": None, "null": None, "Null": None, "NULL": None, "nULL": "nULL", "": None, "~x": "~x",
    # whole numbers
    "0": 0, "-0": 0, "+0": 0, "12": 12, "-12": -12, "+12": 12, "012": 12, "-012": -12, "08": 8, "00": 0, "0o14": 12, "0o18": "0o18",
    "0O14": "0O14", "-0o14": "-0o14", "0x1F": 31, "0x1f": 31, "0X1F": "0X1F", "0xG": "0xG", "0x": "0x", "-0x1F": "-0x1F", "0b11": "0b11",
    "1_000": "1_000", "1,000": "1,000", "1 000": "1 000", "--1": "--1", "+-1": "+-1", "1-": "1-", "١٢": "١٢",
    "9223372036854775807": 2**63 - 1, "-9223372036854775808": -(2**63), "18446744073709551615": 2**64 - 1,
    # beyond 64 bits: no number that JSON readers or our formats could hold
    "18446744073709551616": "18446744073709551616", "-9223372036854775809": "-9223372036854775809", "9" * 45: "9" * 45,
    "0xFFFFFFFFFFFFFFFFF": "0xFFFFFFFFFFFFFFFFF",
    # broken numbers
    "1.5": 1.5, "-1.5": -1.5, "+1.5": 1.5, "1.": 1.0, ".5": 0.5, "-.5": -0.5, "1.0": 1.0, "01.5": 1.5, "1e3": 1000.0, "1E3": 1000.0,
    "1e+3": 1000.0, "1e-3": 0.001, "1.e3": 1000.0, ".5e3": 500.0, ".": ".", "-": YamlFault, "..5": "..5", "1.5.2": "1.5.2", "1.5e": "1.5e",
    "e3": "e3", "1_0.5": "1_0.5", "1e400": "1e400", "-1e400": "-1e400", "1e-400": 0.0, "0.1": 0.1, "1,5": "1,5", "1d3": "1d3",
    "inf": "inf", "nan": "nan", "NaN": "NaN", ".nAn": ".nAn", ".iNF": ".iNF", "+.nan": "+.nan", "Infinity": "Infinity",
    # times and dates are texts
    "12:30": "12:30", "12:30:45": "12:30:45", "190:20:30.15": "190:20:30.15", "2010-06-01": "2010-06-01", "2010-06": "2010-06", "2010": 2010,
    "2001-12-14t21:59:43.10-05:00": "2001-12-14t21:59:43.10-05:00", "2010-6-1": "2010-6-1",
    # other texts
    "=": "=", "<": "<", "a: b": YamlFault, "a:b": "a:b", "a #b": "a", "a#b": "a#b", "it's": "it's", 'say "a"': 'say "a"',
    "https://a.b/c?d=e&f=g#h": "https://a.b/c?d=e&f=g#h", "R & D": "R & D", "100 %": "100 %", "a * b": "a * b", "- a": YamlFault, "? a": YamlFault,
    # quoted: always texts
    "'012'": "012", '"true"': "true", "'~'": "~", "''": "", '""': "", "'it''s'": "it's", r'"a\"b\\c\/d\ne\tf"': 'a"b\\c/d\ne\tf', r'"\x41\u00e9\U0001F600"': "Aé😀",
    r"'\n'": r"\n", r'"\q"': YamlFault, r'"\0"': YamlFault, r'"\x1b"': YamlFault, r'"\N"': YamlFault, r'"\u2028"': YamlFault, r'"\ud800"': YamlFault, r'"\_"': "\u00a0",
    # tags, anchors, aliases, merge keys
    "!!str 12": "12", "! 12": "12", "! ": "", "!!str": "", "!!int 12": YamlFault, "!!float 1": YamlFault, "!!null ~": YamlFault, "!!bool no": YamlFault,
    "!!binary aGk=": YamlFault, "!!timestamp 2010-06-01": YamlFault, "!!set {a}": YamlFault, "!!python/name:os.system": YamlFault, "!own a": YamlFault,
    "!<tag:yaml.org,2002:str> 12": "12", "&x 12": 12, "&x": None, "*x": YamlFault, "*": YamlFault, "&": YamlFault, "{<<: {a: b}}": YamlFault, "{'<<': a}": {"<<": "a"},
    # collections
    "[]": [], "{}": {}, "[a, 1, 2.5, ~, no]": ["a", 1, 2.5, None, "no"], "[a,b]": ["a", "b"], "[1,012,0x1F]": [1, 12, 31], "[a, ]": ["a"], "[,]": YamlFault,
    "{a: 1, b: no}": {"a": 1, "b": "no"}, "{a}": {"a": None}, '{"a":012}': {"a": 12}, "{a: 1, a: 2}": YamlFault, "{1: a}": {"1": "a"}, "{1: a, '1': b}": YamlFault,
    "{true: a}": {"true": "a"}, "{~: a}": {"~": "a"}, "{? : a}": {"": "a"}, "{NO: a, no: b}": {"NO": "a", "no": "b"}, "{1.0: a, 1: b}": {"1.0": "a", "1": "b"},
    "{[a]: b}": YamlFault, "{{a: b}: c}": YamlFault, "[a: b]": [{"a": "b"}], "[a": YamlFault, "{a": YamlFault, "[a]]": YamlFault,
    # numbers that records have no use for
    ".inf": YamlFault, "-.INF": YamlFault, "+.Inf": YamlFault, ".nan": YamlFault, ".NaN": YamlFault,
    # block texts
    "|\n  a\n  b": "a\nb\n", "|-\n  a": "a", "|+\n  a\n\n": "a\n\n\n", ">\n  a\n  b\n\n  c": "a b\nc\n", ">-\n  a\n   b\n  c": "a\n b\nc", "|2\n   a": " a\n",
    "|\n  012": "012\n", "|": "", ">-": "", "|\n\n  a": "\na\n", "| # a\n  b": "b\n", "|9\n a": YamlFault, "|0\n a": YamlFault,
    # odd characters
    "a\tb": "a\tb", "\ta": "a", "a\t# b": "a", "é": "é", "日本": "日本", "😀": "😀", "\u00a0": "\u00a0", "\u200b": "\u200b", "@a": YamlFault, "`a": YamlFault, "%a": YamlFault, "a%": "a%",
    "a\x00b": YamlFault, "a\x85b": YamlFault, "a\u2028b": YamlFault, "\ufeffa": YamlFault, "a\x7f": YamlFault, "a\ufffe": YamlFault,
}  # fmt: skip


def same(one: Any, other: Any) -> bool:
    """Equal in value and type throughout, key order included: `1` is not `1.0`, `-0.0` is not `0.0`."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return repr(one) == repr(other)


@pytest.mark.parametrize("text", MEANINGS)
@pytest.mark.parametrize("read", [read_reference, read_document])
def test_the_meaning_of_a_value(text: str, read: Any) -> None:
    data = f"a: {text}\nb: c\n".encode()
    if MEANINGS[text] is YamlFault:
        with pytest.raises(YamlFault):
            read(data)
    else:
        assert same(read(data), {"a": MEANINGS[text], "b": "c"})


@pytest.mark.parametrize("text", MEANINGS)
def test_the_accelerator_reads_it_alike_or_not_at_all(text: str) -> None:
    found = accept_yaml(f"x-a: {text}\nb: c\n".encode())
    assert found is None or same(found, {"x-a": MEANINGS[text], "b": "c"})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "MX110"),
        ("# a\n", "MX110"),
        ("---\n", "MX110"),
        ("~", "MX110"),
        ("- a\n", "MX111"),
        ("a\n", "MX111"),
        ("a: b\n---\nc: d\n", "MX109"),
        ("a: b\n---\n", "MX109"),
        ("a: b\n...\n---\nc: d\n", "MX109"),
        ("%YAML 1.3\n%YAML 1.2\n---\na: b\n", "MX102"),
        ("a: b\na: c\n", "MX105"),
        ("a: b\n'a': c\n", "MX105"),
        ("? [a]\n: b\n", "MX114"),
        ("a: &x [*x]\n", "MX107"),
    ],
)
def test_faults_of_whole_files(text: str, code: str) -> None:
    assert accept_yaml(text.encode()) is None
    with pytest.raises(YamlFault) as caught:
        read_reference(text.encode())
    assert caught.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        "%YAML 1.2\n---\na: b\n",
        "--- \na: b\n...\n",
        "--- {a: b}\n",
        "\n\na: b",
        "# a\na: b # c\n# d",
        "? a\n: b\n",
        '"a": b',
        "{a: b}",
    ],
)
def test_one_record_in_several_guises(text: str) -> None:
    assert read_reference(text.encode()) == read_document(text.encode()) == {"a": "b"}


def test_places() -> None:
    text = "# a\ntitle: Été 😀 # b\nlist:\n  - a\n  - b: 'c'\n    d: |\n      e\nalias: &x {f: g}\nagain: *x\n'quoted key': >-\n  h\n"
    root = compose(text)
    lines = text.splitlines()

    def at(pointer: str) -> tuple[int, int, str]:
        node = root.at(pointer)
        end = node.end_column if node.end_line == node.line else None
        return node.line + 1, node.column + 1, lines[node.line][node.column : end]

    assert at("/title") == (2, 8, "Été 😀")
    assert at("/list/0") == (4, 5, "a")
    assert at("/list/1") == (5, 5, "b: 'c'")
    assert at("/list/1/b") == (5, 8, "'c'")
    assert at("/list/1/d") == (6, 8, "|")
    assert at("/alias/f") == (8, 15, "g")
    assert at("/again") == (9, 8, "*x")
    assert at("/again/f") == (8, 15, "g")
    assert at("/quoted key") == (10, 15, ">-")
    assert (root.at("/quoted key").key_line, root.at("/quoted key").key_column) == (9, 0)
    assert root.at("/title/deeper") is root.at("/title")
    assert root.at("/nowhere") is root
    assert compose("a/b:\n  c~d: e").at("/a~1b/c~0d").value == "e"
