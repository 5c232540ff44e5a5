"""Where git cannot tell: no git, no repository, no commit, a part of the history. The records' own dates do."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from histories import AS_OF, History, git

from catalogues import CatalogueFolder
from miniexchange.catalogue.rows import Row, Rows
from miniexchange.diagnostic import UserError
from miniexchange.history import Changes, Since, changes, last_changed


@pytest.fixture
def dated(catalogue: CatalogueFolder) -> CatalogueFolder:
    """The base catalogue without the dates of its own, and records with them."""
    for file in (catalogue.root / "data").rglob("*.yaml"):
        text = re.sub(
            r"(verified|documented|stated|closed): .*\n", r"x-\1: 1\n", file.read_text(encoding="utf-8")
        )
        file.write_text(text.replace("history:", "x-history:"), encoding="utf-8")
    write = catalogue.write
    write(
        "practice",
        "p-new",
        title="New",
        region="veneto",
        status="published",
        documented="2026-02-01",
        verified="2026-03-01",
    )
    write(
        "practice",
        "p-seen",
        title="Seen",
        region="veneto",
        status="published",
        documented=2020,
        verified="2026-04",
    )
    write("practice", "p-draft", title="Draft", region="veneto", status="draft", documented="2026-02-02")
    write("practice", "p-future", title="Future", region="veneto", status="published", verified="2027-01-01")
    steps = [{"status": "proposed", "date": "2025-01-01"}, {"status": "agreed", "date": "2026-05-05"}]
    write("exchange", "x-old", status="agreed", practice="summer-school", importer="veneto", history=steps)
    write(
        "exchange", "x-new", status="proposed", practice="summer-school", importer="veneto", history=steps[1:]
    )
    needs = [
        {"id": "a", "title": "A", "stated": "2026-02-03", "closed": "2026-06"},
        {"id": "b", "title": "B", "stated": 2012},
    ]
    write("region", "r", name="R", country="IT", needs=needs)
    return catalogue


def told(found: Changes) -> list[tuple[object, ...]]:
    assert (
        found.basis == "dates"
        and found.reason
        and "renamed, archived or removed, are not known" in found.note
    )
    return [(c.what, c.kind, c.id, c.day, c.fields) for c in found.changes]


WANTED = [
    ("changed", "region", "r", "2026-06-01", ("needs",)),
    ("new", "exchange", "x-new", "2026-05-05", ()),
    ("changed", "exchange", "x-old", "2026-05-05", ("history",)),
    ("changed", "practice", "p-seen", "2026-04-01", ("verified",)),
    ("new", "practice", "p-new", "2026-03-01", ()),
    ("new", "practice", "p-draft", "2026-02-02", ()),
]


def test_the_dates_of_the_records(dated: CatalogueFolder) -> None:
    found = changes(dated.root, Since("2026"), as_of=AS_OF)
    assert told(found) == WANTED
    assert found.reason == "no-repository" and (found.since.day, found.until.day) == (
        "2026-01-01",
        "2026-06-30",
    )
    until = changes(dated.root, Since("2026-03-02"), Since("2026-05"), as_of=AS_OF)
    assert [c.id for c in until.changes] == ["x-new", "x-old", "p-seen"]
    public = changes(dated.root, Since("2026"), as_of=AS_OF, drafts=False)
    assert "p-draft" not in {c.id for c in public.changes} and len(public.changes) == len(WANTED) - 1


def test_usual_without_history(dated: CatalogueFolder) -> None:
    assert changes(dated.root, as_of=AS_OF).since == Since("", "date", "2026-04-01", "")
    dated.file("mini.yaml", "schema_version: 1\ncatalogue:\n  edition: 2026-05\n")
    found = changes(dated.root, as_of=AS_OF)
    assert found.since == Since("2026-05", "edition", "2026-05-01", "")
    assert [c.id for c in found.changes] == ["r", "x-new", "x-old"]
    assert changes(dated.root, Since("2026-05", "edition"), as_of=AS_OF).since.day == "2026-05-01"


def test_last_days(dated: CatalogueFolder) -> None:
    days = last_changed(dated.root, as_of=AS_OF)
    assert days == {dated.path(kind, record_id): day for _, kind, record_id, day, _ in WANTED}
    assert last_changed(dated.root, as_of=date(2026, 3, 31))["data/practices/p-seen.yaml"] == "2020-01-01"
    given = Rows.from_rows([Row("practice", "p-new", "data/p-new.yaml", {"verified": "2026-01-01"})])
    assert last_changed(dated.root, as_of=AS_OF, rows=lambda: given) == {"data/p-new.yaml": "2026-01-01"}


def test_no_commit_yet(dated: CatalogueFolder) -> None:
    git(dated.root, "init", "--quiet")
    found = changes(dated.root, Since("2026"), as_of=AS_OF)
    assert (told(found), found.reason) == (WANTED, "no-commit")


def test_a_catalogue_that_git_does_not_keep(dated: CatalogueFolder) -> None:
    git(dated.root, "init", "--quiet")
    git(dated.root, "commit", "--quiet", "--allow-empty", "-m", "a")
    found = changes(dated.root, Since("2026"), as_of=AS_OF)
    assert (told(found), found.reason) == (WANTED, "untracked")
    assert last_changed(dated.root, as_of=AS_OF)["data/regions/r.yaml"] == "2026-06-01"


def test_without_git(dated: CatalogueFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(dated.root))
    found = changes(dated.root, Since("2026"), as_of=AS_OF)
    assert (told(found), found.reason) == (WANTED, "no-git")
    assert "Git is not installed" in found.note


def test_a_shallow_clone(dated: CatalogueFolder, tmp_path: Path) -> None:
    history = History(dated)
    history.git("init", "--quiet", "--initial-branch=main")
    history.commit("2026-01-05")
    history.git("tag", "v0")
    history.commit("2026-04-15")
    history.git("tag", "v1")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=v1", dated.root.as_uri(), str(clone))
    found = changes(clone, Since("2026"), as_of=AS_OF)
    assert (told(found), found.reason) == (WANTED, "shallow")
    assert "fetch-depth: 0" in found.note and "--unshallow" in found.note
    assert last_changed(clone, as_of=AS_OF) == last_changed(clone, as_of=AS_OF, use_cache=False)
    assert last_changed(clone, as_of=AS_OF)["data/practices/p-seen.yaml"] == "2026-04-01"
    assert changes(clone, Since("v1"), as_of=AS_OF).since == Since("v1", "tag", "2026-04-15", "")
    with pytest.raises(UserError) as caught:
        changes(clone, Since("v0"), as_of=AS_OF)
    assert "'v0' has no day" in caught.value.message and "fetch-depth: 0" in caught.value.hint


def test_a_partial_clone_asks_no_other_host(history: History, tmp_path: Path) -> None:
    history.edit("region", "veneto", "name: Veneto", "name: Regione Veneto")
    history.commit("2026-02-01")
    history.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", history.root.as_uri(), str(clone))
    objects = sorted(str(file) for file in (clone / ".git").rglob("*") if "objects" in file.parts)
    found = changes(clone, Since("2026-01-06"), as_of=AS_OF)
    assert (found.basis, found.reason) == ("dates", "unreadable") and "without --filter" in found.note
    assert "data/regions/veneto.yaml" not in last_changed(clone, as_of=AS_OF)
    assert changes(clone, Since("HEAD"), as_of=AS_OF).basis == "git", "what is there can be compared"
    assert sorted(str(file) for file in (clone / ".git").rglob("*") if "objects" in file.parts) == objects


@pytest.mark.parametrize(
    ("since", "until", "message"),
    [
        ("v1", "", "without git's history, 'v1' has no day"),
        ("2027", "", "lies in the future"),
        ("2026-05-01", "2026-04-01", "2026-04-01 lies before 2026-05-01"),
        ("ongoing", "", "has no day"),
    ],
)
def test_only_dates_can_be_named(since: str, until: str, message: str, catalogue: CatalogueFolder) -> None:
    with pytest.raises(UserError) as caught:
        changes(catalogue.root, Since(since), Since(until), as_of=AS_OF)
    assert message in caught.value.message and caught.value.hint
