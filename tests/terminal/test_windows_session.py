"""A whole session through the keyboard of Windows, on a real terminal.

prompt_toolkit's input of this terminal stands in the place of its input of a console; all else is
as it is on Windows.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.terminal.conftest import Terminal

AS_ON_WINDOWS = """
import os, select, sys
from prompt_toolkit.input import create_input
from quizcards.terminal import keys
from quizcards.terminal.windows_keys import WindowsTerminal
def keyboard():
    def is_ready(seconds):
        return bool(select.select([0], [], [], seconds)[0])
    return keys.Keyboard(WindowsTerminal(create_input(), is_ready, os.get_terminal_size))
keys.keyboard = keyboard
"""


@pytest.fixture
def session(start: Callable[..., Terminal], tmp_path: Path) -> Terminal:
    """A session with an editor that mends the question of the card it is opened at."""
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(AS_ON_WINDOWS, encoding="utf-8")
    editor = tmp_path / "vim"
    editor.write_text('#!/bin/sh\nsed -i "${1#+},+3s/question: .*/question: 고친 질문?/" "$2"\n')
    editor.chmod(0o755)
    path = os.pathsep.join(filter(None, [str(hook), os.environ.get("PYTHONPATH", "")]))
    terminal = start("study", PYTHONPATH=path, EDITOR=str(editor))
    terminal.wait("Space 답 보기")
    return terminal


def test_an_answer_is_typed_and_graded_and_the_terminal_given_back(
    session: Any, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    session.type("t", "Enter 답 마치기")
    session.type("기울기의 반대로", "기울기의 반대로")
    session.press("\r", "내 답  기울기의 반대로", "1 다시")
    session.press("3", "· adam")
    session.press("\x1b[B", "· adam")  # an arrow, which leaves nothing behind
    session.press("q")
    assert session.end() == 0
    assert [(row["card"], row["answer"]) for row in logged()] == [
        ("optimization/gradient-descent", "기울기의 반대로")
    ]
    assert session.is_restored()


def test_letters_work_with_the_korean_input_mode_on(session: Any) -> None:
    session.press(" ", "1 다시")
    session.press("3", "· adam")
    session.press("ㅕ", "· gradient-descent")
    session.press("ㅂ")
    assert session.end() == 0


def test_a_window_that_changes_size_is_drawn_anew_also_after_an_editor(session: Any) -> None:
    session.resize(60, 20)
    assert " " + "─" * 58 in session.lines
    session.press("e", "고친 질문?")
    session.resize(70, 22)
    assert " " + "─" * 68 in session.lines


def test_ctrl_c_leaves_and_the_terminal_is_given_back(session: Any) -> None:
    session.press("\x03")
    assert session.end() == 130
    assert session.is_restored()
