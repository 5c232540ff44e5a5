"""The inspection of a built site: every fault that it knows, put into a sound site one at a time, and nothing else found."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_catalogue import build

from miniexchange.publish.inspection import Finding, inspect_site, told

ADDRESS = "https://example.org/catalogue"

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Practices</title>
<link rel="stylesheet" href="{up}style.css">
<link rel="canonical" href="https://example.org/catalogue/index.html">
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<main id="main">
<h1>Practices</h1>
<h2 id="first">First</h2>
{content}
<p><a href="{up}index.html#first">First</a> <a href="https://example.com/">Elsewhere</a></p>
</main>
</body>
</html>
"""


def page(content: str = "", up: str = "") -> str:
    return PAGE.format(content=content, up=up)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small sound site with every kind of file."""
    folder = tmp_path / "site"
    files = {
        "index.html": page('<img src="media/a%20picture.svg" alt="A voucher">'),
        "practices/voucher.html": page(
            '<img srcset="../media/a%20picture.svg 1x, ../media/a%20picture.svg 2x" alt="">', "../"
        ),
        "style.css": '/* url(nowhere.woff2) */ @font-face { src: url("fonts/sans.woff2") }',
        "fonts/sans.woff2": "",
        "media/a picture.svg": '<svg xmlns="http://www.w3.org/2000/svg"><title>A voucher</title></svg>',
        "markdown/README.md": "# Practices\n\n## Who to ask\n\n[Voucher](practices/voucher.md#evidence) [here](#who-to-ask)\n",
        "markdown/practices/voucher.md": (
            '# Voucher\n\n## Evidence\n\n<a id="n1"></a>One. [1](#n1)\n\n```\n[no link](nowhere.md)\n```\n'
            "![A voucher](<../../media/a picture.svg>)\n"
        ),
        "feed.xml": (
            '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="https://example.org/catalogue/feed.xml"/>'
            '<entry><link href="practices/voucher.html"/></entry></feed>'
        ),
        "sitemap.xml": (
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            "<url><loc>https://example.org/catalogue/</loc></url></urlset>"
        ),
        "api/v1/practices.json": '{"url": "practices/voucher.html", "source": {"url": "https://example.com/x"}}',
    }
    for name, text in files.items():
        put(folder, name, text)
    return folder


def put(folder: Path, name: str, text: str | bytes) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)


def found(site: Path) -> list[tuple[str, int, str]]:
    return [(one.file, one.line, one.what) for one in inspect_site(site, address=ADDRESS)]


def test_a_sound_site_has_no_findings(site: Path) -> None:
    assert inspect_site(site, address=ADDRESS) == []


def test_a_real_build_has_no_findings(tmp_path: Path) -> None:
    assert inspect_site(build(tmp_path).home.parent) == []


FAULTS = {
    "broken link": ('<a href="regions/nord.html">N</a>', "a link leads to regions/nord.html, which is not there"),
    "capitals": ('<a href="Index.html">N</a>', "a link leads to Index.html, which is not there"),
    "fragment": ('<a href="#nowhere">N</a>', "a link leads to #nowhere, which its own page does not have"),
    "fragment elsewhere": (
        '<a href="practices/voucher.html#nowhere">N</a>',
        "a link leads to practices/voucher.html#nowhere, where nothing has this id",
    ),
    "fragment in the book": (
        '<a href="markdown/README.md#nowhere">N</a>',
        "a link leads to markdown/README.md#nowhere, where nothing has this id",
    ),
    "own address": (
        '<a href="https://example.org/catalogue/none.html">N</a>', "a link leads to none.html, which is not there"
    ),
    "absolute path": ('<a href="/index.html">N</a>', "the link /index.html starts at the root of its host"),
    "out of the site": ('<a href="../other.html">N</a>', "the link ../other.html leads out of the site's folder"),
    "encoded way out": (
        '<a href="%2e%2e/other.html">N</a>', "the link %2e%2e/other.html leads out of the site's folder"
    ),
    "folder": ('<a href="practices/">N</a>', "a link leads to the folder practices, not to a page"),
    "script link": ('<a href=" JavaScript:alert(1)">N</a>', "the link JavaScript:alert(1) begins with javascript:"),
    "refresh": ('<meta http-equiv="refresh" content="0; url=gone.html">', "a link leads to gone.html, which is not there"),
    "image": ('<img src="gone.png" alt="x">', "a link leads to gone.png, which is not there"),
    "srcset": ('<img srcset="style.css 1x, gone.png 2x" alt="x">', "a link leads to gone.png, which is not there"),
    "image without words": ('<img src="style.css">', "the image style.css has no alternative text"),
    "drawing without words": ("<svg><rect/></svg>", "a drawing (svg) has no title"),
    "drawing with an empty title": ("<svg><title> </title></svg>", "a drawing (svg) has no title"),
    "link without words": ('<a href="#main"><img src="style.css" alt=""></a>', "a link has no text"),
    "link with hidden words": ('<a href="#main"><b aria-hidden="true">x</b></a>', "a link has no text"),
    "button without words": ("<button> </button>", "a button has no text"),
    "two main headings": ("<h1>Again</h1>", "the page has 2 main headings (h1)"),
    "skipped heading": ("<h4>Deep</h4>", "a heading of level 4 follows one of level 2"),
    "empty heading": ("<h3></h3>", "a heading is empty"),
    "id twice": ('<p id="first"></p>', "the id “first” stands on its page twice"),
    "reference": ('<p aria-describedby="main gone">x</p>', "the id “gone” is referred to, and nothing on the page has it"),
    "other host's image": (
        '<img src="https://cdn.example/x.png" alt="x">', "cdn.example is asked for a part of the page"
    ),
    "other host's script": ('<script src="//cdn.example/x.js"></script>', "cdn.example is asked for a part of the page"),
    "other host's style": (
        '<link rel="preload stylesheet" href="https://cdn.example/x.css">', "cdn.example is asked for a part of the page"
    ),
    "other host's drawing": (
        '<svg><title>x</title><use href="https://cdn.example/x.svg#a"/></svg>',
        "cdn.example is asked for a part of the page",
    ),
    "form": ('<form action="https://cdn.example/"></form>', "cdn.example is asked for a part of the page"),
    "script": ("<script>alert(1)</script>", "a script stands in the page itself"),
    "style": ("<style>p {}</style>", "a style sheet stands in the page itself"),
    "style attribute": ('<p style="color: red">x</p>', "a style stands in an attribute of the page"),
    "handler": ('<p ONCLICK="x()">x</p>', "a script stands in the attribute onclick"),
    "base": ('<base href="x/">', "the page sets another base for its links"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_where_it_stands(name: str, site: Path) -> None:
    markup, what = FAULTS[name]
    put(site, "index.html", page(markup))
    findings = found(site)
    assert ("index.html", what) in [(file, told) for file, _, told in findings], findings
    line = next(line for _, line, told in findings if told == what)
    assert line == (0 if "main headings" in what else 14)


def test_what_is_allowed_is_not_found(site: Path) -> None:
    allowed = """<script type="application/ld+json">{"name": "<\\/b>"}</script>
