"""From where on: dates, tags, editions, revisions, and what is usual."""

from __future__ import annotations

from datetime import date

import pytest
from histories import AS_OF, History

from miniexchange.diagnostic import UserError
from miniexchange.history import Repository, Since, changes, open_repository


def with_steps(history: History) -> dict[str, str]:
    """A practice a month from February to May; month → commit."""
    commits = {"01": history.git("rev-parse", "HEAD")}
    for month in ("02", "03", "04", "05"):
        history.catalogue.write("practice", f"p-{month}", title=f"P {month}", region="veneto", status="draft")
        commits[month] = history.commit(f"2026-{month}-15")
    return commits


def ids(history: History, since: str = "", until: str = "") -> list[str]:
    return [change.id for change in history.changes(since, until).changes]


@pytest.mark.parametrize(
    ("since", "until", "wanted"),
    [
        ("2026-03-15", "", "05 04 03"),
        ("2026-03-16", "", "05 04"),
        ("2026-03", "", "05 04 03"),
        ("2026-03", "2026-04", "04 03"),
        ("2026-03", "2026-04-14", "03"),
        ("2026-04-15", "2026-04-15", "04"),
        ("2026", "2026-02", None),
        ("2026-02", "2026", "05 04 03 02"),
        ("HEAD~2", "", "05 04"),
        ("HEAD~2", "HEAD~1", "04"),
        ("2026-06-30", "", ""),
    ],
)
def test_dates_and_revisions(since: str, until: str, wanted: str | None, history: History) -> None:
    with_steps(history)
    found = [i.removeprefix("p-") for i in ids(history, since, until) if i.startswith("p-")]
    assert " ".join(found) == ("02" if wanted is None else wanted)
    assert (len(ids(history, since, until)) > len(found)) == (
        wanted is None
    )  # what was there from the first commit


def test_a_tag_that_looks_like_a_date_is_a_tag(history: History) -> None:
    commits = with_steps(history)
    history.git("tag", "2026-02", commits["04"])
    history.git("tag", "--annotate", "-m", "words", "v/1 ü".replace(" ", "-"), commits["03"])
    assert ids(history, "2026-02") == ["p-05"]
    assert history.changes("2026-02").since == Since("2026-02", "tag", "2026-04-15", commits["04"])
    assert history.changes("v/1-ü").since == Since("v/1-ü", "tag", "2026-03-15", commits["03"])
    dated = changes(history.root, Since("2026-02", "date"), as_of=AS_OF)
    assert [c.id for c in dated.changes][-1] == "p-02" and dated.since.form == "date"


def test_a_tag_that_is_no_commit_is_passed_over(history: History) -> None:
    with_steps(history)
    history.git("tag", "blob", "HEAD:mini.yaml")
    assert history.changes().since.form == "date"
    with pytest.raises(UserError, match="there is no date, tag, edition or revision 'blob'"):
        history.changes("blob")


def test_an_edition_is_a_tag_or_the_first_commit_that_says_it(history: History) -> None:
    commits = with_steps(history)
    settings = "schema_version: 1\ncatalogue:\n  edition: {}\n"
    days = {"spring": "2026-05-20", "'2026-05'": "2026-05-25", "spring ": "2026-05-26"}
    said = {}
    for name, day in days.items():
        history.catalogue.file("mini.yaml", settings.format(name))
        said[name] = history.commit(day)
    repository = open_repository(history.root)
    assert isinstance(repository, Repository)
    assert [(e.name, e.day) for e in repository.editions] == [
        ("2026-05", "2026-05-25"),
        ("spring", "2026-05-20"),
    ]
    assert history.changes("spring").since == Since("spring", "edition", "2026-05-20", said["spring"])
    assert history.changes("2026-05").since.form == "edition"
    history.git("tag", "spring", commits["02"])
    assert history.changes("spring").since.form == "tag"
    named = changes(history.root, Since("spring", "edition"), as_of=AS_OF)
    assert (named.since.form, named.since.commit) == ("edition", commits["02"])


