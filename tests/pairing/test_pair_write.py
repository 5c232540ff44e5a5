"""`mini pair --write`: files that are valid at once, all of them or none, and nothing twice."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pairing_builder import DAY, catalogue_of, practice, region, two

from catalogues import CatalogueFolder, permissions_hold
from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.verdict import schema_findings
from miniexchange.catalogue.yaml12 import compose
from miniexchange.check.run import open_catalogue, validate
from miniexchange.cli import main
from miniexchange.cli.pair import write
from miniexchange.edit.canonical import canonical
from miniexchange.pairing import Named, Programme, Request, propose
from miniexchange.pairing.writing import LONGEST_ID, LONGEST_REASON, Draft, draft

ROOT = Path(__file__).parents[2]


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A copy of the catalogue that ships."""
    root = tmp_path / "shipped"
    root.mkdir()
    shutil.copy(ROOT / "mini.yaml", root)
    shutil.copytree(ROOT / "data", root / "data")
    if (ROOT / "media").exists():
        shutil.copytree(ROOT / "media", root / "media")
    return root


def pair(root: Path, *options: str) -> int:
    return main(["pair", "--catalogue", str(root), *options])


def files_of(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def new_files(root: Path, before: dict[str, bytes]) -> dict[str, str]:
    """What is there now and was not before; everything else must be as it was."""
    after = files_of(root)
    assert {path: after.get(path) for path in before} == before
    return {path: data.decode() for path, data in after.items() if path not in before}


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


# The shipped catalogue, end to end


@pytest.mark.parametrize("options", [(), ("--project", "mini-europe"), ("--project", "eis", "--fair")])
def test_what_is_written_is_valid_and_a_second_run_changes_nothing(
    shipped: Path, capfd: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    before, today = files_of(shipped), date.today()
    found_before = validate(shipped, as_of=today, use_cache=False).diagnostics
    programme = propose(
        open_catalogue(shipped),
        Request(
            as_of=today,
            project=options[1] if options else "",
            choice="fair" if "--fair" in options else "best",
        ),
    )
    assert programme.proposals and pair(shipped, *options, "--write") == 0
    out, err = capfd.readouterr()
    written = new_files(shipped, before)
    assert len(written) == len(programme.proposals) and err == ""
    assert all(path in out for path in written) and "git commit" in out and "pull request" in out
    assert validate(shipped, as_of=today, use_cache=False).diagnostics == found_before

    records = open_catalogue(shipped)
    for path, text in written.items():
        exchange = records.exchanges[Path(path).stem]
        assert text == canonical("exchange", records.documents["exchange"][exchange.id], path)
        assert exchange.status == "proposed" and not exchange.exporter and not exchange.locked
        assert exchange.projects == (programme.project,) * bool(programme.project)
        assert exchange.proposal is not None and str(exchange.proposal.date) == today.isoformat()
    wanted = {(p.importer, p.practice, p.need, p.score) for p in programme.proposals}
    assert wanted == {
        (e.importer, e.practice, e.need, round(100 * (e.proposal.score or 0)))
        for path in written
        for e in [records.exchanges[Path(path).stem]]
        if e.proposal
    }

    standing = files_of(shipped)
    assert pair(shipped, *options, "--write") == 0
    assert capfd.readouterr().out == f"{write.NOTHING}\n"
    assert new_files(shipped, standing) == {}


def test_proposals_of_a_past_day_stand_on_that_day(shipped: Path, capfd: pytest.CaptureFixture[str]) -> None:
    options = ("--project", "mini-europe", "--as-of", "2009-04-01", "--write")
    before = files_of(shipped)
    assert pair(shipped, *options) == 0
    written = new_files(shipped, before)
    assert written and all("date: 2009-04-01" in text for text in written.values())
    # What has waited for years is stale today: that is true, and said at once.
    assert "MX511" in capfd.readouterr().err
    assert pair(shipped, *options) == 0
    assert new_files(shipped, before) == written
    assert capfd.readouterr().out == f"{write.NOTHING}\n"


@pytest.mark.parametrize("repository", [".", "shipped"])
def test_the_diff_of_a_dry_run_makes_the_same_files(
    shipped: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], repository: str
) -> None:
    """In a repository of its own, and in a folder of a larger one."""
    git(tmp_path / repository, "init", "-q")
    before = files_of(shipped)
    assert pair(shipped, "--project", "eis", "--write", "--dry-run") == 0
    diff = capfd.readouterr().out
    assert new_files(shipped, before) == {}
    (tmp_path / "change.diff").write_text(diff, encoding="utf-8")
    git(shipped, "apply", "--whitespace=error-all", str(tmp_path / "change.diff"))
    applied = new_files(shipped, before)
    for path in applied:
        (shipped / path).unlink()
    assert pair(shipped, "--project", "eis", "--write") == 0
    assert new_files(shipped, before) == applied != {}


def test_quiet_prints_the_paths_alone(shipped: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = files_of(shipped)
    assert pair(shipped, "--project", "eis", "--write", "--quiet") == 0
    out, err = capfd.readouterr()
    assert sorted(out.splitlines()) == sorted(new_files(shipped, before)) and err == ""
    assert pair(shipped, "--project", "eis", "--write", "--quiet") == 0
    assert capfd.readouterr() == ("", "")


# All or nothing


@pytest.mark.skipif(not permissions_hold(), reason="this user may write everywhere")
def test_a_folder_that_cannot_be_written_leaves_nothing(
    shipped: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = files_of(shipped)
    (shipped / "data" / "exchanges").chmod(0o555)
    try:
        assert pair(shipped, "--project", "eis", "--write") == 2
    finally:
        (shipped / "data" / "exchanges").chmod(0o755)
    assert new_files(shipped, before) == {}
    assert "none of the" in capfd.readouterr().err


def test_when_one_file_cannot_be_written_none_is_there(
    shipped: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = files_of(shipped)
    assert pair(shipped, "--write", "--dry-run", "--no-cache") == 0
    bodies = capfd.readouterr().out.split("diff --git ")[1:]
    sizes = [sum(len(line[1:].encode()) + 1 for line in b.split("\n")[5:-1]) for b in bodies]
    limit = sizes[0] + 1
    assert max(sizes) > limit, "a later file must be larger than the first for this test"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        status = pair(shipped, "--write", "--no-cache")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert status == 2 and new_files(shipped, before) == {}
    assert f"none of the {len(sizes)} files was written" in capfd.readouterr().err


def test_two_runs_at_once_write_every_file_once(shipped: Path) -> None:
    before = files_of(shipped)
    command = [sys.executable, "-m", "miniexchange", "pair", "--catalogue", str(shipped), "--write", "-q"]
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(3)]
    ends = [run.communicate(timeout=120) for run in runs]
    assert {run.returncode for run in runs} <= {0, 2}, ends
    assert any(run.returncode == 0 for run in runs)
    written = new_files(shipped, before)
    named = [line for out, _ in ends for line in out.decode().splitlines()]
    assert sorted(named) == sorted(written)
    records = open_catalogue(shipped)
    pairs = [
        (records.exchanges[Path(p).stem].practice, records.exchanges[Path(p).stem].importer) for p in written
    ]
    assert len(set(pairs)) == len(pairs)
    assert not list(shipped.rglob("*.tmp"))


def test_a_file_that_appears_meanwhile_is_kept_and_nothing_else_is_written(
    catalogue: CatalogueFolder, capfd: pytest.CaptureFixture[str]
) -> None:
    other = catalogue.file("data/exchanges/b.yaml", "theirs")
    with pytest.raises(
        Exception, match=r"b\.yaml appeared while the programme was made; none of the 2 files"
    ):
        write._write(catalogue.root, {"data/exchanges/a.yaml": "a\n", "data/exchanges/b.yaml": "b\n"})
    assert other.read_text() == "theirs"
    assert not (catalogue.root / "data/exchanges/a.yaml").exists()


def test_an_interrupt_waits_until_all_files_are_written(catalogue: CatalogueFolder) -> None:
    files = {f"data/exchanges/n{i}.yaml": f"status: {i}\n" for i in range(60)}
    first = catalogue.root / "data/exchanges/n0.yaml"

    def interrupt() -> None:
        while not first.exists():
            time.sleep(0.0002)
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        write._write(catalogue.root, files)
        time.sleep(5)  # where the interrupt comes only now
    thread.join()
    assert all((catalogue.root / path).read_text() == text for path, text in files.items())
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


# What the records say


def small(**more: object) -> Catalogue:
    return catalogue_of(
        {
            "a": region(needs={"n": {"themes": ["youth"], "wants": ["p"]}}),
            "b": region(needs={"m": {"themes": ["clusters"]}}),
        },
        {"p": practice("b", themes=["youth"]), "q": practice("a", themes=["clusters"])},
        settings=two(),
        **more,  # type: ignore[arg-type]
    )


def drafted(catalogue: Catalogue, **options: object) -> Draft:
    request = Request(**({"as_of": DAY} | options))  # type: ignore[arg-type]
    return draft(propose(catalogue, request), catalogue)


def test_a_record_holds_what_was_proposed() -> None:
    first, second = drafted(small(), lock=(Named("q", "b"),)).new
    assert (first.id, second.id) == ("p-a", "q-b")
    assert "locked" not in first.document and "projects" not in first.document
    assert second.document["locked"] is True
    assert first.document["need"] == "n"
    assert first.document["history"] == [{"status": "proposed", "date": "2026-11-21"}]
    reasons = first.document["proposal"]["reasons"]
    assert "A asked for this practice." in reasons
    assert all(text[0].isupper() and text.endswith(".") for text in reasons)


def test_a_taken_id_gets_a_number() -> None:
    taken = {"status": "recorded", "practice_text": "Another", "importer_text": "Another"}
    catalogue = small(exchanges=dict.fromkeys(("p-a", "p-a-2", "q-b"), taken))
    assert [new.id for new in drafted(catalogue).new] == ["p-a-3", "q-b-2"]


def test_a_declined_exchange_is_kept_and_tried_again_under_a_number() -> None:
    steps = [
        {"status": "proposed", "date": "2026-01-01"},
        {"status": "declined", "date": "2026-02-01", "note": "no"},
    ]
    declined = {"p-a": {"status": "declined", "practice": "p", "importer": "a", "history": steps}}
    catalogue = small(exchanges=declined)
    assert [new.id for new in drafted(catalogue).new] == ["q-b"]
    assert [new.id for new in drafted(catalogue, retry_declined=True).new] == ["p-a-2", "q-b"]


@pytest.mark.parametrize("locked", [False, True])
def test_a_live_exchange_is_respected(locked: bool) -> None:
    live = {"x": {"status": "proposed", "practice": "p", "importer": "a", "need": "n", "locked": locked}}
    assert [new.id for new in drafted(small(exchanges=live), lock=(Named("p", "a"),)).new] == ["q-b"]


def test_an_exchange_that_begins_later_is_not_written_twice() -> None:
    step = {"status": "proposed", "date": "2026-11-22"}
    later = {"p-a": {"status": "proposed", "practice": "p", "importer": "a", "history": [step]}}
    found = drafted(small(exchanges=later))
    assert [new.id for new in found.new] == ["q-b"]
    assert [(p.practice, p.importer, which) for p, which in found.later] == [("p", "a", "p-a")]


def test_a_transfer_that_is_only_recorded_later_does_not_stand_in_the_way() -> None:
    later = {"p-a": {"status": "recorded", "practice": "p", "importer": "a", "period": {"start": "2027"}}}
    assert [new.id for new in drafted(small(exchanges=later)).new] == ["p-a-2", "q-b"]


def test_long_ids_are_cut_at_a_hyphen_and_stay_apart() -> None:
    names = ["-".join(["practice"] * 7 + [end]) for end in ("one", "two")]
    importer = "-".join(["importer"] * 6)
    catalogue = catalogue_of(
        {
            importer: region(needs={"n": {"themes": ["youth"]}, "m": {"themes": ["youth"]}}),
            "b": region(),
            "c": region(),
        },
        {name: practice(owner, themes=["youth"]) for name, owner in zip(names, "bc", strict=True)},
        settings=two(),
    )
    ids = [new.id for new in drafted(catalogue).new]
    assert len(set(ids)) == 2 and all(len(i) <= LONGEST_ID and not i.endswith("-") for i in ids)
    one = f"{'-'.join(['practice'] * 7)}-one-importer-importer"
    assert ids[0].startswith(one[:70])


@given(
    title=st.text(st.characters(codec="utf-8"), min_size=1, max_size=300),
    name=st.text(st.characters(codec="utf-8"), min_size=1, max_size=300),
)
def test_whatever_the_titles_hold_the_file_is_valid_yaml(title: str, name: str) -> None:
    catalogue = catalogue_of(
        {
            "a": region(name=name, needs={"n": {"title": title, "themes": ["youth"], "wants": ["x"]}}),
            "b": region(),
        },
        {
            "p": practice("b", title=title, themes=["youth"]),
            "x": practice("b", title=title, themes=["youth"], status="archived"),
        },
        settings=two(),
    )
    (new,) = drafted(catalogue).new
    text = canonical("exchange", new.document, "data/exchanges/x.yaml")
    assert compose(text).value == new.document
    assert list(schema_findings("exchange", dict(new.document))) == []
    assert all(0 < len(reason) <= LONGEST_REASON for reason in new.document["proposal"]["reasons"])


def test_programme_without_proposals_gives_no_record() -> None:
    catalogue = catalogue_of({"a": region(), "b": region()}, {})
    programme: Programme = propose(catalogue, Request(as_of=DAY))
    assert draft(programme, catalogue) == Draft((), ())
