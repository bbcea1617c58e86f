"""`quizcards` alone leads to everything and back, and says the same in a pipe."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.sampling import some
from tests.terminal.conftest import Terminal

HERE = "q 그만"
LEGEND = "모의 면접"


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_the_first_screen_says_where_the_learner_stands(
    start: Callable[..., Terminal], golden: Callable[[str, str], None], columns: int, rows: int
) -> None:
    terminal = start(columns=columns, rows=rows)
    terminal.wait(HERE)
    golden(f"today-{columns}", terminal.text)
    terminal.press("?", "quizcards --help")
    terminal.press("x", HERE)
    terminal.press("q")
    assert terminal.end() == 0
    assert terminal.is_restored()


def test_enter_studies_and_the_end_of_the_session_leads_back(
    start: Callable[..., Terminal], logged: Callable[[], list[dict[str, Any]]]
) -> None:
    terminal = start()
    terminal.wait(HERE, "새 카드 4장")
    terminal.press("\r", "Space 답 보기")
    terminal.press(" ", "4 쉬움")
    terminal.press("4", "· adam")
    terminal.press("q", LEGEND, "새 카드 3장", "지금까지 답 1번", "4장 가운데 1장 배움")
    terminal.press("q")
    assert terminal.end() == 0
    assert len(logged()) == 1


def test_t_sets_what_position_it_is_for_and_home_says_so(start: Callable[..., Terminal]) -> None:
    terminal = start()
    terminal.wait(HERE)
    terminal.press("t", "지원하는 분야", "모든 분야   지금")
    terminal.press("llm", "찾기: llm", "▸ llm")
    terminal.press("\r", LEGEND, "지원 분야: 대규모 언어 모델")
    terminal.press("ㅅ", "대규모 언어 모델   지금")
    terminal.press("q", LEGEND)
    terminal.press("q")
    assert terminal.end() == 0


def test_t_also_studies_one_deck_and_comes_back(start: Callable[..., Terminal]) -> None:
    terminal = start()
    terminal.wait(HERE)
    terminal.press("t", "이 덱만 공부하기")
    terminal.press("optim", "▸ optimization")
    terminal.press("\r", "Space 답 보기")
    terminal.press("q", LEGEND)
    terminal.press("q")
    assert terminal.end() == 0


def test_home_counts_as_the_session_did_that_was_just_left(
    start: Callable[..., Terminal],
) -> None:
    terminal = start()
    terminal.wait(HERE)
    terminal.press("\r", "Space 답 보기")
    terminal.press(" ", "1 다시")
    terminal.press("1", "새 카드 3 · 다시 볼 것 1 · 약 3분")
    terminal.press("q", LEGEND, "오늘 복습 0장, 새 카드 3장, 다시 볼 것 1장, 약 3분")
    terminal.press("q")
    assert terminal.end() == 0


@pytest.mark.parametrize(
    ("key", "shown", "leaving"),
    some(
        [
            ("p", "quizcards plan --by", "q"),
            ("s", "카드", "q"),
            ("d", "찾기", "q"),
            ("i", "면접", "q"),
            ("c", "모든 덱", "q"),
        ]
    ),
)
def test_every_command_that_is_opened_there_leads_back(
    start: Callable[..., Terminal], key: str, shown: str, leaving: str
) -> None:
    terminal = start()
    terminal.wait(HERE)
    terminal.press(key)
    terminal.wait(shown)
    assert LEGEND not in terminal.text
    terminal.press(leaving, LEGEND)
    terminal.press("q")
    assert terminal.end() == 0


def test_an_interview_that_was_left_is_gone_on_with_from_there(
    start: Callable[..., Terminal],
) -> None:
    terminal = start()
    terminal.wait(HERE)
    assert "면접 이어 가기" not in terminal.text
    terminal.press("r", "그 키에는 기능이 없습니다")
    terminal.press("i", "Enter 바로 보기")
    terminal.press("\r", "준비 0:")
    terminal.press(" ", "대답 ")
    terminal.press("q", LEGEND, "r       면접 이어 가기")
    terminal.press("r", "대답 1:")
    terminal.press("q", LEGEND)
    terminal.press("q")
    assert terminal.end() == 0
    assert "quizcards interview --resume" in terminal.text


def test_the_keys_are_the_same_with_the_korean_keyboard_on(start: Callable[..., Terminal]) -> None:
    terminal = start()
    terminal.wait(HERE)
    terminal.press("ㅔ", "quizcards plan --by")
    terminal.press("ㅂ", LEGEND)
    terminal.press("ㅂ")
    assert terminal.end() == 0


def test_what_cannot_be_done_is_said_there(start: Callable[..., Terminal]) -> None:
    terminal = start()
    terminal.wait(HERE)
    terminal.press("z", "아직 배운 카드가 없어", LEGEND)
    terminal.press("x", "그 키에는 기능이 없습니다")
    terminal.press("q")
    assert terminal.end() == 0


def test_a_card_is_searched_for_opened_and_left(start: Callable[..., Terminal]) -> None:
    terminal = start()
    terminal.wait(HERE)
    terminal.type("/", "찾을 말을", "Enter 찾기")
    terminal.type("적률\r", "▸ adam")
    terminal.press("\r", "모범 답")
    terminal.press("x", "찾은 카드")
    terminal.press("q", LEGEND)
    terminal.type("/", "찾을 말을", "Enter 찾기")
    terminal.type("없는말\r", "이 말이 나오는 카드가 없습니다", LEGEND)
    terminal.press("q")
    assert terminal.end() == 0


def test_what_a_broken_deck_leaves_out_is_said_there_and_stays(
    start: Callable[..., Terminal], deck: Path
) -> None:
    terminal = start()
    terminal.wait(HERE)
    terminal.press("\r", "Space 답 보기")
    terminal.press(" ", "4 쉬움")
    terminal.press("4", "· adam")
    deck.write_text(f"{deck.read_text(encoding='utf-8')}    bad: [\n", encoding="utf-8")
    terminal.press("q", LEGEND, "고칠 곳이 1군데 있어 답한 적이 있는 카드 1장이 빠졌습니다")
    terminal.press("x", "그 키에는 기능이 없습니다", "카드 1장이 빠졌습니다")
    terminal.press("q")
    assert terminal.end() == 0
