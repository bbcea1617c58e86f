"""`quizcards collect` at a terminal: the card of a question is chosen where it is not clear."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.terminal.conftest import Terminal

QUESTION = "경사하강법과 Adam은 무엇이 다른가요?"


@pytest.mark.parametrize(("answer", "card"), [("9\n1\n", "optimization/"), ("\n", "")])
def test_the_cards_that_are_near_are_chosen_by_number_and_enter_means_none(
    answer: str, card: str, start: Callable[..., Terminal], learner: Path
) -> None:
    terminal: Any = start("collect", QUESTION, "--at", "가나")
    terminal.wait("1  ", "Adam은 Momentum과", "없으면 Enter) >")
    terminal.child.send(answer)
    assert terminal.end() == 0
    assert ("1부터" in terminal.text) == ("9" in answer)
    row = json.loads((learner / "collected.jsonl").read_text(encoding="utf-8"))
    assert row["card"].startswith(card)
    assert bool(row["card"]) == bool(card)
