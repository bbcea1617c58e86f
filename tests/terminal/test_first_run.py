"""A learner who was never here is asked for the day and the minutes, once, and then card 1."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizcards.app.environment import Environment
from tests.terminal.conftest import Terminal

DAY = "면접이 언제인가요?"
MINUTES = "하루에 몇 분"
TYPING = "Enter 다음"
FIRST_CARD = "Space 답 보기"


@pytest.fixture
def newcomer(start: Callable[..., Terminal], learner: Path) -> Callable[..., Terminal]:
    """Start quizcards for somebody with an empty folder."""
    (learner / "settings.toml").unlink()
    return start


def settings(learner: Path) -> dict[str, Any]:
    return tomllib.loads((learner / "settings.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("command", [["study"], []])
def test_day_and_minutes_become_the_plan_and_then_comes_the_first_card(
    newcomer: Callable[..., Terminal],
    learner: Path,
    golden: Callable[[str, str], None],
    command: list[str],
) -> None:
    terminal = newcomer(*command)
    terminal.wait(DAY, TYPING)
    golden("first-day-80", terminal.text)
    terminal.type("12-15\r", MINUTES, "Enter만 누르면", TYPING)
    golden("first-minutes-80", terminal.text)
    terminal.child.send("15\r")
    terminal.wait("Enter 첫 카드", "하루 15분", "12월 15일")
    assert "열 번에 아홉 번은" in terminal.text
    assert "지금 0번" in terminal.text
    golden("first-outlook-80", terminal.text)
    terminal.press("\r", FIRST_CARD, "12월 15일까지 14일")
    plan = json.loads((learner / "plan.json").read_text(encoding="utf-8"))
    assert (plan["by"], plan["minutes"]) == ("2026-12-15", 15)
    assert settings(learner) == {"minutes_per_day": 15}


def test_enter_passes_both_and_no_later_start_asks_again(
    newcomer: Callable[..., Terminal], learner: Path
) -> None:
    terminal = newcomer("study")
    terminal.wait(DAY, TYPING)
    terminal.type("\r", MINUTES, "Enter만 누르면", TYPING)
    terminal.child.send("\r")
    terminal.wait("Enter 첫 카드", "개념 4개 · 하루 20분이면 약 1일")
    terminal.press("\r", FIRST_CARD)
    terminal.press("q")
    assert terminal.end() == 0
    assert not (learner / "plan.json").exists()
    again = newcomer("study")
    again.wait(FIRST_CARD)


def test_after_the_first_answer_the_first_keys_are_named_once(
    newcomer: Callable[..., Terminal],
) -> None:
    terminal = newcomer("study")
    terminal.wait(DAY, TYPING)
    terminal.type("\r", MINUTES, "Enter만 누르면", TYPING)
    terminal.child.send("\r")
    terminal.wait("Enter 첫 카드")
    terminal.press("\r", FIRST_CARD)
    assert "u는 되돌리기" not in terminal.text
    terminal.press(" ", "4 쉬움")
    terminal.press("4", "?는 도움말, u는 되돌리기, q는 그만하기")
    terminal.press(" ", "4 쉬움")
    terminal.press("4", FIRST_CARD)
    assert "u는 되돌리기" not in terminal.text


def test_a_wrong_day_is_told_and_asked_again_with_what_was_written(
    newcomer: Callable[..., Terminal],
) -> None:
    terminal = newcomer("study")
    terminal.wait(DAY, TYPING)
    terminal.type("2020-01-01\r", "지난 날입니다. 내일부터의 날짜를 써 주세요.", "> 2020-01-01")
    terminal.type("\x15언젠가\r", "날짜로 읽을 수 없습니다", "> 언젠가")
    terminal.type("\x15+9\r", MINUTES, TYPING, "9일")
    terminal.type("0\r", "분을 수로 써 주세요", "> 0")


def test_who_names_cards_or_works_line_by_line_is_asked_nothing(
    newcomer: Callable[..., Terminal],
) -> None:
    terminal = newcomer("study", "optimization")
    terminal.wait(FIRST_CARD)
    plain = newcomer("study", "--plain")
    plain.wait("Enter 답 보기")


@pytest.mark.parametrize(
    ("started", "path", "command"),
    [
        (".venv/bin/quizcards", "/nowhere", ".venv/bin/quizcards"),
        ("/usr/lib/quizcards/__main__.py", "/nowhere", "quizcards"),
        (".venv/bin/quizcards", "bin", "quizcards"),
    ],
)
def test_the_command_is_named_by_its_path_where_a_shell_does_not_find_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: str, path: str, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    program = tmp_path / "bin/quizcards"
    program.parent.mkdir()
    program.touch(mode=0o755)
    monkeypatch.setattr("sys.argv", [started])
    assert Environment({"PATH": path}, tmp_path).command == command
