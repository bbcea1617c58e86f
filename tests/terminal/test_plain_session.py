"""The session line by line: in a pipe, on a dumb terminal, and when asked for."""

import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.terminal.conftest import Terminal


@pytest.fixture
def pipe(deck: Path) -> Any:
    """Run a session on bytes from a pipe, to its clean end; return what it printed."""

    def run(fed: bytes) -> str:
        standard = {"QUIZCARDS_NOW": "2026-12-01T09:00", "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(
            [sys.executable, "-m", "quizcards", "study"],
            input=fed,
            capture_output=True,
            env=os.environ | standard,
            cwd=deck.resolve().parents[1],
        )
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout.decode()

    return run


def test_transcript_of_a_session_in_a_pipe(pipe: Any, golden: Callable[[str, str], None]) -> None:
    lines = [
        "x",
        "3",
        "?",
        "",
        "l",
        "3",
        "t",
        "이동평균을 씁니다",
        "d",
        "1",
        "u",
        "",
        "2",
        "b",
        "",
        "4",
        "q",
    ]
    golden("plain", pipe("".join(f"{line}\n" for line in lines).encode()))


def test_bytes_that_are_no_text_are_no_answer(
    pipe: Any, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    assert "도움말이 나옵니다" in pipe(b"\xff\xfe\nt\n\xea\xb0\n4\n")
    assert logged()[0]["grade"] == 4


@pytest.mark.parametrize("lines", [[""], ["", "4"], ["t"]])
def test_ends_cleanly_wherever_the_input_ends_and_keeps_what_was_graded(
    line_by_line: Callable[..., str], logged: Callable[[], list[dict[str, Any]]], lines: Any
) -> None:
    assert line_by_line(*lines).endswith("\n")
    assert [row["grade"] for row in logged()] == [4] * ("4" in lines)


def test_letters_work_with_the_korean_input_mode_on(
    line_by_line: Callable[..., str], logged: Callable[[], list[dict[str, Any]]]
) -> None:
    said = line_by_line("ㅇ", "ㅠ", "ㅕ", "ㅂ")
    assert "0.8192" in said  # the demo: |g| after five steps is 2·0.8⁴
    assert [row["kind"] for row in logged()] == ["bury", "undo"]


def test_the_last_answer_can_still_be_undone(
    line_by_line: Callable[..., str], logged: Callable[[], list[dict[str, Any]]]
) -> None:
    said = line_by_line("", "4", "u", "", "3", arguments=["--limit", "1"])
    assert "되돌렸습니다" in said
    assert [(row["kind"], row.get("grade")) for row in logged()] == [
        ("review", 4),
        ("undo", None),
        ("review", 3),
    ]


def test_a_typed_answer_is_kept_composed_and_its_control_characters_are_never_sent_back(
    line_by_line: Callable[..., str], logged: Callable[[], list[dict[str, Any]]]
) -> None:
    said = line_by_line("t", unicodedata.normalize("NFD", "각") + "\x1b[31m\x07", "4")
    assert "내 답  각□[31m□" in said
    assert logged()[0]["answer"].startswith("각")


def test_a_dumb_terminal_draws_nothing_and_ends_at_ctrl_d(start: Callable[..., Terminal]) -> None:
    terminal = start("study", TERM="dumb")
    terminal.wait("Enter 답 보기")
    terminal.type("\r", "1 다시 1분")
    terminal.child.send("\x04")
    assert terminal.end() == 0
    assert b"\x1b" not in terminal.raw


def test_plain_on_a_real_terminal_draws_nothing_and_ends_at_ctrl_c_with_130(
    start: Callable[..., Terminal],
) -> None:
    terminal = start("study", "--plain")
    terminal.wait("Enter 답 보기")
    terminal.type("t\r", "내 답:")  # asked for at once, not only when the answer is there
    terminal.child.send("\x03")
    assert terminal.end() == 130
    assert b"\x1b" not in terminal.raw
    assert "Traceback" not in terminal.text
