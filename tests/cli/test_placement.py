"""A placement finds what is known, marks it only where that is wanted, and harms no schedule."""

import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizcards import demos
from quizcards.exam.placement import draw_placement
from quizcards.quiz.question import Context
from tests.cli.conftest import Result
from tests.shipped import shipped
from tests.terminal.test_screen_kinds import right_reply

ROOT = Path(__file__).parents[2]
SEED = 3


@pytest.fixture(scope="module")
def items() -> Any:
    cards = shipped().cards
    return draw_placement(cards, Context(cards, demos.of, random.Random), 3, SEED)


@pytest.fixture
def placed(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, items: Any) -> Any:
    """Hold a placement: two cards are known, a third is not; then say this of the offer."""

    def hold(offer: str) -> str:
        right = [right_reply(item.asked.answering) for item in items[:4]]
        lines = [line for reply in right for line in (reply, "")]
        given = "\n".join([*lines, "", "", "q", offer, ""])
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        decks = ("--decks", ROOT / "content")
        result = run("quiz", "--placement", "--plain", "--seed", SEED, *decks)
        assert result.code == 0, result.err
        return result.out

    return hold


def events(learner: Path) -> list[Any]:
    (log,) = (learner / "log").glob("*.jsonl")
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def test_what_is_known_is_marked_as_easy_only_where_that_is_wanted(
    placed: Any, items: Any, learner: Path
) -> None:
    assert "물어본 카드 3장 가운데 2장을 이미 압니다." in placed("y")
    found = events(learner)
    assert [event["kind"] for event in found] == ["practice"] * 5 + ["review"] * 2
    known = [items[0].card.key, items[2].card.key]
    assert [(event["card"], event["grade"]) for event in found[5:]] == [(key, 4) for key in known]
    assert not any("seconds" in event for event in found[5:])


def test_without_a_yes_every_card_stays_new(
    placed: Any, learner: Path, run: Callable[..., Result]
) -> None:
    placed("")
    assert {event["kind"] for event in events(learner)} == {"practice"}
    rows = json.loads(run("decks", "--json", "--decks", ROOT / "content").out)
    assert all(row["new"] == row["cards"] and not row["due"] for row in rows)
    assert not (learner / "quizzes").exists()
    assert not (learner / "last-quiz.json").exists()


@pytest.mark.usefixtures("decks")
@pytest.mark.parametrize(
    "given", ["--again", "--kind ox", "--json", "--cram", "--limit 3", "--all"]
)
def test_what_a_placement_does_not_heed_is_refused(run: Callable[..., Result], given: str) -> None:
    code, out, err = run("quiz", "--placement", *given.split())
    assert (code, out) == (2, "")
    assert err.startswith("--placement는 배우지 않은 카드를 짧은 문제로 묻습니다.")