def test_what_is_usual(history: History) -> None:
    commits = with_steps(history)
    found = history.changes()
    assert (found.since.form, found.since.day, found.since.text) == ("date", "2026-02-14", "")
    assert [c.id for c in found.changes] == ["p-05", "p-04", "p-03", "p-02"]
    history.catalogue.file("mini.yaml", "schema_version: 1\ncatalogue:\n  edition: summer\n")
    begun = history.commit("2026-05-16")
    assert history.changes().since.form == "date", "the edition begins with the last commit"
    history.commit("2026-05-17")
    assert history.changes().since == Since("summer", "edition", "2026-05-16", begun)
    history.git("tag", "v1", commits["03"], day="2026-05-16")
    history.git("tag", "--annotate", "-m", "v2", "v2", commits["04"], day="2026-05-17")
    history.git("tag", "v3")
    assert history.changes().since == Since("v2", "tag", "2026-04-15", commits["04"]), (
        "v3 is the last commit itself"
    )
    history.git("checkout", "--quiet", "--orphan", "apart")
    history.commit("2026-05-18")
    history.git("tag", "apart-1")
    history.git("checkout", "--quiet", "main")
    assert history.changes().since.text == "v2", "a tag that did not lead here"


@pytest.mark.parametrize(
    ("since", "until", "message", "hint"),
    [
        ("sprnig", "", "there is no date, tag, edition or revision 'sprnig' here", "did you mean spring?"),
        ("zzz", "", "there is no date, tag, edition or revision 'zzz' here", "a tag; the latest are: spring"),
        ("--all", "", "there is no date", "name a day"),
        ("a\nb", "", "there is no date", "name a day"),
        ("x" * 5000, "", "there is no date", "name a day"),
        ("2026-02-30", "", "there is no date", "name a day"),
        ("ongoing", "", "there is no date", "name a day"),
        ("2026-07-01", "", "2026-07-01 lies in the future", "up to 2026-06-30"),
        ("2027", "", "2027 lies in the future", "up to 2026-06-30"),
        ("spring", "2026-07-01", "2026-07-01 lies in the future", "up to 2026-06-30"),
        ("2026-05-01", "2026-04-01", "2026-04-01 lies before 2026-05-01", "--since"),
        ("2025-01-01", "2025-02-01", "there was no commit yet on 2025-02-01", "the first is of 2026-01-05"),
    ],
)
def test_moments_that_are_not(since: str, until: str, message: str, hint: str, history: History) -> None:
    history.git("tag", "spring")
    with pytest.raises(UserError) as caught:
        history.changes(since, until)
    assert message in caught.value.message and hint in caught.value.hint
    assert len(caught.value.message) < 200


def test_an_unknown_edition_names_those_that_are_known(history: History) -> None:
    history.catalogue.file("mini.yaml", "schema_version: 1\ncatalogue:\n  edition: summer\n")
    history.commit("2026-05-16")
    with pytest.raises(UserError) as caught:
        changes(history.root, Since("x9", "edition"), as_of=AS_OF)
    assert "there is no edition 'x9'" in caught.value.message and "summer" in caught.value.hint


def test_a_commit_from_before_the_catalogue(history: History) -> None:
    history.git("checkout", "--quiet", "--orphan", "new")
    history.git("rm", "-r", "--quiet", "--force", ".")
    (history.root / "other.txt").write_text("a")
    first = history.commit("2026-01-01")
    history.git("checkout", "main", "--", ".")
    history.commit("2026-02-01")
    found = history.changes(first)
    assert {c.what for c in found.changes} == {"new"} and {c.day for c in found.changes} == {"2026-02-01"}


def test_the_day_of_asking_is_never_the_clock(history: History) -> None:
    history.edit("region", "veneto", "name: Veneto", "name: Regione Veneto")
    for day in (date(2026, 5, 1), date(2030, 1, 1)):
        (change,) = changes(history.root, Since("HEAD"), as_of=day).changes
        assert change.day == day.isoformat()
