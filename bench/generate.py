"""Makes catalogues of any size for the benchmark: valid, varied, and the same bytes for the same seed.

    python bench/generate.py FOLDER --practices 10000

For every 10,000 practices there are 500 regions and 2,000 exchanges, about 4.6 KB a file, with the vocabularies of the
catalogue that ships. Check them with `--as-of 2026-06-01`: on that day nothing in them is out of date.
"""

from __future__ import annotations

import argparse
import random
import shutil
from pathlib import Path

from world import VOCABULARIES, World
from yaml_text import as_yaml

AS_OF = "2026-06-01"
"""The day as of which a generated catalogue earns no warning about its age."""


def generate(folder: Path, practices: int, seed: int = 1) -> int:
    """Writes a catalogue into an empty or new folder and returns how many record files it has, vocabularies left out."""
    world = World(practices, random.Random(seed))
    for kind, subfolder, records in (
        ("region", "regions", world.region_records()),
        ("practice", "practices", world.practice_records()),
        ("exchange", "exchanges", world.exchange_records()),
    ):
        below = folder / "data" / subfolder
        below.mkdir(parents=True)
        for record_id, record in records:
            (below / f"{record_id}.yaml").write_bytes(as_yaml(kind, record).encode())
    shutil.copytree(VOCABULARIES, folder / "data" / "vocabulary")
    (folder / "mini.yaml").write_text("schema_version: 1\n", encoding="utf-8")
    return practices + len(world.regions) + world.exchanges


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a catalogue for the benchmark.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--practices", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(f"{generate(options.folder, options.practices, options.seed)} records in {options.folder}")


if __name__ == "__main__":
    main()
