"""Texts on the edge of YAML, for comparing readers: built from hard fragments, or from real records with random damage."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from miniexchange.catalogue.kinds import KIND_OF_FOLDER

_FILES = sorted((Path(__file__).parents[2] / "data").glob("*/*.yaml"))
RECORDS = [(KIND_OF_FOLDER[file.parent.name], file.read_bytes()) for file in _FILES]
"""Kind and content of every real record."""

_NUMBERS = """
0 1 -1 +1 -0 +0 00 01 007 012 08 0o14 0O14 0o18 -0o14 0b11 0B1 0x1F 0xg -0x1 +0x1 0x 1_000 1_0.5 1__0 _1 1_ 1,5 1,000 1.000,5
1. .5 +.5 -.5 . -. +. .. 0.5 0.50 1.5. 1.5.2 1e3 1E3 1e+3 1e-3 1.e3 .5e3 1.5e 1e 1e+ e3 1e400 -1e400 1e-400 0e0 2010.0 2e3 -0.0 0.0 1d5
.inf .Inf .INF -.inf +.inf .iNf inf .nan .NaN .NAN -.nan nan NaN Infinity infinity
9007199254740993 9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809 18446744073709551615
18446744073709551616 99999999999999999999 340282366920938463463374607431768211456 1000000000000000000000000000000000000000000000
0.1000000000000000055511151231257827 123456789.123456789123456789 4.9e-324 1.7976931348623159e308
12:30 12:30:45 190:20:30 1:0 0:0.5 2010-06-01 2010-6-1 2010-06 2001-12-14t21:59:43.10-05:00 2010- +2010 --1 +-1 - -- + 1- 0- ~1
"""
_WORDS = r"""
~ null Null NULL nULL true True TRUE tRUE false False FALSE yes Yes YES no No NO on On ON off Off OFF y Y n N = << ? : :: a:b a::b :a
a#b #a a a_b é ß Ω 日本 😀 @a `a %a %YAML !a !!str !!int !!python/name:os.system ! !<a> & &a *a * | |- |+ >- > |2 >2- |0 [ ] { } , ' "
--- ... ---a a--- ...a 'a' "a" '' "" 'a''b' "a\"b" "\n" "\x41" "\0" "\e" "\u202e" "\U0001F600" "\ud800" "\N" "\_" "\L" "\/" "\q" "a\
"""
NUMBERS = _NUMBERS.split()
WORDS = [*_WORDS.split(), "\u00a0", "\u200b", "\u202e"]
CALM = [
    "a", "b c", "NL", "a, b", "Übung", "it's", 'say "a"', "a (b)", "http://a.b/c?d=e#f", "a - b", "a: b", "- a", "1 a", "a 0", "'a'", '"a"',
]  # fmt: skip
GAPS = [
    *["", " ", "\n"] * 5, "  ", "\n ", "\n  ", "\n    ", "\t", " \t", "\n\t", "\r", "\r\n", "\n\n", " #", " # a\n", "\x85", "\u2028", "\u2029",
]  # fmt: skip
MARKS = [
    ": ", ":", "- ", "-", "? ", "?", ", ", ",", "[", "]", "{", "}", "- - ", "- ? ", "? - ", "- a: ", "a: ", "b: ", "a: b: ", '"a": ', "'a': ", "x-a: ",
]  # fmt: skip
STARTS = [
    *[""] * 30, "\ufeff", "---\n", "--- ", "%YAML 1.2\n---\n", "%YAML 1.1\n---\n", "%TAG ! tag:x,2000:\n---\n", "# a\n", "\n", " ",
    "---\n---\n", "...\n",
]  # fmt: skip
ENDS = [
    *["", "\n"] * 15, "\n...\n", "\n---\n", "\n...\n---\n", "\n--- b\n", " ", "\n\n\n", "\n# a", "\0", "\x1b", "\x7f", "\x9b", "\ufffe",
]  # fmt: skip

scalars = st.one_of(
    st.sampled_from(CALM),
    st.sampled_from(CALM),
    st.sampled_from(NUMBERS),
    st.sampled_from(NUMBERS),
    st.sampled_from(WORDS),
    st.text("0123456789abcdefox_.+-eE:~ '\"", min_size=1, max_size=8),
    st.text(max_size=4),
)