<script src="style.css"></script>
<svg aria-hidden="true"><rect/></svg> <div aria-hidden="true"><svg></svg><img src="style.css"></div>
<svg aria-label="Map"></svg> <svg role="img"><title>Map</title><a href="#main"><title>North</title></a></svg>
<a href="#main"><svg><title>Home</title></svg></a> <a href="#main" aria-label="Home"></a> <a id="old"></a>
<a href="#old">x</a> <a name="older"></a><a href="#older">x</a> <a href="#top">x</a> <a href="">x</a> <a href="mailto:a@example.org">x</a> <a href="?q=1">x</a>
<a href="practices/voucher.html?from=index#first">x</a> <a href="https://example.org/other">x</a>
<img src="data:image/png;base64,AA" alt="x"> <h3>Three</h3> <h2>Two</h2> <!-- <a href="gone.html"></a> -->"""
    put(site, "index.html", page(allowed))
    assert found(site) == []


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("index.html", page().replace(' lang="en"', ""), "the page does not say its language"),
        ("index.html", page().replace("Practices</title>", " </title>"), "the page has no title"),
        ("index.html", page().replace("<h1>Practices</h1>", "").replace("h2", "p"), "the page has no main heading (h1)"),
        ("index.html", page().replace('id="main"', ""), "a link leads to #main, which its own page does not have"),
        ("index.html", page().encode("utf-16"), "the page is not in UTF-8"),
        ("index.html", "", "the page is empty"),
        ("index.html", page('<script type="application/ld+json">{"a": </script>'), "no JSON"),
        ("style.css", "a {}\n@import 'gone.css';", "a link leads to gone.css, which is not there"),
        ("style.css", "a { background: url( '//cdn.example/x.png' ) }", "cdn.example is asked for a part of the page"),
        ("markdown/README.md", "[x](gone.md)", "a link leads to markdown/gone.md, which is not there"),
        ("markdown/README.md", "[x](practices/voucher.md#gone)", "voucher.md#gone, where nothing has this id"),
        ("markdown/README.md", "[x][1]\n\n[1]: /gone.md", "the link /gone.md starts at the root of its host"),
        ("markdown/README.md", "![](../style.css)", "the image ../style.css has no alternative text"),
        ("markdown/README.md", "![x](https://cdn.example/x.png)", "cdn.example is asked for a part of the page"),
        ("feed.xml", "<feed><link href='gone.html'/></feed>", "a link leads to gone.html, which is not there"),
        ("feed.xml", f"<rss><link>{ADDRESS}/gone</link></rss>", "a link leads to gone, which is not there"),
        ("sitemap.xml", f"<urlset><loc>{ADDRESS}/x.html</loc></urlset>", "a link leads to x.html, which is not there"),
        ("feed.xml", "<feed><p></feed>", "this is no XML"),
        ("api/v1/practices.json", '{"href":\n"gone.json"}', "a link leads to gone.json, which is not there"),
        (
            "api/v1/practices.json",
            f'{{"dcat:downloadURL": {{"@id": "{ADDRESS.replace("/", chr(92) + "/")}/gone.csv"}}}}',
            "a link leads to gone.csv, which is not there",
        ),
    ],
)  # fmt: skip
def test_a_file_of_any_kind_is_read(name: str, text: str | bytes, what: str, site: Path) -> None:
    put(site, name, text)
    assert [one for one in found(site) if one[0] == name and what in one[2]], found(site)


def test_lines_count_from_the_file_s_first(site: Path) -> None:
    put(site, "markdown/README.md", "# X\n\n- one\n- [x](gone.md)\n")
    put(site, "style.css", "/*\n*/\n\na { background: url(gone.png) }")
    put(site, "api/v1/practices.json", '{\n\n"url": "gone.json"}')
    put(site, "feed.xml", "<feed>\n<link href='gone.html'/></feed>")
    places = {(file, line) for file, line, what in found(site) if "gone" in what}
    assert places == {
        ("markdown/README.md", 4),
        ("style.css", 4),
        ("api/v1/practices.json", 3),
        ("feed.xml", 2),
    }


def test_the_same_fault_in_many_files_is_one_finding(site: Path) -> None:
    for number in range(30):
        text = page(
            '<a href="../gone.html">x</a><a href="../gone.html">y</a><a href="../index.html#gone">z</a>',
            "../",
        )
        put(site, f"practices/{number:02}.html", text)
    put(site, "other.html", page('<a href="gone.html">x</a>'))
    broken, fragment = inspect_site(site, address=ADDRESS)
    assert (fragment.file, fragment.files) == ("practices/00.html", 30)
    assert broken == Finding(
        "other.html", 14, "a link leads to gone.html, which is not there",
        "correct the address, or publish what it leads to", 31,
    )  # fmt: skip


def test_the_remedy_names_the_file_that_differs_in_capitals(site: Path) -> None:
    put(site, "index.html", page('<a href="PRACTICES/Voucher.html">x</a>'))
    assert "write practices/voucher.html:" in inspect_site(site)[0].remedy


def test_without_an_address_links_to_it_lead_outside(site: Path) -> None:
    put(site, "index.html", page(f'<a href="{ADDRESS}/gone.html">x</a>'))
    assert inspect_site(site) == []


def test_an_address_that_only_begins_alike_is_another_host(site: Path) -> None:
    put(
        site,
        "index.html",
        page(f'<a href="{ADDRESS}-old/gone.html">x</a><img src="{ADDRESS}.evil/x" alt="">'),
    )
    assert [what for _, _, what in found(site)] == ["example.org is asked for a part of the page"]


def test_hostile_files_end_in_findings_not_in_errors(site: Path) -> None:
    deep = "<span>" * 20_000
    put(
        site,
        "index.html",
        page(f'<a href="#main">{deep}</a><a href="http://[::1">x</a><a href="{"x" * 100_000}">x</a>'),
    )
    put(site, "binary.html", bytes(range(256)) * 50)
    put(site, "bomb.xml", '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a href="gone">&c;&c;</a>')
    put(site, "odd.md", b"\xff\x00[x](gone.md)" + b">" * 5000)
    put(site, "odd.json", '{"url": "\\ud800", "href": 3, "url": "\x1b[31mgone"}')
    words = told(inspect_site(site))
    assert "\x1b" not in words and "the page is not in UTF-8" in words
    assert max(map(len, words.splitlines())) < 300


def test_findings_are_told_with_place_count_and_remedy() -> None:
    one = Finding("a.html", 3, "a link has no text", "write it")
    assert told([one, Finding("b.html", 0, "the page has no title", "fill it", 1200)]) == (
        "a.html:3: a link has no text\n  → write it\n"
        "b.html: the page has no title (and in 1,199 more files)\n  → fill it\n2 faults in the site"
    )
    assert told([one]).endswith("1 fault in the site")
    assert told([one] * 60, limit=2).splitlines()[-2:] == ["… and 58 more", "60 faults in the site"]
