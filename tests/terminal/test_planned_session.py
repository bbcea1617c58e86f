"""A session that a plan leads, at a real terminal: the day stands in its first line, and its end
says what it did for it.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizcards.cli import main as cli
from quizcards.model import Memory
from tests.terminal.conftest import Terminal


@pytest.fixture
def planned(deck: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Make a plan to 15 December, as of 1 December."""
    assert deck.exists()
    monkeypatch.setenv("QUIZCARDS_NOW", "2026-12-01T09:00")

    def make(*arguments: Any) -> Any:
        assert cli.run(["plan", "--by", "2026-12-15", *arguments]) == 0
        return capsys.readouterr().out

    return make


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_screens(
    planned: Any,
    start: Callable[..., Terminal],
    golden: Callable[[str, str], None],
    columns: int,
    rows: int,
) -> None:
    planned("--minutes", "1")
    terminal = start("study", columns=columns, rows=rows)
    terminal.wait("Space 답 보기")
    golden(f"planned-question-{columns}", terminal.text)
    while "여기까지입니다" not in terminal.text:
        terminal.press(" ", "4 쉬움")
        terminal.press("4")
    golden(f"planned-summary-{columns}", re.sub(r"(걸린 시간 +)\S+", r"\1N초", terminal.text))
    terminal.press("u", "되돌렸습니다", "12월 15일까지 14일")
    terminal.press(" ", "4 쉬움")
    terminal.press("4", "여기까지입니다")
    terminal.press("q")
    assert terminal.end() == 0


def test_a_narrow_window_leaves_the_plan_out_before_the_card(
    planned: Any, start: Callable[..., Terminal]
) -> None:
    planned()
    terminal = start("study", columns=40, rows=20)
    terminal.wait("Space 답 보기")
    assert "까지" not in terminal.lines[0]
    assert "새 카드 " in terminal.lines[0]


def test_home_says_that_the_day_of_the_plan_is_over_and_how_to_go_on(
    planned: Any, start: Callable[..., Terminal]
) -> None:
    planned()
    terminal = start(QUIZCARDS_NOW="2026-12-16T09:00")
    terminal.wait("2026년 12월 15일 계획은 날이 지났습니다", "plan --next +30", "q 그만")
    terminal.press("p", "지금은 오래 기억하는")
    terminal.press("q", "모의 면접")
    terminal.press("q")
    assert terminal.end() == 0


def test_what_was_answered_under_a_plan_is_remembered_as_always(
    planned: Any,
    line_by_line: Callable[..., str],
    remembered: Callable[[], dict[str, Memory]],
    logged: Callable[[], list[dict[str, Any]]],
) -> None:
    planned()
    line_by_line("", "4", "", "1", "", "3", "u", "", "2")
    kinds = [row["kind"] for row in logged()]
    assert kinds == ["review", "review", "review", "undo", "review"]
    assert sum(memory.reps for memory in remembered().values()) == 3


def test_a_card_not_recalled_walks_its_steps_and_then_comes_no_more_today(
    planned: Any, line_by_line: Callable[..., str], logged: Callable[[], list[dict[str, Any]]]
) -> None:
    planned("--minutes", "1")  # one card fits
    shown = line_by_line("", "1", "", "3", "", "3", "q")
    assert [row["grade"] for row in logged()] == [1, 3, 3]
    assert len({row["card"] for row in logged()}) == 1
    assert "여기까지입니다" in shown
