"""Caches of decks that nobody reads any more do not stay for ever."""

import os
from pathlib import Path

from quizcards.decks.files import cached_library
from quizcards.model import Library


def test_a_new_cache_clears_away_those_of_more_than_a_month_ago(tmp_path: Path) -> None:
    old, young = tmp_path / "decks-00000001.pickle", tmp_path / "decks-00000002.pickle"
    other = tmp_path / "index.db"
    for path in (old, young, other):
        path.write_bytes(b"")
    for path in (old, other):
        os.utime(path, (0, 0))
    cached_library([], [], tmp_path, lambda: Library(()))
    assert not old.exists()
    assert young.exists()
    assert other.exists()
    assert len(list(tmp_path.glob("decks-*.pickle"))) == 2
