"""The page of changes: what became of each record, from real repositories, by the real command."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from repositories import Kept, kept
from site_reader import PageReader, broken_links
from small_catalogue import build, catalogue_of, documents

from miniexchange.catalogue.kinds import KINDS
from miniexchange.catalogue.schema import load
from miniexchange.cli import main
from miniexchange.history import WHATS, Change, Changes, Since
from miniexchange.pairing import Request, propose
from miniexchange.publish import news as room
from miniexchange.publish.language import interface
from miniexchange.publish.news import News, Period, read_news
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.stock import InMemory
from miniexchange.publish.views import changes as view
from miniexchange.publish.views.changes import changes_view
from miniexchange.publish.views.field_names import FIELDS
from miniexchange.publish.views.scope import Scope

AS_OF = date(2026, 6, 30)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    return kept(tmp_path / "catalogue", monkeypatch)


def built(repository: Kept, out: str = "site") -> Path:
    folder = repository.root.parent / out
    assert main(["build", "--catalogue", str(repository.root), "--out", str(folder), "--quiet"]) == 0
    return folder


def text_of(file: Path) -> str:
    text = PageReader(file.read_text("utf-8")).text
    return " ".join(text.split())


def new_practice(repository: Kept, record_id: str, title: str, status: str = "published") -> None:
    repository.write(
        "practice",
        record_id,
        title=title,
        region="veneto",
        status=status,
        summary="A market.",
        description="At night.",
        themes=["guarantees"],
        sources=[{"url": "https://example.org/n"}],
    )


def test_the_page_tells_what_became_of_each_record(repository: Kept) -> None:
    repository.git("tag", "first")
    new_practice(repository, "night-market", "Night market")
    new_practice(repository, "day-market", "Day market", status="draft")
    repository.commit("2026-02-01")
    repository.edit("data/regions/flevoland.yaml", "name: Flevoland", "name: Province")
    repository.commit("2026-02-03")
    repository.edit("data/practices/guarantee-fund.yaml", "status: published", "status: archived")
    (repository.root / "data/events/verona-2025.yaml").unlink()
    repository.edit("data/exchanges/summer-school-veneto.yaml", "event: verona-2025", "place: Verona")
    repository.commit("2026-02-04")
    site = built(repository)
    source = (site / "changes.html").read_text("utf-8")
    text = text_of(site / "changes.html")
    assert "Since first of 5 January 2026." in text
    assert "begun in this time" not in text
    for day, what, title in (
        ("4 February 2026", "Archived", "Guarantee fund of the craft associations"),
        ("4 February 2026", "Removed", "Study visit to Verona"),
        ("3 February 2026", "Changed", "Province name"),
        ("1 February 2026", "New", "Night market"),
    ):
        of_day = text.split(f"{day} ", 1)[1]
        assert title in re.split(r"\d+ February 2026", of_day)[0].split(f"{what} 1", 1)[1]
    assert '<a href="practices/night-market.html"' in source
    assert "Day market" not in source
    assert broken_links(site)[0] == []
    book = (site / "markdown/changes.md").read_text("utf-8")
    assert (
        "[Night market](practices/night-market.md)" in book
        and "[Province](regions/flevoland.md): name" in book
    )


def test_a_renamed_record_says_what_it_was(repository: Kept) -> None:
    repository.git("tag", "first")
    old = repository.root / "data/practices/guarantee-fund.yaml"
    old.rename(old.with_name("surety-fund.yaml"))
    for path in ("exchanges/guarantee-fund-abroad", "regions/flevoland", "regions/veneto"):
        repository.edit(f"data/{path}.yaml", "guarantee-fund", "surety-fund")
    repository.commit("2026-02-01")
    assert "was guarantee-fund, now surety-fund" in text_of(built(repository) / "changes.html")


def test_every_earlier_tag_has_a_page_that_leads_to_the_others(repository: Kept) -> None:
    repository.git("tag", "v1")
    new_practice(repository, "night-market", "Night market")
    repository.commit("2026-02-01", tag="Spring/2026")
    new_practice(repository, "dawn-market", "Dawn market")
    repository.commit("2026-03-01")
    site = built(repository)
    assert [file.name for file in sorted((site / "changes").iterdir())] == ["spring-2026.html"]
    newest, earlier = text_of(site / "changes.html"), text_of(site / "changes/spring-2026.html")
    assert "Dawn market" in newest and "Night market" not in newest
    assert "Night market" in earlier and "Dawn market" not in earlier
    assert "From v1 (5 January 2026) to Spring/2026 (1 February 2026)." in earlier
    assert 'href="changes/spring-2026.html"' in (site / "changes.html").read_text("utf-8")
    assert 'href="../changes.html"' in (site / "changes/spring-2026.html").read_text("utf-8")
    assert broken_links(site)[0] == []


def test_editions_make_periods_where_there_is_no_tag(repository: Kept) -> None:
    for edition, day, record in (
        ("2025", "2026-01-06", ""),
        ("spring", "2026-02-01", "a"),
        ("2026-06", "2026-03-01", "b"),
    ):
        text = "schema_version: 1\ncatalogue: {title: A small catalogue, edition: '" + edition + "'}\n"
        repository.file("mini.yaml", text)
        if record:
            new_practice(repository, record, f"Market {record}")
        repository.commit(day)
    site = built(repository)
    assert sorted(file.name for file in (site / "changes").iterdir()) == ["2026-06.html", "spring.html"]
    assert "From the beginning of edition 2025 (6 January 2026)" in text_of(site / "changes/spring.html")
    assert "Market b" in text_of(site / "changes/2026-06.html")


def test_two_tags_never_share_a_page() -> None:
    taken: set[str] = set()
    names = [room._page_name(text, taken) for text in ("V1", "v1", "v/1", "v 1", "../..", "…", "CON" * 50)]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9.-]*", name) and len(name) < 70 for name in names)


def test_a_clone_elsewhere_gives_the_same_bytes(repository: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.git("tag", "first")
    new_practice(repository, "night-market", "Night market")
    repository.commit("2026-02-01", tag="v2")
    repository.edit("data/regions/flevoland.yaml", "name: Flevoland", "name: Province")
    repository.commit("2026-02-03")
    here = built(repository)
    repository.git("clone", "--quiet", str(repository.root), str(repository.root.parent / "else where é"))
    clone = Kept(repository.root.parent / "else where é")
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    monkeypatch.setenv("LANG", "tr_TR.UTF-8")
    there = built(clone, "other")
    monkeypatch.delenv("TZ")
    time.tzset()
    for name in ("changes.html", "changes/v2.html", "markdown/changes.md", "markdown/changes/v2.md"):
        assert (here / name).read_bytes() == (there / name).read_bytes()


def test_what_is_not_committed_counts_on_the_day_of_the_programme(repository: Kept) -> None:
    repository.git("tag", "first")
    repository.commit("2026-03-07")
    repository.edit("data/regions/flevoland.yaml", "name: Flevoland", "name: Province")
    assert "7 March 2026 Changed 1 Regions Province name" in text_of(built(repository) / "changes.html")


def test_without_git_the_page_says_so(tmp_path: Path, repository: Kept) -> None:
    shutil.rmtree(repository.root / ".git")
    text = text_of(built(repository) / "changes.html")
    assert "The history of the catalogue could not be read: it is not kept in git." in text
    assert "rests on the dates that records tell of themselves" in text
    assert not (repository.root.parent / "site/changes").exists()


def test_a_site_that_knows_no_history_says_so(tmp_path: Path) -> None:
    assert "without the history of its catalogue" in text_of(build(tmp_path).home.with_name("changes.html"))


def test_the_same_state_is_read_from_the_history_once(
    repository: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.git("tag", "first")
    new_practice(repository, "night-market", "Night market")
    repository.commit("2026-02-01")
    kept_bytes: dict[str, bytes] = {}

    def read(state: str, as_of: date = AS_OF) -> News:
        return read_news(
            repository.root, as_of=as_of, state=state, load=kept_bytes.get, store=kept_bytes.__setitem__
        )

    first = read("one")
    asked = 0

    def counting(*args: object, **options: object) -> Changes:
        nonlocal asked
        asked += 1
        return first.periods[0].changes

    monkeypatch.setattr(room, "changes", counting)
    assert read("one") == first and asked == 0
    read("two")
    assert asked == 1  # other records
    read("two", date(2026, 7, 1))
    assert asked == 2  # another day
    repository.git("tag", "second")
    read("two", date(2026, 7, 1))
    assert asked == 3  # another tag
    kept_bytes["news"] = kept_bytes["news"][:-3]
    assert read("two", date(2026, 7, 1)).periods and asked == 4  # damaged


def shown(found: list[Change], language: str = "en", project: str = "", **more: str) -> dict[str, object]:
    """The view of some changes of the small catalogue."""
    catalogue = catalogue_of(documents())
    told = Changes(
        Since("", "date", "2026-01-01", "c"),
        Since("", "any", "2026-06-30"),
        "2026-06-30",
        "git",
        "",
        "",
        tuple(found),
    )
    news = News((Period("", "", replace(told, **more)),))  # type: ignore[arg-type]  # fields of Changes
    programme = propose(catalogue, Request(as_of=date.max, project=project))
    return changes_view(Scope(Shelf(InMemory(catalogue), programme, project, news), interface(language)))


def days(number: int) -> Iterator[Change]:
    for day in range(number, 0, -1):
        yield Change(
            "practice", "voucher", "Innovation voucher", "changed", f"2026-01-{day:02}", ("summary",)
        )


def test_many_days_are_told_by_month() -> None:
    few, many = shown(list(days(14)))["groups"], shown(list(days(15)))["groups"]
    assert isinstance(few, list) and isinstance(many, list)
    assert [group["title"] for group in few][:2] == ["14 January 2026", "13 January 2026"] and len(few) == 14
    assert [group["title"] for group in many] == ["January 2026"]
    assert many[0]["parts"][0]["kinds"][0]["entries"][0]["day"] == "15 January 2026"


def test_a_long_list_is_cut_and_says_so() -> None:
    found = [Change("practice", f"p{n}", f"P {n}", "removed", "2026-01-01") for n in range(130)]
    groups = shown(found)["groups"]
    assert isinstance(groups, list)
    kind = groups[0]["parts"][0]["kinds"][0]
    assert (len(kind["entries"]), kind["more"], groups[0]["parts"][0]["count"]) == (100, 30, "130")


def test_a_site_of_one_project_tells_of_its_own_records_alone() -> None:
    found = [Change("practice", i, i, "changed", "2026-01-01", ("summary",)) for i in ("voucher", "outside")]
    groups = shown(found, project="swap")["groups"]
    assert isinstance(groups, list)
    assert [e["title"] for e in groups[0]["parts"][0]["kinds"][0]["entries"]] == ["Innovation voucher"]


def test_every_word_of_the_history_has_a_name() -> None:
    fields = {field for kind in KINDS for field in load(kind)["properties"]}
    assert fields <= FIELDS.keys()
    assert set(view.WHAT_WORDS) == set(WHATS) and set(view.KIND_WORDS) == set(KINDS)
    reasons = ("no-git", "no-repository", "no-commit", "untracked", "shallow", "unreadable")
    assert all("history" in str(shown([], basis="dates", reason=reason)["reason"]) for reason in reasons)


def test_fields_with_one_name_are_told_once() -> None:
    change = Change(
        "region", "north", "The North", "changed", "2026-01-01", ("nuts", "nuts_version", "x-own")
    )
    groups = shown([change])["groups"]
    assert isinstance(groups, list)
    assert groups[0]["parts"][0]["kinds"][0]["entries"][0]["fields"] == "NUTS code and x-own"
