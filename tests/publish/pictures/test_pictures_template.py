"""The macros: well-formed markup with links, titles and lists, and no text of a record that gets out of its place."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from miniexchange.publish.language import interface
from miniexchange.publish.pictures.bars import Row, bars
from miniexchange.publish.pictures.cloud import CloudTerm, draw_cloud
from miniexchange.publish.pictures.map import Arc, Place, draw_map
from miniexchange.publish.render import Renderer

PAGE = """{% import "pictures.html" as pictures with context %}
<main>
{{ pictures.map_picture(map) }}
{{ pictures.cloud_picture(cloud) }}
{{ pictures.cloud_list(cloud) }}
{{ pictures.bar_chart(bars, "Theme") }}
</main>"""
HOSTILE = '"><script>alert(1)</script>{{ 7*7 }}&\u202e'


def page(tmp_path: Path, title: str, language: str = "en") -> str:
    (tmp_path / "html").mkdir(exist_ok=True)
    (tmp_path / "html" / "pictured.html").write_text(PAGE, encoding="utf-8")
    places = [
        Place("a", title, "regions/a", 10, 50, 3),
        Place("b", "Plain", "", 20, 45, 1),
        Place("far", title, "regions/far", -53, 4),
        Place("lost", title, "regions/lost", None, None),
    ]
    arcs = [Arc("x", "a", "b", "running", title, "exchanges/x"), Arc("y", "a", "far", "dropped", title, "")]
    view: dict[str, Any] = {
        "root": "../",
        "map": draw_map(places, arcs),
        "cloud": draw_cloud(
            [CloudTerm("t", title, "themes/t", 3, title), CloudTerm("u", "Plain", "", 1, "P")],
            {("t", "u"): 1},
        ),
        "bars": bars([Row(title, 3, "themes/t"), Row("None", 0)]),
    }
    return Renderer("html", tmp_path, interface(language)).page("pictured", view, "a test")


@pytest.mark.parametrize("title", ["Veneto", HOSTILE])
def test_the_pictures_are_well_formed_and_hold_their_texts(tmp_path: Path, title: str) -> None:
    root = ET.fromstring(page(tmp_path, title))
    assert not root.findall(".//script")
    shown = title.replace("\u202e", "[U+202E]")
    assert f"{shown}: 3" in [t.text for t in root.iter("title")]
    assert {a.get("href") for a in root.iter("a")} == {
        f"../{page}.html" for page in ("regions/a", "regions/far", "regions/lost", "exchanges/x", "themes/t")
    }
    for picture in root.iter("svg"):
        if picture.get("aria-hidden") is None:
            assert picture.get("role") == "group"
            assert picture.find(f"title[@id='{picture.get('aria-labelledby')}']") is not None
            # Every link has a name, and nothing that a policy without inline styles would refuse.
            assert all(a.find("title") is not None for a in picture.iter("a"))
    assert not [e for e in root.iter() if any(name == "style" or name.startswith("on") for name in e.attrib)]
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))


def test_what_no_picture_shows_is_said(tmp_path: Path) -> None:
    text = page(tmp_path, "Veneto")
    assert "Beyond the edge of the map:" in text
    assert "Without a known place on the map:" in text
    assert "1 exchange is not drawn; the list has it." in text
    assert "Natural Earth" in text and "EuroGeographics" not in text


def test_outlines_bring_their_notice(tmp_path: Path) -> None:
    for notice, told in (("", "EuroGeographics"), ('"notice": "© Land Somewhere",', "© Land Somewhere")):
        file = tmp_path / "outlines.json"
        file.write_text(f'{{"type": "Topology", {notice} "arcs": [[[9, 49], [11, 51]]]}}', encoding="utf-8")
        (tmp_path / "html").mkdir(exist_ok=True)
        (tmp_path / "html" / "mapped.html").write_text(
            '{% import "pictures.html" as pictures with context %}{{ pictures.map_picture(map) }}',
            encoding="utf-8",
        )
        view: dict[str, Any] = {
            "root": "", "map": draw_map([Place("a", "A", "", 10, 50)], [], outlines=file)
        }  # fmt: skip
        text = Renderer("html", tmp_path, interface("en")).page("mapped", view, "a test")
        assert told in text and 'class="outline"' in text
