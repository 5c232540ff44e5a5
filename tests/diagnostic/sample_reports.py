"""Reports for the tests of the reporters: a readable one, and any that hypothesis can think of."""

from __future__ import annotations

from hypothesis import strategies as st

from miniexchange.diagnostic import SEVERITIES, Diagnostic, Report, codes

FILES = {
    "data/practices/night-market.yaml": [
        "title: Night market",
        "regoin: flevoland",
        "status: draft",
        "summary: Traders at 夜市 and elsewhere\tafter dark",
    ],
    "data/regions/flevoland.yaml": ["name: Flevoland", "country: NL"],
}


def line_of(path: str, line: int) -> str | None:
    lines = FILES.get(path, [])
    return lines[line - 1] if 0 < line <= len(lines) else None


READABLE = Report(
    (
        Diagnostic(
            "MX512",
            "warning",
            "data/regions/flevoland.yaml",
            1,
            1,
            "",
            "no source is named",
            "add `sources`",
            4,
        ),
        Diagnostic(
            "MX201",
            "error",
            "data/practices/night-market.yaml",
            2,
            1,
            "/regoin",
            "`regoin` is not a field here",
            "did you mean `region`?",
            6,
        ),
        Diagnostic(
            "MX508", "hint", "data/practices/night-market.yaml", 1, 8, "/title", "nearly the same", "", 12
        ),
        Diagnostic(
            "MX117", "error", "data/practices/fair.yml", 0, 0, "", "the ending is not .yaml", "rename it"
        ),
    ),
    61,
    "2026-06-30",
    line_of,
)
EMPTY = Report((), 61, "2026-06-30")

NASTY = st.sampled_from(
    [
        "::error::x",
        "\n::add-mask::x",
        "\r::set-output name=a::b",
        "##[group]x",
        "#\x00#[group]",
        "%0A::error::x",
        "\x1b[31mred\x1b[0m",
        "]]></failure><x>",
        "<b>&amp;'\"",
        "[words](https://example.org)",
        "\u202egnp.exe",
        "\ufffe\uffff",
        "\u2028::error::y",
        "\x85::error::y",
        "a,b:c%d",
        "夜市",
    ]
)
TEXT = st.one_of(
    st.text(max_size=40), NASTY, st.tuples(st.text(max_size=8), NASTY, st.text(max_size=8)).map("".join)
)
ODD = st.text("ab/\ud800\udcff\udfff", max_size=6)  # lone surrogates, as file names can bring them


@st.composite
def diagnostics(draw: st.DrawFn) -> Diagnostic:
    return Diagnostic(
        draw(st.sampled_from([*codes(), "MX999"])),
        draw(st.sampled_from(SEVERITIES)),
        draw(st.one_of(st.sampled_from(sorted(FILES)), TEXT, ODD)),
        draw(st.integers(0, 5)),
        draw(st.integers(0, 200)),
        draw(TEXT),
        draw(st.one_of(TEXT, ODD)),
        draw(st.one_of(st.just(""), TEXT)),
        draw(st.integers(0, 300)),
    )


@st.composite
def reports(draw: st.DrawFn) -> Report:
    shown = draw(st.one_of(TEXT, ODD, st.text("ab \t夜é", min_size=80, max_size=300)))
    return Report(
        tuple(draw(st.lists(diagnostics(), max_size=5))),
        draw(st.integers(0, 10_000)),
        "2026-06-30",
        lambda path, line: shown if line else None,
    )
