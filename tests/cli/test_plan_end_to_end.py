"""A simulated learner follows a plan through the real program, day by day, and on the day recalls
what was stated.
"""

import io
import json
import re
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from quizcards.cli import main as cli
from quizcards.memory.pace import LEAST
from tests.sampling import IS_SEARCHING

FIRST, DAYS, CARDS = date(2026, 12, 1), 10, 40
STARTS_KNOWN = 0.6
"""How likely this learner knows a card that is new to the program."""
MINUTES = 2.4
TAKES = {**LEAST, "step": 8.8}
"""This learner's days take what the program assumes (other tests are about that): there are fewer
steps in them than most people need, so each takes longer.
"""


class Learner:
    """Someone whose memory is that of py-fsrs; they read the screen, think, and write a line."""

    def __init__(self, seed: int) -> None:
        fsrs = pytest.importorskip("fsrs")
        self.fsrs, self.law = fsrs, fsrs.Scheduler(enable_fuzzing=False)
        self.chance = Random(seed)
        self.cards: dict[str, Any] = {}
        self.day = FIRST
        self.clock = 0.0
        self.screen = io.StringIO()
        self.card = ""
        self.answered: list[Any] = []

    @property
    def moment(self) -> Any:
        return datetime.combine(self.day, datetime.min.time(), UTC)

    def recall(self, card: str, moment: datetime) -> float:
        return (
            self.law.get_card_retrievability(self.cards[card], moment)
            if card in self.cards
            else 0.0
        )

    def readline(self) -> str:
        shown = self.screen.getvalue()
        self.screen.seek(0)
        self.screen.truncate()
        if "끝내기" in shown:
            return "q\n"
        if "Enter 답 보기" in shown:
            self.card = re.findall(r" · (card-\d+)", shown)[-1]
            return "\n"
        return f"{self.grade()}\n"

    def grade(self) -> int:
        card = self.card
        known = self.cards.get(card)
        if known is None:
            chance, takes = STARTS_KNOWN, "new"
        else:
            chance = self.recall(card, self.moment)
            takes = "step" if known.last_review == self.moment else ""
        passed = self.chance.random() < chance
        self.clock += TAKES[takes or ("pass" if passed else "fail")]
        rating = self.fsrs.Rating.Good if passed else self.fsrs.Rating.Again
        known = known or self.fsrs.Card(card_id=len(self.cards) + 1)
        self.cards[card], _ = self.law.review_card(known, rating, self.moment)
        self.answered.append(card)
        return int(rating)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run the program as this learner sees it, on the learner's day."""
    (tmp_path / "content").mkdir()
    deck = "".join(
        f"- {{id: card-{i}, question: 질문 {i}은 무엇을 묻나요?, answer: 답 {i}입니다.}}\n"
        for i in range(CARDS)
    )
    (tmp_path / "content/deck.yaml").write_text(
        f"deck: deck\ntitle: 덱\ncards:\n{deck}", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)

    def run(learner: Learner, *arguments: str) -> str:
        monkeypatch.setenv("QUIZCARDS_NOW", f"{learner.day.isoformat()}T09:00")
        for asks in ("study_plain", "study_keys"):  # from the question to the answer
            monkeypatch.setattr(f"quizcards.terminal.{asks}.monotonic", lambda: learner.clock)
        monkeypatch.setattr(sys, "stdin", learner)
        learner.screen = io.StringIO()
        monkeypatch.setattr(sys, "stdout", learner.screen)
        assert cli.run(arguments) == 0
        return learner.screen.getvalue()

    return run


def followed(program: Any, learner: Learner) -> tuple[dict[str, float], list[float]]:
    """What was stated on the first day, and how likely each card is recalled on the last."""
    stated: dict[str, float] = json.loads(
        program(learner, "plan", "--by", f"+{DAYS}", "--minutes", str(MINUTES), "--json")
    )["recall"]
    assert stated["stopped"] == 0.0
    for _ in range(DAYS):
        before = learner.clock
        program(learner, "study", "--plain")
        # the day's minutes hold, but for luck and the last card
        assert learner.clock - before <= 1.5 * MINUTES * 60
        learner.day += timedelta(days=1)
    return stated, [learner.recall(f"card-{i}", learner.moment) for i in range(CARDS)]


def test_learners_who_follow_the_plan_recall_on_the_day_what_it_stated(
    program: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    within, learners = 0, 6 if IS_SEARCHING else 3
    for seed in range(1, learners + 1):
        monkeypatch.setenv("QUIZCARDS_HOME", str(tmp_path / f"home-{seed}"))
        learner = Learner(seed)
        stated, chances = followed(program, learner)
        assert 0.7 < stated["planned"] < 0.95  # neither idle nor easy
        # it was stated for a memory that the plan has to find out first
        assert sum(chances) / CARDS == pytest.approx(stated["planned"], abs=0.06)
        recalled = sum(learner.chance.random() < chance for chance in chances) / CARDS
        within += stated["low"] <= recalled <= stated["high"]
    assert within >= learners - 1  # nine times in ten
