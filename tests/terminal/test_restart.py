"""A card that became another one: told once, learnt afresh where the learner wants it, at a real
terminal and line by line.
"""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizcards.cli import main as cli
from tests.terminal.conftest import Terminal

ADAM = "Adam은 Momentum과 RMSprop을 어떻게 결합하나요?"
TOLD = "이 카드의 질문과 답이 전에 배울 때와 많이 다릅니다."
DAYS = [f"{year}-01-15T09:00" for year in (2026, 2027, 2029, 2030)]
DECK = """\
deck: optimization
title: 최적화
cards:
- id: adam
  question: {question}
  answer: {answer}
"""
OLD = {
    "question": ADAM,
    "answer": "두 적률을 지수이동평균으로 추정하고, 0에서 출발해 생기는 편향을 보정합니다.",
}
NEW = {
    "question": "드롭아웃을 쓴 신경망은 추론할 때 무엇이 달라지나요?",
    "answer": (
        "뉴런을 모두 켜 두고 그대로 더합니다. 학습할 때 이미 비율로 나누어 두었기 때문입니다."
    ),
}


@pytest.fixture
def rewrite(deck: Path) -> Any:
    """Write the deck's one card anew."""
    return lambda **text: deck.write_text(DECK.format(**text), encoding="utf-8")


@pytest.fixture
def learnt(rewrite: Any, line_by_line: Callable[..., str]) -> Any:
    """The card learnt in January, and then made another one; when it was learnt."""
    rewrite(**OLD)
    line_by_line("", "4", now=DAYS[0])
    rewrite(**NEW)
    return DAYS[0]


@pytest.fixture
def later(start: Callable[..., Terminal], learnt: Any) -> Any:
    def begin(day: Any, **size: Any) -> Any:
        assert DAYS[day] > learnt
        terminal = start("study", QUIZCARDS_NOW=DAYS[day], **size)
        terminal.wait("· adam")
        return terminal

    return begin


def test_told_once_and_started_afresh_with_one_key_in_either_input_mode(
    later: Any, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    terminal = later(1)
    terminal.wait(TOLD, "w 처음부터", "드롭아웃을 쓴")
    assert "새 카드" not in terminal.lines[0]
    terminal.press("ㅈ", "새 카드", "처음부터 다시 배웁니다", "Space 답 보기")
    assert "w 처음부터" not in terminal.text
    terminal.press("ㅈ", "그 키에는 기능이 없습니다")
    terminal.press(" ", "1 다시 1분")
    terminal.press("u", "되돌렸습니다. 이 카드의 질문과 답이", "w 처음부터")
    assert "새 카드" not in terminal.lines[0]
    terminal.press("w", "새 카드")
    terminal.press(" ", "1 다시 1분")
    terminal.press("4", "여기까지입니다")
    assert [row["kind"] for row in logged()] == ["review", "restart", "undo", "restart", "review"]
    terminal.press("q")
    assert terminal.end() == 0
    again = later(2)
    again.wait("Space 답 보기")
    assert TOLD not in again.text
    assert "w 처음부터" not in again.text


def test_whoever_goes_on_with_the_card_is_not_told_again(
    later: Any, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    terminal = later(1)
    terminal.wait(TOLD)
    terminal.press("?", "w               많이 바뀐 이 카드를 처음부터 다시 배우기")
    terminal.press("?")
    terminal.press(" ", "w 처음부터", "4 쉬움")
    terminal.press("3", "여기까지입니다")
    terminal.press("q")
    again = later(2)
    again.wait("Space 답 보기")
    assert TOLD not in again.text
    again.press("?", "다른 키를")
    assert "처음부터" not in again.text
    assert [row["kind"] for row in logged()] == ["review", "review"]


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_screens(later: Any, golden: Callable[[str, str], None], columns: int, rows: int) -> None:
    terminal = later(1, columns=columns, rows=rows)
    golden(f"restart-told-{columns}", terminal.text)
    terminal.press(" ", "4 쉬움")
    golden(f"restart-answer-{columns}", terminal.text)
    terminal.press("w", "처음부터 다시 배웁니다")
    golden(f"restart-done-{columns}", terminal.text)


def test_a_small_window_shows_the_offer_too(later: Any) -> None:
    terminal = later(1, columns=40, rows=12)
    terminal.wait("많이 다릅니다", "w 처음부터")


@pytest.mark.usefixtures("learnt")
def test_line_by_line_the_same_is_told_and_offered(
    line_by_line: Callable[..., str], logged: Callable[[], list[dict[str, Any]]]
) -> None:
    said = line_by_line("?", "ㅈ", "", "4", now=DAYS[1])
    assert said.count(TOLD) == 1
    assert "많이 바뀐 이 카드를 처음부터" in said
    assert said.count("w 처음부터") == 2  # before and after the help, then no more
    assert [row["kind"] for row in logged()] == ["review", "restart", "review"]
    assert TOLD not in line_by_line("", "3", now=DAYS[2])


def test_a_light_edit_of_both_says_nothing(rewrite: Any, line_by_line: Callable[..., str]) -> None:
    rewrite(**OLD)
    line_by_line("", "4", now=DAYS[0])
    rewrite(
        question=ADAM.replace("어떻게", "어떤 식으로"),
        answer=f"{OLD['answer']} Kingma와 Ba가 제안했습니다.",
    )
    assert TOLD not in line_by_line("", "3", now=DAYS[1])


@pytest.mark.usefixtures("learnt")
def test_a_quiz_in_between_does_not_swallow_the_offer(
    deck: Path,
    line_by_line: Callable[..., str],
    logged: Callable[[], list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with deck.open("a", encoding="utf-8") as file:
        file.write(
            "  misconceptions:\n"
            "  - {claim: 뉴런을 더 끈다, truth: 뉴런을 다 켠다, because: 모두 켭니다.}\n"
        )
    monkeypatch.setattr("sys.stdin", io.StringIO("X\n3\n"))
    assert cli.run(["quiz", "--all", "--plain", "--limit", "1", "--kind", "ox"]) == 0
    assert [row["asked"] for row in logged()] == ["recall", "ox"]
    assert TOLD in line_by_line("q", now=DAYS[3])
