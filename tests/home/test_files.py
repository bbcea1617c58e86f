"""Which files of the learner's folder are kept, and how those that grow grow."""

import os
from pathlib import Path

import pytest

from quizcards.files import write_file
from quizcards.home import files as home
from quizcards.store import log


def test_a_file_that_lacks_nothing_is_not_touched_even_if_its_last_line_is_torn(
    tmp_path: Path,
) -> None:
    for name in ("log/a.jsonl", "interviews/a.jsonl", "quizzes/a.jsonl"):
        write_file(tmp_path / name, b"1\n2\n3")
        now = home.read(tmp_path, name)
        assert now == b"1\n2\n"
        assert home.grown(tmp_path, name, now, b"1\n")
        assert (tmp_path / name).read_bytes() == b"1\n2\n3"


def test_a_torn_line_stays_as_a_line_of_its_own_when_others_come(tmp_path: Path) -> None:
    write_file(tmp_path / "log/a.jsonl", b"1\n2")
    assert home.grown(tmp_path, "log/a.jsonl", b"1\n", b"0\n1\n3\n0\n")
    assert (tmp_path / "log/a.jsonl").read_bytes() == b"1\n2\n0\n3\n"


@pytest.mark.parametrize(
    ("had", "other", "lacks"),
    [
        (b"", b"1\n\n2\n", b"1\n\n2\n"),
        (b"1\n", b"1\n2\n", b"2\n"),
        (b"1\n", b"1\n2\n3", b"2\n3\n"),
        (b"1\n2", b"1\n23\n", b"23\n"),
        (b"1\n2\n", b"1\n", b""),
        (b"1\n2\n", b"3\n1\n3\n", b"3\n"),
        (b"1\n2\n", b"1\n3", b"3\n"),
    ],
)
def test_lines_that_are_missing_are_whole_and_in_their_order(
    had: bytes, other: bytes, lacks: bytes
) -> None:
    assert home.missing(had, other) == lacks


@pytest.mark.parametrize(
    "name", ["log/.jsonl", "log/.x.jsonl", "log/a\nb.jsonl", "log/a\\b.jsonl", "log/x/b.jsonl"]
)
def test_what_is_not_plain_is_not_kept_and_no_log_either(tmp_path: Path, name: str) -> None:
    write_file(tmp_path / name, b"")
    assert home.names(tmp_path) == []
    assert list(log.files(tmp_path / "log")) == []


def test_a_pipe_is_no_file_of_the_learners(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    os.mkfifo(tmp_path / "log" / "a.jsonl")
    assert home.names(tmp_path) == []
    with pytest.raises(OSError, match=r"a\.jsonl"):
        home.read(tmp_path, "log/a.jsonl")


def test_what_editors_and_programs_leave_behind_is_not_the_learners(tmp_path: Path) -> None:
    shared = ("settings.toml", "plan.json", "weights.json", "weights.json.kept-0a1b2c3d")
    for name in ("log/a.jsonl", "decks/덱.yaml", "decks/x/y.png", "interviews/a.md", *shared):
        write_file(tmp_path / name, b"")
    kept = home.names(tmp_path)
    for name in (
        "log/a.txt", "log/x/b.jsonl", "decks/a.yaml~", "decks/.a.yaml.swp", "decks/a.part",
        "decks/.git/config",
        "last-quiz.json", "notes.md", "plan.json~", "x/weights.json", "decks/줄\n바꿈.yaml",
    ):  # fmt: skip
        write_file(tmp_path / name, b"")
    assert home.names(tmp_path) == kept == sorted(kept)
    assert len(kept) == 8
