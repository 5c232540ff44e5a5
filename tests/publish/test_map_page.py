"""The page of the map, and the file of outlines that a catalogue may bring for it."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
from atlas_catalogue import many, page_of, placed, scope_of, view_of
from site_reader import PageReader
from small_catalogue import SETTINGS, build, documents

from miniexchange.catalogue import nuts
from miniexchange.catalogue.records import Point, Region
from miniexchange.catalogue.settings import settings_from
from miniexchange.diagnostic import UserError
from miniexchange.publish.outlines import own_outlines
from miniexchange.publish.views.atlas import coordinates

OUTLINES = {
    "type": "Topology", "objects": {}, "notice": "Lines by a mapper.",
    "arcs": [[[8.0, 45.0], [9.0, 46.0], [10.0, 45.5], [12.0, 47.0]]],
}  # fmt: skip


def with_outlines(name: str) -> dict[str, Any]:
    return {**SETTINGS, "site": {**SETTINGS["site"], "map": {"outlines": name}}}


def links_in(html: str) -> list[str]:
    return re.findall(r'<a href="(?:\.\./)*((?:exchanges|regions)/[^"]+)\.html"', html)


class TestWhereARegionLies:
    @staticmethod
    def region(**more: Any) -> Region:
        return Region(id="r", path="data/regions/r.yaml", name="R", country="IT", **more)

    def test_its_own_point_comes_first(self) -> None:
        assert coordinates(self.region(nuts="ITH3", location=Point(lat=1.5, lon=2.5))) == (2.5, 1.5)

    def test_a_point_on_the_zero_meridian_or_the_equator_counts(self) -> None:
        assert coordinates(self.region(nuts="ITH3", location=Point(lat=0.0, lon=0.0))) == (0.0, 0.0)

    @pytest.mark.parametrize("half", [Point(lat=1.5), Point(lon=2.5), Point(place="Padua"), None])
    def test_else_a_point_inside_its_nuts_unit(self, half: Point | None) -> None:
        latitude, longitude = nuts.point("ITH3") or (0, 0)
        assert 44 < latitude < 47 and 10 < longitude < 14  # Veneto
        assert coordinates(self.region(nuts="ITH3", location=half)) == (longitude, latitude)

    @pytest.mark.parametrize("code", ["", "ZZ99"])
    def test_else_nobody_knows(self, code: str) -> None:
        assert coordinates(self.region(nuts=code)) is None


class TestThePage:
    def test_its_lists_say_what_the_picture_says(self) -> None:
        page = page_of(scope_of(placed()), "map")
        picture, lists = (
            page[page.index("<svg viewBox") : page.index("<figcaption>")],
            page[page.index('id="arrows"') :],
        )
        assert sorted(set(links_in(picture))) == sorted(set(links_in(lists)))
        drawn = [link for link in links_in(picture) if link.startswith("exchanges/")]
        rows = re.findall(r'<tr><th scope="row"><a href="(exchanges/[^"]+)\.html"', lists)
        assert sorted(drawn) == sorted(rows) == ["exchanges/attempt-south", "exchanges/voucher-south"]
        assert sum(map(int, re.findall(r'</svg> [^<]*<span class="n">(\d+)</span>', page))) == len(rows)

    def test_an_arrow_leads_from_the_region_of_the_practice_where_no_exporter_is_named(self) -> None:
        row = page_of(scope_of(placed()), "map").split("voucher-south.html")[-1]
        assert row.index("regions/north.html") < row.index("regions/south.html")

    @pytest.mark.parametrize("name", ["map", "exchanges/voucher-south", "regions/south"])
    def test_an_arrow_is_drawn_from_who_gave_to_who_took(self, name: str) -> None:
        view: Any = view_of(scope_of(placed()), name)
        at = {place["id"]: (place["x"], place["y"]) for place in view["map"]["places"]}
        line = next(arc["line"] for arc in view["map"]["arcs"] if arc["id"] == "voucher-south")
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", line)]
        start, stop = numbers[:2], numbers[-2:]
        assert math.dist(start, at["north"]) < math.dist(start, at["south"])
        assert math.dist(stop, at["south"]) < math.dist(stop, at["north"])

    def test_what_cannot_be_drawn_is_counted_and_regions_without_a_place_are_named(self) -> None:
        page = page_of(scope_of(documents()), "map")
        assert "4 exchanges are not drawn" in page
        assert 'Without a known place on the map: <a href="regions/south.html">The South</a>' in page
        assert "No exchange has both of its regions on the map." in page
        assert "2 exchanges are not drawn" in page_of(scope_of(placed()), "map")

    def test_a_region_beyond_the_edge_is_named_and_not_drawn(self) -> None:
        records = placed()
        records["region"]["south"]["location"] = {"lat": 4.0, "lon": -53.0}
        view = view_of(scope_of(records), "map")
        assert [place["id"] for place in view["map"]["outside"]] == ["south"]  # type: ignore[index]
        assert view["arrows"] == []

    def test_at_most_three_hundred_arrows_are_drawn_and_listed_and_the_rest_is_counted(self) -> None:
        view = view_of(scope_of(many(420, 25)), "map")
        drawn = {arc["id"] for arc in view["map"]["arcs"]}  # type: ignore[index]
        assert len(view["arrows"]) == len(drawn) == 300  # type: ignore[arg-type]
        assert len(view["map"]["undrawn"]) == 120  # type: ignore[index]

    def test_one_project_shows_its_own_exchanges_alone(self) -> None:
        scope = scope_of(placed(), project="swap")
        view: Any = view_of(scope, "map")
        assert [x["exchange"]["page"] for x in view["arrows"]] == ["exchanges/voucher-south"]
        assert view["count"] == 1

    def test_an_empty_catalogue_has_a_map_that_reads_well(self) -> None:
        scope = scope_of({kind: {} for kind in documents()}, settings={})
        page = page_of(scope, "map")
        assert "No exchange has both of its regions on the map." in page and 'id="points"' not in page
        assert "No exchange has both" in page_of(scope, "map", "markdown")

    def test_names_that_are_attacks_stay_text(self) -> None:
        records = placed()
        attack = '"><script>alert(1)</script>{{ 7*7 }}</svg>‮'
        records["region"]["south"]["name"] = attack
        records["practice"]["voucher"]["title"] = attack
        reader = PageReader(page_of(scope_of(records), "map"))
        assert "script" not in reader.tags and reader.misnested == []
        assert "<script>alert(1)</script>" in reader.text and "49" not in reader.text


class TestOutlines:
    def test_are_drawn_with_their_notice(self, tmp_path: Path) -> None:
        (tmp_path / "lines.json").write_text(json.dumps(OUTLINES), "utf-8")
        site = build(tmp_path, placed(), settings=with_outlines("lines.json")).home.parent
        page = (site / "map.html").read_text("utf-8")
        assert 'class="outline"' in page and "Lines by a mapper." in page
        without = page_of(scope_of(placed()), "map")
        assert 'class="outline"' not in without

    @pytest.mark.parametrize("name", ["../lines.json", "/etc/hostname"])
    def test_outside_the_catalogue_are_refused(self, name: str, tmp_path: Path) -> None:
        root = tmp_path / "catalogue"
        root.mkdir()
        (tmp_path / "lines.json").write_text(json.dumps(OUTLINES), "utf-8")
        with pytest.raises(UserError, match=r"site\.map\.outlines leads out of the catalogue") as refused:
            own_outlines(settings_from(with_outlines(name)), root)
        assert "inside it" in (refused.value.hint or "")

    def test_behind_a_link_that_leads_out_are_refused(self, tmp_path: Path) -> None:
        root = tmp_path / "catalogue"
        root.mkdir()
        (tmp_path / "lines.json").write_text(json.dumps(OUTLINES), "utf-8")
        (root / "lines.json").symlink_to(tmp_path / "lines.json")
        with pytest.raises(UserError, match="leads out"):
            own_outlines(settings_from(with_outlines("lines.json")), root)

    def test_that_are_missing_or_a_folder_stop_the_build_with_the_remedy(self, tmp_path: Path) -> None:
        (tmp_path / "folder").mkdir()
        for name in ("missing.json", "folder"):
            with pytest.raises(
                UserError, match=rf"site\.map\.outlines names a file that is not there: {name}"
            ) as refused:
                build(tmp_path, placed(), settings=with_outlines(name))
            assert "remove the setting" in (refused.value.hint or "")
        assert not (tmp_path / "site-build").exists()

    @pytest.mark.parametrize(
        "content", ["", "{}", "[1]", '{"type": "Topology", "arcs": [[["a", 1]]]}', "\udcff"]
    )
    def test_that_are_no_topojson_stop_the_build_with_setting_and_remedy(
        self, content: str, tmp_path: Path
    ) -> None:
        (tmp_path / "lines.json").write_bytes(content.encode("utf-8", "surrogateescape"))
        with pytest.raises(UserError, match=r"lines\.json") as refused:
            build(tmp_path, placed(), settings=with_outlines("lines.json"))
        assert "site.map.outlines" in (refused.value.hint or "") and "remove the setting" in (
            refused.value.hint or ""
        )

    def test_are_not_asked_for_where_the_setting_is_empty(self, tmp_path: Path) -> None:
        assert own_outlines(settings_from(SETTINGS), tmp_path / "nowhere") is None
