"""Somebody who writes where keys are commands: nothing is done that was not meant."""

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.sampling import some
from tests.terminal.conftest import Terminal

CONTENT = str(Path(__file__).parents[2] / "content/5-optimization.yaml")
PROMPT = "Enter 답 마치기"
NOTHING_DONE = "글을 쓰신 것 같아"
KOREAN = "은 3번 qb se 비용이 줄어요. 5 2\r"
LATIN = "the descent direction is 3 times busier, use it again 2\r"
A_SYLLABLE = 0.15
"""Seconds that a slow typist takes for it; the input method sends it whole."""


def question(start: Callable[..., Terminal]) -> Terminal:
    terminal = start("study")
    terminal.wait("Space 답 보기")
    return terminal


def answer(start: Callable[..., Terminal]) -> Terminal:
    terminal = question(start)
    terminal.press(" ", "1 다시")
    return terminal


def choice(start: Callable[..., Terminal]) -> Terminal:
    terminal = start("quiz", "--kind", "ox", "--limit", "1", "--all")
    terminal.wait("1–2 고르기")
    return terminal


def end(start: Callable[..., Terminal]) -> Terminal:
    terminal = start("study", "--limit", "1")
    terminal.wait("Space 답 보기")
    terminal.press(" ", "1 다시")
    terminal.press("4", "여기까지입니다")
    return terminal


def home(start: Callable[..., Terminal]) -> Terminal:
    terminal = start()
    terminal.wait("q 그만", "모의 면접")
    return terminal


def browser(start: Callable[..., Terminal]) -> Terminal:
    terminal = start("decks")
    terminal.wait("글자로 찾기")
    terminal.press("\r", "/ 찾기", "q 그만")
    return terminal


def help_page(start: Callable[..., Terminal]) -> Terminal:
    terminal = question(start)
    terminal.press("?", "다른 키를 누르면 닫힙니다")
    return terminal


def demo(start: Callable[..., Terminal]) -> Terminal:
    terminal = question(start)
    terminal.press("d", "다른 키를 누르면 닫힙니다")
    return terminal


def interview_answer(start: Callable[..., Terminal]) -> Terminal:
    terminal = start("interview")
    terminal.wait("Enter 바로 보기")
    terminal.press("\r", "Space")
    terminal.press(" ", "Space")
    terminal.press(" ", "Enter")
    return terminal


NOT_FOR_TEXT = (home, browser, answer, choice, end, help_page, demo, interview_answer)
"""Ways to places where nothing can be written."""


def at_once(terminal: Terminal, text: str) -> None:
    terminal.child.send(text)


def slowly(terminal: Terminal, text: str) -> None:
    terminal.write(text, A_SYLLABLE)


def quickly(terminal: Terminal, text: str) -> None:
    terminal.write(text, 0.02)


def pasted(terminal: Terminal, text: str) -> None:
    terminal.child.send(f"\x1b[200~{text}\x1b[201~")


WRITING = [
    (pasted, "3 가지 1 q s 2"),
    (at_once, KOREAN),
    (slowly, KOREAN),
    (at_once, LATIN),
    (quickly, LATIN),
]


@pytest.mark.parametrize(("place", "how"), some(product(NOT_FOR_TEXT, WRITING), every=7))
def test_what_is_written_where_nothing_can_be_does_nothing_and_is_told(
    place: Callable[..., Terminal],
    how: tuple[Callable[[Terminal, str], None], str],
    start: Callable[..., Terminal],
    logged: Callable[[], list[dict[str, Any]]],
) -> None:
    terminal = place(start)
    before = [line for line in terminal.lines if line and "다른 키를" not in line]
    events = logged()
    write, text = how
    write(terminal, text)
    terminal.wait(NOTHING_DONE)
    assert set(before[:3]) <= set(terminal.lines)
    assert terminal.child.isalive()
    assert logged() == events


@pytest.mark.parametrize(("write", "text"), some(WRITING, every=2))
def test_what_is_written_at_a_question_is_the_answer(
    write: Callable[[Terminal, str], None],
    text: str,
    start: Callable[..., Terminal],
    logged: Callable[[], list[dict[str, Any]]],
) -> None:
    terminal = question(start)
    write(terminal, text.rstrip())
    terminal.wait(PROMPT, f" > {text.rstrip()}")
    terminal.press("\r", "내 답", "1 다시")
    terminal.press("3", "· adam")
    assert [row["answer"] for row in logged()] == [text.rstrip()]


@pytest.mark.parametrize("number", some(["0.24", "3.5", "120"]))
def test_a_number_that_comes_at_once_is_the_answer_and_no_grade_and_no_command(
    number: str, start: Callable[..., Terminal], logged: Callable[[], list[dict[str, Any]]]
) -> None:
    one = ("--limit", "1", "--all", "--decks", CONTENT)
    terminal = start("quiz", "optimization", "--kind", "numeric", *one)
    terminal.wait("Enter 적기")
    at_once(terminal, number)
    terminal.wait(PROMPT, f" > {number}")
    terminal.press("\r", f"내 답  {number}", "정답:")
    assert logged() == []
    at_once(terminal, number)
    terminal.wait(NOTHING_DONE, "정답:")
    assert logged() == []
