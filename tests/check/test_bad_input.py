"""Files that a repository cannot hold or that would be too large for it, built here; the other cases are in `test_cases.py`."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

import pytest

from catalogues import CatalogueFolder, permissions_hold, places
from miniexchange.catalogue import verdict
from miniexchange.diagnostic import UserError

GOOD = 'title: Night market\nregion: flevoland\nstatus: draft\nsources:\n  - url: "https://example.org/n"\n'
NIGHT_MARKET = "data/practices/night-market.yaml"
NOT_FOR_SUPERUSERS = pytest.mark.skipif(not permissions_hold(), reason="this user may read every file")

CONTENTS: dict[str, tuple[bytes, list[tuple[str, int, int]]]] = {
    "five megabytes": (GOOD.encode() + b"#" * 5_000_000, [("MX101", 0, 0)]),
    "one byte too large": (GOOD.encode().ljust(1_048_577, b"#"), [("MX101", 0, 0)]),
    "as large as may be": (GOOD.encode().ljust(1_048_575, b"#") + b"\n", []),
    "Latin-1": (GOOD.encode() + "x-a: Marché".encode("latin-1"), [("MX103", 6, 11)]),
    "Latin-1 behind accents and a byte order mark": (
        b"\xef\xbb\xbfx-a: \xc3\xa9\xc3\xa9 \xe9\n" + GOOD.encode(),
        [("MX103", 1, 9)],
    ),
    "UTF-16": (GOOD.encode("utf-16"), [("MX103", 1, 1)]),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", [("MX103", 1, 1)]),
    "half of a character": (GOOD.encode() + b"x-a: \xf0\x9f\x98", [("MX103", 6, 6)]),
    "a surrogate": (GOOD.encode() + b"x-a: \xed\xa0\x80", [("MX103", 6, 6)]),
    "NUL": (GOOD.encode() + b"x-a: b\0c\n", [("MX104", 6, 7)]),
    "escape": (GOOD.encode() + b"x-a: \x1b[31m\n", [("MX104", 6, 6)]),
    "C1 control": (GOOD.encode() + "x-a: é\x9b".encode(), [("MX104", 6, 7)]),
    "next line": (GOOD.encode() + "x-a: b\x85x-c: d".encode(), [("MX104", 6, 7)]),
    "line separator": (GOOD.encode() + "x-a: b\u2028x-c: d".encode(), [("MX104", 6, 7)]),
    "second byte order mark": (GOOD.encode() + "x-a: \ufeffb".encode(), [("MX104", 6, 6)]),
    "control in old line breaks": (GOOD.replace("\n", "\r").encode() + b"x-a: \x07", [("MX104", 6, 6)]),
    "NUL by an escape": (GOOD.encode() + b'x-a: "b\\0c"\n', [("MX104", 6, 6)]),
    "bell by an escape, in a key": (GOOD.encode() + b'"x-\\x07": b\n', [("MX104", 6, 1)]),
    "separator by an escape": (GOOD.encode() + b'x-a: [b, "\\u2029"]\n', [("MX104", 6, 10)]),
    "byte order mark": (b"\xef\xbb\xbf" + GOOD.encode(), []),
    "Windows line breaks": (GOOD.replace("\n", "\r\n").encode(), []),
    "a mistake between Windows line breaks": (
        (GOOD + "type: policy\n").replace("\n", "\r\n").encode(),
        [("MX204", 6, 7)],
    ),
    "a mistake between old line breaks": (
        (GOOD + "type: policy\n").replace("\n", "\r").encode(),
        [("MX204", 6, 7)],
    ),
    "a mistake behind a byte order mark": (b"\xef\xbb\xbftype: policy\n" + GOOD.encode(), [("MX204", 1, 7)]),
    "a mistake behind wide characters": (
        GOOD.encode() + "x-a: {b: 日本 😀 é, <<: c}\n".encode(),
        [("MX106", 6, 18)],
    ),
    "100,000 opening brackets": (b"x-a: " + b"[" * 100_000, [("MX113", 1, 69)]),
    "100,000 opening braces": (b"x-a: " + b"{" * 100_000, [("MX114", 1, 7)]),
    "100,000 dashes": (b"x-a:\n" + b"- " * 100_000, [("MX113", 2, 127)]),
    "100,000 question marks": (b"? " * 100_000, [("MX114", 1, 3)]),
    "stairs": (b"".join(b" " * step + b"x-a:\n" for step in range(100)), [("MX113", 65, 65)]),
    "64 levels": (GOOD.encode() + b"x-a: " + b"[" * 63 + b"]" * 63, []),
    "alias bomb": (
        b"x-0: &a0 [b, b, b, b, b, b, b, b, b]\n"
        + b"".join(b"x-%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 10)),
        [("MX107", 6, 11)],
    ),
    "aliases that nest": (
        b"x-0: &a0 [b]\n"
        + b"".join(b"x-%d: &a%d %s*a%d%s\n" % (n, n, b"[" * 30, n - 1, b"]" * 30) for n in range(1, 60)),
        [("MX113", 4, 40)],
    ),
    "a long text with many aliases": (
        GOOD.encode() + b"x-a: &a " + b"w" * 60_000 + b"\nx-b: [" + b"*a, " * 300 + b"b]\n",
        [("MX107", 7, 431)],
    ),
    "an honest alias": (GOOD.encode() + b"x-a: &a [b]\nx-c: *a\n", []),
    "120,000 values": (GOOD.encode() + b"x-a: [" + b"1," * 120_000 + b"]\n", []),
    "one long line of quotes": (GOOD.encode() + b"x-a: '" + b"''" * 250_000, [("MX102", 6, 6)]),
}


@pytest.mark.parametrize("name", CONTENTS)
@pytest.mark.parametrize("with_accelerators", [True, False])
def test_bad_content(
    name: str, with_accelerators: bool, catalogue: CatalogueFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not with_accelerators:
        monkeypatch.setattr("miniexchange.catalogue.accept.ryaml", None)
    content, expected = CONTENTS[name]
    catalogue.file(NIGHT_MARKET, content)
    start = time.process_time()
    found = catalogue.findings()
    assert places(found) == expected
    assert {one.path for one in found} <= {NIGHT_MARKET}
    assert time.process_time() - start < 10


def test_a_symbolic_link_is_told_and_not_followed(catalogue: CatalogueFolder, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text(GOOD + "derived_from: nowhere\n")
    (catalogue.root / NIGHT_MARKET).symlink_to(secret)
    (catalogue.root / "data/practices/dangling.yaml").symlink_to(tmp_path / "nowhere")
    (catalogue.root / "data/practices/more").symlink_to(tmp_path, target_is_directory=True)
    assert [(one.code, one.path, one.line) for one in catalogue.findings()] == [
        ("MX115", f"data/practices/{name}", 0) for name in ("dangling.yaml", "more", "night-market.yaml")
    ]


@pytest.mark.parametrize("path", ["data", "mini.yaml"])
def test_neither_the_data_folder_nor_the_settings_may_be_a_link(
    path: str, catalogue: CatalogueFolder
) -> None:
    target = catalogue.root / f"moved-{path}"
    (catalogue.root / path).rename(target)
    (catalogue.root / path).symlink_to(target)
    assert [(one.code, one.path) for one in catalogue.findings()] == [("MX115", path)]


def test_media_behind_a_link_are_not_there(catalogue: CatalogueFolder) -> None:
    (catalogue.root / "media").rename(catalogue.root / "pictures")
    (catalogue.root / "media").symlink_to(catalogue.root / "pictures")
    assert catalogue.codes() == ["MX308"]


def test_a_folder_named_like_a_record(catalogue: CatalogueFolder) -> None:
    (catalogue.root / NIGHT_MARKET).mkdir()
    catalogue.file(f"{NIGHT_MARKET}/inside.yaml", GOOD)
    assert [(one.code, one.path) for one in catalogue.findings()] == [("MX121", NIGHT_MARKET)]


def test_what_is_no_file_cannot_be_read(catalogue: CatalogueFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(catalogue.root)  # the path of a socket may have some hundred bytes only
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(NIGHT_MARKET)
        assert [(one.code, one.path, one.line) for one in catalogue.findings()] == [
            ("MX116", NIGHT_MARKET, 0)
        ]


def test_a_pipe_does_not_stop_the_check(catalogue: CatalogueFolder) -> None:
    os.mkfifo(catalogue.root / NIGHT_MARKET)
    assert catalogue.codes() == ["MX110"]


@NOT_FOR_SUPERUSERS
@pytest.mark.parametrize("path", ["data/practices/winter-school.yaml", "mini.yaml"])
def test_an_unreadable_file(path: str, catalogue: CatalogueFolder) -> None:
    (catalogue.root / path).chmod(0)
    assert [(one.code, one.path) for one in catalogue.findings()] == [("MX116", path)]


@NOT_FOR_SUPERUSERS
def test_an_unreadable_folder_stops_the_check(catalogue: CatalogueFolder) -> None:
    folder = catalogue.root / "data/practices"
    folder.chmod(0)
    with pytest.raises(UserError, match="data/practices cannot be read"):
        catalogue.findings()
    folder.chmod(0o700)


def test_names_that_are_no_utf8(catalogue: CatalogueFolder) -> None:
    folder = Path(os.fsdecode(b"d\xe9"))
    try:
        (catalogue.root / "data/practices" / folder).mkdir()
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")
    catalogue.file(f"data/practices/{folder}/inside.yaml", GOOD)
    catalogue.file(os.fsdecode(b"data/practices/caf\xe9.yaml"), GOOD)
    catalogue.file(os.fsdecode(b"media/\xe9.png"), b"")
    assert [(one.code, one.path) for one in catalogue.findings(use_cache=True)] == [
        ("MX118", r"data/practices/caf\xe9.yaml"),
        ("MX118", r"data/practices/d\xe9"),
    ]


def test_hidden_files_are_nobodys_business(catalogue: CatalogueFolder) -> None:
    catalogue.file("data/practices/.night-market.yaml.swp", b"\0")
    catalogue.file("data/.idea/workspace.xml", "<x/>")
    assert catalogue.codes() == []


def test_a_vocabulary_that_is_gone_is_told_where_it_is_used(catalogue: CatalogueFolder) -> None:
    (catalogue.root / "data/vocabulary/services.yaml").unlink()
    assert [(one.code, one.path, one.message) for one in catalogue.findings()] == [
        ("MX302", path, "the catalogue has no vocabulary `services`")
        for path in ("data/assessments/veneto-2025.yaml", "data/practices/summer-school.yaml")
    ]


def test_empty_settings_and_no_data_are_a_catalogue(tmp_path: Path) -> None:
    made = CatalogueFolder(tmp_path)
    made.file("mini.yaml", "")
    assert made.codes() == []
    assert made.validate().files == 1


def test_files_for_people_are_not_counted(catalogue: CatalogueFolder) -> None:
    before = catalogue.validate().files
    catalogue.file("data/LICENSE", "CC BY 4.0")
    catalogue.file("data/practices/README.md", "How we write them")
    assert catalogue.codes() == []
    assert catalogue.validate().files == before == len(list(catalogue.root.rglob("*.yaml")))


def test_an_archived_practice_and_its_successor_are_no_duplicates(catalogue: CatalogueFolder) -> None:
    sources = [{"url": "https://example.org/market"}]
    fields = {"region": "flevoland", "sources": sources}
    catalogue.write("practice", "market", title="Night market", status="draft", **fields)
    catalogue.write("practice", "market-2", title="Night markets", status="archived", **fields)
    assert catalogue.codes() == ["MX508", "MX509"]
    catalogue.write(
        "practice", "market-2", title="Night markets", status="archived", successor="market", **fields
    )
    assert catalogue.codes() == []


def test_a_rule_that_has_no_code_of_its_own_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdict, "load", lambda kind: {"properties": {"a": {"multipleOf": 2}}})
    monkeypatch.setattr(verdict, "_validator", verdict._validator.__wrapped__)
    found = verdict.schema_findings("practice", {"a": 3})
    assert [(one.code, one.pointer) for one in found] == [("MX299", "/a")]


CODES = {"MX101", "MX103", "MX104", "MX107", "MX113", "MX115", "MX116", "MX121", "MX299"}
"""The codes that this module provokes, for the test that every code has a case."""
