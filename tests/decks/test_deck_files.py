"""Which files are decks, and when what was read of them before may be used again."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizcards.decks.files import beside, cached_library, deck_files
from quizcards.model import Library
from tests.decks.decks_support import CARD, DECK, read

TEXT = DECK + CARD


def test_a_folder_gives_its_yaml_files_in_the_order_of_their_names_subfolders_too(
    tmp_path: Path,
) -> None:
    names = [
        "10-d.yaml",
        "2-b.yaml",
        "1-a.yml",
        "sub/3-c.yaml",
        "schema.json",
        "notes.txt",
        "x.yaml.bak",
    ]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert deck_files([tmp_path]) == [
        tmp_path / name for name in ("1-a.yml", "2-b.yaml", "10-d.yaml", "sub/3-c.yaml")
    ]


def test_files_come_once_in_the_order_they_were_named_whatever_their_ending(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yaml", "deck.txt"):
        (tmp_path / name).touch()
    named = [
        tmp_path / "deck.txt",
        tmp_path / "b.yaml",
        tmp_path,
        tmp_path / "a.yaml",
        tmp_path / "missing.yaml",
    ]
    assert deck_files(named) == [
        tmp_path / name for name in ("deck.txt", "b.yaml", "a.yaml", "missing.yaml")
    ]


def test_hidden_folders_and_links_to_folders_are_not_looked_into(tmp_path: Path) -> None:
    for name in (".git/a.yaml", "decks/.hidden/b.yaml", "decks/c.yaml", "elsewhere/d.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "decks" / "link").symlink_to(tmp_path / "elsewhere")
    assert deck_files([tmp_path / "decks"]) == [tmp_path / "decks" / "c.yaml"]


def test_a_folder_that_vanishes_while_it_is_walked_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a/1.yaml", "b/2.yaml"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).touch()
    scandir = os.scandir

    def vanishing(path: str) -> Iterator[os.DirEntry[str]]:
        if Path(path).name == "b":
            raise FileNotFoundError(path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", vanishing)
    assert deck_files([tmp_path]) == [tmp_path / "a" / "1.yaml"]
    assert beside(tmp_path / "gone" / "x.yaml") == []


def test_beside_a_file_are_those_of_its_own_folder_alone(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", ".c.yaml", "d.txt", "below/e.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert beside(tmp_path / "b.yaml") == [tmp_path / "a.yml", tmp_path / "b.yaml"]


class Reading:
    """Reads a deck through the cache and counts how often the file was really read."""

    def __init__(self, folder: Path) -> None:
        self.cache, self.folder, self.count = folder / "cache", folder, 0
        self.named: Path | None = None
        self.file, self.source = folder / "1.yaml", folder / "reader.py"
        self.source.touch()
        self.file.write_text(TEXT, encoding="utf-8")

    def library(self) -> Library:
        def really() -> Library:
            self.count += 1
            return read(self.folder / "really", self.file.read_text(encoding="utf-8"))

        (self.folder / "really").mkdir(exist_ok=True)
        return cached_library([self.named or self.file], [self.source], self.cache, really)


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    return Reading(tmp_path)


def test_files_that_did_not_change_are_read_once(reading: Reading) -> None:
    first = reading.library()
    assert reading.library() == first
    assert reading.count == 1


def test_from_another_folder_only_what_is_named_from_there_is_read_again(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading.library()
    other = reading.folder / "other"
    other.mkdir()
    monkeypatch.chdir(other)
    reading.library()
    assert reading.count == 1
    reading.named = Path("../1.yaml")
    reading.library()
    monkeypatch.chdir(reading.folder / "really")
    reading.library()
    assert reading.count == 3


def test_an_edited_deck_is_read_again_also_when_its_size_stays(reading: Reading) -> None:
    reading.library()
    reading.file.write_text(TEXT.replace("질문", "물음"), encoding="utf-8")
    stat = reading.file.stat()
    os.utime(reading.file, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    assert reading.library().cards[0].question == "물음인가요?"


def test_a_changed_program_reads_anew(reading: Reading) -> None:
    reading.library()
    reading.source.write_text("new = True\n")
    reading.library()
    assert reading.count == 2


@pytest.mark.parametrize("damage", [b"", b"\x80\x05.", b"not a pickle", b"\x00" * 100])
def test_a_damaged_cache_is_made_anew(reading: Reading, damage: bytes) -> None:
    first = reading.library()
    for kept in reading.cache.iterdir():
        kept.write_bytes(damage)
    assert reading.library() == first
    assert reading.library() == first
    assert reading.count == 2


def test_a_cache_cut_short_at_any_byte_is_made_anew(reading: Reading) -> None:
    first = reading.library()
    (kept,) = reading.cache.iterdir()
    whole = kept.read_bytes()
    for end in range(0, len(whole), 7):
        kept.write_bytes(whole[:end])
        assert reading.library() == first


def test_without_a_place_for_the_cache_decks_are_read_all_the_same(reading: Reading) -> None:
    reading.cache.touch()  # a file where the folder should be
    assert reading.library() == reading.library()
    assert reading.count == 2