@st.composite
def _blocks(draw: st.DrawFn, depth: int = 0) -> str:
    """A value in block or flow style, mostly well formed, at some indentation."""
    indent = "\n" + "  " * depth
    shape = draw(
        st.sampled_from(
            ["scalar", "scalar", "scalar", "mapping", "list", "flow-list", "flow-mapping", "text", "quoted"]
        )
    )
    if depth > 3 or shape == "scalar":
        return draw(scalars)
    if shape == "mapping":
        keys = draw(
            st.lists(scalars | st.sampled_from(["a", "b", "c", "x-d", '"a"']), min_size=1, max_size=3)
        )
        return indent + indent.join(f"{key}: {draw(_blocks(depth + 1))}" for key in keys)
    if shape == "list":
        return indent + indent.join(f"- {draw(_blocks(depth + 1))}" for _ in range(draw(st.integers(1, 3))))
    if shape == "flow-list":
        return (
            "["
            + draw(st.sampled_from([", ", ",", ",\n "])).join(draw(st.lists(_blocks(4), max_size=3)))
            + "]"
        )
    if shape == "flow-mapping":
        pairs = draw(
            st.lists(st.tuples(scalars, st.sampled_from([": ", ":", " : ", ""]), _blocks(4)), max_size=3)
        )
        return "{" + ", ".join(map("".join, pairs)) + "}"
    if shape == "text":
        head = draw(st.sampled_from(["|", ">", "|-", ">+", "|2", ">1-", "|9", "| # a", ">-\n"]))
        lines = draw(
            st.lists(st.sampled_from(["a", " a", "", "#", "\t", "- a", "a: b", "...", "---"]), max_size=4)
        )
        return head + "".join(indent + " " + line for line in lines)
    quote = draw(st.sampled_from("'\""))
    inside = draw(st.text("ab \n\\x41u0e\t'\"", max_size=8))
    return quote + inside + quote


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    """A whole file made of hard fragments."""
    soup = st.lists(st.one_of(scalars, st.sampled_from(GAPS), st.sampled_from(MARKS)), max_size=14).map(
        "".join
    )
    lines = st.lists(
        st.tuples(st.sampled_from(["a", "b", "x-c", "1", "c-d"]), _blocks(1)), min_size=1, max_size=4
    )
    body = draw(
        st.one_of(
            lines.map(lambda pairs: "\n".join(f"{key}: {value}" for key, value in pairs)),
            soup.map("a: ".__add__),
            soup,
        )
    )
    return (draw(st.sampled_from(STARTS)) + body + draw(st.sampled_from(ENDS))).encode(
        "utf-8", "surrogatepass"
    )


@st.composite
def damaged_records(draw: st.DrawFn) -> tuple[str, bytes]:
    """The kind of a real record, and its file after a few random edits."""
    kind, whole = draw(st.sampled_from(RECORDS))
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, max(0, len(data) - 1)))
        edit = draw(
            st.sampled_from(["flip", "insert", "delete", "line-twice", "line-gone", "indent", "value"])
        )
        start = data.rfind(b"\n", 0, place) + 1
        end = data.find(b"\n", place) + 1 or len(data)
        if edit == "flip" and data:
            data[place] = draw(st.integers(0, 255))
        elif edit == "insert":
            data[place:place] = draw(
                st.one_of(scalars, st.sampled_from(GAPS), st.sampled_from(MARKS))
            ).encode("utf-8", "surrogatepass")
        elif edit == "delete":
            del data[place : place + draw(st.integers(1, 20))]
        elif edit == "line-twice":
            data[start:start] = data[start:end]
        elif edit == "line-gone":
            del data[start:end]
        elif edit == "indent":
            data[start:start] = draw(st.sampled_from([b" ", b"  ", b"- ", b"\t", b"#"]))
        else:
            colon = data.find(b": ", start, end)
            if colon >= 0:
                data[colon + 2 : end - 1] = draw(scalars).encode("utf-8", "surrogatepass")
    return kind, bytes(data)
