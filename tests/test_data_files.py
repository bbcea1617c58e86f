"""Whatever a file holds, it is read as small and flat data, or refused with a reason."""

import errno
import os
from pathlib import Path

import pytest

from quizcards import data_files
from quizcards.data_files import UnreadableError, parse_json, read_json, read_toml, record
from quizcards.errors import QuizcardsError
from quizcards.files import Appender

DEEP, LONG = 5_000, "9" * 5_000
BAD_JSON = {
    "[" * DEEP: "겹보다 깊음",
    "[" * DEEP + "]" * DEEP: "겹보다 깊음",
    "[" * 60 + "]" * 60: "겹보다 깊음",
    '{"a":' * 60 + "1" + "}" * 60: "겹보다 깊음",
    LONG: "자리보다 긴 수",
    "9" * 21: "자리보다 긴 수",
    f'{{"a": [-{LONG}]}}': "자리보다 긴 수",
    "{": "JSON이 아님: 1번째 줄",
    "": "JSON이 아님",
    "\udcff": "UTF-8이 아님",
}
BAD_TOML = {
    f"a = {'[' * DEEP}{']' * DEEP}": "겹보다 깊음",
    f"{'.'.join('a' * DEEP)} = 1": "겹보다 깊음",
    f"a = {'[' * 60}{']' * 60}": "겹보다 깊음",
    f"a = {LONG}": "자리보다 긴 수",
    "a = maybe": "TOML이 아님",
    "\udcff": "UTF-8이 아님",
}


def written(path: Path, text: str) -> Path:
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return path


@pytest.mark.parametrize(("text", "why"), BAD_JSON.items(), ids=range(len(BAD_JSON)))
def test_json_without_end_is_refused_with_a_reason(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        read_json(written(tmp_path / "a.json", text))


@pytest.mark.parametrize(("text", "why"), BAD_TOML.items(), ids=range(len(BAD_TOML)))
def test_toml_without_end_is_refused_with_a_reason(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        read_toml(written(tmp_path / "a.toml", text))


def test_what_the_program_writes_is_read(tmp_path: Path) -> None:
    text = '{"v": 1, "seed": -9223372036854775808, "답": ["[[[[", 1e-5, null, true]}'
    assert read_json(written(tmp_path / "a", text))["답"] == ["[[[[", 1e-5, None, True]
    assert parse_json(b"[" * 50 + b"]" * 50)
    assert read_toml(written(tmp_path / "a", "a = [1, 10]\n[decks.x]\nb = 3")) == {
        "a": [1, 10],
        "decks": {"x": {"b": 3}},
    }


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_only_a_small_regular_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    monkeypatch.setattr(data_files, "MOST_BYTES", 5)
    for name, why in (("pipe", "파이프"), ("folder", "폴더"), ("large", "너무 큼")):
        if name == "large":
            written(tmp_path / name, "[1, 2]")
        for read in (read_json, read_toml):
            with pytest.raises(UnreadableError, match=why):
                read(tmp_path / name)
    with pytest.raises(FileNotFoundError):
        read_json(tmp_path / "none")


def test_an_answer_that_stands_in_its_file_is_not_said_to_be_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jsonl"

    def rejected(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("os.fsync", rejected)
    with pytest.raises(QuizcardsError, match="적혔지만") as caught:
        record(Appender(path), b"1\n")
    assert "못했습니다: 장치에서 읽거나 쓰지 못함" in str(caught.value)
    assert path.read_bytes() == b"1\n"
    with pytest.raises(QuizcardsError, match="답을 기록하지 못했습니다"):
        record(Appender(tmp_path), b"1\n")
