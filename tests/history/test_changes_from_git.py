"""What became of each record, told from git's history."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from histories import AS_OF, History

from catalogues import CatalogueFolder
from miniexchange.catalogue.document import read_document
from miniexchange.catalogue.kinds import FOLDERS
from miniexchange.edit.canonical import canonical
from miniexchange.history import Changes, Since, changes


def test_nothing_changed(history: History) -> None:
    assert history.told("2026-01-06") == []


def test_everything_is_new_before_the_first_commit(history: History) -> None:
    found = history.changes("2026-01-05")
    records = [
        file for folder in FOLDERS.values() for file in (history.root / "data" / folder).glob("*.yaml")
    ]
    assert {(c.kind, c.id) for c in found.of("new")} == {
        (kind, file.stem)
        for kind, folder in FOLDERS.items()
        for file in records
        if file.parent.name == folder
    }
    assert len(found.changes) == len(records) == found.count()["new"]
    assert (found.since.commit, found.since.day, found.since.form) == ("", "2026-01-05", "date")


def test_each_sort_of_change(history: History) -> None:
    history.catalogue.write(
        "practice", "night-market", title="Night market", region="veneto", status="published"
    )
    history.commit("2026-02-01")
    history.edit("region", "flevoland", "name: Flevoland", "name: Province")
    history.rename("practice", "winter-school", "school-in-winter")
    history.remove("event", "verona-2025")
    history.commit("2026-02-03")
    history.edit("practice", "summer-school", "status: published", "status: archived")
    history.commit("2026-02-02")  # a clock that was wrong
    assert history.told("2026-01-06") == [
        ("changed", "region", "flevoland", "2026-02-03", ("name",)),
        ("renamed", "practice", "school-in-winter", "2026-02-03", (), "winter-school"),
        ("removed", "event", "verona-2025", "2026-02-03", ()),
        ("archived", "practice", "summer-school", "2026-02-02", ("status",)),
        ("new", "practice", "night-market", "2026-02-01", ()),
    ]
    assert [c.title for c in history.changes("2026-01-06").of("new")] == ["Night market"]


def test_an_archived_practice_with_another_id_and_text(history: History) -> None:
    history.edit("practice", "summer-school", "status: published", "status: archived")
    history.rename("practice", "summer-school", "old-school")
    history.commit("2026-02-01")
    assert ("archived", "practice", "old-school", "2026-02-01", ("status",), "summer-school") in history.told(
        "2026-02-01"
    )


def test_another_way_to_write_a_record_is_no_change(history: History) -> None:
    for kind, record_id in (
        ("region", "flevoland"),
        ("practice", "summer-school"),
        ("exchange", "summer-school-veneto"),
    ):
        document = read_document(history.catalogue.read(kind, record_id).encode())
        history.catalogue.write(kind, record_id, **dict(reversed(document.items())))  # JSON: all is quoted
        assert history.told("2026-01-06") == [], "not committed"
        history.commit("2026-02-01")
        text = canonical(kind, document, history.catalogue.path(kind, record_id))
        history.catalogue.write(kind, record_id, "# a comment\r\n" + text.replace("\n", "\r\n"))
        history.commit("2026-02-02")
    assert history.git("log", "--since=2026-01-06", "--format=%h").count("\n") == 5
    assert history.told("2026-01-06") == []
    assert history.day("region", "flevoland") == "2026-01-05"


def test_the_day_is_that_of_the_content_not_of_its_form(history: History) -> None:
    history.edit("region", "flevoland", "name: Flevoland", "name: Province of Flevoland")
    history.commit("2026-02-01")
    history.edit(
        "region",
        "flevoland",
        "name: Province of Flevoland",
        "name: 'Province of Flevoland'  # as it calls itself",
    )
    history.commit("2026-03-01")
    assert history.told("2026-01-06") == [("changed", "region", "flevoland", "2026-02-01", ("name",))]
    assert history.told("2026-02-02") == []


def test_what_was_undone_is_no_change(history: History) -> None:
    before = history.catalogue.read("region", "flevoland")
    history.edit("region", "flevoland", "name: Flevoland", "name: Province")
    history.remove("practice", "winter-school")
    history.commit("2026-02-01")
    history.catalogue.write("region", "flevoland", before)
    history.git("checkout", "--quiet", "HEAD~1", "--", "data/practices")
    history.commit("2026-02-02")
    assert history.told("2026-01-06") == []
    assert [c[:3] for c in history.told("2026-02-02")] == [
        ("changed", "region", "flevoland"),
        ("new", "practice", "winter-school"),
    ]


def test_a_year_in_quotes_and_a_truth_that_is_a_number() -> None:
    from miniexchange.history.compare import changed_fields, same

    assert same({"date": 2010, "x": [1, 2.0]}, {"x": [1.0, 2], "date": "2010"})
    assert not same(True, 1) and not same(None, "None") and not same([1], [1, 1]) and not same({}, [])
    assert not same({"a": None}, {}) and not same("a", "a ") and not same({"a": 1}, {"b": 1})
    before, after = {"x-b": 1, "needs": [], "name": "a"}, {"x-a": 1, "name": "b", "needs": []}
    assert changed_fields("region", before, after) == ("name", "x-a", "x-b")


def test_another_folder_is_no_change(history: History) -> None:
    (history.root / "data/practices/nl").mkdir()
    for old, new in (("", "nl/"), ("nl/", "")):
        place = history.root / "data/practices"
        (place / f"{old}winter-school.yaml").rename(place / f"{new}winter-school.yaml")
        assert history.told("2026-01-06") == []
        history.commit("2026-02-01")
        assert history.told("2026-01-06") == []


def test_renamed_again_and_again_with_edits(history: History) -> None:
    names = ["winter-school", "school-1", "school-2", "school-3"]
    for number, (old, new) in enumerate(pairwise(names), 1):
        history.rename("practice", old, new)
        history.commit(f"2026-02-{2 * number:02}")
        history.catalogue.write(
            "practice", new, history.catalogue.read("practice", new) + f"x-step-{number}: {'word ' * 60}\n"
        )
        history.commit(f"2026-02-{2 * number + 1:02}")
    fields = ("x-step-1", "x-step-2", "x-step-3")
    assert history.told("2026-01-06") == [
        ("renamed", "practice", "school-3", "2026-02-07", fields, "winter-school")
    ]
    assert history.told("2026-02-03") == [
        ("renamed", "practice", "school-3", "2026-02-07", fields, "school-1")
    ]
    assert history.told("2026-02-07") == [("changed", "practice", "school-3", "2026-02-07", ("x-step-3",))]


def test_a_rewritten_record_with_another_id_is_known_by_its_title(history: History) -> None:
    title = read_document(history.catalogue.read("practice", "winter-school").encode())["title"]
    history.remove("practice", "winter-school")
    history.catalogue.write(
        "practice", "other", title=title, region="veneto", status="draft", summary="All of it is new."
    )
    for commit in (False, True):
        day = history.commit("2026-02-01") and "2026-02-01" if commit else AS_OF.isoformat()
        ((what, _, record_id, told, fields, previous),) = history.told("2026-01-06")
        assert (what, record_id, told, previous) == ("renamed", "other", day, "winter-school")
        assert "summary" in fields


def test_an_id_that_two_records_had_one_after_the_other(history: History) -> None:
    history.rename("practice", "winter-school", "school")
    history.catalogue.write(
        "practice", "winter-school", title="Quite another", region="veneto", status="draft"
    )
    history.commit("2026-02-01")
    told = {change[2]: change[0] for change in history.told("2026-01-06")}
    assert told == {"school": "new", "winter-school": "changed"}


def test_a_record_that_became_one_of_another_kind(history: History) -> None:
    place = history.root / "data"
    (place / "events/verona-2025.yaml").rename(place / "plans/verona-2025.yaml")
    history.commit("2026-02-01")
    assert [c[:3] for c in history.told("2026-01-06")] == [
        ("removed", "event", "verona-2025"),
        ("new", "plan", "verona-2025"),
    ]


def test_what_is_not_committed_changed_on_the_day_of_asking(history: History) -> None:
    history.edit("region", "veneto", "name: Veneto", "name: Regione Veneto")
    history.catalogue.write("practice", "night-market", title="Night market", region="veneto", status="draft")
    history.remove("event", "verona-2025")
    history.rename("plan", "veneto-plan", "plan-2")
    day = AS_OF.isoformat()
    wanted = [
        ("changed", "region", "veneto", day, ("name",)),
        ("new", "practice", "night-market", day, ()),
        ("removed", "event", "verona-2025", day, ()),
        ("renamed", "plan", "plan-2", day, (), "veneto-plan"),
    ]
    assert history.told("2026-01-06") == wanted
    history.git("add", "--all", ".")
    assert history.told("2026-01-06") == wanted, "staged"
    assert history.told("2026-01-06", "HEAD") == []


def test_a_touched_file_is_no_change(history: History) -> None:
    for file in history.root.rglob("*.yaml"):
        file.touch()
    assert history.told("2026-01-06") == []


def test_records_that_cannot_be_read(history: History) -> None:
    history.catalogue.write("practice", "broken", "title: [a\n")
    history.catalogue.write("practice", "large", "title: Large\n# " + "x" * 1_100_000)
    history.commit("2026-02-01")
    history.catalogue.write("practice", "broken", "title: [b\n")
    history.catalogue.write("region", "veneto", b"\xff\xfe")
    history.commit("2026-02-02")
    assert history.told("2026-01-06") == [
        ("changed", "region", "veneto", "2026-02-02", ()),
        ("new", "practice", "broken", "2026-02-02", ()),
        ("new", "practice", "large", "2026-02-01", ()),
    ]
    assert {c.title for c in history.changes("2026-01-06").changes} == {"veneto", "broken", "large"}


def test_links_are_no_records(history: History) -> None:
    (history.root / "data/practices/linked.yaml").symlink_to("winter-school.yaml")
    history.commit("2026-02-01")
    history.remove("practice", "guarantee-fund")
    (history.root / "data/practices/guarantee-fund.yaml").symlink_to("winter-school.yaml")
    history.commit("2026-02-02")
    assert history.told("2026-01-06") == [("removed", "practice", "guarantee-fund", "2026-02-02", ())]


def test_a_merge_counts_on_the_day_when_it_was_taken_in(history: History) -> None:
    history.git("checkout", "--quiet", "-b", "work")
    history.catalogue.write("practice", "night-market", title="Night market", region="veneto", status="draft")
    history.commit("2026-02-01")
    history.git("checkout", "--quiet", "main")
    history.edit("region", "veneto", "name: Veneto", "name: Regione Veneto")
    history.commit("2026-02-02")
    history.git("merge", "--quiet", "--no-ff", "-m", "taken in", "work", day="2026-02-03")
    assert history.told("2026-01-06") == [
        ("new", "practice", "night-market", "2026-02-03", ()),
        ("changed", "region", "veneto", "2026-02-02", ("name",)),
    ]
    assert [c[0] for c in history.told("2026-02-02", "2026-02-02")] == ["changed"]
    assert [c[:3] for c in history.told("work")] == [("changed", "region", "veneto")]


def test_a_tag_on_another_branch(history: History) -> None:
    history.git("checkout", "--quiet", "-b", "side")
    history.catalogue.write("practice", "only-there", title="Only there", region="veneto", status="draft")
    history.edit("region", "veneto", "name: Veneto", "name: Regione Veneto")
    history.commit("2026-02-01")
    history.git("tag", "side-1")
    history.git("checkout", "--quiet", "main")
    history.commit("2026-02-05")
    assert history.told("side-1") == [
        ("changed", "region", "veneto", "2026-02-05", ("name",)),
        ("removed", "practice", "only-there", "2026-02-05", ()),
    ]


def test_the_view_of_the_public(history: History) -> None:
    for name in ("a", "b", "c"):
        history.catalogue.write(
            "practice", f"draft-{name}", title=f"Draft {name}", region="veneto", status="draft"
        )
    history.commit("2026-02-01")
    assert history.told("2026-01-06", drafts=False) == []
    history.edit("practice", "draft-a", 'draft"', 'published"')
    history.edit("practice", "summer-school", "status: published", "status: review")
    history.rename("practice", "draft-b", "draft-d")
    history.remove("practice", "draft-c")
    history.commit("2026-02-02")
    assert [c[:4] for c in history.told("2026-02-02", drafts=False)] == [
        ("new", "practice", "draft-a", "2026-02-02"),
        ("removed", "practice", "summer-school", "2026-02-02"),
    ]
    assert [c[0] for c in history.told("2026-02-02")] == ["changed", "removed", "renamed", "changed"]


def test_records_that_were_read_already_are_not_read_again(history: History) -> None:
    history.catalogue.write("practice", "night-market", title="Night market", region="veneto", status="draft")
    given = {"practice": {"night-market": {"title": "As it was read", "status": "draft"}}}
    assert [c.title for c in history.changes("2026-01-06", documents=given).changes] == ["As it was read"]
    history.commit("2026-02-01")
    assert [c.title for c in history.changes("2026-01-06", "HEAD", documents=given).changes] == [
        "Night market"
    ]


def test_a_catalogue_in_a_folder_of_a_larger_repository(tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    place = repository / "sub/ordner ä [x]"
    history = History(CatalogueFolder.copy_of_base(place), repository)
    (repository / "data/practices").mkdir(parents=True)
    (repository / "data/practices/elsewhere.yaml").write_text("title: Elsewhere\n")
    history.git("init", "--quiet", "--initial-branch=main")
    history.commit("2026-01-05")
    history.edit("region", "veneto", "name: Veneto", "name: Regione Veneto")
    (repository / "data/practices/elsewhere.yaml").write_text("title: Changed elsewhere\n")
    (repository / "data/practices/more.yaml").write_text("title: More\n")
    history.rename("practice", "winter-school", "school")
    history.commit("2026-02-01")
    history.edit("region", "flevoland", "name: Flevoland", "name: Province")
    assert [c[:4] for c in history.told("2026-01-06")] == [
        ("changed", "region", "flevoland", "2026-06-30"),
        ("changed", "region", "veneto", "2026-02-01"),
        ("renamed", "practice", "school", "2026-02-01"),
    ]
    assert history.day("practice", "school") == "2026-02-01"


def test_the_answer_is_the_same_every_time(history: History) -> None:
    for number in range(6):
        history.catalogue.write(
            "practice", f"m-{5 - number}", title=f"Market {number}", region="veneto", status="draft"
        )
    history.commit("2026-02-01")

    def asked() -> Changes:
        return changes(history.root, Since("2026-01-06"), as_of=AS_OF)

    assert asked() == asked()
    assert [c.id for c in asked().changes] == [f"m-{n}" for n in range(6)]


@pytest.mark.parametrize("what", ["new", "removed"])
def test_names_and_messages_that_are_out_to_harm(history: History, what: str) -> None:
    names = ["a b", "a\nb", "a\tb", ":100644 100644", "ü\u202e", "-rf", "*", '"quoted"', "$(touch x)"]
    kept = history.commit("2026-02-01") if what == "new" else ""
    for name in names:
        history.catalogue.write("practice", name, title=f"{name}", region="veneto", status="draft")
    (history.root / "data/practices").joinpath(b"\xff.yaml".decode("utf-8", "surrogateescape")).write_text(
        "title: a\n"
    )
    last = history.commit(
        "2026-02-02", ":000000 100644 0 1 A\0data/practices/evil.yaml\0".replace("\0", "\n") + "\x1b[31m"
    )
    if what == "removed":
        for name in names:
            history.remove("practice", name)
        history.commit("2026-02-03")
        kept = last
    found = history.changes(kept)
    assert {c.id for c in found.of(what)} == set(names)  # type: ignore[arg-type]
    assert len(found.changes) == len(names)
    assert "evil" not in repr(found) and "[31m" not in repr(found)
