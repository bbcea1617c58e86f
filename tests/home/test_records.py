"""Files of interviews and tests: rows are durable, torn ones passed over, no file is for two."""

import os
from pathlib import Path
from typing import Any

import pytest

from quizcards.errors import QuizcardsError
from quizcards.home import records

STARTED = 1_796_166_000.0  # 2026-12-01 08:00 in Seoul


def test_rows_come_back_as_they_were_and_korean_stays_readable(tmp_path: Path) -> None:
    path = records.fresh(tmp_path / "interviews", STARTED)
    rows: list[dict[str, Any]] = [
        {"v": 1, "chosen": ["가/나"]},
        {"typed": "줄\n바꿈\u2028", "marks": [0, 1, 2]},
    ]
    for row in rows:
        records.append(path, row)
    assert records.read(path) == rows
    assert "가/나" in path.read_text(encoding="utf-8")
    assert records.files(tmp_path / "interviews") == [path]


def test_a_torn_row_is_passed_over_and_the_next_stands_on_its_own_line(tmp_path: Path) -> None:
    path = records.fresh(tmp_path / "interviews", STARTED)
    records.append(path, {"v": 1})
    with path.open("ab") as file:
        file.write(b'{"turn": {"ki')
    records.append(path, {"step": 2})
    assert records.read(path) == [{"v": 1}, {"step": 2}]


def test_interviews_of_one_second_get_files_of_their_own_named_by_local_time(
    tmp_path: Path,
) -> None:
    names = []
    for _ in range(3):
        path = records.fresh(tmp_path / "interviews", STARTED - 1e-5)
        path.touch()
        names.append(path.stem)
    assert [name.removeprefix(names[0]) for name in names] == ["", "-2", "-3"]
    assert names[0].endswith("00")  # the nearest second


def test_where_nothing_can_be_written_the_learner_is_told(tmp_path: Path) -> None:
    with pytest.raises(QuizcardsError, match=str(tmp_path)):
        records.append(tmp_path, {})
    with pytest.raises(QuizcardsError, match=str(tmp_path)):
        records.save(tmp_path, "")
    (tmp_path / "interviews").write_text("")
    with pytest.raises(QuizcardsError, match="interviews"):
        records.fresh(tmp_path / "interviews", STARTED)


def test_a_row_without_end_is_passed_over_and_so_is_a_pipe(tmp_path: Path) -> None:
    path = records.fresh(tmp_path / "interviews", STARTED)
    records.append(path, {"v": 1})
    with path.open("a") as file:
        file.write(f'{"[" * 5000}\n{{"v": {"9" * 5000}}}\n')
    assert records.read(path) == [{"v": 1}]
    pipe = path.with_stem("pipe")
    os.mkfifo(pipe)
    assert records.read(pipe) == []
