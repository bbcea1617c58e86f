"""The window changes its size while the session runs."""

import io
import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from rich.cells import cell_len
from rich.text import Text

from quizcards.terminal.screen import Screen
from tests.terminal.conftest import Terminal

STATES = {"question": [], "answer": [[" "]], "demo": [["d", "다른 키를"]], "help": [["x"], ["?"]]}


def is_whole(terminal: Any) -> Any:
    """Say whether nothing of another size is left: below the bar one rule, within the window, and
    the footer right below it.
    """
    rules = [y for y, line in enumerate(terminal.lines) if y > 1 and line.startswith(" ───")]
    below = terminal.lines[rules[0] + 1 :] if rules else []
    fits = len(rules) == 1 and len(terminal.lines[rules[0]]) < terminal.screen.columns
    return fits and below and all(line.strip() for line in below)


def test_frame_is_redrawn_whole_at_every_size_and_back(start: Callable[..., Terminal]) -> None:
    terminal = start("study")
    terminal.wait("Space 답 보기")
    for state, keys in STATES.items():
        for key in keys:
            terminal.press(*key)
        before = terminal.text
        for columns, rows in ((40, 12), (120, 40), (20, 6), (80, 24)):
            terminal.resize(columns, rows)
            assert is_whole(terminal), f"{state} at {columns}x{rows}\n{terminal.text}"
        assert terminal.text == before
    terminal.resize(10, 3)  # too small for anything, and survived
    terminal.resize(80, 24)
    assert terminal.text == before
    terminal.child.setwinsize(0, 0)  # a terminal that does not know its size counts as 80x24
    terminal.press("x", "4 쉬움")
    assert is_whole(terminal)


def test_at_40_columns_grades_help_and_demo_lose_nothing(start: Callable[..., Terminal]) -> None:
    terminal = start("study", columns=40, rows=12)
    terminal.wait("Space 답 보기", "q 그만")
    terminal.press("s", "· adam")
    terminal.press(
        " ", "1 다시 1분", "2 어려움 5분 30초", "3 알맞음 10분", "4 쉬움 7일", "? 도움말"
    )
    assert "새 카드 3" in terminal.lines[0]
    terminal.resize(40, 60)
    terminal.press("?", "다른 키를")
    words = " ".join(terminal.text.split())
    for said in ("다시 · 어려움 · 알맞음 · 쉬움", "깨웁니다)", "저장되어 있습니다", "ㅂ = q"):
        assert said in words
    terminal.press("x")
    terminal.press("d", "다른 키를")
    words = " ".join(terminal.text.split())
    # Adam's first step with g = 0.1: m = 0.01, v = 1e-5, both corrected by division, so the step is
    # the rate itself
    for said in ("= 0.01", "= 1e−05", "= 0.1", "= −0.001", "= 0.499", "기울기 제곱의 이동평균"):
        assert said in words


def test_a_line_that_is_too_wide_is_cut_and_moves_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Screen, "terminal_size", lambda _: os.terminal_size((40, 10)))
    out = io.StringIO()
    with open(os.devnull) as nothing:
        monkeypatch.setattr("sys.stdin", nothing)
        Screen({}, out).frame([Text("top")], [Text("가 나 " * 40), Text("끝")], [["q 그만"]])
    rows = [re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", row) for row in out.getvalue().split("\r\n")]
    assert len(rows) == 10
    assert rows[0] == "top"
    assert rows[1].startswith("가 나 가 나")
    assert cell_len(rows[1]) <= 40
    assert rows[2] == "끝"
    assert rows[-1] == " q 그만"
