"""Applied by what became of each record, the changes from A to B lead from the ids of A to those of B."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from histories import AS_OF, git, import_states
from hypothesis import given, settings
from hypothesis import strategies as st

from miniexchange.catalogue.kinds import KIND_OF_FOLDER
from miniexchange.history import Since, changes

Ids = set[tuple[str, str]]

_PLACES = [
    f"data/{folder}/{name}.yaml" for folder in ("practices", "regions") for name in ("a", "b", "c", "d")
]
_LONG = "".join(f"x-line-{number}: the same words on every line\n" for number in range(12))
_TEXTS = [
    *(
        f"title: {title}\nname: {title}\nstatus: {status}\n{_LONG}"
        for title in "AB"
        for status in ("published", "archived")
    ),
    f'"status": "published"\n# other words\n{_LONG}name: A\ntitle: A\n',
    "title: [\n",
]
_STATE = st.dictionaries(st.sampled_from(_PLACES), st.sampled_from(_TEXTS), max_size=8)


def ids(state: dict[str, str]) -> Ids:
    return {(KIND_OF_FOLDER[path.split("/")[1]], Path(path).stem) for path in state}


@settings(max_examples=12)
@given(states=st.lists(_STATE, min_size=2, max_size=5), first=st.integers(0, 4), last=st.integers(0, 4))
def test_law(states: list[dict[str, str]], first: int, last: int) -> None:
    first, last = (min(number, len(states) - 1) for number in (first, last))
    with TemporaryDirectory() as folder:
        root = Path(folder) / "catalogue"
        days = [f"2026-01-{number + 1:02}" for number in range(len(states))]
        import_states(root, [{"mini.yaml": "schema_version: 1\n", **state} for state in states], days)
        ends = [f"HEAD~{len(states) - 1 - number}" for number in (first, last)]
        committed = changes(root, Since(ends[0]), Since(ends[1]), as_of=AS_OF)
        check(
            committed.changes,
            states[first],
            states[last],
            days[first : last + 1] if first <= last else [days[last]],
        )
        git(root, "reset", "--quiet", "--hard", ends[0])
        for path in {*states[first], *states[last]}:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).unlink(missing_ok=True)
        for path, text in states[last].items():
            (root / path).write_text(text)
        check(
            changes(root, Since("HEAD"), as_of=AS_OF).changes,
            states[first],
            states[last],
            [AS_OF.isoformat()],
        )


def check(found: object, before: dict[str, str], after: dict[str, str], days: list[str]) -> None:
    now = ids(before)
    assert isinstance(found, tuple)
    assert len({(c.kind, c.id) for c in found}) == len(found)
    for change in found:
        key, former = (change.kind, change.id), (change.kind, change.previous_id)
        if change.what == "removed":
            now.remove(key)
        elif change.previous_id:
            assert change.what in ("renamed", "archived") and former in now and key not in ids(before)
            now = (now - {former}) | {key}
        elif change.what == "new":
            assert key not in now
            now.add(key)
        else:
            assert key in now
        assert change.day in days
    assert now == ids(after)
    paths = {change.id for change in found if change.kind == "practice"}
    for path in before.keys() & after.keys():
        if "practices" in path and before[path] == after[path]:
            assert Path(path).stem not in paths
