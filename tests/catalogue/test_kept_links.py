"""What is wrong with references is kept too, and found anew as soon as anything changes that they can point to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cached_readings import same_with_and_without

from catalogues import CatalogueFolder
from miniexchange.catalogue.reading import Reader

EXCHANGE = "data/exchanges/summer-school-veneto.yaml"
PRACTICE = "data/practices/summer-school.yaml"
Change = Callable[[CatalogueFolder], object]


def without_the_practice(made: CatalogueFolder) -> None:
    made.root.joinpath(PRACTICE).unlink()


def without_the_need(made: CatalogueFolder) -> None:
    text = made.read("region", "veneto")
    assert "id: young-founders" in text
    made.write("region", "veneto", text.replace("id: young-founders", "id: old-founders"))


def without_a_term(made: CatalogueFolder) -> None:
    text = made.read("vocabulary", "themes")
    assert "youth-entrepreneurship" in text
    made.write("vocabulary", "themes", text.replace("youth-entrepreneurship", "young-entrepreneurship"))


def without_a_picture(made: CatalogueFolder) -> None:
    made.root.joinpath("media/summer-school/fair.png").unlink()


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        (without_the_practice, "MX301", EXCHANGE),
        (without_the_need, "MX303", EXCHANGE),
        (without_a_term, "MX302", PRACTICE),
        (without_a_picture, "MX308", PRACTICE),
    ],
    ids=["record", "need", "term", "media"],
)
def test_the_unchanged_file_is_found_at_fault(
    change: Change, code: str, path: str, catalogue: CatalogueFolder
) -> None:
    assert (code, path) not in told(catalogue)
    change(catalogue)
    assert (code, path) in told(catalogue)
    same_with_and_without(catalogue)


def test_a_fault_stays_while_other_files_change(catalogue: CatalogueFolder) -> None:
    without_the_practice(catalogue)
    assert ("MX301", EXCHANGE) in told(catalogue)
    catalogue.write("practice", "winter-school", catalogue.read("practice", "winter-school") + "# edited\n")
    assert ("MX301", EXCHANGE) in told(catalogue)
    same_with_and_without(catalogue)


def test_references_of_unchanged_files_are_not_followed_again(
    catalogue: CatalogueFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed: list[str] = []
    links = Reader._links
    monkeypatch.setattr(
        Reader, "_links", lambda self, record, *rest: followed.append(record.id) or links(self, record, *rest)
    )
    catalogue.validate(use_cache=True)
    assert {"summer-school", "winter-school"} < set(followed)
    followed.clear()
    catalogue.write("practice", "winter-school", catalogue.read("practice", "winter-school") + "# edited\n")
    catalogue.validate(use_cache=True)
    assert "winter-school" in followed
    assert "summer-school" not in followed


def told(made: CatalogueFolder) -> set[tuple[str, str]]:
    return {(found.code, found.path) for found in made.findings(use_cache=True)}


def test_a_file_that_becomes_a_link_to_the_same_content(catalogue: CatalogueFolder) -> None:
    assert told(catalogue) == set()
    practice = catalogue.root / PRACTICE
    practice.symlink_to(practice.rename(catalogue.root / "elsewhere.yaml"))
    assert ("MX115", PRACTICE) in told(catalogue)
    same_with_and_without(catalogue)
