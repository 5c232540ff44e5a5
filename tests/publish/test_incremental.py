"""A build after a change writes what a full build would write, and no more than the change concerns."""

from __future__ import annotations

import copy
import os
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from site_reader import contents
from small_catalogue import SETTINGS, Documents, catalogue_of, documents

from miniexchange.pairing import Request, propose
from miniexchange.publish.site import build_site
from miniexchange.publish.stock import InMemory
from miniexchange.publish.upkeep import Keeper

DAY = date(2024, 5, 31)


class Shelfkeeper:
    """A cache in memory."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}
        self.keeper = Keeper(self.entries.get, self.entries.__setitem__)


ONLINE: dict[str, Any] = {**SETTINGS, "site": {**SETTINGS["site"], "base_url": "https://example.org/mini"}}
"""With an address there is a sitemap too, which tells of every page."""


def build(
    root: Path,
    records: Documents,
    keeper: Keeper | None,
    settings: dict[str, Any] | None = None,
    *,
    project: str = "",
    as_of: date = DAY,
) -> Path:
    root.mkdir(exist_ok=True)
    catalogue = catalogue_of(records, ONLINE if settings is None else settings)
    programme = propose(catalogue, Request(as_of=as_of, project=project))
    built = build_site(
        InMemory(catalogue), programme, root / "site", root=root, project=project, keeper=keeper
    )
    return built.home.parent


def same_as_anew(root: Path, records: Documents, kept: Shelfkeeper, **asked: Any) -> None:
    """Builds once with what is known of the last build and once without: the bytes have to be the same."""
    renewed = contents(build(root / "kept", records, kept.keeper, **asked))
    whole = contents(build(root / "whole", records, None, **asked))
    assert renewed.keys() == whole.keys()
    assert [name for name in whole if renewed[name] != whole[name]] == []


def change_text(records: Documents, chance: random.Random) -> None:
    practice = chance.choice(list(records["practice"].values()))
    practice["description"] = f"Other words, {chance.random()}."


def change_title(records: Documents, chance: random.Random) -> None:
    chance.choice(list(records["practice"].values()))["title"] = f"{chance.choice('AÖzβ')} {chance.random()}"


def change_terms(records: Documents, chance: random.Random) -> None:
    practice = chance.choice(list(records["practice"].values()))
    practice["themes"] = chance.sample(["finance", "vouchers", "entrepreneurship"], chance.randint(0, 3))


def change_status(records: Documents, chance: random.Random) -> None:
    chance.choice(list(records["practice"].values()))["status"] = chance.choice(
        ["draft", "published", "archived"]
    )


def change_region(records: Documents, chance: random.Random) -> None:
    chance.choice(list(records["region"].values()))["name"] = f"Region {chance.random()}"


def change_exchange(records: Documents, chance: random.Random) -> None:
    exchange = chance.choice(list(records["exchange"].values()))
    exchange["outcome"] = {
        "level": chance.choice(["running", "planned", "unknown"]),
        "text": str(chance.random()),
    }


def rename_practice(records: Documents, chance: random.Random) -> None:
    old = chance.choice(list(records["practice"]))
    records["practice"][f"renamed-{chance.randrange(1000)}"] = records["practice"].pop(old)


def add_practice(records: Documents, chance: random.Random) -> None:
    new = copy.deepcopy(chance.choice(list(records["practice"].values())))
    records["practice"][f"new-{chance.randrange(1000)}"] = {**new, "title": f"New {chance.random()}"}


def delete_practice(records: Documents, chance: random.Random) -> None:
    if len(records["practice"]) > 2:
        del records["practice"][chance.choice(list(records["practice"]))]


def delete_exchange(records: Documents, chance: random.Random) -> None:
    if records["exchange"]:
        del records["exchange"][chance.choice(list(records["exchange"]))]


def change_vocabulary(records: Documents, chance: random.Random) -> None:
    records["vocabulary"]["themes"]["terms"]["finance"]["label"]["en"] = f"money {chance.random()}"


def rename_vocabulary(records: Documents, chance: random.Random) -> None:
    """To a name at the same place among the others."""
    records["vocabulary"]["territoryx"] = records["vocabulary"].pop("territories")


CHANGES: tuple[Callable[[Documents, random.Random], None], ...] = (
    change_text, change_title, change_terms, change_status, change_region, change_exchange, rename_practice,
    add_practice, delete_practice, delete_exchange, change_vocabulary,
)  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_random_changes_give_the_bytes_of_a_full_build(tmp_path: Path, seed: int) -> None:
    chance, records, kept = random.Random(seed), documents(), Shelfkeeper()
    build(tmp_path / "kept", records, kept.keeper)
    for _ in range(5):
        for change in chance.sample(CHANGES, chance.randint(1, 3)):
            change(records, chance)
        same_as_anew(tmp_path, records, kept)


@pytest.mark.parametrize(
    "change", [add_practice, change_status, delete_practice, rename_practice, rename_vocabulary]
)
def test_a_change_gives_the_bytes_of_a_full_build(
    tmp_path: Path, change: Callable[[Documents, random.Random], None]
) -> None:
    records, kept = documents(), Shelfkeeper()
    build(tmp_path / "kept", records, kept.keeper)
    change(records, random.Random(1))
    same_as_anew(tmp_path, records, kept)


def test_the_name_of_the_project_stands_on_every_page_of_its_site(tmp_path: Path) -> None:
    records, kept = documents(), Shelfkeeper()
    project = next(iter(records["project"]))
    build(tmp_path / "kept", records, kept.keeper, project=project)
    records["project"][project]["acronym"] = "NEWNAME"
    same_as_anew(tmp_path, records, kept, project=project)
    assert "NEWNAME" in (tmp_path / "kept/site/privacy.html").read_text("utf-8")


@pytest.mark.parametrize("day", [date(2024, 6, 30), date(2025, 5, 31)])
def test_what_is_dated_follows_the_day_that_the_site_is_made_for(tmp_path: Path, day: date) -> None:
    records, kept = documents(), Shelfkeeper()
    build(tmp_path / "kept", records, kept.keeper)
    same_as_anew(tmp_path, records, kept, as_of=day)


def written(site: Path, before: dict[str, int]) -> set[str]:
    return {name for name, time in times(site).items() if before.get(name) != time}


def times(site: Path) -> dict[str, int]:
    return {p.relative_to(site).as_posix(): p.stat().st_mtime_ns for p in site.rglob("*") if p.is_file()}


def test_without_a_change_no_file_is_touched(tmp_path: Path) -> None:
    kept = Shelfkeeper()
    site = build(tmp_path / "kept", documents(), kept.keeper)
    before = times(site)
    build(tmp_path / "kept", documents(), kept.keeper)
    assert written(site, before) == set()


def test_other_words_in_a_practice_touch_its_own_files_alone(tmp_path: Path) -> None:
    records, kept = documents(), Shelfkeeper()
    site = build(tmp_path / "kept", records, kept.keeper)
    before = times(site)
    records["practice"]["voucher"]["description"] = "Other words."
    build(tmp_path / "kept", records, kept.keeper)
    touched = written(site, before)
    assert "practices/voucher.html" in touched and "api/v1/practices.json" in touched
    assert not any(name.startswith(("exchanges/", "regions")) for name in touched)


def test_another_picture_of_the_same_size_and_time_is_copied(tmp_path: Path) -> None:
    """As `cp --preserve` and `rsync --times` leave it."""
    records, kept = documents(), Shelfkeeper()
    picture = tmp_path / "kept/media/fair.jpg"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"one")
    records["practice"]["voucher"]["media"] = [{"path": "fair.jpg", "alt": "A fair"}]
    site = build(tmp_path / "kept", records, kept.keeper)
    before = picture.stat()
    picture.write_bytes(b"two")
    os.utime(picture, ns=(before.st_atime_ns, before.st_mtime_ns))
    build(tmp_path / "kept", records, kept.keeper)
    assert (site / "media/fair.jpg").read_bytes() == b"two"


def test_what_a_stranger_did_is_not_taken_for_known(tmp_path: Path) -> None:
    records, kept = documents(), Shelfkeeper()
    site = build(tmp_path / "kept", records, kept.keeper)
    (site / "practices/voucher.html").unlink()
    build(tmp_path / "kept", records, kept.keeper)
    assert contents(site) == contents(build(tmp_path / "whole", records, None))
    kept.entries = {name: data[:-1] for name, data in kept.entries.items()}
    damaged = Keeper(kept.entries.get, kept.entries.__setitem__)
    assert contents(build(tmp_path / "kept", records, damaged)) == contents(tmp_path / "whole/site")


def test_other_settings_or_templates_make_everything_anew(tmp_path: Path) -> None:
    records, kept = documents(), Shelfkeeper()
    build(tmp_path / "kept", records, kept.keeper)
    settings = {"catalogue": {"title": "Another title"}, "site": {"templates": "own"}}
    (tmp_path / "kept/own/html").mkdir(parents=True)
    (tmp_path / "kept/own/html/404.html").write_text(
        '{% extends "base.html" %}{% block main %}<h1>Gone</h1>{% endblock %}'
    )
    site = build(tmp_path / "kept", records, kept.keeper, settings)
    assert "Another title" in (site / "regions.html").read_text("utf-8")
    assert "<h1>Gone</h1>" in (site / "404.html").read_text("utf-8")
    (tmp_path / "kept/own/html/404.html").write_text(
        '{% extends "base.html" %}{% block main %}<h1>Lost</h1>{% endblock %}'
    )
    build(tmp_path / "kept", records, kept.keeper, settings)
    assert "<h1>Lost</h1>" in (site / "404.html").read_text("utf-8")
