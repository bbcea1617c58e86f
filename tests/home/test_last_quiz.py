"""What was missed in the last quiz is kept as a whole, and a damaged file is no quiz."""

import os
from pathlib import Path

import pytest

from quizcards.errors import QuizcardsError
from quizcards.home import last_quiz

MISSED = [("numeric", "d/학습률", 7), ("ox", "d/b", 0)]


def test_what_was_missed_comes_back_and_takes_the_place_of_what_was_before(tmp_path: Path) -> None:
    assert last_quiz.read(tmp_path / "home") == []
    last_quiz.write(tmp_path / "home", MISSED)
    assert last_quiz.read(tmp_path / "home") == MISSED
    last_quiz.write(tmp_path / "home", MISSED[1:])
    assert last_quiz.read(tmp_path / "home") == MISSED[1:]
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["last-quiz.json"]


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[1]", b'[["a", "b", "c"]]', b"\xff", b"[" * 5000, b"9" * 5000]
)
def test_a_damaged_file_is_no_quiz(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "last-quiz.json").write_bytes(damage)
    assert last_quiz.read(tmp_path) == []


def test_where_nothing_can_be_written_the_learner_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(QuizcardsError, match=r"last-quiz\.json: .*남은 공간이 없음"):
        last_quiz.write(tmp_path, MISSED)
