"""Decks and cards are browsed on a screen: found, opened, suspended and woken."""

from collections.abc import Callable
from typing import Any

from tests.terminal.conftest import Terminal

CARDS = "s 쉬게 하기"


def test_a_deck_opens_its_cards_with_where_each_stands(
    start: Callable[..., Terminal], golden: Callable[[str, str], None]
) -> None:
    session = start("study", "--kind", "recall")
    session.wait("Space 답 보기")
    session.press(" ", "4 쉬움")
    session.press("1", "· adam")
    session.press(" ", "4 쉬움")
    session.press("4")
    session.press("q")
    terminal = start("decks")
    terminal.wait("q 그만")
    golden("browser-decks-80", terminal.text)
    terminal.press("\r", CARDS)
    golden("browser-cards-80", terminal.text)
    terminal.press("q", "모든 덱")
    terminal.press("q")
    assert terminal.end() == 0
    assert terminal.is_restored()


def test_a_card_is_found_behind_a_slash_and_opened(start: Callable[..., Terminal]) -> None:
    terminal = start("decks", "optimization")
    terminal.wait(CARDS)
    terminal.press("/", "찾기:")
    for key in "adam":
        terminal.press(key)
    terminal.wait("찾기: adam")
    assert "gradient-descent" not in terminal.text
    terminal.press("\r", "모범 답")
    terminal.press("x", "찾기: adam")
    terminal.press("\x1b", "gradient-descent")
    terminal.press("q")
    assert terminal.end() == 0


def test_s_suspends_a_card_and_wakes_it_again(
    start: Callable[..., Terminal], logged: Callable[[], list[dict[str, Any]]]
) -> None:
    terminal = start("decks", "optimization")
    terminal.wait(CARDS)
    terminal.press("\x1b[B", "▸ adam")
    terminal.press("s", "'Adam' 카드를 쉬게 했습니다", "쉬는 중")
    terminal.press("ㄴ", "'Adam' 카드가 다시 나옵니다")
    terminal.press("x")
    assert "쉬는 중" not in terminal.text
    terminal.press("q")
    assert terminal.end() == 0
    events = [(event["kind"], event["card"]) for event in logged()]
    assert events == [("suspend", "optimization/adam"), ("unsuspend", "optimization/adam")]


def test_an_unknown_deck_is_told_before_there_is_a_screen(start: Callable[..., Terminal]) -> None:
    terminal = start("decks", "optimisation")
    assert terminal.end() == 2
    assert "혹시 'optimization'인가요?" in terminal.text
