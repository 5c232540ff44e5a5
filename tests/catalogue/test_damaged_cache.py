"""A cache that is damaged, foreign, shared, forbidden or full changes no answer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from cached_readings import FAULTY, NEEDS_CARE, everything, make_faulty, packs, same_with_and_without
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogues import CatalogueFolder, permissions_hold
from miniexchange.catalogue import cache, survey
from miniexchange.catalogue.cache import Store
from miniexchange.catalogue.kinds import KINDS
from miniexchange.check import settings as settings_reader


@pytest.fixture(autouse=True)
def no_file_is_too_young(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of a test are seconds old, and the cache would rather read those again."""
    monkeypatch.setattr(survey, "_RACY_NS", 0)


@pytest.fixture
def faulty(catalogue: CatalogueFolder) -> CatalogueFolder:
    return make_faulty(catalogue)


def _flip(middle: bool) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        data = bytearray(file.read_bytes())
        data[len(data) // 2 if middle else -1] ^= 0x40
        file.write_bytes(data)

    return damage


DAMAGE: dict[str, Callable[[Path], None]] = {
    "deleted": lambda file: file.unlink(),
    "emptied": lambda file: file.write_bytes(b""),
    "cut": lambda file: file.write_bytes(file.read_bytes()[:-1]),
    "cut to its hash": lambda file: file.write_bytes(file.read_bytes()[:32]),
    "lengthened": lambda file: file.write_bytes(file.read_bytes() + b"\0"),
    "flipped at its end": _flip(False),
    "flipped in its middle": _flip(True),
    "of something else": lambda file: file.write_bytes(b"#!/bin/sh\n" * 100),
    "a folder": lambda file: (file.unlink(), file.mkdir())[-1],
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_pack_is_as_good_as_none(damage: str, faulty: CatalogueFolder, cache_folder: Path) -> None:
    expected = everything(faulty, use_cache=False)
    faulty.validate(use_cache=True)
    names = [file.name for file in packs(cache_folder)]
    assert set(names) == {
        *("across.pack", "head.pack", "index.pack", "settings.pack", "verdict.pack"),
        *(f"rows-{kind}.pack" for kind in KINDS),
    }
    for name in names:
        file = next(file for file in packs(cache_folder) if file.name == name)
        DAMAGE[damage](file)
        assert everything(faulty, use_cache=True) == expected, name
        if file.is_dir():
            file.rmdir()
        faulty.write("region", "new", "name: New\n")  # and the cache is of use again afterwards
        same_with_and_without(faulty)
        (faulty.root / "data/regions/new.yaml").unlink()


def test_valid_packs_with_another_content(faulty: CatalogueFolder, cache_folder: Path) -> None:
    expected = everything(faulty, use_cache=False)
    store = Store(faulty.root)
    for name in ("across", "head", "index", "settings", "verdict", "rows-practice", "rows-region"):
        for content in (b"", b"\xc0", b"\x90", b"\xdd\xff\xff\xff\xff", msgspec.msgpack.encode({"a": 1})):
            store.store(name, content)
            assert everything(faulty, use_cache=True) == expected


def test_packs_in_each_others_places(faulty: CatalogueFolder, cache_folder: Path) -> None:
    expected = everything(faulty, use_cache=False)
    faulty.validate(use_cache=True)
    contents = {file: file.read_bytes() for file in packs(cache_folder)}
    for file in contents:
        for content in contents.values():
            file.write_bytes(content)
            assert everything(faulty, use_cache=True) == expected, file.name


def test_packs_of_another_program(
    faulty: CatalogueFolder, cache_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = everything(faulty, use_cache=False)
    with monkeypatch.context() as other:
        for module in (survey, settings_reader):
            other.setattr(module, "program_digest", lambda: b"another version")
        faulty.validate(use_cache=True)
    wrong = {file: file.read_bytes() for file in packs(cache_folder)}
    assert everything(faulty, use_cache=True) == expected
    for file, content in wrong.items():  # one pack of the other program among ours
        right = file.read_bytes()
        file.write_bytes(content)
        assert everything(faulty, use_cache=True) == expected
        file.write_bytes(right)


def test_the_digest_of_the_program_depends_on_its_parts() -> None:
    package = Path(cache.__file__).parent.parent
    assert len(cache.program_digest()) == 32
    assert {"across.py", "practice.schema.json", "codes.toml", "similarity.py"} <= {
        file.name for file in cache.program_files()
    }
    assert not any(
        "cli" in file.relative_to(package).parts for file in cache.program_files() if package in file.parents
    )


def test_packs_of_another_state_of_the_catalogue(faulty: CatalogueFolder, cache_folder: Path) -> None:
    faulty.validate(use_cache=True)
    old = {file: file.read_bytes() for file in packs(cache_folder)}
    faulty.write("practice", "night-market", NEEDS_CARE)
    (faulty.root / "data/practices/day-market.yaml").unlink()
    expected = everything(faulty, use_cache=False)
    for stale in old:
        faulty.validate(use_cache=True)
        stale.write_bytes(old[stale])
        assert everything(faulty, use_cache=True) == expected, stale.name


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_flipped_bytes(data: st.DataObject, faulty: CatalogueFolder, cache_folder: Path) -> None:
    expected = faulty.validate()
    faulty.validate(use_cache=True)
    for file in data.draw(st.lists(st.sampled_from(packs(cache_folder)), min_size=1, max_size=3)):
        content = bytearray(file.read_bytes())
        for _ in range(data.draw(st.integers(1, 4))):
            content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
        file.write_bytes(content)
    assert faulty.validate(use_cache=True) == expected


def test_a_cache_folder_that_is_none(
    faulty: CatalogueFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("")
    for place in (blocked, blocked / "below", Path("/proc/nowhere"), tmp_path / ("x" * 300)):
        monkeypatch.setenv("XDG_CACHE_HOME", str(place))
        same_with_and_without(faulty)


@pytest.mark.skipif(not permissions_hold(), reason="this user may write anywhere")
def test_a_cache_folder_that_may_not_be_written(faulty: CatalogueFolder, cache_folder: Path) -> None:
    cache_folder.chmod(0o500)
    same_with_and_without(faulty)
    assert packs(cache_folder) == []
    cache_folder.chmod(0o700)


def test_a_full_disk(faulty: CatalogueFolder, cache_folder: Path) -> None:
    """No file may grow beyond a thousand bytes; what was begun is cleared away."""
    pytest.importorskip("resource")
    expected = [one.message for one in faulty.validate().diagnostics]
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "from catalogues import AS_OF; from pathlib import Path; from miniexchange.check.run import validate\n"
        "print(*(one.message for one in validate(Path(sys.argv[1]), as_of=AS_OF).diagnostics), sep='\\n')"
    )
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-B", "-c", program, str(faulty.root)],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
        )
        assert done.stdout.splitlines() == expected
    files = [file for file in cache_folder.rglob("*") if file.is_file()]
    assert files  # small packs still fit
    assert {file.suffix for file in files} == {".pack"}
    assert "rows-practice.pack" not in {file.name for file in files}


def test_several_commands_at_once(faulty: CatalogueFolder, cache_folder: Path) -> None:
    """Three processes check again and again while a fourth edits; each report is that of some state of the catalogue."""
    file = faulty.root / "data/practices/night-market.yaml"
    states = [FAULTY, NEEDS_CARE]
    allowed = set()
    for state in states:
        file.write_text(state)
        allowed.add("|".join(one.message for one in faulty.validate().diagnostics))
    program = (
        "import sys; from catalogues import AS_OF; from pathlib import Path; from miniexchange.check.run import validate\n"
        "for _ in range(15): print('|'.join(one.message for one in validate(Path(sys.argv[1]), as_of=AS_OF).diagnostics))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(faulty.root)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for _ in range(3)
    ]
    turn = 0
    while any(process.poll() is None for process in running):
        turn += 1
        other = file.with_name(".night-market")
        other.write_text(states[turn % 2])
        other.replace(file)
        faulty.validate(use_cache=True)
    for process in running:
        said, _ = process.communicate()
        assert process.returncode == 0
        assert len(said.splitlines()) == 15
        assert set(said.splitlines()) <= allowed
    same_with_and_without(faulty)
    assert {found.suffix for found in cache_folder.rglob("*") if found.is_file()} == {".pack"}
