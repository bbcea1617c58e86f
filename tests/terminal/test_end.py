"""The end of a session at a real terminal: its keys, and what stays in the shell."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.terminal.conftest import Terminal

GRADES = ("1 다시", "4 쉬움")


@pytest.fixture
def ended(start: Callable[..., Terminal]) -> Terminal:
    """A session of one card, not recalled at first, that has come to its end."""
    terminal = start("study", "--limit", "1")
    terminal.wait("Space 답 보기")
    terminal.press(" ", *GRADES)
    terminal.press("1", "· gradient-descent")
    terminal.press(" ", *GRADES)
    terminal.press("4", "여기까지입니다")
    return terminal


def test_n_opens_more_new_cards(ended: Terminal) -> None:
    ended.press("n", "· adam", "새 카드 3")
    ended.press("q")
    assert ended.end() == 0


def test_z_asks_the_weak_cards_and_comes_back_without_touching_the_schedule(
    ended: Terminal, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    assert "약한 카드     경사하강법" in ended.text
    ended.press("z", "1 / 1", "모르겠음")
    ended.press(" ", "Enter")
    ended.press("\r", "0점")
    ended.press("q", "여기까지입니다")
    ended.press("q")
    assert ended.end() == 0
    assert [row["kind"] for row in logged()] == ["review", "review", "practice"]


def test_what_the_end_said_stays_in_the_shell(ended: Terminal) -> None:
    said = [line for line in ended.lines if line.startswith("   ")]
    ended.press("q")
    assert ended.end() == 0
    assert len(said) > 5
    assert set(said) <= set(ended.lines)
    assert "답 2개가 모두 저장되어 있습니다." in ended.text


def test_whoever_leaves_in_between_finds_the_same_in_the_shell(
    start: Callable[..., Terminal],
) -> None:
    terminal = start("study")
    terminal.wait("Space 답 보기")
    terminal.press(" ", *GRADES)
    terminal.press("4", "Space 답 보기")
    terminal.press("q")
    assert terminal.end() == 0
    assert "여기까지입니다." in terminal.text
    assert "카드          1장, 답 1번" in terminal.text
    assert "아직 남음     새 카드 3 · 약" in terminal.text


def test_whoever_only_looked_is_told_nothing(start: Callable[..., Terminal]) -> None:
    terminal = start("study")
    terminal.wait("Space 답 보기")
    terminal.press("q")
    assert terminal.end() == 0
    assert "여기까지" not in terminal.text


def test_whoever_leaves_after_only_suspending_is_told_what_is_left(
    start: Callable[..., Terminal],
) -> None:
    terminal = start("study")
    terminal.wait("Space 답 보기")
    terminal.press("s", "앞 카드를 쉬게 했습니다")
    terminal.press("q")
    assert terminal.end() == 0
    assert "오늘 볼 카드가 남아 있습니다." in terminal.text
    assert "아직 남음   새 카드 3 · 약" in terminal.text
