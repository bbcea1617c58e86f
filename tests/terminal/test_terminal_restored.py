"""However a session ends, the terminal is as it was: settings, screen, cursor."""

import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.terminal.conftest import Terminal

CRASHING_HELP = """
import quizcards.terminal.views
def crash(*_):
    raise RuntimeError("made to crash")
quizcards.terminal.views.help_lines = crash
"""


@pytest.fixture
def session(start: Callable[..., Terminal], tmp_path: Path) -> Any:
    """A session in which `?` crashes, by a hook that only this test has."""
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(CRASHING_HELP, encoding="utf-8")
    terminal = start("study", PYTHONPATH=python_path(tmp_path / "hook"))
    terminal.wait("Space 답 보기")
    assert terminal.settings() != terminal.settings_before
    assert terminal.screen.alternate
    return terminal


def python_path(folder: Path) -> str:
    import os

    return os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH", "")]))


def test_after_q_and_the_answers_are_safe(
    session: Any, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    session.press(" ", "1 다시")
    session.press("4", "· adam")
    session.press("q")
    assert (session.end(), session.is_restored()) == (0, True)
    assert len(logged()) == 1


def test_after_ctrl_c_with_exit_code_130_and_no_traceback(session: Any) -> None:
    session.press("\x03")
    assert (session.end(), session.is_restored()) == (130, True)
    assert "Traceback" not in session.text


def test_after_ctrl_c_on_a_page_of_its_own(session: Any) -> None:
    session.press("d", "다른 키를")
    session.press("\x03")
    assert (session.end(), session.is_restored()) == (130, True)


TOLD_TO_END = ("SIGTERM", "SIGHUP")


@pytest.mark.parametrize("name", TOLD_TO_END)
def test_after_being_told_to_end(session: Any, name: str) -> None:
    number = getattr(signal, name)
    session.child.kill(number)
    assert (session.end(), session.is_restored()) == (128 + number, True)
    assert "Traceback" not in session.text


@pytest.mark.parametrize("name", TOLD_TO_END)
def test_after_being_told_to_end_while_an_answer_is_typed(session: Any, name: str) -> None:
    session.press("t")
    session.type("기울기", "기울기")
    number = getattr(signal, name)
    session.child.kill(number)
    assert (session.end(), session.is_restored()) == (128 + number, True)
    assert "Traceback" not in session.text


def test_a_terminal_that_is_gone_ends_the_session(session: Any) -> None:
    session.child.ptyproc.fileobj.close()
    until = time.monotonic() + 15
    while session.child.isalive():
        assert time.monotonic() < until
        time.sleep(0.02)
    assert session.child.exitstatus == 128 + signal.SIGHUP


def test_after_a_crash_with_its_traceback_and_exit_code_1(session: Any) -> None:
    session.press("?")
    assert (session.end(), session.is_restored()) == (1, True)
    assert "RuntimeError: made to crash" in session.text
    assert b"Traceback" in session.raw.split(b"\x1b[?1049l")[-1]
