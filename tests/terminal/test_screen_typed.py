"""Typing an answer: Hangul, backspace, Esc, and the session that goes on after it."""

import unicodedata

import pytest

PROMPT = "Enter 답 마치기"


@pytest.fixture
def prompt(start):
    """The prompt for a typed answer to the first card."""
    terminal = start("study")
    terminal.wait("Space 답 보기")
    terminal.type("t", PROMPT, "경사하강법(gradient descent)의 갱신 식을")
    return terminal


def test_typed_hangul_is_shown_with_the_answer_and_kept_composed_in_the_log(prompt, logged):
    prompt.type("기울기의 가나다", "기울기의 가나다")
    prompt.type("\x7f\x7f\x7f반대로 ŷ", "기울기의 반대로 ŷ")  # each backspace takes a syllable of two cells
    prompt.type(unicodedata.normalize("NFD", " 각"), "> ")
    prompt.press("\r", "내 답  기울기의 반대로 ŷ 각", "가장 빨리 커지는 방향", "1 다시")
    prompt.press("3", "· adam")
    assert logged()[0]["answer"] == "기울기의 반대로 ŷ 각"


def test_escape_and_an_empty_line_reveal_nothing_and_keep_no_answer(prompt, logged):
    prompt.type("버릴 말", "버릴 말")
    prompt.press("\x1b", "Space 답 보기", "소리 내어")
    assert "버릴 말" not in prompt.text
    prompt.resize(60, 20)  # the window is still followed: prompt_toolkit has its own handler, and takes it away again
    assert " " + "─" * 58 in prompt.lines
    prompt.type("t", PROMPT)
    prompt.press("\r", "Space 답 보기", "소리 내어")
    prompt.press(" ", "1 다시")
    prompt.press("4", "· adam")
    assert "answer" not in logged()[0]


def test_control_characters_in_a_typed_answer_are_shown_not_sent(prompt):
    prompt.type("가\x11\x07나", "가^G나")  # Ctrl-Q takes the next key literally: a bell
    prompt.press("\r", "내 답  가□나")
    assert b"\x07" not in prompt.raw
