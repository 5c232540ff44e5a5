"""Kept programmes: always what `propose` gives for the catalogue as it is, and not worked out again where nothing counts."""

from __future__ import annotations

import tempfile
import types
import typing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from market import RECORDS, Edit, Market, edits_of_everything

from miniexchange.catalogue.records import RECORD_TYPES
from miniexchange.catalogue.source import Entry, Source
from miniexchange.check.opened import Opened
from miniexchange.check.run import open_rows, typed_catalogue
from miniexchange.diagnostic import UserError
from miniexchange.pairing import Named, Programme, Request, propose
from miniexchange.pairing.kept import kept_programme
from miniexchange.pairing.shapes import (
    ExchangeShape,
    PracticeShape,
    ProjectShape,
    RegionShape,
    TextShape,
)

DAY = date(2026, 6, 30)
WHOLE, OF_PROJECT = Request(as_of=DAY), Request(as_of=DAY, project="small")
FAIR, EARLIER = Request(as_of=DAY, choice="fair"), Request(as_of=date(2020, 1, 1))
EDITS = tuple(edits_of_everything())
MARK = ("This programme was kept.",)


@pytest.fixture
def market(tmp_path: Path) -> Market:
    return Market(tmp_path / "market")


def kept(opened: Opened, request: Request = WHOLE) -> Programme | str:
    try:
        return kept_programme(opened.without_errors(), request)
    except UserError as error:
        return str(error)


def fresh(opened: Opened, request: Request = WHOLE) -> Programme | str:
    try:
        return propose(typed_catalogue(opened, keep_going=True), request)
    except UserError as error:
        return str(error)


def mark(opened: Opened) -> None:
    """Marks the kept programmes, so that they are known again."""
    data = opened.load("programmes")
    assert data
    program, programmes = msgspec.msgpack.decode(data)
    for programme in programmes:
        told = msgspec.msgpack.decode(programme[-1], type=Programme)
        programme[-1] = msgspec.msgpack.encode(replace(told, warnings=MARK))
    opened.store("programmes", msgspec.msgpack.encode([program, programmes]))


def is_kept(opened: Opened, request: Request = WHOLE) -> bool:
    return kept_programme(opened, request).warnings == MARK


def test_the_market_holds_what_the_edits_are_about(market: Market) -> None:
    assert not market.opened().report.count("error")
    programme = fresh(market.opened())
    assert isinstance(programme, Programme)
    assert programme.proposals and programme.standing and programme.shortages


def test_a_kept_programme_is_what_the_pairing_proposes_after_every_edit(market: Market) -> None:
    """Each field that a record can have, one edit after the other; and the edits that count are not few."""
    before, changed, same = fresh(market.opened()), 0, 0
    for edit in EDITS:
        market.edit(edit)
        opened = market.opened()
        now = fresh(opened)
        assert kept(opened) == now, edit
        changed += now != before
        same += now == before
        before = now
    assert changed > len(EDITS) // 4 and same > len(EDITS) // 8


