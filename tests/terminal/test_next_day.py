"""The next sessions ask exactly what FSRS, replaying the log alone, says is due."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from quizcards.memory.fsrs import retrievability
from quizcards.model import Memory
from tests.terminal.conftest import Terminal

TODAY = date(2026, 12, 1)
# one line of grades for a card: what it got on the first day, in the order in which the session
# asks
FIRST_DAY = {"c1": "4", "c2": "33", "c3": "14", "c4": "4", "c5": "224", "c6": "4", "c7": "1133"}


@pytest.fixture
def cards(deck: Path) -> Any:
    """Ten cards with nothing but a question and an answer."""
    lines = [
        f"- {{id: c{i}, question: 질문 {i}인가요?, answer: 답 {i}입니다.}}" for i in range(1, 11)
    ]
    deck.write_text("\n".join(["deck: ten", "title: 열 장", "cards:", *lines]), encoding="utf-8")
    return [f"c{i}" for i in range(1, 11)]


@pytest.fixture
def first_day(cards: Any) -> None:
    """Seven cards answered, each by its own row of grades, and the day's session left."""
    assert set(FIRST_DAY) < set(cards)
    left = {card: list(grades) for card, grades in FIRST_DAY.items()}
    session = subprocess.Popen(
        [sys.executable, "-m", "quizcards", "study", "--plain", "--new", "7"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        env=os.environ | {"QUIZCARDS_NOW": f"{TODAY}T09:00", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert session.stdin
    assert session.stdout
    with session:
        for line in session.stdout:
            if line.startswith(" 열 장 · "):
                card = line.split()[3]
                session.stdin.write(f"\n{left[card].pop(0) if left[card] else 'q'}\n")
                session.stdin.flush()
            elif "여기까지입니다" in line:
                session.stdin.close()
    assert session.returncode == 0
    assert not any(left.values()), left


def due_by_fsrs(memories: Any, day: Any) -> Any:
    """The keys of the cards whose day has come, the least likely to be recalled first."""
    due = [
        (card, memory)
        for card, memory in memories.items()
        if memory.step == -1 and memory.due_day <= day
    ]
    return [
        card
        for card, memory in sorted(
            due, key=lambda p: retrievability(day - p[1].last_day, p[1].stability)
        )
    ]


@pytest.mark.usefixtures("first_day")
def test_a_later_day_asks_what_fsrs_says_is_due_in_the_order_of_forgetting(
    start: Callable[..., Terminal], remembered: Callable[[], dict[str, Memory]]
) -> None:
    memories = remembered()
    assert all(memory.step == -1 for memory in memories.values())
    sizes = []
    for later in (1, 3, 9):
        day = date.fromordinal(TODAY.toordinal() + later)
        terminal = start("study", "--new", "0", QUIZCARDS_NOW=f"{day}T09:00")
        terminal.wait("Space 답 보기")
        asked = []
        while "Space 답 보기" in terminal.text:
            asked.append(f"ten/{terminal.card}")
            terminal.press("b")  # until tomorrow: the next session finds the same memories
        assert asked == due_by_fsrs(memories, day.toordinal())
        sizes.append(len(asked))
    assert sizes == [1, 4, 6]


@pytest.mark.usefixtures("cards")
def test_nothing_due_says_when_and_a_looks_ahead(
    start: Callable[..., Terminal],
    line_by_line: Callable[..., str],
    remembered: Callable[[], dict[str, Memory]],
) -> None:
    line_by_line("", "4", "", "4", arguments=["--limit", "2"])
    dues = {memory.due_day: card for card, memory in remembered().items()}
    first, later = sorted(dues)  # 8 and 10 days hence: fuzz parts the two
    said = line_by_line("q", arguments=["--new", "0"], now=f"{date.fromordinal(first - 3)}T09:00")
    assert "지금 볼 카드가 없습니다" in said
    assert f"다음 복습   {date.fromordinal(first).month}월 {date.fromordinal(first).day}일(" in said
    terminal = start("study", "--new", "0", QUIZCARDS_NOW=f"{date.fromordinal(first - 1)}T09:00")
    terminal.wait("지금 볼 카드가 없습니다", "내일      복습 1장", "a 다음 날 카드 미리 보기(1장)")
    terminal.press("a", "Space 답 보기", "복습 1")
    assert f"ten/{terminal.card}" == dues[first]
    terminal.press(" ", "4 쉬움")
    terminal.press("4", "여기까지입니다")
    assert dues[later] not in terminal.text


@pytest.mark.usefixtures("cards")
def test_looking_ahead_is_not_offered_when_it_would_show_nothing(
    start: Callable[..., Terminal],
) -> None:
    terminal = start("study", "--limit", "1", QUIZCARDS_NOW="2026-12-01T09:00")
    terminal.wait("Space 답 보기")
    for grade in "133":  # then due tomorrow
        terminal.press(" ", "4 쉬움")
        terminal.press(grade)
    terminal.wait("여기까지입니다")
    assert "미리 보기" not in terminal.text


@pytest.mark.usefixtures("cards")
def test_a_step_that_is_not_over_comes_back_before_new_cards(
    start: Callable[..., Terminal], remembered: Callable[[], dict[str, Memory]]
) -> None:
    terminal = start("study")
    terminal.wait("Space 답 보기")
    terminal.press(" ", "1 다시 1분")
    terminal.press("1", "· c2")
    terminal.press("q")
    assert terminal.end() == 0
    assert remembered()["ten/c1"].step == 0
    again = start("study", QUIZCARDS_NOW="2026-12-01T09:05")
    again.wait("Space 답 보기")
    assert again.card == "c1"
