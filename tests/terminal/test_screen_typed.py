"""Typing an answer: Hangul, backspace, Esc, and the session that goes on after it."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from tests.terminal.conftest import Terminal

PROMPT = "Enter 답 마치기"


@pytest.fixture
def prompt(start: Callable[..., Terminal]) -> Any:
    """The prompt for a typed answer to the first card."""
    terminal = start("study")
    terminal.wait("Space 답 보기")
    terminal.type("t", PROMPT, "경사하강법(gradient descent)의 갱신 식을")
    return terminal


def test_typed_hangul_is_shown_with_the_answer_and_kept_composed_in_the_log(
    prompt: Any, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    prompt.type("기울기의 가나다", "기울기의 가나다")
    # each backspace takes a syllable of two cells
    prompt.type("\x7f\x7f\x7f반대로 ŷ", "기울기의 반대로 ŷ")
    prompt.type(unicodedata.normalize("NFD", " 각"), "> ")
    prompt.press("\r", "내 답  기울기의 반대로 ŷ 각", "가장 빨리 커지는 방향", "1 다시")
    prompt.press("3", "· adam")
    assert logged()[0]["answer"] == "기울기의 반대로 ŷ 각"


def test_escape_leaves_without_an_answer_and_the_draft_is_offered_again(
    prompt: Any, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    prompt.type("기울기의\n반대", "기울기의", "   반대")
    prompt.press("\x1b", "Space 답 보기", "소리 내어", "적던 답은 남아 있습니다")
    # the window is still followed: prompt_toolkit has its own handler, and takes it away again
    prompt.resize(60, 20)
    assert " " + "─" * 58 in prompt.lines
    prompt.type("t", PROMPT, " > 기울기의", "   반대")
    prompt.type("로", "   반대로")
    prompt.press("\r", "내 답  기울기의", "반대로", "1 다시")
    prompt.press("3", "· adam")
    assert logged()[0]["answer"] == "기울기의\n반대로"


def test_ctrl_c_leaves_a_typed_answer_and_not_the_session(prompt: Any) -> None:
    prompt.type("기울기", "기울기")
    prompt.press("\x03", "Space 답 보기", "적던 답은 남아 있습니다")
    prompt.type("t", " > 기울기")


def test_the_draft_of_one_card_is_not_offered_for_another(prompt: Any) -> None:
    prompt.type("기울기", "기울기")
    prompt.press("\x1b", "적던 답은 남아 있습니다")
    prompt.press(" ", "1 다시")
    prompt.press("4", "· adam")
    prompt.type("t", PROMPT)
    assert "기울기" not in prompt.text.partition(" > ")[2]


def test_what_was_written_is_the_draft_once_the_answer_is_undone_and_for_this_time_only(
    prompt: Any, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    prompt.type("기울기의 반대", "기울기의 반대")
    prompt.press("\r", "1 다시")
    prompt.press("1", "· adam")
    prompt.press("u", "되돌렸습니다", "t 이어서 적기")
    prompt.type("t", PROMPT, " > 기울기의 반대")
    prompt.type("로", "기울기의 반대로")
    prompt.press("\r", "내 답  기울기의 반대로", "1 다시")
    prompt.press("3", "· adam", "t 적어서 답하기")
    assert logged()[-1]["answer"] == "기울기의 반대로"


def test_an_empty_line_reveals_nothing_and_keeps_no_answer(
    prompt: Any, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    prompt.press("\r", "Space 답 보기", "소리 내어")
    assert "적던 답은" not in prompt.text
    prompt.press(" ", "1 다시")
    prompt.press("4", "· adam")
    assert "answer" not in logged()[0]


@pytest.mark.parametrize(
    ("keys", "after"), [("\x1bb나", "가 나다"), ("\x1bㅋ나", "가 다나"), ("\x1b[1;3A나", "가 다나")]
)
def test_alt_with_another_key_does_what_it_does_elsewhere_or_nothing_but_leaves_no_answer(
    prompt: Any, keys: str, after: str
) -> None:
    prompt.type("가 다", "가 다")
    prompt.type(keys, f" > {after}", PROMPT)


def test_keys_that_follow_at_once_do_not_turn_up_in_the_next_prompt(prompt: Any) -> None:
    prompt.type("가", " > 가")
    prompt.press("\x03뒤", "적던 답은 남아 있습니다")
    prompt.type("t", " > 가", PROMPT)
    assert "뒤" not in prompt.text


def test_a_typed_answer_stands_alone_on_the_screen_and_leaves_nothing_below_it(prompt: Any) -> None:
    question = "경사하강법(gradient descent)의 갱신 식을"
    for _ in range(2):
        prompt.press("\x1b", "Space 답 보기")
        prompt.type("t", PROMPT)
        assert (prompt.text.count(question), prompt.text.count(" >")) == (1, 1)
    prompt.press("\x1b", "Space 답 보기")
    prompt.press("q")
    assert prompt.end() == 0
    assert prompt.is_restored()
    assert question not in prompt.text


def test_the_keys_below_a_typed_answer_are_all_there_in_a_narrow_window(
    start: Callable[..., Terminal],
) -> None:
    terminal = start("study", columns=40, rows=12)
    terminal.wait("t 적어서 답하기")
    terminal.type("t", PROMPT, "Ctrl-J 줄 바꾸기", "Esc 나가기")
    terminal.type("가", " > 가")
    terminal.press("\x1b", "t 이어서 적기")


def test_control_characters_in_a_typed_answer_are_shown_not_sent(prompt: Any) -> None:
    prompt.type("가\x11\x07나", "가^G나")  # Ctrl-Q takes the next key literally: a bell
    prompt.press("\r", "내 답  가□나")
    assert b"\x07" not in prompt.raw
