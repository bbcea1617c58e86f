"""`quizcards collect` at a terminal: the card of a question is chosen where it is not clear."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.terminal.conftest import Terminal

QUESTION = "경사하강법과 Adam은 무엇이 다른가요?"


ASKED = "맞는 카드의 번호(1–"


@pytest.mark.parametrize(("answers", "card"), [(["9", "1"], "optimization/"), ([""], "")])
def test_the_cards_that_are_near_are_chosen_by_number_and_enter_means_none(
    answers: list[str], card: str, start: Callable[..., Terminal], learner: Path
) -> None:
    terminal: Any = start("collect", QUESTION, "--at", "가나")
    terminal.wait("1  ", "Adam은 Momentum과", ASKED, "Enter만 누르면 없음")
    for i, answer in enumerate(answers):
        terminal.type(answer, f" > {answer}".rstrip())
        if i + 1 < len(answers):
            terminal.type("\r", "없으면 Enter만")
    terminal.child.send("\r")
    assert terminal.end() == 0
    row = json.loads((learner / "collected.jsonl").read_text(encoding="utf-8"))
    assert row["card"].startswith(card)
    assert bool(row["card"]) == bool(card)


def test_a_question_whose_card_is_not_chosen_is_left_with_esc_and_not_kept(
    start: Callable[..., Terminal], learner: Path
) -> None:
    terminal = start("collect", QUESTION, "--at", "가나")
    terminal.wait(ASKED, "Esc 끝내기")
    terminal.child.send("\x1b")
    assert terminal.end() == 130
    assert not (learner / "collected.jsonl").exists()


def test_esc_leaves_the_hits_of_a_search(start: Callable[..., Terminal]) -> None:
    terminal = start("search", "Adam")
    terminal.wait("번호를 적으면 카드를 엽니다", "Esc 끝내기")
    terminal.child.send("\x1b")
    assert terminal.end() == 0
    assert "^[" not in terminal.text
