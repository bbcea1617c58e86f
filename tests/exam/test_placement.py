"""A placement asks in turn over the decks, twice what was right and once what was wrong."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from quizcards import demos
from quizcards.exam.flow import Edges, quiz
from quizcards.exam.placement import draw_placement, in_turn, known, still_wanted
from quizcards.memory.schedule import Scheduler
from quizcards.model import Card, Grade, KeyPoint, Misconception, Statement
from quizcards.quiz.question import Context, Verdict
from quizcards.study.session import Command, Graded, Session

RIGHT = Graded(Grade.GOOD, 2.0, "1", Verdict(1.0, ()))
WRONG = Graded(Grade.AGAIN, 2.0, "2", Verdict(0.0, ("아닙니다.",), "아닙니다."))
UNDO = Command("undo")


@pytest.fixture
def cards(card: Callable[..., Card]) -> Any:
    """Return cards that can be asked as O/X and as a choice."""
    pairs = tuple(
        Statement(f"{word}은 {number}이다", f"{word}은 {number + 4}이다", "그렇습니다.")
        for number, word in enumerate(("가중치", "편향", "기울기", "손실"))
    )
    return [
        card(
            f"a/{i}",
            key_points=(KeyPoint("하나", ("하나",)),),
            misconceptions=(Misconception("틀린 주장이다", "아닙니다.", truth="맞는 주장이다"),),
            statements=pairs,
        )
        for i in range(3)
    ]


@pytest.fixture
def play(cards: Any, at_desk: Callable[..., Any], today: int) -> Any:
    def played(*replies: Any) -> Any:
        desk = at_desk()
        asked: list[tuple[str, str]] = []
        script = iter(replies)

        def ask(question: Any) -> Any:
            asked.append((question.card.id, question.item.kind))
            return next(script, Command("quit"))

        items = draw_placement(cards, Context(tuple(cards), demos.of, random.Random), 3, seed=1)
        session = Session({one.key: one for one in cards}, {"a": "덱"}, {}, (), Scheduler())
        edges = Edges(lambda: desk.now, lambda _: today, desk.log, ask, lambda _: None)
        result = quiz(session, items, edges, cram=True, wanted=still_wanted)
        return asked, result, desk.log.events

    return played


def test_decks_take_turns_each_with_what_interviews_ask_most(card: Callable[..., Card]) -> None:
    given = {"a/x": 1, "a/y": 5, "b/z": 2, "a/w": 5}
    cards = [replace(card(key), frequency=often) for key, often in given.items()]
    assert [one.key for one in in_turn(cards)] == ["a/y", "b/z", "a/w", "a/x"]


def test_what_was_right_is_asked_once_more_and_what_was_wrong_is_not(play: Any) -> None:
    asked, result, events = play(RIGHT, RIGHT, WRONG, RIGHT, WRONG)
    assert [card for card, _ in asked] == ["0", "0", "1", "2", "2"]
    assert len(set(asked)) == 5
    assert [card.id for card in known(result.results)] == ["0"]
    assert {event.kind for event in events} == {"practice"}
    assert result.left == 0


def test_an_undone_mistake_brings_the_second_question_back(play: Any) -> None:
    asked, result, _ = play(WRONG, UNDO, RIGHT, RIGHT)
    assert [card for card, _ in asked[:4]] == ["0", "1", "0", "0"]
    assert [card.id for card in known(result.results)] == ["0"]


def test_a_card_that_was_left_halfway_is_not_known(play: Any) -> None:
    _, result, _ = play(RIGHT)
    assert known(result.results) == []


def test_a_card_that_one_quick_kind_alone_can_ask_is_left_out(card: Callable[..., Card]) -> None:
    plain = card("a/plain")
    assert draw_placement([plain], Context((plain,), demos.of, random.Random), 3, seed=1) == []