@settings(max_examples=10)
@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(EDITS), min_size=1, max_size=3),
            st.sampled_from([WHOLE, OF_PROJECT, FAIR, EARLIER]),
        ),
        min_size=2,
        max_size=4,
    )
)
def test_a_kept_programme_is_what_the_pairing_proposes(steps: list[tuple[list[Edit], Request]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        market = Market(Path(folder) / "market")
        for edits, request in steps:
            for edit in edits:
                market.edit(edit)
            opened = market.opened()
            assert kept(opened, request) == fresh(opened, request)


@pytest.mark.parametrize(
    ("edit", "request_"),
    [
        (Edit("project", "small", "partners", [{"region": "ambra"}, {"region": "borea"}]), OF_PROJECT),
        # A text without a word: the practice, which is locked, no longer counts as one without a text.
        (Edit("practice", "older-school", "summary", "!"), replace(WHOLE, lock=(Named("older-school", "ambra"),))),
    ],
    ids=["partners", "text"],
)  # fmt: skip
def test_what_counts_for_a_request_is_seen(market: Market, edit: Edit, request_: Request) -> None:
    before = kept(market.opened(), request_)
    assert before == fresh(market.opened(), request_)
    market.edit(edit)
    assert before != kept(market.opened(), request_) == fresh(market.opened(), request_)


@pytest.mark.parametrize(
    "edit",
    [
        Edit("practice", "fund", "contact", {"role": "Office", "organisation": "The fund"}),
        Edit("practice", "fund", "evidence.0.claim", "Most of them stayed."),
        Edit("practice", "fund", "transfer.text", "Take it over slowly."),
        Edit("practice", "fund", "description", "Glass makers - get a guarantee\n\nwithin *two* weeks!"),
        Edit("region", "borea", "summary", "A region of workshops."),
        Edit("exchange", "running", "costs", {"staff_days": 3}),
        Edit("settings", "", "catalogue", {"title": "Another title"}),
    ],
    ids=lambda edit: edit.field,
)
def test_what_the_pairing_does_not_read_leaves_the_programme_kept(market: Market, edit: Edit) -> None:
    opened = market.opened()
    proposed = kept_programme(opened, WHOLE)
    assert proposed == fresh(opened) and proposed.warnings != MARK
    mark(opened)
    assert is_kept(market.opened())
    market.edit(edit)
    changed = market.opened()
    assert changed.digest != opened.digest and not changed.report.count("error")
    assert is_kept(changed)
    market.edit(Edit("practice", "fund", "summary", "Another text."))
    assert kept_programme(market.opened(), WHOLE) == fresh(market.opened())


FUND, CLUSTER = RECORDS["practice", "fund"], RECORDS["practice", "cluster"]
MOVES = (
    *(
        Edit("practice", name, "", record)
        for name in ("a-fund", "z-fund")
        for record in (FUND, CLUSTER, None)
    ),
    *(Edit("practice", "cluster", "", record) for record in (FUND, CLUSTER, None)),
)
"""Practices that appear, take another name or another one's place, and go."""


@settings(max_examples=10)
@given(
    st.lists(st.lists(st.sampled_from([*MOVES, *EDITS[:40]]), min_size=1, max_size=4), min_size=2, max_size=4)
)
def test_words_that_were_read_earlier_are_those_of_the_files(steps: list[list[Edit]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        market = Market(Path(folder) / "market")
        for edits in steps:
            for edit in edits:
                market.edit(edit)
            opened = market.opened()
            request = replace(WHOLE, as_of=DAY if len(edits) % 2 else EARLIER.as_of)
            assert kept(opened, request) == fresh(opened, request)


class _Watched(Source):
    """The files of a catalogue, and which of them are read."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.label, self.read_paths = source.label, list[str]()

    def entries(self) -> list[Entry]:
        return self._source.entries()

    def media(self) -> frozenset[str]:
        return self._source.media()

    def read(self, path: str) -> bytes:
        self.read_paths.append(path)
        return self._source.read(path)


def test_after_an_edit_only_what_was_edited_is_read(market: Market) -> None:
    """And the practice of whose words some are shown."""
    kept_programme(market.opened(), WHOLE)
    market.edit(Edit("practice", "older-school", "summary", "Another text."))
    opened = market.opened()
    watched = _Watched(opened.source)
    proposed = kept_programme(replace(opened, source=watched), WHOLE)
    assert watched.read_paths == ["data/practices/older-school.yaml", "data/practices/mentors.yaml"]
    assert proposed == fresh(opened)


def test_programmes_of_several_requests_are_kept_and_the_oldest_goes(market: Market) -> None:
    opened = market.opened()
    requests = [OF_PROJECT, FAIR, *(Request(as_of=date(2019 + i, 1, 1)) for i in range(6))]
    for request in requests:
        kept_programme(opened, request)
    mark(opened)
    assert all(is_kept(opened, request) for request in requests)
    assert not is_kept(opened, WHOLE)
    assert not is_kept(opened, requests[0])
    assert is_kept(opened, requests[-1])


@pytest.mark.parametrize("entry", ["programmes", "programmes-words"])
@pytest.mark.parametrize("data", [b"", b"\xc1", msgspec.msgpack.encode([b"another program", []])])
def test_a_damaged_cache_changes_no_programme(market: Market, entry: str, data: bytes) -> None:
    opened = market.opened()
    proposed = kept_programme(opened, WHOLE)
    opened.store(entry, data)
    assert kept_programme(opened, WHOLE) == proposed
    market.edit(Edit("practice", "fund", "summary", "Banks and workshops found a fund."))
    assert kept(market.opened()) == fresh(market.opened())


def test_what_another_program_has_kept_is_not_used(market: Market) -> None:
    opened = market.opened()
    kept_programme(opened, WHOLE)
    mark(opened)
    _, programmes = msgspec.msgpack.decode(opened.load("programmes") or b"")
    opened.store("programmes", msgspec.msgpack.encode([b"another program", programmes]))
    assert not is_kept(opened)


def test_nothing_is_kept_of_a_catalogue_that_changes_while_it_is_read(market: Market) -> None:
    opened = market.opened()
    market.edit(Edit("practice", "fund", "summary", "Pupils found firms."))
    with pytest.raises(UserError, match=r"data/practices/fund\.yaml was changed while"):
        kept_programme(opened, WHOLE)
    assert opened.load("programmes") is None and opened.load("programmes-words") is None


@pytest.mark.parametrize(
    "saved", ["title: [\n", "title: The fund\nsummary: [1, 2]\n", "- a list\n", "", None]
)
@pytest.mark.parametrize("use_cache", [True, False])
def test_a_file_that_breaks_while_it_is_read_is_told_with_its_name(
    market: Market, saved: str | None, use_cache: bool
) -> None:
    """An editor that saves half a record at that moment, or moves it away, is no bug of ours."""
    opened = market.opened(use_cache=use_cache)
    path = market.folder.write("practice", "fund", saved or "\n")
    if saved is None:
        path.unlink()
    with pytest.raises(UserError, match=r"data/practices/fund\.yaml was changed while") as told:
        kept_programme(opened, WHOLE)
    assert told.value.hint == "run it again"
    path.unlink(missing_ok=True)
    assert kept(market.opened()) == fresh(market.opened())


def test_without_the_cache_the_programme_is_the_same(market: Market) -> None:
    opened = market.opened(use_cache=False)
    assert kept(opened) == fresh(opened)
    assert market.opened().load("programmes") is None


def test_a_project_that_does_not_exist_is_an_error_also_after_others_were_kept(market: Market) -> None:
    opened = market.opened()
    kept_programme(opened, WHOLE)
    with pytest.raises(UserError, match="no project 'smal'"):
        kept_programme(opened, Request(as_of=DAY, project="smal"))


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("practice", PracticeShape),
        ("practice", TextShape),
        ("region", RegionShape),
        ("exchange", ExchangeShape),
        ("project", ProjectShape),
    ],
)
def test_a_shape_reads_a_field_as_the_record_does(kind: str, shape: type[msgspec.Struct]) -> None:
    assert _differences(shape, RECORD_TYPES[kind]) == []


def _differences(shape: type[msgspec.Struct], record: type[msgspec.Struct]) -> list[str]:
    """The fields of a shape that its record does not have, or has with another type or default."""
    of_record = {field.name: field for field in msgspec.structs.fields(record)}
    found = []
    for field in msgspec.structs.fields(shape):
        if field.name in ("id", "path") and shape.__name__ in _WITH_PLACE:
            continue
        own = of_record.get(field.name)
        if own is None or (field.required, field.default) != (own.required, own.default):
            found.append(f"{shape.__name__}.{field.name}")
            continue
        for inner, theirs in zip(_types(field.type), _types(own.type), strict=True):
            if inner is not theirs:
                found += _differences(inner, theirs)
    return found


_WITH_PLACE = ("PracticeShape", "RegionShape", "ExchangeShape", "ProjectShape")
"""These get id and path from the row, after the document was read."""


def _types(of: Any) -> list[Any]:
    """The plain types in an annotation, in order."""
    inner = typing.get_args(of)
    if not inner or not isinstance(of, types.UnionType | types.GenericAlias):
        return [of]
    return [found for one in inner if one is not ... for found in _types(one)]


def test_words_that_were_read_for_the_check_are_not_read_again(market: Market) -> None:
    expected = fresh(market.opened(use_cache=False))
    opened = open_rows(market.folder.root, use_cache=False, hold=True)
    (market.folder.root / market.folder.path("practice", "fund")).unlink()
    assert kept(opened) == expected
